"""The jobs that were suggested to a person, and what became of each. The caller commits.

Every change of status is a new event; none is changed or taken out. A row carries a version, so that of two
professionals who change one at the same time the second is told.
"""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, update
from sqlmodel import Session, col, select

from portal.domain.errors import NotFound
from portal.domain.model import DataModel
from portal.domain.shortlist import UNDO, DeclineKind, ShortlistEvent, ShortlistFull, ShortlistStatus
from portal.domain.staff import EditConflict, Staff
from portal.store.caseload_tables import PersonRow
from portal.store.desk_tables import ShortlistEventRow, ShortlistRow
from portal.store.ids import new_id
from portal.store.sealing import Sealer, place
from portal.store.tables import JobPostingRow

MOST_JOBS = 60
"""On one shortlist: more than anybody talks about."""
TITLE_LENGTH = 200


_IN_ORDER = (
    col(ShortlistEventRow.number),
    col(ShortlistEventRow.made_at),
    col(ShortlistEventRow.id),
)


class StatusChange(DataModel):
    """What somebody writes down. `words` are sealed. Units: US dollars an hour, hours a week; None: not known."""

    status: ShortlistStatus
    on_date: date
    kind: DeclineKind | None = None
    words: str = ""
    hourly_wage_usd: float | None = None
    hours_per_week: float | None = None


class EventOfJob(DataModel):
    """One event as its page shows it, with its words."""

    event: ShortlistEvent
    words: str


def list_shortlist(session: Session, person: PersonRow) -> list[ShortlistRow]:
    """A person's jobs, the newest first."""
    return list(
        session.exec(
            select(ShortlistRow)
            .where(
                ShortlistRow.person_id == person.id, ShortlistRow.organisation_id == person.organisation_id
            )
            .order_by(col(ShortlistRow.added_at).desc(), col(ShortlistRow.id))
        )
    )


def find_by_posting(session: Session, person: PersonRow, posting_id: int) -> ShortlistRow | None:
    """The person's entry of a job; None where it is not on the list."""
    return session.exec(
        select(ShortlistRow).where(
            ShortlistRow.person_id == person.id,
            ShortlistRow.organisation_id == person.organisation_id,
            ShortlistRow.posting_id == posting_id,
        )
    ).first()


def get_entry(session: Session, person: PersonRow, shortlist_id: str) -> ShortlistRow:
    """One entry of this person.

    Raises: NotFound where there is none, or it is another person's.
    """
    row = session.exec(
        select(ShortlistRow).where(
            ShortlistRow.id == shortlist_id,
            ShortlistRow.person_id == person.id,
            ShortlistRow.organisation_id == person.organisation_id,
        )
    ).first()
    if row is None:
        raise NotFound("There is no such job on this shortlist.")
    return row


def add_job(
    session: Session, staff: Staff, person: PersonRow, *, posting: JobPostingRow, now: datetime
) -> ShortlistRow:
    """Suggest a job; one that is on the list already stays as it stands.

    Raises: ShortlistFull.
    """
    assert posting.id is not None
    row = find_by_posting(session, person, posting.id)
    if row is not None:
        return row
    count = session.exec(
        select(func.count(col(ShortlistRow.id))).where(ShortlistRow.person_id == person.id)
    ).one()
    if count >= MOST_JOBS:
        raise ShortlistFull(
            f"A shortlist has room for {MOST_JOBS} jobs. Print this one and start with fewer."
        )
    row = ShortlistRow(
        id=new_id(),
        organisation_id=person.organisation_id,
        person_id=person.id,
        posting_id=posting.id,
        title=posting.title[:TITLE_LENGTH],
        employer_name=posting.employer_name[:TITLE_LENGTH],
        soc_code=posting.soc_code,
        apply_until=posting.valid_through_on,
        status=ShortlistStatus.SUGGESTED.value,
        added_at=now,
        changed_at=now,
    )
    session.add(row)
    session.flush()
    _add_event(
        session,
        staff,
        row,
        StatusChange(status=ShortlistStatus.SUGGESTED, on_date=now.date()),
        kind="",
        sealed_by=None,
        now=now,
    )
    return row


def change_status(
    session: Session,
    staff: Staff,
    row: ShortlistRow,
    *,
    change: StatusChange,
    version: int,
    sealer: Sealer,
    now: datetime,
) -> None:
    """Write a change down. `version` is the one that the professional saw.

    Raises: EditConflict where somebody changed the entry meanwhile.
    """
    _take(session, row, version=version, status=change.status, now=now)
    kind = change.kind.value if change.kind and change.status is ShortlistStatus.DECLINED else ""
    _add_event(session, staff, row, change, kind=kind, sealed_by=sealer, now=now)


