"""Tables of reference data: entry, projections, code crosswalks, O*NET, and wages of past years.

Rows of one publisher's edition are replaced as a whole; editions stand side by side.
"""

from sqlalchemy import Column, Index
from sqlmodel import Field, SQLModel

from portal.store.tables import ROW_ID


class OccupationEntryRow(SQLModel, table=True):
    """Typical entry to an occupation as BLS prints it (`portal.domain.outlook.TypicalEntry`)."""

    __tablename__ = "occupation_entry"

    soc_code: str = Field(primary_key=True, description="the printed code; may be a broad or OEWS group")
    edition: str = Field(primary_key=True, description="2024-2034")
    education: str
    experience: str
    training: str


class OccupationProjectionRow(SQLModel, table=True):
    """Projected employment of an occupation in an area (`portal.domain.outlook.Projection`). Units: jobs."""

    __tablename__ = "occupation_projection"

    area_code: str = Field(primary_key=True)
    soc_code: str = Field(primary_key=True, index=True)
    period: str = Field(primary_key=True, description="2024-2034")
    source_key: str = Field(primary_key=True)
    title: str
    is_summary: bool = False
    years_basis: str
    base_employment: float | None = None
    projected_employment: float | None = None
    change: float | None = None
    change_percent: float | None = None
    annual_openings: float | None = None
    annual_exits: float | None = None
    annual_transfers: float | None = None


class CodeTitleRow(SQLModel, table=True):
    """A code of a taxonomy with its title. `taxonomy` is a `portal.labor.crosswalk.Taxonomy`."""

    __tablename__ = "code_title"

    taxonomy: str = Field(primary_key=True)
    code: str = Field(primary_key=True)
    title: str


class CrosswalkRow(SQLModel, table=True):
    """One pair of an official code table, in its published direction."""

    __tablename__ = "crosswalk"
    __table_args__ = (Index("ix_crosswalk_target", "target_taxonomy", "target_code"),)

    source_taxonomy: str = Field(primary_key=True)
    source_code: str = Field(primary_key=True)
    target_taxonomy: str = Field(primary_key=True)
    target_code: str = Field(primary_key=True)


class OnetOccupationRow(SQLModel, table=True):
    """One O*NET-SOC 2019 occupation. `soc_code` is its SOC 2018 code."""

    __tablename__ = "onet_occupation"

    onet_soc_code: str = Field(primary_key=True)
    soc_code: str = Field(index=True)
    title: str
    description: str
    job_zone: int | None = None
    job_zone_on: str = Field(default="", description="month of the statement, 08/2023; empty: none")


class OnetJobZoneRow(SQLModel, table=True):
    """What one of the five job zones means, in O*NET's words."""

    __tablename__ = "onet_job_zone"

    job_zone: int = Field(primary_key=True)
    name: str
    experience: str
    education: str
    job_training: str
    examples: str
    svp_range: str


class OnetTitleRow(SQLModel, table=True):
    """Another title of an O*NET occupation: `alternate` (lay titles) or `reported` (by workers)."""

    __tablename__ = "onet_title"
    __table_args__ = (Index("ix_onet_title_occupation", "onet_soc_code"),)

    id: int | None = Field(default=None, sa_column=Column(ROW_ID, primary_key=True))
    onet_soc_code: str
    title: str
    short_title: str = ""
    kind: str
    is_shown: bool = Field(default=False, description="O*NET's own sites show it (reported titles)")


class OnetTaskRow(SQLModel, table=True):
    """One task statement."""

    __tablename__ = "onet_task"

    task_id: int = Field(primary_key=True)
    onet_soc_code: str = Field(primary_key=True, index=True)
    statement: str
    task_type: str = Field(description="core, supplemental, or empty: not rated yet")
    incumbents: int | None = None
    stated_on: str = ""
    source: str = ""


class OnetElementRow(SQLModel, table=True):
    """One element of O*NET's content model."""

    __tablename__ = "onet_element"

    element_id: str = Field(primary_key=True)
    name: str
    description: str


