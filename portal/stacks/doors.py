"""As many open jobs as possible with at most so many steps or within a budget: exact, or with the proven gap."""

import heapq
from itertools import count

import numpy as np

from portal.domain.model import DataModel
from portal.domain.person import Person
from portal.stacks.plan_model import Limits, Step
from portal.stacks.plan_steps import describe_steps
from portal.stacks.reach import Reach
from portal.stacks.standing import Standing, stand
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
        done = (standing.open_parts == 0) & ~index.parts.is_silent[reach.rows]
        self.qualifies = int(reach.counts[done].sum())
        self.shares = _shares(index, standing, reach)
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


def _shares(index: UnlockIndex, standing: Standing, reach: Reach) -> np.ndarray:
    """At most this much does each credential count toward what any set of steps opens.

    Shape: one share a credential: the postings that it touches, half of each that no single step opens.
    """
    parts, graph, judged = index.parts, index.graph, standing.judged
    total = len(graph.ids)
    is_single = standing.open_parts == 1
    is_single[standing.steps[0]] = True
    counts = np.where(is_single, 1.0, 0.5) * reach.counts
    each = np.repeat(counts[reach.having], np.diff(np.append(reach.starts, len(reach.asked))))
    each[~judged.is_open[reach.asked]] = 0
    touched = np.bincount(reach.asked, weights=each, minlength=len(parts.parts)).astype(float)
    # Of parts of one posting a credential may open several, so this may count a posting twice: still a bound.
    asked = np.flatnonzero(touched)
    of, places = parts.opens.spread(asked)
    shares = np.zeros(total)
    shares += np.bincount(parts.opens.values[places], weights=touched[asked][of], minlength=total)
    for whole, needed in graph.completions.items():
        asking = [row for id_ in graph.gives[whole] for row in index.table.rows_asking.get(id_, ())]
        most = 2 * float(touched[asking].sum()) if asking and whole not in judged.closure else 0.0
        if most:
            bringers = (graph.bringers[part] for part in needed - judged.closure)
            shares[[parts.row[id_] for id_ in frozenset().union(*bringers)]] += most
    shares[[parts.row[id_] for id_ in graph.ids if id_ not in graph.earnable]] = 0
    return shares
