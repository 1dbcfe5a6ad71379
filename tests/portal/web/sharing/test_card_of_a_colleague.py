"""Who makes a card may read its code. What they can do with it, what they cannot, and who notices."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select

from portal.domain.staff import Role
from portal.store.audit import list_entries
from portal.store.caseload_tables import NoteRow, PersonRow, TieRow
from portal.store.ids import new_id
from portal.store.own_codes import MOST_WRONG_WORDS
from portal.store.sealing import Sealer, place
from portal.store.try_table import TryRow
from tests.portal.web.page_client import PageClient
from tests.portal.web.sharing.own_page import WORDS, card_of, make_older, open_own_page
from tests.portal.web.staff_world import SEAL_KEY, StaffWorld, add_person, sign_in
from tests.portal.web.world import NOW, TODAY

SECRET = "A note that Ben let nobody see"
OTHERS = ["apple", "ball", "bear"]


@pytest.fixture
def ben(staff_site: Flask, staff_world: StaffWorld) -> str:
    """Somebody who said yes to nothing, with a note from before and a second professional."""
    with Session(staff_site.extensions["store_engine"]) as store:
        sealer, counselor = Sealer((SEAL_KEY,)), staff_world.account(Role.COUNSELOR)
        id_ = add_person(store, sealer, staff_world.school, label="Ben B.", account_id=counselor)
        about = {"organisation_id": staff_world.school, "person_id": id_}
        note = new_id()
        sealed = sealer.seal(SECRET, about=place("note", "text", note))
        store.add(
            NoteRow(
                **about,
                id=note,
                account_id=counselor,
                kind="met",
                on_date=TODAY,
                text_sealed=sealed,
                made_at=NOW,
            )
        )
        other = staff_world.account(Role.VR_COUNSELOR)
        store.add(TieRow(**about, id=new_id(), account_id=other, part="support", starts_on=TODAY))
        store.commit()
    return id_


def _print(counselor: FlaskClient, person_id: str) -> str:
    base = f"/staff/people/{person_id}/consent"
    counselor.post(f"{base}/card")
    words = PageClient(counselor).get(f"{base}/card").words()
    (code,) = set(re.findall(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}\b", words))
    return str(code)


def test_a_card_that_its_maker_opens_reads_copies_and_deletes_nothing(
    staff_site: Flask, staff_world: StaffWorld, ben: str
) -> None:
    counselor, thief = staff_site.test_client(), staff_site.test_client()
    sign_in(counselor, staff_site, staff_world.account(Role.COUNSELOR))
    thief.post("/sharing/open", data={"code": _print(counselor, ben)})
    for path in ("log", "copy", "delete"):
        assert thief.get(f"/sharing/{path}").headers["Location"] == "/sharing", "the code alone opens nothing"
    for path in ("answers", "stop", "download", "plan", "delete", "ask-for-deletion"):
        assert thief.post(f"/sharing/{path}").headers["Location"] == "/sharing", path
    thief.post("/sharing/words", data={"word": WORDS})
    page = PageClient(thief).get("/sharing").words()
    assert "You can read, save or delete what is kept from June 21, 2026" in page
    assert "Read all of it" not in page
    answers = [thief.get("/sharing/copy"), thief.post("/sharing/download"), thief.post("/sharing/plan")]
    answers.append(thief.post("/sharing/delete", data={"confirmed": "yes"}))
    assert [answer.status_code for answer in answers] == [403] * 4
    assert not any(
        SECRET in answer.get_data(as_text=True) for answer in (*answers, thief.get("/sharing/log"))
    )
    make_older(staff_site, ben, hours=23.9)
    assert PageClient(thief).get("/sharing/copy", status=403).words().count("This opens later")
    make_older(staff_site, ben, hours=0.2)
    assert SECRET in PageClient(thief).get("/sharing/copy").words(), "what is left open: threat-model.md"


def test_whoever_is_asked_for_words_of_somebody_else_learns_that_the_card_was_used(
    staff_site: Flask, ben: str
) -> None:
    code = card_of(staff_site, ben)
    first, second = staff_site.test_client(), staff_site.test_client()
    first.post("/sharing/open", data={"code": code})
    first.post("/sharing/words", data={"word": OTHERS})
    second.post("/sharing/open", data={"code": code})
    page = PageClient(second).get("/sharing")
    assert page.all("h1")[0].text == "Your three words"
    assert "This card was first opened on June 20, 2026" in page.words()
    assert "somebody else used your card" in page.words()
    assert "Tus tres palabras" in PageClient(second).get("/sharing", language="es").words()
    assert second.post("/sharing/words", data={"word": WORDS}).status_code == 422
    assert second.post("/sharing/words", data={"word": OTHERS[::-1]}).headers["Location"] == "/sharing"
    assert "Say yes" in PageClient(second).get("/sharing").words()


def test_colleagues_and_the_person_see_who_made_the_card_and_how_new_it_was(
    staff_site: Flask, staff_world: StaffWorld, ben: str
) -> None:
    with Session(staff_site.extensions["store_engine"]) as store:
        card_of(staff_site, ben)
        browser = open_own_page(staff_site, ben, hours=0.2)
        browser.post(
            "/sharing/answers", data={"purpose": "plan", "until": "2026-12-01", "given_by": "person"}
        )
        entry = list_entries(store, staff_world.school, person_id=ben)[0]
        assert (entry.action, entry.actor) == ("sharing.save_answers", "person")
        assert entry.detail["card_by"] == staff_world.account(Role.COUNSELOR)
        assert entry.detail["card_minutes"] == 12
    own = PageClient(browser).get("/sharing").words()
    made = "with a card that Counselor Smith made 12 minutes before"
    assert own.count(made) == 2, "beside the yes, and in the log"
    assert "The one before was made on June 20, 2026" in own
    colleague = staff_site.test_client()
    sign_in(colleague, staff_site, staff_world.account(Role.VR_COUNSELOR))
    assert made in PageClient(colleague).get(f"/staff/people/{ben}/consent").words()
    for path in ("/staff", f"/staff/people/{ben}"):
        assert "Counselor Smith made a card for their own page" in PageClient(colleague).get(path).words()
    make_older(staff_site, ben, hours=14 * 24)
    assert "made a card" not in PageClient(colleague).get(f"/staff/people/{ben}").words()


def test_who_decides_about_a_deletion_sees_with_whose_card_it_was_asked_for(
    staff_site: Flask, staff_world: StaffWorld, ben: str
) -> None:
    browser = open_own_page(staff_site, ben, hours=0.1)
    browser.post("/sharing/ask-for-deletion")
    administrator = staff_site.test_client()
    sign_in(administrator, staff_site, staff_world.account(Role.ADMINISTRATOR))
    words = PageClient(administrator).get("/staff/admin/data").words()
    assert "with a card that Counselor Smith made 6 minutes before" in words


def test_who_reads_the_copy_is_in_the_log(staff_site: Flask, staff_world: StaffWorld, ben: str) -> None:
    browser = open_own_page(staff_site, ben)
    PageClient(browser).get("/sharing/copy")
    browser.post("/sharing/download")
    with Session(staff_site.extensions["store_engine"]) as store:
        found = list_entries(store, staff_world.school, person_id=ben)
    assert [(entry.action, entry.kind) for entry in found] == [
        ("sharing.download", "change"),
        ("sharing.read_copy", "look"),
        ("sharing.choose_words", "change"),
    ]
    assert all(entry.detail["card_by"] for entry in found)


@pytest.mark.parametrize(
    "wrong", [[], WORDS[:2], [*WORDS, "sun"], [*WORDS[:2], "boat"], [*WORDS[:2], "<b>"], ["sun"] * 3]
)
def test_words_are_three_of_those_that_are_offered(staff_site: Flask, ben: str, wrong: list[str]) -> None:
    browser = staff_site.test_client()
    browser.post("/sharing/open", data={"code": card_of(staff_site, ben)})
    assert browser.post("/sharing/words", data={"word": wrong}).status_code == 422
    assert browser.get("/sharing/log").headers["Location"] == "/sharing"


def test_who_guesses_words_stops_the_card(staff_site: Flask, ben: str) -> None:
    browser = open_own_page(staff_site, ben)
    with browser.session_transaction() as cookie:
        code = cookie["sharing"][0]
    guesser = staff_site.test_client()
    with Session(staff_site.extensions["store_engine"]) as store:
        try:
            guesser.post("/sharing/open", data={"code": code})
            for number in range(MOST_WRONG_WORDS):
                for row in store.exec(select(TryRow)):
                    store.delete(row)  # as if from many addresses
                store.commit()
                answer = guesser.post("/sharing/words", data={"word": OTHERS})
                assert answer.status_code == (422 if number < MOST_WRONG_WORDS - 1 else 303)
            assert guesser.post("/sharing/open", data={"code": code}).status_code == 422
            assert browser.get("/sharing/log").headers["Location"] == "/sharing"
            assert store.get_one(PersonRow, ben).own_code_hash is None
        finally:
            for row in store.exec(select(TryRow)):
                store.delete(row)
            store.commit()


def test_words_of_a_new_card_are_chosen_anew_and_never_kept_as_they_are(staff_site: Flask, ben: str) -> None:
    before = open_own_page(staff_site, ben)
    card_of(staff_site, ben)
    assert before.get("/sharing/log").headers["Location"] == "/sharing"
    open_own_page(staff_site, ben)
    with Session(staff_site.extensions["store_engine"]) as store:
        dump = "\n".join(store.connection().connection.driver_connection.iterdump())  # type: ignore[union-attr]
    assert " ".join(sorted(WORDS)) not in dump
    assert "$argon2" not in dump, "three of forty words could be tried one by one"
