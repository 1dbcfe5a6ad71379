"""Which postings changed since they were last read, so that what is built from them need not be built anew."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt
from sqlalchemy import func, or_, select
from sqlmodel import Session, col

from portal.store.runs import SUCCEEDED
from portal.store.tables import IngestRunRow, JobPostingRow

LOOK_BACK = 64
"""Newest runs that are looked at: one that is still running while as many others start and end is not expected."""
RUNNING = "running"


@dataclass(frozen=True, slots=True)
class PostingsStamp:
    """What the postings of the store were at when they were read: equal stamps, equal postings.

    Every change of a posting is committed together with the end of its run, and carries the run's own time. So the runs
    that ended since then name the changes, those included that only retired samples, and those that began earlier.
    """

    newest_run: int
    running: frozenset[int]
    changed_at: datetime | None


@dataclass(frozen=True, slots=True, eq=False)
class Waiting:
    """Copies of offers that wait for a better one, and until which day. They change without `changed_at`.

    Shape: `ids` rising, `days` ordinals.
    """

    ids: npt.NDArray[np.int64]
    days: npt.NDArray[np.int64]

    def differing(self, other: "Waiting") -> npt.NDArray[np.int64]:
        """Postings that wait in only one of both, or until another day. Shape: ids, rising."""
        ids = np.union1d(self.ids, other.ids)
        differing: npt.NDArray[np.int64] = ids[self._days_of(ids) != other._days_of(ids)]
        return differing

    def _days_of(self, ids: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        days = np.zeros(len(ids), dtype=np.int64)
        days[np.searchsorted(ids, self.ids)] = self.days
        return days


def read_stamp(session: Session) -> PostingsStamp:
    """Where the store stands now; a few index look-ups, fit for every request.

    Source: ingest_run, job_posting.
    """
    newest = session.connection().execute(
        select(col(IngestRunRow.id), col(IngestRunRow.status))
        .order_by(col(IngestRunRow.id).desc())
        .limit(LOOK_BACK)
    )
    runs: list[tuple[int, str]] = [(row[0] or 0, row[1]) for row in newest]
    changed_at = session.connection().execute(select(func.max(col(JobPostingRow.changed_at)))).scalar()
    return PostingsStamp(
        newest_run=max((run for run, _ in runs), default=0),
        running=frozenset(run for run, status in runs if status == RUNNING),
        changed_at=changed_at,
    )


def read_waiting(session: Session) -> Waiting:
    """The copies that wait for a better one now.

    Source: job_posting.
    """
    question = select(col(JobPostingRow.id), col(JobPostingRow.shown_from_on)).where(
        col(JobPostingRow.shown_from_on).is_not(None), col(JobPostingRow.removed_at).is_(None)
    )
    rows = session.connection().execute(question.order_by(col(JobPostingRow.id))).all()
    return Waiting(
        np.array([row[0] for row in rows], dtype=np.int64),
        np.array([row[1].toordinal() for row in rows if row[1]], dtype=np.int64),
    )


def list_changed(session: Session, since: PostingsStamp, waiting: Waiting) -> tuple[set[int], Waiting]:
    """Ids of postings that changed since a stamp, removed ones included, and what waits now.

    A few that did not change may be among them. Source: ingest_run, job_posting.
    """
    ended = select(col(IngestRunRow.as_of)).where(
        col(IngestRunRow.status) == SUCCEEDED,
        or_(col(IngestRunRow.id) > since.newest_run, col(IngestRunRow.id).in_(since.running)),
    )
    changed_at = col(JobPostingRow.changed_at)
    is_later = changed_at.is_not(None) if since.changed_at is None else changed_at > since.changed_at
    is_changed = or_(changed_at.in_(ended), is_later)
    rows = session.connection().execute(select(col(JobPostingRow.id)).where(is_changed))
    now = read_waiting(session)
    return {row[0] or 0 for row in rows} | set(waiting.differing(now).tolist()), now
