"""Speed and size of the stack engine beside the same question in SQL: `python -m tests.bench.stacks`.

*First unlock* is the first question of a region: its postings are found and folded. *Unlock* is each following one, for
which the folded region was kept. *Read once* reads the columns that an answer needs, and does nothing with them.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from portal.domain.credential import Catalog
from portal.domain.person import Person
from portal.stacks.goal import credential_target
from portal.stacks.graph import CredentialGraph
from portal.stacks.pairs import best_pairs
from portal.stacks.plan import Pay, plan
from portal.stacks.reach import Reach
from portal.stacks.unlock import UnlockIndex
from tests.bench.stacks_peers import ask, connect_duckdb, connect_sqlite
from tests.bench.stacks_world import SEED, make_catalog, make_columns, people

BUDGETS_MS = {
    "unlock region": 2.0,
    "unlock nation": 15.0,
    "pairs nation": 80.0,
    "10,000 changes": 1_000.0,
    "plan": 50.0,
}
"""DESIGN.md §7, at the 95th percentile; for the changes "well under a second"."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postings", type=int, default=1_000_000)
    parser.add_argument("--people", type=int, default=40)
    parser.add_argument("--plans", type=int, default=150)
    parser.add_argument("--peer-people", type=int, default=3, help="asked in SQL too, of the nation")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON only")
    options = parser.parse_args(arguments)
    figures = measure(
        postings=options.postings, asked=options.people, plans=options.plans, peers=options.peer_people
    )
    if not options.json:
        print_table(figures)
    sys.stdout.write(json.dumps({**figures, "rows": _summary(figures["rows"])}) + "\n")
    return 0


def _summary(rows: dict[str, dict[str, list[float]]]) -> dict[str, dict[str, float]]:
    """Shape: question → p50 and p95 of each engine in milliseconds, and the ratios of the medians."""
    found: dict[str, dict[str, float]] = {}
    for question, engines in rows.items():
        ours = float(np.median(engines["ours"]))
        row = found[question] = {}
        for engine, times in engines.items():
            row[f"{engine}_p50_ms"] = round(float(np.median(times)), 2)
            row[f"{engine}_p95_ms"] = round(float(np.percentile(times, 95)), 2)
            if engine != "ours":
                row[f"{engine}_ratio"] = round(float(np.median(times)) / ours, 1)
    return found


def measure(*, postings: int, asked: int, plans: int, peers: int) -> dict[str, Any]:
    """Build everything, ask the same of all three, check that their answers are equal."""
    figures: dict[str, Any] = {"postings": postings, "load": os.getloadavg(), "rows": {}}
    catalog = make_catalog(5_000, 25_000)
    graph = CredentialGraph(catalog)
    columns = make_columns(catalog, postings)
    before, started = _resident_mb(), time.perf_counter()
    index = UnlockIndex.build(columns, graph)
    figures["build_index_s"] = time.perf_counter() - started
    figures["index_mb"] = _resident_mb() - before
    figures["columns_mb"] = (
        sum(
            value.nbytes
            for name in columns.__slots__
            if isinstance(value := getattr(columns, name), np.ndarray)
        )
        / 1e6
    )
    figures["signatures"], figures["parts"] = len(columns.signatures), len(index.parts.parts)
    county = int(np.argmin(np.abs(np.bincount(columns.place_counties) - 50_000)))
    masks = {"region": columns.place_counties == county, "nation": np.ones(postings, dtype=bool)}
    crowd = list(islice(people(catalog), asked))
    rows = figures["rows"]
    sqlite, duck = connect_sqlite(index), connect_duckdb(index)
    for name, mask in masks.items():
        figures[f"{name}_postings"] = int(mask.sum())
        reach = index.reach(mask)
        first = _times(lambda person, mask=mask: index.answer(person, mask), crowd[:10])
        rows[f"first unlock {name}"] = {"ours": first}
        rows[f"read once {name}"] = {"ours": _times(lambda reach=reach: _read_once(index, reach), range(20))}
        best_pairs(index, crowd[0], reach)  # warm
        row = {"ours": _times(lambda person, reach=reach: index.answer(person, reach), crowd)}
        only = county if name == "region" else None
        for peer, database in (("sqlite", sqlite), ("duckdb", duck)):
            few = crowd[:peers]
            row[peer] = _times(lambda person, db=database, only=only: ask(db, index, person, only), few)
            for person in few[:2]:
                _check(index, person, reach, ask(database, index, person, only))
        rows[f"unlock {name}"] = row
        rows[f"pairs {name}"] = {
            "ours": _times(lambda person, reach=reach: best_pairs(index, person, reach), crowd)
        }
    rows["10,000 changes"] = {"ours": _change_times(index, catalog)}
    rows["plan"] = {"ours": _plan_times(plans)}
    return figures


