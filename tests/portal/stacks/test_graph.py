import pytest

from portal.domain.credential import CredentialStatus, EdgeKind, EducationLevel
from portal.domain.errors import NotFound
from tests.portal.stacks.builders import ASSOCIATE, HIGH_SCHOOL, credential, edge, graph


def test_satisfies_is_transitive_and_has_a_direction() -> None:
    nursing = graph(
        credential("rn"),
        credential("lpn"),
        credential("cna"),
        edge("satisfies", "rn", "lpn"),
        edge("satisfies", "lpn", "cna"),
    )
    assert nursing.closure(["rn"]) == {"rn", "lpn", "cna"}
    assert nursing.closure(["cna"]) == {"cna"}
    assert nursing.givers["cna"] == {"rn", "lpn", "cna"}


def test_mutual_substitutes_do_not_run_in_a_circle() -> None:
    both = graph(
        credential("ged"), credential("hse"), edge("satisfies", "ged", "hse"), edge("satisfies", "hse", "ged")
    )
    assert both.closure(["ged"]) == both.closure(["hse"]) == {"ged", "hse"}


def test_a_whole_gives_its_parts_but_parts_give_the_whole_only_where_each_edge_says_so() -> None:
    parts = [credential("whole"), credential("one"), credential("two")]
    open_ended = graph(
        *parts, edge("part_of", "one", "whole", completes=True), edge("part_of", "two", "whole")
    )
    complete = graph(
        *parts,
        edge("part_of", "one", "whole", completes=True),
        edge("part_of", "two", "whole", completes=True),
    )
    assert open_ended.closure(["whole"]) == complete.closure(["whole"]) == {"whole", "one", "two"}
    assert open_ended.closure(["one", "two"]) == {"one", "two"}
    assert complete.closure(["one", "two"]) == {"whole", "one", "two"}
    assert complete.closure(["one"]) == {"one"}
    assert complete.openers(frozenset({"whole"}), complete.closure(["one"])) == {"whole", "two"}
    assert complete.openers(frozenset({"whole"}), complete.closure([])) == {"whole"}


def test_a_completed_whole_can_complete_the_next_one() -> None:
    nested = graph(
        credential("a"),
        credential("b"),
        credential("c"),
        credential("top"),
        edge("part_of", "a", "b", completes=True),
        edge("part_of", "b", "top", completes=True),
        edge("part_of", "c", "top", completes=True),
    )
    assert nested.closure(["a", "c"]) == {"a", "b", "c", "top"}
    assert nested.extend(nested.closure(["c"]), "a") == {"a", "b", "c", "top"}


def test_what_others_add_up_to_or_ask_for_is_no_first_step() -> None:
    title = graph(
        credential("a-plus"),
        credential("security-plus", requires=(("a-plus",),)),
        credential("both"),
        credential("worked", entry={"experience_months": 24}),
        credential("college", entry={"education": EducationLevel.ASSOCIATE}),
        credential("old", status=CredentialStatus.DEPRECATED),
        edge("part_of", "a-plus", "both", completes=True),
        edge("part_of", "security-plus", "both", completes=True),
    )
    assert [id_ for id_ in title.ids if title.is_first_step(id_)] == ["a-plus"]


def test_schooling_is_the_highest_that_is_told_or_shown() -> None:
    schools = graph(
        credential("diploma", education_level=HIGH_SCHOOL), credential("degree", education_level=ASSOCIATE)
    )
    assert schools.education_level(schools.closure([])) is None
    assert schools.education_level(schools.closure(["diploma", "degree"])) is ASSOCIATE
    assert schools.education_level(schools.closure(["degree"]), HIGH_SCHOOL) is ASSOCIATE
    assert (
        schools.education_level(schools.closure(["diploma"]), EducationLevel.MASTER) is EducationLevel.MASTER
    )
    assert schools.education_level(schools.closure([]), EducationLevel.NONE) is EducationLevel.NONE
    assert schools.at_least(HIGH_SCHOOL) == {"diploma", "degree"}


def test_several_savings_on_one_credential_are_not_added_up() -> None:
    saving = graph(
        credential("a"),
        credential("b"),
        credential("degree", weeks=100, cost=5000),
        edge("advanced_standing", "a", "degree", weeks_saved=10, cost_saved_usd=900),
        edge("advanced_standing", "b", "degree", weeks_saved=30),
    )
    standing = saving.standing("degree", saving.closure(["a", "b"]))
    assert (standing.weeks_saved, standing.cost_saved_usd, len(standing.edges)) == (30, 900, 2)
    assert saving.standing("degree", frozenset()).edges == ()


def test_groups_of_prerequisites_are_and_of_or_and_read_through_the_closure() -> None:
    school = graph(
        credential("ged"),
        credential("diploma"),
        credential("degree"),
        credential("cpr"),
        credential("course", requires=(("diploma", "ged"), ("cpr",))),
        edge("satisfies", "degree", "diploma"),
    )
    assert [g.any_of for g in school.unmet_groups("course", school.closure(["degree"]))] == [("cpr",)]
    assert school.unmet_groups("course", school.closure(["ged", "cpr"])) == ()
    assert len(school.edges_from("course", EdgeKind.REQUIRES)) == 3


def test_nobody_is_sent_to_earn_what_is_no_longer_awarded() -> None:
    old = graph(
        credential("old", status=CredentialStatus.DEPRECATED),
        credential("new"),
        edge("satisfies", "old", "new"),
    )
    assert old.closure(["old"]) == {"old", "new"}
    assert old.openers(frozenset({"new"}), frozenset()) == {"new"}


def test_an_id_that_the_catalog_lacks_is_named() -> None:
    small = graph(credential("cna"))
    with pytest.raises(NotFound, match="“rn”"):
        small.closure(["cna", "rn"])
    assert small.unknown_ids(["rn", "cna", "x"]) == ("rn", "x")
