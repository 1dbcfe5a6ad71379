"""Reference data loaded whole, and occupation pages over all of it: `python -m tests.bench.occupations`.

Loads the embedded data, then O*NET, projections and past wages from the real files beside the checkout, and asks for
pages of every occupation in random places. Without those files only the embedded data is loaded; the figures say so.
"""

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from flask import Flask
from rich.console import Console
from sqlmodel import select

from ingest.kit.document import Surroundings
from ingest.pipeline.run import run_source
from ingest.pipeline.workshop import RunRequest, Workshop
from ingest.registry import build_adapter, read_sources
from ingest.wiring import open_workshop
from portal.prepare import prepare
from portal.settings import ROOT, Settings
from portal.store.engine import open_session
from portal.store.tables import CountyRow, OccupationRow
from portal.web.app import create_app
from tests.bench.search import percentile
from tests.portal.web.world import close_site
from tests.real_data import SHARED

PAGE_BUDGET_MS, LOAD_BUDGET_SECONDS = 40, 90
REFERENCE = ("onet", "bls_ep", "projections_central", "oews_history", "geography")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--json", action="store_true", help="print the figures as JSON only")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="bench-occupations-") as folder:
        figures = measure(Path(folder), pages=options.pages)
    if not options.json:
        for name, value in figures.items():
            Console().print(f"{name}: {value}")
    sys.stdout.write(json.dumps(figures) + "\n")
    return 0


def measure(folder: Path, *, pages: int) -> dict[str, Any]:
    """Load twice, then ask for pages as a browser does. Units: seconds, milliseconds."""
    settings = Settings(secret_key="0123456789abcdef0123456789abcdef", data_dir=folder)
    started = time.perf_counter()
    prepare(settings, Console(quiet=True)).dispose()
    embedded_seconds = time.perf_counter() - started
    workshop = open_workshop(settings, index=None)
    loads, again = load_reference(workshop), load_reference(workshop)
    app = create_app(settings)
    app.config["TESTING"] = True
    try:
        times, processor, sizes = ask(app, workshop, count=pages)
    finally:
        close_site(app)
        workshop.engine.dispose()
    total = sum(seconds for seconds, _ in loads.values())
    return {
        "load_average": [round(x, 1) for x in os.getloadavg()],
        "embedded_load_s": round(embedded_seconds, 1),
        "reference_load_s": round(total, 1),
        "reference_load_budget_s": LOAD_BUDGET_SECONDS,
        "reference_loads": {key: [round(seconds, 1), parsed] for key, (seconds, parsed) in loads.items()},
        "second_load_s": round(sum(seconds for seconds, _ in again.values()), 1),
        "pages": len(times),
        "page_p50_ms": round(percentile(times, 50), 1),
        "page_p95_ms": round(percentile(times, 95), 1),
        "page_p50_processor_ms": round(percentile(processor, 50), 1),
        "page_p95_processor_ms": round(percentile(processor, 95), 1),
        "page_budget_ms": PAGE_BUDGET_MS,
        "page_most_bytes": max(sizes),
    }


def load_reference(workshop: Workshop) -> dict[str, tuple[float, int]]:
    """Run each reference source from the real files. Gives its seconds and its records."""
    found: dict[str, tuple[float, int]] = {}
    if not SHARED.is_dir():
        return found
    for source in read_sources(ROOT / "config"):
        if source.key not in REFERENCE:
            continue
        around = Surroundings(
            today=workshop.now.date(), data_dir=workshop.data_dir, config_dir=ROOT / "config"
        )
        started = time.perf_counter()
        report = run_source(
            source,
            build_adapter(source, around),
            None,  # type: ignore[arg-type]
            workshop=workshop,
            request=RunRequest(mirror=SHARED),
        )
        if report.error:
            raise SystemExit(f"{source.key}: {report.error}")
        found[source.key] = (time.perf_counter() - started, report.parsed)
    return found


def ask(app: Flask, workshop: Workshop, *, count: int) -> tuple[list[float], list[float], list[int]]:
    """Pages of random occupations in random counties, the first of all asked once before: by the clock, of the
    processor (which other work on the machine does not lengthen much), and their sizes. Units: ms, ms, bytes.
    """
    chance = random.Random(20261122)
    with open_session(workshop.engine) as session:
        codes = sorted(session.exec(select(OccupationRow.soc_code).where(OccupationRow.level == "detailed")))
        counties = sorted(session.exec(select(CountyRow.county_fips).where(CountyRow.status == "current")))
    client = app.test_client()
    client.get("/occupations/31-1131?region=county:18089")
    times, processor, sizes = [], [], []
    for _ in range(count):
        address = f"/occupations/{chance.choice(codes)}?region=county:{chance.choice(counties)}"
        started, started_processor = time.perf_counter(), time.process_time()
        answer = client.get(address, headers={"Accept-Encoding": "br, gzip"})
        times.append((time.perf_counter() - started) * 1000)
        processor.append((time.process_time() - started_processor) * 1000)
        sizes.append(len(answer.data))
        assert answer.status_code == 200, address
    return times, processor, sizes


if __name__ == "__main__":
    sys.exit(main())
