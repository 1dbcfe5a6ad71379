"""The log of what professionals saw and changed: rows are added and never changed. The caller commits."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, text
from sqlmodel import Session, col, select

from portal.domain.model import DataModel
from portal.store.consent_tables import AuditAboutRow, AuditEntryRow

_FIRST = "0" * 64


class AuditEntry(DataModel):
    """One entry as it is read."""

    number: int
    at: datetime
    account_id: str | None
    actor: str
    kind: str
    action: str
    detail: dict[str, Any]
    about: tuple[str, ...]


class ChainCheck(DataModel):
    """What checking a log found. `broken_at`: number of the first entry that does not follow from the one before."""

    entries: int
    broken_at: int | None


def append_entry(
    session: Session,
    *,
    organisation_id: str,
    account_id: str | None,
    actor: str,
    kind: str,
    action: str,
    now: datetime,
    about: Iterable[str] = (),
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Add one entry. Of two at once the second waits for the first one's commit.

    `detail` holds ids, counts and words of ours, never what a person told.
    """
    take_turn(session, organisation_id)
    last = _last(session, organisation_id)
    people = sorted(set(about))
    row = AuditEntryRow(
        organisation_id=organisation_id,
        number=last.number + 1 if last else 1,
        at=now,
        account_id=account_id,
        actor=actor,
        kind=kind,
        action=action,
        detail=dict(detail or {}),
        chain_hash="",
    )
    row.chain_hash = _hash(row, people, before=last.chain_hash if last else _FIRST)
    session.add(row)
    session.flush()
    assert row.id is not None
    session.add_all(AuditAboutRow(entry_id=row.id, person_id=person) for person in people)
    session.flush()


def list_entries(
    session: Session,
    organisation_id: str,
    *,
    person_id: str | None = None,
    account_id: str | None = None,
    kind: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    before_number: int | None = None,
    limit: int = 100,
) -> list[AuditEntry]:
    """Entries, newest first. `until` itself is not among them."""
    question = select(AuditEntryRow).where(AuditEntryRow.organisation_id == organisation_id)
    if person_id is not None:
        ids = select(AuditAboutRow.entry_id).where(AuditAboutRow.person_id == person_id)
        question = question.where(col(AuditEntryRow.id).in_(ids))
    if account_id is not None:
        question = question.where(AuditEntryRow.account_id == account_id)
    if since is not None:
        question = question.where(col(AuditEntryRow.at) >= since)
    if until is not None:
        question = question.where(col(AuditEntryRow.at) < until)
    if kind is not None:
        question = question.where(AuditEntryRow.kind == kind)
    if before_number is not None:
        question = question.where(col(AuditEntryRow.number) < before_number)
    rows = session.exec(question.order_by(col(AuditEntryRow.number).desc()).limit(limit)).all()
    about = _about(session, [row.id for row in rows if row.id is not None])
    return [
        AuditEntry(
            number=row.number,
            at=row.at,
            account_id=row.account_id,
            actor=row.actor,
            kind=row.kind,
            action=row.action,
            detail=row.detail,
            about=tuple(about.get(row.id or 0, ())),
        )
        for row in rows
    ]


def check_chain(session: Session, organisation_id: str) -> ChainCheck:
    """Whether every entry still follows from the one before it."""
    before, number = _FIRST, 0
    while True:
        rows = session.exec(
            select(AuditEntryRow)
            .where(AuditEntryRow.organisation_id == organisation_id, col(AuditEntryRow.number) > number)
            .order_by(col(AuditEntryRow.number))
            .limit(500)
        ).all()
        if not rows:
            return ChainCheck(entries=number, broken_at=None)
        about = _about(session, [row.id for row in rows if row.id is not None])
        for row in rows:
            people = about.get(row.id or 0, [])
            if row.number != number + 1 or row.chain_hash != _hash(row, people, before=before):
                return ChainCheck(entries=number, broken_at=number + 1)
            before, number = row.chain_hash, row.number


def take_turn(session: Session, organisation_id: str) -> None:
    """Wait until nobody else writes in the organisation's log, and keep others waiting until the commit.

    SQLite has one writer at a time from the first write on; PostgreSQL gets a lock of the organisation's log.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.connection().execute(
            text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 10))"), {"name": organisation_id}
        )
    else:
        # A write that changes nothing takes SQLite's write lock before the last entry is read.
        session.connection().execute(
            text("UPDATE organisation SET name = name WHERE id = :name"), {"name": organisation_id}
        )


def _last(session: Session, organisation_id: str) -> AuditEntryRow | None:
    newest = (
        select(func.max(AuditEntryRow.number))
        .where(AuditEntryRow.organisation_id == organisation_id)
        .scalar_subquery()
    )
    return session.exec(
        select(AuditEntryRow).where(
            AuditEntryRow.organisation_id == organisation_id, AuditEntryRow.number == newest
        )
    ).first()


def _about(session: Session, entry_ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for row in session.exec(select(AuditAboutRow).where(col(AuditAboutRow.entry_id).in_(entry_ids))):
        found.setdefault(row.entry_id, []).append(row.person_id)
    return {id_: sorted(people) for id_, people in found.items()}


def _hash(row: AuditEntryRow, people: Sequence[str], *, before: str) -> str:
    told = [
        before,
        row.organisation_id,
        row.number,
        row.at.astimezone(UTC).isoformat(timespec="microseconds"),
        row.account_id,
        row.actor,
        row.kind,
        row.action,
        row.detail,
        list(people),
    ]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
