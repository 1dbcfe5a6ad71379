"""Sample postings retire state by state where a real source has live postings, and come back when it has none."""

from datetime import datetime

from sqlalchemy import and_, update
from sqlmodel import Session, col, exists, select

from portal.store.live import live_conditions
from portal.store.tables import JobPostingPlaceRow, JobPostingRow


def retire_samples(session: Session, *, now: datetime) -> list[int]:
    """Set `is_sample_retired` right for every sample posting.. The caller commits.

    Shape: ids of the rows that changed.
    """
    real_states = set(
        session.exec(
            select(JobPostingPlaceRow.state)
            .join(JobPostingRow, col(JobPostingRow.id) == col(JobPostingPlaceRow.posting_id))
            .where(col(JobPostingRow.is_sample).is_(False), *live_conditions(now))
            .distinct()
        )
    )
    in_real_state = exists().where(
        and_(
            col(JobPostingPlaceRow.posting_id) == col(JobPostingRow.id),
            col(JobPostingPlaceRow.state).in_(sorted(real_states)),
        )
    )
    changed: list[int] = []
    for retired, should in ((False, in_real_state), (True, ~in_real_state)):
        ids = session.exec(
            select(JobPostingRow.id).where(
                col(JobPostingRow.is_sample).is_(True),
                col(JobPostingRow.is_sample_retired).is_(retired),
                should,
            )
        ).all()
        if ids:
            session.connection().execute(
                update(JobPostingRow)
                .where(col(JobPostingRow.id).in_([i for i in ids if i is not None]))
                .values(is_sample_retired=not retired, changed_at=now)
            )
        changed += [i for i in ids if i is not None]
    return changed
