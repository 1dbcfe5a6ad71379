"""Whose page is open in this browser: the cookie keeps the code until the browser is closed or idle for long.

Every request looks the code up anew, so that a code that was stopped opens nothing from that moment on. The code alone
opens nothing either: the card's words come next (`words_views.py`), and the cookie says for which card they were right.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import session
from sqlmodel import Session

from portal.domain.errors import InvalidCode
from portal.domain.return_code import parse_return_code
from portal.store.audit import append_entry
from portal.store.caseload_tables import PersonRow
from portal.store.own_codes import find_person_by_code, newest_card, reads_from
from portal.store.privacy_tables import OwnCardRow
from portal.web.plan.current import secret_key, site_settings
from portal.web.plan.waiting import Tried, check_tries, count_try
from portal.web.sharing.of_card import told_of_card

COOKIE_KEY = "sharing"
IDLE = timedelta(minutes=30)
"""A shared computer is left without closing the browser: then the code is asked for again."""


class NotOpened(Exception):
    """Nobody's page is open in this browser, or its code has ended, or its words are still to come."""


class NotYet(Exception):
    """The card is so new that it reads, copies and deletes nothing. `opens_at`: when it does."""

    def __init__(self, opens_at: datetime) -> None:
        super().__init__(f"This card reads and deletes from {opens_at.isoformat()} on.")
        self.opens_at = opens_at


@dataclass(frozen=True)
class Held:
    """The card whose code is in the cookie. `is_open`: its words were right, or were chosen here."""

    person: PersonRow
    card: OwnCardRow
    is_open: bool


def hold_code(store: Session, text: str) -> None:
    """Take a code into this browser; its words are asked for next.

    Raises: InvalidCode alike where it never was, has ended or was stopped; TooManyTries.
    """
    code = parse_return_code(text)  # a typing mistake is told without a look, and does not count
    check_tries(store, Tried.OWN_CODE)
    if find_person_by_code(store, code, secret=secret_key(), now=site_settings().now()) is None:
        count_try(store, Tried.OWN_CODE)
        store.commit()
        raise InvalidCode("This code does not work. It may have ended.")
    _remember(code, card_id="")


def open_held(card: OwnCardRow) -> None:
    """The words of this card were right: from now on its page is open in this browser."""
    _remember(str(session[COOKIE_KEY][0]), card_id=card.id)


def close() -> None:
    """Forget the code in this browser."""
    session.pop(COOKIE_KEY, None)


def find_held(store: Session) -> Held | None:
    """The card whose code this browser has, with or without its words; None where it has none that works."""
    told = session.get(COOKIE_KEY)
    if not isinstance(told, list) or len(told) != 3:
        return None
    code, seen, card_id = str(told[0]), datetime.fromisoformat(str(told[1])), str(told[2])
    person = None
    if _clock() - seen <= IDLE:
        person = find_person_by_code(store, code, secret=secret_key(), now=site_settings().now())
    if person is None:
        close()
        return None
    card = newest_card(store, person.id)
    _remember(code, card_id=card_id)
    return Held(person=person, card=card, is_open=bool(card.words_sealed) and card_id == card.id)


def find_opened(store: Session) -> PersonRow | None:
    """Whose page is open; None where it is nobody's."""
    held = find_held(store)
    return held.person if held is not None and held.is_open else None


def opened_person(store: Session) -> PersonRow:
    """Whose page is open.

    Raises: NotOpened.
    """
    person = find_opened(store)
    if person is None:
        raise NotOpened
    return person


def check_reads(store: Session, person: PersonRow) -> None:
    """Go on only where the card is old enough to show, copy or delete what is kept.

    Raises: NotYet.
    """
    opens_at = reads_from(newest_card(store, person.id))
    if opens_at is None or site_settings().now() < opens_at:
        raise NotYet(opens_at or site_settings().now())


def person_who_changes(store: Session, *, action: str) -> PersonRow:
    """Whose page is open, with the log's entry of the change written and the organisation's turn taken.

    Who waits in the gate meanwhile reads what is written now; the view commits.

    Raises: NotOpened.
    """
    person = opened_person(store)
    write_down(store, person, kind="change", action=action)
    store.expire_all()  # what was read before the turn may have changed
    try:
        return opened_person(store)
    except NotOpened:
        store.rollback()
        raise


def write_down(store: Session, person: PersonRow, *, kind: str, action: str) -> None:
    """Write into the log what somebody did with the person's card, with who made the card and when.

    The card proves no more than that somebody has it; so the log never says "the person" without it.
    """
    now = site_settings().now()
    append_entry(
        store,
        organisation_id=person.organisation_id,
        account_id=None,
        actor="person",
        kind=kind,
        action=action,
        about=(person.id,),
        detail=told_of_card(newest_card(store, person.id), at=now),
        now=now,
    )


def _remember(code: str, *, card_id: str) -> None:
    session[COOKIE_KEY] = [code, _clock().isoformat(), card_id]


def _clock() -> datetime:
    # The real one: where the site's is fixed to a day (`as_of`), no page would ever close.
    return datetime.now(UTC)
