"""What matching answers: criteria with their lines, a band, and never a share or a score."""

from enum import StrEnum

from pydantic import Field

from portal.domain.credential import EducationLevel
from portal.domain.model import DataModel
from portal.domain.occupation_profile import RatedElement


class CriterionKey(StrEnum):
    """What is looked at, in the order in which it is told. The first five are what the job asks of a person."""

    CREDENTIALS = "credentials"
    EDUCATION = "education"
    EXPERIENCE = "experience"
    AGE = "age"
    SKILLS = "skills"
    PAY = "pay"
    DISTANCE = "distance"
    SHIFT = "shift"
    WEEKENDS = "weekends"
    HOURS = "hours"
    REMOTE = "remote"
    TRANSPORT = "transport"
    TRAINING = "training"
    STANDING = "standing"
    LIFTING = "lifting"
    NOISE = "noise"
    PACE = "pace"


ASKED_OF_PERSON = (
    CriterionKey.CREDENTIALS,
    CriterionKey.EDUCATION,
    CriterionKey.EXPERIENCE,
    CriterionKey.AGE,
)
"""The band rests on these alone. Skills are asked too, but what a text names is no must, and one can have a skill
without a credential; all others are what the person asks of the job."""


class CriterionState(StrEnum):
    """Four states; unknown is neither met nor missing."""

    MET = "met"
    MISSING = "missing"
    UNKNOWN = "unknown"
    NOT_ASKED = "not_asked"


class Reason(StrEnum):
    """Why a line has its state. The web makes sentences of it, with the line's figures."""

    HAS_IT = "has_it"
    LACKS_IT = "lacks_it"
    UNRESOLVED = "unresolved"
    TRANSFER_NEEDED = "transfer_needed"
    NOT_TOLD = "not_told"
    NONE_FOUND = "none_found"
    """Other things were read in the posting, nothing of this kind."""
    SAYS_NONE = "says_none"
    """The posting says that nothing is required."""
    NOTHING_READ = "nothing_read"
    NOT_LOOKED = "not_looked"
    """The posting's text was not read for this: in lists, where it would take too long."""
    SKILL_SHOWN = "skill_shown"
    SKILL_NOT_SHOWN = "skill_not_shown"
    NOT_CHOSEN = "not_chosen"
    SILENT = "silent"
    SAYS_SO = "says_so"
    SAYS_NOT = "says_not"
    SAYS_BOTH = "says_both"
    FROM_HOME = "from_home"
    SOME_DAYS_HOME = "some_days_home"
    SEATED = "seated"
    DEMANDING = "demanding"
    LIFT_LIGHT = "lift_light"
    LIFT_HEAVY = "lift_heavy"
    ELEMENT_LOW = "element_low"
    ELEMENT_HIGH = "element_high"
    ELEMENT_BETWEEN = "element_between"
    OTHER_TIMES = "other_times"
    SEVERAL_TIMES = "several_times"
    CHANGING_TIMES = "changing_times"
    SET_TIMES = "set_times"
    HOURS_WITHIN = "hours_within"
    HOURS_ABOVE = "hours_above"
    HOURS_BELOW = "hours_below"
    HOURS_ACROSS = "hours_across"
    FULL_TIME = "full_time"
    PART_TIME = "part_time"
    PAY_REACHES = "pay_reaches"
    PAY_BELOW = "pay_below"
    PAY_ACROSS = "pay_across"
    PAY_DOUBTED = "pay_doubted"
    NEAR = "near"
    FAR = "far"
    PLACE_UNKNOWN = "place_unknown"


class Help(StrEnum):
    """What would help with a line that is not met."""

    EARN_ONE = "earn_one"
    """Any one of the line's credentials."""
    TELL_US = "tell_us"
    ASK_EMPLOYER = "ask_employer"
    ASK_BOARD = "ask_board"
    """A licence of another state: its board says whether it counts."""
    GET_MORE_WORK = "get_more_work"
    WAIT = "wait"
    SHOW_SKILL = "show_skill"
    """Nothing that is held tests the skill: the person may have it all the same and can say so."""
    ASK_FOR_CHANGE = "ask_for_change"
    """A person may ask the employer to change how the work is done."""


class Line(DataModel):
    """One thing found for a criterion, and the sentence or the O*NET element that it rests on.

    Units: `low`, `high`, `wanted` and `wanted_low` are of the criterion: months, years, US dollars a year, miles, hours
    a week, pounds. `wanted_low` is the lower end of what was chosen, where two ends can be.
    """

    state: CriterionState
    reason: Reason
    sentence: str = ""
    element: RatedElement | None = None
    help: Help | None = None
    credential_ids: tuple[str, ...] = ()
    unresolved: tuple[str, ...] = ()
    skill: str = ""
    level: EducationLevel | None = None
    low: float | None = None
    high: float | None = None
    wanted: float | None = None
    wanted_low: float | None = None


class Criterion(DataModel):
    """One criterion with all that was found for it, at least one line."""

    key: CriterionKey
    lines: tuple[Line, ...] = Field(min_length=1)

    @property
    def state(self) -> CriterionState:
        """Missing where any line is, else unknown where any is, else met where any is."""
        states = {line.state for line in self.lines}
        order = (CriterionState.MISSING, CriterionState.UNKNOWN, CriterionState.MET)
        return next((state for state in order if state in states), CriterionState.NOT_ASKED)


class Band(StrEnum):
    """Where a person stands before a posting, best first."""

    QUALIFIES = "qualifies"
    ONE_STEP = "one_step"
    ASK = "ask"
    NOT_YET = "not_yet"

    @property
    def rank(self) -> int:
        """0 is best."""
        return list(Band).index(self)


class Match(DataModel):
    """Every criterion, in the order of `CriterionKey`, and the band.

    `is_likely`: nothing was read, but the person usually could enter this occupation. `one_step` are the
    credentials any one of which would settle all that is open.
    """

    criteria: tuple[Criterion, ...]
    band: Band
    is_likely: bool = False
    one_step: tuple[str, ...] = ()

    def get(self, key: CriterionKey) -> Criterion:
        """One criterion: each is always there."""
        return next(each for each in self.criteria if each.key is key)
