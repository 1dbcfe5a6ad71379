"""Which copy of an offer is shown, until when the others wait, and which posting follows which: no store, no clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

AGAIN_WITHIN = timedelta(days=180)
"""Later than this a job that is posted again is a new job."""
NEVER = date.max


@dataclass(frozen=True)
class Member:
    """One posting among copies of its offer. `places`: how many it names; `trust`: of its source, 0 to 100."""

    id: int
    source_key: str
    source_ref: str
    trust: int
    places: int
    employer: frozenset[str]
    posted_on: date | None
    first_seen_at: datetime
    removed_at: datetime | None
    last_day: date | None

    @property
    def rank(self) -> tuple[int, int, int, str, str]:
        """Smallest first: the most trusted, the one with most places, the one that is open longest."""
        last = (self.last_day or NEVER).toordinal()
        return (-self.trust, -self.places, -last, self.source_key, self.source_ref)

    @property
    def closed_at(self) -> datetime | None:
        """From when on it was no longer open, as far as is known."""
        over = None
        if self.last_day is not None and self.last_day < NEVER:
            midnight = datetime.combine(self.last_day + timedelta(days=1), datetime.min.time())
            over = midnight.replace(tzinfo=self.first_seen_at.tzinfo)
        return min((each for each in (over, self.removed_at) if each is not None), default=None)


def shown_from(members: Iterable[Member], rivals: Iterable[Member]) -> dict[int, date | None]:
    """From which day each of `members` is shown; None: at once. `rivals` are copies that name all of their places.

    One waits as long as a better copy is open. Removed postings are never shown, and hide nobody.
    """
    own = list(members)
    days: dict[int, date | None] = {member.id: None for member in own if member.removed_at is not None}
    waiting: date | None = None
    ids = {member.id for member in own}
    for member in sorted({each.id: each for each in (*own, *rivals)}.values(), key=lambda each: each.rank):
        if member.removed_at is not None:
            continue
        if member.id in ids:
            days[member.id] = waiting
        free = NEVER if member.last_day in (None, NEVER) else member.last_day + timedelta(days=1)
        waiting = free if waiting is None else max(waiting, free)
    return days


def previous_postings(members: Iterable[Member], alike: Iterable[Member]) -> dict[int, int]:
    """By posting, the closed one that it follows: the same job of the same employer under a new reference.

    What was open at the same time is a copy, not a repost.
    """
    found: dict[int, int] = {}
    others = list(alike)
    for member in members:
        before = [
            (closed, other.source_key, other.source_ref, other.id)
            for other in others
            if other.id != member.id
            and (other.employer <= member.employer or member.employer <= other.employer)
            and (closed := other.closed_at) is not None
            and _follows(member, other, closed)
        ]
        if before:
            found[member.id] = max(before)[3]
    return found


def _follows(member: Member, other: Member, closed: datetime) -> bool:
    seen = other.first_seen_at < member.first_seen_at and closed <= member.first_seen_at
    dated = member.posted_on is not None and other.last_day is not None and other.last_day < member.posted_on
    if not seen and not dated:
        return False
    start = member.first_seen_at.date() if seen else member.posted_on
    assert start is not None
    return start - closed.date() <= AGAIN_WITHIN
