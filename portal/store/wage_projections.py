"""Projected wages in the store, and what forecasts of each level and horizon were worth."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col, insert, select

from portal.domain.errors import StoreUnavailable
from portal.domain.projected_wage import ProjectedWage, ProjectionTest
from portal.labor.prices import yearly_inflation
from portal.store.reference_tables import WageProjectionRow, WageProjectionTestRow
from portal.store.snapshots import read_snapshot_manifest, read_table_rows

INFLATION_YEARS = 20
"""Nominal dollars assume that prices rise as on average over this many years."""


def load_wage_projection_snapshot(session: Session, folder: Path) -> int:
    """Make the store's projected wages equal to the snapshot. Gives the number of rows. The caller commits.

    Raises: StoreUnavailable when the snapshot is damaged.
    """
    facts = read_snapshot_manifest(folder).get("facts")
    if not isinstance(facts, dict) or "base_vintage" not in facts:
        raise StoreUnavailable("The manifest of the wage projection states no vintage. Build it again.")
    forecasts = [
        {"area_code": area, "soc_code": code, "horizon_years": int(horizon), "base_vintage": facts["base_vintage"],
         "base_wage_usd": float(base), "low_wage_usd": float(low), "middle_wage_usd": float(middle),
         "high_wage_usd": float(high)}
        for area, code, horizon, base, low, middle, high in read_table_rows(folder / "forecasts.tsv.gz", 7)
    ]  # fmt: skip
    tests = [_test(row) for row in read_table_rows(folder / "tests.tsv.gz", 13)]
    session.execute(delete(WageProjectionRow))
    session.execute(delete(WageProjectionTestRow))
    if forecasts:
        session.execute(insert(WageProjectionRow), forecasts)
    session.execute(insert(WageProjectionTestRow), tests)
    return len(forecasts) + len(tests)


def list_projected_wages(session: Session, soc_code: str, area_codes: Iterable[str]) -> list[ProjectedWage]:
    """Forecasts of one occupation in some areas, nearest horizon first; an area without: not enough history yet."""
    rows = session.exec(
        select(WageProjectionRow)
        .where(WageProjectionRow.soc_code == soc_code, col(WageProjectionRow.area_code).in_(list(area_codes)))
        .order_by(WageProjectionRow.horizon_years)  # type: ignore[arg-type]
    )
    return [_wage(row) for row in rows]


def list_projection_tests(session: Session) -> list[ProjectionTest]:
    """What forecasts were worth, by level and horizon."""
    rows = session.exec(select(WageProjectionTestRow))
    found = [ProjectionTest.model_validate(row.model_dump()) for row in rows]
    return sorted(found, key=lambda test: (test.level, test.horizon_years))


def _wage(row: WageProjectionRow) -> ProjectedWage:
    base_year = int(row.base_vintage[:4])
    inflation = yearly_inflation(start_year=base_year - INFLATION_YEARS, end_year=base_year)
    return ProjectedWage(
        area_code=row.area_code,
        soc_code=row.soc_code,
        base_year=base_year,
        target_year=base_year + row.horizon_years,
        base_wage_usd=row.base_wage_usd,
        low_wage_usd=row.low_wage_usd,
        middle_wage_usd=row.middle_wage_usd,
        high_wage_usd=row.high_wage_usd,
        assumed_yearly_inflation=inflation,
    )


def _test(row: list[str]) -> dict[str, Any]:
    names = tuple(WageProjectionTestRow.model_fields)
    whole = {"horizon_years", "first_origin", "last_origin", "origins", "origins_won", "forecasts"}
    found: dict[str, Any] = {}
    for name, cell in zip(names, row, strict=True):
        if name in ("level", "shortfall"):
            found[name] = cell
        elif not cell:
            found[name] = None
        else:
            found[name] = int(cell) if name in whole else float(cell)
    return found
