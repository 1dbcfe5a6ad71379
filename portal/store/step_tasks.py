"""Tasks made of the steps of a ladder, all at once, and taken back at once. The caller owns the commit."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col

from portal.domain.staff import Staff
from portal.store.caseload_tables import PersonRow, TaskRow
from portal.store.sealing import Sealer
from portal.store.tasks import Task, TaskText, add_task, list_tasks


def open_steps(session: Session, person: PersonRow, sealer: Sealer) -> tuple[Task, ...]:
    """Steps of the plan that are tasks, those that were given up left out."""
    return tuple(
        task for task in list_tasks(session, person, sealer) if task.kind == "step" and not task.dropped_on
    )


def add_steps(
    session: Session,
    person: PersonRow,
    sealer: Sealer,
    *,
    staff: Staff,
    steps: Sequence[TaskText],
    now: datetime,
) -> tuple[str, ...]:
    """Write tasks for these steps in their order; a credential that is a step already is left as it is.

    Returns the ids of the new tasks.
    """
    there = open_steps(session, person, sealer)
    known = {task.credential_id for task in there if task.credential_id}
    start = max((task.position for task in there), default=0)
    made = []
    for position, told in enumerate(steps, start=start + 1):
        if told.credential_id in known:
            continue
        made.append(add_task(session, person, sealer, staff=staff, told=told, now=now, position=position))
    return tuple(made)


def take_back(session: Session, person: PersonRow, task_ids: Sequence[str]) -> int:
    """Delete tasks that nobody has touched since they were made; return how many."""
    return (
        session.connection()
        .execute(
            delete(TaskRow).where(
                col(TaskRow.person_id) == person.id,
                col(TaskRow.id).in_(list(task_ids)),
                col(TaskRow.version) == 1,
                col(TaskRow.done_on).is_(None),
            )
        )
        .rowcount
    )
