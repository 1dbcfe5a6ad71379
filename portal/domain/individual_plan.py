"""A plan that a person and a professional make together: a plan for employment, or for graduation.

It has the parts that an Individualized Plan for Employment asks for (34 CFR 361.45–46), and no field for a diagnosis:
services and needs are told in terms of the work. `docs/individual-plan.md` says which part serves which paragraph.

Every text is in the plan's language, as it is to be read; `Named.language` tells where a name is not. Texts are kept
plain: control letters, and those that turn the writing direction, are left out; what looks like markup stays text.
"""

import re
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from portal.domain.codes import Slug, SocCode
from portal.domain.model import DataModel

MOST_SHORT = 400
"""Letters of a name, a role, a figure."""
MOST_LONG = 12_000
"""Letters of notes and of what somebody says in their own words."""
MOST_STEPS = 40

_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)


def plain_text(text: object) -> object:
    """The text without letters that plain text does not need; line ends of one kind. Other values as they are."""
    if not isinstance(text, str):
        return text
    return _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


ShortText = Annotated[str, BeforeValidator(plain_text), Field(max_length=MOST_SHORT)]
NeededText = Annotated[str, BeforeValidator(plain_text), Field(min_length=1, max_length=MOST_SHORT)]
LongText = Annotated[str, BeforeValidator(plain_text), Field(max_length=MOST_LONG)]


class PlanKind(StrEnum):
    """What the plan is made for."""

    EMPLOYMENT = "employment"
    """Fits an Individualized Plan for Employment (vocational rehabilitation)."""
    GRADUATION = "graduation"
    """Fits a graduation-plan meeting at a school."""


class StepStatus(StrEnum):
    """How a step stands."""

    NOT_STARTED = "not_started"
    UNDER_WAY = "under_way"
    DONE = "done"
    ON_HOLD = "on_hold"
    DROPPED = "dropped"


class Named(DataModel):
    """Something with a name. `language` where that is not the plan's, so that it is read aloud rightly."""

    name: NeededText
    language: Literal["", "en", "es"] = ""


class PlanGoal(Named):
    """An occupation or a credential that the person chose. At most one of the two codes is told."""

    soc_code: SocCode | None = None
    credential_id: Slug | None = None
    own_words: LongText = Field(default="", description="why the person wants it, as they say it")
    reach_by: date | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if self.soc_code and self.credential_id:
            raise ValueError(f"goal “{self.name}”: an occupation or a credential, not both")
        return self


class MarketLine(DataModel):
    """One figure on why the goal fits the local market. No figure stands without area, date and source.

    `figure` empty is shown as not known; `why_unknown` may say why.
    """

    claim: NeededText = Field(description="what is counted: Middle pay, Open jobs, Openings a year")
    figure: ShortText = Field(default="", description="as people read it: $38,480 a year")
    area: NeededText
    when: NeededText = Field(description="date or period of the figure: May 2025, 2024–2034")
    source: NeededText
    why_unknown: ShortText = ""


class HeldThing(Named):
    """A credential, diploma or experience that the person has."""

    detail: ShortText = ""
    last_day: date | None = Field(
        default=None, description="on which it counts; None: not told, or it does not end"
    )


class StepWeeks(DataModel):
    """How long a step takes. Units: weeks."""

    low: float | None = Field(default=None, ge=0, le=1000)
    typical: float = Field(ge=0, le=1000)
    high: float | None = Field(default=None, ge=0, le=1000)
    source: ShortText = Field(default="", description="empty: as told by those who made the plan")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        _check_order((self.low, self.typical, self.high), what="weeks")
        return self


class StepCost(DataModel):
    """What a step costs in all, whoever pays. 0 is free. Units: US dollars of `year`."""

    low: float | None = Field(default=None, ge=0, lt=10_000_000)
    typical: float = Field(ge=0, lt=10_000_000)
    high: float | None = Field(default=None, ge=0, lt=10_000_000)
    year: int = Field(ge=2000, le=2100)
    source: ShortText = Field(default="", description="empty: as told by those who made the plan")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        _check_order((self.low, self.typical, self.high), what="cost")
        return self

    @property
    def is_free(self) -> bool:
        """Whether nobody has to pay, whatever happens."""
        return not (self.high or self.typical)


def _check_order(values: tuple[float | None, ...], *, what: str) -> None:
    known = [each for each in values if each is not None]
    if known != sorted(known):
        raise ValueError(f"{what} must rise from low to high, not {known}")


