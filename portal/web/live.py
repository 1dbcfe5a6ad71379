"""How many jobs are open now, when that was last true, and whether any of them is made up."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from flask import current_app
from sqlalchemy import case, func
from sqlmodel import Session, col, select

from portal.domain.model import DataModel
from portal.domain.source import SourceKind
from portal.store.live import live_conditions
from portal.store.runs import SUCCEEDED, data_version
from portal.store.tables import IngestRunRow, JobPostingRow
from portal.web.formats import day
from portal.web.sources import read_sources

Counted = TypeVar("Counted")


class LiveCount(DataModel):
    """Open postings in the whole store. `confirmed` is the day as of which a source of postings was last read whole."""

    total: int
    samples: int
    confirmed: str


def count_live_by_occupation(session: Session, *, now: datetime) -> Mapping[str, int]:
    """How many postings are open at `now` in the whole store, by SOC code; those without one are left out."""
    return _kept(session, "by occupation", now, lambda: _count_by_occupation(session, now))


def _kept(session: Session, name: str, now: datetime, count: Callable[[], Counted]) -> Counted:
    """A count over the whole store, made once for each version of the data and each day.

    Rows change only in runs, which change the version; a posting's last day ends with the day.
    """
    kept: dict[str, tuple[tuple[str, date], Any]] = current_app.extensions.setdefault("live_counts", {})
    key = (data_version(session), now.date())
    found = kept.get(name)
    if found is None or found[0] != key:
        found = kept[name] = (key, count())
    counted: Counted = found[1]
    return counted


def _count_by_occupation(session: Session, now: datetime) -> dict[str, int]:
    table = JobPostingRow
    rows = session.execute(
        select(col(table.soc_code), func.count(col(table.id)))
        .where(*live_conditions(now), col(table.soc_code).is_not(None))
        .group_by(col(table.soc_code))
    )
    return {code: count for code, count in rows if code is not None}


def build_live_count(session: Session, *, now: datetime) -> LiveCount:
    """Count what a person could apply to at `now`."""
    total, samples = _kept(session, "all", now, lambda: _count_all(session, now))
    sources = read_sources(current_app.extensions["settings"]).values()
    references = [source.key for source in sources if source.kind is SourceKind.REFERENCE]
    confirmed: datetime | None = session.exec(
        select(func.max(IngestRunRow.as_of)).where(
            IngestRunRow.status == SUCCEEDED, col(IngestRunRow.source_key).not_in(references)
        )
    ).one()
    return LiveCount(total=total, samples=samples, confirmed="" if confirmed is None else day(confirmed))


def _count_all(session: Session, now: datetime) -> tuple[int, int]:
    sample = case((col(JobPostingRow.is_sample), 1), else_=0)
    total, samples = session.execute(
        select(func.count(col(JobPostingRow.id)), func.coalesce(func.sum(sample), 0)).where(
            *live_conditions(now)
        )
    ).one()
    return int(total), int(samples)
