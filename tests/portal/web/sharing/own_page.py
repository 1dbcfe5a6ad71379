"""A person's own page as tests open it: a card that somebody made, its words, and a card that is a day old."""

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select

from portal.store.caseload_tables import PersonRow, TieRow
from portal.store.own_codes import make_own_code, newest_card
from tests.portal.web.world import NOW

WORDS = ["bread", "boat", "rain"]


def card_of(site: Flask, person_id: str) -> str:
    """A new card, made by whoever is tied; its code."""
    with Session(site.extensions["store_engine"]) as store:
        maker = store.exec(select(TieRow.account_id).where(TieRow.person_id == person_id)).first()
        assert maker is not None
        code = make_own_code(
            store,
            store.get_one(PersonRow, person_id),
            made_by=maker,
            secret=site.extensions["settings"].secret_key,
            now=NOW,
        )
        store.commit()
    return code


def make_older(site: Flask, person_id: str, *, hours: float) -> None:
    """Let a person's card have been made, and its words chosen, so much earlier."""
    with Session(site.extensions["store_engine"]) as store:
        card = newest_card(store, person_id)
        card.made_at -= timedelta(hours=hours)
        if card.words_chosen_at is not None:
            card.words_chosen_at -= timedelta(hours=hours)
        store.add(card)
        store.commit()


def open_own_page(site: Flask, person_id: str, *, hours: float = 25) -> FlaskClient:
    """A browser in which a person's page is open, with a card of so many hours ago."""
    browser = site.test_client()
    answer = browser.post("/sharing/open", data={"code": card_of(site, person_id)})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sharing")
    answer = browser.post("/sharing/words", data={"word": WORDS})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sharing?said=chosen")
    make_older(site, person_id, hours=hours)
    return browser
