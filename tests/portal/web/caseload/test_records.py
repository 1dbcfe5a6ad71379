"""Notes, tasks and ties: what two professionals do at once, and what ends."""

from collections.abc import Callable
from datetime import timedelta

from sqlmodel import Session, select

from portal.domain.staff import Purpose, Role
from portal.store.audit import list_entries
from portal.store.caseload_tables import NoteRow, PersonRow, TaskRow, TieRow
from portal.store.consent import grant, revoke
from tests.portal.web.caseload.conftest import TOMORROW, YESTERDAY, Desk, id_of
from tests.portal.web.page_client import Page
from tests.portal.web.staff_world import StaffWorld
from tests.portal.web.world import NOW, TODAY

NOTE = {"kind": "met", "on_date": str(YESTERDAY), "text": "Wants to work outside.\nCall the school."}


def _hidden(page: Page, name: str) -> str:
    return next(field.get("value") or "" for field in page.all("input", name=name))


def test_a_note_is_kept_sealed_and_moves_the_last_contact(
    desk: Desk, staff_world: StaffWorld, store: Session
) -> None:
    base = f"/people/{staff_world.ana}"
    page = desk.after(f"{base}/notes", NOTE)
    assert "Wants to work outside." in page.words()
    assert "Last contact: June 19, 2026." in desk.get(base).words()
    assert "Wants to work outside." in desk.get(base).words()
    desk.after(f"{base}/notes", {**NOTE, "on_date": str(YESTERDAY - timedelta(days=30))})
    desk.after(f"{base}/notes", {**NOTE, "kind": "other", "on_date": str(TODAY)})
    assert "Last contact: June 19, 2026." in desk.get(base).words()
    for row in store.exec(select(NoteRow)):
        assert "outside" not in str(row.model_dump())


def test_a_note_that_cannot_be_read_stays_in_the_form(desk: Desk, staff_world: StaffWorld) -> None:
    base = f"/people/{staff_world.ana}/notes"
    for wrong in ({"text": ""}, {"text": "x" * 4001}, {"on_date": str(TOMORROW)}, {"on_date": "soon"}):
        answer = desk.send(base, {**NOTE, "text": "Kept words", **wrong}, status=422)
        assert ("Kept words" in answer.text) == ("text" not in wrong)
        assert 'aria-invalid="true"' in answer.text


def test_two_professionals_change_one_note_and_nothing_is_lost(
    desk: Desk, desk_of: Callable[..., Desk], staff_world: StaffWorld
) -> None:
    base = f"/people/{staff_world.ana}"
    second = desk_of(Role.VR_COUNSELOR)
    desk.send(f"{base}/ties", {"account": second.account_id, "part": "support", "reason": "helps"})
    location = desk.send(f"{base}/notes", {**NOTE, "text": "First"}).headers["Location"]
    link = desk.get(location.removeprefix("/staff")).all("a")
    path = next(a.get("href") or "" for a in link if "/notes/" in (a.get("href") or "")).removeprefix(
        "/staff"
    )
    version = _hidden(desk.get(path), "version")
    assert version == _hidden(second.get(path), "version")
    second.send(path, {**NOTE, "text": "Second wrote this", "version": version})
    answer = desk.send(path, {**NOTE, "text": "First wrote that", "version": version}, status=409)
    page = Page(answer.text, 409)
    assert "Second wrote this" in page.words()
    assert page.by_id("text").text == "First wrote that"
    page = desk.after(
        path, {**NOTE, "text": "First wrote that. Second wrote this.", "version": _hidden(page, "version")}
    )
    assert "First wrote that. Second wrote this." in page.words()
    desk.send(path, {**NOTE, "text": "x", "version": "-5"}, status=409)


def test_a_note_is_deleted_and_put_back_and_a_change_of_a_deleted_one_is_not_lost(
    desk: Desk, staff_world: StaffWorld
) -> None:
    base = f"/people/{staff_world.ana}/notes"
    desk.send(base, {**NOTE, "text": "Delete me"})
    page = desk.get(base)
    row = next(item for item in page.all("li") if "Delete me" in "".join(item.itertext()))
    path = f"{base}/{id_of(row.get('id') or '')}"
    version = _hidden(desk.get(path), "version")
    page = desk.after(f"{path}/delete")
    assert "Delete me" not in page.words()
    answer = desk.send(path, {**NOTE, "text": "Meanwhile typed", "version": version}, status=409)
    assert "Meanwhile typed" in answer.text
    assert "Delete me" in desk.after(f"{path}/back").words()


