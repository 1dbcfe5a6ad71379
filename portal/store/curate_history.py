"""Who did what about an entry of the curator's list, wherever it is kept; and a mark that changes when anybody does."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path

from sqlmodel import Session, col, select

from portal.domain.model import DataModel
from portal.store.catalog_overlay import read_overlay
from portal.store.curate_edges import BETWEEN, is_edge_id
from portal.store.curate_steps import Step, list_steps
from portal.store.review_tables import ReviewDecisionRow


class HistoryLine(DataModel):
    """One thing that was done. `at` is the beginning of its day where only that is kept; None: not kept."""

    step: Step
    value: str = ""
    employer: str = ""
    note: str = ""
    until: date | None = None
    by: str
    at: datetime | None


def read_history(session: Session, data_dir: Path, entry_id: str) -> tuple[HistoryLine, ...]:
    """Everything that was done about an entry, oldest first; what has no time stands where it was written."""
    lines = [*_steps(session, entry_id)]
    if is_edge_id(entry_id):
        lines += _edge_decisions(data_dir, entry_id)
    elif entry_id.isascii() and entry_id.isdigit() and len(entry_id) < 16:
        lines += _item_decisions(session, int(entry_id))
    return tuple(sorted(lines, key=lambda line: line.at or datetime.max.replace(tzinfo=UTC)))


def history_mark(lines: tuple[HistoryLine, ...]) -> str:
    """Changes whenever a line is added. A form carries it, so that two curators do not decide over each other."""
    told = "\n".join(line.model_dump_json() for line in lines)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _steps(session: Session, entry_id: str) -> Iterator[HistoryLine]:
    for row in list_steps(session, entry_id):
        yield HistoryLine(
            step=Step(row.action), value=row.value, note=row.note, until=row.until, by=row.decided_by,
            at=row.decided_at,
        )  # fmt: skip


def _item_decisions(session: Session, item_id: int) -> Iterator[HistoryLine]:
    rows = session.exec(
        select(ReviewDecisionRow)
        .where(ReviewDecisionRow.item_id == item_id)
        .order_by(col(ReviewDecisionRow.id))
    )
    for row in rows:
        yield HistoryLine(
            step=Step(row.action), value=row.value, employer=row.employer, note=row.note, by=row.decided_by,
            at=row.decided_at,
        )  # fmt: skip
        if row.undone_at is not None:
            yield HistoryLine(step=Step.UNDO, by=row.undone_by, at=row.undone_at)


def _edge_decisions(data_dir: Path, entry_id: str) -> Iterator[HistoryLine]:
    pair = tuple(entry_id.split(BETWEEN))
    for one in read_overlay(data_dir):
        if one.pair != pair:
            continue
        yield HistoryLine(
            step=Step.ASSIGN if one.kind else Step.REJECT,
            value=f"{one.kind.value}:{one.from_id}:{one.to_id}" if one.kind else "",
            note=one.proof,
            by=one.decided_by,
            at=datetime.combine(one.decided_on, time.min, UTC),
        )
        if one.undone_by:
            yield HistoryLine(step=Step.UNDO, by=one.undone_by, at=None)
