"""Tables. Build rows with `model_validate`; a SQLModel table model does not validate on construction.

Lists and nested records stand in JSON columns whose form is the data model named beside them.
Times are aware and UTC (SQLModel's UTCDateTime refuses naive ones); dates are dates.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Index, Integer, UniqueConstraint, text
from sqlmodel import Field, SQLModel

ROW_ID = BigInteger().with_variant(Integer, "sqlite")


class EmbeddedLoad(SQLModel, table=True):
    """Which snapshot of `config/embedded` or catalog stands in the database; makes loading idempotent."""

    __tablename__ = "embedded_load"

    name: str = Field(primary_key=True)
    sha256: str
    rows: int
    loaded_at: datetime


class CredentialRow(SQLModel, table=True):
    """One credential. `document` is `portal.domain.credential.Credential`."""

    __tablename__ = "credential"

    id: str = Field(primary_key=True)
    name: str
    kind: str = Field(index=True)
    jurisdiction: str | None = None
    document: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class CredentialEdgeRow(SQLModel, table=True):
    """One edge. `document` is `portal.domain.credential.Edge`."""

    __tablename__ = "credential_edge"
    __table_args__ = (Index("ix_credential_edge_ends", "from_id", "to_id"),)

    id: int | None = Field(default=None, sa_column=Column(ROW_ID, primary_key=True))
    kind: str
    from_id: str = Field(foreign_key="credential.id")
    to_id: str = Field(foreign_key="credential.id", index=True)
    document: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class OccupationRow(SQLModel, table=True):
    """One SOC 2018 group or detailed occupation. Source: BLS SOC 2018 structure and definitions."""

    __tablename__ = "occupation"

    soc_code: str = Field(primary_key=True)
    soc_title: str
    level: str = Field(index=True, description="major, minor, broad, detailed")
    parent_code: str | None = None
    definition: str = ""


class AreaRow(SQLModel, table=True):
    """One OEWS area. Source: BLS OEWS area file."""

    __tablename__ = "area"

    area_code: str = Field(primary_key=True)
    area_type: str = Field(index=True, description="nation, state, metro, nonmetro")
    area_name: str
    state: str = ""


class WageEstimateRow(SQLModel, table=True):
    """OEWS estimate of an occupation in an area; vintages stand side by side.

    Each `*_status` is a `portal.domain.wage.FigureStatus`; a value without status `published` (or, for
    top-coded, the bound) is never shown. Units: jobs, US dollars a year, US dollars an hour.
    """

    __tablename__ = "wage_estimate"

    area_code: str = Field(primary_key=True)
    soc_code: str = Field(primary_key=True, index=True)
    vintage: str = Field(primary_key=True)
    employment: float | None = None
    employment_status: str
    location_quotient: float | None = None
    location_quotient_status: str
    annual_p10_wage_usd: float | None = None
    annual_p10_status: str
    annual_p25_wage_usd: float | None = None
    annual_p25_status: str
    annual_median_wage_usd: float | None = None
    annual_median_status: str
    annual_p75_wage_usd: float | None = None
    annual_p75_status: str
    annual_p90_wage_usd: float | None = None
    annual_p90_status: str
    hourly_median_wage_usd: float | None = None
    hourly_median_status: str


class CountyRow(SQLModel, table=True):
    """One county with its point, OEWS area and workforce region. Source: `config/embedded/places`."""

    __tablename__ = "county"

    county_fips: str = Field(primary_key=True)
    county_name: str
    state: str = Field(index=True)
    latitude: float
    longitude: float
    area_code: str | None = Field(default=None, index=True, description="OEWS area; empty: use the state")
    area_method: str = Field(default="", description="verified or inferred")
    area_basis: str = Field(default="", description="from which table the area follows")
    area_vintage: str = ""
    point_basis: str = Field(default="", description="gazetteer or zip_mean")
    status: str = Field(default="current", description="current or former")
    workforce_region: str | None = Field(default=None, index=True, description="in-1 … in-11")


class ZipRow(SQLModel, table=True):
    """One ZIP code with its place, main county and point. Source: `config/embedded/places`.

    `county_shares` holds `[county_fips, share of addresses]`, the main county first.
    """

    __tablename__ = "zip_place"

    postal_code: str = Field(primary_key=True)
    place_name: str = Field(index=True)
    state: str = Field(index=True)
    county_fips: str | None = Field(default=None, index=True)
    latitude: float | None = None
    longitude: float | None = None
    point_basis: str = Field(default="", description="zcta, county or none")
    kind: str = Field(default="standard", description="standard, or no_homes (only PO boxes or businesses)")
    county_shares: list[list[Any]] = Field(sa_column=Column(JSON, nullable=False))


class JobPostingRow(SQLModel, table=True):
    """One posting of one source, with provenance and what was understood.

    Identity: `(source_key, source_ref)`. `requirements` is `portal.domain.job_posting.Requirements`, `text_reading`
    is `portal.domain.posting_text.TextReading`.
    Removed and expired rows stay, with `removed_at`/`removed_reason`; they are never deleted. "Last confirmed" is
    the end of the source's last good run, for every row that is not removed (`portal.store.runs.last_good_run`):
    a second run that finds the same postings writes nothing here.
    """

    __tablename__ = "job_posting"
    __table_args__ = (
        UniqueConstraint("source_key", "source_ref", name="uq_job_posting_source"),
        Index("ix_job_posting_live", "removed_at", "valid_through_on"),
        # Few postings wait for a better one; they are read again each time that the postings changed.
        Index(
            "ix_job_posting_waiting",
            "removed_at",
            "shown_from_on",
            sqlite_where=text("shown_from_on IS NOT NULL"),
            postgresql_where=text("shown_from_on IS NOT NULL"),
        ),
    )

    id: int | None = Field(default=None, sa_column=Column(ROW_ID, primary_key=True))
    source_key: str = Field(index=True)
    source_ref: str
    content_hash: str
    title: str
    employer_name: str = ""
    description_html: str = ""
    description_text: str = ""
    url: str = ""
    apply_url: str = ""
    posted_on: date | None = None
    valid_through_on: date | None = None
    first_seen_at: datetime
    changed_at: datetime = Field(index=True)
    removed_at: datetime | None = None
    removed_reason: str = ""
    is_internal: bool = False
    is_sample: bool = Field(default=False, index=True)
    is_sample_retired: bool = False
    is_remote: bool = False
    employment_types: list[str] = Field(sa_column=Column(JSON, nullable=False))
    hours_per_week: float | None = None
    openings: int | None = None
    series_hint: str = ""
    pay_minimum: float | None = None
    pay_maximum: float | None = None
    pay_unit: str = ""
    pay_currency: str = ""
    annual_pay_min_usd: float | None = None
    annual_pay_max_usd: float | None = None
    pay_basis: str = ""
    pay_flag: str = ""
    soc_code: str | None = Field(default=None, index=True)
    soc_confidence: float = 0.0
    soc_method: str = ""
    soc_reason: str = ""
    soc_candidates: list[str] = Field(sa_column=Column(JSON, nullable=False))
    soc_group: str | None = Field(
        default=None,
        description="where no code is sure, the major group that is; no code: nothing counts by it",
    )
    soc_group_confidence: float | None = None
    requirements_state: str
    requirements: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    place_note: str = ""
    text_reading: dict[str, Any] = Field(
        default_factory=dict, sa_column=Column(JSON, nullable=False, server_default="{}")
    )
    offer_key: int | None = Field(
        default=None,
        sa_column=Column(BigInteger, index=True, nullable=True),
        description="which offer it is: a hash of its title, employer, places, terms and text (`ingest.dedupe`)",
    )
    shown_from_on: date | None = Field(
        default=None,
        description="a better copy of the offer is open until the day before; none: nothing stands in its way",
    )


class JobPostingPlaceRow(SQLModel, table=True):
    """One resolved place of a posting; a posting can have several."""

    __tablename__ = "job_posting_place"

    id: int | None = Field(default=None, sa_column=Column(ROW_ID, primary_key=True))
    posting_id: int = Field(
        sa_type=ROW_ID,
        foreign_key="job_posting.id",
        index=True,
        ondelete="CASCADE",
    )
    precision: str
    place_name: str
    state: str = Field(index=True)
    county_fips: str | None = Field(default=None, index=True)
    postal_code: str | None = None
    latitude: float | None = None
    longitude: float | None = None


class IngestRunRow(SQLModel, table=True):
    """The story of one run of one source."""

    __tablename__ = "ingest_run"
    __table_args__ = (Index("ix_ingest_run_source", "source_key", "started_at"),)

    id: int | None = Field(default=None, sa_column=Column(ROW_ID, primary_key=True))
    source_key: str
    status: str = Field(description="running, succeeded, failed, quarantined")
    started_at: datetime
    finished_at: datetime | None = None
    as_of: datetime
    mirror: bool = False
    error: str = ""
    fetched: int = Field(default=0, description="records in the documents")
    parsed: int = 0
    rejected: int = 0
    internal: int = 0
    coded: int = 0
    abstained: int = 0
    inserted: int = 0
    updated: int = 0
    unchanged: int = 0
    reopened: int = 0
    removed: int = 0
    expired: int = 0
    documents: list[dict[str, Any]] = Field(
        sa_column=Column(JSON, nullable=False), description="url, sha256, bytes"
    )
    rejections: dict[str, int] = Field(sa_column=Column(JSON, nullable=False), description="reason → count")
    warnings: list[str] = Field(sa_column=Column(JSON, nullable=False))


class RejectedRecordRow(SQLModel, table=True):
    """A record that a run could not take, with its reason, kept so that it can be replayed after a fix."""

    __tablename__ = "rejected_record"

    id: int | None = Field(default=None, sa_column=Column(ROW_ID, primary_key=True))
    run_id: int = Field(sa_type=ROW_ID, foreign_key="ingest_run.id", index=True)
    source_key: str = Field(index=True)
    source_ref: str = ""
    reason: str
    detail: str = ""
    record: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
