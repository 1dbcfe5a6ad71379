"""Figures about runs and postings for a monitor: counts by source, never a person's data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from portal.store.duplicate_tables import PostingRepostRow
from portal.store.live import live_conditions, open_conditions
from portal.store.runs import SUCCEEDED
from portal.store.tables import IngestRunRow, JobPostingRow, RejectedRecordRow


@dataclass(frozen=True)
class RunFigures:
    """Counts by source, and by (source, status) or (source, reason). Times are UTC."""

    runs: Mapping[tuple[str, str], int]
    last_good_at: Mapping[str, datetime]
    last_status: Mapping[str, str]
    live: Mapping[str, int]
    waiting: int
    rejected: Mapping[tuple[str, str], int]


def read_run_figures(session: Session, *, now: datetime) -> RunFigures:
    """All figures as of `now`."""
    run, posting, record = IngestRunRow, JobPostingRow, RejectedRecordRow
    runs = session.execute(
        select(run.source_key, run.status, func.count(col(run.id))).group_by(run.source_key, run.status)
    )
    newest = select(func.max(col(run.id))).group_by(col(run.source_key))
    last = session.execute(select(run.source_key, run.status).where(col(run.id).in_(newest)))
    good = session.execute(
        select(run.source_key, func.max(col(run.finished_at)))
        .where(run.status == SUCCEEDED)
        .group_by(run.source_key)
    )
    live = session.execute(
        select(posting.source_key, func.count(col(posting.id)))
        .where(*live_conditions(now))
        .group_by(posting.source_key)
    )
    waiting = session.execute(
        select(func.count(col(posting.id))).where(
            *open_conditions(now), col(posting.shown_from_on) > now.date()
        )
    )
    rejected = session.execute(
        select(record.source_key, record.reason, func.count(col(record.id))).group_by(
            record.source_key, record.reason
        )
    )
    return RunFigures(
        runs={(source, status): count for source, status, count in runs},
        last_good_at={source: _utc(at) for source, at in good if at is not None},
        last_status=dict(tuple(row) for row in last),
        live=dict(tuple(row) for row in live),
        waiting=waiting.scalar_one(),
        rejected={(source, reason): count for source, reason, count in rejected},
    )


def count_waiting(session: Session, *, now: datetime) -> dict[str, int]:
    """Open postings that wait because a better copy of the same offer is shown, by source."""
    posting = JobPostingRow
    rows = session.execute(
        select(posting.source_key, func.count(col(posting.id)))
        .where(*open_conditions(now), col(posting.shown_from_on) > now.date())
        .group_by(posting.source_key)
    )
    return dict(tuple(row) for row in rows)


def count_reposts(session: Session, *, now: datetime) -> int:
    """Shown postings that follow a closed one of the same job."""
    question = select(func.count(col(JobPostingRow.id))).join(
        PostingRepostRow, col(PostingRepostRow.posting_id) == col(JobPostingRow.id)
    )
    count: int = session.execute(question.where(*live_conditions(now))).scalar_one()
    return count


def sample_rejections(
    session: Session, source_key: str, *, each: int = 3
) -> dict[str, list[tuple[str, str]]]:
    """A few records that the last complete feed's reading did not take: reference and detail, by reason."""
    record = RejectedRecordRow
    place = func.row_number().over(partition_by=col(record.reason), order_by=col(record.id)).label("place")
    numbered = (
        select(record.reason, record.source_ref, record.detail, place)
        .where(record.source_key == source_key)
        .subquery()
    )
    found: dict[str, list[tuple[str, str]]] = {}
    for reason, ref, detail in session.execute(
        select(numbered.c.reason, numbered.c.source_ref, numbered.c.detail)
        .where(numbered.c.place <= each)
        .order_by(numbered.c.reason, numbered.c.place)
    ):
        found.setdefault(reason, []).append((ref, detail))
    return found


def _utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
