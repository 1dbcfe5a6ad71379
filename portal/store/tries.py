"""How often one network address tried something in the last ten minutes, for all web processes together.

Of an address only a keyed hash is stored, with a key that changes each day. Whoever has the database without the
deployment's secret cannot tell addresses from it, and nobody can follow one from day to day.
"""

import hmac
from datetime import date, datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from sqlalchemy import ColumnElement, delete
from sqlmodel import Session, col, func, select

from portal.store.try_table import TryRow

WINDOW = timedelta(minutes=10)
ADDRESS_BITS = 64
"""Of an IPv6 address: a home or a phone has all addresses below these."""
_KEY = b"rungs counted tries 1 "


def count_tries(session: Session, what: str, who: str, *, secret: str, now: datetime) -> int:
    """Tries of the last ten minutes. `who` is a network address."""
    return session.exec(
        select(func.count())
        .select_from(TryRow)
        .where(TryRow.what == what, *_recent(who, secret=secret, now=now))
    ).one()


def list_try_times(session: Session, what: str, who: str, *, secret: str, now: datetime) -> list[datetime]:
    """When the tries of the last ten minutes were, oldest first."""
    return list(
        session.exec(
            select(TryRow.tried_at)
            .where(TryRow.what == what, *_recent(who, secret=secret, now=now))
            .order_by(col(TryRow.tried_at))
        ).all()
    )


def add_try(session: Session, what: str, who: str, *, secret: str, now: datetime) -> TryRow:
    """Count one more, and forget all that are over. The caller commits."""
    delete_old_tries(session, now=now)
    row = TryRow(what=what, who_hash=hash_address(who, secret=secret, day=now.date()), tried_at=now)
    session.add(row)
    return row


def forget_tries(session: Session, what: str, who: str, *, secret: str, now: datetime) -> None:
    """Count none any more of this kind, by whomever they were. The caller commits."""
    session.connection().execute(
        delete(TryRow).where(col(TryRow.what) == what, *_recent(who, secret=secret, now=now))
    )


def delete_old_tries(session: Session, *, now: datetime) -> None:
    """Forget what is older than ten minutes. The caller commits."""
    session.connection().execute(delete(TryRow).where(col(TryRow.tried_at) <= now - WINDOW))


def hash_address(who: str, *, secret: str, day: date) -> str:
    """What stands for an address on one day."""
    try:
        address = ip_address(who)
    except ValueError:  # a test or a socket of the machine itself
        network = who
    else:
        if isinstance(address, IPv6Address):
            address = address.ipv4_mapped or address
        is_short = isinstance(address, IPv4Address)
        network = str(address if is_short else ip_network((address, ADDRESS_BITS), strict=False))
    key = hmac.digest(secret.encode(), _KEY + day.isoformat().encode(), "sha256")
    return hmac.digest(key, network.encode(), "sha256").hex()[:32]


def _recent(who: str, *, secret: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    since = now - WINDOW
    hashes = {hash_address(who, secret=secret, day=when.date()) for when in (now, since)}
    return col(TryRow.who_hash).in_(hashes), col(TryRow.tried_at) > since
