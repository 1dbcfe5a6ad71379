"""Who tries too often has to wait: by account, wherever the tries come from, and by network address."""

from datetime import UTC, datetime, timedelta

from flask import request
from sqlmodel import Session

from portal.store.staff_tries import Tried, key_of_email, unlock_account
from portal.store.tries import WINDOW, add_try, count_tries, list_try_times
from portal.store.try_table import TryRow
from portal.web.gate.access import sealer, site_settings
from portal.web.translate import ngettext

ADDRESS_FACTOR = 3
"""Tries of one network address against those of one account: an office shares one address."""
MOST_CHALLENGES = 200
"""Challenges of passkeys for one address that is not signed in: each is a row until it is five minutes old."""


class MustWait(Exception):
    """Too many tries in the last ten minutes."""

    def __init__(self, left: timedelta) -> None:
        self.minutes = max(1, -(-int(left.total_seconds()) // 60))
        super().__init__(f"{self.minutes} minutes")


def real_now() -> datetime:
    """The real clock: where the site's is fixed to a day (`as_of`), nobody would ever have waited long enough."""
    return datetime.now(UTC)


def take_tries(store: Session, what: Tried, key: str) -> list[TryRow]:
    """Count a try before it is looked at, of the account and of the address, and commit; of many at once none is free.

    Raises: MustWait, and then the try does not count.
    """
    most = site_settings().staff_tries
    counted = ((what, key, most), (Tried.ADDRESS, request.remote_addr or "", most * ADDRESS_FACTOR))
    secret, now = site_settings().secret_key, real_now()
    rows = [add_try(store, kind, who, secret=secret, now=now) for kind, who, _ in counted]
    store.commit()
    for kind, who, most_of_kind in counted:
        times = list_try_times(store, kind, who, secret=secret, now=now)
        if len(times) > most_of_kind:
            give_back(store, rows)
            store.commit()
            raise MustWait(times[-most_of_kind - 1] + WINDOW - now)
    return rows


def may_have_challenge(store: Session) -> bool:
    """Count one more challenge for this address, and say whether it may have it. The caller commits."""
    secret, now, who = site_settings().secret_key, real_now(), request.remote_addr or ""
    if count_tries(store, Tried.CHALLENGE, who, secret=secret, now=now) >= MOST_CHALLENGES:
        return False
    add_try(store, Tried.CHALLENGE, who, secret=secret, now=now)
    return True


def give_back(store: Session, rows: list[TryRow]) -> None:
    """A try that was right does not count. The caller commits."""
    for row in rows:
        store.delete(row)


def forgive(store: Session, *, email: str, account_id: str) -> None:
    """Count no wrong tries of an account any more. The caller commits."""
    secret, now = site_settings().secret_key, real_now()
    unlock_account(store, sealer(), email=email, account_id=account_id, secret=secret, now=now)


def wrong_tries(store: Session, *, email: str) -> int:
    """Wrong passwords for an account in the last ten minutes."""
    secret = site_settings().secret_key
    return len(
        list_try_times(store, Tried.PASSWORD, key_of_email(sealer(), email), secret=secret, now=real_now())
    )


def is_locked(store: Session, *, email: str, account_id: str) -> bool:
    """Whether an account has to wait now."""
    secret, now, most = site_settings().secret_key, real_now(), site_settings().staff_tries
    return any(
        len(list_try_times(store, what, key, secret=secret, now=now)) >= most
        for what, key in ((Tried.PASSWORD, key_of_email(sealer(), email)), (Tried.CODE, account_id))
    )


def wait_words(wait: MustWait) -> str:
    """How long, for people."""
    return ngettext(
        "Too many tries. Wait %(num)s minute, then try again. Your administrator can unlock you sooner.",
        "Too many tries. Wait %(num)s minutes, then try again. Your administrator can unlock you sooner.",
        wait.minutes,
    )
