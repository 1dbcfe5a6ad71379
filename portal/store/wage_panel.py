"""The wages of past years as one panel for the forecast: same work, same dollars, year by year."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from sqlmodel import Session, col, select

from portal.domain.errors import InvalidCode
from portal.domain.oews_vintage import oews_vintage
from portal.labor.crosswalk import Crosswalk, Taxonomy
from portal.labor.prices import CPI_U_MAY
from portal.labor.projection import Floats, WagePanel
from portal.store.crosswalks import read_crosswalk
from portal.store.reference_tables import WageHistoryRow
from portal.store.tables import AreaRow, WageEstimateRow

ALL_OCCUPATIONS = "00-0000"
NATION = "0000000"


@dataclass(frozen=True)
class WageHistory:
    """Panels of the nation and of the states, and the nation's all-occupations wage, in dollars of the last year.

    Shape: `national` (years,), log dollars. `latest` is log dollars of each unit of both panels in the last year.
    """

    nation: WagePanel
    states: WagePanel
    national: Floats


def read_wage_history(session: Session) -> WageHistory:
    """Everything loaded, linked to today's codes only where the work is exactly the same.

    Raises: ValueError when no vintage, or prices of a vintage, are known.
    """
    walk = read_crosswalk(session)
    exact = exact_links(walk)
    states = session.exec(select(AreaRow.area_code).where(AreaRow.area_type == "state")).all()
    wages: dict[tuple[str, str], dict[int, float]] = {}
    for area, code, vintage, median in _medians(session, [NATION, *states]):
        year = int(vintage[:4])
        now = exact(code, year)
        if now is not None:
            wages.setdefault((area, now), {})[year] = median
    return build_history(wages)


def build_history(wages: dict[tuple[str, str], dict[int, float]]) -> WageHistory:
    """Panels from medians in dollars of their own year. Raises: ValueError, as `read_wage_history`."""
    total = wages.get((NATION, ALL_OCCUPATIONS), {})
    if not total:
        raise ValueError("No wages of past years are loaded. Run: ingest run oews_history.")
    years = tuple(range(min(total), max(total) + 1))
    if missing := [year for year in years if year not in CPI_U_MAY]:
        raise ValueError(
            f"The price index of May {missing[0]} is not known. Add it to portal/labor/prices.py."
        )
    real = {
        unit: np.array([_log_real(by_year.get(year), year, years[-1]) for year in years])
        for unit, by_year in wages.items()
    }
    nation = sorted(unit for unit in real if unit[0] == NATION and unit[1] != ALL_OCCUPATIONS)
    local = sorted(unit for unit in real if unit[0] != NATION and unit[1] != ALL_OCCUPATIONS)
    rows = {unit: row for row, unit in enumerate(nation)}
    parents = [rows.get((NATION, code), -1) for _, code in local]
    return WageHistory(
        nation=_panel(nation, real, years, parent=[-1] * len(nation)),
        # the nation's rows stand first, so that a state's unit can lean on them
        states=_panel([*nation, *local], real, years, parent=[-1] * len(nation) + parents),
        national=real[NATION, ALL_OCCUPATIONS],
    )


def exact_links(walk: Crosswalk) -> Callable[[str, int], str | None]:
    """A function (code, year) → the code of today that holds exactly the same work, or None.

    May 2010 and 2011 mix SOC 2000 and SOC 2010: a code counts only where it means the same in both.
    """
    lists = {
        "soc-2000": (Taxonomy.SOC_2000,),
        "soc-2000/2010": (Taxonomy.SOC_2000, Taxonomy.SOC_2010),
        "soc-2010": (Taxonomy.SOC_2010,),
        "oews-2017": (Taxonomy.OEWS_2017,),
        "oews-2019": (Taxonomy.OEWS_2019,),
        "oews-2021": (Taxonomy.OEWS_2021,),
    }
    known: dict[tuple[str, str], str | None] = {}

    def link(code: str, year: int) -> str | None:
        if code == ALL_OCCUPATIONS:
            return code
        name = oews_vintage(year).code_list
        if (code, name) not in known:
            found = {_exact(walk, code, taxonomy) for taxonomy in lists[name]}
            known[code, name] = found.pop() if len(found) == 1 else None
        return known[code, name]

    return link


def _exact(walk: Crosswalk, code: str, taxonomy: Taxonomy) -> str | None:
    try:
        conversion = walk.convert(code, taxonomy, Taxonomy.OEWS_2021)
    except InvalidCode:  # a group, or a code of that year's own
        return None
    return conversion.targets[0] if conversion.is_exact else None


def _medians(session: Session, areas: list[str]) -> Iterable[tuple[str, str, str, float]]:
    """(area, code, vintage, median); a full estimate wins over a table of medians."""
    found: dict[tuple[str, str, str], float] = {}
    for table in (WageHistoryRow, WageEstimateRow):
        query = select(table.area_code, table.soc_code, table.vintage, table.annual_median_wage_usd).where(
            col(table.area_code).in_(areas), table.annual_median_status == "published"
        )
        for area, code, vintage, median in session.exec(query):
            if median:
                found[area, code, vintage] = median
    return ((*key, median) for key, median in sorted(found.items()))


def _log_real(amount: float | None, year: int, target: int) -> float:
    return math.nan if amount is None else math.log(amount * CPI_U_MAY[target] / CPI_U_MAY[year])


def _panel(
    units: list[tuple[str, str]],
    real: dict[tuple[str, str], Floats],
    years: tuple[int, ...],
    *,
    parent: list[int],
) -> WagePanel:
    rows = np.array([real[unit] for unit in units]) if units else np.zeros((0, len(years)))
    return WagePanel(tuple(units), years, rows, np.array(parent, dtype=np.int64))
