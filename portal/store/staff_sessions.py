"""Sign-ins of professionals: begun, proved anew, ended (`signed_in` looks them up). The caller commits."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from portal.store.signed_in import session_id_of
from portal.store.staff_tables import StaffSessionRow

KEPT = timedelta(days=30)
"""Rows of sign-ins that are over. The log keeps what matters longer."""


def start_session(
    session: Session,
    account_id: str,
    *,
    now: datetime,
    has_second_factor: bool,
    device_words: str,
    most: int,
) -> str:
    """Begin a sign-in; return the token for the cookie. Of more than `most` the oldest is ended."""
    session.connection().execute(delete(StaffSessionRow).where(col(StaffSessionRow.made_at) < now - KEPT))
    for row in _live(session, account_id)[most - 1 :]:
        row.ended_at = now
        session.add(row)
    token = secrets.token_urlsafe(32)
    session.add(
        StaffSessionRow(
            id=session_id_of(token),
            account_id=account_id,
            made_at=now,
            seen_at=now,
            proved_at=now,
            second_factor_at=now if has_second_factor else None,
            device_words=device_words,
        )
    )
    session.flush()
    return token


def list_sessions(
    session: Session, account_id: str, *, now: datetime, idle: timedelta, longest: timedelta
) -> list[StaffSessionRow]:
    """Sign-ins that still hold, newest first."""
    return [
        row
        for row in _live(session, account_id)
        if now - row.seen_at <= idle and now - row.made_at <= longest
    ]


def end_session(session: Session, session_id: str, *, account_id: str, now: datetime) -> bool:
    """End one sign-in of an account; False where it has none of this id that holds."""
    return bool(
        _end(session, now, StaffSessionRow.id == session_id, StaffSessionRow.account_id == account_id)
    )


def end_sessions(session: Session, account_id: str, *, now: datetime, but: str = "") -> int:
    """End every sign-in of an account, but one where it is named; says how many."""
    return _end(session, now, StaffSessionRow.account_id == account_id, StaffSessionRow.id != but)


def note_proof(session: Session, session_id: str, *, now: datetime, has_second_factor: bool = False) -> None:
    """The professional showed their password again, or their second factor."""
    values: dict[str, datetime] = {"proved_at": now}
    if has_second_factor:
        values["second_factor_at"] = now
    session.connection().execute(
        update(StaffSessionRow)
        .where(col(StaffSessionRow.id) == session_id, col(StaffSessionRow.ended_at).is_(None))
        .values(**values)
    )


def forget_second_factor(session: Session, account_id: str) -> None:
    """No sign-in of an account has shown a second factor any more: the last one was taken out."""
    session.flush()
    session.connection().execute(
        update(StaffSessionRow)
        .where(col(StaffSessionRow.account_id) == account_id)
        .values(second_factor_at=None)
    )


def _live(session: Session, account_id: str) -> list[StaffSessionRow]:
    return list(
        session.exec(
            select(StaffSessionRow)
            .where(StaffSessionRow.account_id == account_id, col(StaffSessionRow.ended_at).is_(None))
            .order_by(col(StaffSessionRow.made_at).desc(), col(StaffSessionRow.seen_at).desc())
        ).all()
    )


def _end(session: Session, now: datetime, *which: object) -> int:
    session.flush()  # what is not written yet would be lost when all is read anew
    done = session.connection().execute(
        update(StaffSessionRow)
        .where(col(StaffSessionRow.ended_at).is_(None), *which)  # type: ignore[arg-type]
        .values(ended_at=now)
    )
    session.expire_all()
    return int(done.rowcount)
