"""Whole pages of search over a generated store and index, the engine apart: `python -m tests.bench.search_page`."""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from rich.console import Console
from rich.table import Table
from sqlalchemy import insert
from sqlmodel import Session

from portal.domain.job_posting import Requirements, RequirementsState
from portal.search.build import open_search_engine
from portal.search.documents import PostingDocument
from portal.search.port import SearchEngine, SearchKind
from portal.search.reindex import list_documents
from portal.settings import ROOT, Settings
from portal.store.engine import open_engine, open_session
from portal.store.migrate import migrate
from portal.store.runs import data_version
from portal.store.tables import JobPostingPlaceRow, JobPostingRow
from portal.web.app import create_app
from tests.bench.generated_postings import TODAY, World
from tests.bench.search import percentile
from tests.portal.web.world import close_site, fill_store, settings_for

NOW = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)
BUDGET_MS = 40
FIRST_ID = 8
"""The small world of the page tests has postings 1 to 7."""
AT_ONCE = 2_000
NOTHING = Requirements(state=RequirementsState.NOTHING_FOUND).model_dump(mode="json")


class Watched:
    """An engine that adds up the time spent in it."""

    def __init__(self, engine: SearchEngine) -> None:
        self._engine = engine
        self.seconds = 0.0

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._engine, name)

        def timed(*arguments: Any, **named: Any) -> Any:
            started = time.perf_counter()
            try:
                return call(*arguments, **named)
            finally:
                self.seconds += time.perf_counter() - started

        return timed


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postings", type=int, default=50_000)
    parser.add_argument("--requests", type=int, default=40, help="of each kind of page")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON only")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="bench-search-page-") as folder:
        figures = measure(Path(folder), postings=options.postings, requests=options.requests)
    if not options.json:
        print_table(figures)
    sys.stdout.write(json.dumps(figures) + "\n")
    return 0


def measure(folder: Path, *, postings: int, requests: int) -> dict[str, Any]:
    """Fill a store and its index with the same postings, then ask for pages as a browser does."""
    settings = settings_for(f"sqlite:///{folder / 'site.sqlite'}", folder, ROOT / "config")
    fill(settings, World(), postings)
    app = create_app(settings)
    app.config["TESTING"] = True
    engine = Watched(app.extensions["search"])
    app.extensions["search"] = engine
    try:
        rows = [
            ask(app, engine, kind=kind, addresses=addresses)
            for kind, addresses in make_addresses(World(), requests)
        ]
    finally:
        app.extensions["search"] = engine._engine
        close_site(app)
    return {"postings": postings, "load_average": [round(x, 1) for x in os.getloadavg()], "pages": rows}


def make_addresses(world: World, count: int) -> Iterator[tuple[str, list[str]]]:
    """Addresses of each kind of page, most of them asked for the first time."""
    words, pairs = world.queries("one word", count), world.queries("two words", count)
    states = [world.counties[number * 7 % 900][1] for number in range(count)]
    pays = ("25000", "45000", "60000", "80000")

    def jobs(**values: str) -> str:
        return "/jobs?" + urlencode(values, safe=":")

    yield "jobs, one word", [jobs(q=word, region="us") for word in words]
    yield "jobs, two words", [jobs(q=pair, region="us") for pair in pairs]
    yield (
        "jobs, word and state",
        [jobs(q=word, region=f"state:{state}") for word, state in zip(words, states, strict=True)],
    )
    yield (
        "jobs, word, state, pay, week",
        [
            jobs(q=word, region=f"state:{state}", pay=pays[at % 4], posted="7")
            for at, (word, state) in enumerate(zip(words, states, strict=True))
        ],
    )
    yield "jobs of a state", [jobs(region=f"state:{state}") for state in states]
    yield (
        "jobs, page 2 by pay",
        [
            jobs(region="us", sort="pay", page="2", posted=posted, pay=pay)
            for _, posted, pay in zip(
                range(count), ("30", "14", "") * count, ("", "25000", "45000", "60000") * count, strict=False
            )
        ],
    )
    yield "the one box", ["/search?" + urlencode({"q": pair}) for pair in pairs]
    yield (
        "credentials",
        [
            f"/credentials?region=state:{state}&sort={sort}"
            for state, sort in zip(states, ("jobs", "cost", "weeks", "relevance") * count, strict=False)
        ],
    )
    yield (
        "suggestions",
        ["/search/suggest?" + urlencode({"q": word[:at]}) for word in words for at in (2, 3, 5)],
    )


