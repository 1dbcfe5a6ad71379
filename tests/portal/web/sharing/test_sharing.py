"""The person's own page: opened by a code alone, what it says, yes and no, a copy, and its deletion."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from portal.domain.person_export import read_export
from portal.domain.return_code import make_return_code, show_return_code
from portal.domain.staff import Purpose, Role
from portal.store.audit import list_entries
from portal.store.caseload_tables import PersonRow
from portal.store.consent import granted_purposes, list_grants
from portal.store.own_codes import stop_own_code
from portal.store.privacy_tables import ErasureRequestRow
from portal.store.sealing import Sealer
from portal.store.staff_tables import OrganisationRow
from portal.store.try_table import TryRow
from tests.portal.web.page_client import PageClient
from tests.portal.web.sharing.own_page import card_of, open_own_page
from tests.portal.web.staff_world import SEAL_KEY, StaffWorld, add_person
from tests.portal.web.world import NOW, TODAY

DAY = (TODAY + timedelta(days=100)).isoformat()


@pytest.fixture
def store(staff_site: Flask) -> Iterator[Session]:
    with Session(staff_site.extensions["store_engine"]) as session:
        yield session
        session.rollback()


@pytest.fixture
def dana(store: Session, staff_world: StaffWorld) -> str:
    """Somebody of this test alone, who agreed to see the plan and to notes."""
    id_ = add_person(
        store,
        Sealer((SEAL_KEY,)),
        staff_world.school,
        label="Dana",
        account_id=staff_world.account(Role.COUNSELOR),
        purposes=(Purpose.PLAN, Purpose.NOTES),
    )
    store.commit()
    return id_


@pytest.fixture
def opened(staff_site: Flask, dana: str) -> FlaskClient:
    """A browser in which Dana's page is open, with a card that is no longer new."""
    return open_own_page(staff_site, dana)


def _purposes(store: Session, person_id: str) -> frozenset[Purpose]:
    return granted_purposes(store, person_id, on=TODAY)


def test_without_a_code_nothing_is_shown(staff_site: Flask) -> None:
    client = staff_site.test_client()
    page = PageClient(client).get("/sharing")
    assert page.all("h1")[0].text == "What I share"
    for path in ("log", "copy", "delete"):
        assert client.get(f"/sharing/{path}").headers["Location"] == "/sharing"
    for path in ("words", "answers", "stop", "download", "plan", "delete", "ask-for-deletion"):
        assert client.post(f"/sharing/{path}").headers["Location"] == "/sharing", path


def test_the_page_says_who_what_and_until_when(opened: FlaskClient) -> None:
    words = PageClient(opened).get("/sharing").words()
    assert "Counselor Smith , Counselor, Lake View School" in words
    assert "since May 21, 2026" in words
    assert "Until January 6, 2027." in words
    assert words.count("Take it back") == 2
    assert "Your plan" in words
    assert "deleted on June 20, 2029" in words
    spanish = PageClient(opened).get("/sharing", language="es").words()
    assert "Lo que comparto" in spanish
    assert "Hasta el 6 de enero de 2027." in spanish
    assert opened.get("/sharing").headers["Cache-Control"] == "no-store"


def test_a_code_is_read_as_people_write_it_and_stops(store: Session, staff_site: Flask, dana: str) -> None:
    first = card_of(staff_site, dana)
    client = staff_site.test_client()
    assert (
        client.post("/sharing/open", data={"code": f" {show_return_code(first).lower()} "}).status_code == 303
    )
    second = card_of(staff_site, dana)
    assert client.get("/sharing/log").headers["Location"] == "/sharing", "a new card stops the old code"
    assert client.post("/sharing/open", data={"code": first}).status_code == 422
    assert client.post("/sharing/open", data={"code": second}).status_code == 303
    stop_own_code(store, store.get_one(PersonRow, dana))
    store.commit()
    assert client.get("/sharing/log").headers["Location"] == "/sharing"