class Payment(DataModel):
    """Who pays for a step, and how much of it as it is said: "all", "half", "$300 for books"."""

    who: NeededText
    part: ShortText = ""


class Action(DataModel):
    """Who does what by when."""

    who: NeededText
    what: NeededText
    by: date | None = None
    is_done: bool = False


class PlanStep(Named):
    """One step: a credential, or something else to do. What is None or empty is shown as not known or left out.

    `done_when` is the sign by which all will know that the step is done; `evidence` what was seen of it.
    """

    kind: Literal["credential", "other"] = "other"
    credential_id: Slug | None = None
    provider: ShortText = Field(
        default="", description="school, agency or employer that the person chose for it"
    )
    start_on: date | None = None
    by: date | None = None
    weeks: StepWeeks | None = None
    cost: StepCost | None = None
    payers: tuple[Payment, ...] = Field(default=(), max_length=10)
    actions: tuple[Action, ...] = Field(default=(), max_length=20)
    done_when: LongText = ""
    evidence: LongText = ""
    status: StepStatus = StepStatus.NOT_STARTED
    done_on: date | None = None

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if self.done_on and self.status is not StepStatus.DONE:
            raise ValueError(
                f"step “{self.name}” was done on {self.done_on}, but its status is {self.status.value}"
            )
        if self.start_on and self.by and self.by < self.start_on:
            raise ValueError(
                f"step “{self.name}” is to end on {self.by}, before it starts on {self.start_on}"
            )
        if self.credential_id and self.kind != "credential":
            raise ValueError(
                f"step “{self.name}” names the credential {self.credential_id}, and its kind is other"
            )
        return self


class Service(DataModel):
    """A service or a need, in terms of the work: "a ride to work before 6 in the morning". Never a diagnosis."""

    name: NeededText
    for_what: ShortText = Field(default="", description="what it makes possible at work or in training")
    provider: ShortText = ""
    arranged_by: ShortText = Field(default="", description="how it is had: bought, a voucher, a free service")
    start_on: date | None = None
    until: date | None = None
    payer: ShortText = ""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.start_on and self.until and self.until < self.start_on:
            raise ValueError(
                f"service “{self.name}” ends on {self.until}, before it starts on {self.start_on}"
            )
        return self


class TeamMember(DataModel):
    """Somebody who works on the plan. The person's own row has what they promise to do."""

    role: NeededText = Field(description="me, parent, school counselor, VR counselor, teacher, job coach")
    name: ShortText = ""
    duties: tuple[NeededText, ...] = Field(default=(), max_length=20)
    contact: ShortText = ""


class Review(DataModel):
    """A day on which the plan is looked at again; `outcome` once it was."""

    on: date
    about: ShortText = ""
    outcome: LongText = ""


class Signer(DataModel):
    """A line to sign by hand."""

    role: NeededText
    name: ShortText = ""


class PlanSource(DataModel):
    """A document that figures of the plan were read in."""

    document: NeededText
    publisher: ShortText = ""
    url: str = Field(default="", pattern=r"^(https?://\S+)?$", max_length=1000)
    read_on: date | None = None


class IndividualPlan(DataModel):
    """The whole plan as a document. Only the kind, language, goal and date must be told; a name never."""

    version: Literal[1] = 1
    kind: PlanKind
    language: Literal["en", "es"]
    made_on: date
    person_name: ShortText = Field(
        default="", description="as the professional calls the person; may be a pseudonym"
    )
    organisation_name: ShortText = ""
    goal: PlanGoal
    market: tuple[MarketLine, ...] = Field(default=(), max_length=30)
    held: tuple[HeldThing, ...] = Field(default=(), max_length=60)
    steps: tuple[PlanStep, ...] = Field(default=(), max_length=MOST_STEPS)
    services: tuple[Service, ...] = Field(default=(), max_length=30)
    team: tuple[TeamMember, ...] = Field(default=(), max_length=20)
    reviews: tuple[Review, ...] = Field(default=(), max_length=30)
    notes: LongText = Field(default="", description="what the person wants in the plan")
    help_contact: LongText = Field(
        default="", description="where to turn when one disagrees: Client Assistance Program, appeal"
    )
    signers: tuple[Signer, ...] = Field(default=(), max_length=10)
    sources: tuple[PlanSource, ...] = Field(default=(), max_length=60)