class OnetRatingRow(SQLModel, table=True):
    """One rating of an occupation. `category` is 0 where the scale has none.

    `release` is the O*NET release that it comes from: files of an older release stand in where the newer lacks them.
    """

    __tablename__ = "onet_rating"

    onet_soc_code: str = Field(primary_key=True)
    domain: str = Field(
        primary_key=True,
        description="interest, work_value, work_style, skill, knowledge, ability, work_activity, work_context, "
        "education",
    )
    element_id: str = Field(primary_key=True)
    scale_id: str = Field(primary_key=True)
    category: int = Field(primary_key=True)
    value: float
    is_suppressed: bool = Field(default=False, description="O*NET recommends not to use it")
    stated_on: str = ""
    release: str


class OnetTechnologyRow(SQLModel, table=True):
    """One technology that workers use."""

    __tablename__ = "onet_technology"
    __table_args__ = (Index("ix_onet_technology_occupation", "onet_soc_code"),)

    id: int | None = Field(default=None, sa_column=Column(ROW_ID, primary_key=True))
    onet_soc_code: str
    name: str
    commodity_code: str
    commodity_title: str
    is_hot: bool
    is_in_demand: bool


class OnetRelatedRow(SQLModel, table=True):
    """A related occupation, nearest first."""

    __tablename__ = "onet_related"

    onet_soc_code: str = Field(primary_key=True)
    related_onet_soc_code: str = Field(primary_key=True)
    tier: str
    place: int


class WageHistoryRow(SQLModel, table=True):
    """A median of a past year from a table that has no percentiles. `wage_estimate` holds the full ones.

    `soc_code` is of the classification of its year (`portal.labor.oews_vintage`). Units: US dollars a year, jobs.
    """

    __tablename__ = "wage_history"

    area_code: str = Field(primary_key=True)
    soc_code: str = Field(primary_key=True, index=True)
    vintage: str = Field(primary_key=True, description="2015-05")
    source_key: str = Field(primary_key=True)
    employment: float | None = None
    annual_mean_wage_usd: float | None = None
    annual_median_wage_usd: float | None = None
    annual_median_status: str


class WageProjectionRow(SQLModel, table=True):
    """A projected median, only of levels and horizons that passed the back-test. Units: US dollars of `base_vintage`.

    Source: `config/embedded/wage_projection`; `docs/labor/projection.md` has its error.
    """

    __tablename__ = "wage_projection"

    area_code: str = Field(primary_key=True)
    soc_code: str = Field(primary_key=True)
    horizon_years: int = Field(primary_key=True)
    base_vintage: str
    base_wage_usd: float
    low_wage_usd: float
    middle_wage_usd: float
    high_wage_usd: float


class WageProjectionTestRow(SQLModel, table=True):
    """What the forecast of one level and horizon was worth when held against what came. Errors: share of the wage."""

    __tablename__ = "wage_projection_test"

    level: str = Field(primary_key=True, description="nation, state")
    horizon_years: int = Field(primary_key=True)
    first_origin: int | None = None
    last_origin: int | None = None
    origins: int
    origins_won: int
    forecasts: int
    error: float | None = None
    error_no_change: float | None = None
    error_national_growth: float | None = None
    coverage: float | None = None
    lowest_coverage: float | None = None
    shortfall: str = Field(description="why no number is shown; empty where it passed")


class InterestQuestionRow(SQLModel, table=True):
    """A question of an interest profile, in the words of its source. Source: O*NET Interest Profiler Short Form."""

    __tablename__ = "interest_question"

    place: int = Field(primary_key=True, description="1 to 60, the order in which they are asked")
    letter: str = Field(description="R, I, A, S, E or C")
    statement: str


class InterestChoiceRow(SQLModel, table=True):
    """An answer that can be given to each of these questions; a higher value likes it more."""

    __tablename__ = "interest_choice"

    value: int = Field(primary_key=True)
    name: str
