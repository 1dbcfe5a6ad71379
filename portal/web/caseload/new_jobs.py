"""How many jobs each of several people newly qualifies for: one mask a place and day, one answer for equal people."""

import threading
from collections import OrderedDict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

import numpy as np
import numpy.typing as npt
from flask import current_app
from sqlmodel import Session, col, select

from portal.domain.errors import NotFound
from portal.domain.model import DataModel
from portal.domain.person import HeldUntil, Person
from portal.domain.region import Region, ResolvedRegion
from portal.stacks.reach import Reach
from portal.store.live import live_conditions
from portal.store.tables import JobPostingRow
from portal.web.knowledge import Knowledge, Moment
from portal.web.regions import region_of_request

LOOK_BACK_DAYS = 7
_MOST_ANSWERS = 5000
EXTENSION = "caseload_new_jobs"


class Asked(DataModel):
    """What is asked for one person. `since`: the day of the last look; only what was seen first later is new."""

    region: Region | None
    held: tuple[str, ...]
    held_until: tuple[HeldUntil, ...] = ()
    since: date


@dataclass
class KeptAnswers:
    """Answers of one moment of the data. It holds credentials and places, and no people."""

    moment: tuple[Moment, date] | None = None
    ids: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    days: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    answers: OrderedDict[Hashable, int] = field(default_factory=OrderedDict)
    lock: threading.Lock = field(default_factory=threading.Lock)


def first_day(since: date | None, *, today: date) -> date:
    """After which day a job is new: the last look, but a week ago at most."""
    week = today - timedelta(days=LOOK_BACK_DAYS)
    return max(since, week) if since else week


def count_new_jobs(
    session: Session, known: Knowledge, asked: Sequence[Asked | None], *, now: datetime
) -> list[int]:
    """For each the number of open jobs in their place that they qualify for and that are new; 0 for None."""
    kept: KeptAnswers = current_app.extensions.setdefault(EXTENSION, KeptAnswers())
    with kept.lock:
        if kept.moment != (known.moment, now.date()):
            _begin(session, known, kept, now=now)
        if not len(kept.ids):
            return [0] * len(asked)
        counter = _Counter(session, known, kept, now=now)
        return [counter.count(each) if each is not None and each.held else 0 for each in asked]


class _Counter:
    """Counts for one request; places and masks are found once."""

    def __init__(self, session: Session, known: Knowledge, kept: KeptAnswers, *, now: datetime) -> None:
        self._session, self._known, self._kept, self._now = session, known, kept, now
        self._regions: dict[Region | None, ResolvedRegion | None] = {}
        self._reaches: dict[tuple[Region | None, date], Reach | None] = {}
        self._ids = frozenset(known.graph.ids)

    def count(self, asked: Asked) -> int:
        """New jobs of one person."""
        over = tuple(each.credential_id for each in asked.held_until if each.last_day < self._now.date())
        held = tuple(id_ for id_ in asked.held if id_ in self._ids and id_ not in over)
        lapsed = tuple(id_ for id_ in over if id_ in self._ids)
        key = (asked.region, asked.since, frozenset(held), frozenset(lapsed))
        answers = self._kept.answers
        if key not in answers:
            answers[key] = self._answer(asked, held, lapsed)
            while len(answers) > _MOST_ANSWERS:
                answers.popitem(last=False)
        return answers[key]

    def _answer(self, asked: Asked, held: tuple[str, ...], lapsed: tuple[str, ...]) -> int:
        reach = self._reach(asked.region, asked.since)
        place = self._regions[asked.region]
        if reach is None or place is None or not held:
            return 0
        person = Person(held=held, lapsed=lapsed, state=place.home_state)
        return self._known.index.answer(person, reach).qualifies

    def _reach(self, region: Region | None, since: date) -> Reach | None:
        """The new jobs of a place, folded; None where there are none."""
        if (region, since) not in self._reaches:
            if region not in self._regions:
                try:
                    self._regions[region] = region_of_request(self._session, region)
                except NotFound:
                    self._regions[region] = None
            place = self._regions[region]
            found = None
            if place is not None:
                new = self._kept.ids[self._kept.days > since.toordinal()]
                mask = self._known.within(place, today=self._now.date()).mask & np.isin(
                    self._known.index.columns.posting_ids, new
                )
                found = self._known.index.reach(mask) if mask.any() else None
            self._reaches[region, since] = found
        return self._reaches[region, since]


def _begin(session: Session, known: Knowledge, kept: KeptAnswers, *, now: datetime) -> None:
    """Read which open jobs were seen first within the last days. `changed_at` has an index and is never earlier."""
    start = datetime.combine(now.date() - timedelta(days=LOOK_BACK_DAYS - 1), time(), tzinfo=UTC)
    rows = session.exec(
        select(JobPostingRow.id, JobPostingRow.first_seen_at).where(
            col(JobPostingRow.changed_at) >= start,
            col(JobPostingRow.first_seen_at) >= start,
            *live_conditions(now),
        )
    ).all()
    kept.ids = np.array([id_ for id_, _ in rows], dtype=np.int64)
    kept.days = np.array([seen.toordinal() for _, seen in rows], dtype=np.int64)
    kept.answers = OrderedDict()
    kept.moment = (known.moment, now.date())
