"""Records that nobody touched for as long as their organisation keeps them are deleted, and a report stays.

A person's record ends `retention_days` after the last thing that was done in it. The nightly work deletes what has
ended; professionals are warned thirty days before. Nothing here needs the keys: what is deleted is not opened.
"""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import delete
from sqlmodel import Session, col, select

from portal.domain.model import DataModel
from portal.domain.staff import Staff
from portal.store.audit import append_entry, take_turn
from portal.store.caseload_tables import PersonRow
from portal.store.erasure import PERSON, erase_person, tables_of_organisations
from portal.store.ids import new_id
from portal.store.people import is_tied
from portal.store.privacy_tables import RetentionReportRow
from portal.store.staff_tables import OrganisationRow

WARN_DAYS = 30
PUT_BACK_DAYS = 30
"""What a professional deleted can be put back for so long at most."""
BATCH = 100
"""People in one transaction: others wait for the log's turn meanwhile."""
ACTION = "system.retention"


class EndingRecord(DataModel):
    """A record that is deleted soon. `deleted_on`: the first day on which the nightly work takes it."""

    person_id: str
    deleted_on: date


class RetentionReport(DataModel):
    """What was deleted of one organisation, or would be: people, and rows by table."""

    organisation_id: str
    organisation_name: str
    ran_at: datetime
    retention_days: int
    people: int
    counts: dict[str, int]


class _Kept(DataModel):
    id: str
    name: str
    retention_days: int


def deleted_on(person: PersonRow, *, retention_days: int) -> date:
    """The day on which a record is deleted if nothing more is done in it."""
    return person.touched_at.date() + timedelta(days=retention_days + 1)


def list_ending_records(
    session: Session, staff: Staff, *, now: datetime, within_days: int = WARN_DAYS
) -> list[EndingRecord]:
    """Records of a professional's own people that will be deleted soon, the soonest first."""
    days = session.exec(
        select(OrganisationRow.retention_days).where(OrganisationRow.id == staff.organisation_id)
    ).one()
    people = session.exec(
        select(PersonRow)
        .where(
            is_tied(staff, today=now.date()),
            col(PersonRow.touched_at) < now - timedelta(days=days - within_days),
        )
        .order_by(col(PersonRow.touched_at))
    ).all()
    return [
        EndingRecord(person_id=person.id, deleted_on=deleted_on(person, retention_days=days))
        for person in people
    ]


def count_overdue(session: Session, *, now: datetime) -> list[RetentionReport]:
    """How many people of each organisation would be deleted now. Nothing is changed."""
    return [
        _report(organisation, now=now, people=len(_overdue(session, organisation, now=now)), counts=Counter())
        for organisation in _organisations(session)
    ]


def delete_overdue(session: Session, *, now: datetime) -> list[RetentionReport]:
    """Delete all records that have ended; commits after every hundred people, so that one stopped half-way goes on.

    Who is overdue is asked within the log's turn: a record that somebody just touched is left alone.
    """
    reports = []
    for organisation in _organisations(session):
        people, counts = 0, Counter[str]()
        while _overdue(session, organisation, now=now):
            deleted = _delete_batch(session, organisation, now=now)
            people += deleted[PERSON]
            counts.update(deleted)
        if people:
            reports.append(_report(organisation, now=now, people=people, counts=counts))
    return reports


def _delete_batch(session: Session, organisation: _Kept, *, now: datetime) -> Counter[str]:
    take_turn(session, organisation.id)
    batch = _overdue(session, organisation, now=now)[:BATCH]
    deleted = Counter[str]()
    if batch:
        append_entry(
            session,
            organisation_id=organisation.id,
            account_id=None,
            actor="system",
            kind="change",
            action=ACTION,
            about=batch,
            now=now,
        )
        for person_id in batch:
            deleted.update(erase_person(session, person_id, organisation_id=organisation.id))
        session.add(
            RetentionReportRow(
                id=new_id(),
                organisation_id=organisation.id,
                ran_at=now,
                retention_days=organisation.retention_days,
                people=len(batch),
                counts=dict(sorted(deleted.items())),
            )
        )
    session.commit()
    return deleted


def delete_taken_out(session: Session, *, now: datetime) -> int:
    """Delete for good what a professional deleted so long ago that it cannot be put back; the caller commits.

    That is every table of an organisation with `deleted_at`; what points to such a row goes with it.
    """
    count = 0
    for table in tables_of_organisations():
        if "deleted_at" not in table.c:
            continue
        old = select(table.c.id).where(table.c.deleted_at < now - timedelta(days=PUT_BACK_DAYS))
        for other in tables_of_organisations():
            for column in other.c:
                if any(key.column is table.c.id for key in column.foreign_keys):
                    session.connection().execute(delete(other).where(column.in_(old)))
        count += session.connection().execute(delete(table).where(table.c.id.in_(old))).rowcount
    return count


def list_reports(session: Session, organisation_id: str, *, limit: int = 100) -> list[RetentionReportRow]:
    """What was deleted by age, newest first."""
    return list(
        session.exec(
            select(RetentionReportRow)
            .where(RetentionReportRow.organisation_id == organisation_id)
            .order_by(col(RetentionReportRow.ran_at).desc(), col(RetentionReportRow.id))
            .limit(limit)
        ).all()
    )


def _organisations(session: Session) -> list[_Kept]:
    rows = session.exec(
        select(OrganisationRow.id, OrganisationRow.name, OrganisationRow.retention_days).order_by(
            col(OrganisationRow.id)
        )
    ).all()
    return [_Kept(id=id_, name=name, retention_days=days) for id_, name, days in rows]


def _overdue(session: Session, organisation: _Kept, *, now: datetime) -> list[str]:
    # Whole days, as people are told them: what ends on a day is deleted in the night before the next one.
    ended = datetime.combine(
        now.date() - timedelta(days=organisation.retention_days), datetime.min.time(), tzinfo=UTC
    )
    return list(
        session.exec(
            select(PersonRow.id)
            .where(PersonRow.organisation_id == organisation.id, col(PersonRow.touched_at) < ended)
            .order_by(col(PersonRow.id))
        ).all()
    )


def _report(organisation: _Kept, *, now: datetime, people: int, counts: Counter[str]) -> RetentionReport:
    return RetentionReport(
        organisation_id=organisation.id,
        organisation_name=organisation.name,
        ran_at=now,
        retention_days=organisation.retention_days,
        people=people,
        counts=dict(sorted(counts.items())),
    )
