"""Four optima, what blocks, goals and the ladder."""

from datetime import date

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.domain.credential import CredentialKind, CredentialStatus, Delivery, EdgeKind
from portal.domain.errors import NotFound, PortalError
from portal.domain.job_posting import RequirementsState
from portal.domain.person import Person
from portal.domain.region import Region, ResolvedRegion
from portal.stacks.assess import Verdict
from portal.stacks.goal import (
    PlanTarget,
    cluster_targets,
    credential_target,
    occupation_target,
    posting_target,
    wage_targets,
)
from portal.stacks.graph import CredentialGraph
from portal.stacks.ladder import draw_ladder
from portal.stacks.plan import Pay, plan
from portal.stacks.plan_model import Plan, Way
from portal.stacks.postings import PostingFacts, PostingPlace, build_posting_columns
from portal.stacks.region_mask import region_mask
from portal.stacks.unlock import UnlockIndex, UsualEntry
from tests.portal.stacks import oracle, worlds
from tests.portal.stacks.builders import (
    BACHELOR,
    GENERAL,
    HIGH_SCHOOL,
    condition,
    credential,
    edge,
    graph,
    group,
    requirements,
)
from tests.portal.stacks.every_plan import World

IN = (PostingPlace("IN"),)
AIDE, NURSE = "31-1131", "29-1141"
NURSING = graph(
    credential("diploma", weeks=10, cost=0, education_level=HIGH_SCHOOL),
    credential("hse", weeks=8, cost=120, education_level=HIGH_SCHOOL),
    credential("cna", weeks=6, cost=900, soc_codes=(AIDE,), entry={"min_age": 16}),
    credential("asn", weeks=100, cost=9000, requires=(("diploma", "hse"),), soc_codes=(NURSE,)),
    credential("bridge", weeks=60, cost=9500, requires=(("lpn",),), soc_codes=(NURSE,), evidence=GENERAL),
    credential("lpn", weeks=50, cost=2000, requires=(("diploma", "hse"), ("cna",)), soc_codes=("29-2061",)),
    credential(
        "rn",
        weeks=8,
        cost=350,
        kind=CredentialKind.LICENSE,
        jurisdiction="IN",
        requires=(("asn", "bridge"),),
        soc_codes=(NURSE,),
    ),
    edge("satisfies", "rn", "lpn"),
    edge("satisfies", "lpn", "cna"),
    edge("advanced_standing", "cna", "asn", cost_saved_usd=1000),
    edge("satisfies", "diploma", "hse"),
    edge("prepares_for", "cna", "asn"),
)
COLUMNS = build_posting_columns(
    [
        PostingFacts(1, requirements(group("cna")), AIDE, places=IN),
        PostingFacts(2, requirements(group("cna"), condition(min_age=18)), AIDE, places=IN),
        PostingFacts(3, requirements(group("rn")), NURSE, places=IN),
        PostingFacts(4, requirements(state=RequirementsState.STATES_NONE), "35-3023", places=IN),
    ],
    {c.id: c.jurisdiction for c in NURSING.credentials.values()},
)
INDEX = UnlockIndex.build(COLUMNS, NURSING)
MASK = region_mask(
    COLUMNS, ResolvedRegion(region=Region.parse("us"), label="the nation"), today=date(2026, 6, 20)
)


def ids(made: Plan | None) -> list[str]:
    assert made is not None
    return [step.credential_id for step in made.steps]


def test_four_optima_from_nothing_to_registered_nurse() -> None:
    pay = Pay({NURSE: 90_000, AIDE: 40_000}, current_annual_usd=26_000)
    plans = plan(NURSING, Person(), [occupation_target(NURSING, NURSE)], index=INDEX, mask=MASK, pay=pay)
    assert ids(plans.fastest) == ["hse", "asn", "rn"]
    assert ids(plans.cheapest) == ["cna", "diploma", "asn", "rn"]
    assert ids(plans.soonest) == ["cna", "hse", "asn", "rn"]
    assert ids(plans.best_return) == ["hse", "asn", "rn"]
    assert plans.fastest is not None
    assert plans.soonest is not None
    assert plans.best_return is not None
    assert (plans.fastest.weeks, plans.fastest.cost_usd) == (116, 9470)
    assert (plans.soonest.first_paycheck_after, plans.soonest.first_paycheck_weeks) == (1, 6)
    parts = plans.best_return.return_parts
    assert (parts.yearly_gain_usd, parts.pay_forgone_usd) == (64_000, 116 * 500)
    assert parts.total_usd == 5 * 64_000 - 9470 - 58_000
    assert plans.by_way(Way.RETURN) is plans.best_return
    assert plans.by_way(Way.SOONEST) is plans.soonest


