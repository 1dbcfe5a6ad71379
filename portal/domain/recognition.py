"""Who recognises a credential, and where it counts: each statement dated, with its source and its standing."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from portal.domain.codes import StateCode
from portal.domain.evidence import Evidence
from portal.domain.localized_text import LocalizedText
from portal.domain.model import DataModel

PartialDate = Annotated[
    str, StringConstraints(pattern=r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")
]
"""A date as exact as its source gives it: `2024`, `2024-03` or `2024-03-12`. Compare with `is_before`."""


def is_before(one: str, other: str) -> bool:
    """True where `one` surely lies before `other`. A year is not before a day within it, nor after it."""
    exact = min(len(one), len(other))
    return one[:exact] < other[:exact]


class Standing(StrEnum):
    """How sure a statement is; the three are never mixed on a page."""

    VERIFIED = "verified"
    """Somebody read it at its source on a stated day, and the source is not the issuer speaking of itself."""
    SELF_DECLARED = "self_declared"
    """The issuer, or who sells the course, says so of itself."""
    NOT_CHECKED = "not_checked"
    """Nobody has read it at its source yet."""


class RecognitionKind(StrEnum):
    """What recognition means here."""

    NAMED_BY_EMPLOYER = "named_by_employer"
    NAMED_BY_ASSOCIATION = "named_by_association"
    REQUIRED_IN_LAW = "required_in_law"
    COLLEGE_CREDIT = "college_credit"
    """A college counts it; how much and on which terms stands in `Credential.articulations`."""
    ACCREDITED = "accredited"
    """Quality mark: an accreditor approved the credential or its school."""
    STATE_LIST = "state_list"
    """Quality mark: a state's list of promoted or eligible credentials names it."""
    INDUSTRY_RECOGNISED = "industry_recognised"
    """Quality mark: a body of its field made or endorsed it."""

    @property
    def is_quality_mark(self) -> bool:
        """True for a mark of quality, against being named, asked for or credited."""
        return self in (
            RecognitionKind.ACCREDITED,
            RecognitionKind.STATE_LIST,
            RecognitionKind.INDUSTRY_RECOGNISED,
        )


class Recognition(DataModel):
    """One dated statement that somebody recognises a credential. Never a rank, never a score.

    `stated_on` is when they said it, as exact as the source; None where the source is undated. `until` is its end.
    """

    kind: RecognitionKind
    by: str = Field(min_length=2, description="who recognises it")
    statement: LocalizedText
    stated_on: PartialDate | None = None
    until: PartialDate | None = None
    jurisdiction: StateCode | None = Field(default=None, description="the one state that it is said for")
    is_self_declared: bool = Field(default=False, description="the issuer says it of its own credential")
    evidence: Evidence

    @property
    def standing(self) -> Standing:
        """Verified, self-declared or not checked."""
        if self.is_self_declared:
            return Standing.SELF_DECLARED
        return Standing.VERIFIED if self.evidence.is_checked else Standing.NOT_CHECKED

    @model_validator(mode="after")
    def _dates_run_forward(self) -> Self:
        check_dates(self.stated_on, self.until, self.evidence)
        return self


def check_dates(stated_on: str | None, until: str | None, evidence: Evidence) -> None:
    """A statement ends after it was made, and was read after it was made.

    Raises: ValueError that names the two dates.
    """
    if stated_on is None:
        return
    if until is not None and is_before(until, stated_on):
        raise ValueError(f"until {until} lies before stated_on {stated_on}; swap or correct them")
    if evidence.checked_on is not None and is_before(evidence.checked_on.isoformat(), stated_on):
        raise ValueError(
            f"checked_on {evidence.checked_on} lies before stated_on {stated_on}; nobody reads it before it is said"
        )


class PortabilityKind(StrEnum):
    """Whether a credential counts in another state."""

    EVERYWHERE = "everywhere"
    """National: no state makes it its own."""
    COMPACT = "compact"
    """Counts in the member states of a compact, on the compact's terms."""
    BY_APPLICATION = "by_application"
    """Another state gives its own on application (reciprocity, endorsement): a new record, fee and wait."""
    BY_EMPLOYER = "by_employer"
    """Each employer has to test its holder anew."""
    VARIES_BY_STATE = "varies_by_state"
    """Each state decides: the address tells where to look."""


class Portability(DataModel):
    """Where a credential counts when its holder moves. `url` says where to look the other states up."""

    kind: PortabilityKind
    compact: str = Field(default="", description="name of the interstate compact")
    note: LocalizedText | None = None
    url: str = Field(default="", pattern=r"^(https?://\S+)?$")
    evidence: Evidence

    @model_validator(mode="after")
    def _says_where(self) -> Self:
        if (self.kind is PortabilityKind.COMPACT) != bool(self.compact):
            raise ValueError("portability: compact is the name of the compact, and only for kind compact")
        if self.kind is PortabilityKind.VARIES_BY_STATE and not self.url:
            raise ValueError("portability: varies_by_state needs the url where states can be looked up")
        return self
