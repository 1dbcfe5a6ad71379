"""Reference tables: entry, projections, crosswalks, O*NET, wages of past years."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "code_title",
        sa.Column("taxonomy", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("taxonomy", "code"),
    )
    op.create_table(
        "crosswalk",
        sa.Column("source_taxonomy", sa.String(), nullable=False),
        sa.Column("source_code", sa.String(), nullable=False),
        sa.Column("target_taxonomy", sa.String(), nullable=False),
        sa.Column("target_code", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("source_taxonomy", "source_code", "target_taxonomy", "target_code"),
    )
    with op.batch_alter_table("crosswalk", schema=None) as batch_op:
        batch_op.create_index("ix_crosswalk_target", ["target_taxonomy", "target_code"], unique=False)

    op.create_table(
        "occupation_entry",
        sa.Column("soc_code", sa.String(), nullable=False),
        sa.Column("edition", sa.String(), nullable=False),
        sa.Column("education", sa.String(), nullable=False),
        sa.Column("experience", sa.String(), nullable=False),
        sa.Column("training", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("soc_code", "edition"),
    )
    op.create_table(
        "occupation_projection",
        sa.Column("area_code", sa.String(), nullable=False),
        sa.Column("soc_code", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("source_key", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("is_summary", sa.Boolean(), nullable=False),
        sa.Column("years_basis", sa.String(), nullable=False),
        sa.Column("base_employment", sa.Float(), nullable=True),
        sa.Column("projected_employment", sa.Float(), nullable=True),
        sa.Column("change", sa.Float(), nullable=True),
        sa.Column("change_percent", sa.Float(), nullable=True),
        sa.Column("annual_openings", sa.Float(), nullable=True),
        sa.Column("annual_exits", sa.Float(), nullable=True),
        sa.Column("annual_transfers", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("area_code", "soc_code", "period", "source_key"),
    )
    with op.batch_alter_table("occupation_projection", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_occupation_projection_soc_code"), ["soc_code"], unique=False)

    op.create_table(
        "onet_element",
        sa.Column("element_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("element_id"),
    )
    op.create_table(
        "onet_job_zone",
        sa.Column("job_zone", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("experience", sa.String(), nullable=False),
        sa.Column("education", sa.String(), nullable=False),
        sa.Column("job_training", sa.String(), nullable=False),
        sa.Column("examples", sa.String(), nullable=False),
        sa.Column("svp_range", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("job_zone"),
    )
    op.create_table(
        "onet_occupation",
        sa.Column("onet_soc_code", sa.String(), nullable=False),
        sa.Column("soc_code", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("job_zone", sa.Integer(), nullable=True),
        sa.Column("job_zone_on", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("onet_soc_code"),
    )
    with op.batch_alter_table("onet_occupation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_onet_occupation_soc_code"), ["soc_code"], unique=False)

    op.create_table(
        "onet_rating",
        sa.Column("onet_soc_code", sa.String(), nullable=False),
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("element_id", sa.String(), nullable=False),
        sa.Column("scale_id", sa.String(), nullable=False),
        sa.Column("category", sa.Integer(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("is_suppressed", sa.Boolean(), nullable=False),
        sa.Column("stated_on", sa.String(), nullable=False),
        sa.Column("release", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("onet_soc_code", "domain", "element_id", "scale_id", "category"),
    )
    op.create_table(
        "onet_related",
        sa.Column("onet_soc_code", sa.String(), nullable=False),
        sa.Column("related_onet_soc_code", sa.String(), nullable=False),
        sa.Column("tier", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("onet_soc_code", "related_onet_soc_code"),
    )
    op.create_table(
        "onet_task",
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("onet_soc_code", sa.String(), nullable=False),
        sa.Column("statement", sa.String(), nullable=False),
        sa.Column("task_type", sa.String(), nullable=False),
        sa.Column("incumbents", sa.Integer(), nullable=True),
        sa.Column("stated_on", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("task_id", "onet_soc_code"),
    )
    with op.batch_alter_table("onet_task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_onet_task_onet_soc_code"), ["onet_soc_code"], unique=False)

    op.create_table(
        "onet_technology",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("onet_soc_code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("commodity_code", sa.String(), nullable=False),
        sa.Column("commodity_title", sa.String(), nullable=False),
        sa.Column("is_hot", sa.Boolean(), nullable=False),
        sa.Column("is_in_demand", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("onet_technology", schema=None) as batch_op:
        batch_op.create_index("ix_onet_technology_occupation", ["onet_soc_code"], unique=False)

    op.create_table(
        "onet_title",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("onet_soc_code", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("short_title", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("is_shown", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("onet_title", schema=None) as batch_op:
        batch_op.create_index("ix_onet_title_occupation", ["onet_soc_code"], unique=False)

    op.create_table(
        "wage_history",
        sa.Column("area_code", sa.String(), nullable=False),
        sa.Column("soc_code", sa.String(), nullable=False),
        sa.Column("vintage", sa.String(), nullable=False),
        sa.Column("source_key", sa.String(), nullable=False),
        sa.Column("employment", sa.Float(), nullable=True),
        sa.Column("annual_mean_wage_usd", sa.Float(), nullable=True),
        sa.Column("annual_median_wage_usd", sa.Float(), nullable=True),
        sa.Column("annual_median_status", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("area_code", "soc_code", "vintage", "source_key"),
    )
    with op.batch_alter_table("wage_history", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wage_history_soc_code"), ["soc_code"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("wage_history", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wage_history_soc_code"))

    op.drop_table("wage_history")
    with op.batch_alter_table("onet_title", schema=None) as batch_op:
        batch_op.drop_index("ix_onet_title_occupation")

    op.drop_table("onet_title")
    with op.batch_alter_table("onet_technology", schema=None) as batch_op:
        batch_op.drop_index("ix_onet_technology_occupation")

    op.drop_table("onet_technology")
    with op.batch_alter_table("onet_task", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_onet_task_onet_soc_code"))

    op.drop_table("onet_task")
    op.drop_table("onet_related")
    op.drop_table("onet_rating")
    with op.batch_alter_table("onet_occupation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_onet_occupation_soc_code"))

    op.drop_table("onet_occupation")
    op.drop_table("onet_job_zone")
    op.drop_table("onet_element")
    with op.batch_alter_table("occupation_projection", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_occupation_projection_soc_code"))

    op.drop_table("occupation_projection")
    op.drop_table("occupation_entry")
    with op.batch_alter_table("crosswalk", schema=None) as batch_op:
        batch_op.drop_index("ix_crosswalk_target")

    op.drop_table("crosswalk")
    op.drop_table("code_title")
