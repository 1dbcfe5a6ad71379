"""Regions, goals and held credentials in the forms that travel."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.errors import InvalidCode
from portal.domain.region import Goal, GoalKind, Region, RegionKind, parse_held


@pytest.mark.parametrize(
    "text", ["zip:46402:25", "county:18089", "metro:26900", "wdr:in-1", "state:IN", "us"]
)
def test_a_region_reads_back_as_it_was_written(text: str) -> None:
    assert str(Region.parse(text)) == text


def test_short_forms_are_understood() -> None:
    assert str(Region.parse(" 46402 ")) == "zip:46402:25"
    assert str(Region.parse("46402-1234")) == "zip:46402:25"
    assert str(Region.parse("zip:46402")) == "zip:46402:25"
    assert Region.parse("in").kind is RegionKind.STATE
    assert Region.parse("US").kind is RegionKind.US


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("occupation:31-1131", GoalKind.OCCUPATION),
        ("posting:17", GoalKind.POSTING),
        ("credential:rn-license-in", GoalKind.CREDENTIAL),
        ("cluster:health-science", GoalKind.CLUSTER),
        ("wage:45000", GoalKind.WAGE),
        ("doors:3", GoalKind.DOORS),
    ],
)
def test_a_goal_reads_back_as_it_was_written(text: str, kind: GoalKind) -> None:
    goal = Goal.parse(text)
    assert goal.kind is kind
    assert str(goal) == text


def test_an_onet_code_is_taken_for_its_soc_code() -> None:
    assert str(Goal.parse("occupation:311131.00")) == "occupation:31-1131"


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_with_a_sentence(text: str) -> None:
    for parse in (Region.parse, Goal.parse, parse_held):
        refusal = ""
        try:
            parsed = parse(text)
        except InvalidCode as error:
            refusal = str(error)
        assert len(refusal) > 20 or parsed is not None


@pytest.mark.parametrize("text", ["zip:46402:000001999", "zip:46402:٢٥", "zip:46402:0", "zip:46402:201"])
def test_a_distance_out_of_bounds_is_refused(text: str) -> None:
    with pytest.raises(InvalidCode, match="1 to 200 miles"):
        Region.parse(text)


def test_a_number_of_doors_out_of_bounds_is_refused() -> None:
    with pytest.raises(InvalidCode, match="not a goal"):
        Goal.parse("doors:00999")


def test_held_keeps_order_and_drops_repeats() -> None:
    assert parse_held(" cna-in, bls-provider,,cna-in ") == ("cna-in", "bls-provider")
    with pytest.raises(InvalidCode, match="is not the id"):
        parse_held("cna-in,<script>")
