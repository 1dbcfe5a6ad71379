"""A yes that is taken back counts at once: on pages that are open, on files of them, and against work under way."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select

from portal.domain.staff import Purpose, Role
from portal.store.audit import append_entry, list_entries
from portal.store.caseload_tables import NoteRow, PersonRow
from portal.store.consent import grant, granted_purposes, revoke
from portal.store.ids import new_id
from portal.store.sealing import Sealer
from portal.web.app import create_app
from portal.web.gate.rules import is_behind_gate, rule_of
from tests.portal.web.conftest import CONFIG
from tests.portal.web.sharing.own_page import open_own_page
from tests.portal.web.staff_world import SEAL_KEY, StaffWorld, add_person, fill_staff_world, sign_in
from tests.portal.web.world import NOW, TODAY, close_site, settings_for

NOTE = {"kind": "met", "on_date": TODAY.isoformat(), "text": "We talked about nights."}
WRITERS, NOTES_EACH = 3, 4


def _take_back(app: Flask, person_id: str, purpose: Purpose) -> None:
    """As the person's page does it."""
    browser = open_own_page(app, person_id)
    assert browser.post("/sharing/stop", data={"purpose": purpose.value}).status_code == 303


@pytest.fixture
def dana(staff_site: Flask, staff_world: StaffWorld) -> str:
    with Session(staff_site.extensions["store_engine"]) as store:
        id_ = add_person(
            store,
            Sealer((SEAL_KEY,)),
            staff_world.school,
            label="Dana",
            account_id=staff_world.account(Role.COUNSELOR),
            purposes=tuple(Purpose),
        )
        store.commit()
    return id_


@pytest.fixture
def counselor(staff_site: Flask, staff_world: StaffWorld) -> FlaskClient:
    client = staff_site.test_client()
    sign_in(client, staff_site, staff_world.account(Role.COUNSELOR))
    return client


def _another() -> dict[str, str]:
    """A note with words of its own: the same one twice is taken for one."""
    return {**NOTE, "text": f"We talked about {new_id()}."}


def _notes(app: Flask, person_id: str) -> int:
    with Session(app.extensions["store_engine"]) as store:
        return len(store.exec(select(NoteRow).where(NoteRow.person_id == person_id)).all())


def test_between_a_form_and_its_sending(staff_site: Flask, counselor: FlaskClient, dana: str) -> None:
    address = f"/staff/people/{dana}/notes"
    assert counselor.get(address).status_code == 200
    assert counselor.post(address, data=NOTE).status_code == 303
    _take_back(staff_site, dana, Purpose.NOTES)
    assert counselor.post(address, data=NOTE).status_code == 403
    assert counselor.get(address).status_code == 403
    assert _notes(staff_site, dana) == 1


@pytest.mark.parametrize("purpose", [Purpose.SHARE, Purpose.PLAN])
@pytest.mark.parametrize("file", ["document.pdf", "document.docx"])
def test_between_a_document_and_its_file(
    staff_site: Flask, counselor: FlaskClient, dana: str, purpose: Purpose, file: str
) -> None:
    """The file needs a yes to copies and one to what stands in it."""
    assert counselor.get(f"/staff/people/{dana}/document").status_code == 200
    _take_back(staff_site, dana, purpose)
    answer = counselor.get(f"/staff/people/{dana}/{file}")
    assert (answer.status_code, answer.mimetype) == (403, "text/html")


@pytest.mark.parametrize("purpose", list(Purpose))
def test_every_page_and_form_of_a_purpose_closes(
    staff_site: Flask, counselor: FlaskClient, dana: str, purpose: Purpose
) -> None:
    """Made from the routes: a new page of a purpose is among them."""
    _take_back(staff_site, dana, purpose)
    asked = 0
    for route in staff_site.url_map.iter_rules():
        rule = rule_of(staff_site, route.endpoint)
        if not is_behind_gate(route.rule) or rule is None or rule.purpose is not purpose:
            continue
        address = "/".join(
            dana if part == "<person_id>" else "0" * 24 if part.startswith("<") else part
            for part in route.rule.split("/")
        )
        for method in {"GET", "POST"} & (route.methods or set()):
            answer = counselor.open(address, method=method)
            assert answer.status_code in (403, 404), f"{method} {route.rule}: {answer.status_code}"
            asked += 1
    assert asked or purpose is Purpose.REPORT