def test_the_way_on_from_the_first_paycheck_stands_on_what_it_gave() -> None:
    made = plan(NURSING, Person(), [credential_target(NURSING, "lpn")], index=INDEX, mask=MASK).soonest
    assert ids(made) == ["cna", "hse", "lpn"]
    assert made is not None
    assert (made.weeks, made.cost_usd, made.first_paycheck_after) == (64, 3020, 1)


def test_a_step_says_why_it_is_there_what_it_saves_and_what_is_not_checked() -> None:
    plans = plan(NURSING, Person(age=15), [credential_target(NURSING, "rn")])
    assert plans.cheapest is not None
    cna, diploma, asn, rn = plans.cheapest.steps
    assert [(e.kind, e.from_id, e.to_id) for e in cna.why] == [(EdgeKind.ADVANCED_STANDING, "cna", "asn")]
    assert [(e.kind, e.from_id, e.to_id) for e in diploma.why] == [(EdgeKind.REQUIRES, "asn", "diploma")]
    assert (asn.cost_usd, asn.cost_saved_usd, [e.from_id for e in asn.standing]) == (8000, 1000, ["cna"])
    assert (rn.is_goal, asn.is_goal) == (True, False)
    assert cna.has_wait
    assert [f.verdict for f in cna.entry] == [Verdict.MISSING]
    assert plans.cheapest.weeks_at_least
    assert not plans.cheapest.cost_at_least
    assert plans.soonest is None
    # The tests' evidence was read nowhere on a stated day, so nothing may count as checked.
    assert not plans.cheapest.all_checked


def test_what_is_held_shortens_the_way_and_can_be_the_goal() -> None:
    target = [credential_target(NURSING, "rn")]
    lpn = plan(NURSING, Person(held=("lpn",)), target)
    assert ids(lpn.fastest) == ["bridge", "rn"]
    assert plan(NURSING, Person(held=("rn",)), [credential_target(NURSING, "cna")]).is_reached


def test_unknown_figures_stay_unknown_in_totals() -> None:
    vague = graph(credential("a", weeks=None, cost=5), credential("b", cost=None, requires=(("a",),)))
    made = plan(vague, Person(), [credential_target(vague, "b")]).fastest
    assert made is not None
    assert (made.weeks, made.weeks_at_least, made.cost_usd, made.cost_at_least) == (4, True, 5, True)
    assert [(s.weeks, s.cost_usd) for s in made.steps] == [(None, 5), (4, None)]
    assert made.return_parts.total_usd is None


def test_no_way_says_what_blocks() -> None:
    broken = graph(
        credential("top", requires=(("middle",), ("free",))),
        credential("middle", requires=(("old",),)),
        credential("free"),
        credential("old", status="deprecated"),
    )
    plans = plan(broken, Person(), [credential_target(broken, "top")])
    assert (plans.fastest, plans.is_reached) == (None, False)
    assert [(b.asked_by, b.wanted) for b in plans.blocks] == [("middle", ("old",))]
    assert plans.nearest == "free"
    assert plan(broken, Person(held=("old",)), [credential_target(broken, "top")]).blocks == ()


def test_schooling_that_was_told_and_is_too_low_becomes_a_step_and_untold_schooling_a_question() -> None:
    school = graph(
        credential("diploma", education_level=HIGH_SCHOOL),
        credential("degree", weeks=200, education_level=BACHELOR),
        credential("course", entry={"education": HIGH_SCHOOL}),
    )
    target = [credential_target(school, "course")]
    low = plan(school, Person(education="none"), target).fastest
    untold = plan(school, Person(), target).fastest
    high = plan(school, Person(education=BACHELOR), target).fastest
    assert ids(low) == ["diploma", "course"]
    assert low is not None
    assert low.steps[0].schooling_for == ("course",)
    assert ids(untold) == ids(high) == ["course"]
    assert untold is not None
    assert untold.steps[0].entry[0].verdict is Verdict.NOT_TOLD
    assert not plan(
        graph(credential("course", entry={"education": HIGH_SCHOOL})), Person(education="none"), target
    ).fastest


