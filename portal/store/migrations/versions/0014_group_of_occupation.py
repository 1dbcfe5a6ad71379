"""Where no single occupation is sure, the major group that is; it counts in no search and no unlock."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("job_posting", sa.Column("soc_group", sa.String(), nullable=True))
    op.add_column("job_posting", sa.Column("soc_group_confidence", sa.Float(), nullable=True))


def downgrade() -> None:
    op.drop_column("job_posting", "soc_group_confidence")
    op.drop_column("job_posting", "soc_group")
