"""What people said yes to: each yes is for one purpose, until its last day or until taken back. The caller commits."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from portal.domain.staff import Purpose
from portal.store.consent_tables import ConsentGrantRow
from portal.store.ids import new_id
from portal.store.plan_codes import stop_codes_of_person

GUARDIAN = "guardian"
"""As who gave a yes; the other is the person."""
WORDS_VERSION = 1
"""Of the sentences that people agree to. A new wording gets a new number; old grants keep theirs."""


def granted_purposes(session: Session, person_id: str, *, on: date) -> frozenset[Purpose]:
    """The purposes to which a person's yes holds on a day."""
    return purposes_of_people(session, [person_id], on=on).get(person_id, frozenset())


def purposes_of_people(
    session: Session, person_ids: Iterable[str], *, on: date
) -> Mapping[str, frozenset[Purpose]]:
    """The same for several people; who said yes to nothing is missing."""
    rows = session.exec(
        select(ConsentGrantRow.person_id, ConsentGrantRow.purpose)
        .where(col(ConsentGrantRow.person_id).in_(list(person_ids)), *_holding(on))
        .distinct()
    ).all()
    found: dict[str, set[Purpose]] = {}
    for person_id, purpose in rows:
        found.setdefault(person_id, set()).add(Purpose(purpose))
    return {person_id: frozenset(purposes) for person_id, purposes in found.items()}


def list_grants(session: Session, person_id: str) -> list[ConsentGrantRow]:
    """Every yes that was ever given, newest first, those that ended or were taken back too."""
    return list(
        session.exec(
            select(ConsentGrantRow)
            .where(ConsentGrantRow.person_id == person_id)
            .order_by(col(ConsentGrantRow.given_at).desc(), col(ConsentGrantRow.id))
        ).all()
    )


def grant(
    session: Session,
    *,
    organisation_id: str,
    person_id: str,
    purpose: Purpose,
    given_by: str,
    how: str,
    until: date,
    now: datetime,
    recorded_by: str | None = None,
    given_at: datetime | None = None,
) -> None:
    """Write a yes down. One that holds for the same purpose is ended by it, so that the newest end date counts.

    `given_at`: when it was said, where that was before it is written down.
    """
    _end(session, person_id=person_id, purpose=purpose, by=recorded_by or given_by, now=now)
    session.add(
        ConsentGrantRow(
            id=new_id(),
            organisation_id=organisation_id,
            person_id=person_id,
            purpose=purpose.value,
            given_by=given_by,
            how=how,
            recorded_by=recorded_by,
            words_version=WORDS_VERSION,
            given_at=given_at or now,
            until=until,
        )
    )
    session.flush()


def revoke(session: Session, *, person_id: str, purpose: Purpose, by: str, now: datetime) -> bool:
    """Take a yes back; True where one held. Codes that opened a copy of the plan open nothing from then on."""
    if purpose in (Purpose.PLAN, Purpose.SHARE):
        stop_codes_of_person(session, person_id)
    return _end(session, person_id=person_id, purpose=purpose, by=by, now=now)


def end_what_no_guardian_gave(session: Session, *, person_id: str, by: str, now: datetime) -> None:
    """End each yes that holds and that the person gave alone: from now on a guardian is asked."""
    rows = session.exec(
        select(ConsentGrantRow.purpose).where(
            ConsentGrantRow.person_id == person_id,
            ConsentGrantRow.given_by != GUARDIAN,
            *_holding(now.date()),
        )
    ).all()
    for purpose in rows:
        revoke(session, person_id=person_id, purpose=Purpose(purpose), by=by, now=now)


def _end(session: Session, *, person_id: str, purpose: Purpose, by: str, now: datetime) -> bool:
    rows = session.exec(
        select(ConsentGrantRow).where(
            ConsentGrantRow.person_id == person_id,
            ConsentGrantRow.purpose == purpose.value,
            *_holding(now.date()),
        )
    ).all()
    for row in rows:
        row.revoked_at, row.revoked_by = now, by
        session.add(row)
    session.flush()
    return bool(rows)


def _holding(on: date) -> tuple[ColumnElement[bool], ...]:
    return (col(ConsentGrantRow.revoked_at).is_(None), col(ConsentGrantRow.until) >= on)