@pytest.fixture
def site(store_url: str, tmp_path: Path) -> Iterator[Flask]:
    """A site over a store of this test's own, on each database."""
    settings = settings_for(store_url, tmp_path, CONFIG).model_copy(update={"seal_keys": (SEAL_KEY,)})
    app = create_app(settings)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    with Session(app.extensions["store_engine"]) as session:
        app.extensions["staff_world"] = fill_staff_world(session)
        session.commit()
    yield app
    close_site(app)


def test_a_form_that_waits_for_the_person_is_refused(site: Flask) -> None:
    """The person holds the turn; the form is sent meanwhile, waits, and finds the yes gone."""
    world: StaffWorld = site.extensions["staff_world"]
    client = site.test_client()
    sign_in(client, site, world.account(Role.COUNSELOR))
    client.get(f"/staff/people/{world.ana}/notes")  # what is loaded once is loaded now
    statuses: list[int] = []

    def send() -> None:
        statuses.append(client.post(f"/staff/people/{world.ana}/notes", data=_another()).status_code)

    with Session(site.extensions["store_engine"]) as store:
        append_entry(
            store,
            organisation_id=world.school,
            account_id=None,
            actor="person",
            kind="change",
            action="sharing.stop",
            about=(world.ana,),
            now=NOW,
        )
        revoke(store, person_id=world.ana, purpose=Purpose.NOTES, by="person", now=NOW)
        sender = threading.Thread(target=send)
        sender.start()
        sender.join(timeout=0.4)
        assert sender.is_alive(), "the form does not go past somebody who is taking a yes back"
        store.commit()
    sender.join(timeout=20)
    assert statuses == [403]
    assert _notes(site, world.ana) == 0


def test_of_many_forms_none_is_written_after_the_person_took_the_yes_back(site: Flask) -> None:
    """Whatever the order in which they come: the log's order is the order of what was done."""
    world: StaffWorld = site.extensions["staff_world"]
    statuses: list[int] = []
    begin = threading.Barrier(WRITERS + 1, timeout=20)

    def write() -> None:
        client = site.test_client()
        sign_in(client, site, world.account(Role.COUNSELOR))
        begin.wait()
        for _ in range(NOTES_EACH):
            statuses.append(client.post(f"/staff/people/{world.ana}/notes", data=_another()).status_code)

    writers = [threading.Thread(target=write) for _ in range(WRITERS)]
    for writer in writers:
        writer.start()
    begin.wait()
    _take_back(site, world.ana, Purpose.NOTES)
    for writer in writers:
        writer.join(timeout=60)
    assert len(statuses) == WRITERS * NOTES_EACH
    assert set(statuses) <= {303, 403}
    with Session(site.extensions["store_engine"]) as store:
        assert Purpose.NOTES not in granted_purposes(store, world.ana, on=TODAY)
        entries = list_entries(store, world.school, person_id=world.ana)
        (taken_back,) = [entry.number for entry in entries if entry.action == "sharing.stop"]
        written = [entry.number for entry in entries if entry.action == "caseload.write_note"]
        assert len(written) == statuses.count(303) == _notes(site, world.ana)
        assert all(number < taken_back for number in written), "written before, or not at all"


def test_a_yes_that_ends_today_holds_today_and_not_tomorrow(staff_site: Flask, dana: str) -> None:
    with Session(staff_site.extensions["store_engine"]) as store:
        grant(
            store,
            organisation_id=store.get_one(PersonRow, dana).organisation_id,
            person_id=dana,
            purpose=Purpose.NOTES,
            given_by="person",
            how="online",
            until=TODAY,
            now=NOW,
        )
        assert Purpose.NOTES in granted_purposes(store, dana, on=TODAY)
        assert Purpose.NOTES not in granted_purposes(store, dana, on=TODAY.replace(day=TODAY.day + 1))
        store.rollback()
