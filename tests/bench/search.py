"""Search speed on generated postings, beside SQLite FTS5 in the same run: `python -m tests.bench.search`."""

import argparse
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from portal.domain.region import Region, ResolvedRegion
from portal.search.config import read_search_config
from portal.search.documents import CredentialDocument, OccupationDocument
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
    "newest",
    "browse a state",
    "browse a radius",
    "browse all",
)
FILTER_ONLY = ("browse a state", "browse a radius", "browse all")
FACETS = (Facet.STATE, Facet.SOC_MAJOR_GROUP)


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
    documents = list(world.postings(postings))
    config = read_search_config(ROOT / "config")
    engine = EmbeddedEngine(folder / "search", config, clock=lambda: datetime.now(UTC))
    started = time.perf_counter()
    engine.rebuild(SearchKind.POSTINGS, documents, expected=lambda: postings, data_version="bench")
    build_seconds = time.perf_counter() - started
    add_names(engine)
    peer = Fts5Peer(folder / "peer.sqlite")
    started = time.perf_counter()
    peer.build(documents)
    peer_seconds = time.perf_counter() - started
    started = time.perf_counter()
    engine.apply_changes(SearchKind.POSTINGS, documents[:1])
    change_seconds = time.perf_counter() - started
    for kind in KINDS:
        ask(world, engine, peer, kind=kind, queries=2)  # warm
    rows = [ask(world, engine, peer, kind=kind, queries=queries) for kind in KINDS]
    suggest = [
        timed(lambda text=text: engine.suggest(text, today=TODAY))
        for text in world.queries("prefix", queries * 5)
    ]
    size = sum(file.stat().st_size for file in folder.glob("search/postings-*/*"))
    peer.close()
    engine.close()
    return {
        "seed": SEED,
        "postings": postings,
        "build_documents_per_second": round(postings / build_seconds),
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
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
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
            facets=FACETS if kind == "facets" or kind in FILTER_ONLY else (),
            sort=SearchSort.NEWEST if kind == "newest" else SearchSort.RELEVANCE,
        )
        started = time.perf_counter()
        result = engine.search(query)
        ours.append((time.perf_counter() - started) * 1000)
        started = time.perf_counter()
        _, total = peer.search(text, region=region, facets=bool(query.facets), newest=kind == "newest")
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
        "total_ms": round(sum(ours), 1),
        "fts5_total_ms": round(sum(theirs), 1),
    }


def make_region(world: World, kind: str, number: int) -> ResolvedRegion | None:
    county, state, latitude, longitude = world.counties[number * 7 % 900]
    if kind == "browse a state":
        return ResolvedRegion(region=Region.parse(f"state:{state}"), label=state, states=frozenset({state}))
    if kind.endswith("radius"):
        region = Region.parse("zip:00000:50")
        return ResolvedRegion(region=region, label=county, latitude=latitude, longitude=longitude)
    return None


def add_names(engine: EmbeddedEngine) -> None:
    """5,000 credentials and 800 occupations, for suggestions."""
    world = World()
    credentials = [
        CredentialDocument(
            id=f"c-{number}", name=f"{p.title} {number}", name_es=p.title, aliases=(), aliases_es=(), issuer="",
            competencies=(), summary="", summary_es="", kind="Badge", clusters=("x",), soc_codes=(), codes=(),
            states=(),
        )
        for number, p in enumerate(world.postings(5_000, seed=SEED + 1))
    ]  # fmt: skip
    occupations = [
        OccupationDocument(id=f"{number:06d}", name=p.title, definition="", level="detailed", soc_codes=())
        for number, p in enumerate(world.postings(800, seed=SEED + 2))
    ]
    engine.rebuild(SearchKind.CREDENTIALS, credentials, expected=lambda: 5_000, data_version="bench")
    engine.rebuild(SearchKind.OCCUPATIONS, occupations, expected=lambda: 800, data_version="bench")
    engine.rebuild(SearchKind.PLACES, [], expected=lambda: 0, data_version="bench")


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
