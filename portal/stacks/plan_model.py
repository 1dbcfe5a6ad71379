"""A plan as data: its steps, why each is there, and totals that say what they do not know."""

from enum import StrEnum

from pydantic import Field

from portal.domain.credential import Delivery, Edge, EducationLevel
from portal.domain.model import DataModel
from portal.stacks.assess import Verdict
from portal.stacks.parts import PartKind


class Way(StrEnum):
    """The four optima."""

    FASTEST = "fastest"
    CHEAPEST = "cheapest"
    SOONEST = "soonest"
    RETURN = "return"


class EntryFinding(DataModel):
    """A condition to start a step that is not a credential. Units: months (experience), years (age)."""

    kind: PartKind
    verdict: Verdict
    level: EducationLevel | None = None
    at_least: int | None = None


class Step(DataModel):
    """One credential to earn. Units: weeks, US dollars of `cost_year`; None is unknown, never 0.

    `weeks` and `cost_usd` have advanced standing taken off (`standing` are its edges). `why` are the edges
    through which this step serves a later one or the goal; empty where it is itself what is asked.
    `schooling_for` are later steps that ask for the schooling that this diploma or degree shows.
    `entry` are conditions to start, met or not: one that is missing means a wait of unknown length.
    """

    credential_id: str
    weeks: float | None
    cost_usd: float | None
    cost_year: int | None = None
    weeks_saved: float = 0.0
    cost_saved_usd: float = 0.0
    standing: tuple[Edge, ...] = ()
    why: tuple[Edge, ...] = ()
    schooling_for: tuple[str, ...] = ()
    is_goal: bool = False
    is_renewal: bool = Field(default=False, description="it was held and has run out: the fee of renewing it")
    entry: tuple[EntryFinding, ...] = ()
    has_wait: bool = False
    weeks_checked: bool = Field(description="the duration was read at its source on a stated day")
    cost_checked: bool
    edges_checked: bool = Field(description="so was every edge in `why` and `standing`")


class ReturnParts(DataModel):
    """DESIGN.md §4: 5 × yearly gain − cost − unpaid weeks × current weekly pay. Units: US dollars, weeks.

    `current_annual_pay_usd` is None when not told; it then counts as 0 in gain and in pay forgone.
    `total_usd` is None when the local median pay is not known; it is "at most" where the plan's totals are
    "at least".
    """

    soc_code: str | None
    annual_median_pay_usd: float | None
    current_annual_pay_usd: float | None
    years: int
    yearly_gain_usd: float | None
    cost_usd: float
    unpaid_weeks: float
    pay_forgone_usd: float
    total_usd: float | None


class Plan(DataModel):
    """Steps in order. Totals add what is known; `*_at_least` says that some step's figure is not.

    `first_paycheck_after` is the number of steps after which a posting opens (way *soonest* only).
    `is_exact` False: the search was cut at its limit, and no plan can weigh less than `bound`, in the unit of
    the way (weeks, dollars; for *return* dollars spent and forgone).
    """

    way: Way
    steps: tuple[Step, ...]
    weeks: float
    weeks_at_least: bool
    cost_usd: float
    cost_at_least: bool
    all_checked: bool = Field(description="False: some figure or edge is not yet checked at its source")
    first_paycheck_after: int | None = None
    first_paycheck_weeks: float | None = None
    return_parts: ReturnParts
    is_exact: bool = True
    bound: float | None = None


class Block(DataModel):
    """Why there is no way: nothing that can be earned gives any of `wanted`, asked by `asked_by` (None: the goal)."""

    asked_by: str | None
    wanted: tuple[str, ...]


class Limits(DataModel):
    """What a person set as bounds. Units: US dollars, weeks. None: no bound.

    A step whose dollars or weeks are not known is not refused for them: the plan's totals say "at least". A step that
    does not say how it is taught passes any wish for delivery.
    """

    cost_usd: float | None = Field(default=None, ge=0)
    weeks: float | None = Field(default=None, ge=0)
    delivery: tuple[Delivery, ...] = ()

    def fit(self, *, cost_usd: float, weeks: float) -> bool:
        """Whether so much is within the bounds."""
        is_cheap = self.cost_usd is None or cost_usd <= self.cost_usd
        return is_cheap and (self.weeks is None or weeks <= self.weeks)


class Shortfall(DataModel):
    """There is a way, but none within the bounds: the least that any way takes, each for itself."""

    least_weeks: float
    least_cost_usd: float
    limits: Limits


class Plans(DataModel):
    """Always all four optima, or what blocks. `soonest` is None where no rung on the way opens a posting."""

    is_reached: bool = Field(description="what is held is enough: every plan is empty")
    fastest: Plan | None = None
    cheapest: Plan | None = None
    soonest: Plan | None = None
    best_return: Plan | None = None
    blocks: tuple[Block, ...] = ()
    nearest: str | None = Field(
        default=None, description="where blocked: what can be reached nearest the goal"
    )
    shortfall: Shortfall | None = None

    def by_way(self, way: Way) -> Plan | None:
        """The plan of one way."""
        return self.best_return if way is Way.RETURN else getattr(self, way.value)
