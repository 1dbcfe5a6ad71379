"""Plans that were put away under a return code."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan_code",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("snapshot", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("code_hash"),
    )
    with op.batch_alter_table("plan_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_code_expires_at"), ["expires_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("plan_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_code_expires_at"))
    op.drop_table("plan_code")
