"""Projected wages and their back-test."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "wage_projection",
        sa.Column("area_code", sa.String(), nullable=False),
        sa.Column("soc_code", sa.String(), nullable=False),
        sa.Column("horizon_years", sa.Integer(), nullable=False),
        sa.Column("base_vintage", sa.String(), nullable=False),
        sa.Column("base_wage_usd", sa.Float(), nullable=False),
        sa.Column("low_wage_usd", sa.Float(), nullable=False),
        sa.Column("middle_wage_usd", sa.Float(), nullable=False),
        sa.Column("high_wage_usd", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("area_code", "soc_code", "horizon_years"),
    )
    op.create_table(
        "wage_projection_test",
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("horizon_years", sa.Integer(), nullable=False),
        sa.Column("first_origin", sa.Integer(), nullable=True),
        sa.Column("last_origin", sa.Integer(), nullable=True),
        sa.Column("origins", sa.Integer(), nullable=False),
        sa.Column("origins_won", sa.Integer(), nullable=False),
        sa.Column("forecasts", sa.Integer(), nullable=False),
        sa.Column("error", sa.Float(), nullable=True),
        sa.Column("error_no_change", sa.Float(), nullable=True),
        sa.Column("error_national_growth", sa.Float(), nullable=True),
        sa.Column("coverage", sa.Float(), nullable=True),
        sa.Column("lowest_coverage", sa.Float(), nullable=True),
        sa.Column("shortfall", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("level", "horizon_years"),
    )


def downgrade() -> None:
    op.drop_table("wage_projection_test")
    op.drop_table("wage_projection")
