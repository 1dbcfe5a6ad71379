"""How well search finds: judged queries over the embedded catalog and sample postings, beside SQLite FTS5.

    python -m tests.bench.quality_search [--data DIR] [--json] [--misses]

Builds a whole site (or takes one that `portal` has prepared in DIR) and asks each judged query of both engines.
"""

import argparse
import json
import math
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from sqlmodel import Session

from portal.domain.region import Region
from portal.search.build import open_search_engine
from portal.search.documents import (
    CredentialDocument,
    OccupationDocument,
    PlaceDocument,
    PostingDocument,
    SearchDocument,
)
from portal.search.places import StorePlaces
from portal.search.port import SearchEngine, SearchKind, SearchQuery
from portal.search.query_text import split_place
from portal.search.reindex import list_documents
from portal.settings import Settings
from portal.store.engine import open_engine
from portal.store.places import resolve_region
from tests.bench.fts5_quality import Fts5Quality

ROOT = Path(__file__).resolve().parents[2]
QUERIES = ROOT / "tests" / "data" / "search_quality"
SETS = {"judged": QUERIES, "held out": QUERIES / "held_out"}
"""The held-out set was judged before any engine was asked, and nothing is tuned on it."""
TODAY = date(2026, 6, 20)
DEPTH = 10
MEANT, RELATED = 3.0, 1.0


@dataclass
class Score:
    """Sums over the queries of one group."""

    queries: int = 0
    ndcg: float = 0.0
    empty: int = 0
    misses: list[str] = field(default_factory=list)

    def add(self, gained: float, *, is_empty: bool, text: str) -> None:
        self.queries += 1
        self.ndcg += gained
        self.empty += is_empty
        if gained < 0.5:
            self.misses.append(f"{text} ({gained:.2f})")

    def figures(self) -> dict[str, Any]:
        return {
            "queries": self.queries,
            "ndcg_at_10": round(self.ndcg / self.queries, 3),
            "zero_results": round(self.empty / self.queries, 3),
        }


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="data folder of a prepared site")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON only")
    parser.add_argument("--misses", action="store_true", help="name the queries below 0.5")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="quality-search-") as folder:
        data = options.data or prepare(Path(folder))
        every = {name: measure(data, queries) for name, queries in SETS.items()}
    for name, (figures, misses) in every.items():
        if not options.json:
            print_table(figures, title=f"Search quality, {name}")
        if options.misses:
            Console().print("\n".join(misses))
    sys.stdout.write(json.dumps({name: figures for name, (figures, _) in every.items()}) + "\n")
    return 0


def prepare(folder: Path) -> Path:
    """A site with all embedded data and samples, its clock fixed."""
    code = "from portal.prepare import prepare; from portal.settings import load_settings; "
    code += "from rich.console import Console; prepare(load_settings(), Console(quiet=True)).dispose()"
    environment = {**os.environ, "PORTAL_DATA_DIR": str(folder), "PORTAL_AS_OF": TODAY.isoformat()}
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, env=environment, capture_output=True)
    return folder


def measure(data: Path, queries: Path) -> tuple[dict[str, Any], list[str]]:
    """Figures of one set by kind and by group for both engines, and our queries that found little."""
    settings = Settings(data_dir=data, as_of=TODAY, secret_key="x" * 32)
    store = open_engine(settings.store_url())
    engine = open_search_engine(settings)
    scores: dict[str, dict[str, Score]] = {"ours": defaultdict(Score), "fts5": defaultdict(Score)}
    with Session(store) as session:
        documents = {kind: list(list_documents(session, kind)) for kind in SearchKind}
        peer = Fts5Quality(documents)
        for file in sorted(queries.glob("*.toml")):
            content = tomllib.loads(file.read_text(encoding="utf-8"))
            for query in content.get("queries", ()):
                kind = SearchKind(content["kind"])
                gains = judge(query, documents[kind])
                if not gains:
                    raise AssertionError(f"{file.name}: nothing is judged to fit “{query['text']}”")
                found = {
                    "ours": ask(session, engine, kind=kind, text=query["text"]),
                    "fts5": peer.search(kind, query["text"]),
                }
                for name, ids in found.items():
                    gained = ndcg(ids, gains)
                    for group in (kind.value, query["group"], "all"):
                        scores[name][group].add(
                            gained, is_empty=not ids, text=f"{kind.value}: {query['text']}"
                        )
        offers = tomllib.loads((queries / "suggestions.toml").read_text(encoding="utf-8"))["suggestions"]
        hit = [one for one in offers if is_offered(engine, one)]
    engine.close()
    store.dispose()
    figures = {
        name: {group: score.figures() for group, score in groups.items()} for name, groups in scores.items()
    }
    figures["suggestions"] = {"queries": len(offers), "hit_rate": round(len(hit) / len(offers), 3)}
    missed = [f"suggestion: {one['text']}" for one in offers if one not in hit]
    return figures, scores["ours"]["all"].misses + missed


