"""Everything about a person as a file, and back: looked at first, no yes from elsewhere, nothing hostile taken."""

import io
import json
import re

from sqlmodel import Session, select

from portal.domain.staff import Purpose, Role
from portal.store.audit import list_entries
from portal.store.caseload_tables import PersonRow, TaskRow
from portal.store.consent import granted_purposes, revoke
from portal.store.sealing import Sealer
from portal.store.shared_plans import read_shared_plan
from tests.portal.web.guidance.desk import NURSE, Desk
from tests.portal.web.page_client import Page, check_page
from tests.portal.web.staff_world import SEAL_KEY, StaffWorld, sign_in
from tests.portal.web.world import NOW, TODAY

ADDRESS = "/staff/people/from-file"


def exported(desk: Desk) -> bytes:
    desk.open()
    desk.send("want", goal=NURSE)
    desk.send("ladders")
    desk.send("tasks")
    desk.send("notes", notes="Likes mornings.")
    answer = desk.client.get(f"/staff/people/{desk.person_id}/export.json")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.data


def upload(desk: Desk, data: bytes, *, status: int = 200) -> Page:
    answer = desk.client.post(ADDRESS, data={"file": (io.BytesIO(data), "person.json")})
    assert answer.status_code == status
    page = Page(answer.get_data(as_text=True), status)
    check_page(page, ADDRESS)
    return page


def test_a_person_goes_out_and_comes_in_again_and_no_yes_comes_along(desk: Desk) -> None:
    data = exported(desk)
    page = upload(desk, data)
    assert "Nothing is added yet." in page.words()
    (draft,) = [field.get("value", "") for field in page.all("input", name="draft")]
    assert "mornings" not in draft
    added = desk.client.post(f"{ADDRESS}/add", data={"draft": draft, "label": "New D."})
    assert added.status_code == 303
    id_ = added.headers["Location"].rpartition("/")[2]
    with Session(desk.app.extensions["store_engine"]) as session:
        person = session.get(PersonRow, id_)
        assert person is not None
        assert read_shared_plan(person, Sealer((SEAL_KEY,)), today=TODAY).plan == desk.plan()
        assert len(session.exec(select(TaskRow).where(TaskRow.person_id == id_)).all()) >= 1
        assert granted_purposes(session, id_, on=TODAY) == frozenset()
        entries = list_entries(session, person.organisation_id, person_id=id_)
        assert entries[-1].action == "guidance.add_from_file"
    assert desk.client.get(f"/staff/people/{id_}/plan").status_code == 403


def test_the_file_leaves_out_what_was_taken_back_and_needs_the_yes_to_copies(desk: Desk) -> None:
    exported(desk)
    with Session(desk.app.extensions["store_engine"]) as session:
        revoke(session, person_id=desk.person_id, purpose=Purpose.PLAN, by="person", now=NOW)
        session.commit()
    told = json.loads(desk.client.get(f"/staff/people/{desk.person_id}/export.json").data)
    assert told["plan"] is None
    assert "plan" in told["left_out"]
    with Session(desk.app.extensions["store_engine"]) as session:
        revoke(session, person_id=desk.person_id, purpose=Purpose.SHARE, by="person", now=NOW)
        session.commit()
    assert desk.client.get(f"/staff/people/{desk.person_id}/export.json").status_code == 403


def test_hostile_and_broken_files_are_refused_with_a_reason(desk: Desk) -> None:
    good = json.loads(exported(desk))
    for bad in (
        b"",
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b"{}",
        json.dumps({**good, "version": 99}).encode(),
        json.dumps({**good, "surprise": 1}).encode(),
        json.dumps({**good, "label": ""}).encode(),
        json.dumps({**good, "tasks": [{**good["tasks"][0], "address": "//evil.example"}]}).encode(),
        json.dumps({**good, "tasks": [{**good["tasks"][0], "cost_usd": 1e400}]}).encode(),
    ):
        page = upload(desk, bad, status=422)
        assert re.search("Choose a file first|not a file of a person", page.words())
    too_large = desk.client.post(
        ADDRESS, data=b" " * 6_000_000, content_type="multipart/form-data; boundary=x"
    )
    assert too_large.status_code == 413
    assert b"up to 5 MB" in too_large.data


def test_a_preview_is_of_the_one_who_looked_and_cannot_be_changed(
    desk: Desk, staff_world: StaffWorld
) -> None:
    page = upload(desk, exported(desk))
    (draft,) = [field.get("value", "") for field in page.all("input", name="draft")]
    other = desk.app.test_client()
    sign_in(other, desk.app, staff_world.account(Role.COUNSELOR, "agency"))
    for client, sent in ((other, draft), (desk.client, draft[:-9]), (desk.client, "")):
        answer = client.post(f"{ADDRESS}/add", data={"draft": sent, "label": "X"})
        assert answer.status_code == 422
    again = desk.client.post(f"{ADDRESS}/add", data={"draft": draft, "label": " "})
    assert again.status_code == 422
    assert b"Say what you call this person" in again.data
