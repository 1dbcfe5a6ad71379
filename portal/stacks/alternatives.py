"""Other ways to a goal that differ from the best in more than a name, each with why it lost."""

from collections.abc import Iterator, Sequence
from enum import StrEnum

from portal.domain.model import DataModel
from portal.domain.person import Person
from portal.stacks.goal import PlanTarget
from portal.stacks.graph import CredentialGraph
from portal.stacks.path_search import STEP_LIMIT, FoundPath, find_paths
from portal.stacks.plan_model import Limits, Step, Way
from portal.stacks.plan_steps import describe_steps
from portal.stacks.terrain import Terrain
from portal.stacks.weighing import dollars_first, terrain_for, weeks_first, within

WEIGHED = {Way.FASTEST: weeks_first, Way.CHEAPEST: dollars_first}


class Loss(StrEnum):
    """Why a way is not the best: the first thing, in the order in which ways are weighed, in which it is behind."""

    LESS_KNOWN = "less_known"
    """Some of its weeks or dollars are not known, and those of the best are: it could take any amount."""
    SLOWER = "slower"
    DEARER = "dearer"
    MORE_STEPS = "more_steps"
    EQUAL = "equal"
    """It is as good; which of the two is called the best is a matter of order."""


ORDERS = {
    Way.FASTEST: (Loss.LESS_KNOWN, Loss.SLOWER, Loss.LESS_KNOWN, Loss.DEARER),
    Way.CHEAPEST: (Loss.LESS_KNOWN, Loss.DEARER, Loss.LESS_KNOWN, Loss.SLOWER),
}
"""What each place of a weight means (`weighing`)."""


class Merit(StrEnum):
    """In what a way that lost is better all the same."""

    FASTER = "faster"
    CHEAPER = "cheaper"
    FEWER_STEPS = "fewer_steps"
    BETTER_KNOWN = "better_known"


class Alternative(DataModel):
    """A way that is not the best. Units: weeks, US dollars; the differences are to the best way.

    `only_here` are steps that the best way does not take, `not_here` those that only the best takes. `lost_by` is why
    it lost, `merits` in what it is better. Weeks and dollars of two ways are compared as far as they are known;
    `is_less_known` says that more figures of this one are missing, so its differences are "at least".
    """

    steps: tuple[Step, ...]
    weeks: float
    cost_usd: float
    weeks_more: float
    cost_more_usd: float
    is_less_known: bool
    only_here: tuple[str, ...]
    not_here: tuple[str, ...]
    lost_by: Loss
    merits: tuple[Merit, ...] = ()


def find_alternatives(
    graph: CredentialGraph,
    person: Person,
    target: PlanTarget,
    *,
    way: Way = Way.FASTEST,
    most: int = 3,
    home_state: str | None = None,
    limits: Limits | None = None,
    step_limit: int = STEP_LIMIT,
) -> tuple[Alternative, ...]:
    """The next best ways after the fastest (or the cheapest), each different in more than steps added or left out.

    Nor does any swap equals only: two that count as each other.

    `way` is fastest or cheapest: what a return is and where a paycheck is soonest does not order ways step by step.
    Raises: ValueError for another `way`; NotFound for an unknown held credential; PortalError when no way was finished
    within `step_limit`.
    """
    weigh = WEIGHED.get(way)
    if weigh is None:
        raise ValueError(f"other ways are found to the fastest and to the cheapest, not to “{way}”")
    terrain = terrain_for(graph, person, (target,), home_state=home_state, limits=limits)
    if all(not terrain.closure.isdisjoint(group) for group in target.groups):
        return ()
    found = find_paths(
        terrain,
        target.groups,
        weigh,
        fits=within(limits),
        is_new=lambda path, kept: _differs(graph, path, kept),
        most=most + 1,
        step_limit=step_limit,
    )
    return tuple(_compare(terrain, path, found[0], target=target, way=way) for path in found[1:])


def _differs(graph: CredentialGraph, path: FoundPath, kept: Sequence[FoundPath]) -> bool:
    steps = _without_names(graph, path)
    others = [_without_names(graph, other) for other in kept]
    return not any(theirs <= steps or steps <= theirs for theirs in others)


def _without_names(graph: CredentialGraph, path: FoundPath) -> frozenset[str]:
    """The steps, of equals always the same one: what counts as the other, and the other as it, is no difference."""
    return frozenset(min(twin for twin in graph.gives[id_] if id_ in graph.gives[twin]) for id_ in path.steps)


def _compare(
    terrain: Terrain, path: FoundPath, best: FoundPath, *, target: PlanTarget, way: Way
) -> Alternative:
    mine, theirs = path.amount, best.amount
    return Alternative(
        steps=describe_steps(terrain, path.steps, (target,)),
        weeks=mine.weeks,
        cost_usd=mine.cost_usd,
        weeks_more=mine.weeks - theirs.weeks,
        cost_more_usd=mine.cost_usd - theirs.cost_usd,
        is_less_known=(mine.unknown_weeks, mine.unknown_costs) > (theirs.unknown_weeks, theirs.unknown_costs),
        only_here=tuple(id_ for id_ in path.steps if id_ not in best.steps),
        not_here=tuple(id_ for id_ in best.steps if id_ not in path.steps),
        lost_by=_loss(path, best, way),
        merits=tuple(_merits(path, best)),
    )


def _loss(path: FoundPath, best: FoundPath, way: Way) -> Loss:
    behind = (mine > theirs for mine, theirs in zip(path.weight, best.weight, strict=True))
    found = next((name for name, is_behind in zip(ORDERS[way], behind, strict=True) if is_behind), None)
    if found is not None:
        return found
    return Loss.MORE_STEPS if len(path.steps) > len(best.steps) else Loss.EQUAL


def _merits(path: FoundPath, best: FoundPath) -> Iterator[Merit]:
    mine, theirs = path.amount, best.amount
    if mine.weeks < theirs.weeks and mine.unknown_weeks <= theirs.unknown_weeks:
        yield Merit.FASTER
    if mine.cost_usd < theirs.cost_usd and mine.unknown_costs <= theirs.unknown_costs:
        yield Merit.CHEAPER
    if len(path.steps) < len(best.steps):
        yield Merit.FEWER_STEPS
    if mine.unknown_weeks + mine.unknown_costs < theirs.unknown_weeks + theirs.unknown_costs:
        yield Merit.BETTER_KNOWN
