"""Plans under return codes: put away, found, stopped. The database never has a code, only its keyed hash."""

import hmac
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import Session, col, select

from portal.domain.return_code import make_return_code
from portal.store.plan_code_table import PlanCodeRow

_KEY = b"rungs plan return code 1"


def hash_code(code: str, *, secret: str) -> str:
    """What stands for a code in the database: without the deployment's secret it tells nothing about the code."""
    key = hmac.digest(secret.encode(), _KEY, "sha256")
    return hmac.digest(key, code.encode(), "sha256").hex()


def put_away(session: Session, snapshot: str, *, secret: str, now: datetime, days: int) -> str:
    """Keep a signed plan for some days; return its new code. What has ended is deleted first. The caller commits."""
    delete_ended(session, now=now)
    code = make_return_code()
    session.add(
        PlanCodeRow(
            code_hash=hash_code(code, secret=secret),
            snapshot=snapshot,
            expires_at=now + timedelta(days=days),
        )
    )
    return code


def find_snapshot(session: Session, code: str, *, secret: str, now: datetime) -> str | None:
    """The signed plan under a code; None alike for a code that never was, has ended or was stopped.

    A hit and a miss do the same work: one keyed hash and one read by key, so the time tells nothing.
    """
    return session.exec(
        select(PlanCodeRow.snapshot).where(
            PlanCodeRow.code_hash == hash_code(code, secret=secret), col(PlanCodeRow.expires_at) > now
        )
    ).first()


def find_end(session: Session, code: str, *, secret: str, now: datetime) -> datetime | None:
    """When a code ends; None where it no longer works."""
    return session.exec(
        select(PlanCodeRow.expires_at).where(
            PlanCodeRow.code_hash == hash_code(code, secret=secret), col(PlanCodeRow.expires_at) > now
        )
    ).first()


def stop_code(session: Session, code: str, *, secret: str) -> None:
    """Delete what is kept under a code; nothing where there is nothing. The caller commits."""
    session.connection().execute(
        delete(PlanCodeRow).where(col(PlanCodeRow.code_hash) == hash_code(code, secret=secret))
    )


def delete_ended(session: Session, *, now: datetime) -> None:
    """Delete all that has ended. The caller commits."""
    session.connection().execute(delete(PlanCodeRow).where(col(PlanCodeRow.expires_at) <= now))
