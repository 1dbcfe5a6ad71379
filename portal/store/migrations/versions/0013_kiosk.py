"""Career-day kiosks: what operators set, the devices, and counts by hour."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kiosk_count",
        sa.Column("event_name", sa.String(length=40), nullable=False),
        sa.Column("hour_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("event_name", "hour_at", "kind", "key"),
    )
    op.create_table(
        "kiosk_device",
        sa.Column("device_id", sa.String(length=32), nullable=False),
        sa.Column("event_name", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=40), nullable=False),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("battery_percent", sa.Integer(), nullable=True),
        sa.Column("is_charging", sa.Boolean(), nullable=True),
        sa.Column("bundle_as_of", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_paused", sa.Boolean(), nullable=False),
        sa.Column("message", sa.String(length=200), nullable=False),
        sa.Column("reload_number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("device_id"),
    )
    with op.batch_alter_table("kiosk_device", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kiosk_device_event_name"), ["event_name"], unique=False)
    op.create_table(
        "kiosk_event",
        sa.Column("event_name", sa.String(length=40), nullable=False),
        sa.Column("start_number", sa.Integer(), nullable=False),
        sa.Column("is_paused", sa.Boolean(), nullable=False),
        sa.Column("is_rehearsal", sa.Boolean(), nullable=False),
        sa.Column("message", sa.String(length=200), nullable=False),
        sa.Column("reload_number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("event_name"),
    )


def downgrade() -> None:
    op.drop_table("kiosk_event")
    with op.batch_alter_table("kiosk_device", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kiosk_device_event_name"))
    op.drop_table("kiosk_device")
    op.drop_table("kiosk_count")
