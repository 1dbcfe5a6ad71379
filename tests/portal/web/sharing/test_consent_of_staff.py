"""What a professional sees of a person's yes, writes down from paper, takes back, and the card they hand over."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session

from portal.domain.staff import Purpose, Role
from portal.store.audit import list_entries
from portal.store.caseload_tables import PersonRow
from portal.store.consent import granted_purposes, list_grants
from tests.portal.web.page_client import PageClient
from tests.portal.web.sharing.own_page import WORDS
from tests.portal.web.staff_world import StaffWorld, sign_in
from tests.portal.web.world import TODAY

SIGNED = {"signed_on": TODAY.isoformat(), "until": (TODAY + timedelta(days=90)).isoformat()}


@pytest.fixture
def store(staff_site: Flask) -> Iterator[Session]:
    with Session(staff_site.extensions["store_engine"]) as session:
        yield session


@pytest.fixture
def counselor(staff_site: Flask, staff_world: StaffWorld) -> FlaskClient:
    client = staff_site.test_client()
    sign_in(client, staff_site, staff_world.account(Role.COUNSELOR))
    return client


@pytest.fixture
def base(staff_world: StaffWorld) -> str:
    return f"/staff/people/{staff_world.ben}/consent"


def test_the_page_tells_what_was_agreed_to_and_nothing_else(
    counselor: FlaskClient, staff_world: StaffWorld, base: str
) -> None:
    pages = PageClient(counselor)
    assert "They took it back" not in pages.get(base).words(), "Ben said yes to nothing"
    ana = pages.get(f"/staff/people/{staff_world.ana}/consent")
    assert ana.words().count("They took it back") == len(Purpose)
    assert "cna" not in ana.words()
    PageClient(counselor).get(base, language="es")


def test_a_card_opens_the_persons_page_and_is_shown_once(
    counselor: FlaskClient, staff_site: Flask, store: Session, staff_world: StaffWorld, base: str
) -> None:
    answer = counselor.post(f"{base}/card")
    assert answer.headers["Location"] == f"{base}/card"
    page = PageClient(counselor).get(f"{base}/card")
    (code,) = set(re.findall(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}\b", page.words()))
    assert counselor.get(f"{base}/card").headers["Location"] == base, "a second look shows nothing"
    assert "Its code works until" in PageClient(counselor).get(base).words()
    browser = staff_site.test_client()
    assert browser.post("/sharing/open", data={"code": code}).status_code == 303
    assert PageClient(browser).get("/sharing").all("h1")[0].text == "Choose three words"
    browser.post("/sharing/words", data={"word": WORDS})
    assert "Lake View School" in PageClient(browser).get("/sharing").words()
    counselor.post(f"{base}/stop-code")
    assert browser.get("/sharing/log").headers["Location"] == "/sharing"
    store.expire_all()
    assert store.get_one(PersonRow, staff_world.ben).own_code_hash is None
    actions = [entry.action for entry in list_entries(store, staff_world.school, person_id=staff_world.ben)]
    assert {"administer.make_card", "administer.stop_code"} <= set(actions)


def test_a_card_of_one_person_is_not_shown_for_another(
    counselor: FlaskClient, staff_world: StaffWorld, base: str
) -> None:
    counselor.post(f"{base}/card")
    other = f"/staff/people/{staff_world.ana}/consent"
    assert counselor.get(f"{other}/card").headers["Location"] == other


def test_paper_is_written_down_with_who_signed_and_by_whom(
    counselor: FlaskClient, store: Session, staff_world: StaffWorld, base: str
) -> None:
    PageClient(counselor).get(f"{base}/form")
    yesterday = (TODAY - timedelta(days=1)).isoformat()
    form = {**SIGNED, "signed_on": yesterday, "purpose": ["notes", "share"], "given_by": "guardian"}
    assert counselor.post(f"{base}/paper", data=form).headers["Location"] == f"{base}?said=recorded"
    assert granted_purposes(store, staff_world.ben, on=TODAY) == {Purpose.NOTES, Purpose.SHARE}
    row = list_grants(store, staff_world.ben)[0]
    assert (row.how, row.given_by, row.recorded_by) == (
        "paper",
        "guardian",
        staff_world.account(Role.COUNSELOR),
    )
    assert row.given_at.date().isoformat() == yesterday
    words = PageClient(counselor).get(base).words()
    assert "A parent or guardian signed on paper, June 19, 2026. Put in by Counselor Smith." in words
    assert counselor.get(f"/staff/people/{staff_world.ben}/notes").status_code == 200
    counselor.post(f"{base}/withdraw", data={"purpose": "notes"})
    assert counselor.get(f"/staff/people/{staff_world.ben}/notes").status_code == 403, "at once"
    counselor.post(f"{base}/withdraw", data={"purpose": "share"})
    counselor.post(f"{base}/withdraw", data={"purpose": "everything"})
    store.expire_all()
    assert granted_purposes(store, staff_world.ben, on=TODAY) == frozenset()
    assert "Ended June 20, 2026." in PageClient(counselor).get(base).words()


@pytest.mark.parametrize(
    "wrong",
    [
        {"signed_on": ""},
        {"signed_on": (TODAY + timedelta(days=1)).isoformat()},
        {"signed_on": (TODAY - timedelta(days=400)).isoformat()},
        {
            "signed_on": (TODAY - timedelta(days=300)).isoformat(),
            "until": (TODAY + timedelta(days=90)).isoformat(),
        },
        {"until": ""},
        {"given_by": ""},
        {"purpose": []},
    ],
)
def test_a_paper_that_cannot_be_is_not_written_down(
    counselor: FlaskClient, store: Session, staff_world: StaffWorld, base: str, wrong: dict[str, object]
) -> None:
    form = {**SIGNED, "purpose": ["plan"], "given_by": "person", **wrong}
    assert counselor.post(f"{base}/paper", data=form).status_code == 422
    assert Purpose.PLAN not in granted_purposes(store, staff_world.ben, on=TODAY)


def test_who_only_reads_changes_nothing(staff_site: Flask, staff_world: StaffWorld, base: str) -> None:
    client = staff_site.test_client()
    sign_in(client, staff_site, staff_world.account(Role.READ_ONLY))
    for path in ("card", "stop-code", "paper", "withdraw"):
        assert client.post(f"{base}/{path}").status_code == 403
