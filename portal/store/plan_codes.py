"""Plans under return codes: put away, found, stopped.

The database never has a code, only its keyed hash; and no plan that could be read without its code.
"""

import base64
import hmac
from datetime import datetime, timedelta

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import delete
from sqlmodel import Session, col, select

from portal.domain.return_code import make_return_code
from portal.store.plan_code_table import PlanCodeRow

_KEY = b"rungs plan return code 1"
_SNAPSHOT_KEY = b"rungs plan under a code 1 "


def hash_code(code: str, *, secret: str) -> str:
    """What stands for a code in the database: without the deployment's secret it tells nothing about the code."""
    key = hmac.digest(secret.encode(), _KEY, "sha256")
    return hmac.digest(key, code.encode(), "sha256").hex()


def put_away(
    session: Session,
    snapshot: str,
    *,
    secret: str,
    now: datetime,
    days: int,
    organisation_id: str | None = None,
    person_id: str | None = None,
) -> str:
    """Keep a signed plan for some days; return its new code. What has ended is deleted first. The caller commits.

    `person_id` where a professional hands it over: the code is stopped with that person's yes, and erased with them.
    """
    delete_ended(session, now=now)
    code = make_return_code()
    session.add(
        PlanCodeRow(
            code_hash=hash_code(code, secret=secret),
            snapshot=_cipher(code, secret=secret).encrypt(snapshot.encode()).decode(),
            expires_at=now + timedelta(days=days),
            organisation_id=organisation_id,
            person_id=person_id,
        )
    )
    return code


def find_snapshot(session: Session, code: str, *, secret: str, now: datetime) -> str | None:
    """The signed plan under a code; None alike for a code that never was, has ended or was stopped.

    A hit and a miss do the same work before the answer differs: one keyed hash and one read by key.
    """
    kept = session.exec(
        select(PlanCodeRow.snapshot).where(
            PlanCodeRow.code_hash == hash_code(code, secret=secret), col(PlanCodeRow.expires_at) > now
        )
    ).first()
    if kept is None:
        return None
    try:
        return _cipher(code, secret=secret).decrypt(kept.encode()).decode()
    except InvalidToken:
        return (
            kept  # put away before plans under codes were encrypted: signed, and gone within `plan_code_days`
        )


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


def stop_codes_of_person(session: Session, person_id: str) -> int:
    """Delete what professionals handed over of a person's plan; return how many codes. The caller commits."""
    return (
        session.connection()
        .execute(delete(PlanCodeRow).where(col(PlanCodeRow.person_id) == person_id))
        .rowcount
    )


def has_codes_of_person(session: Session, person_id: str, *, now: datetime) -> bool:
    """Does any code that a professional handed over still open this person's plan?"""
    mine = select(PlanCodeRow.code_hash).where(
        PlanCodeRow.person_id == person_id, PlanCodeRow.expires_at > now
    )
    return session.exec(mine.limit(1)).first() is not None


def delete_ended(session: Session, *, now: datetime) -> None:
    """Delete all that has ended. The caller commits."""
    session.connection().execute(delete(PlanCodeRow).where(col(PlanCodeRow.expires_at) <= now))


def _cipher(code: str, *, secret: str) -> Fernet:
    """What opens the plan under one code: made of the code and the deployment's secret, so it is kept nowhere."""
    return Fernet(
        base64.urlsafe_b64encode(hmac.digest(secret.encode(), _SNAPSHOT_KEY + code.encode(), "sha256"))
    )
