"""What ingestion leaves open, as entries of the curator's list: runs that were not believed, records not taken.

Ids: `run:` and the number of a run; `rejected:`, the source and the reason. One that was dealt with waits again when
more records are rejected for the same reason than there were then.
"""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from portal.domain.errors import NotFound
from portal.domain.model import DataModel
from portal.store.curate import CurateDecision, CurateEntry
from portal.store.curate_steps import Step, latest_steps
from portal.store.curate_tables import CurateStepRow
from portal.store.tables import IngestRunRow, RejectedRecordRow

RUN, REJECTED = "run", "rejected"
_TROUBLED = ("failed", "quarantined")
_EXAMPLES = 5
_MOST_VALUES = 30


class RejectedValue(DataModel):
    """What was said about some of the records, and how many they are: for a category, the word that is not known."""

    detail: str
    count: int


class RejectedExample(DataModel):
    """One record as it came. `fields` are names and values as text."""

    ref: str
    detail: str
    fields: tuple[tuple[str, str], ...]


class IngestionDetail(DataModel):
    """One entry. A run has its status and, where its feed was not believed, why; records have values and examples."""

    entry: CurateEntry
    source_key: str
    status: str = ""
    reason: str = ""
    values: tuple[RejectedValue, ...] = ()
    examples: tuple[RejectedExample, ...] = ()


def is_ingestion_id(entry_id: str) -> bool:
    """Is it the id of something that ingestion left open?"""
    return entry_id.partition(":")[0] in (RUN, REJECTED)


def list_ingestion_entries(session: Session) -> tuple[CurateEntry, ...]:
    """All of them, those that were dealt with too; the most records first, runs before them."""
    steps = latest_steps(session)
    return (*_runs(session, steps), *_rejected(session, steps))


def get_ingestion_detail(session: Session, entry_id: str) -> IngestionDetail:
    """One entry with what helps to deal with it. Raises: NotFound where it is gone."""
    entry = next((one for one in list_ingestion_entries(session) if one.id == entry_id), None)
    if entry is None:
        raise NotFound(f"{entry_id[:80]} is not open any more, or never was.")
    if entry.kind == RUN:
        run = session.get_one(IngestRunRow, int(entry_id.partition(":")[2]))
        # messages of other failures may name files and addresses of the machine; `ingest status` shows them
        reason = run.error if run.status == "quarantined" else ""
        return IngestionDetail(entry=entry, source_key=run.source_key, status=run.status, reason=reason)
    return _rejected_detail(session, entry)


def _runs(session: Session, steps: Mapping[str, CurateStepRow]) -> Iterable[CurateEntry]:
    run = IngestRunRow
    newest = select(func.max(col(run.id))).where(run.status != "running").group_by(col(run.source_key))
    rows = session.exec(
        select(run)
        .where(col(run.id).in_(newest), col(run.status).in_(_TROUBLED))
        .order_by(col(run.source_key))
    )
    for row in rows:
        id_ = f"{RUN}:{row.id}"
        yield _entry(
            id_, RUN, label=row.source_key, detail=row.status, count=0, step=steps.get(id_), is_settled=True
        )


def _rejected(session: Session, steps: Mapping[str, CurateStepRow]) -> Iterable[CurateEntry]:
    record = RejectedRecordRow
    count = func.count(col(record.id))
    rows = session.exec(
        select(record.source_key, record.reason, count)
        .group_by(col(record.source_key), col(record.reason))
        .order_by(count.desc(), col(record.source_key), col(record.reason))
    ).all()
    for source_key, reason, records in rows:
        id_ = _rejected_id(source_key, reason)
        step = steps.get(id_)
        settled = int(step.value) if step is not None and step.value.isdigit() else 0
        yield _entry(
            id_, REJECTED, label=source_key, detail=reason, count=records, step=step,
            is_settled=records <= settled,
        )  # fmt: skip


def _entry(
    id_: str, kind: str, *, label: str, detail: str, count: int, step: CurateStepRow | None, is_settled: bool
) -> CurateEntry:
    decision = None
    if step is not None and step.action == Step.SETTLE and is_settled:
        decision = CurateDecision(
            action=step.action, value=step.value, note=step.note, decided_by=step.decided_by,
            decided_on=step.decided_at.isoformat(),
        )  # fmt: skip
    return CurateEntry(
        id=id_,
        kind=kind,
        label=label,
        detail=detail,
        postings=count,
        is_open=decision is None,
        decision=decision,
    )


def _rejected_detail(session: Session, entry: CurateEntry) -> IngestionDetail:
    record = RejectedRecordRow
    same = (record.source_key == entry.label, record.reason == entry.detail)
    count = func.count(col(record.id))
    values = session.exec(
        select(record.detail, count)
        .where(*same)
        .group_by(col(record.detail))
        .order_by(count.desc(), col(record.detail))
        .limit(_MOST_VALUES)
    ).all()
    rows = session.exec(select(record).where(*same).order_by(col(record.id)).limit(_EXAMPLES)).all()
    return IngestionDetail(
        entry=entry,
        source_key=entry.label,
        reason=entry.detail,
        values=tuple(RejectedValue(detail=detail, count=number) for detail, number in values),
        examples=tuple(
            RejectedExample(ref=row.source_ref, detail=row.detail, fields=_fields(row.record)) for row in rows
        ),
    )


def _fields(record: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (str(name), value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str))
        for name, value in record.items()
    )


def _rejected_id(source_key: str, reason: str) -> str:
    return f"{REJECTED}:{source_key}:{re.sub(r'[^a-z0-9]+', '-', reason.casefold()).strip('-')[:80]}"
