"""What people of an organisation did within some months, for reports that name nobody. Reads only."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

from sqlmodel import Session, col, select

from portal.domain.model import DataModel
from portal.domain.shortlist import ShortlistStatus, job_histories
from portal.domain.staff import Purpose
from portal.reports.periods import Period
from portal.reports.report import Measure, PersonFigures
from portal.store.caseload_tables import GroupMemberRow, GroupRow, NoteRow, PersonRow, TaskRow, TieRow
from portal.store.consent_tables import AuditAboutRow, AuditEntryRow, ConsentGrantRow
from portal.store.shortlist import list_events

SEVERAL, OTHERS = "several", "others"
"""Rows of people who belong to more than one of the chosen rows, and to none."""
WORK = frozenset(
    {
        *("caseload.write_note", "caseload.save_note"),
        *("caseload.write_task", "caseload.save_task", "caseload.mark", "guidance.make_step_tasks"),
        *("guidance.add_goal", "guidance.add_held", "guidance.save_ladder", "guidance.set_notes"),
        *("guidance.set_place", "guidance.set_last_day", "guidance.take_one_out", "guidance.put_one_back"),
        *("guidance.merge", "guidance.save_document", "classroom.assign"),
        *("matchdesk.write_profile", "matchdesk.add", "matchdesk.change"),
    }
)
"""Changes that are work with a person, as the log names them. Adding, reading in a list, cards, ties, groups and the
details of a record are none: a list of 30 names serves nobody yet."""
_MEASURES = {
    ShortlistStatus.SUGGESTED: Measure.JOB_SUGGESTED,
    ShortlistStatus.APPLIED: Measure.APPLIED,
    ShortlistStatus.PLACED: Measure.PLACED,
}


class RowsBy(StrEnum):
    """What the rows of a report are."""

    NOTHING = "nothing"
    GROUP = "group"
    PROFESSIONAL = "professional"


class ReportFigures(DataModel):
    """Everybody who was served and agreed to be counted, each once; and how many did not agree."""

    people: tuple[PersonFigures, ...]
    row_keys: tuple[str, ...]
    left_out: int


def read_report_figures(
    session: Session, organisation_id: str, period: Period, *, rows_by: RowsBy, row_keys: Sequence[str] = ()
) -> ReportFigures:
    """The figures, each person in one row: the one chosen row that they belong to, `several` or `others`.

    Somebody was served when within the period a professional did work with them (`WORK`), or a talk, a finished task
    or a job on the shortlist has its day there, or their plan was made. They are counted if their yes to being counted
    held on some day of it, and was not taken back since.
    """
    done = _Done(session, organisation_id, period)
    agreed = _agreed(session, organisation_id, period)
    rows = _rows(session, organisation_id, period, rows_by=rows_by, row_keys=row_keys)
    people = tuple(
        PersonFigures(
            row=_row(rows[person]),
            things=done.things.get(person, {}),
            hourly_wages_usd=tuple(done.wages.get(person, ())),
        )
        for person in sorted(done.served & agreed)
    )
    used = {one.row for one in people}
    return ReportFigures(
        people=people,
        row_keys=(*row_keys, *(key for key in (SEVERAL, OTHERS) if key in used)),
        left_out=len(done.served - agreed),
    )


def list_own_groups(session: Session, organisation_id: str, account_id: str) -> list[GroupRow]:
    """The groups of one professional, oldest first."""
    return list(
        session.exec(
            select(GroupRow)
            .where(
                GroupRow.organisation_id == organisation_id,
                GroupRow.account_id == account_id,
                col(GroupRow.deleted_at).is_(None),
            )
            .order_by(col(GroupRow.made_at), col(GroupRow.id))
        )
    )


def list_lead_accounts(session: Session, organisation_id: str, period: Period) -> list[str]:
    """Ids of the professionals who led the work with anybody within the period."""
    return sorted({account for _, account in _leads(session, organisation_id, period)})


class _Done:
    """What was done within the period, by person."""

    def __init__(self, session: Session, organisation_id: str, period: Period) -> None:
        self.things: dict[str, dict[Measure, int]] = defaultdict(lambda: defaultdict(int))
        self.wages: dict[str, list[float]] = defaultdict(list)
        self.served: set[str] = set()
        self._session, self._organisation, self._period = session, organisation_id, period
        self._read_changes()
        self._read_notes_and_plans()
        self._read_tasks()
        self._read_shortlist()

    def _read_changes(self) -> None:
        start = datetime.combine(self._period.starts_on, time.min, UTC)
        end = datetime.combine(self._period.ends_on + timedelta(days=1), time.min, UTC)
        about, entry = AuditAboutRow, AuditEntryRow
        self.served.update(
            self._session.exec(
                select(about.person_id)
                .join(entry, col(entry.id) == col(about.entry_id))
                .join(PersonRow, col(PersonRow.id) == col(about.person_id))
                .where(
                    entry.organisation_id == self._organisation,
                    PersonRow.organisation_id == self._organisation,
                    entry.kind == "change",
                    col(entry.action).in_(WORK),
                    col(entry.account_id).is_not(None),
                    col(entry.at) >= start,
                    col(entry.at) < end,
                )
                .distinct()
            )
        )

    def _read_notes_and_plans(self) -> None:
        first, last = self._period.starts_on, self._period.ends_on
        self.served.update(
            self._session.exec(
                select(NoteRow.person_id)
                .where(
                    NoteRow.organisation_id == self._organisation,
                    col(NoteRow.on_date).between(first, last),
                    col(NoteRow.deleted_at).is_(None),
                )
                .distinct()
            )
        )
        made = self._session.exec(
            select(PersonRow.id, PersonRow.plan_made_at).where(
                PersonRow.organisation_id == self._organisation, col(PersonRow.plan_made_at).is_not(None)
            )
        )
        for person, at in made:
            if at is not None and self._period.has(at.date()):
                self._add(person, Measure.PLAN_MADE)

    def _read_tasks(self) -> None:
        done = self._session.exec(
            select(TaskRow.person_id, TaskRow.kind, TaskRow.credential_id).where(
                TaskRow.organisation_id == self._organisation,
                col(TaskRow.done_on).between(self._period.starts_on, self._period.ends_on),
            )
        )
        for person, kind, credential_id in done:
            self.served.add(person)
            # what earns a credential is a step, whatever the task was called
            if kind == "step" or credential_id:
                self._add(person, Measure.STEP_DONE)
            if credential_id:
                self._add(person, Measure.CREDENTIAL_EARNED)

    def _read_shortlist(self) -> None:
        for history in job_histories(list_events(self._session, self._organisation)):
            reached = {event.status: event for event in history if self._period.has(event.on_date)}
            for status, event in reached.items():
                self.served.add(event.person_id)
                if status in _MEASURES:
                    self._add(event.person_id, _MEASURES[status])
            placed = reached.get(ShortlistStatus.PLACED)
            if placed is not None and placed.hourly_wage_usd is not None:
                self.wages[placed.person_id].append(placed.hourly_wage_usd)

    def _add(self, person: str, measure: Measure) -> None:
        self.served.add(person)
        self.things[person][measure] += 1


def _agreed(session: Session, organisation_id: str, period: Period) -> set[str]:
    """Who said yes to being counted within the period, and did not take the last yes back."""
    grants = session.exec(
        select(ConsentGrantRow)
        .where(
            ConsentGrantRow.organisation_id == organisation_id,
            ConsentGrantRow.purpose == Purpose.REPORT.value,
        )
        .order_by(col(ConsentGrantRow.given_at), col(ConsentGrantRow.revoked_at).is_(None))
    ).all()
    held = {one.person_id for one in grants if _holds_within(one, period)}
    # a renewed yes takes back the one before it, so that only the newest tells what the person wants
    newest = {one.person_id: one for one in grants}
    return {person for person in held if newest[person].revoked_at is None}


def _holds_within(grant: ConsentGrantRow, period: Period) -> bool:
    return (
        grant.given_at.date() <= period.ends_on
        and grant.until >= period.starts_on
        and (grant.revoked_at is None or grant.revoked_at.date() >= period.starts_on)
    )


def _rows(
    session: Session, organisation_id: str, period: Period, *, rows_by: RowsBy, row_keys: Collection[str]
) -> Mapping[str, set[str]]:
    """The chosen rows that each person belongs to."""
    found: dict[str, set[str]] = defaultdict(set)
    pairs: Iterable[tuple[str, str]] = ()
    if rows_by is RowsBy.GROUP:
        pairs = session.exec(
            select(GroupMemberRow.person_id, GroupMemberRow.group_id).where(
                GroupMemberRow.organisation_id == organisation_id,
                col(GroupMemberRow.group_id).in_(list(row_keys)),
            )
        ).all()
    elif rows_by is RowsBy.PROFESSIONAL:
        pairs = _leads(session, organisation_id, period)
    for person, key in pairs:
        if key in row_keys:
            found[person].add(key)
    return found


def _leads(session: Session, organisation_id: str, period: Period) -> list[tuple[str, str]]:
    ties = session.exec(
        select(TieRow).where(
            TieRow.organisation_id == organisation_id,
            TieRow.part == "lead",
            col(TieRow.starts_on) <= period.ends_on,
        )
    )
    return [
        (tie.person_id, tie.account_id)
        for tie in ties
        if tie.ends_on is None or tie.ends_on >= period.starts_on
    ]


def _row(keys: set[str]) -> str:
    return next(iter(keys)) if len(keys) == 1 else SEVERAL if keys else OTHERS