def test_a_credential_that_is_not_offered_here_is_no_step() -> None:
    local = graph(
        credential("there", weeks=1, offered_in=("CA",)),
        credential("online", weeks=2, offered_in=("CA",), delivery=(Delivery.ONLINE,)),
        credential("here", weeks=3),
    )
    target = [PlanTarget((frozenset({"there", "online", "here"}),))]
    assert ids(plan(local, Person(), target).fastest) == ["there"]
    assert ids(plan(local, Person(), target, home_state="IN").fastest) == ["online"]


def test_weeks_of_an_apprenticeship_are_not_unpaid() -> None:
    trades = graph(
        credential("school", weeks=30, cost=100, soc_codes=("47-2111",)),
        credential(
            "apprentice",
            weeks=200,
            cost=500,
            kind=CredentialKind.APPRENTICESHIP_CERTIFICATE,
            soc_codes=("47-2111",),
        ),
    )
    target = [occupation_target(trades, "47-2111")]
    poor = plan(trades, Person(), target, pay=Pay({"47-2111": 60_000})).best_return
    paid = plan(trades, Person(), target, pay=Pay({"47-2111": 60_000}, current_annual_usd=26_000)).best_return
    assert ids(poor) == ["school"]
    assert ids(paid) == ["apprentice"]
    assert paid is not None
    assert (paid.return_parts.unpaid_weeks, paid.return_parts.total_usd) == (0, 5 * 34_000 - 500)


def test_goals_become_sets_of_credentials() -> None:
    assert occupation_target(NURSING, NURSE).groups == (frozenset({"rn"}),)
    assert occupation_target(NURSING, AIDE).groups == (frozenset({"cna"}),)
    entry = {AIDE: UsualEntry(license_ids=("lpn",))}
    assert occupation_target(NURSING, AIDE, usual_entry=entry).groups == (frozenset({"lpn"}),)
    with pytest.raises(NotFound, match="29-1141 in KY"):
        occupation_target(NURSING, NURSE, home_state="KY")
    with pytest.raises(NotFound, match="no credential “x”"):
        credential_target(NURSING, "x")
    assert [t.soc_codes for t in cluster_targets(NURSING, "health-science")] == [
        (NURSE,),
        ("29-2061",),
        (AIDE,),
    ]
    with pytest.raises(NotFound, match="finance"):
        cluster_targets(NURSING, "finance")
    rich = wage_targets(NURSING, 50_000, {NURSE: 90_000, AIDE: 40_000, "11-1011": 200_000})
    assert [t.soc_codes for t in rich] == [(NURSE,)]
    with pytest.raises(NotFound, match=r"\$999,999"):
        wage_targets(NURSING, 999_999, {NURSE: 90_000})
    with pytest.raises(PortalError, match="more than 0"):
        wage_targets(NURSING, 0, {})
    with pytest.raises(PortalError, match="needs a goal"):
        plan(NURSING, Person(), [])


def test_a_posting_as_goal_plans_what_credentials_can_settle_and_tells_the_rest() -> None:
    needs = requirements(group("cna"), condition(education=HIGH_SCHOOL, min_age=18))
    state = frozenset({"IN"})
    untold = posting_target(NURSING, needs, Person(), posting_states=state)
    assert untold.groups == (frozenset({"cna"}),)
    assert len(untold.unsettled) == 2
    low = posting_target(NURSING, needs, Person(education="none", held=("cna",)), posting_states=state)
    assert low.groups == (frozenset({"diploma", "hse"}),)
    told = posting_target(NURSING, needs, Person(education=BACHELOR), posting_states=state)
    assert told.groups == (frozenset({"cna"}),)
    silent = requirements(state=RequirementsState.NOTHING_FOUND)
    with pytest.raises(NotFound, match="Ask the employer"):
        posting_target(NURSING, silent, Person(), posting_states=state)
    free = requirements(state=RequirementsState.STATES_NONE)
    assert plan(NURSING, Person(), [posting_target(NURSING, free, Person(), posting_states=state)]).is_reached


def test_a_wage_goal_takes_the_better_of_several_occupations_for_return() -> None:
    pay = Pay({NURSE: 90_000, "29-2061": 60_000, AIDE: 40_000})
    targets = wage_targets(NURSING, 50_000, pay.median_usd)
    plans = plan(NURSING, Person(held=("diploma",)), targets, pay=pay)
    assert ids(plans.fastest) == ["cna", "lpn"]
    assert ids(plans.best_return)[-1] == "rn"


