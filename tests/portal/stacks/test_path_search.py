"""The best path against every order of every set of steps."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.domain.errors import PortalError
from portal.domain.person import Person
from portal.stacks.graph import CredentialGraph
from portal.stacks.path_search import find_path
from portal.stacks.terrain import Amount, Terrain
from tests.portal.stacks import worlds
from tests.portal.stacks.builders import credential, edge, graph
from tests.portal.stacks.every_plan import World

BOUNDED = settings(
    max_examples=200, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


def fastest(amount: Amount) -> tuple[float, ...]:
    return (amount.unknown_weeks, amount.weeks, amount.unknown_costs, amount.cost_usd)


def cheapest(amount: Amount) -> tuple[float, ...]:
    return (amount.unknown_costs, amount.cost_usd, amount.unknown_weeks, amount.weeks)


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


def test_what_is_only_awarded_for_its_parts_is_never_a_step() -> None:
    stack = graph(
        credential("title", weeks=0, cost=0),
        credential("one"),
        credential("two"),
        edge("part_of", "one", "title", completes=True),
        edge("part_of", "two", "title", completes=True),
    )
    found = find_path(Terrain(stack, Person()), (frozenset({"title"}),), cheapest)
    assert found is not None
    assert found.steps == ("one", "two")


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
