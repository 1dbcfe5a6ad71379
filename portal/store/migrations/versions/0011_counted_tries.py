"""What network addresses tried in the last ten minutes, so that every web process counts the same."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "counted_try",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("who_hash", sa.String(length=32), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("counted_try", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_counted_try_tried_at"), ["tried_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("counted_try", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_counted_try_tried_at"))
    op.drop_table("counted_try")
