"""Cards for a whole group: one each for those who have none, shown once, and in the log of each."""

import re
from collections.abc import Callable

from sqlmodel import Session

from portal.domain.return_code import parse_return_code
from portal.domain.staff import Role
from portal.store.audit import list_entries
from portal.store.caseload_tables import PersonRow
from portal.store.own_codes import find_person_by_code
from tests.portal.web.caseload.conftest import Desk, id_of
from tests.portal.web.page_client import Page, check_page, words_of
from tests.portal.web.staff_world import StaffWorld
from tests.portal.web.world import NOW

CODE = re.compile(r"\b(?:[2-9A-Z]{4}-){2}[2-9A-Z]{4}\b")


def _group(desk: Desk, *people: str) -> str:
    group = id_of(desk.send("/groups", {"name": f"Period {people[0][:6]}"}).headers["Location"])
    desk.send(f"/groups/{group}/in", {"person": list(people)})
    return group


def test_everybody_without_a_card_gets_one_that_opens_their_page(
    desk: Desk, store: Session, staff_world: StaffWorld
) -> None:
    first, second = desk.add("Zoe"), desk.add("Adam")
    group = _group(desk, first, second)
    answer = desk.send(f"/groups/{group}/cards", status=200)
    page = Page(answer.get_data(as_text=True), 200)
    check_page(page, "cards of a group")
    cards = page.all("section", class_="panel own-card section")
    codes = {}
    for card in cards:
        (code,) = set(CODE.findall(words_of(card)))
        found = find_person_by_code(
            store, parse_return_code(code), secret=desk.app.extensions["settings"].secret_key, now=NOW
        )
        assert found is not None
        codes[found.id] = words_of(card)
    assert list(codes) == [second, first], "by name"
    assert "Adam" in codes[second]
    assert "Zoe" in codes[first]
    for person in codes:
        (entry,) = list_entries(store, staff_world.school, person_id=person, kind="change")[:1]
        assert entry.action == "administer.make_card"
        assert set(entry.about) == {first, second}


def test_a_card_that_works_is_not_replaced(desk: Desk, store: Session) -> None:
    person = desk.add("Kim")
    group = _group(desk, person)
    desk.send(f"/groups/{group}/cards", status=200)
    before = store.get_one(PersonRow, person).own_code_hash
    again = desk.send(f"/groups/{group}/cards")
    assert again.headers["Location"] == f"/staff/groups/{group}?said=no-cards"
    store.expire_all()
    assert store.get_one(PersonRow, person).own_code_hash == before
    assert (
        "Everybody in this group has a card that works." in desk.get(f"/groups/{group}?said=no-cards").words()
    )


def test_a_colleague_makes_no_cards_for_it(desk: Desk, desk_of: Callable[..., Desk], store: Session) -> None:
    person = desk.add("Lou")
    group = _group(desk, person)
    desk_of(Role.VR_COUNSELOR).send(f"/groups/{group}/cards", status=404)
    assert store.get_one(PersonRow, person).own_code_hash is None


def test_colleagues_are_told_of_a_card_and_who_made_it_is_not(
    desk: Desk, desk_of: Callable[..., Desk], staff_world: StaffWorld
) -> None:
    person = desk.add("Nora")
    colleague = desk_of(Role.VR_COUNSELOR)
    desk.send(
        f"/people/{person}/ties",
        {"account": colleague.account_id, "part": "support", "reason": "helps with work"},
    )
    assert "made a card for their own page" not in colleague.get(f"/people/{person}").words()
    desk.send(f"/groups/{_group(desk, person)}/cards", status=200)
    assert "made a card for their own page" in colleague.get(f"/people/{person}").words()
    assert "made a card for their own page" not in desk.get(f"/people/{person}").words()
