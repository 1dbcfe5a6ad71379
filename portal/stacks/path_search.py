"""The best steps to a target: exact, by best-first search over sets of steps that are each there for a reason.

A node is a set of chosen steps. Its bound is what those steps take at the least. Where a step lacks something,
or the target does, the node branches over the steps of which one *must* be added (`Terrain.helpers`); where
all is reached, it branches over steps that could save something of a chosen one. So every plan in which no
step is superfluous is reached, nodes come out by rising bound, and the first finished plan that comes out is
the best. No step is ever taken because it is cheap and idle.
"""

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

from portal.domain.credential import EdgeKind
from portal.domain.errors import PortalError
from portal.stacks.terrain import Amount, Terrain

STEP_LIMIT = 20_000
"""Nodes that are opened before the search stops and says how far from the best its answer can be."""

Weigh = Callable[[Amount], tuple[float, ...]]
"""What to make small, most important first. Each part must be a sum of parts of `Amount`, none taken off."""

Fits = Callable[[Amount], bool]
"""Whether an amount is within a budget."""

Target = tuple[frozenset[str], ...]
"""Sets of credentials of each of which one must be held in the end."""

_Key = tuple[tuple[float, ...], int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class FoundPath:
    """The best steps in order. `bound` is below every plan there is; it equals `weight` when proven the best."""

    steps: tuple[str, ...]
    amount: Amount
    weight: tuple[float, ...]
    bound: tuple[float, ...]

    @property
    def is_exact(self) -> bool:
        """Whether no other plan can be better."""
        return self.weight == self.bound


def find_path(
    terrain: Terrain,
    target: Target,
    weigh: Weigh,
    *,
    fits: Fits | None = None,
    step_limit: int = STEP_LIMIT,
) -> FoundPath | None:
    """The best order of steps to a target; ties by fewer steps, then by ids. None when there is no way.

    `fits` says of an amount whether it is within a budget; it must refuse whatever is more than what it refuses.
    Raises: PortalError when the limit was met before any way was found.
    """
    return next(iter(find_paths(terrain, target, weigh, fits=fits, step_limit=step_limit)), None)


def find_paths(
    terrain: Terrain,
    target: Target,
    weigh: Weigh,
    *,
    fits: Fits | None = None,
    is_new: Callable[[FoundPath, list[FoundPath]], bool] | None = None,
    most: int = 1,
    step_limit: int = STEP_LIMIT,
) -> list[FoundPath]:
    """The best ways, best first, each of which `is_new` beside those before it.

    Raises: PortalError when the limit was met before any way was found.
    """
    kept: list[FoundPath] = []
    reachable = terrain.reachable()
    if any(reachable.isdisjoint(group) for group in target):
        return kept
    found: dict[_Key, FoundPath] = {}
    best: _Key | None = None
    nodes: dict[frozenset[str], None] = {frozenset(): None}
    tick = count()
    heap: list[tuple[_Key, int, frozenset[str] | None]] = [
        ((_weight(weigh, Amount()), 0, ()), 0, frozenset())
    ]
    opened = 0
    while heap:
        key, _, chosen = heapq.heappop(heap)
        if chosen is None:
            if is_new is None or is_new(found[key], kept):
                kept.append(found[key])
            if len(kept) == most:
                return kept
            continue
        opened += 1
        if opened > step_limit:
            if kept:
                return kept
            if best is None:
                raise PortalError(
                    f"There are too many ways to this goal: none was finished in {step_limit} tries. "
                    "Choose a nearer goal, a credential on the way for instance."
                )
            path = found[best]
            return [FoundPath(path.steps, path.amount, path.weight, key[0])]
        finished, adds = _open(terrain, target, chosen, weigh, fits=fits)
        if finished is not None and (fits is None or fits(finished.amount)):
            done = (finished.weight, len(finished.steps), finished.steps)
            found[done] = finished
            best = done if best is None else min(best, done)
            heapq.heappush(heap, (done, next(tick), None))
        for step in sorted(adds - chosen):
            larger = chosen | {step}
            if larger not in nodes:
                nodes[larger] = None
                least = _sum(terrain.least(id_) for id_ in sorted(larger))
                if fits is not None and not fits(least):
                    continue
                bound = _weight(weigh, least)
                heapq.heappush(heap, ((bound, len(larger), ()), next(tick), larger))
    return kept


def _open(
    terrain: Terrain, target: Target, chosen: frozenset[str], weigh: Weigh, *, fits: Fits | None
) -> tuple[FoundPath | None, frozenset[str]]:
    """The finished plan of a node, if its steps reach the target, and the steps to branch over."""
    taken, closure = terrain.run(chosen)
    stuck = sorted(chosen - set(taken))
    if stuck:
        return None, _unstick(terrain, chosen, stuck, closure)
    for group in target:
        if closure.isdisjoint(group):
            return None, terrain.helpers(group, closure)
    finished = _saving_order(terrain, chosen, weigh) or _best_order(terrain, chosen, weigh, fits=fits)
    if finished.weight == _weight(weigh, _sum(terrain.least(id_) for id_ in sorted(chosen))):
        return finished, frozenset()
    savers: set[str] = set()
    for id_ in chosen:
        for edge in terrain.graph.edges_to(id_, EdgeKind.ADVANCED_STANDING):
            if edge.from_id not in terrain.closure:
                savers |= terrain.helpers(frozenset({edge.from_id}), terrain.closure, every_part=True)
    return finished, frozenset(savers)


def _unstick(
    terrain: Terrain, chosen: frozenset[str], stuck: list[str], closure: frozenset[str]
) -> frozenset[str]:
    """Steps of which one must be added so that a stuck step can start.

    A need that the other chosen steps could not meet even if all were held needs a new step for sure: that
    one decides. Else the chosen steps wait for each other, and any of them may be the first to be freed.
    """
    for step in stuck:
        others = terrain.graph.extend_all(terrain.closure, chosen - {step})
        for need in terrain.needs(step):
            if others.isdisjoint(need):
                return terrain.helpers(need, others) - {step}
    adds: set[str] = set()
    for step in stuck:
        need = next(n for n in terrain.needs(step) if closure.isdisjoint(n))
        adds |= terrain.helpers(need, closure)
    return frozenset(adds)


def _saving_order(terrain: Terrain, chosen: frozenset[str], weigh: Weigh) -> FoundPath | None:
    """The order, smallest ids first, in which each step saves all that the others can save it; None if none does.

    Holding more never closes a step and never lowers a saving, so a greedy walk finds that order if it exists.
    """
    graph = terrain.graph
    full = {id_: terrain.amount(id_, graph.extend_all(terrain.closure, chosen - {id_})) for id_ in chosen}
    steps: list[str] = []
    amount, closure = Amount(), terrain.closure
    left = sorted(chosen)
    while left:
        for step in left:
            if terrain.is_open(step, closure) and terrain.amount(step, closure) == full[step]:
                break
        else:
            return None
        left.remove(step)
        steps.append(step)
        amount = amount.plus(full[step])
        closure = graph.extend(closure, step)
    return _path(tuple(steps), amount, weigh)


def _best_order(terrain: Terrain, chosen: frozenset[str], weigh: Weigh, *, fits: Fits | None) -> FoundPath:
    """The best order of steps that can all be reached, where savings contend with each other.

    With a budget, the best that fits, else the best: the same steps in another order may take less of what is short.
    """
    spare: FoundPath | None = None
    heap: list[tuple[_Key, Amount, frozenset[str]]] = [
        ((_weight(weigh, Amount()), 0, ()), Amount(), terrain.closure)
    ]
    done: set[frozenset[str]] = set()
    while heap:
        (_, _, steps), amount, closure = heapq.heappop(heap)
        here = frozenset(steps)
        if here == chosen:
            spare = spare or _path(steps, amount, weigh)
            if fits is None or fits(amount):
                return _path(steps, amount, weigh)
            continue
        if fits is None and here in done:
            continue
        done.add(here)
        for step in sorted(chosen - here):
            if terrain.is_open(step, closure):
                total = amount.plus(terrain.amount(step, closure))
                longer = (*steps, step)
                key = (_weight(weigh, total), len(longer), longer)
                heapq.heappush(heap, (key, total, terrain.graph.extend(closure, step)))
    if spare is None:
        raise AssertionError("run() reached every chosen step, so an order exists")
    return spare


def _path(steps: tuple[str, ...], amount: Amount, weigh: Weigh) -> FoundPath:
    weight = _weight(weigh, amount)
    return FoundPath(steps, amount, weight, weight)


def _weight(weigh: Weigh, amount: Amount) -> tuple[float, ...]:
    # Rounded, so that the order in which weeks were added cannot break a tie.
    return tuple(round(part, 6) for part in weigh(amount))


def _sum(amounts: Iterator[Amount]) -> Amount:
    total = Amount()
    for amount in amounts:
        total = total.plus(amount)
    return total
