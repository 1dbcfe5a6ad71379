"""Corners that random worlds seldom reach, each in a world of its own: the index and one posting agree."""

from typing import Any

import numpy as np

from portal.domain.credential import EducationLevel
from portal.domain.job_posting import Requirements, RequirementsState
from portal.domain.person import Person
from portal.stacks.assess import PostingState, assess
from portal.stacks.goal import PlanTarget
from portal.stacks.graph import CredentialGraph
from portal.stacks.part_index import MOST_PARTS
from portal.stacks.plan import plan
from portal.stacks.postings import PostingFacts, PostingPlace, build_posting_columns
from portal.stacks.unlock import UnlockIndex
from tests.portal.stacks.builders import condition, credential, edge, graph, group, requirements


def _states(asked: Requirements, person: Person, network: CredentialGraph, *states: str) -> set[PostingState]:
    """What one posting and the index say of the same."""
    facts = PostingFacts(1, asked, places=tuple(PostingPlace(state) for state in states))
    jurisdictions = {c.id: c.jurisdiction for c in network.credentials.values()}
    index = UnlockIndex.build(build_posting_columns([facts], jurisdictions), network)
    (code,) = index.posting_states(person).tolist()
    answer = index.answer(person, np.ones(1, dtype=bool))
    counted = [state for state in PostingState if getattr(answer, state.value)]
    found = assess(asked, person, network, posting_states=frozenset(states))
    assert sorted(found.one_step) == sorted(answer.gains)
    return {list(PostingState)[code], *counted, found.state}


def _licenses(*more: Any) -> CredentialGraph:
    return graph(
        credential("rn-in", jurisdiction="IN"),
        credential("rn-il", jurisdiction="IL"),
        credential("cpr"),
        *more,
    )


def test_a_licence_of_another_state_is_unknown_until_a_compact_says_that_it_counts() -> None:
    asked, person = requirements(group("rn-in")), Person(held=("rn-il",))
    assert _states(asked, person, _licenses(), "IN") == {PostingState.ONE_AWAY}
    either = requirements(group("rn-in", "rn-il"))
    assert _states(either, person, _licenses(), "IN") == {PostingState.UNKNOWN}
    assert _states(either, Person(), _licenses(), "IN") == {PostingState.ONE_AWAY}
    assert _states(either, person, _licenses(), "IN", "IL") == {PostingState.QUALIFIES}
    compact = _licenses(edge("satisfies", "rn-il", "rn-in"))
    assert _states(asked, person, compact, "IN") == {PostingState.QUALIFIES}


def test_a_posting_without_a_known_state_settles_no_licence() -> None:
    asked = requirements(group("rn-in"), group("cpr"))
    assert _states(asked, Person(held=("rn-in", "cpr")), _licenses()) == {PostingState.UNKNOWN}


def test_a_group_with_a_name_that_is_not_resolved_is_met_by_what_is_and_else_unknown() -> None:
    asked = requirements(group("cpr", unresolved=("Some Card",)), group("rn-in"))
    assert _states(asked, Person(held=("rn-in",)), _licenses(), "IN") == {PostingState.UNKNOWN}
    assert _states(asked, Person(held=("rn-in", "cpr")), _licenses(), "IN") == {PostingState.QUALIFIES}
    assert _states(asked, Person(), _licenses(), "IN") == {PostingState.UNKNOWN}


def test_one_credential_in_two_groups_meets_both() -> None:
    network = graph(credential("a"), credential("b"), credential("c"))
    asked = requirements(group("a", "b"), group("a", "c"), group("a"), group("a"))
    assert _states(asked, Person(), network) == {PostingState.ONE_AWAY}
    assert _states(asked, Person(held=("b", "c")), network) == {PostingState.ONE_AWAY}
    assert _states(asked, Person(held=("a",)), network) == {PostingState.QUALIFIES}


def test_parts_give_a_whole_only_where_every_edge_says_so() -> None:
    asked = requirements(group("whole"))
    parts = [credential("whole"), credential("one"), credential("two")]
    half = graph(*parts, edge("part_of", "one", "whole", completes=True), edge("part_of", "two", "whole"))
    assert _states(asked, Person(held=("one", "two")), half) == {PostingState.ONE_AWAY}
    full = graph(*parts, *(edge("part_of", id_, "whole", completes=True) for id_ in ("one", "two")))
    assert _states(asked, Person(held=("one",)), full) == {PostingState.ONE_AWAY}
    assert _states(asked, Person(held=("one", "two")), full) == {PostingState.QUALIFIES}


def test_conditions_that_are_not_told_are_unknown_and_those_that_fail_are_further() -> None:
    network = graph(credential("card"), credential("degree", education_level=EducationLevel.BACHELOR))
    aged = requirements(group("card"), condition(min_age=18))
    assert _states(aged, Person(held=("card",)), network) == {PostingState.UNKNOWN}
    assert _states(aged, Person(held=("card",), age=17), network) == {PostingState.FURTHER}
    assert _states(aged, Person(age=18), network) == {PostingState.ONE_AWAY}
    schooled = requirements(condition(education=EducationLevel.ASSOCIATE))
    assert _states(schooled, Person(), network) == {PostingState.UNKNOWN}
    low = Person(education=EducationLevel.HIGH_SCHOOL)
    assert _states(schooled, low, network) == {PostingState.ONE_AWAY}
    assert _states(schooled, Person(held=("degree",)), network) == {PostingState.QUALIFIES}
    asks_none = requirements(condition(education=EducationLevel.NONE))
    assert _states(asks_none, Person(), network) == {PostingState.UNKNOWN}
    says_none = requirements(state=RequirementsState.STATES_NONE)
    assert _states(says_none, Person(), network) == {PostingState.QUALIFIES}


def test_more_parts_than_can_be_counted_are_never_taken_for_met() -> None:
    ids = [f"c{n:02}" for n in range(MOST_PARTS + 5)]
    network = graph(*(credential(id_) for id_ in ids))
    asked = requirements(*(group(id_) for id_ in ids))
    columns = build_posting_columns([PostingFacts(1, asked)], {})
    index = UnlockIndex.build(columns, network)
    for held in range(len(ids) + 1):
        answer = index.answer(Person(held=tuple(ids[:held])), np.ones(1, dtype=bool))
        assert (answer.qualifies, answer.unknown, dict(answer.gains)) == (0, 1, {})


def test_where_all_weeks_and_dollars_are_unknown_all_ways_tie_and_the_fewest_steps_win() -> None:
    network = graph(
        credential("z", weeks=None, cost=None),
        credential("a", weeks=None, cost=None, requires=(("b",),)),
        credential("b", weeks=None, cost=None),
        credential("y", weeks=None, cost=None),
    )
    made = plan(network, Person(), [PlanTarget((frozenset({"a", "y", "z"}),))])
    for found in (made.fastest, made.cheapest, made.best_return):
        assert found is not None
        assert [step.credential_id for step in found.steps] == ["y"]
        assert (found.weeks_at_least, found.cost_at_least) == (True, True)


def test_nothing_within_reach_is_answered_with_zeros() -> None:
    network = _licenses()
    index = UnlockIndex.build(build_posting_columns([], {}), network)
    answer = index.answer(Person(), np.zeros(0, dtype=bool))
    assert (answer.total, answer.qualifies, answer.unknown, dict(answer.gains)) == (0, 0, 0, {})