def test_tasks_are_written_done_and_undone(desk: Desk, staff_world: StaffWorld, store: Session) -> None:
    base = f"/people/{staff_world.ana}/tasks"
    task = {"what": "Call the college", "kind": "task", "doer": "other", "doer_name": "Her aunt"}
    location = desk.send(
        base,
        {
            **task,
            "due_on": str(YESTERDAY),
            "cost_usd": "$1,250.50",
            "payer": "Agency",
            "evidence": "A letter",
        },
    ).headers["Location"]
    id_ = id_of(location)
    page = desk.get(base)
    for words in ("Call the college", "Late", "Her aunt", "By June 19, 2026", "$1,250", "Agency", "A letter"):
        assert words in page.words(), words
    page = desk.after(f"{base}/{id_}/mark", {"mark": "done"})
    assert "Done on June 20, 2026" in page.words()
    assert page.all("input", value="open")
    assert "Late" in desk.after(f"{base}/{id_}/mark", {"mark": "open"}).words()
    assert "Given up on" in desk.after(f"{base}/{id_}/mark", {"mark": "dropped"}).words()
    version = _hidden(desk.get(f"{base}/{id_}"), "version")
    desk.send(f"{base}/{id_}", {**task, "what": "Another", "version": "1"}, status=409)
    assert "Another" in desk.after(f"{base}/{id_}", {**task, "what": "Another", "version": version}).words()
    row = store.exec(select(TaskRow).where(TaskRow.id == id_)).one()
    for word in ("Another", "aunt", "Agency", "letter"):
        assert word not in str(row.model_dump())


def test_a_task_that_cannot_be_read_says_why(desk: Desk, staff_world: StaffWorld) -> None:
    base = f"/people/{staff_world.ana}/tasks"
    for wrong in (
        {"what": ""},
        {"what": "x" * 301},
        {"due_on": "2026-13-40"},
        {"cost_usd": "-3"},
        {"cost_usd": "nan"},
        {"kind": "contact"},
    ):
        desk.send(base, {"what": "Fine", **wrong}, status=422)


def test_a_colleague_is_added_with_a_reason_and_leaves_at_once(
    desk: Desk, desk_of: Callable[..., Desk], staff_world: StaffWorld, store: Session
) -> None:
    id_ = desk.add("Shared")
    base = f"/people/{id_}"
    helper = desk_of(Role.VR_COUNSELOR)
    helper.get(base, status=404)
    desk.send(f"{base}/ties", {"account": helper.account_id, "reason": ""}, status=422)
    outside = staff_world.account(Role.VR_COUNSELOR, "agency")
    desk.send(f"{base}/ties", {"account": outside, "reason": "x"}, status=422)
    desk.send(f"{base}/ties", {"account": staff_world.account(Role.CURATOR), "reason": "x"}, status=422)
    past = {"account": helper.account_id, "reason": "x", "ends_on": str(YESTERDAY)}
    desk.send(f"{base}/ties", past, status=422)
    page = desk.after(
        f"{base}/ties", {"account": helper.account_id, "part": "support", "reason": "helps out"}
    )
    assert "helps out" in page.words()
    assert "Shared" in helper.get(base).words()
    tie = store.exec(
        select(TieRow).where(TieRow.person_id == id_, TieRow.account_id == helper.account_id)
    ).one()
    desk.send(f"{base}/ties/{tie.id}/end")
    helper.get(base, status=404)
    helper.send(f"{base}/notes", NOTE, status=404)
    assert "helps out" in desk.get(f"{base}/ties").words()
    desk.send(f"{base}/ties/{tie.id}/end", status=404)


def test_the_last_tie_cannot_end_and_the_own_one_ends_what_one_sees(
    desk: Desk, desk_of: Callable[..., Desk], store: Session
) -> None:
    id_ = desk.add("Alone")
    base = f"/people/{id_}"
    mine = store.exec(select(TieRow).where(TieRow.person_id == id_)).one()
    answer = desk.send(f"{base}/ties/{mine.id}/end", status=422)
    assert "Nobody would be left" in answer.text
    desk.send(f"{base}/ties", {"account": desk_of(Role.VR_COUNSELOR).account_id, "reason": "takes over"})
    page = desk.after(f"{base}/ties/{mine.id}/end")
    assert "You work with this person no longer." in page.words()
    desk.get(base, status=404)


