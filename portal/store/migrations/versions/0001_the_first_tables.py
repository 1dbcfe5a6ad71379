"""the first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "area",
        sa.Column("area_code", sa.String(), nullable=False),
        sa.Column("area_type", sa.String(), nullable=False),
        sa.Column("area_name", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("area_code"),
    )
    with op.batch_alter_table("area", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_area_area_type"), ["area_type"], unique=False)

    op.create_table(
        "county",
        sa.Column("county_fips", sa.String(), nullable=False),
        sa.Column("county_name", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=False),
        sa.Column("longitude", sa.Float(), nullable=False),
        sa.Column("area_code", sa.String(), nullable=True),
        sa.Column("area_method", sa.String(), nullable=False),
        sa.Column("area_basis", sa.String(), nullable=False),
        sa.Column("area_vintage", sa.String(), nullable=False),
        sa.Column("point_basis", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("workforce_region", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("county_fips"),
    )
    with op.batch_alter_table("county", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_county_area_code"), ["area_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_county_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_county_workforce_region"), ["workforce_region"], unique=False)

    op.create_table(
        "credential",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("jurisdiction", sa.String(), nullable=True),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("credential", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_credential_kind"), ["kind"], unique=False)

    op.create_table(
        "embedded_load",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "ingest_run",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source_key", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mirror", sa.Boolean(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("fetched", sa.Integer(), nullable=False),
        sa.Column("parsed", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.Column("internal", sa.Integer(), nullable=False),
        sa.Column("coded", sa.Integer(), nullable=False),
        sa.Column("abstained", sa.Integer(), nullable=False),
        sa.Column("inserted", sa.Integer(), nullable=False),
        sa.Column("updated", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("reopened", sa.Integer(), nullable=False),
        sa.Column("removed", sa.Integer(), nullable=False),
        sa.Column("expired", sa.Integer(), nullable=False),
        sa.Column("documents", sa.JSON(), nullable=False),
        sa.Column("rejections", sa.JSON(), nullable=False),
        sa.Column("warnings", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("ingest_run", schema=None) as batch_op:
        batch_op.create_index("ix_ingest_run_source", ["source_key", "started_at"], unique=False)

    op.create_table(
        "job_posting",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source_key", sa.String(), nullable=False),
        sa.Column("source_ref", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("employer_name", sa.String(), nullable=False),
        sa.Column("description_html", sa.String(), nullable=False),
        sa.Column("description_text", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("apply_url", sa.String(), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=True),
        sa.Column("valid_through_on", sa.Date(), nullable=True),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_reason", sa.String(), nullable=False),
        sa.Column("is_internal", sa.Boolean(), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("is_sample_retired", sa.Boolean(), nullable=False),
        sa.Column("is_remote", sa.Boolean(), nullable=False),
        sa.Column("employment_types", sa.JSON(), nullable=False),
        sa.Column("hours_per_week", sa.Float(), nullable=True),
        sa.Column("openings", sa.Integer(), nullable=True),
        sa.Column("series_hint", sa.String(), nullable=False),
        sa.Column("pay_minimum", sa.Float(), nullable=True),
        sa.Column("pay_maximum", sa.Float(), nullable=True),
        sa.Column("pay_unit", sa.String(), nullable=False),
        sa.Column("pay_currency", sa.String(), nullable=False),
        sa.Column("annual_pay_min_usd", sa.Float(), nullable=True),
        sa.Column("annual_pay_max_usd", sa.Float(), nullable=True),
        sa.Column("pay_basis", sa.String(), nullable=False),
        sa.Column("pay_flag", sa.String(), nullable=False),
        sa.Column("soc_code", sa.String(), nullable=True),
        sa.Column("soc_confidence", sa.Float(), nullable=False),
        sa.Column("soc_method", sa.String(), nullable=False),
        sa.Column("soc_reason", sa.String(), nullable=False),
        sa.Column("soc_candidates", sa.JSON(), nullable=False),
        sa.Column("requirements_state", sa.String(), nullable=False),
        sa.Column("requirements", sa.JSON(), nullable=False),
        sa.Column("place_note", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("source_key", "source_ref", name="uq_job_posting_source"),
    )
    with op.batch_alter_table("job_posting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_posting_changed_at"), ["changed_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_posting_is_sample"), ["is_sample"], unique=False)
        batch_op.create_index("ix_job_posting_live", ["removed_at", "valid_through_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_posting_soc_code"), ["soc_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_posting_source_key"), ["source_key"], unique=False)

    op.create_table(
        "occupation",
        sa.Column("soc_code", sa.String(), nullable=False),
        sa.Column("soc_title", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("parent_code", sa.String(), nullable=True),
        sa.Column("definition", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("soc_code"),
    )
    with op.batch_alter_table("occupation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_occupation_level"), ["level"], unique=False)

    op.create_table(
        "wage_estimate",
        sa.Column("area_code", sa.String(), nullable=False),
        sa.Column("soc_code", sa.String(), nullable=False),
        sa.Column("vintage", sa.String(), nullable=False),
        sa.Column("employment", sa.Float(), nullable=True),
        sa.Column("employment_status", sa.String(), nullable=False),
        sa.Column("location_quotient", sa.Float(), nullable=True),
        sa.Column("location_quotient_status", sa.String(), nullable=False),
        sa.Column("annual_p10_wage_usd", sa.Float(), nullable=True),
        sa.Column("annual_p10_status", sa.String(), nullable=False),
        sa.Column("annual_p25_wage_usd", sa.Float(), nullable=True),
        sa.Column("annual_p25_status", sa.String(), nullable=False),
        sa.Column("annual_median_wage_usd", sa.Float(), nullable=True),
        sa.Column("annual_median_status", sa.String(), nullable=False),
        sa.Column("annual_p75_wage_usd", sa.Float(), nullable=True),
        sa.Column("annual_p75_status", sa.String(), nullable=False),
        sa.Column("annual_p90_wage_usd", sa.Float(), nullable=True),
        sa.Column("annual_p90_status", sa.String(), nullable=False),
        sa.Column("hourly_median_wage_usd", sa.Float(), nullable=True),
        sa.Column("hourly_median_status", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("area_code", "soc_code", "vintage"),
    )
    with op.batch_alter_table("wage_estimate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wage_estimate_soc_code"), ["soc_code"], unique=False)

    op.create_table(
        "zip_place",
        sa.Column("postal_code", sa.String(), nullable=False),
        sa.Column("place_name", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("county_fips", sa.String(), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("point_basis", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("county_shares", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("postal_code"),
    )
    with op.batch_alter_table("zip_place", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_zip_place_county_fips"), ["county_fips"], unique=False)
        batch_op.create_index(batch_op.f("ix_zip_place_place_name"), ["place_name"], unique=False)
        batch_op.create_index(batch_op.f("ix_zip_place_state"), ["state"], unique=False)

    op.create_table(
        "credential_edge",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("from_id", sa.String(), nullable=False),
        sa.Column("to_id", sa.String(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["from_id"],
            ["credential.id"],
        ),
        sa.ForeignKeyConstraint(
            ["to_id"],
            ["credential.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("credential_edge", schema=None) as batch_op:
        batch_op.create_index("ix_credential_edge_ends", ["from_id", "to_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_credential_edge_to_id"), ["to_id"], unique=False)

    op.create_table(
        "job_posting_place",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("posting_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("precision", sa.String(), nullable=False),
        sa.Column("place_name", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("county_fips", sa.String(), nullable=True),
        sa.Column("postal_code", sa.String(), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(["posting_id"], ["job_posting.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("job_posting_place", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_posting_place_county_fips"), ["county_fips"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_posting_place_posting_id"), ["posting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_posting_place_state"), ["state"], unique=False)

    op.create_table(
        "rejected_record",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source_key", sa.String(), nullable=False),
        sa.Column("source_ref", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["ingest_run.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("rejected_record", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rejected_record_run_id"), ["run_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_rejected_record_source_key"), ["source_key"], unique=False)


def downgrade() -> None:

    with op.batch_alter_table("rejected_record", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rejected_record_source_key"))
        batch_op.drop_index(batch_op.f("ix_rejected_record_run_id"))

    op.drop_table("rejected_record")
    with op.batch_alter_table("job_posting_place", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_job_posting_place_state"))
        batch_op.drop_index(batch_op.f("ix_job_posting_place_posting_id"))
        batch_op.drop_index(batch_op.f("ix_job_posting_place_county_fips"))

    op.drop_table("job_posting_place")
    with op.batch_alter_table("credential_edge", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_credential_edge_to_id"))
        batch_op.drop_index("ix_credential_edge_ends")

    op.drop_table("credential_edge")
    with op.batch_alter_table("zip_place", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_zip_place_state"))
        batch_op.drop_index(batch_op.f("ix_zip_place_place_name"))
        batch_op.drop_index(batch_op.f("ix_zip_place_county_fips"))

    op.drop_table("zip_place")
    with op.batch_alter_table("wage_estimate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wage_estimate_soc_code"))

    op.drop_table("wage_estimate")
    with op.batch_alter_table("occupation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_occupation_level"))

    op.drop_table("occupation")
    with op.batch_alter_table("job_posting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_job_posting_source_key"))
        batch_op.drop_index(batch_op.f("ix_job_posting_soc_code"))
        batch_op.drop_index("ix_job_posting_live")
        batch_op.drop_index(batch_op.f("ix_job_posting_is_sample"))
        batch_op.drop_index(batch_op.f("ix_job_posting_changed_at"))

    op.drop_table("job_posting")
    with op.batch_alter_table("ingest_run", schema=None) as batch_op:
        batch_op.drop_index("ix_ingest_run_source")

    op.drop_table("ingest_run")
    op.drop_table("embedded_load")
    with op.batch_alter_table("credential", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_credential_kind"))

    op.drop_table("credential")
    with op.batch_alter_table("county", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_county_workforce_region"))
        batch_op.drop_index(batch_op.f("ix_county_state"))
        batch_op.drop_index(batch_op.f("ix_county_area_code"))

    op.drop_table("county")
    with op.batch_alter_table("area", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_area_area_type"))

    op.drop_table("area")
