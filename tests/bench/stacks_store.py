"""The unlock index built from a store, its memory, and 10,000 changes taken in: `python -m tests.bench.stacks_store`.

The store is filled with generated postings in a folder of its own (SQLite), or in an empty database that is named. What
is measured runs in a process of its own, so that its memory is that of one web process and not of the filling.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from sqlalchemy import insert, update
from sqlmodel import Session, select

from portal.stacks.graph import CredentialGraph
from portal.stacks.postings import PostingColumns
from portal.stacks.signature import Signature
from portal.stacks.unlock import UnlockIndex
from portal.store.engine import open_engine, open_session
from portal.store.migrate import migrate
from portal.store.posting_changes import list_changed, read_stamp, read_waiting
from portal.store.posting_columns import read_columns_of, read_posting_columns
from portal.store.tables import CredentialRow, IngestRunRow, JobPostingPlaceRow, JobPostingRow
from tests.bench.stacks_world import SEED, make_catalog, make_columns

NOW = datetime(2026, 6, 20, 12, tzinfo=UTC)
BUDGETS = {"from_store_s": 10.0, "index_mb": 200.0, "changes_in_index_s": 1.0}
"""Issue of the stack engine; for a million postings."""
AT_ONCE = 10_000
TEXT_CHARACTERS = 700
MB = 1e6


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postings", type=int, default=1_000_000)
    parser.add_argument("--changes", type=int, default=10_000)
    parser.add_argument(
        "--database", help="an empty database, as postgresql+psycopg://…; SQLite where left out"
    )
    parser.add_argument("--json", action="store_true", help="print the figures as JSON only")
    parser.add_argument("--measure", metavar="URL", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.measure:
        sys.stdout.write(json.dumps(measure(options.measure, changes=options.changes)) + "\n")
        return 0
    with tempfile.TemporaryDirectory(prefix="stacks-") as folder:
        url = options.database or f"sqlite:///{Path(folder) / 'store.sqlite'}"
        started = time.perf_counter()
        fill(url, options.postings)
        filled = time.perf_counter() - started
        command = [sys.executable, "-m", "tests.bench.stacks_store", "--measure", url]
        command += ["--changes", str(options.changes)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        figures = {"postings": options.postings, "load": os.getloadavg()[0], "filled_s": filled}
        figures |= json.loads(done.stdout.strip().splitlines()[-1])
    if not options.json:
        for name, value in figures.items():
            budget = f"  (budget {BUDGETS[name]:g})" if name in BUDGETS else ""
            Console().print(
                f"{name:28} {value:,.2f}{budget}" if isinstance(value, float) else f"{name:28} {value}"
            )
    sys.stdout.write(json.dumps(figures) + "\n")
    return 0


def fill(url: str, postings: int) -> None:
    """Postings with texts, requirements with sentences of their own, one place each, and one ended run."""
    engine = open_engine(url)
    migrate(engine)
    catalog = make_catalog(5_000, 25_000)
    columns = make_columns(catalog, postings)
    with open_session(engine) as session:
        session.execute(
            insert(CredentialRow),
            [
                {
                    "id": c.id,
                    "name": c.name,
                    "kind": c.kind.value,
                    "jurisdiction": c.jurisdiction,
                    "document": {},
                }
                for c in catalog.credentials
            ],
        )
        session.commit()
        for start in range(0, postings, AT_ONCE):
            rows = range(start, min(start + AT_ONCE, postings))
            session.execute(insert(JobPostingRow), list(_posting_rows(columns, rows)))
            session.execute(insert(JobPostingPlaceRow), list(_place_rows(columns, rows)))
            session.commit()
        session.add(_run(NOW))
        session.commit()
    engine.dispose()


def measure(url: str, *, changes: int) -> dict[str, Any]:
    """Build, then change some postings in the store and take the changes in."""
    catalog = make_catalog(5_000, 25_000)
    graph = CredentialGraph(catalog)
    engine = open_engine(url)
    figures: dict[str, Any] = {}
    with open_session(engine) as session:
        before = _resident_mb()
        started = time.perf_counter()
        stamp, waiting = read_stamp(session), read_waiting(session)
        columns = read_posting_columns(session)
        figures["read_s"] = time.perf_counter() - started
        index = UnlockIndex.build(columns, graph)
        figures["from_store_s"] = time.perf_counter() - started
        figures["index_mb"] = _resident_mb() - before
        figures["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MB - before
        figures["signatures"] = len(columns.signatures)
        _change(session, columns, changes)
        started = time.perf_counter()
        is_moved = read_stamp(session) != stamp
        figures["stamp_ms"] = (time.perf_counter() - started) * 1e3
        started = time.perf_counter()
        ids, _ = list_changed(session, stamp, waiting)
        changed = read_columns_of(session, ids)
        figures["changes_read_s"] = time.perf_counter() - started
        started = time.perf_counter()
        later = index.changed(changed, ids.difference(changed.posting_ids.tolist()))
        figures["changes_in_index_s"] = time.perf_counter() - started
        figures["changes"] = len(ids)
        if not is_moved or len(later.columns) != len(columns):
            raise AssertionError("as many postings are new as are gone, and the stamp must say so")
    engine.dispose()
    return figures


def _posting_rows(columns: PostingColumns, rows: range, *, ref: str = "") -> Iterator[dict[str, Any]]:
    socs = columns.soc_rows.tolist()
    for row in rows:
        signature = columns.signatures[columns.signature_rows[row]]
        yield {
            "source_key": "bench",
            "source_ref": f"{ref}{row}",
            "content_hash": str(row),
            "title": "A job",
            "description_html": "",
            "description_text": f"{row} ".ljust(TEXT_CHARACTERS, "x"),
            "first_seen_at": NOW,
            "changed_at": NOW,
            "employment_types": [],
            "soc_candidates": [],
            "soc_code": columns.soc_codes[socs[row]] if socs[row] >= 0 else None,
            "is_remote": bool(columns.is_remote[row]),
            "requirements_state": "understood",
            "requirements": _requirements(signature, row),
            "is_internal": False,
            "is_sample": False,
            "is_sample_retired": False,
        }


def _requirements(signature: Signature, row: int) -> dict[str, Any]:
    if signature.is_silent:
        return {"state": "nothing_found", "groups": [], "conditions": [], "none_sentence": ""}
    groups = [
        {
            "any_of": sorted(group.any_of),
            "unresolved": [],
            "kind": "required",
            "sentence": f"For job {row} you must hold one of {', '.join(sorted(group.any_of))}.",
        }
        for group in signature.groups
    ]
    condition = {
        "kind": "required",
        "sentence": f"Job {row} asks for schooling and {signature.experience_months} months at work.",
        "education": signature.education.value if signature.education else None,
        "experience_months": signature.experience_months or None,
        "min_age": None,
    }
    asks = signature.education or signature.experience_months
    state = "understood" if groups or asks else "states_none"
    return {
        "state": state, "groups": groups, "conditions": [condition] if asks else [], "none_sentence": ""
    }  # fmt: skip


def _place_rows(columns: PostingColumns, rows: range) -> Iterator[dict[str, Any]]:
    for row in rows:
        yield {
            "posting_id": row + 1,
            "precision": "county",
            "place_name": "A county",
            "state": columns.states[columns.place_states[row]],
            "county_fips": columns.county_fips[columns.place_counties[row]],
            "latitude": float(columns.latitudes[row]),
            "longitude": float(columns.longitudes[row]),
        }


def _change(session: Session, columns: PostingColumns, total: int) -> None:
    """A third closes, a third asks for something else, a third is new."""
    third = total // 3
    later = NOW + timedelta(hours=1)
    chosen = np.random.default_rng(SEED).choice(columns.posting_ids, size=2 * third, replace=False).tolist()
    table = JobPostingRow.__table__  # type: ignore[attr-defined]
    for start in range(0, third, 500):
        gone = chosen[:third][start : start + 500]
        session.execute(update(table).where(table.c.id.in_(gone)).values(removed_at=later, changed_at=later))
    other = session.exec(select(JobPostingRow.requirements).limit(third)).all()
    for posting_id, requirements in zip(chosen[third:], other, strict=True):
        statement = update(table).where(table.c.id == posting_id)
        session.execute(statement.values(requirements=requirements, changed_at=later))
    new = [{**row, "changed_at": later} for row in _posting_rows(columns, range(third), ref="new ")]
    session.execute(insert(JobPostingRow), new)
    session.add(_run(later))
    session.commit()


def _run(at: datetime) -> IngestRunRow:
    return IngestRunRow(
        source_key="bench",
        status="succeeded",
        started_at=at,
        as_of=at,
        documents=[],
        rejections={},
        warnings=[],
    )


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / MB


if __name__ == "__main__":
    raise SystemExit(main())
