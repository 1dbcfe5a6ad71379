"""Builds the wage projection snapshot: what forecasts were worth, and the forecasts that have earned their place."""

import json
import math
from dataclasses import asdict
from pathlib import Path

import numpy as np
from sqlmodel import Session

from ingest.snapshot.artefact import Manifest, Progress, SourceFile, no_progress, write_manifest, write_table
from portal.labor.backtest import COVERAGE_BOUNDS, BackTest, back_test
from portal.labor.projection import WagePanel, forecast
from portal.store.runs import last_good_run
from portal.store.wage_panel import WageHistory, read_wage_history

HORIZONS = (5, 10)
COLUMNS = (
    "area_code", "soc_code", "horizon_years", "base_wage_usd", "low_wage_usd", "middle_wage_usd", "high_wage_usd",
)  # fmt: skip
TEST_COLUMNS = (
    "level", "horizon_years", "first_origin", "last_origin", "origins", "origins_won", "forecasts", "error",
    "error_no_change", "error_national_growth", "coverage", "lowest_coverage", "shortfall",
)  # fmt: skip
PUBLIC = "United States government work, public domain"


def run_back_tests(history: WageHistory) -> list[BackTest]:
    """Nation and states, five and ten years out."""
    first_state = len(history.nation.units)
    states = range(first_state, len(history.states.units))
    return [
        back_test(panel, level=level, horizon=horizon, national=history.national, rows=rows)
        for level, panel, rows in (
            ("nation", history.nation, None),
            ("state", history.states, states),
        )
        for horizon in HORIZONS
    ]


def build_wage_projection_snapshot(
    session: Session, out: Path, *, progress: Progress = no_progress
) -> Manifest:
    """Back-test and forecast from the vintages in the store, and write both with their manifest into `out`.

    Raises: ValueError when no wages of past years are loaded.
    """
    progress(0, 3)
    history = read_wage_history(session)
    progress(1, 3)
    tests = run_back_tests(history)
    progress(2, 3)
    base_year = history.nation.years[-1]
    passed = {(test.level, test.horizon) for test in tests if test.has_passed}
    rows: list[tuple[str, ...]] = []
    for level, panel in (("nation", history.nation), ("state", history.states)):
        skip = 0 if level == "nation" else len(history.nation.units)
        for horizon in HORIZONS:
            if (level, horizon) in passed:
                rows += _forecast_rows(panel, skip=skip, base_year=base_year, horizon=horizon)
    run = last_good_run(session, "oews_history")
    out.mkdir(parents=True, exist_ok=True)
    manifest = Manifest(
        name="wage_projection",
        title=f"Projected wages from OEWS vintages {history.nation.years[0]}–{base_year}, with their back-test",
        description="Forecasts of medians where level and horizon passed the back-test, and what each was worth.",
        licence=PUBLIC,
        vintage=f"{base_year}-05",
        command="ingest snapshot wage-projection",
        sources=tuple(
            SourceFile(
                file_name=str(one["name"]),
                publisher="U.S. Bureau of Labor Statistics",
                url="https://www.bls.gov/oes/tables.htm",
                licence=PUBLIC,
                vintage="see docs/data/reference.md",
                sha256=str(one["sha256"]),
            )
            for one in (run.documents if run else ())
            if "bytes" in one
        ),
        tables=(
            write_table(out / "forecasts.tsv.gz", COLUMNS, rows=sorted(rows)),
            write_table(out / "tests.tsv.gz", TEST_COLUMNS, rows=[_test_row(test) for test in tests]),
        ),
        notes=(
            f"Dollars of May {base_year}. Code links are exact only; a code that changed its work starts anew.",
            "The newest vintage is that of the OEWS snapshot; its own manifest names its source.",
            "Prices: CPI-U of each May, portal/labor/prices.py, not yet checked at BLS.",
        ),
        facts={
            "base_vintage": f"{base_year}-05",
            "interval": "80 %",
            "coverage_bounds": json.dumps(COVERAGE_BOUNDS),
            "source_name": "Forecast made here from BLS OEWS medians",
        },
    )
    write_manifest(out, manifest)
    progress(3, 3)
    return manifest


def _forecast_rows(panel: WagePanel, *, skip: int, base_year: int, horizon: int) -> list[tuple[str, ...]]:
    made = forecast(panel, origin_year=base_year, horizon=horizon)
    at = panel.years.index(base_year)
    rows = []
    for row, (area, code) in enumerate(panel.units):
        if row < skip or math.isnan(made.middle[row]):
            continue
        amounts = (panel.log_wage[row, at], made.low[row], made.middle[row], made.high[row])
        rows.append(
            (area, code, str(horizon), *(str(round(float(np.exp(one)) / 10) * 10) for one in amounts))
        )
    return rows


def _test_row(test: BackTest) -> tuple[str, ...]:
    values = asdict(test)
    figures = (
        f"{values[name]:.4f}" if values[name] is not None and not math.isnan(values[name]) else ""
        for name in ("error", "error_no_change", "error_national_growth", "coverage", "lowest_coverage")
    )
    first, last = (str(test.origins[0]), str(test.origins[-1])) if test.origins else ("", "")
    return (
        test.level, str(test.horizon), first, last, str(len(test.origins)), str(test.origins_won),
        str(test.forecasts), *figures, test.shortfall,
    )  # fmt: skip