def undo_last(
    session: Session, staff: Staff, row: ShortlistRow, *, version: int, sealer: Sealer, now: datetime
) -> None:
    """Take the last change back by a new event: the job stands as before it, with the wage and hours of then.

    Raises: EditConflict as above; NotFound where nothing came after the suggestion.
    """
    events = list_events_of(session, row, sealer=sealer)
    if len(events) < 2:
        raise NotFound("Nothing can be taken back: the job was only suggested.")
    before = events[-2]
    _take(session, row, version=version, status=before.event.status, now=now)
    change = StatusChange(
        status=before.event.status,
        on_date=before.event.on_date,
        words=before.words,
        hourly_wage_usd=before.event.hourly_wage_usd,
        hours_per_week=before.event.hours_per_week,
    )
    _add_event(session, staff, row, change, kind=UNDO, sealed_by=sealer, now=now)


def list_events_of(session: Session, row: ShortlistRow, *, sealer: Sealer) -> list[EventOfJob]:
    """What happened to one job, the oldest first."""
    rows = session.exec(
        select(ShortlistEventRow)
        .where(ShortlistEventRow.shortlist_id == row.id, ShortlistEventRow.person_id == row.person_id)
        .order_by(*_IN_ORDER)
    )
    return [
        EventOfJob(
            event=_event(each),
            words=sealer.open(each.reason_sealed, about=place("shortlist_event", "reason", each.id)),
        )
        for each in rows
    ]


def list_events(
    session: Session,
    organisation_id: str,
    *,
    since: date | None = None,
    until: date | None = None,
    person_ids: Sequence[str] | None = None,
) -> list[ShortlistEvent]:
    """Events of an organisation, job by job in the order in which they were made, without words; for counting.

    A job is in it, with all its events, where it was suggested from `since` to `until` (both days included).
    `person_ids`: of these people only. Who may see whom, and who agreed to be counted, is for the caller to know.
    """
    table = ShortlistEventRow
    conditions: list[ColumnElement[bool]] = [col(table.organisation_id) == organisation_id]
    if person_ids is not None:
        conditions.append(col(table.person_id).in_(list(person_ids)))
    rows = session.exec(select(table).where(*conditions).order_by(col(table.shortlist_id), *_IN_ORDER))
    events = [_event(each) for each in rows]
    begun: dict[str, date] = {}
    for event in events:
        begun.setdefault(event.shortlist_id, event.on_date)
    return [
        event
        for event in events
        if (since is None or begun[event.shortlist_id] >= since)
        and (until is None or begun[event.shortlist_id] <= until)
    ]


def _take(
    session: Session, row: ShortlistRow, *, version: int, status: ShortlistStatus, now: datetime
) -> None:
    """Move the row on, where it still has the version that was seen."""
    session.flush()
    taken = session.connection().execute(
        update(ShortlistRow)
        .where(col(ShortlistRow.id) == row.id, col(ShortlistRow.version) == version)
        .values(status=status.value, version=version + 1, changed_at=now)
    )
    if taken.rowcount != 1:
        raise EditConflict("Somebody else changed this job on the shortlist meanwhile.")
    session.refresh(row)


def _add_event(
    session: Session,
    staff: Staff,
    row: ShortlistRow,
    change: StatusChange,
    *,
    kind: str,
    sealed_by: Sealer | None,
    now: datetime,
) -> None:
    id_ = new_id()
    is_placed = change.status is ShortlistStatus.PLACED
    session.add(
        ShortlistEventRow(
            id=id_,
            organisation_id=row.organisation_id,
            person_id=row.person_id,
            shortlist_id=row.id,
            account_id=staff.account_id,
            number=row.version,
            status=change.status.value,
            reason_sealed=sealed_by.seal(change.words, about=place("shortlist_event", "reason", id_))
            if sealed_by
            else "",
            reason_kind=kind,
            hourly_wage_usd=change.hourly_wage_usd if is_placed else None,
            hours_per_week=change.hours_per_week if is_placed else None,
            on_date=change.on_date,
            made_at=now,
        )
    )
    session.flush()


def _event(row: ShortlistEventRow) -> ShortlistEvent:
    return ShortlistEvent(
        shortlist_id=row.shortlist_id,
        person_id=row.person_id,
        account_id=row.account_id,
        status=ShortlistStatus(row.status),
        kind=row.reason_kind,
        hourly_wage_usd=row.hourly_wage_usd,
        hours_per_week=row.hours_per_week,
        on_date=row.on_date,
        made_at=row.made_at,
    )