def test_the_ladder_counts_each_posting_at_the_rung_that_opens_it() -> None:
    made = plan(NURSING, Person(), [credential_target(NURSING, "rn")], index=INDEX, mask=MASK).soonest
    assert made is not None
    ladder = draw_ladder(made.steps, Person(), index=INDEX, mask=MASK)
    assert ladder.opens_now == (4,)
    assert [r.opens for r in ladder.rungs] == [(1,), (), (), (3,)]
    assert [r.asks for r in ladder.rungs] == [(2,), (), (), ()]
    assert [r.qualifies for r in ladder.rungs] == [2, 2, 2, 3]
    assert [r.weeks_so_far for r in ladder.rungs] == [6, 14, 114, 122]
    assert ladder.rungs[0].postings_by_occupation == {AIDE: 2}
    assert "hse" in ladder.rungs[1].held
    adult = draw_ladder(made.steps, Person(age=30), index=INDEX, mask=MASK)
    assert [r.opens for r in adult.rungs] == [(1, 2), (), (), (3,)]


def test_a_step_that_stands_for_a_diploma_and_opens_a_posting_is_a_way_to_be_paid_soonest() -> None:
    """The ladder of a diploma has only its like; what the fastest way takes is on the way all the same."""
    network = graph(
        credential("diploma", education_level=HIGH_SCHOOL, status=CredentialStatus.DEPRECATED),
        credential("course", weeks=3, cost=10),
        edge("satisfies", "course", "diploma"),
    )
    columns = build_posting_columns([PostingFacts(1, requirements(group("diploma")), None, places=IN)], {})
    plans = plan(
        network,
        Person(),
        [credential_target(network, "diploma")],
        index=UnlockIndex.build(columns, network),
        mask=np.ones(len(columns), dtype=bool),
    )
    assert plans.soonest is not None
    assert (ids(plans.soonest), plans.soonest.first_paycheck_weeks) == (["course"], 3)


BOUNDED = settings(
    max_examples=120, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


@BOUNDED
@given(st.data())
def test_all_four_optima_equal_the_best_of_every_order_of_every_set(data: st.DataObject) -> None:
    catalog = data.draw(worlds.catalogs(most=5))
    person = data.draw(worlds.people(catalog))
    facts = data.draw(worlds.postings())
    chosen = data.draw(
        st.frozensets(st.sampled_from([c.id for c in catalog.credentials]), min_size=1, max_size=2)
    )
    network = CredentialGraph(catalog)
    columns = build_posting_columns(facts, {c.id: c.jurisdiction for c in catalog.credentials})
    index = UnlockIndex.build(columns, network)
    weekly = data.draw(st.sampled_from([0, 1, 3]))
    pay = Pay({NURSE: 50_000}, current_annual_usd=weekly * 52)
    plans = plan(
        network,
        person,
        [PlanTarget((chosen,), (NURSE,))],
        index=index,
        mask=np.ones(len(columns), dtype=bool),
        pay=pay,
    )
    world = World(catalog, person)
    every = list(world.every_plan([chosen]))
    if plans.is_reached or plans.fastest is None:
        assert plans.is_reached == bool(world.start & chosen)
        assert bool(every) == plans.is_reached
        return
    assert plans.cheapest is not None
    assert plans.best_return is not None

    def figures(made: Plan) -> tuple[float, float]:
        return made.weeks, made.cost_usd

    quick = min(paid for paid, _ in every)
    cheap = min((paid[2], paid[3], paid[0], paid[1]) for paid, _ in every)
    best = min((paid[0] + paid[2], paid[3] + paid[1] * weekly) for paid, _ in every)
    assert figures(plans.fastest) == (quick[1], quick[3])
    assert figures(plans.cheapest) == (cheap[3], cheap[1])
    parts = plans.best_return.return_parts
    assert parts.total_usd == pytest.approx(5 * (50_000 - weekly * 52) - best[1])
    opens = frozenset(
        step
        for p in facts
        for step in oracle.single_steps(catalog, p.requirements, person, {x.state for x in p.places})
    )
    shown = opens & {*ids(plans.fastest), *ids(plans.cheapest)}
    if plans.soonest is None:
        assert not shown
    else:
        first = ids(plans.soonest)[: plans.soonest.first_paycheck_after]
        paid_first = next(paid for paid, steps in world.every_plan([opens]) if list(steps) == first)
        assert plans.soonest.first_paycheck_weeks == paid_first[1]
        # What opens a posting off the goal's way does not count, however soon.
        assert all(paid_first <= paid for paid, _ in world.every_plan([shown]))
        assert world.closure(frozenset((*person.held, *first))) & opens
        assert world.closure(frozenset((*person.held, *ids(plans.soonest)))) & chosen
