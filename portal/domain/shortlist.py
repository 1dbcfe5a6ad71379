"""A person's shortlist of jobs: how far each has come, and why one was let go."""

from collections.abc import Iterable, Sequence
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
    """Jobs that were ever in a status."""
    people_reached: dict[ShortlistStatus, int]
    declined: dict[str, int]
    people_declined: dict[str, int]
    days_to_placed: float | None
    """Median of the placed jobs, from the first suggestion to the day of the placement."""
    hourly_wage_usd: float | None
    """Median of the placements of which the wage is known."""
    wages_known: int
    people_with_wage: int


def job_histories(events: Iterable[ShortlistEvent]) -> list[tuple[ShortlistEvent, ...]]:
    """What happened to each job, without what was taken back; a job that was put there by mistake is left out.

    Shape: `events` of each job in the order in which they were made; so is each history, and none is empty.
    """
    by_job: dict[str, list[ShortlistEvent]] = {}
    for event in events:
        kept = by_job.setdefault(event.shortlist_id, [])
        if event.kind == UNDO and kept:
            kept.pop()
            # To take an undo back brings a status back that nothing before it shows.
            if not kept or kept[-1].status is not event.status:
                kept.append(event)
        else:
            kept.append(event)
    return [tuple(kept) for kept in by_job.values() if kept and kept[-1].kind != DeclineKind.MISTAKE]


def count_outcomes(histories: Sequence[Sequence[ShortlistEvent]]) -> Outcomes:
    """Count jobs and people by what became of them."""
    last = [history[-1] for history in histories]
    placed = [history for history in histories if history[-1].status is ShortlistStatus.PLACED]
    wages = [history[-1].hourly_wage_usd for history in placed]
    known = [wage for wage in wages if wage is not None]
    days = [(history[-1].on_date - history[0].on_date).days for history in placed]
    declined = [event.kind for event in last if event.status is ShortlistStatus.DECLINED]
    return Outcomes(
        people=len({event.person_id for event in last}),
        jobs=len(histories),
        by_status={each: sum(event.status is each for event in last) for each in ShortlistStatus},
        reached={each: len(_reaching(histories, each)) for each in ShortlistStatus},
        people_reached={
            each: len({history[0].person_id for history in _reaching(histories, each)})
            for each in ShortlistStatus
        },
        declined={kind: declined.count(kind) for kind in sorted(set(declined))},
        people_declined={
            kind: len({event.person_id for event in last if event.kind == kind})
            for kind in sorted(set(declined))
        },
        days_to_placed=median(days) if days else None,
        hourly_wage_usd=median(known) if known else None,
        wages_known=len(known),
        people_with_wage=len(
            {history[0].person_id for history in placed if history[-1].hourly_wage_usd is not None}
        ),
    )


def _reaching(
    histories: Sequence[Sequence[ShortlistEvent]], status: ShortlistStatus
) -> list[Sequence[ShortlistEvent]]:
    return [history for history in histories if any(event.status is status for event in history)]
