"""A training program: where a credential can be learnt, what that costs and takes, and what came of it."""

from enum import StrEnum

from pydantic import Field

from portal.domain.codes import CipCode
from portal.domain.evidence import Evidence
from portal.domain.localized_text import LocalizedText
from portal.domain.model import DataModel


class ProgramFormat(StrEnum):
    """How a program is taught."""

    IN_PERSON = "in_person"
    ONLINE = "online"
    BLENDED = "blended"


class ProgramCost(DataModel):
    """What a list says that the learner pays. Units: US dollars, of a year that lists seldom name. None: not said."""

    tuition_usd: float | None = None
    fees_usd: float | None = None
    books_usd: float | None = None
    supplies_usd: float | None = None
    other_usd: float | None = None
    total_usd: float | None = None

    @property
    def parts(self) -> tuple[tuple[str, float], ...]:
        """The parts that are named and not zero, in the order of the fields."""
        named = ("tuition_usd", "fees_usd", "books_usd", "supplies_usd", "other_usd")
        return tuple((name, value) for name in named if (value := getattr(self, name)))

    @property
    def parts_make_total(self) -> bool | None:
        """Whether the parts add up to the total, to a dollar; None where one of them is missing."""
        if self.total_usd is None or not self.parts:
            return None
        return abs(sum(value for _, value in self.parts) - self.total_usd) < 1


class OutcomeKind(StrEnum):
    """What a list publishes about those who took part."""

    COMPLETED = "completion_rate"
    EMPLOYED_Q2 = "employed_q2_rate"
    MEDIAN_EARNINGS = "median_earnings_usd"


class ProgramOutcome(DataModel):
    """One published figure. Units: a share from 0 to 1, or US dollars in the time that the definition names."""

    kind: OutcomeKind
    value: float = Field(ge=0)
    definition: LocalizedText


class Program(DataModel):
    """One row of a state's list of training programs. What the list does not say is None or empty.

    Units: weeks; clock hours. Source: a list of `config/mappings`; `evidence` names it.
    """

    list_key: str
    ref: str
    name: str
    provider: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""
    cip_code: CipCode | None = None
    cip_name: str = ""
    credentials: tuple[str, ...] = Field(default=(), description="what it leads to, in the list's own words")
    award: str = ""
    cost: ProgramCost = ProgramCost()
    weeks_low: float | None = Field(default=None, ge=0)
    weeks_high: float | None = Field(default=None, ge=0)
    clock_hours: float | None = Field(default=None, gt=0)
    hours_per_week: float | None = Field(default=None, gt=0)
    format: ProgramFormat | None = None
    is_evening: bool | None = None
    has_online: bool | None = None
    is_wheelchair_accessible: bool | None = None
    has_childcare: bool | None = None
    languages: str = ""
    of_school: tuple[str, ...] = Field(
        default=(), description="fields that the list says of the whole school, not of this program"
    )
    prerequisites: str = ""
    homepage: str = ""
    outcomes: tuple[ProgramOutcome, ...] = ()
    outcome_people: int | None = Field(default=None, ge=0, description="how many people the figures rest on")
    outcomes_add_up: bool | None = Field(
        default=None, description="False: the publisher itself marks the figures as inconsistent"
    )
    evidence: Evidence