def test_a_code_is_nowhere_but_in_the_cookie(store: Session, staff_site: Flask, dana: str) -> None:
    code = card_of(staff_site, dana)
    dump = "\n".join(store.connection().connection.driver_connection.iterdump())  # type: ignore[union-attr]
    assert code not in dump
    assert show_return_code(code) not in dump
    client = staff_site.test_client()
    answer = client.post("/sharing/open", data={"code": code})
    (cookie,) = [text for text in answer.headers.getlist("Set-Cookie") if text.startswith("rungs_session")]
    assert "Expires" not in cookie
    assert "Max-Age" not in cookie
    assert "HttpOnly" in cookie


def test_who_guesses_has_to_wait(store: Session, staff_site: Flask) -> None:
    _forget_tries(store)
    client = staff_site.test_client()
    most = staff_site.extensions["settings"].plan_code_tries
    try:
        for _ in range(most):
            assert client.post("/sharing/open", data={"code": make_return_code()}).status_code == 422
        answer = client.post("/sharing/open", data={"code": make_return_code()})
        assert (answer.status_code, answer.headers["Retry-After"]) == (429, "600")
    finally:
        _forget_tries(store)


def _forget_tries(store: Session) -> None:
    for row in store.exec(select(TryRow)):
        store.delete(row)
    store.commit()


def test_a_page_that_is_left_closes(opened: FlaskClient) -> None:
    with opened.session_transaction() as cookie:
        code, _seen, card = cookie["sharing"]
        cookie["sharing"] = [code, "2026-01-01T00:00:00+00:00", card]
    assert opened.get("/sharing/log").headers["Location"] == "/sharing"
    assert opened.post("/sharing/close").headers["Clear-Site-Data"] == '"cache"'


def test_yes_and_no(opened: FlaskClient, store: Session, dana: str) -> None:
    answer = opened.post(
        "/sharing/answers", data={"purpose": ["jobs", "share"], "until": DAY, "given_by": "guardian"}
    )
    assert answer.headers["Location"] == "/sharing?said=saved"
    assert _purposes(store, dana) == {Purpose.PLAN, Purpose.NOTES, Purpose.JOBS, Purpose.SHARE}
    newest = next(row for row in list_grants(store, dana) if row.purpose == "jobs")
    assert (newest.given_by, newest.how, newest.until.isoformat()) == ("guardian", "online", DAY)
    answer = opened.post("/sharing/stop", data={"purpose": "jobs"})
    words = PageClient(opened).get(answer.headers["Location"]).words()
    assert "From now on they cannot see your needs or look for jobs for you." in words
    assert "We cannot call it back." in words
    assert Purpose.JOBS not in _purposes(store, dana)
    opened.post("/sharing/stop", data={"purpose": "all"})
    assert _purposes(store, dana) == frozenset()
    assert "Take it back" not in PageClient(opened).get("/sharing").words()


@pytest.mark.parametrize(
    "wrong",
    [
        {"purpose": []},
        {"purpose": ["plan", "everything"]},
        {"given_by": ""},
        {"given_by": "administrator"},
        {"until": ""},
        {"until": "2026-06-19"},
        {"until": "2027-06-30"},
        {"until": "9999-12-31"},
        {"until": "soon"},
    ],
)
def test_a_yes_with_something_missing_is_not_taken(
    opened: FlaskClient, store: Session, dana: str, wrong: dict[str, object]
) -> None:
    form = {"purpose": ["report"], "until": DAY, "given_by": "person", **wrong}
    answer = opened.post("/sharing/answers", data=form)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.get_data(as_text=True)
    assert _purposes(store, dana) == {Purpose.PLAN, Purpose.NOTES}
    (only,) = list_entries(store, _organisation(store, dana), person_id=dana)
    assert only.action == "sharing.choose_words"


def _organisation(store: Session, person_id: str) -> str:
    return store.get_one(PersonRow, person_id).organisation_id


def test_where_a_guardian_is_asked_the_person_alone_cannot_say_yes_but_can_take_it_back(
    opened: FlaskClient, store: Session, dana: str
) -> None:
    person = store.get_one(PersonRow, dana)
    person.is_guardian_asked = True
    store.add(person)
    store.commit()
    page = PageClient(opened).get("/sharing")
    assert [radio.get("value") for radio in page.all("input", name="given_by")] == ["guardian"]
    form = {"purpose": ["report"], "until": DAY}
    assert opened.post("/sharing/answers", data={**form, "given_by": "person"}).status_code == 422
    assert opened.post("/sharing/answers", data={**form, "given_by": "guardian"}).status_code == 303
    assert Purpose.REPORT in _purposes(store, dana)
    opened.post("/sharing/stop", data={"purpose": "report"})
    assert Purpose.REPORT not in _purposes(store, dana)


