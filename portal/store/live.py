"""What *open* means for a posting: the one place that says it."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, or_
from sqlmodel import col

from portal.store.tables import JobPostingRow


def live_conditions(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Conditions of a posting that a person can apply to at `now`.

    Not removed, not for own staff, not a sample that a real source has replaced, not past its last day, and no copy
    of an offer of which a better one is open: an offer is counted and shown once.
    """
    return (
        *open_conditions(now),
        or_(col(JobPostingRow.shown_from_on).is_(None), col(JobPostingRow.shown_from_on) <= now.date()),
    )


def open_conditions(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """The same with copies of what is shown: for naming sources, never for counting jobs."""
    return (
        col(JobPostingRow.removed_at).is_(None),
        col(JobPostingRow.is_internal).is_(False),
        col(JobPostingRow.is_sample_retired).is_(False),
        or_(
            col(JobPostingRow.valid_through_on).is_(None),
            col(JobPostingRow.valid_through_on) >= now.date(),
        ),
    )


def is_ever_shown() -> ColumnElement[bool]:
    """Condition of a posting that is shown, or will be by the clock alone once its better copy is past its last day."""
    return or_(col(JobPostingRow.shown_from_on).is_(None), col(JobPostingRow.shown_from_on) < date.max)


def is_live(row: JobPostingRow, now: datetime) -> bool:
    """The same law for a row in hand."""
    return is_open(row, now) and not is_waiting(row, now)


def is_waiting(row: JobPostingRow, now: datetime) -> bool:
    """A better copy of the same offer is open, so this one is not shown."""
    return row.shown_from_on is not None and row.shown_from_on > now.date()


def is_open(row: JobPostingRow, now: datetime) -> bool:
    """A person can apply to it, be it shown or a copy of one that is."""
    return (
        row.removed_at is None
        and not row.is_internal
        and not row.is_sample_retired
        and (row.valid_through_on is None or row.valid_through_on >= now.date())
    )
