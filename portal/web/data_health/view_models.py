"""What "Data health" shows: each source that was ever run or is on, held against the promise of its own schedule."""

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
from portal.store.runs import last_good_run, list_runs
from portal.store.tables import IngestRunRow
from portal.web.formats import day
from portal.web.language import language_code
from portal.web.sources import read_sources

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
    rejections: tuple[tuple[str, int], ...]
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


def build_data_health_page(session: Session, settings: Settings, search: SearchEngine) -> DataHealthPage:
    """Every source with its runs, and the search index, as of the clock of the settings."""
    now = settings.now().astimezone(UTC)
    lines, never_run = [], 0
    for source in read_sources(settings).values():
        newest = next(iter(list_runs(session, source_key=source.key, limit=1)), None)
        if newest is None and not source.enabled:
            never_run += 1
            continue
        lines.append(_line(source, newest, last_good_run(session, source.key), now=now))
    order = (Health.HELD_BACK, Health.BROKEN, Health.LATE, Health.NOT_YET, Health.GOOD, Health.OFF)
    return DataHealthPage(
        as_of=day(now),
        needs_care=sum(line.health in order[:3] for line in lines),
        sources=tuple(sorted(lines, key=lambda line: (order.index(line.health), line.key))),
        never_run=never_run,
        index=judge_index(session, search, now=now),
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
    source: SourceConfig, newest: IngestRunRow | None, good: IngestRunRow | None, *, now: datetime
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
        rejections=tuple(sorted(good.rejections.items(), key=lambda item: -item[1])) if good else (),
        # messages of other failures may name files and addresses of this machine; staff see them in `ingest status`
        what_to_do=newest.error if newest is not None and health is Health.HELD_BACK else "",
    )


def _utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
