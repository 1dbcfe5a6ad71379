"""Doors, limits, other ways, renewals and the calendar, against brute force where there is a best."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.credential import CredentialKind, Delivery, Renewal
from portal.domain.person import HeldUntil, Person
from portal.stacks.alternatives import Loss, Merit, find_alternatives
from portal.stacks.calendar import draw_calendar
from portal.stacks.doors import most_doors
from portal.stacks.goal import PlanTarget, credential_target, occupation_target
from portal.stacks.graph import CredentialGraph
from portal.stacks.plan import plan
from portal.stacks.plan_model import Limits, Way
from portal.stacks.postings import PostingFacts, build_posting_columns
from portal.stacks.terrain import Terrain
from portal.stacks.unlock import UnlockIndex
from tests.portal.stacks import oracle, worlds
from tests.portal.stacks.builders import (
    BACHELOR,
    GENERAL,
    HIGH_SCHOOL,
    credential,
    edge,
    graph,
    group,
    requirements,
)
from tests.portal.stacks.every_plan import World
from tests.portal.stacks.sizes import BOUNDED

DIPLOMA = CredentialKind.SECONDARY_SCHOOL_DIPLOMA


@BOUNDED
@given(st.data())
def test_most_doors_equal_the_best_of_every_few_steps(data: st.DataObject) -> None:
    catalog = data.draw(worlds.catalogs(most=5))
    person = data.draw(worlds.people(catalog))
    facts = data.draw(worlds.postings())
    few = data.draw(st.integers(1, 3))
    budget = data.draw(st.none() | st.sampled_from([3.0, 8.0]))
    weeks = data.draw(st.none() | st.sampled_from([3.0, 8.0]))
    index = UnlockIndex.build(
        build_posting_columns(facts, {c.id: c.jurisdiction for c in catalog.credentials}),
        CredentialGraph(catalog),
    )

    def opens(steps: tuple[str, ...]) -> int:
        richer = person.model_copy(update={"held": (*person.held, *steps)})
        return sum(
            oracle.qualifies(catalog, p.requirements, richer, {place.state for place in p.places})
            for p in facts
        )

    plans = World(catalog, person).every_plan([])
    best = max(
        opens(steps)
        for paid, steps in plans
        if len(steps) <= few and (budget is None or paid[3] <= budget) and (weeks is None or paid[1] <= weeks)
    )
    found = most_doors(
        index,
        person,
        index.reach(np.ones(len(facts), dtype=bool)),
        most_steps=few,
        limits=Limits(cost_usd=budget, weeks=weeks),
        node_limit=10_000,
    )
    assert found.qualifies == best
    assert found.is_exact
    assert opens(tuple(step.credential_id for step in found.steps)) == best
    assert len(found.steps) <= few


def test_doors_within_weeks_take_the_order_that_saves_weeks_even_where_another_costs_the_same() -> None:
    network = graph(
        credential("a", weeks=5, cost=10),
        credential("b", weeks=5, cost=10),
        credential("c", weeks=3, cost=10, requires=(("a",), ("b",))),
        edge("advanced_standing", "b", "a", weeks_saved=4),
    )
    facts = [PostingFacts(n, requirements(group(id_))) for n, id_ in enumerate("abc")]
    index = UnlockIndex.build(build_posting_columns(facts, {}), network)
    reach = index.reach(np.ones(3, dtype=bool))
    found = most_doors(index, Person(), reach, most_steps=3, limits=Limits(weeks=10))
    assert (found.qualifies, found.weeks, found.is_exact) == (3, 9, True)


def test_doors_that_were_cut_say_how_much_more_there_could_be() -> None:
    ids = "abcdef"
    network = graph(*(credential(id_) for id_ in ids))
    facts = [PostingFacts(n, requirements(group(ids[n % 6]), group(ids[(n + 1) % 6]))) for n in range(6)]
    index = UnlockIndex.build(build_posting_columns(facts, {}), network)
    reach = index.reach(np.ones(6, dtype=bool))
    cut = most_doors(index, Person(), reach, most_steps=3, node_limit=1)
    whole = most_doors(index, Person(), reach, most_steps=3, node_limit=10_000)
    assert whole.is_exact
    assert (whole.qualifies, whole.qualifies_now) == (2, 0)
    assert not cut.is_exact
    assert cut.qualifies <= whole.qualifies <= cut.at_most


@BOUNDED
@given(st.data())
def test_the_fastest_within_a_budget_equals_the_best_of_every_plan_that_fits(data: st.DataObject) -> None:
    catalog = data.draw(worlds.catalogs(most=5))
    person = data.draw(worlds.people(catalog))
    target = data.draw(st.sets(st.sampled_from([c.id for c in catalog.credentials]), min_size=1, max_size=2))
    budget = data.draw(st.sampled_from([0.0, 3.0, 8.0]))
    weeks = data.draw(st.none() | st.sampled_from([3.0, 8.0]))
    fitting = [
        (paid, len(steps), steps)
        for paid, steps in World(catalog, person).every_plan([frozenset(target)])
        if paid[3] <= budget and (weeks is None or paid[1] <= weeks)
    ]
    made = plan(
        CredentialGraph(catalog),
        person,
        [PlanTarget((frozenset(target),))],
        limits=Limits(cost_usd=budget, weeks=weeks),
    )
    if made.is_reached:
        return
    if not fitting:
        assert made.fastest is None
        assert (made.shortfall is None) == bool(made.blocks)
        return
    best = min(fitting)
    assert made.fastest is not None
    assert made.fastest.is_exact
    assert (made.fastest.weeks, made.fastest.cost_usd) == (best[0][1], best[0][3])


def test_bounds_that_no_way_meets_are_answered_with_the_least_that_any_way_takes() -> None:
    network = graph(credential("slow", weeks=50, cost=10), credential("dear", weeks=2, cost=900))
    target = [PlanTarget((frozenset({"slow", "dear"}),))]
    made = plan(network, Person(), target, limits=Limits(cost_usd=100, weeks=10))
    assert made.shortfall is not None
    assert (made.shortfall.least_weeks, made.shortfall.least_cost_usd) == (2, 10)
    cheap = plan(network, Person(), target, limits=Limits(cost_usd=100)).fastest
    assert cheap is not None
    assert [s.credential_id for s in cheap.steps] == ["slow"]


def test_a_wish_for_delivery_leaves_out_what_is_taught_otherwise() -> None:
    network = graph(
        credential("there", weeks=1, delivery=(Delivery.IN_PERSON,)),
        credential("home", weeks=5, delivery=(Delivery.ONLINE, Delivery.IN_PERSON)),
    )
    target = [PlanTarget((frozenset({"there", "home"}),))]
    made = plan(network, Person(), target, limits=Limits(delivery=(Delivery.ONLINE,))).fastest
    assert made is not None
    assert [s.credential_id for s in made.steps] == ["home"]


def test_other_ways_differ_in_more_than_an_equal_and_say_why_they_lost() -> None:
    network = graph(
        credential("course", weeks=5, cost=500),
        credential("twin", weeks=6, cost=400),
        credential("job", weeks=40, cost=0),
        credential("goal", weeks=1, cost=10, requires=(("course", "twin", "job"),)),
        edge("satisfies", "course", "twin"),
        edge("satisfies", "twin", "course"),
    )
    found = find_alternatives(network, Person(), credential_target(network, "goal"))
    assert [[s.credential_id for s in way.steps] for way in found] == [["job", "goal"]]
    assert (found[0].weeks_more, found[0].cost_more_usd, found[0].is_less_known) == (35, -500, False)
    assert (found[0].only_here, found[0].not_here) == (("job",), ("course",))
    assert (found[0].lost_by, found[0].merits) == (Loss.SLOWER, (Merit.CHEAPER,))
    (other,) = find_alternatives(network, Person(), credential_target(network, "goal"), way=Way.CHEAPEST)
    assert [step.credential_id for step in other.steps] == ["twin", "goal"]
    assert (other.lost_by, other.merits, other.cost_more_usd) == (Loss.DEARER, (Merit.FASTER,), 400)
    with pytest.raises(ValueError, match="not to “return”"):
        find_alternatives(network, Person(), credential_target(network, "goal"), way=Way.RETURN)


def test_an_equal_with_a_step_more_or_less_is_no_other_way() -> None:
    network = graph(
        credential("course", weeks=5, cost=500),
        credential("twin", weeks=6, cost=400),
        credential("saver", weeks=1, cost=10),
        credential("goal", weeks=9, cost=10, requires=(("course", "twin"),)),
        edge("satisfies", "course", "twin"),
        edge("satisfies", "twin", "course"),
        edge("advanced_standing", "saver", "goal", weeks_saved=4),
    )
    assert find_alternatives(network, Person(), credential_target(network, "goal")) == ()


@BOUNDED
@given(st.data())
def test_what_an_other_way_lost_by_is_true_and_no_way_is_best_in_everything(data: st.DataObject) -> None:
    catalog = data.draw(worlds.catalogs())
    person = data.draw(worlds.people(catalog))
    goal = data.draw(st.sampled_from([c.id for c in catalog.credentials]))
    way = data.draw(st.sampled_from([Way.FASTEST, Way.CHEAPEST]))
    network = CredentialGraph(catalog)
    target = credential_target(network, goal)
    best = plan(network, person, [target]).by_way(way)
    for other in find_alternatives(network, person, target, way=way):
        assert best is not None
        more = {Loss.SLOWER: other.weeks_more, Loss.DEARER: other.cost_more_usd}
        first, second = (Loss.SLOWER, Loss.DEARER) if way is Way.FASTEST else (Loss.DEARER, Loss.SLOWER)
        if not best.weeks_at_least and not best.cost_at_least and not other.is_less_known:
            wanted = next((loss for loss in (first, second) if more[loss] > 0), None)
            if wanted is None:
                wanted = Loss.MORE_STEPS if len(other.steps) > len(best.steps) else Loss.EQUAL
            assert other.lost_by is wanted
            assert more[first] >= 0
        if other.lost_by is Loss.LESS_KNOWN:
            assert any(step.weeks is None or step.cost_usd is None or step.has_wait for step in other.steps)
        assert {step.credential_id for step in other.steps} >= set(other.only_here)
        assert set(other.not_here).isdisjoint(step.credential_id for step in other.steps)


def test_what_has_run_out_no_longer_counts_and_renewing_is_a_step_with_its_fee() -> None:
    renewal = Renewal(months=24, cost_usd=30, cost_year=2025, evidence=GENERAL)
    network = graph(
        credential("card", weeks=6, cost=900, requires=(("school",),), renewal=renewal),
        credential("school", weeks=100),
        credential("next", weeks=10, cost=50, requires=(("card",),)),
    )
    told = Person(held=("card",), held_until=(HeldUntil(credential_id="card", last_day=date(2026, 3, 1)),))
    assert told.on(date(2026, 3, 1)).held == ("card",)
    late = told.on(date(2026, 3, 2))
    assert (late.held, late.lapsed) == ((), ("card",))
    columns = build_posting_columns([PostingFacts(1, requirements(group("card")))], {})
    index = UnlockIndex.build(columns, network)
    everything = np.ones(1, dtype=bool)
    assert index.answer(late, everything).qualifies == 0
    assert index.answer(late, everything).gains == {"card": 1}
    made = plan(network, late, [credential_target(network, "next")]).fastest
    assert made is not None
    assert [(s.credential_id, s.weeks, s.cost_usd, s.is_renewal) for s in made.steps] == [
        ("card", 0, 30, True),
        ("next", 10, 50, False),
    ]


def test_a_calendar_runs_side_by_side_and_shows_what_runs_out_meanwhile() -> None:
    renewal = Renewal(months=12, evidence=GENERAL)
    network = graph(
        credential("cpr", weeks=1, renewal=renewal),
        credential("degree", weeks=100),
        credential("license", weeks=8, requires=(("degree",), ("cpr",))),
    )
    made = plan(network, Person(), [credential_target(network, "license")]).fastest
    assert made is not None
    terrain = Terrain(network, Person())
    one = draw_calendar(terrain, made.steps, starts_on=date(2026, 1, 5))
    two = draw_calendar(terrain, made.steps, starts_on=date(2026, 1, 5), side_by_side=True)
    assert (one.weeks, two.weeks) == (109, 108)
    assert [(due.credential_id, due.cost_usd) for due in two.renewals] == [("cpr", None), ("cpr", None)]
    assert two.renewal_cost_at_least
    assert two.bookings[0].starts_on == two.bookings[1].starts_on == date(2026, 1, 5)


def test_who_told_that_school_is_finished_is_not_sent_back_to_it() -> None:
    network = graph(
        credential("diploma", kind=DIPLOMA, education_level=HIGH_SCHOOL),
        credential("degree", education_level=BACHELOR, requires=(("diploma",),)),
        credential("course", requires=(("diploma",),)),
    )
    for person in (Person(education=HIGH_SCHOOL), Person(education=BACHELOR), Person(held=("degree",))):
        made = plan(network, person, [credential_target(network, "course")]).fastest
        assert made is not None
        assert [s.credential_id for s in made.steps] == ["course"]
    untold = plan(network, Person(), [credential_target(network, "course")]).fastest
    assert untold is not None
    assert [s.credential_id for s in untold.steps] == ["diploma", "course"]


def test_a_card_of_a_few_hours_does_not_reach_an_occupation_that_something_larger_does() -> None:
    chef = "35-1011"
    network = graph(
        credential("card", weeks=0.2, soc_codes=(chef,)),
        credential("school", weeks=40, soc_codes=(chef,)),
        credential("journey", weeks=0, soc_codes=(chef,), requires=(("school",),)),
    )
    assert occupation_target(network, chef).groups == (frozenset({"school", "journey"}),)
    only = graph(credential("card", weeks=0.2, soc_codes=(chef,)))
    assert occupation_target(only, chef).groups == (frozenset({"card"}),)


def test_nobody_is_sent_through_a_degree_in_another_field_for_its_level() -> None:
    network = graph(
        credential("nursing", weeks=100, education_level=BACHELOR, soc_codes=("29-1141",)),
        credential("any", weeks=200, education_level=BACHELOR),
        credential("counselor", entry={"education": BACHELOR}),
    )
    made = plan(network, Person(education="none"), [credential_target(network, "counselor")]).fastest
    assert made is not None
    assert [s.credential_id for s in made.steps] == ["any", "counselor"]
    held = plan(network, Person(held=("nursing",)), [credential_target(network, "counselor")]).fastest
    assert held is not None
    assert [s.credential_id for s in held.steps] == ["counselor"]


@BOUNDED
@given(st.data())
def test_taking_an_edge_out_takes_away_what_rested_on_it(data: st.DataObject) -> None:
    catalog = data.draw(worlds.catalogs())
    person = data.draw(worlds.people(catalog))
    giving = [e for e in catalog.edges if e.kind in ("satisfies", "part_of")]
    if not giving:
        return
    gone = data.draw(st.sampled_from(giving))
    less = catalog.model_copy(update={"edges": tuple(e for e in catalog.edges if e is not gone)})
    closure = CredentialGraph(less).closure(person.held)
    assert closure == oracle.closure(less, set(person.held))
    if gone.kind == "satisfies":
        assert closure <= CredentialGraph(catalog).closure(person.held)


def test_a_compact_is_an_edge_between_two_licences_and_without_it_a_transfer_is_needed() -> None:
    licences = (credential("rn-ky", jurisdiction="KY"), credential("rn-in", jurisdiction="IN"))
    compact = edge("satisfies", "rn-ky", "rn-in")
    facts = [PostingFacts(1, requirements(group("rn-in", "rn-ky")), places=(worlds.PostingPlace("IN"),))]
    columns = build_posting_columns(facts, {"rn-ky": "KY", "rn-in": "IN"})
    everything = np.ones(1, dtype=bool)
    nurse = Person(held=("rn-ky",))
    with_it = UnlockIndex.build(columns, graph(*licences, compact)).answer(nurse, everything)
    without = UnlockIndex.build(columns, graph(*licences)).answer(nurse, everything)
    assert (with_it.qualifies, with_it.unknown) == (1, 0)
    assert (without.qualifies, without.unknown) == (0, 1)


def test_a_calendar_of_a_held_credential_that_runs_out_needs_its_day() -> None:
    network = graph(credential("long", weeks=60), credential("old"))
    person = Person(held=("old",), held_until=(HeldUntil(credential_id="old", last_day=date(2026, 6, 1)),))
    made = plan(network, person, [credential_target(network, "long")]).fastest
    assert made is not None
    drawn = draw_calendar(Terrain(network, person), made.steps, starts_on=date(2026, 1, 5))
    assert [(due.credential_id, due.due_on) for due in drawn.renewals] == [("old", date(2026, 6, 1))]
    assert drawn.ends_on == date(2027, 3, 1)
    with pytest.raises(ValueError, match="credential_id"):
        HeldUntil(last_day=date(2026, 1, 1))
