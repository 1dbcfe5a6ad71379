"""Speed and memory of the loop, end to end (parse, understand, write, index): `python -m tests.bench.ingest`.

For each size of text: a first run of a generated feed, a second run of the same records in other bytes (order and time
stamp), and the same rows inserted one by one with plain SQLModel, in the same process on the same disk. `--profile`
tells where the time of the first run goes.
"""

import argparse
import cProfile
import json
import os
import pstats
import resource
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from sqlmodel import Session, SQLModel, select

from ingest.enrich.understand import Reader
from ingest.kit.document import Surroundings
from ingest.pipeline.report import RunReport
from ingest.pipeline.run import run_source
from ingest.pipeline.workshop import RunRequest, Workshop
from ingest.registry import build_adapter, get_source, read_sources
from ingest.search_index import SearchIndex
from portal.domain.source import SourceBounds, SourceConfig, SourceMirror
from portal.search.build import open_search_engine
from portal.search.reindex import reindex
from portal.settings import ROOT, Settings
from portal.store.catalog import read_catalog
from portal.store.embedded import load_embedded
from portal.store.engine import open_engine, open_session
from portal.store.migrate import migrate
from portal.store.tables import JobPostingPlaceRow, JobPostingRow
from tests.bench.generated_feed import FeedWorld

NOW = datetime(2026, 6, 20, 12, tzinfo=UTC)
TARGETS = {700: 2_000, 3_900: 800}
"""Postings a second, DESIGN.md §7."""
PLAIN_ROWS = 2_000
CONFIG = ROOT / "config"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postings", type=int, default=20_000)
    parser.add_argument("--characters", type=int, action="append", help="700 and 3900 by default")
    parser.add_argument("--profile", action="store_true", help="where the time of the first run goes")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON only")
    options = parser.parse_args(arguments)
    figures = [
        measure(characters, postings=options.postings, profile=options.profile)
        for characters in options.characters or sorted(TARGETS)
    ]
    if not options.json:
        print_table(figures)
    sys.stdout.write(
        json.dumps({"postings": options.postings, "load": os.getloadavg(), "texts": figures}) + "\n"
    )
    return 0


def measure(characters: int, *, postings: int, profile: bool = False) -> dict[str, Any]:
    """One size of text in a store of its own. Units: postings a second, megabytes (this process; its helpers apart)."""
    folder = Path(tempfile.mkdtemp(prefix="bench-ingest-"))
    try:
        return _measure(folder, characters, postings=postings, profile=profile)
    finally:
        shutil.rmtree(folder)


def _measure(folder: Path, characters: int, *, postings: int, profile: bool) -> dict[str, Any]:
    world, feed = FeedWorld(), folder / "mirror" / "feed.xml"
    feed.parent.mkdir()
    world.write(feed, count=postings, characters=characters, stamp="first")
    with _site(folder) as (workshop, config):
        figures: dict[str, Any] = {"text": str(characters), "feed_mb": round(feed.stat().st_size / 1e6, 1)}
        busy = _cpu_seconds()
        with _peak_memory() as memory:
            seconds = _run(workshop, config, folder, inserted=postings, profile=profile)
        own, helpers = (after - before for before, after in zip(busy, _cpu_seconds(), strict=True))
        figures |= {
            "first_per_second": round(postings / seconds),
            "target_per_second": TARGETS.get(characters),
            "cpu_microseconds_own": round(own / postings * 1e6),
            "cpu_microseconds_helpers": round(helpers / postings * 1e6),
        }
        figures |= memory
        world.write(feed, count=postings, characters=characters, stamp="second", backwards=True)
        with _peak_memory() as memory:
            second = _run(workshop, config, folder, unchanged=postings)
        figures |= {
            "second_per_second": round(postings / second),
            "second_times_faster_ratio": round(seconds / second, 1),
            "second_peak_mb": memory["peak_mb"],
        }
        count = min(PLAIN_ROWS, postings)
        plain = count / _insert_plainly(workshop, folder, count)
        figures |= {"plain_inserts_per_second": round(plain)}
        figures["first_to_plain_insert_ratio"] = round(postings / seconds / plain, 2)
        return figures


