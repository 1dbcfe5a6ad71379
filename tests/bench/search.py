"""Search speed on generated postings, beside SQLite FTS5 in the same run: `python -m tests.bench.search`."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from portal.domain.region import Region, ResolvedRegion
from portal.search.config import read_search_config
from portal.search.documents import CredentialDocument, OccupationDocument, PostingDocument
from portal.search.embedded import EmbeddedEngine
from portal.search.facets import Facet
from portal.search.port import SearchKind, SearchQuery, SearchSort
from portal.settings import ROOT
from tests.bench.fts5_peer import Fts5Peer
from tests.bench.generated_postings import SEED, TODAY, World

TYPO = "one typo"
KINDS = (
    "one word",
    "two words",
    "prefix",
    "one typo",
    "radius",
    "facets",
    "filtered facets",
    "newest",
    "browse a state",
    "browse a radius",
    "browse all",
)
FILTER_ONLY = ("browse a state", "browse a radius", "browse all")
FACETS = (
    *(Facet.STATE, Facet.SOC_MAJOR_GROUP, Facet.REMOTE, Facet.EMPLOYMENT_TYPE, Facet.PAY, Facet.POSTED),
)
CREDENTIALS, OCCUPATIONS = 100_000, 800


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postings", type=int, default=50_000)
    parser.add_argument("--queries", type=int, default=40, help="of each kind")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON only")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="bench-search-") as folder:
        figures = measure(Path(folder), postings=options.postings, queries=options.queries)
    if not options.json:
        print_table(figures)
    sys.stdout.write(json.dumps(figures) + "\n")
    return 0


def measure(folder: Path, *, postings: int, queries: int) -> dict[str, Any]:
    """Build both, ask both the same in turn, check that totals of filters agree."""
    world = World()
    config = read_search_config(ROOT / "config")
    engine = EmbeddedEngine(folder / "search", config, clock=lambda: datetime.now(UTC))
    # The documents are made before the clock starts: what is measured is the engine, its analysis included.
    made = Timed(world.postings(postings))
    started, used = time.perf_counter(), time.process_time()
    engine.rebuild(SearchKind.POSTINGS, made, expected=lambda: postings, data_version="bench")
    build_seconds = time.perf_counter() - started - made.seconds
    build_cpu_seconds = time.process_time() - used - made.cpu_seconds
    add_names(engine, credentials=min(CREDENTIALS, postings))
    peer = Fts5Peer(folder / "peer.sqlite")
    made = Timed(world.postings(postings))
    started = time.perf_counter()
    peer.build(made)
    peer_seconds = time.perf_counter() - started - made.seconds
    started = time.perf_counter()
    engine.apply_changes(SearchKind.POSTINGS, world.postings(1))
    change_seconds = time.perf_counter() - started
    for kind in KINDS:
        ask(world, engine, peer, kind=kind, queries=2)  # warm
    rows = [ask(world, engine, peer, kind=kind, queries=queries) for kind in KINDS]
    # Every keystroke of a word is one question, most of them asked for the first time.
    typed = [text[:end] for text in world.queries("one word", queries) for end in range(1, len(text) + 1)]
    suggest = [timed(lambda text=text: engine.suggest(text, today=TODAY)) for text in typed]
    size = sum(file.stat().st_size for file in folder.glob("search/postings-*/*"))
    peer.close()
    engine.close()
    return {
        "seed": SEED,
        "postings": postings,
        "credentials": min(CREDENTIALS, postings),
        "load_average": [round(one, 1) for one in os.getloadavg()],
        "build_documents_per_second": round(postings / build_seconds),
        "build_cpu_microseconds_per_document": round(build_cpu_seconds / postings * 1e6),
        "fts5_build_documents_per_second": round(postings / peer_seconds),
        "bytes_per_posting": round(size / postings),
        "fts5_bytes_per_posting": round((folder / "peer.sqlite").stat().st_size / postings),
        "one_change_ms": round(change_seconds * 1000, 1),
        "suggest_p50_ms": round(percentile(suggest, 50), 2),
        "suggest_p95_ms": round(percentile(suggest, 95), 2),
        "kinds": rows,
        # Without typing errors: FTS5 forgives none, and is quick to find nothing.
        "total_ratio": round(
            sum(row["fts5_total_ms"] for row in rows if row["kind"] != TYPO)
            / sum(row["total_ms"] for row in rows if row["kind"] != TYPO),
            1,
        ),
        "searches_per_second": round(
            1000 * sum(row["queries"] for row in rows) / sum(row["total_ms"] for row in rows)
        ),
        "reader": memory_of_a_reader(folder),
    }


def ask(world: World, engine: EmbeddedEngine, peer: Fts5Peer, *, kind: str, queries: int) -> dict[str, Any]:
    ours: list[float] = []
    theirs: list[float] = []
    empty = fts5_empty = 0
    texts = [""] * queries if kind in FILTER_ONLY else world.queries(kind, queries)
    for number, text in enumerate(texts):
        region = make_region(world, kind, number)
        query = SearchQuery(
            kind=SearchKind.POSTINGS,
            text=text,
            region=region,
            today=TODAY,
            facets=FACETS if kind.endswith("facets") or kind in FILTER_ONLY else (),
            pay_min_usd=40_000 if kind == "filtered facets" else None,
            sort=SearchSort.NEWEST if kind == "newest" else SearchSort.RELEVANCE,
        )
        started = time.perf_counter()
        result = engine.search(query)
        ours.append((time.perf_counter() - started) * 1000)
        started = time.perf_counter()
        _, total = peer.search(
            text, region=region, facets=bool(query.facets), newest=kind == "newest", pay_min=query.pay_min_usd
        )
        theirs.append((time.perf_counter() - started) * 1000)
        empty += result.total == 0
        fts5_empty += total == 0
        if kind in FILTER_ONLY and total != result.total:
            raise AssertionError(f"{kind} {region}: {result.total} here, {total} in FTS5")
    return {
        "kind": kind,
        "p50_ms": round(percentile(ours, 50), 2),
        "p95_ms": round(percentile(ours, 95), 2),
        "fts5_p50_ms": round(percentile(theirs, 50), 2),
        "fts5_p95_ms": round(percentile(theirs, 95), 2),
        "median_ratio": round(percentile([b / a for a, b in zip(ours, theirs, strict=True)], 50), 1),
        "found_nothing": empty,
        "fts5_found_nothing": fts5_empty,
        "queries": len(ours),
        "total_ms": round(sum(ours), 1),
        "fts5_total_ms": round(sum(theirs), 1),
    }


def make_region(world: World, kind: str, number: int) -> ResolvedRegion | None:
    county, state, latitude, longitude = world.counties[number * 7 % 900]
    if kind in ("browse a state", "filtered facets"):
        return ResolvedRegion(region=Region.parse(f"state:{state}"), label=state, states=frozenset({state}))
    if kind.endswith("radius"):
        region = Region.parse("zip:00000:50")
        return ResolvedRegion(region=region, label=county, latitude=latitude, longitude=longitude)
    return None


def add_names(engine: EmbeddedEngine, *, credentials: int) -> None:
    """Credentials and occupations, for suggestions."""
    world = World()
    documents = [
        CredentialDocument(
            id=f"c-{number}", name=f"{p.title} {number}", name_es=p.title, aliases=(), aliases_es=(), issuer="",
            competencies=(), summary="", summary_es="", kind="Badge", clusters=("x",), soc_codes=(), codes=(),
            states=(),
        )
        for number, p in enumerate(world.postings(credentials, seed=SEED + 1))
    ]  # fmt: skip
    occupations = [
        OccupationDocument(id=f"{number:06d}", name=p.title, definition="", level="detailed", soc_codes=())
        for number, p in enumerate(world.postings(OCCUPATIONS, seed=SEED + 2))
    ]
    engine.rebuild(SearchKind.CREDENTIALS, documents, expected=lambda: credentials, data_version="bench")
    engine.rebuild(SearchKind.OCCUPATIONS, occupations, expected=lambda: OCCUPATIONS, data_version="bench")
    engine.rebuild(SearchKind.PLACES, [], expected=lambda: 0, data_version="bench")


class Timed:
    """Documents with the time that making them took, so that it can be taken off."""

    def __init__(self, documents: Iterator[PostingDocument]) -> None:
        self._documents = documents
        self.seconds = 0.0
        self.cpu_seconds = 0.0

    def __iter__(self) -> Iterator[PostingDocument]:
        while batch := self._batch():
            yield from batch

    def _batch(self) -> list[PostingDocument]:
        started, used = time.perf_counter(), time.thread_time()
        batch = list(islice(self._documents, 5_000))
        self.seconds += time.perf_counter() - started
        self.cpu_seconds += time.thread_time() - used
        return batch


_READER = """
import json, sys
from datetime import UTC, datetime
from pathlib import Path
from tests.bench.search import FACETS, TODAY, World, EmbeddedEngine, ROOT, read_search_config
from portal.search.port import SearchKind, SearchQuery
engine = EmbeddedEngine(Path(sys.argv[1]), read_search_config(ROOT / "config"), clock=lambda: datetime.now(UTC))
for kind in ("one word", "two words", "prefix", "one typo"):
    for text in World().queries(kind, 20):
        engine.search(SearchQuery(kind=SearchKind.POSTINGS, text=text, today=TODAY, facets=FACETS))
        engine.search(SearchQuery(kind=SearchKind.CREDENTIALS, text=text))
        engine.suggest(text, today=TODAY)
