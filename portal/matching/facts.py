"""What matching is given of a posting. No name stands here, of an employer or a person: none can weigh."""

from enum import StrEnum

from portal.domain.credential import EducationLevel
from portal.domain.model import DataModel
from portal.domain.occupation_profile import RatedElement
from portal.domain.posting_text import Signal, SignalKind, SignalValue


class PartKind(StrEnum):
    """What a required part asks for."""

    CREDENTIAL = "credential"
    EDUCATION = "education"
    EXPERIENCE = "experience"
    AGE = "age"


class PartVerdict(StrEnum):
    """Whether a part is met, and where that is unknown, why."""

    MET = "met"
    MISSING = "missing"
    UNRESOLVED = "unresolved"
    TRANSFER_NEEDED = "transfer_needed"
    NOT_TOLD = "not_told"


class RequiredPart(DataModel):
    """One required part as the stack engine judged it. Units: months (experience), years (age)."""

    kind: PartKind
    verdict: PartVerdict
    sentence: str
    credential_ids: tuple[str, ...] = ()
    unresolved: tuple[str, ...] = ()
    level: EducationLevel | None = None
    at_least: int | None = None


class Required(DataModel):
    """What a posting asks of this person, part by part: the assessment of the stack engine as data.

    `is_silent`: nothing was found. `none_sentence`: the posting says that nothing is required. `is_likely`: silent,
    and the occupation's usual entry is met.
    """

    parts: tuple[RequiredPart, ...] = ()
    one_step: tuple[str, ...] = ()
    is_silent: bool = False
    is_likely: bool = False
    none_sentence: str = ""


class NamedSkill(DataModel):
    """A skill that the posting's text names. `is_shown`: something that the person holds tests it; inferred by words.

    `credential_ids` test it, those held first.
    """

    name: str
    sentence: str
    is_shown: bool
    credential_ids: tuple[str, ...] = ()


class PostingFacts(DataModel):
    """One posting before one person. Units: US dollars a year, miles, hours a week.

    `miles` to the nearest place, `most_miles` as far as the person looks; None where either is not known.
    `elements` are O*NET's ratings of the posting's occupation, where loaded. `skills` None: its text was not read
    for them.
    """

    required: Required = Required(is_silent=True)
    signals: tuple[Signal, ...] = ()
    annual_pay_min_usd: float | None = None
    annual_pay_max_usd: float | None = None
    pay_flag: str = ""
    pay_sentence: str = ""
    hours_per_week: float | None = None
    employment_types: tuple[str, ...] = ()
    is_remote: bool = False
    miles: float | None = None
    most_miles: float | None = None
    elements: tuple[RatedElement, ...] = ()
    skills: tuple[NamedSkill, ...] | None = None

    def said(self, kind: SignalKind, *values: SignalValue) -> Signal | None:
        """The first sentence that says one of these, and does not deny it."""
        return self._find(kind, values, is_denied=False)

    def denied(self, kind: SignalKind, *values: SignalValue) -> Signal | None:
        """The first sentence that says that one of these is not so."""
        return self._find(kind, values, is_denied=True)

    def _find(self, kind: SignalKind, values: tuple[SignalValue, ...], *, is_denied: bool) -> Signal | None:
        return next(
            (
                each
                for each in self.signals
                if each.kind is kind and each.is_denied is is_denied and (not values or each.value in values)
            ),
            None,
        )
