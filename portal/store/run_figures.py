"""Figures about runs and postings for a monitor: counts by source, never a person's data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

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


def _utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
