"""Whose page is open in this browser: the cookie keeps the code until the browser is closed or idle for long.

Every request looks the code up anew, so that a code that was stopped opens nothing from that moment on.
"""

from datetime import UTC, datetime, timedelta

from flask import session
from sqlmodel import Session

from portal.domain.errors import InvalidCode
from portal.domain.return_code import parse_return_code
from portal.store.audit import append_entry
from portal.store.caseload_tables import PersonRow
from portal.store.own_codes import find_person_by_code
from portal.web.plan.current import secret_key, site_settings
from portal.web.plan.waiting import Tried, check_tries, count_try

COOKIE_KEY = "sharing"
IDLE = timedelta(minutes=30)
"""A shared computer is left without closing the browser: then the code is asked for again."""


class NotOpened(Exception):
    """Nobody's page is open in this browser, or its code has ended."""


def open_with(store: Session, text: str) -> None:
    """Open a person's page by their code.

    Raises: InvalidCode alike where it never was, has ended or was stopped; TooManyTries.
    """
    code = parse_return_code(text)  # a typing mistake is told without a look, and does not count
    check_tries(store, Tried.OWN_CODE)
    if find_person_by_code(store, code, secret=secret_key(), now=site_settings().now()) is None:
        count_try(store, Tried.OWN_CODE)
        store.commit()
        raise InvalidCode("This code does not work. It may have ended.")
    session[COOKIE_KEY] = [code, _clock().isoformat()]


def close() -> None:
    """Forget the code in this browser."""
    session.pop(COOKIE_KEY, None)


def find_opened(store: Session) -> PersonRow | None:
    """Whose page is open; None where it is nobody's."""
    told = session.get(COOKIE_KEY)
    if not isinstance(told, list) or len(told) != 2:
        return None
    code, seen = str(told[0]), datetime.fromisoformat(str(told[1]))
    person = None
    if _clock() - seen <= IDLE:
        person = find_person_by_code(store, code, secret=secret_key(), now=site_settings().now())
    if person is None:
        close()
        return None
    session[COOKIE_KEY] = [code, _clock().isoformat()]
    return person


def opened_person(store: Session) -> PersonRow:
    """Whose page is open.

    Raises: NotOpened.
    """
    person = find_opened(store)
    if person is None:
        raise NotOpened
    return person


def person_who_changes(store: Session, *, action: str) -> PersonRow:
    """Whose page is open, with the log's entry of the change written and the organisation's turn taken.

    Who waits in the gate meanwhile reads what is written now; the view commits.

    Raises: NotOpened.
    """
    person = opened_person(store)
    append_entry(
        store,
        organisation_id=person.organisation_id,
        account_id=None,
        actor="person",
        kind="change",
        action=action,
        about=(person.id,),
        now=site_settings().now(),
    )
    store.expire_all()  # what was read before the turn may have changed
    try:
        return opened_person(store)
    except NotOpened:
        store.rollback()
        raise


def _clock() -> datetime:
    # The real one: where the site's is fixed to a day (`as_of`), no page would ever close.
    return datetime.now(UTC)