@contextmanager
def _site(folder: Path) -> Iterator[tuple[Workshop, SourceConfig]]:
    url = f"sqlite:///{folder / 'store.sqlite'}"
    settings = Settings(
        secret_key="0" * 32, database_url=url, data_dir=folder, config_dir=CONFIG, as_of=NOW.date()
    )
    engine = open_engine(url)
    migrate(engine)
    search = open_search_engine(settings)
    with open_session(engine) as session:
        load_embedded(session, CONFIG, now=NOW, progress=lambda _name, _rows: None)
        catalog = read_catalog(session)
        reindex(session, search)
    workshop = Workshop(
        engine=engine,
        data_dir=folder,
        now=NOW,
        reader=Reader.build(CONFIG, catalog),
        index=SearchIndex(search),
        trust={
            source.key: source.trust for source in read_sources(CONFIG)
        },  # copies of offers are looked for
    )
    source = get_source(CONFIG, "employer_xml")
    config = source.model_copy(
        update={
            "records": SourceBounds(min=1), "mirror": SourceMirror(files=("feed.xml",)), "max_bytes": 4_000_000_000
        }
    )  # fmt: skip
    try:
        yield workshop, config
    finally:
        search.close()
        engine.dispose()


def _run(
    workshop: Workshop, config: SourceConfig, folder: Path, *, profile: bool = False, **expected: int
) -> float:
    """Seconds of one run that ends as expected."""
    around = Surroundings(today=NOW.date(), data_dir=folder, config_dir=CONFIG)
    adapter = build_adapter(config, around)
    request = RunRequest(mirror=folder / "mirror")
    profiler = cProfile.Profile()
    started = time.perf_counter()
    if profile:
        profiler.enable()
    report: RunReport = run_source(config, adapter, None, workshop=workshop, request=request)  # type: ignore[arg-type]
    seconds = time.perf_counter() - started
    if profile:
        profiler.disable()
        pstats.Stats(profiler, stream=sys.stderr).sort_stats("cumulative").print_stats(60)
    found = {name: getattr(report, name) for name in expected}
    if not report.is_good or found != expected or report.warnings:
        raise AssertionError(f"{report.status} {report.error} {found} {report.rejections} {report.warnings}")
    return seconds


def _insert_plainly(workshop: Workshop, folder: Path, count: int) -> float:
    """Seconds for the same rows, one object and one flush each, as a first program would write them."""
    engine = open_engine(f"sqlite:///{folder / 'plain.sqlite'}")
    SQLModel.metadata.create_all(engine)
    with open_session(workshop.engine) as session:
        rows = [row.model_dump() for row in session.exec(select(JobPostingRow).limit(count))]
        ids = [row["id"] for row in rows]
        places: dict[int, list[dict[str, Any]]] = {}
        for place in session.exec(select(JobPostingPlaceRow).where(JobPostingPlaceRow.posting_id.in_(ids))):  # type: ignore[attr-defined]
            places.setdefault(place.posting_id, []).append(place.model_dump(exclude={"id"}))
    started = time.perf_counter()
    with Session(engine) as session:
        for row in rows:
            session.add(JobPostingRow.model_validate(row))
            session.flush()
            for place in places.get(row["id"], ()):
                session.add(JobPostingPlaceRow.model_validate(place))
            session.commit()
    seconds = time.perf_counter() - started
    engine.dispose()
    return seconds


@contextmanager
def _peak_memory() -> Iterator[dict[str, int]]:
    """The highest resident memory of this process while the block runs, and of its largest helper so far."""
    found: dict[str, int] = {}
    done = threading.Event()
    peak = _resident_mb()

    def watch() -> None:
        nonlocal peak
        while not done.wait(0.05):
            peak = max(peak, _resident_mb())

    found["before_mb"] = round(peak)
    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield found
    finally:
        done.set()
        watcher.join()
        found["peak_mb"] = round(peak)
        found["largest_helper_mb"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024


def _cpu_seconds() -> tuple[float, float]:
    """Of this process, and of its helpers that ended: what a machine with other work to do does not change."""
    times = os.times()
    return times.user + times.system, times.children_user + times.children_system


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def print_table(figures: list[dict[str, Any]]) -> None:
    """One column a size of text."""
    table = Table("figure", *(f"{one['text']} characters" for one in figures), title="Ingestion, end to end")
    for name in figures[0]:
        table.add_row(name, *(str(one[name]) for one in figures))
    Console(stderr=True).print(table)


if __name__ == "__main__":
    sys.exit(main())
