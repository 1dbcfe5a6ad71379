"""Postings that may stand in a record whose reference cannot be read: since when they are absent."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unsure_absence",
        sa.Column("source_key", sa.String(), nullable=False),
        sa.Column("source_ref", sa.String(), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("source_key", "source_ref"),
    )


def downgrade() -> None:
    op.drop_table("unsure_absence")
