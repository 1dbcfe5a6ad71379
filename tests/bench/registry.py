"""Runs benchmarks one after another, each in a process of its own, and gathers their figures.

A benchmark is a module that prints one JSON object on its last line when it is given `--json`, or writes it to the
file named after `--json` (`writes_file`). Figures named `*_ratio` are against a peer in the same run.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One module with the arguments of its usual run."""

    name: str
    module: str
    arguments: tuple[str, ...] = ()
    writes_file: bool = False


def run_all(benchmarks: Sequence[Benchmark], *, only: Sequence[str], as_json: bool) -> int:
    """Run them, print one table and one JSON object. Gives the number that failed."""
    chosen = [one for one in benchmarks if not only or one.name in only]
    if unknown := set(only) - {one.name for one in benchmarks}:
        raise SystemExit(f"{', '.join(sorted(unknown))}: no such benchmark. There are: {_names(benchmarks)}.")
    console = Console(stderr=True)
    figures: dict[str, Any] = {}
    failed = 0
    for one in chosen:
        started = time.perf_counter()
        with console.status(f"{one.name} …"):
            found = _run(one)
        if found is None:
            failed += 1
            console.print(f"[red]{one.name} failed[/red]; run: python -m {one.module}")
            continue
        figures[one.name] = {**found, "took_seconds": round(time.perf_counter() - started, 1)}
    if not as_json:
        Console().print(_table(figures))
    sys.stdout.write(json.dumps(figures) + "\n")
    return failed


def _names(benchmarks: Sequence[Benchmark]) -> str:
    return ", ".join(one.name for one in benchmarks)


def _run(one: Benchmark) -> dict[str, Any] | None:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        file = Path(folder) / "figures.json"
        flag = ("--json", str(file)) if one.writes_file else ("--json",)
        command = [sys.executable, "-m", one.module, *one.arguments, *flag]
        done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)
        if done.returncode:
            sys.stderr.write(done.stderr[-2_000:])
            return None
        text = file.read_text(encoding="utf-8") if one.writes_file else done.stdout.strip().splitlines()[-1]
        found: dict[str, Any] = json.loads(text)
        return found


def _table(figures: dict[str, Any]) -> Table:
    table = Table("benchmark", "figure", "value", title="Benchmarks")
    for name, found in figures.items():
        for key, value in _flat(found):
            table.add_row(name, key, f"{value:,}" if isinstance(value, int | float) else str(value))
    return table


def _flat(found: Any, path: str = "") -> list[tuple[str, Any]]:
    if isinstance(found, dict):
        return [
            row for key, value in found.items() for row in _flat(value, f"{path}.{key}" if path else str(key))
        ]
    if isinstance(found, list) and all(isinstance(each, dict) for each in found):
        rows = []
        for each in found:
            name = next((str(value) for value in each.values() if isinstance(value, str)), "")
            rows += _flat({key: value for key, value in each.items() if value != name}, f"{path}.{name}")
        return rows
    return [(path, found)]