def ask(app: Flask, engine: Watched, *, kind: str, addresses: Sequence[str]) -> dict[str, Any]:
    """Time each page whole and the engine within it. Units: ms."""
    client = app.test_client()
    headers = {"HX-Request": "true"} if kind == "suggestions" else {}
    client.get(addresses[0], headers=headers)  # warm
    whole, within, sizes = [], [], []
    for address in addresses[1:]:
        engine.seconds = 0.0
        started = time.perf_counter()
        response = client.get(address, headers=headers)
        whole.append((time.perf_counter() - started) * 1000)
        within.append(engine.seconds * 1000)
        assert response.status_code == 200, (address, response.status_code)
        sizes.append(len(response.get_data()))
    return {
        "kind": kind,
        "requests": len(whole),
        "page_p50_ms": round(percentile(whole, 50), 1),
        "page_p95_ms": round(percentile(whole, 95), 1),
        "engine_p50_ms": round(percentile(within, 50), 1),
        "engine_p95_ms": round(percentile(within, 95), 1),
        "html_kb": round(percentile(sizes, 50) / 1000),
    }


def fill(settings: Settings, world: World, postings: int) -> None:
    """The small world of the page tests and generated postings, in the store and in the index."""
    store = open_engine(settings.store_url())
    migrate(store)
    store.dispose()
    fill_store(settings.store_url(), ROOT / "config")
    store = open_engine(settings.store_url())
    search = open_search_engine(settings)
    with open_session(store) as session:
        known = list(list_documents(session, SearchKind.POSTINGS))
        documents = numbered(world.postings(postings))
        while batch := list(islice(documents, AT_ONCE)):
            add_rows(session, batch)
        session.commit()
        version = data_version(session)
        for kind in (SearchKind.CREDENTIALS, SearchKind.OCCUPATIONS, SearchKind.PLACES):
            found = list(list_documents(session, kind))
            search.rebuild(kind, found, expected=lambda found=found: len(found), data_version=version)  # type: ignore[misc]
    search.rebuild(
        SearchKind.POSTINGS,
        (document for part in (known, numbered(world.postings(postings))) for document in part),
        expected=lambda: len(known) + postings,
        data_version=version,
    )
    search.close()
    store.dispose()


def numbered(documents: Iterator[PostingDocument]) -> Iterator[PostingDocument]:
    """The same with ids after those of the small world."""
    for number, document in enumerate(documents, start=FIRST_ID):
        yield document.model_copy(update={"id": str(number)})


def add_rows(session: Session, documents: Sequence[PostingDocument]) -> None:
    """Rows of the store for generated documents."""
    rows = [
        {
            "id": int(document.id), "source_key": "sample", "source_ref": document.id, "content_hash": "x",
            "title": document.title, "employer_name": document.employer_name,
            "description_text": document.description, "posted_on": document.posted_on,
            "valid_through_on": document.valid_through_on, "first_seen_at": NOW, "changed_at": NOW,
            "is_remote": document.is_remote, "employment_types": list(document.employment_types),
            "annual_pay_min_usd": document.annual_pay_min_usd, "soc_candidates": [],
            "requirements_state": "nothing_found", "requirements": NOTHING,
            "is_internal": False, "is_sample": False, "is_sample_retired": False, "soc_confidence": 0.0,
        }
        for document in documents
    ]  # fmt: skip
    places = [
        {
            "posting_id": int(document.id), "precision": "zip", "place_name": document.place_names[0],
            "state": document.states[0], "county_fips": document.county_fips[0],
            "latitude": document.points[0][0], "longitude": document.points[0][1],
        }
        for document in documents
    ]  # fmt: skip
    session.execute(insert(JobPostingRow), rows)
    session.execute(insert(JobPostingPlaceRow), places)


def print_table(figures: dict[str, Any]) -> None:
    table = Table(title=f"Pages over {figures['postings']:,} generated postings (ms; budget p95 {BUDGET_MS})")
    keys = ("kind", "requests", "page_p50_ms", "page_p95_ms", "engine_p50_ms", "engine_p95_ms", "html_kb")
    for key in keys:
        table.add_column(key, justify="left" if key == "kind" else "right")
    for row in figures["pages"]:
        table.add_row(*(str(row[key]) for key in keys))
    Console().print(table)


if __name__ == "__main__":
    sys.exit(main())
