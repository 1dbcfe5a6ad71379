"""What somebody who walked through it for the first time stumbled over, kept from coming back."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlmodel import Session, select

from portal.domain.errors import NotFound
from portal.domain.staff import Purpose, Role
from portal.reports.periods import Period
from portal.store.caseload_tables import GroupMemberRow, PersonRow, TieRow
from portal.store.ids import new_id
from portal.store.report_figures import WORK, RowsBy, read_report_figures
from portal.store.sealing import Sealer
from portal.store.ties import add_tie, list_colleagues
from portal.web.gate.audit_words import ACTIONS
from tests.portal.web.caseload.conftest import Desk, id_of
from tests.portal.web.staff_world import SEAL_KEY, StaffWorld, add_account, add_person
from tests.portal.web.world import TODAY


@pytest.fixture
def new_desk(staff_site: Flask, staff_world: StaffWorld, store: Session) -> Callable[[Role], Desk]:
    """Somebody of the school, without people."""

    def make(role: Role = Role.COUNSELOR) -> Desk:
        id_ = add_account(
            store, Sealer((SEAL_KEY,)), organisation_id=staff_world.school, role=role, email=new_id()
        )
        store.commit()
        return Desk(staff_site, id_)

    return make


def _list(desk: Desk, text: str) -> str:
    return desk.send("/people/import", {"pasted": text}).headers["Location"].removeprefix("/staff")


def _added(store: Session, path: str) -> list[PersonRow]:
    store.expire_all()
    return list(store.exec(select(PersonRow).where(PersonRow.import_id == id_of(path))))


def test_columns_that_were_changed_and_not_shown_again_add_nobody_unseen(
    new_desk: Callable[..., Desk], store: Session
) -> None:
    desk = new_desk()
    path = _list(desk, "17;Ana;7B\n18;Bo;7B\n")
    button = next(each for each in desk.get(path).all("button") if "Add 2 people" in (each.text or ""))
    assert (button.get("form"), button.get("formaction")) == ("columns", f"/staff{path}/do")
    form = {"columns": "1", "label": "1", "reference": "0", "group": "2", "language_for_all": "es"}
    answer = desk.send(f"{path}/do", form, status=409)
    assert "Nobody is added yet. You changed: Name, or what you call them" in answer.text
    assert "Language of all others" in answer.text
    assert "Ana" in answer.text
    assert _added(store, path) == []
    desk.send(f"{path}/do", {**form, "label": ""}, status=422)
    desk.send(f"{path}/do", form)
    assert {row.language for row in _added(store, path)} == {"es"}
    assert "Ana" in desk.get("/people").words()


def test_half_a_name_is_said(new_desk: Callable[..., Desk]) -> None:
    desk = new_desk()
    page = desk.get(_list(desk, "First Name,Last Name\nAna,Lee\n,Muñoz\nBo,\n"))
    assert "3 people would be added" in page.words()
    assert "Line 3: There is only a part of the name, “Muñoz”." in page.words()
    assert "Line 4: There is only a part of the name, “Bo”." in page.words()


def test_who_may_only_look_is_given_no_other_part(
    new_desk: Callable[..., Desk], desk: Desk, staff_world: StaffWorld, store: Session
) -> None:
    reader, helper, chief = (new_desk(role) for role in (Role.READ_ONLY, Role.COUNSELOR, Role.ADMINISTRATOR))
    id_ = desk.add("Seen by another")
    ties = f"/people/{id_}/ties"
    for part in ("lead", "support", "stand_in"):
        form = {"account": reader.account_id, "part": part, "reason": "reads along"}
        assert "may look only" in desk.send(ties, form, status=422).text
    form = {"account": helper.account_id, "part": "look", "reason": "helps"}
    assert "may do more than look" in desk.send(ties, form, status=422).text
    page = desk.after(ties, {"account": reader.account_id, "part": "look", "reason": "reads along"})
    assert "Looks only" in page.words()
    assert "Seen by another" in reader.get(f"/people/{id_}").words()
    mine = store.exec(
        select(TieRow).where(TieRow.person_id == id_, TieRow.account_id == desk.account_id)
    ).one()
    assert "Nobody would be left" in desk.send(f"{ties}/{mine.id}/end", status=422).text
    page = chief.get(f"/admin/hand-over?from={desk.account_id}")
    takers = [each.get("value") for to in page.all("select", name="to") for each in to]
    assert helper.account_id in takers
    assert reader.account_id not in takers
    form = {"from": desk.account_id, "to": reader.account_id, "reason": "leaves", "who": "all"}
    chief.send("/admin/hand-over", form, status=422)
    person = store.get_one(PersonRow, id_)
    tie = {"account_id": new_desk(Role.READ_ONLY).account_id, "reason": "", "starts_on": TODAY}
    with pytest.raises(NotFound):
        add_tie(store, person, Sealer((SEAL_KEY,)), part="lead", **tie)
    found = {
        each.account_id: each.may_work
        for each in list_colleagues(store, staff_world.school, Sealer((SEAL_KEY,)))
    }
    assert (found[reader.account_id], found[helper.account_id]) == (False, True)


def test_a_class_is_handed_over_as_a_class(new_desk: Callable[..., Desk], store: Session) -> None:
    giver, taker, chief = new_desk(), new_desk(), new_desk(Role.ADMINISTRATOR)
    path = _list(giver, "Name,Number,Period\nZoe,3,7B\nAna,1,7B\nMia,2,8A\n")
    giver.send(f"{path}/do")
    taker.send("/groups", {"name": "7b"})
    page = chief.get(f"/admin/hand-over?from={giver.account_id}")
    boxes = page.all("input", name="person")
    assert len(boxes) == 3
    assert [box for box in boxes if box.get("checked") is not None] == []
    words = page.words()
    assert (
        words.index("Ana · Number 1 · 7B")
        < words.index("Mia · Number 2 · 8A")
        < words.index("Zoe · Number 3")
    )
    seventh = next(
        each.get("value")
        for each in page.all("input", name="who")
        if each.get("value") not in ("all", "ticked")
    )
    form = {"from": giver.account_id, "to": taker.account_id, "reason": "leaves", "who": seventh}
    answer = chief.send("/admin/hand-over", {**form, "person": [boxes[0].get("value")]}, status=422)
    assert "Do one of both" in answer.text
    assert "2 people have a new colleague." in chief.after("/admin/hand-over", form).words()
    assert "7b 2 people" in taker.get("/groups").words()
    assert "2 people have" not in giver.get("/groups").words()
    chief.send("/admin/hand-over", {**form, "who": "all"})
    assert "8A 1 person" in taker.get("/groups").words()
    members = store.exec(
        select(GroupMemberRow).where(GroupMemberRow.person_id.in_([row.id for row in _added(store, path)]))  # type: ignore[attr-defined]
    ).all()
    assert len(members) == 3, "nobody stays in a group of who gave them away"


def test_people_who_were_only_read_in_or_handed_over_were_not_served(
    new_desk: Callable[..., Desk], staff_world: StaffWorld, store: Session
) -> None:
    def served() -> int:
        period = Period(starts_on=TODAY - timedelta(days=30), ends_on=TODAY)
        figures = read_report_figures(store, staff_world.school, period, rows_by=RowsBy.NOTHING)
        return len(figures.people) + figures.left_out

    giver, taker, chief = new_desk(), new_desk(), new_desk(Role.ADMINISTRATOR)
    before = served()
    path = _list(giver, "Ana\nBo\n")
    giver.send(f"{path}/do")
    one = giver.add("Cy")
    giver.send(f"/people/{one}/consent/card")
    giver.send(f"/people/{one}/edit", {"label": "Cyd", "language": "en"})
    form = {"from": giver.account_id, "to": taker.account_id, "reason": "leaves", "who": "all"}
    chief.send("/admin/hand-over", form)
    assert served() == before
    told = {"account_id": taker.account_id, "purposes": (Purpose.NOTES,)}
    met = add_person(store, Sealer((SEAL_KEY,)), staff_world.school, label="Dee", **told)  # type: ignore[arg-type]
    store.commit()
    taker.send(f"/people/{met}/tasks", {"what": "Call the college"})
    assert served() == before + 1


def test_work_is_named_as_the_log_names_it() -> None:
    assert set(ACTIONS) >= WORK


def test_who_may_only_look_is_not_told_to_act(new_desk: Callable[..., Desk], desk: Desk) -> None:
    reader = new_desk(Role.READ_ONLY)
    words = reader.get("").words()
    assert "Add your first person" not in words
    assert "You may look only." in words
    id_ = desk.add("Rosa P.")
    desk.send(f"/people/{id_}/ties", {"account": reader.account_id, "part": "look", "reason": "reads along"})
    assert "Ask for their yes" not in reader.get("").words()
    page = reader.get(f"/people/{id_}")
    for wrong in ("See or ask", "See or change", "Ask for their yes", "Begin a plan"):
        assert wrong not in page.words()
    for path in ("shortlist", "desk"):
        assert not page.all("a", href=f"/staff/people/{id_}/{path}")
    assert desk.get(f"/people/{id_}").all("a", href=f"/staff/people/{id_}/shortlist")
    for path in ("ties", "consent"):
        words = desk.get(f"/people/{id_}/{path}").words()
        assert "Rosa P. " in words
        assert "Rosa P.." not in words


def test_tasks_of_plan_steps_are_said_to_stay_under_the_yes_to_notes(
    desk: Desk, staff_world: StaffWorld
) -> None:
    words = desk.get(f"/people/{staff_world.ana}/tasks").words()
    assert "they stay when the yes to the plan ends" in words


def test_somebody_who_gets_a_card_is_said_to_be_added(desk: Desk) -> None:
    form = {"label": "Gets a card", "way": "invitation"}
    assert "Added." in desk.after("/people/add", form).words()


def test_people_are_sorted_by_the_last_word_too(new_desk: Callable[..., Desk]) -> None:
    desk = new_desk()
    for label in ("Ana Zapata", "Zoe Abbott"):
        desk.add(label)
    first, last = desk.get("/people").words(), desk.get("/people?sort=last").words()
    assert first.index("Ana Zapata") < first.index("Zoe Abbott")
    assert last.index("Zoe Abbott") < last.index("Ana Zapata")
