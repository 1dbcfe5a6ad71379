"""The form of a plan: it comes back as it was written, and what is not a plan is refused with what is wrong."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.errors import InvalidCode
from portal.domain.person import HeldUntil
from portal.domain.plan_changes import (
    hold,
    hold_until,
    live_in,
    note,
    only,
    put_back,
    rename,
    save_ladder,
    save_posting,
    take_out,
    want,
)
from portal.domain.plan_document import (
    MAX_BYTES,
    MAX_HELD,
    MAX_NOTES,
    InvalidPlan,
    PlanDocument,
    PlanFull,
    SavedLadder,
    SavedPosting,
    SeenWage,
    Wanted,
    new_plan,
    read_plan,
    upgrade,
    write_plan,
)
from portal.domain.region import Goal, Region
from portal.domain.return_code import ALPHABET, LENGTH, make_return_code, parse_return_code, show_return_code

DAY = date(2026, 6, 20)
GOAL = Goal.parse("occupation:29-2061")
LADDER = SavedLadder(
    address="/ladder?goal=occupation:29-2061&region=zip:46402:25&held=cna-in",
    goal=GOAL,
    steps=("practical-nursing", "lpn-license-in"),
    saved_on=DAY,
)
WAGE = SeenWage(annual_median_usd=61_150, soc_code="29-2061", area_code="0016980", vintage="2025-05")


def whole_plan() -> PlanDocument:
    plan = hold(new_plan(DAY), ("high-school-diploma", "cna-in"), today=DAY)
    plan = want(plan, Wanted(goal=GOAL, wage=WAGE), today=DAY)
    plan = save_ladder(plan, LADDER, today=DAY)
    plan = save_posting(plan, SavedPosting(posting_id=7, title="Aide “days”", saved_on=DAY), today=DAY)
    plan = live_in(plan, Region.parse("46402"), today=DAY)
    return note(plan, "Call the school.\r\nAsk about nights – ¿cuánto cuesta?", today=date(2026, 6, 21))


def test_a_plan_comes_back_as_it_was_written() -> None:
    plan = whole_plan()
    until = (HeldUntil(credential_id="cna-in", last_day=date(2027, 1, 31)),)
    plan = PlanDocument(
        **{**{name: getattr(plan, name) for name in PlanDocument.model_fields}, "held_until": until}
    )
    assert read_plan(write_plan(plan)) == plan
    assert read_plan(write_plan(plan).encode()) == plan
    assert read_plan(write_plan(new_plan(DAY))) == new_plan(DAY)
    assert json.loads(write_plan(plan))["region"] == "zip:46402:25"
    assert json.loads(write_plan(plan))["wanted"][0]["goal"] == "occupation:29-2061"


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Ana"},
        {"version": 2},
        {"version": None},
        {"version": True},
        {"region": "somewhere"},
        {"held": ["Not A Slug"]},
        {"held": ["cna-in", "cna-in"]},
        {"held": [f"credential-{number}" for number in range(MAX_HELD + 1)]},
        {"held": "cna-in"},
        {"held_until": [{"credential_id": "rn", "last_day": "2027-01-31"}]},
        {"wanted": [{"goal": "occupation:99"}]},
        {
            "ladders": [
                {"address": "https://elsewhere.test/ladder?a=b", "goal": "wage:1", "saved_on": "2026-06-20"}
            ]
        },
        {"ladders": [{"address": '/ladder?goal="><script>', "goal": "wage:1", "saved_on": "2026-06-20"}]},
        {"postings": [{"posting_id": 0, "title": "x", "saved_on": "2026-06-20"}]},
        {"postings": [{"posting_id": "7", "title": "x", "saved_on": "2026-06-20"}]},
        {"postings": [{"posting_id": 7, "title": "turned \u202e", "saved_on": "2026-06-20"}]},
        {"notes": "x" * (MAX_NOTES + 1)},
        {"notes": "a\u0000b"},
        {"created_on": "2026-06-22"},
        {"created_on": "yesterday"},
    ],
)
def test_what_is_not_a_plan_is_refused(change: dict[str, Any]) -> None:
    raw = {"version": 1, "created_on": "2026-06-20", "changed_on": "2026-06-20", **change}
    with pytest.raises(InvalidPlan):
        read_plan(json.dumps(raw))


@pytest.mark.parametrize("text", ["", "[]", "null", "{", "[" * 5000, '"x"', " " * (MAX_BYTES + 1)])
def test_what_is_not_even_an_object_is_refused(text: str) -> None:
    with pytest.raises(InvalidPlan):
        read_plan(text)


def test_an_old_plan_is_brought_up_version_by_version() -> None:
    steps = {
        1: lambda raw: {**raw, "second": [*raw.get("second", []), 1]},
        2: lambda raw: {**raw, "second": [*raw["second"], 2]},
    }
    assert upgrade({"version": 1}, to=3, upgrades=steps) == {"version": 3, "second": [1, 2]}
    assert upgrade({"version": 3}, to=3, upgrades=steps) == {"version": 3}
    for version in (0, -1, 4):
        with pytest.raises(InvalidPlan):
            upgrade({"version": version}, to=3, upgrades=steps)


@pytest.mark.parametrize(
    ("part", "key"),
    [("held", "cna-in"), ("wanted", str(GOAL)), ("ladders", LADDER.address), ("postings", "7")],
)
def test_one_thing_is_taken_out_and_put_back(part: str, key: str) -> None:
    plan = whole_plan()
    out, rest = only(plan, part, key), take_out(plan, part, key, today=DAY)
    assert rest != plan
    assert not out.is_empty
    assert put_back(put_back(rest, out, today=DAY), out, today=DAY).model_dump(
        exclude={"changed_on", "held"}
    ) == plan.model_dump(exclude={"changed_on", "held"})
    assert take_out(plan, part, "not-there", today=plan.changed_on) == plan
    assert only(plan, part, "not-there").is_empty


def test_a_full_plan_says_which_part() -> None:
    with pytest.raises(PlanFull) as full:
        hold(new_plan(DAY), tuple(f"credential-{number}" for number in range(MAX_HELD + 1)), today=DAY)
    assert full.value.part == "held"
    with pytest.raises(PlanFull):
        note(new_plan(DAY), "x" * (MAX_NOTES + 1), today=DAY)


@given(st.text(max_size=MAX_NOTES))
def test_any_notes_survive_the_way_through_a_plan(text: str) -> None:
    try:
        plan = note(new_plan(DAY), text, today=DAY)
        written = write_plan(plan)
    except (PlanFull, UnicodeEncodeError):
        return
    assert read_plan(written).notes == plan.notes
    assert not set(plan.notes) & {"\0", "\u202e", "\r"}


@given(st.integers(0, LENGTH - 1), st.integers(1, len(ALPHABET) - 1))
def test_every_single_wrong_letter_of_a_code_is_noticed(place: int, step: int) -> None:
    code = make_return_code()
    wrong = ALPHABET[(ALPHABET.index(code[place]) + step) % len(ALPHABET)]
    with pytest.raises(InvalidCode):
        parse_return_code(code[:place] + wrong + code[place + 1 :])


@given(st.integers(0, LENGTH - 1), st.integers(0, LENGTH - 1))
def test_every_two_letters_that_changed_places_are_noticed(one: int, other: int) -> None:
    code = list(make_return_code())
    if code[one] == code[other]:
        return
    code[one], code[other] = code[other], code[one]
    with pytest.raises(InvalidCode):
        parse_return_code("".join(code))


def test_a_code_is_read_however_it_is_written_and_can_spell_no_word() -> None:
    code = make_return_code()
    for written in (
        show_return_code(code),
        code.lower(),
        " ".join(code),
        show_return_code(code).replace("-", "–"),
    ):
        assert parse_return_code(written) == code
    assert parse_return_code(code.replace("8", "B").replace("5", "s")) == code
    assert not set(ALPHABET) & set("AEIOUY0134"), "no vowel, nor a digit that is read as one"
    assert not set(ALPHABET) & set("BGQSZLTKND"), "nothing that is taken for another letter"
    for wrong in ("", "x", code[:-1], code + "2", "0" * LENGTH, "\x00" * 50):
        with pytest.raises(InvalidCode):
            parse_return_code(wrong)
    assert len({make_return_code() for _ in range(200)}) == 200


def test_ids_that_were_renamed_are_renamed_everywhere_once() -> None:
    day = date(2026, 6, 20)
    plan = hold(new_plan(day), ("old-id-in", "new-id-in", "other-one"), today=day)
    plan = hold_until(plan, "old-id-in", date(2027, 1, 1), today=day)
    plan = want(plan, Wanted(goal=Goal.parse("credential:old-id-in")), today=day)
    ladder = SavedLadder(
        address="/ladder?goal=credential:old-id-in&region=zip:46402:25"
        "&held=other-one,old-id-in&until=old-id-in:2027-01-01",
        goal=Goal.parse("credential:old-id-in"),
        steps=("old-id-in", "not-old-id-in"),
        saved_on=day,
    )
    plan = save_ladder(plan, ladder, today=day)
    new = rename(plan, {"old-id-in": "new-id-in"})
    assert "old-id-in" not in write_plan(new).replace("not-old-id-in", "")
    assert new.held == ("new-id-in", "other-one")
    assert [each.credential_id for each in new.held_until] == ["new-id-in"]
    assert new.ladders[0].steps == ("new-id-in", "not-old-id-in")
    assert new.ladders[0].address.endswith("held=other-one,new-id-in&until=new-id-in:2027-01-01")
    assert rename(plan, {}) == plan
    assert rename(plan, {"old-id-in": "x" * 80}).ladders[0].address.startswith("/ladder?goal=credential:xxx")
