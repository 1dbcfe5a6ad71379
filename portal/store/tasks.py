"""Steps, tasks and next contacts: who does what by when, at what cost, and who pays. The caller owns the commit."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from pydantic import Field
from sqlalchemy import update
from sqlmodel import Session, col, select

from portal.domain.errors import NotFound
from portal.domain.model import DataModel
from portal.domain.staff import EditConflict, Staff
from portal.store.caseload_tables import PersonRow, TaskRow
from portal.store.ids import new_id
from portal.store.sealing import Sealer, place

KINDS = ("step", "task", "contact")
DOERS = ("person", "professional", "other")
MAX_WHAT = 300
TWICE = timedelta(minutes=1)
"""The same task of the same professional within this time is one task."""
_SEALED = ("what", "doer_name", "payer", "evidence")


class TaskText(DataModel):
    """What is to be done. Units: weeks, US dollars; None: not known.

    `doer_name` says who, where it is neither the person nor the professional; `evidence` how one will know that it is
    done; `address` a page of this site that it is about.
    """

    kind: str = "task"
    doer: str = "person"
    doer_name: str = ""
    what: str = Field(min_length=1)
    address: str = ""
    credential_id: str | None = None
    due_on: date | None = None
    weeks: float | None = None
    cost_usd: float | None = None
    payer: str = ""
    evidence: str = ""


class Task(TaskText):
    """A task as it stands."""

    id: str
    account_id: str
    position: int = 0
    done_on: date | None = None
    dropped_on: date | None = None
    version: int
    made_at: datetime
    changed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Neither done nor given up."""
        return self.done_on is None and self.dropped_on is None


class TaskConflict(EditConflict):
    """Somebody changed the task meanwhile. `stored` is what stands there now; nothing was written."""

    def __init__(self, stored: Task) -> None:
        self.stored = stored
        super().__init__("Somebody changed this task meanwhile. Nothing was written.")


def list_tasks(session: Session, person: PersonRow, sealer: Sealer) -> list[Task]:
    """All tasks of a person: open ones first, by their day, those without a day after them; then the others."""
    rows = session.exec(select(TaskRow).where(TaskRow.person_id == person.id)).all()
    tasks = [read_task(row, sealer) for row in rows]
    return sorted(
        tasks,
        key=lambda task: (
            not task.is_open,
            task.due_on or date.max,
            task.position,
            task.made_at.isoformat(),
            task.id,
        ),
    )


def list_due_rows(session: Session, person_ids: Iterable[str], *, until: date) -> list[TaskRow]:
    """Open tasks of several people that are due by a day, still sealed."""
    return list(
        session.exec(
            select(TaskRow).where(
                col(TaskRow.person_id).in_(list(person_ids)),
                col(TaskRow.due_on) <= until,
                col(TaskRow.done_on).is_(None),
                col(TaskRow.dropped_on).is_(None),
            )
        ).all()
    )


def get_task(session: Session, person: PersonRow, sealer: Sealer, *, task_id: str) -> Task:
    """One task of a person.

    Raises: NotFound.
    """
    return read_task(_row(session, person, task_id), sealer)


def add_task(
    session: Session,
    person: PersonRow,
    sealer: Sealer,
    *,
    staff: Staff,
    told: TaskText,
    now: datetime,
    position: int = 0,
) -> str:
    """Write a new task; return its id. The same again within a minute is the same task: a button pressed twice."""
    rows = session.exec(
        select(TaskRow).where(
            TaskRow.person_id == person.id,
            TaskRow.account_id == staff.account_id,
            TaskRow.version == 1,
            col(TaskRow.made_at) > now - TWICE,
        )
    )
    fields = told.model_dump()
    for row in rows:
        if read_task(row, sealer).model_dump(include=set(fields)) == fields:
            return row.id
    id_ = new_id()
    session.add(
        TaskRow(
            id=id_,
            organisation_id=person.organisation_id,
            person_id=person.id,
            account_id=staff.account_id,
            position=position,
            made_at=now,
            **_columns(told, sealer, id_),
        )
    )
    session.flush()
    return id_


def change_task(
    session: Session,
    person: PersonRow,
    sealer: Sealer,
    *,
    task_id: str,
    version: int,
    told: TaskText,
    now: datetime,
) -> None:
    """Write something else in the place of the version that the form showed.

    Raises: NotFound; TaskConflict where it is no longer that version.
    """
    written = session.connection().execute(
        update(TaskRow)
        .where(
            col(TaskRow.id) == task_id,
            col(TaskRow.person_id) == person.id,
            col(TaskRow.version) == version,
        )
        .values(**_columns(told, sealer, task_id), version=version + 1, changed_at=now)
    )
    if not written.rowcount:
        raise TaskConflict(get_task(session, person, sealer, task_id=task_id))


def mark_task(
    session: Session,
    person: PersonRow,
    *,
    task_id: str,
    now: datetime,
    done_on: date | None = None,
    dropped_on: date | None = None,
) -> TaskRow:
    """Say that a task is done or given up on a day; with neither it is open again.

    Raises: NotFound.
    """
    row = _row(session, person, task_id)
    row.done_on, row.dropped_on = done_on, dropped_on
    row.version, row.changed_at = row.version + 1, now
    session.add(row)
    session.flush()
    return row


def read_task(row: TaskRow, sealer: Sealer) -> Task:
    """Open a task's sealed columns."""
    told = {
        name: sealer.open(getattr(row, f"{name}_sealed"), about=place("task", name, row.id))
        for name in _SEALED
    }
    plain = {name: getattr(row, name) for name in Task.model_fields if name not in _SEALED}
    return Task.model_validate({**plain, **told})


def _columns(told: TaskText, sealer: Sealer, id_: str) -> dict[str, Any]:
    plain = {name: value for name, value in told.model_dump().items() if name not in _SEALED}
    for name in _SEALED:
        plain[f"{name}_sealed"] = sealer.seal(getattr(told, name), about=place("task", name, id_))
    return plain


def _row(session: Session, person: PersonRow, task_id: str) -> TaskRow:
    row = session.exec(
        select(TaskRow)
        .where(TaskRow.id == task_id, TaskRow.person_id == person.id)
        .execution_options(populate_existing=True)
    ).first()
    if row is None:
        raise NotFound("There is no such task.")
    return row


def open_words(session: Session, task_ids: Iterable[str], sealer: Sealer) -> dict[str, str]:
    """What is to be done, of tasks by id. The caller has checked that they may be seen."""
    rows = session.exec(
        select(TaskRow.id, TaskRow.what_sealed).where(col(TaskRow.id).in_(list(task_ids)))
    ).all()
    return {id_: sealer.open(sealed, about=place("task", "what", id_)) for id_, sealed in rows}
