"""Job postings: as a source hands them over (schema.org JobPosting), and as we understood them."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from portal.domain.codes import CountyFips, SocCode, StateCode, ZipCode
from portal.domain.credential import EducationLevel
from portal.domain.model import DataModel
from portal.domain.posting_text import TextReading


class PayUnit(StrEnum):
    """Period of a stated pay (schema.org QuantitativeValue.unitText)."""

    HOUR = "HOUR"
    DAY = "DAY"
    WEEK = "WEEK"
    MONTH = "MONTH"
    YEAR = "YEAR"


class StatedPay(DataModel):
    """Pay as the posting states it (schema.org baseSalary). Units: `currency` per `unit`."""

    minimum: float | None = Field(default=None, gt=0)
    maximum: float | None = Field(default=None, gt=0)
    unit: PayUnit
    currency: str = "USD"


class StatedPlace(DataModel):
    """A place as the posting states it (schema.org jobLocation); nothing resolved yet."""

    street: str = ""
    locality: str = ""
    region: str = Field(default="", description="state, code or name")
    postal_code: str = ""
    country: str = "US"
    text: str = Field(default="", description="the whole place in one string, where the source has no parts")
    latitude: float | None = Field(default=None, ge=-90, le=90)
    longitude: float | None = Field(default=None, ge=-180, le=180)


class PostingRecord(DataModel):
    """One posting as an adapter hands it to the loop: mapped to schema.org terms, not yet understood.

    Identity is `(source_key, source_ref)`. `description_html` is as received; it is cleaned by enrich.
    """

    source_ref: str = Field(min_length=1, max_length=200)
    title: str = Field(min_length=1, max_length=300)
    employer_name: str = Field(default="", max_length=300)
    description_html: str = ""
    qualifications_html: str = ""
    preferred_html: str = ""
    url: str = Field(default="", pattern=r"^(https?://\S+)?$")
    apply_url: str = Field(default="", pattern=r"^(https?://\S+)?$")
    posted_on: date | None = None
    valid_through_on: date | None = Field(default=None, description="last day on which one can apply")
    employment_types: tuple[str, ...] = Field(default=(), description="schema.org: FULL_TIME, PART_TIME, …")
    hours_per_week: float | None = Field(default=None, gt=0, le=168)
    places: tuple[StatedPlace, ...] = ()
    is_remote: bool = False
    pay: StatedPay | None = None
    occupation_hints: tuple[str, ...] = Field(
        default=(), description="SOC codes that the source itself states"
    )
    series_hint: str = Field(
        default="", description="the source's own class of job, for people (GS-0610 Nurse)"
    )
    is_internal: bool = Field(
        default=False, description="only for the employer's own staff: never open near me"
    )
    is_sample: bool = False
    openings: int | None = Field(default=None, ge=1)


class PlacePrecision(StrEnum):
    """How near a resolved place is. A county is given for the first three only."""

    POINT = "point"
    ZIP = "zip"
    COUNTY = "county"
    CITY = "city"
    """A city that spans counties: state and point known, county abstained."""
    STATE = "state"


class ResolvedPlace(DataModel):
    """A place that we are sure of. Units: degrees WGS 84."""

    precision: PlacePrecision
    place_name: str
    state: StateCode
    county_fips: CountyFips | None = None
    postal_code: ZipCode | None = None
    latitude: float | None = None
    longitude: float | None = None


class RequirementKind(StrEnum):
    """Must one have it, does it help, or is it to be earned once at work?"""

    REQUIRED = "required"
    PREFERRED = "preferred"
    AFTER_HIRE = "after_hire"
    """Asked for within a time after one starts: no condition to start, shown apart."""


class RequirementGroup(DataModel):
    """Credentials of which any one will do, with the sentence that says so.

    `unresolved` are names of licences or certificates that the text asks for and the catalog does not know:
    a required group of which nothing is resolved makes the posting *unknown*, never met and never failed.
    """

    any_of: tuple[str, ...] = ()
    unresolved: tuple[str, ...] = ()
    kind: RequirementKind
    sentence: str = Field(min_length=1)


class StatedCondition(DataModel):
    """A number or level that a posting states, with its sentence. Units: months, years of age."""

    kind: RequirementKind
    education: EducationLevel | None = None
    experience_months: int | None = Field(default=None, ge=0)
    min_age: int | None = Field(default=None, ge=0, le=99)
    sentence: str = Field(min_length=1)


class RequirementsState(StrEnum):
    """What reading the requirements gave."""

    UNDERSTOOD = "understood"
    STATES_NONE = "states_none"
    """The text says that nothing is required."""
    NOTHING_FOUND = "nothing_found"
    """We found nothing: that is unknown, not "nothing is required"."""


class Requirements(DataModel):
    """What a posting asks for: groups joined by AND, each an OR of credentials, and stated conditions."""

    state: RequirementsState
    groups: tuple[RequirementGroup, ...] = ()
    conditions: tuple[StatedCondition, ...] = ()
    none_sentence: str = Field(default="", description="the sentence that says that nothing is required")


class OccupationCoding(DataModel):
    """The occupation of a posting, or an abstention with its reason. `method` says how it was found."""

    soc_code: SocCode | None = None
    confidence: float = Field(default=0.0, ge=0, le=1)
    method: str = ""
    reason: str = ""
    candidates: tuple[SocCode, ...] = ()
    soc_group: SocCode | None = Field(
        default=None,
        description="where no code is sure, the major group that is (31-0000); it is no code: nothing is searched, "
        "counted or unlocked by it",
    )
    group_confidence: float = Field(default=0.0, ge=0, le=1)


class AnnualPay(DataModel):
    """Stated pay on the basis of a year. Units: US dollars a year. `basis` says how it was computed."""

    minimum_usd: float | None = None
    maximum_usd: float | None = None
    basis: str = ""
    flag: str = Field(default="", description="why the figure is doubted; empty when it is not")


class Understanding(DataModel):
    """Everything that enrich read from one posting; every part can abstain."""

    occupation: OccupationCoding
    requirements: Requirements
    places: tuple[ResolvedPlace, ...] = ()
    place_note: str = Field(default="", description="why no place, or not all places, were resolved")
    stated_pay: StatedPay | None = Field(default=None, description="of the source's field, else of the text")
    hours_per_week: float | None = Field(default=None, description="of the source's field, else of the text")
    pay: AnnualPay | None = None
    text: TextReading = TextReading()
    description_html: str = Field(default="", description="cleaned")
    description_text: str = ""
