"""Return codes on the site: made, opened, stopped. A browser remembers its own codes in its session cookie alone."""

from flask import session
from sqlmodel import Session

from portal.domain.errors import InvalidCode
from portal.domain.plan_document import InvalidPlan
from portal.domain.return_code import parse_return_code, show_return_code
from portal.store.plan_codes import delete_ended, find_end, find_snapshot, put_away, stop_code
from portal.web.formats import day
from portal.web.plan.current import secret_key, site_settings
from portal.web.plan.link import read_signed_plan
from portal.web.plan.view_models import CodeView
from portal.web.plan.waiting import Tried, check_tries, count_try

COOKIE_KEY = "plan_codes"
MOST_CODES = 5
"""Of one browser. One more stops the oldest."""


def codes_of_browser(store: Session) -> tuple[CodeView, ...]:
    """The codes made in this browser that still work, newest first."""
    found = []
    for code in _remembered():
        end = find_end(store, code, secret=secret_key(), now=site_settings().now())
        if end is not None:
            found.append(CodeView(code=code, shown=show_return_code(code), until=day(end)))
    return tuple(found)


def make_code(store: Session, token: str) -> None:
    """Put a plan away under a new code, which this browser remembers until it is closed."""
    settings = site_settings()
    code = put_away(store, token, secret=secret_key(), now=settings.now(), days=settings.plan_code_days)
    codes = [code, *_remembered()]
    for old in codes[MOST_CODES:]:
        stop_code(store, old, secret=secret_key())
    store.commit()
    session[COOKIE_KEY] = codes[:MOST_CODES]


def open_code(store: Session, text: str) -> str:
    """The signed plan under a code.

    Raises: InvalidCode alike where it never was, has ended or was stopped; TooManyTries.
    """
    code = parse_return_code(text)  # a typing mistake is told without a look, and does not count
    check_tries(store, Tried.CODE)
    delete_ended(store, now=site_settings().now())
    store.commit()
    snapshot = find_snapshot(store, code, secret=secret_key(), now=site_settings().now())
    if snapshot is not None:
        try:
            read_signed_plan(snapshot, secret=secret_key())
        except InvalidPlan:
            snapshot = None
    if snapshot is None:
        count_try(store, Tried.CODE)
        store.commit()
        raise InvalidCode("This code does not work. It may have ended.")
    return snapshot


def stop(store: Session, text: str) -> None:
    """Delete what is kept under a code, whether or not anything is.

    Raises: InvalidCode when it is no code; TooManyTries.
    """
    code = parse_return_code(text)
    known = code in _remembered()
    if not known:
        check_tries(store, Tried.CODE)
        if find_end(store, code, secret=secret_key(), now=site_settings().now()) is None:
            count_try(store, Tried.CODE)
    stop_code(store, code, secret=secret_key())
    delete_ended(store, now=site_settings().now())
    store.commit()
    session[COOKIE_KEY] = [each for each in _remembered() if each != code]


def stop_all(store: Session) -> None:
    """Delete what is kept under every code of this browser."""
    for code in _remembered():
        stop_code(store, code, secret=secret_key())
    store.commit()
    session.pop(COOKIE_KEY, None)


def _remembered() -> list[str]:
    return [str(code) for code in session.get(COOKIE_KEY, [])][:MOST_CODES]
