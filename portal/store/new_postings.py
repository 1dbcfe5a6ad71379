"""Which open postings of an occupation were seen first after a day."""

from datetime import UTC, date, datetime, time, timedelta

from sqlmodel import Session, col, select

from portal.store.live import live_conditions
from portal.store.tables import JobPostingRow


def list_new_posting_ids(session: Session, soc_code: str, *, after: date, now: datetime) -> list[int]:
    """Ids of open postings that we saw for the first time on a later day than `after` (UTC).

    `changed_at` is never before `first_seen_at` and has an index: only what is recent is read.
    """
    start = datetime.combine(after + timedelta(days=1), time(), tzinfo=UTC)
    found = session.exec(
        select(JobPostingRow.id).where(
            JobPostingRow.soc_code == soc_code,
            col(JobPostingRow.changed_at) >= start,
            col(JobPostingRow.first_seen_at) >= start,
            *live_conditions(now),
        )
    )
    return [id_ for id_ in found if id_ is not None]