def judge(query: dict[str, Any], documents: Sequence[SearchDocument]) -> dict[str, float]:
    """Gain by id, from the judgement of the query alone, never from what an engine found."""
    gains = {document.id: _gain(query, document) for document in documents}
    return {id: gain for id, gain in gains.items() if gain}


def _gain(query: dict[str, Any], document: SearchDocument) -> float:
    is_related = any(
        code.startswith(tuple(query.get("soc", ())))
        for code in getattr(document, "soc_codes", ())
        if query.get("soc")
    )
    match document:
        case PlaceDocument():
            return MEANT if document.name in query["towns"] else 0.0
        case PostingDocument():
            if "region" in query and not _is_there(query["region"], document):
                return 0.0
            is_meant = bool(re.search(query["titles"], document.title, re.IGNORECASE))
            if "has" in query and re.search(
                query["has"], f"{document.title} {document.description}", re.IGNORECASE
            ):
                is_meant = True
        case CredentialDocument() | OccupationDocument():
            is_meant = document.id in query.get("best", ())
    return MEANT if is_meant else RELATED if is_related else 0.0


_COUNTY_OF_REGION = {
    "zip:46802:25": {"18003"}, "zip:46402:25": {"18089", "18127"}, "zip:46204:25": {"18097", "18063", "18057"},
    "zip:47708:25": {"18163", "18173"}, "zip:46601:25": {"18141", "18039"}, "county:18089": {"18089"},
}  # fmt: skip
"""Counties that a person would take for the place; a judgement that needs no distance."""


def _is_there(region: str, document: PostingDocument) -> bool:
    return bool(_COUNTY_OF_REGION[region] & set(document.county_fips))


def ask(session: Session, engine: SearchEngine, *, kind: SearchKind, text: str) -> list[str]:
    """Ids of the first ten, as the pages ask: of postings the place is pulled out of the text."""
    if kind is not SearchKind.POSTINGS:
        result = engine.search(SearchQuery(kind=kind, text=text, size=DEPTH))
        return [hit.id for hit in result.hits]
    split = split_place(text, StorePlaces(session, home_state="IN"))
    region = resolve_region(session, split.place.region if split.place else Region.parse("state:IN"))
    result = engine.search(SearchQuery(kind=kind, text=split.text, region=region, today=TODAY, size=DEPTH))
    return [hit.id for hit in result.hits]


def ndcg(ids: Sequence[str], gains: dict[str, float]) -> float:
    """Normalised discounted cumulative gain of the first ten."""
    ideal = sorted(gains.values(), reverse=True)[:DEPTH]
    found = [gains.get(id, 0.0) for id in ids[:DEPTH]]
    return _dcg(found) / _dcg(ideal)


def _dcg(gains: Sequence[float]) -> float:
    return sum((2**gain - 1) / math.log2(place + 2) for place, gain in enumerate(gains))


def is_offered(engine: SearchEngine, wanted: dict[str, str]) -> bool:
    """Whether a name with these words is among the offers."""
    return any(
        wanted["name"].lower() in offer.name.lower() for offer in engine.suggest(wanted["text"], today=TODAY)
    )


def print_table(figures: dict[str, Any], *, title: str) -> None:
    table = Table("group", "queries", "nDCG@10", "FTS5", "zero results", "FTS5", title=title)
    for group, ours in figures["ours"].items():
        theirs = figures["fts5"][group]
        cells = (
            ours["queries"],
            ours["ndcg_at_10"],
            theirs["ndcg_at_10"],
            ours["zero_results"],
            theirs["zero_results"],
        )
        table.add_row(group, *(str(cell) for cell in cells))
    Console().print(table)
    Console().print(f"suggestions: {figures['suggestions']}")


if __name__ == "__main__":
    sys.exit(main())