lines = dict(line.split(":") for line in Path("/proc/self/status").read_text().splitlines())
memory = {"memory_mb": "VmRSS", "own_mb": "RssAnon"}
print(json.dumps({name: int(lines[key].split()[0]) // 1024 for name, key in memory.items()}))
"""


def memory_of_a_reader(folder: Path) -> dict[str, int]:
    """Memory of a fresh process that searches: in all, and without mapped files, which all processes share."""
    command = [sys.executable, "-c", _READER, str(folder / "search")]
    answer = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    figures: dict[str, int] = json.loads(answer.stdout)
    return figures


def timed(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return (time.perf_counter() - started) * 1000


def percentile(values: Sequence[float], percent: int) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


def print_table(figures: dict[str, Any]) -> None:
    table = Table(title=f"Search over {figures['postings']:,} generated postings (ms)")
    for column in ("kind", "p50", "p95", "FTS5 p50", "FTS5 p95", "median ratio", "none found", "FTS5 none"):
        table.add_column(column, justify="left" if column == "kind" else "right")
    for row in figures["kinds"]:
        keys = (
            "kind",
            "p50_ms",
            "p95_ms",
            "fts5_p50_ms",
            "fts5_p95_ms",
            "median_ratio",
            "found_nothing",
            "fts5_found_nothing",
        )
        table.add_row(*(str(row[key]) for key in keys))
    console = Console()
    console.print(table)
    for key, value in figures.items():
        if key != "kinds":
            console.print(f"{key}: {value}")


if __name__ == "__main__":
    sys.exit(main())
