"""What "Data health" shows: each source that was ever run or is on, held against the promise of its own schedule."""

import re
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlmodel import Session

from portal.domain.errors import SearchUnavailable
from portal.domain.model import DataModel
from portal.domain.source import SourceConfig
from portal.domain.source_times import last_due_at, longest_gap_days, next_run_at
from portal.search.hydrate import index_lag
from portal.search.port import SearchEngine, SearchKind
from portal.settings import Settings
from portal.store.run_figures import count_reposts, count_waiting, sample_rejections
from portal.store.runs import last_good_run, list_runs
from portal.store.tables import IngestRunRow
from portal.web.formats import day
from portal.web.language import language_code
from portal.web.sources import read_sources

MOST_LETTERS = 120
"""Of a rejected record's reference and of what is said about it."""
_MARKUP = re.compile(r"<[^>]*>?")
GRACE = timedelta(days=1)
"""A run may be made up within this time before a source counts as late."""


class Health(StrEnum):
    """How a source stands."""

    GOOD = "good"
    LATE = "late"
    HELD_BACK = "held back"
    """Its last feed was not believed."""
    BROKEN = "broken"
    OFF = "off"
    NOT_YET = "not yet"


class RejectedSample(DataModel):
    """One record that was not taken, as far as it is shown: its reference and what was wrong, cut, without markup."""

    ref: str
    detail: str


class Rejected(DataModel):
    """Records that were not taken for one reason, with a few of them."""

    reason: str
    count: int
    samples: tuple[RejectedSample, ...]


class SourceHealth(DataModel):
    """One source. `age_days` is of the last good run; `promise_days` the longest gap of its schedule."""

    key: str
    title: str
    title_is_english: bool
    health: Health
    last_good_day: str
    age_days: int | None
    promise_days: int
    next_day: str
    next_time: str
    fetched: int
    taken: int
    rejected: int
    rejections: tuple[Rejected, ...]
    waiting: int
    """Open postings that wait because a better copy of the same offer is shown."""
    run_on: str
    what_to_do: str


class IndexHealth(DataModel):
    """How far search is behind the store. `written` is the day and time of its oldest index; empty: there is none."""

    is_ready: bool
    is_behind: bool = False
    written: str = ""
    jobs: int = 0


class DataHealthPage(DataModel):
    """The whole page; what needs a person stands first."""

    as_of: str
    needs_care: int
    sources: tuple[SourceHealth, ...]
    never_run: int
    index: IndexHealth
    waiting: int
    reposts: int


def build_data_health_page(session: Session, settings: Settings, search: SearchEngine) -> DataHealthPage:
    """Every source with its runs, and the search index, as of the clock of the settings."""
    now = settings.now().astimezone(UTC)
    lines, never_run = [], 0
    waiting = count_waiting(session, now=now)
    for source in read_sources(settings).values():
        newest = next(iter(list_runs(session, source_key=source.key, limit=1)), None)
        if newest is None and not source.enabled:
            never_run += 1
            continue
        good = last_good_run(session, source.key)
        rejected = _rejected(session, source.key, good)
        lines.append(
            _line(source, newest, good, rejected=rejected, waiting=waiting.get(source.key, 0), now=now)
        )
    order = (Health.HELD_BACK, Health.BROKEN, Health.LATE, Health.NOT_YET, Health.GOOD, Health.OFF)
    return DataHealthPage(
        as_of=day(now),
        needs_care=sum(line.health in order[:3] for line in lines),
        sources=tuple(sorted(lines, key=lambda line: (order.index(line.health), line.key))),
        never_run=never_run,
        index=judge_index(session, search, now=now),
        waiting=sum(waiting.values()),
        reposts=count_reposts(session, now=now),
    )


def judge_index(session: Session, search: SearchEngine, *, now: datetime) -> IndexHealth:
    """Whether search stands on the data of the store, and since when."""
    try:
        lag = index_lag(session, search, now=now)
        jobs = search.state(SearchKind.POSTINGS).documents
    except SearchUnavailable:
        return IndexHealth(is_ready=False)
    written = now - timedelta(seconds=lag.age_seconds or 0)
    return IndexHealth(
        is_ready=True, is_behind=lag.is_behind, written=f"{day(written)}, {written:%H:%M}", jobs=jobs
    )


def judge_health(
    source: SourceConfig, newest: IngestRunRow | None, good: IngestRunRow | None, *, now: datetime
) -> Health:
    """How a source stands at `now`. A run under way does not change it."""
    if newest is not None and newest.status == "quarantined":
        return Health.HELD_BACK
    if newest is not None and newest.status == "failed":
        return Health.BROKEN
    if not source.enabled:
        return Health.OFF
    if good is None:
        return Health.NOT_YET
    # the run that was due a day ago must have been made by now
    return Health.GOOD if _utc(good.as_of) >= last_due_at(source, now=now - GRACE) else Health.LATE


def _line(
    source: SourceConfig,
    newest: IngestRunRow | None,
    good: IngestRunRow | None,
    *,
    rejected: tuple[Rejected, ...],
    waiting: int,
    now: datetime,
) -> SourceHealth:
    health = judge_health(source, newest, good, now=now)
    due = next_run_at(source, now=now) if source.enabled else None
    return SourceHealth(
        key=source.key,
        title=source.title_es if language_code() == "es" else source.title,
        title_is_english=language_code() == "en",
        health=health,
        last_good_day=day(good.as_of) if good else "",
        age_days=max(0, (now.date() - _utc(good.as_of).date()).days) if good else None,
        promise_days=longest_gap_days(source),
        next_day=day(due) if due else "",
        next_time=f"{due:%H:%M}" if due else "",
        fetched=good.fetched if good else 0,
        taken=good.parsed if good else 0,
        rejected=good.rejected if good else 0,
        rejections=rejected,
        waiting=waiting,
        run_on=source.run_on.value,
        # messages of other failures may name files and addresses of this machine; staff see them in `ingest status`
        what_to_do=newest.error if newest is not None and health is Health.HELD_BACK else "",
    )


def _rejected(session: Session, source_key: str, good: IngestRunRow | None) -> tuple[Rejected, ...]:
    """What the last complete run did not take, the most frequent reason first."""
    if good is None:
        return ()
    samples = sample_rejections(session, source_key)
    return tuple(
        Rejected(
            reason=reason,
            count=count,
            samples=tuple(
                RejectedSample(ref=ref[:MOST_LETTERS], detail=_cut(detail))
                for ref, detail in samples.get(reason, ())
            ),
        )
        for reason, count in sorted(good.rejections.items(), key=lambda item: (-item[1], item[0]))
    )


def _cut(text: str) -> str:
    """Short, in one line, without markup."""
    plain = " ".join(_MARKUP.sub(" ", text).split())
    return plain if len(plain) <= MOST_LETTERS else plain[: MOST_LETTERS - 1].rstrip() + "…"


def _utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
