"""The shortlist of one person: each job with its status, what happened, and whether it is still open."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from portal.domain.model import DataModel
from portal.domain.shortlist import UNDO, DeclineKind, ShortlistStatus
from portal.store.desk_tables import ShortlistRow
from portal.store.live import is_open
from portal.store.sealing import place
from portal.store.shortlist import EventOfJob
from portal.store.staff_tables import AccountRow
from portal.store.tables import JobPostingRow
from portal.web.formats import day, hourly
from portal.web.gate.access import current_staff, sealer
from portal.web.matchdesk.cards import CLOSING_SOON
from portal.web.matchdesk.client import Client
from portal.web.matchdesk.words import DECLINE_NAMES, STATUS_NAMES
from portal.web.translate import gettext

OPEN_STATUSES = (
    ShortlistStatus.SUGGESTED,
    ShortlistStatus.DISCUSSED,
    ShortlistStatus.APPLIED,
    ShortlistStatus.INTERVIEW,
)


class ShortlistLine(DataModel):
    """One job. `closed` says since when it is not open; `closing` until when one can apply, where that is soon."""

    id: str
    posting_id: int
    title: str
    employer: str
    status: ShortlistStatus
    status_text: str
    since: str
    closed: str
    closing: str
    closes: str
    is_sample: bool
    url: str
    desk_url: str


class EventLine(DataModel):
    """One thing that happened."""

    day: str
    status: str
    who: str
    detail: str
    words: str
    is_undo: bool


class ShortlistGroup(DataModel):
    """Jobs of one status."""

    name: str
    lines: tuple[ShortlistLine, ...]


def build_lines(
    session: Session, client: Client, rows: Sequence[ShortlistRow], *, now: datetime
) -> tuple[ShortlistLine, ...]:
    """The jobs as they stand on the list and in the store."""
    found = session.exec(
        select(JobPostingRow).where(col(JobPostingRow.id).in_([row.posting_id for row in rows]))
    ).all()
    postings = {row.id: row for row in found if row.id is not None}
    return tuple(_line(client, row, postings.get(row.posting_id), now=now) for row in rows)


def group_lines(lines: Sequence[ShortlistLine]) -> tuple[ShortlistGroup, ...]:
    """By status, in the order in which a job goes through them."""
    return tuple(
        ShortlistGroup(
            name=str(STATUS_NAMES[status]), lines=tuple(line for line in lines if line.status is status)
        )
        for status in ShortlistStatus
        if any(line.status is status for line in lines)
    )


def build_events(session: Session, events: Sequence[EventOfJob]) -> tuple[EventLine, ...]:
    """What happened to one job, the newest first, with who wrote it down."""
    names = _names(session, {each.event.account_id for each in events})
    return tuple(
        EventLine(
            day=day(each.event.on_date),
            status=str(STATUS_NAMES[each.event.status]),
            who=names.get(each.event.account_id, ""),
            detail=_detail(each),
            words=each.words,
            is_undo=each.event.kind == UNDO,
        )
        for each in reversed(events)
    )


def _line(
    client: Client, row: ShortlistRow, posting: JobPostingRow | None, *, now: datetime
) -> ShortlistLine:
    is_there = posting is not None and is_open(posting, now)
    until = posting.valid_through_on if posting is not None else row.apply_until
    is_soon = is_there and until is not None and until - now.date() <= CLOSING_SOON
    return ShortlistLine(
        id=row.id,
        posting_id=row.posting_id,
        title=row.title,
        employer=row.employer_name,
        status=ShortlistStatus(row.status),
        status_text=str(STATUS_NAMES[ShortlistStatus(row.status)]),
        since=day(row.changed_at),
        closed="" if is_there else _closed(posting, until, now=now),
        closing=day(until) if is_soon and until else "",
        closes=day(until) if is_there and until else "",
        is_sample=posting is not None and posting.is_sample,
        url=client.url(f"shortlist/{row.id}"),
        desk_url=client.url(f"desk/{row.posting_id}") if is_there else "",
    )


def _closed(posting: JobPostingRow | None, until: date | None, *, now: datetime) -> str:
    if posting is not None and posting.removed_at is not None:
        return gettext("Closed on %(day)s", day=day(posting.removed_at))
    if until is not None and until < now.date():
        return gettext("Closed on %(day)s", day=day(until))
    return gettext("Not open any more")


def _detail(each: EventOfJob) -> str:
    event = each.event
    parts = []
    if event.kind in {kind.value for kind in DeclineKind}:
        parts.append(str(DECLINE_NAMES[DeclineKind(event.kind)]))
    if event.status is ShortlistStatus.PLACED:
        parts.append(
            gettext("%(pay)s an hour", pay=hourly(event.hourly_wage_usd))
            if event.hourly_wage_usd is not None
            else gettext("pay not known")
        )
        parts.append(
            gettext("%(hours)s hours a week", hours=f"{event.hours_per_week:g}")
            if event.hours_per_week is not None
            else gettext("hours not known")
        )
    return " · ".join(parts)


def _names(session: Session, account_ids: set[str]) -> Mapping[str, str]:
    rows = session.exec(
        select(AccountRow).where(
            col(AccountRow.id).in_(account_ids), AccountRow.organisation_id == current_staff().organisation_id
        )
    )
    return {row.id: sealer().open(row.name_sealed, about=place("account", "name", row.id)) for row in rows}
