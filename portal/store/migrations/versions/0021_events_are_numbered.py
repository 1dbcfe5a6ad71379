"""Events of a job on a shortlist are numbered, so that they have one order, whatever the clock says."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("shortlist_event", schema=None) as batch_op:
        # No deployment has events yet: the tables came with 0015 of the same release.
        batch_op.add_column(sa.Column("number", sa.Integer(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("shortlist_event", schema=None) as batch_op:
        batch_op.drop_column("number")
