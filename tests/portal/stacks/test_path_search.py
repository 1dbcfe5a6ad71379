"""The best path against every order of every set of steps."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.domain.credential import Catalog, Credential, EdgeKind
from portal.domain.errors import PortalError
from portal.domain.person import Person
from portal.stacks.graph import CredentialGraph
from portal.stacks.path_search import find_path
from portal.stacks.terrain import Amount, Terrain
from tests.portal.stacks import oracle, worlds
from tests.portal.stacks.builders import credential, edge, graph

BOUNDED = settings(
    max_examples=200, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


def fastest(amount: Amount) -> tuple[float, ...]:
    return (amount.unknown_weeks, amount.weeks, amount.unknown_costs, amount.cost_usd)


def cheapest(amount: Amount) -> tuple[float, ...]:
    return (amount.unknown_costs, amount.cost_usd, amount.unknown_weeks, amount.weeks)


class World:
    """Prices and prerequisites by the letter of the catalog."""

    def __init__(self, catalog: Catalog, person: Person) -> None:
        self.catalog, self.person = catalog, person
        self.by_id = {c.id: c for c in catalog.credentials}
        self.known: dict[frozenset[str], frozenset[str]] = {}
        self.start = self.closure(frozenset(person.held))
        self.level = oracle.schooling(catalog, set(self.start), person.education)

    def closure(self, held: frozenset[str]) -> frozenset[str]:
        if held not in self.known:
            self.known[held] = frozenset(oracle.closure(self.catalog, set(held)))
        return self.known[held]

    def can_start(self, c: Credential, have: frozenset[str]) -> bool:
        if any(not have.intersection(group.any_of) for group in c.requires):
            return False
        if c.entry is None or c.entry.education is None or self.level is None:
            return True
        level = oracle.schooling(self.catalog, set(have), self.person.education)
        return level is not None and level >= oracle.LEVELS.index(c.entry.education)

    def price(self, c: Credential, have: frozenset[str]) -> tuple[float, float, float, float]:
        saving = [
            e
            for e in self.catalog.edges
            if e.kind is EdgeKind.ADVANCED_STANDING and e.to_id == c.id and e.from_id in have
        ]
        weeks_saved = max([e.weeks_saved or 0 for e in saving], default=0)
        cost_saved = max([e.cost_saved_usd or 0 for e in saving], default=0)
        too_young = bool(
            c.entry and c.entry.min_age and self.person.age is not None and self.person.age < c.entry.min_age
        )
        return (
            (c.weeks is None) + too_young,
            max(0, c.weeks.typical - weeks_saved) if c.weeks else 0,
            c.cost is None,
            max(0, c.cost.typical - cost_saved) if c.cost else 0,
        )

    def every_plan(
        self,
        target: list[frozenset[str]],
        steps: tuple[str, ...] = (),
        paid: tuple[float, ...] = (0, 0, 0, 0),
    ) -> Iterator[tuple[tuple[float, ...], tuple[str, ...]]]:
        have = self.closure(frozenset((*self.person.held, *steps)))
        if all(have & group for group in target):
            yield paid, steps
        for id_ in oracle.earnable(self.catalog):
            if id_ not in steps and self.can_start(self.by_id[id_], have):
                price = self.price(self.by_id[id_], have)
                yield from self.every_plan(
                    target, (*steps, id_), tuple(a + b for a, b in zip(paid, price, strict=True))
                )


@BOUNDED
@given(st.data())
def test_fastest_and_cheapest_equal_the_best_of_every_order_of_every_set(data: st.DataObject) -> None:
    catalog = data.draw(worlds.catalogs(most=6))
    person = data.draw(worlds.people(catalog))
    ids = [c.id for c in catalog.credentials]
    target = data.draw(
        st.lists(st.frozensets(st.sampled_from(ids), min_size=1, max_size=2), min_size=1, max_size=2)
    )
    world = World(catalog, person)
    plans = list(world.every_plan(target))
    terrain = Terrain(CredentialGraph(catalog), person)
    for weigh, order in ((fastest, (0, 1, 2, 3)), (cheapest, (2, 3, 0, 1))):
        found = find_path(terrain, tuple(target), weigh)
        wanted = min(
            ((tuple(paid[i] for i in order), len(steps), steps) for paid, steps in plans), default=None
        )
        assert (found is None) == (wanted is None)
        if found is not None:
            assert (found.weight, len(found.steps), found.steps) == wanted
            assert found.is_exact


def test_a_detour_is_taken_where_its_saving_pays_for_it() -> None:
    ladder = graph(
        credential("aide", weeks=6, cost=900),
        credential("degree", weeks=100, cost=9000, requires=(("diploma",),)),
        credential("diploma", weeks=4, cost=0),
        edge("advanced_standing", "aide", "degree", weeks_saved=2, cost_saved_usd=1000),
    )
    terrain = Terrain(ladder, Person())
    target = (frozenset({"degree"}),)
    quick, cheap = find_path(terrain, target, fastest), find_path(terrain, target, cheapest)
    assert quick is not None
    assert cheap is not None
    assert quick.steps == ("diploma", "degree")
    assert cheap.steps == ("aide", "diploma", "degree")
    assert (cheap.amount.cost_usd, cheap.amount.weeks) == (8900, 108)


def test_a_path_with_an_unknown_part_comes_after_one_that_is_known() -> None:
    two = graph(credential("dear", weeks=50), credential("vague", weeks=None))
    found = find_path(Terrain(two, Person()), (frozenset({"dear", "vague"}),), fastest)
    assert found is not None
    assert found.steps == ("dear",)


def test_prerequisites_that_seem_to_meet_each_other_do_not() -> None:
    # Both count as what the other needs, so together they look complete; neither can be started first.
    knot = graph(
        credential("a", requires=(("x",),)),
        credential("b", requires=(("y",),)),
        credential("x", weeks=90),
        credential("y", weeks=80),
        edge("satisfies", "a", "y"),
        edge("satisfies", "b", "x"),
    )
    found = find_path(Terrain(knot, Person()), (frozenset({"a"}), frozenset({"b"})), fastest)
    assert found is not None
    assert found.steps == ("y", "b", "a")


def test_nothing_to_do_and_no_way() -> None:
    small = graph(credential("a", requires=(("gone-away",),)), credential("b"))
    terrain = Terrain(small, Person(held=("b",)))
    reached = find_path(terrain, (frozenset({"b"}),), fastest)
    assert reached is not None
    assert reached.steps == ()
    assert find_path(terrain, (frozenset({"a"}),), fastest) is None
    assert find_path(terrain, (frozenset(),), fastest) is None


def wide(width: int) -> CredentialGraph:
    """Many small savings, each from its own course: every subset of the courses is worth a look."""
    courses = [credential(f"c{i}", weeks=1, cost=1) for i in range(width)]
    steps = [credential(f"s{i}", weeks=10, cost=10) for i in range(width)]
    savings = [
        edge("advanced_standing", f"c{i}", f"s{i}", weeks_saved=1, cost_saved_usd=2) for i in range(width)
    ]
    goal = credential("goal", requires=tuple((f"s{i}",) for i in range(width)))
    return graph(*courses, *steps, goal, *savings)


def test_beyond_the_limit_the_gap_is_shown_or_the_question_refused() -> None:
    terrain = Terrain(wide(7), Person())
    target = (frozenset({"goal"}),)
    exact = find_path(terrain, target, cheapest)
    cut = find_path(terrain, target, cheapest, step_limit=30)
    assert exact is not None
    assert cut is not None
    assert exact.is_exact
    assert not cut.is_exact
    assert cut.bound <= exact.weight <= cut.weight
    with pytest.raises(PortalError, match="nearer goal"):
        find_path(terrain, target, cheapest, step_limit=3)
