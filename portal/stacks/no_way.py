"""Where there is no way to a goal: what blocks, what can be reached nearest, or which bound is too tight."""

from collections.abc import Sequence

from portal.stacks.goal import PlanTarget
from portal.stacks.path_search import FoundPath, Weigh, find_path
from portal.stacks.plan_model import Block, Limits, Plans, Shortfall
from portal.stacks.terrain import Terrain
from portal.stacks.weighing import dollars_first, weeks_first


def explain_no_way(
    terrain: Terrain,
    targets: Sequence[PlanTarget],
    *,
    merged: Sequence[PlanTarget],
    limits: Limits | None,
    step_limit: int,
) -> Plans:
    """What blocks; or, where only the bounds do, the least that any way takes."""

    def least(weigh: Weigh) -> list[FoundPath]:
        paths = (find_path(terrain, t.groups, weigh, step_limit=step_limit) for t in merged)
        return [path for path in paths if path is not None]

    fast, cheap = least(weeks_first), least(dollars_first)
    if not fast or limits is None:
        blocks = _blocks(terrain, targets)
        return Plans(is_reached=False, blocks=blocks, nearest=_nearest(terrain, targets))
    return Plans(
        is_reached=False,
        shortfall=Shortfall(
            least_weeks=min(path.amount.weeks for path in fast),
            least_cost_usd=min(path.amount.cost_usd for path in cheap),
            limits=limits,
        ),
    )


def _blocks(terrain: Terrain, targets: Sequence[PlanTarget]) -> tuple[Block, ...]:
    """The sets at which every way ends: asked, and nothing that can be reached gives any of them."""
    reachable = terrain.reachable()
    blocks: dict[Block, None] = {}
    asked: list[tuple[str | None, frozenset[str]]] = [
        (None, group) for target in targets for group in target.groups
    ]
    seen: set[str] = set()
    while asked:
        by, wanted = asked.pop(0)
        if not reachable.isdisjoint(wanted):
            continue
        lower = [
            id_
            for id_ in sorted(terrain.helpers(wanted, terrain.closure, every_part=True))
            if id_ not in seen
        ]
        needs = [(id_, need) for id_ in lower for need in terrain.needs(id_)]
        seen.update(lower)
        stopped = [(id_, need) for id_, need in needs if reachable.isdisjoint(need)]
        asked += stopped
        if not stopped:
            blocks[Block(asked_by=by, wanted=tuple(sorted(wanted)))] = None
    return tuple(blocks)


def _nearest(terrain: Terrain, targets: Sequence[PlanTarget]) -> str | None:
    """The credential fewest edges below the goal that can be reached and is not held; of equals the least weeks."""
    reachable = terrain.reachable() - terrain.closure
    level = {id_ for target in targets for group in target.groups for id_ in group}
    seen: set[str] = set()
    while level:
        found = level & reachable & terrain.can_earn
        if found:
            return min(found, key=lambda id_: (terrain.least(id_), id_))
        seen |= level
        below = {other for id_ in level for need in terrain.needs(id_) for other in need}
        below |= {other for id_ in level for other in terrain.graph.givers[id_]}
        level = below - seen
    return None
