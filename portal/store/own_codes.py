"""The code with which a person opens their own page: made, found, stopped. Only its keyed hash is kept."""

import hmac
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from portal.domain.return_code import make_return_code
from portal.store.caseload_tables import PersonRow
from portal.store.staff_tables import OrganisationRow

DAYS = 400
"""A code works a little longer than the longest yes, so that nobody is shut out of taking it back."""
_KEY = b"rungs own code 1"


def hash_own_code(code: str, *, secret: str) -> str:
    """What stands for a code in the database. A code of a plan under the same letters has another hash."""
    key = hmac.digest(secret.encode(), _KEY, "sha256")
    return hmac.digest(key, code.encode(), "sha256").hex()


def make_own_code(session: Session, person: PersonRow, *, secret: str, now: datetime) -> str:
    """A new code of a person; the one before stops at once. It is shown once and kept nowhere. The caller commits."""
    code = make_return_code()
    person.own_code_hash = hash_own_code(code, secret=secret)
    person.own_code_until = now + timedelta(days=DAYS)
    session.add(person)
    session.flush()
    return code


def find_person_by_code(session: Session, code: str, *, secret: str, now: datetime) -> PersonRow | None:
    """Whose code it is; None alike for one that never was, has ended or was stopped.

    A closed case still opens: what is kept can be seen and taken back for as long as it is kept.
    """
    return session.exec(
        select(PersonRow)
        .join(OrganisationRow, col(OrganisationRow.id) == col(PersonRow.organisation_id))
        .where(
            PersonRow.own_code_hash == hash_own_code(code, secret=secret),
            col(PersonRow.own_code_until) > now,
            col(OrganisationRow.closed_at).is_(None),
        )
    ).first()


def stop_own_code(session: Session, person: PersonRow) -> None:
    """The code opens nothing any more. The caller commits."""
    person.own_code_hash, person.own_code_until = None, None
    session.add(person)
    session.flush()
