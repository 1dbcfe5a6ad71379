"""Postings that a feed no longer names while it holds records whose reference nobody can read.

Each of those records may be any of the absent postings. So none of them is closed at once; each is closed when a feed
without such records does not name it either, or when it was absent for `GRACE_DAYS`: what nobody confirmed for so
long is not shown as open.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import Session, col, select

from portal.store.absence_table import UnsureAbsenceRow

GRACE_DAYS = 3
_BATCH = 500


def surely_absent(
    session: Session, source_key: str, absent: Sequence[str], *, hidden_refs: int, now: datetime
) -> list[str]:
    """Those of the absent postings that are to be closed now. Reads only."""
    if not hidden_refs:
        return list(absent)
    since = _since(session, source_key)
    limit = now - timedelta(days=GRACE_DAYS)
    return [ref for ref in absent if ref in since and since[ref] <= limit]


def keep_absences(
    session: Session, source_key: str, absent: Sequence[str], *, closed: Sequence[str], now: datetime
) -> None:
    """Note since when each posting is absent that stays open all the same. The caller commits."""
    known = _since(session, source_key)
    wanted = set(absent) - set(closed)
    over = sorted(set(known) - wanted)
    for start in range(0, len(over), _BATCH):
        session.connection().execute(
            delete(UnsureAbsenceRow).where(
                col(UnsureAbsenceRow.source_key) == source_key,
                col(UnsureAbsenceRow.source_ref).in_(over[start : start + _BATCH]),
            )
        )
    for ref in sorted(wanted - set(known)):
        session.add(UnsureAbsenceRow(source_key=source_key, source_ref=ref, since_at=now))
    session.flush()


def _since(session: Session, source_key: str) -> dict[str, datetime]:
    rows = session.exec(
        select(UnsureAbsenceRow.source_ref, UnsureAbsenceRow.since_at).where(
            UnsureAbsenceRow.source_key == source_key
        )
    )
    return dict(rows.all())
