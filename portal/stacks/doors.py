"""As many open jobs as possible with at most so many steps or within a budget: exact, or with the proven gap."""

import heapq
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

import numpy as np
import numpy.typing as npt

from portal.domain.model import DataModel
from portal.domain.person import Person
from portal.stacks.plan_model import Limits, Step
from portal.stacks.plan_steps import describe_steps
from portal.stacks.reach import Reach
from portal.stacks.standing import Standing, gains, opened, stand
from portal.stacks.terrain import Amount, Terrain
from portal.stacks.unlock import UnlockIndex

NODE_LIMIT = 300
"""Sets of steps that are tried before the search stops and says how much more there could be."""


class Doors(DataModel):
    """The best steps in order, and what they open. Counts are of the region and day of the reach.

    `is_exact` False: the search was cut, and no steps within the bounds can open more than `at_most`.
    """

    steps: tuple[Step, ...]
    weeks: float
    weeks_at_least: bool
    cost_usd: float
    cost_at_least: bool
    qualifies_now: int
    qualifies: int
    at_most: int
    is_exact: bool


def most_doors(
    index: UnlockIndex,
    person: Person,
    reach: Reach,
    *,
    most_steps: int,
    home_state: str | None = None,
    limits: Limits | None = None,
    node_limit: int = NODE_LIMIT,
) -> Doors:
    """The steps that bring the most postings to *qualifies*.

    A node is a set of steps in an order in which they can be taken. What one more step opens is its gain, so a node is
    only judged when it is opened, and all that follow it are known. The steps that are left can open no more than the
    best of their shares add up to, where a posting that no single step opens counts half for each: it takes two. Of
    sets that open equally many, the best of those that came up is taken: fewer steps, weeks, dollars, then ids.

    Raises: NotFound when the person holds a credential that the catalog does not have.
    """
    delivery = frozenset(limits.delivery) if limits and limits.delivery else None
    terrain = Terrain(index.graph, person, home_state=home_state, delivery=delivery)
    first = _Node(index, reach, terrain)
    best = _Chosen((), Amount(), first.qualifies)
    tick = count()
    heap = [(-first.bound(most_steps), next(tick), best)]
    tried: dict[frozenset[str], list[Amount]] = defaultdict(list)
    opened = 0
    while heap and -heap[0][0] > best.qualifies and opened < node_limit:
        bound, _, chosen = heapq.heappop(heap)
        node = _Node(index, reach, terrain.after(chosen.steps)) if chosen.steps else first
        left = most_steps - len(chosen.steps)
        opened += 1
        for longer in node.followers(chosen):
            fits = limits is None or limits.fit(cost_usd=longer.amount.cost_usd, weeks=longer.amount.weeks)
            others = tried[frozenset(longer.steps)]
            if not fits or not _is_better(longer.amount, others):
                continue
            others.append(longer.amount)
            best = min(best, longer, key=lambda found: found.rank)
            most = min(-bound, node.bound(left, longer.steps[-1]))
            if left > 1 and most > best.qualifies:
                heapq.heappush(heap, (-most, next(tick), longer))
    at_most = max([best.qualifies, *(-bound for bound, _, _ in heap)])
    return Doors(
        steps=describe_steps(terrain, best.steps, ()),
        weeks=best.amount.weeks,
        weeks_at_least=best.amount.unknown_weeks > 0,
        cost_usd=best.amount.cost_usd,
        cost_at_least=best.amount.unknown_costs > 0,
        qualifies_now=first.qualifies,
        qualifies=best.qualifies,
        at_most=at_most,
        is_exact=at_most == best.qualifies,
    )


@dataclass(frozen=True, slots=True)
class _Chosen:
    """Steps in an order in which they can be taken, what they take, and the postings that qualify then."""

    steps: tuple[str, ...]
    amount: Amount
    qualifies: int

    @property
    def rank(self) -> tuple[object, ...]:
        amount = self.amount
        known = (amount.unknown_weeks, amount.weeks, amount.unknown_costs, amount.cost_usd)
        return (-self.qualifies, len(self.steps), *known, self.steps)


def _is_better(amount: Amount, others: list[Amount]) -> bool:
    """Whether the same steps in another order did not take as little of everything."""
    return not any(
        all(theirs <= mine for theirs, mine in zip(other, amount, strict=True)) for other in others
    )


class _Node:
    """Where somebody stands after some steps: what qualifies, what each further step opens, what all of them could."""

    def __init__(self, index: UnlockIndex, reach: Reach, terrain: Terrain) -> None:
        self._index, self._reach, self._terrain = index, reach, terrain
        self._standing = stand(index.judge(terrain.person), index.parts, reach)
        self.qualifies = reach.free + int(reach.counts[self._standing.sums == 0].sum())

        self._shares = _shares(index, self._standing)
        self._largest = np.concatenate([np.zeros(1), np.cumsum(np.sort(self._shares)[::-1])])

    def bound(self, left: int, step: str | None = None) -> int:
        """At most so many postings qualify with so many more steps, where one is named with that one among them."""
        most = self._largest[min(left, len(self._largest) - 1)]
        if step is not None:
            most = min(most, self._shares[self._index.parts.row[step]] + self._largest[left - 1])
        return self.qualifies + int(np.floor(most + 1e-6))

    def followers(self, chosen: _Chosen) -> Iterator[_Chosen]:
        """One more step each, of those that can be taken now and open something, or lead to what does."""
        graph, terrain = self._index.graph, self._terrain
        closure = terrain.closure
        useful = terrain.all_below({graph.ids[row] for row in np.flatnonzero(self._shares)})
        gained = gains(self._standing, self._index.parts.opens, total=len(graph.ids)).tolist()
        for step in sorted(useful & terrain.can_earn - closure):
            if terrain.is_open(step, closure):
                yield _Chosen(
                    (*chosen.steps, step),
                    chosen.amount.plus(terrain.amount(step, closure)),
                    self.qualifies + gained[self._index.parts.row[step]],
                )


def _shares(index: UnlockIndex, standing: Standing) -> npt.NDArray[np.float64]:
    """At most this much does each credential count toward what any set of steps opens.

    Shape: one share a credential: the postings that it touches, half of each that no single step opens.
    """
    parts, graph, reach, judged = index.parts, index.graph, standing.reach, standing.judged
    total = len(graph.ids)
    is_single = standing.is_single
    is_single[standing.steps[0]] = True
    counts = np.where(is_single, 1.0, 0.5) * reach.counts
    # Of parts of one posting a credential may open several, so this may count a posting twice: still a bound.
    touched = reach.count_by_part(counts, judged.is_open[reach.parts])
    shares = opened(touched, parts.opens, reach=reach, total=total)
    everywhere = np.zeros(len(parts.parts))
    everywhere[reach.parts] = touched
    wholes = index.asked_wholes
    most = wholes.most_by_whole(everywhere, judged.closure)
    for place in np.flatnonzero(most).tolist():
        missing = graph.completions[wholes.ids[place]] - judged.closure
        bringers = frozenset().union(*(graph.bringers[part] for part in missing))
        shares[[parts.row[id_] for id_ in bringers]] += 2 * most[place]
    shares[[parts.row[id_] for id_ in graph.ids if id_ not in graph.earnable]] = 0
    return shares
