"""What the text of a posting says for people who need to know it: signals with their sentence, parts, two sentences.

Nothing here is inferred: a signal exists only where a sentence says it, and it carries that sentence.
"""

from enum import StrEnum

from pydantic import Field

from portal.domain.model import DataModel


class SignalKind(StrEnum):
    """What a sentence tells about the work beside its tasks."""

    SHIFT = "shift"
    HOURS = "hours"
    REMOTE = "remote"
    HYBRID = "hybrid"
    TRAINING = "training"
    NO_EXPERIENCE = "no_experience"
    SECOND_CHANCE = "second_chance"
    TRANSPORT = "transport"
    PHYSICAL = "physical"
    ACCOMMODATION = "accommodation"


class SignalValue(StrEnum):
    """Which of its kind; `STATED` where a kind has only one."""

    STATED = "stated"
    DAY = "day"
    EVENING = "evening"
    NIGHT = "night"
    WEEKEND = "weekend"
    ROTATING = "rotating"
    ON_CALL = "on_call"
    SET_TIMES = "set_times"
    """The sentence gives times of day: 8 am to 4 pm."""
    OWN_VEHICLE = "own_vehicle"
    VEHICLE_PROVIDED = "vehicle_provided"
    NEAR_TRANSIT = "near_transit"
    RIDE_PROVIDED = "ride_provided"
    LIFT = "lift"
    STAND = "stand"
    WALK = "walk"
    SIT = "sit"
    CLIMB = "climb"
    BEND = "bend"
    DEMANDING = "demanding"
    """The sentence calls the work physically demanding and says no more."""


class Signal(DataModel):
    """One thing that a sentence says. `is_denied`: it says that it is not so ("no remote work").

    Units of `low` and `high`: hours a week (hours), pounds (lift); None elsewhere. `contact` is the mail address,
    telephone number or page that a sentence on accommodation names.
    """

    kind: SignalKind
    value: SignalValue = SignalValue.STATED
    is_denied: bool = False
    low: float | None = None
    high: float | None = None
    contact: str = ""
    sentence: str = Field(min_length=1)


class SectionKind(StrEnum):
    """What a part of a posting is about."""

    ABOUT = "about"
    DUTIES = "duties"
    REQUIREMENTS = "requirements"
    PREFERRED = "preferred"
    PAY = "pay"
    BENEFITS = "benefits"
    APPLY = "apply"


class TextSection(DataModel):
    """A part under its own heading. Units: characters of the posting's plain text, end exclusive."""

    kind: SectionKind
    heading: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class TextReading(DataModel):
    """What was read from a posting's text. `summary` are its own sentences, word for word.

    `pay_sentence` is the sentence that pay was read from, where no field of the source states it.
    """

    summary: tuple[str, ...] = ()
    sections: tuple[TextSection, ...] = ()
    signals: tuple[Signal, ...] = ()
    pay_sentence: str = ""
