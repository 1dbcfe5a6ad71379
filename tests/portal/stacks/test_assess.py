from portal.domain.job_posting import Requirements, RequirementsState
from portal.domain.person import Person
from portal.stacks.assess import Assessment, PostingState, Verdict, assess
from tests.portal.stacks.builders import (
    ASSOCIATE,
    BACHELOR,
    HIGH_SCHOOL,
    EducationLevel,
    condition,
    credential,
    edge,
    graph,
    group,
    requirements,
)

GRAPH = graph(
    credential("cna-in", jurisdiction="IN"),
    credential("lpn-in", jurisdiction="IN"),
    credential("cna-il", jurisdiction="IL"),
    credential("cpr"),
    credential("diploma", education_level=HIGH_SCHOOL),
    credential("degree", education_level=ASSOCIATE),
    edge("satisfies", "lpn-in", "cna-in"),
    edge("satisfies", "degree", "diploma"),
)


def see(needs: Requirements, *held: str, states: str = "IN", **told: object) -> Assessment:
    person = Person.model_validate({"held": held, **told})
    return assess(needs, person, GRAPH, posting_states=frozenset(states.split()))


def test_qualifies_when_every_required_part_is_met() -> None:
    needs = requirements(group("cna-in"), group("cpr", "diploma"), condition(min_age=18))
    result = see(needs, "lpn-in", "cpr", age=18)
    assert result.state is PostingState.QUALIFIES
    assert [f.credential_ids for f in result.met] == [("cna-in",), ("cpr",), ()]
    assert result.met[0].sentence == "Must have cna-in."
    assert not result.missing
    assert not result.unknown


def test_one_away_names_every_single_step() -> None:
    result = see(requirements(group("cna-in"), group("cpr")), "cpr")
    assert result.state is PostingState.ONE_AWAY
    assert result.one_step == ("cna-in", "lpn-in")
    assert result.missing[0].credential_ids == ("cna-in",)


def test_further_when_no_single_step_is_enough() -> None:
    assert see(requirements(group("cna-in"), group("cpr"))).state is PostingState.FURTHER


def test_what_is_preferred_never_counts() -> None:
    needs = requirements(group("cpr"), group("cna-in", preferred=True), condition(preferred=True, min_age=30))
    assert see(needs, "cpr", age=18).state is PostingState.QUALIFIES


def test_missing_schooling_is_one_degree_away_but_missing_experience_or_age_is_further() -> None:
    schooling = requirements(condition(education=ASSOCIATE))
    assert see(schooling, education=HIGH_SCHOOL).one_step == ("degree",)
    assert see(schooling, "degree").state is PostingState.QUALIFIES
    assert see(requirements(condition(education=BACHELOR)), "degree").state is PostingState.FURTHER
    assert (
        see(requirements(condition(experience_months=24)), experience_months=6).state is PostingState.FURTHER
    )
    assert see(requirements(condition(min_age=18)), age=17).state is PostingState.FURTHER
    both = see(requirements(group("cpr"), condition(min_age=18)), age=17)
    assert (both.state, both.one_step) == (PostingState.FURTHER, ())


def test_what_was_not_told_is_unknown_and_not_failing() -> None:
    for needs in (
        requirements(condition(education=HIGH_SCHOOL)),
        requirements(condition(experience_months=12)),
        requirements(condition(min_age=18)),
    ):
        result = see(needs)
        assert result.state is PostingState.UNKNOWN
        assert [f.verdict for f in result.unknown] == [Verdict.NOT_TOLD]
        assert not result.is_silent


def test_one_degree_can_settle_schooling_that_was_not_told() -> None:
    assert see(requirements(condition(education=HIGH_SCHOOL))).one_step == ("degree", "diploma")


def test_told_to_have_no_schooling_is_an_answer() -> None:
    result = see(requirements(condition(education=HIGH_SCHOOL)), education=EducationLevel.NONE)
    assert result.state is PostingState.ONE_AWAY


def test_a_condition_that_asks_for_nothing_is_no_part() -> None:
    needs = requirements(
        group("cpr"), condition(education=EducationLevel.NONE, experience_months=0, min_age=0)
    )
    assert see(needs, "cpr").state is PostingState.QUALIFIES


def test_unknown_beside_missing_is_unknown_and_tells_both() -> None:
    result = see(requirements(group("cna-in"), condition(min_age=18)))
    assert result.state is PostingState.UNKNOWN
    assert len(result.missing) == len(result.unknown) == 1


def test_a_name_that_the_catalog_lacks_is_unknown_until_a_known_choice_is_held() -> None:
    only = requirements(group(unresolved=("Harbor pilot card",)))
    either = requirements(group("cpr", unresolved=("Harbor pilot card",)))
    gone = requirements(group("a-credential-of-last-year"))
    assert see(only).unknown[0].unresolved == ("Harbor pilot card",)
    assert see(gone).unknown[0].unresolved == ("a-credential-of-last-year",)
    assert {see(n).state for n in (only, either, gone)} == {PostingState.UNKNOWN}
    assert see(either).one_step == ("cpr",)
    assert see(either, "cpr").state is PostingState.QUALIFIES


def test_a_licence_of_another_state_needs_a_transfer() -> None:
    in_illinois = see(requirements(group("cna-in")), "cna-in", states="IL")
    assert in_illinois.state is PostingState.UNKNOWN
    assert in_illinois.unknown[0].verdict is Verdict.TRANSFER_NEEDED
    assert in_illinois.unknown[0].other_state_ids == ("cna-in",)
    assert in_illinois.one_step == ()
    either = requirements(group("cna-in", "cna-il"))
    assert see(either, states="IL").state is PostingState.ONE_AWAY
    held = see(either, "cna-in", states="IL")
    assert (held.state, held.one_step) == (PostingState.UNKNOWN, ("cna-il",))
    assert see(either, "cna-in", states="IL IN").state is PostingState.QUALIFIES
    assert see(either, "cna-in", states="").state is PostingState.UNKNOWN


def test_a_compact_edge_carries_a_licence_into_the_next_state() -> None:
    compact = graph(
        credential("rn-in", jurisdiction="IN"),
        credential("rn-ky", jurisdiction="KY"),
        edge("satisfies", "rn-in", "rn-ky"),
    )
    needs = requirements(group("rn-in", "rn-ky"))
    result = assess(needs, Person(held=("rn-in",)), compact, posting_states=frozenset({"KY"}))
    assert result.state is PostingState.QUALIFIES


def test_nothing_found_is_unknown_and_nothing_required_qualifies() -> None:
    nothing = see(requirements(state=RequirementsState.NOTHING_FOUND), "cpr")
    assert (nothing.state, nothing.is_silent) == (PostingState.UNKNOWN, True)
    assert see(requirements(state=RequirementsState.STATES_NONE)).state is PostingState.QUALIFIES


def test_only_preferences_found_is_silent_too() -> None:
    result = see(requirements(group("cpr", preferred=True)), "cpr")
    assert (result.state, result.is_silent) == (PostingState.UNKNOWN, True)