def test_the_copy_is_whole_as_a_file_and_to_read(opened: FlaskClient, store: Session, dana: str) -> None:
    answer = opened.post("/sharing/download")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="my-record.json"'
    export = read_export(answer.data)
    assert (export.label, export.left_out) == ("Dana", ())
    assert export.plan is not None
    assert dana not in json.dumps(export.model_dump(mode="json"))
    words = PageClient(opened).get("/sharing/copy").words()
    assert "They call you: Dana" in words
    assert "held: cna" in words


def test_who_looked_is_told_by_name_and_page_by_page(
    opened: FlaskClient, store: Session, dana: str, staff_world: StaffWorld
) -> None:
    from portal.store.audit import append_entry

    for _ in range(60):
        append_entry(
            store,
            organisation_id=staff_world.school,
            account_id=staff_world.account(Role.COUNSELOR),
            actor="counselor",
            kind="look",
            action="system.retention",
            about=(dana,),
            now=NOW,
        )
    store.commit()
    page = PageClient(opened).get("/sharing/log")
    assert len(page.all("tr")) == 51
    assert "Counselor Smith, Counselor" in page.words()
    (older,) = page.all("a", rel="next")
    assert len(PageClient(opened).get(str(older.get("href"))).all("tr")) == 12, (
        "the card's first opening stands there too"
    )
    assert PageClient(opened).get("/sharing/log?before=x").status == 200


def test_deletion_is_at_once_where_the_organisation_lets_people(
    opened: FlaskClient, store: Session, dana: str, staff_world: StaffWorld
) -> None:
    organisation = store.get_one(OrganisationRow, staff_world.school)
    assert opened.post("/sharing/delete", data={"confirmed": "yes"}).status_code == 422
    assert store.get(PersonRow, dana) is not None, "not where the organisation decides"
    organisation.lets_people_erase = True
    store.add(organisation)
    store.commit()
    try:
        assert opened.post("/sharing/delete").status_code == 422, "not without being asked once more"
        PageClient(opened).get("/sharing/delete")
        answer = opened.post("/sharing/delete", data={"confirmed": "yes"})
        assert answer.headers["Location"] == "/sharing?said=deleted"
    finally:
        organisation.lets_people_erase = False
        store.add(organisation)
        store.commit()
    store.expire_all()
    assert store.get(PersonRow, dana) is None
    assert [entry.action for entry in list_entries(store, staff_world.school, person_id=dana)] == [
        "sharing.delete_now",
        "sharing.choose_words",
    ]
    assert opened.get("/sharing/log").headers["Location"] == "/sharing"


def test_else_deletion_can_be_asked_for_once(opened: FlaskClient, store: Session, dana: str) -> None:
    for _ in range(2):
        assert opened.post("/sharing/ask-for-deletion").headers["Location"] == "/sharing?said=asked"
    asked = store.exec(select(ErasureRequestRow).where(col(ErasureRequestRow.person_id) == dana)).all()
    assert len(asked) == 1
    assert "You asked for this on June 20, 2026." in PageClient(opened).get("/sharing").words()


def test_opening_the_plan_is_told_to_professionals_only_where_it_was_agreed_to(
    opened: FlaskClient, store: Session, dana: str
) -> None:
    opened.post("/sharing/stop", data={"purpose": "plan"})
    assert opened.post("/sharing/plan").headers["Location"].startswith("/plan?plan=")
    store.expire_all()
    assert store.get_one(PersonRow, dana).plan_opened_at is None
    opened.post("/sharing/answers", data={"purpose": "plan", "until": DAY, "given_by": "person"})
    opened.post("/sharing/plan")
    store.expire_all()
    assert store.get_one(PersonRow, dana).plan_opened_at == NOW
