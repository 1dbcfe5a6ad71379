"""A person's shortlist of jobs: how far each has come, and why one was let go."""

from datetime import date, datetime
from enum import StrEnum
from statistics import median

from portal.domain.errors import PortalError
from portal.domain.model import DataModel


class ShortlistStatus(StrEnum):
    """How far a job has come. Any may follow any: what happened is written down, not a rule."""

    SUGGESTED = "suggested"
    DISCUSSED = "discussed"
    APPLIED = "applied"
    INTERVIEW = "interview"
    PLACED = "placed"
    DECLINED = "declined"


class DeclineKind(StrEnum):
    """Why nothing came of a job, from a short list. No word of it is about health."""

    NOT_WANTED = "not_wanted"
    TOO_FAR = "too_far"
    PAY = "pay"
    HOURS = "hours"
    WORK_ITSELF = "work_itself"
    """The work does not fit what the person needs, and could not be changed."""
    EMPLOYER_NO = "employer_no"
    NO_ANSWER = "no_answer"
    CLOSED = "closed"
    OTHER_JOB = "other_job"
    MISTAKE = "mistake"
    """It was put on the list by mistake: it is left out of the outcomes."""
    OTHER = "other"


UNDO = "undo"
"""Stands in place of a reason where an event takes the one before it back."""


class ShortlistFull(PortalError):
    """A person's shortlist has no room for one more job."""


class ShortlistEvent(DataModel):
    """One change of status. Units: US dollars an hour, hours a week; None: not known. No words stand here."""

    shortlist_id: str
    person_id: str
    account_id: str
    status: ShortlistStatus
    kind: str = ""
    """A `DeclineKind` of a declined job, or `UNDO`."""
    hourly_wage_usd: float | None = None
    hours_per_week: float | None = None
    on_date: date
    made_at: datetime


class Outcomes(DataModel):
    """What became of the jobs of several people. Units: days, US dollars an hour."""

    people: int
    jobs: int
    by_status: dict[ShortlistStatus, int]
    """Jobs by the status in which they stand now; every job is in exactly one."""
    reached: dict[ShortlistStatus, int]
    """Jobs that were ever in a status, taken-back changes left out."""
    declined: dict[str, int]
    placed_people: int
    days_to_placed: float | None
    """Median from the first suggestion to the day of the placement."""
    hourly_wage_usd: float | None
    """Median of the placements of which the wage is known."""
    wages_known: int


def count_outcomes(events: list[ShortlistEvent]) -> Outcomes:
    """Count by the events, of each job in the order in which they were made. What was a mistake is left out."""
    by_job: dict[str, list[ShortlistEvent]] = {}
    for event in events:
        kept = by_job.setdefault(event.shortlist_id, [])
        if event.kind == UNDO and kept:
            kept.pop()
            # An undone undo brings a status back, which nothing before it shows.
            if not kept or kept[-1].status is not event.status:
                kept.append(event)
        else:
            kept.append(event)
    jobs = [kept for kept in by_job.values() if kept and kept[-1].kind != DeclineKind.MISTAKE]
    last = [kept[-1] for kept in jobs]
    placed = [event for event in last if event.status is ShortlistStatus.PLACED]
    wages = [event.hourly_wage_usd for event in placed if event.hourly_wage_usd is not None]
    days = [
        (kept[-1].on_date - kept[0].on_date).days
        for kept in jobs
        if kept[-1].status is ShortlistStatus.PLACED
    ]
    declined = [event.kind for event in last if event.status is ShortlistStatus.DECLINED]
    return Outcomes(
        people=len({event.person_id for event in last}),
        jobs=len(jobs),
        by_status={each: sum(event.status is each for event in last) for each in ShortlistStatus},
        reached={
            each: sum(any(event.status is each for event in kept) for kept in jobs)
            for each in ShortlistStatus
        },
        declined={kind: declined.count(kind) for kind in sorted(set(declined))},
        placed_people=len({event.person_id for event in placed}),
        days_to_placed=median(days) if days else None,
        hourly_wage_usd=median(wages) if wages else None,
        wages_known=len(wages),
    )
