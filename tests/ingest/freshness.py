"""A site in small for the freshness contract: the real loop, a real store and a real search index."""

import gzip
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlmodel import select

from ingest.enrich.understand import Reader
from ingest.kit.document import Surroundings
from ingest.pipeline.report import RunReport
from ingest.pipeline.run import run_source
from ingest.pipeline.workshop import RunRequest, Workshop
from ingest.registry import build_adapter
from ingest.search_index import SearchIndex
from portal.domain.source import SourceBounds
from portal.search.build import open_search_engine
from portal.search.port import SearchKind, SearchQuery
from portal.search.reindex import reindex
from portal.settings import Settings
from portal.store.engine import open_engine, open_session
from portal.store.postings import list_posting_cards
from portal.store.tables import IngestRunRow, JobPostingRow
from tests.ingest.conftest import CONFIG
from tests.ingest.feeds import Pages, rows, source

FLOOR = SourceBounds(min=1, max=5000)
KEY = "nyc"


def row(ref: str, *, title: str = "STAFF NURSE", last_day: date | None = None, **more: Any) -> dict[str, Any]:
    """One posting in the source's own form."""
    day = last_day.strftime("%d-%b-%Y").upper() if last_day else ""
    first: dict[str, Any] = rows()[0]
    return first | {"job_id": ref, "business_title": title, "post_until": day} | more


def as_feed(truth: Mapping[str, date | None]) -> list[dict[str, Any]]:
    """A feed of postings by reference with their last day."""
    return [row(ref, last_day=last_day) for ref, last_day in truth.items()]


class Site:
    """One source on one machine: what a run changes, and what a person who searches then sees."""

    def __init__(self, folder: Path, reader: Reader) -> None:
        self.folder, self._reader = folder, reader
        address = folder / "database"
        self.url = address.read_text() if address.exists() else f"sqlite:///{folder / 'store.sqlite'}"
        self.engine = open_engine(self.url)
        settings = Settings(secret_key="0" * 32, database_url=self.url, data_dir=folder, config_dir=CONFIG)
        self.max_age_days: int | None = None
        self.search = open_search_engine(settings)

    def send(self, feed: bytes | list[Any]) -> None:
        """Put a feed where the next run reads it."""
        file = self.folder / "mirror" / "jobs" / "nyc" / "nyc_open_data_kpav-sd4t_test.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(feed if isinstance(feed, bytes) else json.dumps(feed).encode())

    def run(self, feed: bytes | list[Any] | None, now: datetime, **how: bool) -> RunReport:
        """One run as `ingest run` does it, over a mirror that holds `feed` (None: what was sent before)."""
        if feed is not None:
            self.send(feed)
        config = source(KEY, records=FLOOR.model_dump(), max_age_days=self.max_age_days)
        around = Surroundings(today=now.date(), data_dir=self.folder, config_dir=CONFIG)
        workshop = Workshop(
            engine=self.engine, data_dir=self.folder, now=now, reader=self._reader,
            index=SearchIndex(self.search),
        )  # fmt: skip
        request = RunRequest(mirror=self.folder / "mirror", **how)
        return run_source(config, build_adapter(config, around), Pages(), workshop=workshop, request=request)

    def found(self, now: datetime) -> list[str]:
        """References of the jobs that a search for everything shows, in order of name."""
        result = self.search.search(SearchQuery(kind=SearchKind.POSTINGS, today=now.date(), size=100))
        with open_session(self.engine) as session:
            cards = list_posting_cards(session, [hit.posting_id for hit in result.hits], now=now)
            stored = session.exec(select(JobPostingRow.id, JobPostingRow.source_ref)).all()
        names = {id_: ref.removesuffix("-External") for id_, ref in stored}
        return sorted(names[card.id] for card in cards)

    def contents(self) -> dict[str, list[str]]:
        """Every row but the records of runs."""
        with self.engine.connect() as connection:
            return {
                table: sorted(map(repr, connection.execute(text(f"SELECT * FROM {table}")).all()))
                for table in ("job_posting", "job_posting_place", "rejected_record")
            }

    def stories(self) -> list[str]:
        """How each run ended, in order."""
        with open_session(self.engine) as session:
            return [run.status for run in session.exec(select(IngestRunRow).order_by("id"))]

    def close(self) -> None:
        """Let go of files and connections."""
        self.search.close()
        self.engine.dispose()


def found_site(folder: Path, template: Path | None, reader: Reader, *, url: str = "") -> None:
    """Make a new, empty site in `folder`: a migrated store (a copy of `template`, or at `url`) and an index over it."""
    folder.mkdir(parents=True)
    if template is None:
        (folder / "database").write_text(url)
    else:
        shutil.copyfile(template, folder / "store.sqlite")
    with open_site(folder, reader) as site, open_session(site.engine) as session:
        reindex(session, site.search)


@contextmanager
def open_site(folder: Path, reader: Reader) -> Iterator[Site]:
    """A site that stands in `folder`."""
    site = Site(folder, reader)
    try:
        yield site
    finally:
        site.close()


def packed(feed: list[Any]) -> bytes:
    """The same feed as gzip: small on the way, large in the store."""
    return gzip.compress(json.dumps(feed).encode(), mtime=0)
