"""Who tries too often has to wait: wrong return codes, and files that take a computer some time to make."""

from datetime import UTC, datetime
from enum import StrEnum

from flask import request
from sqlmodel import Session

from portal.store.tries import WINDOW, add_try, count_tries
from portal.web.plan.current import secret_key, site_settings

WAIT_SECONDS = int(WINDOW.total_seconds())
CLASS_SHARE = 5
"""A whole school has one network address: so many times the tries for the codes of classes."""


class Tried(StrEnum):
    """What is counted, each by itself."""

    CODE = "plan_code"
    PDF = "plan_pdf"
    CLASS = "class_code"
    OWN_CODE = "own_code"


class TooManyTries(Exception):
    """This network address has to wait: it tried too often in the last ten minutes."""


def check_tries(store: Session, what: Tried) -> None:
    """Go on only where the address of this request has tries left.

    Raises: TooManyTries.
    """
    settings = site_settings()
    most = settings.plan_pdf_tries if what is Tried.PDF else settings.plan_code_tries
    if what is Tried.CLASS:
        most *= CLASS_SHARE
    if count_tries(store, what, _who(), secret=secret_key(), now=_now()) >= most:
        raise TooManyTries


def count_try(store: Session, what: Tried) -> None:
    """Remember one more try of this address. The caller commits."""
    add_try(store, what, _who(), secret=secret_key(), now=_now())


def _who() -> str:
    return request.remote_addr or ""


def _now() -> datetime:
    # The real clock: where the site's is fixed to a day (`as_of`), nobody would ever have waited long enough.
    return datetime.now(UTC)
