"""As many open jobs as possible with at most so many steps or within a budget: exact, or with the proven gap."""

import heapq
from itertools import count

import numpy as np
import numpy.typing as npt

from portal.domain.model import DataModel
from portal.domain.person import Person
from portal.stacks.plan_model import Limits, Step
from portal.stacks.plan_steps import describe_steps
from portal.stacks.reach import Reach
from portal.stacks.standing import Standing, opened, stand
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
    """The steps that bring the most postings to *qualifies*; ties by fewer steps, then weeks, dollars and ids.

    A node is a set of steps in an order in which they can be taken. The steps that are left can open no more than the
    best of their shares add up to, where a posting that no single step opens counts half for each: it takes two.

    Raises: NotFound when the person holds a credential that the catalog does not have.
    """
    delivery = frozenset(limits.delivery) if limits and limits.delivery else None
    terrain = Terrain(index.graph, person, home_state=home_state, delivery=delivery)
    first = _Node(index, terrain, reach, (), Amount(), most_steps)
    best = first
    tick = count()
    heap = [(-first.bound, next(tick), first)]
    tried: dict[frozenset[str], float] = {frozenset(): 0.0}
    opened = 0
    while heap and -heap[0][0] > best.qualifies and opened < node_limit:
        _, _, node = heapq.heappop(heap)
        opened += 1
        for step in node.next_steps():
            longer = node.with_step(step)
            chosen = frozenset(longer.steps)
            fits = limits is None or limits.fit(cost_usd=longer.amount.cost_usd, weeks=longer.amount.weeks)
            if not fits or tried.get(chosen, float("inf")) <= longer.amount.cost_usd:
                continue
            tried[chosen] = longer.amount.cost_usd
            best = min(best, longer, key=lambda found: found.rank)
            if longer.bound > best.qualifies:
                heapq.heappush(heap, (-longer.bound, next(tick), longer))
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


class _Node:
    """Some steps taken: what qualifies then, and at most with the steps that are left."""

    def __init__(
        self,
        index: UnlockIndex,
        terrain: Terrain,
        reach: Reach,
        steps: tuple[str, ...],
        amount: Amount,
        left: int,
    ) -> None:
        self.index, self.terrain, self.reach = index, terrain, reach
        self.steps, self.amount, self.left = steps, amount, left
        standing = stand(index.judge(terrain.person), index.parts, reach)
        self.qualifies = reach.free + int(reach.counts[standing.sums == 0].sum())
        self.shares = _shares(index, standing)
        best = np.sort(self.shares)[::-1][:left]
        self.bound = self.qualifies + int(np.floor(best.sum() + 1e-6)) if left else self.qualifies

    @property
    def rank(self) -> tuple[float, ...]:
        amount = self.amount
        known = (amount.unknown_weeks, amount.weeks, amount.unknown_costs, amount.cost_usd)
        return (-self.qualifies, len(self.steps), *known)

    def next_steps(self) -> list[str]:
        """Steps that can be taken now and open something, or lead to what does."""
        if not self.left:
            return []
        ids = self.index.graph.ids
        useful = self.terrain.all_below({ids[row] for row in np.flatnonzero(self.shares)})
        new = useful & self.terrain.can_earn
        closure = self.terrain.closure
        return sorted(id_ for id_ in new if id_ not in closure and self.terrain.is_open(id_, closure))

    def with_step(self, step: str) -> "_Node":
        amount = self.amount.plus(self.terrain.amount(step, self.terrain.closure))
        later = self.terrain.after((step,))
        return _Node(self.index, later, self.reach, (*self.steps, step), amount, self.left - 1)


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
