"""Other ways to a goal that differ from the best in more than a name, each with why it lost."""

from collections.abc import Sequence

from portal.domain.model import DataModel
from portal.domain.person import Person
from portal.stacks.goal import PlanTarget
from portal.stacks.graph import CredentialGraph
from portal.stacks.path_search import STEP_LIMIT, FoundPath, find_paths
from portal.stacks.plan_model import Limits, Step
from portal.stacks.plan_steps import describe_steps
from portal.stacks.terrain import Terrain
from portal.stacks.weighing import terrain_for, weeks_first, within


class Alternative(DataModel):
    """A way that is not the best. Units: weeks, US dollars; the differences are to the best way.

    `only_here` are steps that the best way does not take, `not_here` those that only the best takes. Why it lost: it
    takes `weeks_more`; where that is 0 it costs `cost_more_usd`; `is_less_known` says that some of its figures are not
    known, which alone puts it behind.
    """

    steps: tuple[Step, ...]
    weeks: float
    cost_usd: float
    weeks_more: float
    cost_more_usd: float
    is_less_known: bool
    only_here: tuple[str, ...]
    not_here: tuple[str, ...]


def find_alternatives(
    graph: CredentialGraph,
    person: Person,
    target: PlanTarget,
    *,
    most: int = 3,
    home_state: str | None = None,
    limits: Limits | None = None,
    step_limit: int = STEP_LIMIT,
) -> tuple[Alternative, ...]:
    """The next fastest ways after the fastest, none of which only adds steps to another or swaps equals.

    Raises: NotFound for an unknown held credential; PortalError when no way was finished within `step_limit`.
    """
    terrain = terrain_for(graph, person, (target,), home_state=home_state, limits=limits)
    if all(not terrain.closure.isdisjoint(group) for group in target.groups):
        return ()
    found = find_paths(
        terrain,
        target.groups,
        weeks_first,
        fits=within(limits),
        is_new=lambda path, kept: _differs(graph, path, kept),
        most=most + 1,
        step_limit=step_limit,
    )
    return tuple(_compare(terrain, path, found[0], target) for path in found[1:])


def _differs(graph: CredentialGraph, path: FoundPath, kept: Sequence[FoundPath]) -> bool:
    steps = frozenset(path.steps)
    for other in kept:
        theirs = frozenset(other.steps)
        only = steps - theirs
        equals = {twin for id_ in theirs - steps for twin in graph.gives[id_] if id_ in graph.gives[twin]}
        if theirs <= steps or only <= equals:
            return False
    return True


def _compare(terrain: Terrain, path: FoundPath, best: FoundPath, target: PlanTarget) -> Alternative:
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
    )
