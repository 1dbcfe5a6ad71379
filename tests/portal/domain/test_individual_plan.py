"""The individual plan: what it needs, what it refuses, and that its texts are plain."""

from datetime import date

import pytest
from pydantic import ValidationError

from portal.domain.individual_plan import (
    MOST_LONG,
    IndividualPlan,
    MarketLine,
    PlanGoal,
    PlanKind,
    PlanStep,
    Service,
    StepCost,
    StepStatus,
    StepWeeks,
)

JUNE = date(2026, 6, 20)


def plan(**parts: object) -> IndividualPlan:
    return IndividualPlan.model_validate(
        {"kind": "employment", "language": "en", "made_on": JUNE, "goal": {"name": "Nurse"}, **parts}
    )


def test_a_plan_needs_no_name_of_anybody() -> None:
    made = plan()
    assert made.kind is PlanKind.EMPLOYMENT
    assert made.person_name == ""
    assert IndividualPlan.model_validate_json(made.model_dump_json()) == made


def test_no_part_of_it_is_for_a_diagnosis() -> None:
    names = str(IndividualPlan.model_json_schema()["$defs"].values()).lower()
    fields = {
        name
        for part in (
            IndividualPlan.model_json_schema(),
            *IndividualPlan.model_json_schema()["$defs"].values(),
        )
        for name in part.get("properties", {})
    }
    assert names
    assert not {
        each for each in fields if any(word in each for word in ("diagnos", "disab", "impair", "icd"))
    }
    with pytest.raises(ValidationError, match="diagnosis"):
        plan(diagnosis="x")


def test_texts_are_plain_and_what_looks_like_markup_stays() -> None:
    made = plan(person_name="  Ana\x00\u202e\ud800 <b>#x\r\n", notes="one\r\ntwo\x07\tthree")
    assert made.person_name == "Ana <b>#x"
    assert made.notes == "one\ntwo\tthree"
    with pytest.raises(ValidationError, match="at most 12000"):
        plan(notes="x" * (MOST_LONG + 1))
    with pytest.raises(ValidationError, match="at least 1"):
        PlanGoal(name="\x00 ")


def test_a_figure_stands_with_its_area_date_and_source() -> None:
    whole = {
        "claim": "Middle pay",
        "figure": "$38,480",
        "area": "Lake County",
        "when": "May 2025",
        "source": "OEWS",
    }
    assert MarketLine.model_validate(whole).figure == "$38,480"
    for part in ("area", "when", "source"):
        with pytest.raises(ValidationError, match=part):
            MarketLine.model_validate({**whole, part: ""})
    assert MarketLine.model_validate({**whole, "figure": ""}).figure == "", "not known is said, not left out"


def test_contradictions_are_refused() -> None:
    with pytest.raises(ValidationError, match="status is under_way"):
        PlanStep(name="CNA", status=StepStatus.UNDER_WAY, done_on=JUNE)
    with pytest.raises(ValidationError, match="before it starts"):
        PlanStep(name="CNA", start_on=JUNE, by=date(2026, 6, 19))
    with pytest.raises(ValidationError, match="before it starts"):
        Service(name="Ride", start_on=JUNE, until=date(2026, 6, 19))
    with pytest.raises(ValidationError, match="kind is other"):
        PlanStep(name="CNA", credential_id="cna-in")
    with pytest.raises(ValidationError, match="not both"):
        PlanGoal(name="Nurse", soc_code="29-1141", credential_id="rn-license")
    with pytest.raises(ValidationError, match="rise from low to high"):
        StepCost(low=900, typical=600, year=2026)
    with pytest.raises(ValidationError, match="rise from low to high"):
        StepWeeks(typical=6, high=4)
