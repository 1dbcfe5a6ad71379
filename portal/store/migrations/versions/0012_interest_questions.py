"""The questions of an interest profile that a source brings, and the answers that it offers."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "interest_question",
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("letter", sa.String(), nullable=False),
        sa.Column("statement", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("place"),
    )
    op.create_table(
        "interest_choice",
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("value"),
    )


def downgrade() -> None:
    op.drop_table("interest_choice")
    op.drop_table("interest_question")
