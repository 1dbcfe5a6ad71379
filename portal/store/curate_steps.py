"""What curators put off, dealt with, or decided about questions of the catalog. Rows are only added."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import func
from sqlmodel import Session, col, select

from portal.store.curate_tables import CurateStepRow


class Step(StrEnum):
    """What a curator did."""

    ACCEPT = "accept"
    REJECT = "reject"
    ASSIGN = "assign"
    SETTLE = "settle"
    """Nothing more is to be done about it: a run, or records that were not taken."""
    DEFER = "defer"
    """It waits again from a day on."""
    UNDO = "undo"


def add_step(
    session: Session,
    entry_id: str,
    step: Step,
    *,
    by: str,
    at: datetime,
    value: str = "",
    note: str = "",
    until: date | None = None,
) -> None:
    """Write a step down. The caller commits."""
    session.add(
        CurateStepRow(
            entry_id=entry_id,
            action=step.value,
            value=value,
            note=note.strip(),
            until=until,
            decided_by=by,
            decided_at=at,
        )
    )
    session.flush()


def list_steps(session: Session, entry_id: str) -> list[CurateStepRow]:
    """All steps about one entry, oldest first."""
    return list(
        session.exec(
            select(CurateStepRow).where(CurateStepRow.entry_id == entry_id).order_by(col(CurateStepRow.id))
        )
    )


def latest_steps(session: Session) -> Mapping[str, CurateStepRow]:
    """The last step about each entry that has one."""
    newest = select(func.max(col(CurateStepRow.id))).group_by(col(CurateStepRow.entry_id))
    rows = session.exec(select(CurateStepRow).where(col(CurateStepRow.id).in_(newest)))
    return {row.entry_id: row for row in rows}


def find_deferral(step: CurateStepRow | None, *, today: date) -> date | None:
    """The day on which an entry waits again, where its last step put it off and the day has not come."""
    if step is None or step.action != Step.DEFER or step.until is None or step.until <= today:
        return None
    return step.until
