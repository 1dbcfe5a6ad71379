"""What reading one posting costs: `python -m tests.bench.reading`.

Processor time of one process over different real postings (New York City 2026, USAJOBS 2016), each read once, so that
no text is met twice; half of the texts come as HTML. The peer is BM25 over the published titles, which codes the
title and reads nothing else.
"""

import argparse
import html
import json
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console

from ingest.understand import record_of
from portal.domain.job_posting import PostingRecord
from tests.bench.bm25 import Bm25
from tests.bench.held_out_postings import real_postings
from tests.bench.quality_understanding import reader, title_list
from tests.real_data import SHARED

BUDGETS_MS = {"title and place": 0.2, "700": 0.6, "3900": 1.8}
LOAD_BUDGET_SECONDS, MEMORY_BUDGET_MB = 1.0, 150
WARM_UP = 30


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print the figures as JSON only")
    options = parser.parse_args(arguments)
    figures = measure(SHARED)
    if not options.json:
        for name, value in figures.items():
            Console().print(f"{name}: {value}")
    sys.stdout.write(json.dumps(figures) + "\n")
    return 0


def measure(data: Path) -> dict[str, Any]:
    """Milliseconds of processor time a posting, seconds to load, megabytes that the reader adds."""
    rows = list({row["text"][:200]: row for row in real_postings(data)}.values())
    sets = {
        "title and place": [{**row, "text": ""} for row in rows],
        **{str(n): _cut(rows, n) for n in (700, 3900)},
    }
    before, started = _resident_mb(), time.process_time()
    ours = reader(datetime.now(UTC))
    loaded = time.process_time() - started
    for row in rows[:WARM_UP]:
        ours.understand(_asked(row))
    added = _resident_mb() - before
    figures: dict[str, Any] = {
        "load_seconds": round(loaded, 2),
        "load_budget_seconds": LOAD_BUDGET_SECONDS,
        "memory_mb": round(added),
        "memory_budget_mb": MEMORY_BUDGET_MB,
    }
    for name, postings in sets.items():
        asked = [_asked(row) for row in postings[WARM_UP:]]
        started = time.process_time()
        for record in asked:
            ours.understand(record)
        key = name.replace(" ", "_")
        figures[f"{key}_ms"] = round((time.process_time() - started) / len(asked) * 1000, 3)
        figures[f"{key}_n"] = len(asked)
        figures[f"{key}_budget_ms"] = BUDGETS_MS[name]
    peer = Bm25(title_list(data))
    titles = [row["title"] for row in rows[WARM_UP:]]
    started = time.process_time()
    for title in titles:
        peer.best(title)
    alone = (time.process_time() - started) / len(titles) * 1000
    return {
        **figures,
        "bm25_title_ms": round(alone, 3),
        "title_and_place_to_bm25_ratio": round(figures["title_and_place_ms"] / alone, 2),
    }


def _cut(rows: Sequence[dict[str, Any]], length: int) -> list[dict[str, Any]]:
    """Texts that have that length, cut at a word; every other one as HTML."""
    cut = [
        {**row, "text": row["text"][:length].rpartition(" ")[0]} for row in rows if len(row["text"]) >= length
    ]
    return [
        {**row, "text": "".join(f"<p>{html.escape(line)}</p>" for line in row["text"].split("\n"))}
        if place % 2
        else row
        for place, row in enumerate(cut)
    ]


def _asked(row: dict[str, Any]) -> PostingRecord:
    return record_of(
        {key: row[key] for key in ("id", "title", "text", "organization", "location") if row.get(key)}
    )


def _resident_mb() -> float:
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("no VmRSS: this benchmark needs Linux")


if __name__ == "__main__":
    sys.exit(main())