def _read_once(index: UnlockIndex, reach: Reach) -> float:
    """Read each column that an answer needs once, and do nothing with it: how fast an answer could be at the most."""
    asked = sum(int(block.asked.sum(dtype=np.int32)) for block in reach.blocks)
    return (
        asked
        + float(reach.counts.sum())
        + int(index.parts.opens.values[index.parts.opens.places(reach.parts)].sum())
    )


def _check(index: UnlockIndex, person: Person, reach: Reach, told: tuple[int, dict[str, int]]) -> None:
    """The peers know no wholes that are completed with what is held: those people are not compared."""
    if index.judge(person).completing:
        return
    answer = index.answer(person, reach)
    if (answer.qualifies, dict(answer.gains)) != told:
        raise AssertionError(f"SQL and the index differ for {person.held}")


def _change_times(index: UnlockIndex, catalog: Catalog) -> list[float]:
    """A third of the changes is new, a third is changed, a third is gone."""
    third = 10_000 // 3
    found = make_columns(catalog, 2 * third)
    draw = np.random.default_rng(SEED)
    known = draw.choice(index.columns.posting_ids, size=2 * third, replace=False)
    new = index.columns.posting_ids[-1] + 1 + np.arange(third)
    changed = replace(found, posting_ids=np.concatenate([np.sort(known[:third]), new]))
    return _times(lambda: index.changed(changed, known[third:].tolist()), range(5))


def _plan_times(total: int) -> list[float]:
    catalog = make_catalog(20_000, 60_000)
    graph = CredentialGraph(catalog)
    index = UnlockIndex.build(make_columns(catalog, 50_000), graph)
    reach = index.reach(np.ones(50_000, dtype=bool))
    draw = np.random.default_rng(SEED)
    goals = draw.choice(np.array(graph.ids, dtype=object), size=total).tolist()
    median = {code: 50_000.0 for c in catalog.credentials for code in c.soc_codes}
    asked = list(zip(goals, people(catalog), strict=False))

    def ways(question: tuple[str, Person]) -> object:
        goal, person = question
        target = [credential_target(graph, goal)]
        return plan(graph, person, target, index=index, mask=reach, pay=Pay(median, 30_000))

    return _times(ways, asked)


def _times(question: Callable[..., object], asked: Sequence[Any]) -> list[float]:
    times = []
    for each in asked:
        started = time.perf_counter()
        question(each) if not isinstance(asked, range) else question()
        times.append((time.perf_counter() - started) * 1e3)
    return times


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def print_table(figures: dict[str, Any]) -> None:
    """The figures for people: p50 and p95 in milliseconds, and how many times slower the peers are."""
    title = f"{figures['postings']:,} postings, load {figures['load'][0]:.1f} on {os.cpu_count()} cores"
    table = Table(
        "question",
        "ours p50",
        "p95",
        "budget",
        "SQLite p50",
        "DuckDB p50",
        "× SQLite",
        "× DuckDB",
        title=title,
    )
    for name, row in figures["rows"].items():
        ours = float(np.median(row["ours"]))
        cells = [name, f"{ours:.2f}", f"{np.percentile(row['ours'], 95):.2f}", str(BUDGETS_MS.get(name, ""))]
        peers = [float(np.median(row[peer])) if peer in row else None for peer in ("sqlite", "duckdb")]
        cells += ["" if time_ is None else f"{time_:,.0f}" for time_ in peers]
        cells += ["" if time_ is None else f"{time_ / ours:,.0f}" for time_ in peers]
        table.add_row(*cells)
    Console().print(table)
    build = f"index built in {figures['build_index_s']:.1f} s, {figures['index_mb']:.0f} MB"
    columns = f"columns {figures['columns_mb']:.0f} MB, {figures['signatures']:,} signatures"
    Console().print(
        f"{build}; {columns}, {figures['parts']:,} parts; region of {figures['region_postings']:,}"
    )


if __name__ == "__main__":
    raise SystemExit(main())
