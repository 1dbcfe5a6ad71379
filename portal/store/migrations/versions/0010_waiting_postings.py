"""The few postings that wait for a better one are found without reading the others."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_job_posting_waiting",
        "job_posting",
        ["removed_at", "shown_from_on"],
        sqlite_where=sa.text("shown_from_on IS NOT NULL"),
        postgresql_where=sa.text("shown_from_on IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_job_posting_waiting", table_name="job_posting")