def test_a_yes_that_is_taken_back_ends_notes_and_tasks_at_once(
    desk: Desk, staff_world: StaffWorld, store: Session
) -> None:
    id_ = desk.add("Says yes, then no")
    base = f"/people/{id_}"
    for path in ("/notes", "/tasks"):
        desk.get(f"{base}{path}", status=403)
        desk.send(f"{base}{path}", {**NOTE, "what": "x"}, status=403)
    until = TODAY + timedelta(days=90)
    grant(
        store,
        organisation_id=staff_world.school,
        person_id=id_,
        purpose=Purpose.NOTES,
        given_by="person",
        how="online",
        until=until,
        now=NOW,
    )
    store.commit()
    form = desk.get(f"{base}/notes")
    assert form.all("textarea", name="text")
    desk.send(f"{base}/notes", NOTE)
    assert "Wants to work outside" in desk.get(base).words()
    revoke(store, person_id=id_, purpose=Purpose.NOTES, by="person", now=NOW)
    store.commit()
    desk.send(f"{base}/notes", {**NOTE, "text": "Written too late"}, status=403)
    words = desk.get(base).words()
    assert "Wants to work outside" not in words
    assert "Last contact" not in words
    assert len(store.exec(select(NoteRow).where(NoteRow.person_id == id_)).all()) == 1


def test_ids_of_another_organisation_or_person_open_nothing(
    desk: Desk, desk_of: Callable[..., Desk], staff_world: StaffWorld, store: Session
) -> None:
    other = desk_of(Role.VR_COUNSELOR, "agency")
    note = id_of(_new_note(other, staff_world.cleo))
    location = other.send(f"/people/{staff_world.cleo}/tasks", {"what": "Theirs"}).headers["Location"]
    task = id_of(location)
    mine = f"/people/{staff_world.ana}"
    for path in (f"{mine}/notes/{note}", f"{mine}/tasks/{task}"):
        desk.get(path, status=404)
        desk.send(path, {**NOTE, "what": "Taken over", "version": "1"}, status=404)
    for path in (f"{mine}/notes/{note}/delete", f"{mine}/notes/{note}/back", f"{mine}/tasks/{task}/mark"):
        desk.send(path, {"mark": "done"}, status=404)
    row = store.exec(select(TaskRow).where(TaskRow.id == task)).one()
    assert (row.version, row.done_on) == (1, None)


def _new_note(desk: Desk, person_id: str) -> str:
    desk.send(f"/people/{person_id}/notes", NOTE)
    page = desk.get(f"/people/{person_id}/notes")
    return next(item.get("id") or "" for item in page.all("li") if (item.get("id") or "").startswith("note-"))


def test_an_administrator_hands_people_over_and_sees_names_alone(
    desk: Desk, desk_of: Callable[..., Desk], staff_world: StaffWorld, store: Session
) -> None:
    chief, taker = desk_of(Role.ADMINISTRATOR), desk_of(Role.VR_COUNSELOR)
    moved, stays = desk.add("Goes along"), desk.add("Stays here")
    path = f"/admin/hand-over?from={desk.account_id}"
    page = chief.get(path)
    assert "Goes along" in page.words()
    assert "cna" not in page.text.lower()
    chief.get(f"/people/{moved}", status=403)
    form = {"from": desk.account_id, "to": taker.account_id, "reason": "leaves in June", "person": [moved]}
    chief.send("/admin/hand-over", {**form, "person": []}, status=422)
    chief.send("/admin/hand-over", {**form, "reason": ""}, status=422)
    chief.send("/admin/hand-over", {**form, "to": desk.account_id}, status=422)
    outside = staff_world.account(Role.VR_COUNSELOR, "agency")
    chief.send("/admin/hand-over", {**form, "to": outside}, status=422)
    chief.send("/admin/hand-over", {**form, "person": [staff_world.cleo]}, status=422)
    assert "1 person has a new colleague." in chief.after("/admin/hand-over", form).words()
    desk.get(f"/people/{moved}", status=404)
    assert "leaves in June" in taker.get(f"/people/{moved}/ties").words()
    desk.get(f"/people/{stays}")
    entry = next(
        each for each in list_entries(store, staff_world.school) if each.action == "caseload.handed_over"
    )
    assert entry.about == (moved,)
    desk_of(Role.ADMINISTRATOR, "agency").get(path, status=404)


def test_what_was_looked_at_is_in_the_log(desk: Desk, staff_world: StaffWorld, store: Session) -> None:
    desk.get("/people?q=ana")
    desk.get(f"/people/{staff_world.ana}")
    desk.send(f"/people/{staff_world.ana}/notes", {"text": ""}, status=422)
    entries = list_entries(store, staff_world.school, person_id=staff_world.ana, limit=3)
    assert [(each.kind, each.action) for each in entries] == [
        ("look", "caseload.write_note"),
        ("look", "caseload.person"),
        ("look", "caseload.people"),
    ]
    row = store.exec(select(PersonRow).where(PersonRow.id == staff_world.ana)).one()
    assert row.label_sealed not in str([each.detail for each in entries])
