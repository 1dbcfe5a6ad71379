"""What *open* means for a posting: the one place that says it."""

from datetime import datetime

from sqlalchemy import ColumnElement, or_
from sqlmodel import col

from portal.store.tables import JobPostingRow


def live_conditions(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Conditions of a posting that a person can apply to at `now`.

    Not removed, not for own staff, not a sample that a real source has replaced, and not past its last day.
    """
    return (
        col(JobPostingRow.removed_at).is_(None),
        col(JobPostingRow.is_internal).is_(False),
        col(JobPostingRow.is_sample_retired).is_(False),
        or_(
            col(JobPostingRow.valid_through_on).is_(None),
            col(JobPostingRow.valid_through_on) >= now.date(),
        ),
    )


def is_live(row: JobPostingRow, now: datetime) -> bool:
    """The same law for a row in hand."""
    return (
        row.removed_at is None
        and not row.is_internal
        and not row.is_sample_retired
        and (row.valid_through_on is None or row.valid_through_on >= now.date())
    )
