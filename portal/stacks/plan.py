"""Plans from what a person holds to a goal: always four honest optima, or what blocks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from portal.domain.errors import PortalError
from portal.domain.person import Person
from portal.stacks.goal import PlanTarget
from portal.stacks.graph import CredentialGraph
from portal.stacks.no_way import explain_no_way
from portal.stacks.path_search import STEP_LIMIT, Fits, FoundPath, find_path
from portal.stacks.plan_model import Limits, Plan, Plans, ReturnParts, Way
from portal.stacks.plan_steps import describe_steps
from portal.stacks.reach import Reach
from portal.stacks.terrain import Amount, Terrain
from portal.stacks.unlock import UnlockIndex
from portal.stacks.weighing import dollars_first, terrain_for, weeks_first, within

WEEKS_PER_YEAR = 52


@dataclass(frozen=True, slots=True)
class Pay:
    """What the optimum *best return* counts with. Units: US dollars a year.

    `median_usd` holds published local medians by SOC code; a code that is missing is unknown. `years` is for how
    long the gain in pay counts: `return_years` of `config/matching.toml`.
    """

    median_usd: Mapping[str, float] = field(default_factory=dict)
    current_annual_usd: float | None = None
    years: int = 5

    @property
    def weekly_usd(self) -> float:
        """Pay forgone in a week of study; 0 when not told."""
        return (self.current_annual_usd or 0.0) / WEEKS_PER_YEAR

    def of(self, target: PlanTarget) -> tuple[str | None, float | None]:
        """The occupation and pay that a target promises: of several, the lowest pay, so as not to promise much."""
        known = [(self.median_usd[code], code) for code in target.soc_codes if code in self.median_usd]
        pay, code = min(known, default=(None, target.soc_codes[0] if target.soc_codes else None))
        return code, pay


def plan(
    graph: CredentialGraph,
    person: Person,
    targets: Sequence[PlanTarget],
    *,
    index: UnlockIndex | None = None,
    mask: npt.NDArray[np.bool_] | Reach | None = None,
    pay: Pay | None = None,
    home_state: str | None = None,
    limits: Limits | None = None,
    step_limit: int = STEP_LIMIT,
) -> Plans:
    """Plan to any one of the targets, step after step.

    *Fastest* weighs weeks then dollars, *cheapest* dollars then weeks; a plan in which every weight is known
    comes before one in which some is not. *Soonest* takes the fastest way to the first credential on the
    goal's ladder, or on one of these two ways, that alone opens a posting of `mask` (needs `index` and `mask`),
    and from there the fastest way on. *Return* is DESIGN.md's formula. Ties: fewer steps, then ids.

    Raises: NotFound for an unknown held credential; PortalError when no target is given or no way was
    finished within `step_limit`.
    """
    if not targets:
        raise PortalError("A plan needs a goal. Choose a job, a credential or a yearly pay.")
    pay = pay or Pay()
    terrain = terrain_for(graph, person, targets, home_state=home_state, limits=limits)
    fits = within(limits)
    closure = terrain.closure
    if any(all(not closure.isdisjoint(group) for group in target.groups) for target in targets):
        return Plans(is_reached=True)
    merged = _merge(targets)
    best: dict[Way, tuple[FoundPath, PlanTarget]] = {}
    for way, weigh in ((Way.FASTEST, weeks_first), (Way.CHEAPEST, dollars_first)):
        found = [
            (path, t)
            for t in merged
            if (path := find_path(terrain, t.groups, weigh, fits=fits, step_limit=step_limit))
        ]
        if not found:
            return explain_no_way(terrain, targets, merged=merged, limits=limits, step_limit=step_limit)
        best[way] = min(found, key=lambda pair: (pair[0].weight, len(pair[0].steps), pair[0].steps))
    fastest = _as_plan(Way.FASTEST, *best[Way.FASTEST], terrain=terrain, pay=pay, targets=targets)
    cheapest = _as_plan(Way.CHEAPEST, *best[Way.CHEAPEST], terrain=terrain, pay=pay, targets=targets)
    soonest = None
    if index is not None and mask is not None:
        shown = frozenset(id_ for path, _ in best.values() for id_ in path.steps)
        soonest = _soonest(
            terrain,
            merged,
            index,
            mask,
            shown=shown,
            pay=pay,
            targets=targets,
            fits=fits,
            step_limit=step_limit,
        )
    returns = _best_return(terrain, targets, pay, fits=fits, step_limit=step_limit)
    return Plans(is_reached=False, fastest=fastest, cheapest=cheapest, soonest=soonest, best_return=returns)


def _merge(targets: Sequence[PlanTarget]) -> tuple[PlanTarget, ...]:
    """Targets of one group each are alternatives of one search."""
    single = [t for t in targets if len(t.groups) == 1]
    if len(single) < 2:
        return tuple(targets)
    together = PlanTarget((frozenset().union(*(t.groups[0] for t in single)),))
    return (together, *(t for t in targets if len(t.groups) != 1))


def _soonest(
    terrain: Terrain,
    merged: Sequence[PlanTarget],
    index: UnlockIndex,
    mask: npt.NDArray[np.bool_] | Reach,
    *,
    shown: frozenset[str],
    pay: Pay,
    targets: Sequence[PlanTarget],
    fits: Fits | None,
    step_limit: int,
) -> Plan | None:
    # What a way that is shown takes is on the way, also where it merely stands for schooling of no field.
    ladder = terrain.ladder({id_ for t in merged for group in t.groups for id_ in group}) | shown
    opening = index.answer(terrain.person, mask).gains.keys() & ladder
    first = find_path(terrain, (frozenset(opening),), weeks_first, fits=fits, step_limit=step_limit)
    if first is None:
        return None
    later = terrain.after(first.steps)
    spent = first.amount
    rest_fits = None if fits is None else lambda amount: fits(spent.plus(amount))
    found = [
        path
        for t in merged
        if (path := find_path(later, t.groups, weeks_first, fits=rest_fits, step_limit=step_limit))
    ]
    if not found:
        return None
    rest = min(found, key=lambda path: (path.weight, len(path.steps), path.steps))
    total = FoundPath(
        first.steps + rest.steps,
        first.amount.plus(rest.amount),
        tuple(one + two for one, two in zip(first.weight, rest.weight, strict=True)),
        tuple(one + two for one, two in zip(first.bound, rest.bound, strict=True)),
    )
    made = _as_plan(Way.SOONEST, total, None, terrain=terrain, pay=pay, targets=targets)
    return made.model_copy(
        update={"first_paycheck_after": len(first.steps), "first_paycheck_weeks": first.amount.weeks}
    )


def _best_return(
    terrain: Terrain, targets: Sequence[PlanTarget], pay: Pay, *, fits: Fits | None, step_limit: int
) -> Plan | None:
    """The target and path of the largest return. For one target the gain is fixed, so least spending is best."""

    def weigh(amount: Amount) -> tuple[float, ...]:
        spent = amount.cost_usd + amount.unpaid_weeks * pay.weekly_usd
        return (amount.unknown_costs + amount.unknown_weeks, spent, amount.weeks, amount.cost_usd)

    found = []
    for target in targets:
        path = find_path(terrain, target.groups, weigh, fits=fits, step_limit=step_limit)
        if path is not None:
            made = _as_plan(Way.RETURN, path, target, terrain=terrain, pay=pay, targets=targets)
            total = made.return_parts.total_usd
            rank = (total is None, path.weight[0], -(total or 0.0), path.weight[2:], path.steps)
            found.append((rank, made))
    return min(found, key=lambda pair: pair[0])[1] if found else None


def _as_plan(
    way: Way,
    path: FoundPath,
    target: PlanTarget | None,
    *,
    terrain: Terrain,
    pay: Pay,
    targets: Sequence[PlanTarget],
) -> Plan:
    held = terrain.after(path.steps).closure
    reached = [t for t in targets if all(not held.isdisjoint(group) for group in t.groups)]
    steps = describe_steps(terrain, path.steps, reached)
    if target is None or target not in targets:
        target = min(reached, key=lambda t: pay.of(t)[1] or float("inf"))
    return Plan(
        way=way,
        steps=steps,
        weeks=path.amount.weeks,
        weeks_at_least=path.amount.unknown_weeks > 0,
        cost_usd=path.amount.cost_usd,
        cost_at_least=path.amount.unknown_costs > 0,
        all_checked=all(s.weeks_checked and s.cost_checked and s.edges_checked for s in steps),
        return_parts=_return_parts(path.amount, target, pay),
        is_exact=path.is_exact,
        bound=None if path.is_exact else path.bound[1],
    )


def _return_parts(amount: Amount, target: PlanTarget, pay: Pay) -> ReturnParts:
    soc_code, median = pay.of(target)
    gain = None if median is None else median - (pay.current_annual_usd or 0.0)
    forgone = amount.unpaid_weeks * pay.weekly_usd
    return ReturnParts(
        soc_code=soc_code,
        annual_median_pay_usd=median,
        current_annual_pay_usd=pay.current_annual_usd,
        years=pay.years,
        yearly_gain_usd=gain,
        cost_usd=amount.cost_usd,
        unpaid_weeks=amount.unpaid_weeks,
        pay_forgone_usd=forgone,
        total_usd=None if gain is None else pay.years * gain - amount.cost_usd - forgone,
    )
