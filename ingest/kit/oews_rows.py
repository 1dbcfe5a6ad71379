"""Rows of OEWS workbooks as wage estimates, with the reason wherever a figure is missing."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from ingest.errors import SourceChanged
from ingest.kit.reference import Value
from portal.domain.oews_vintage import OewsVintage, oews_vintage
from portal.domain.wage import FigureStatus

Cells = Mapping[str, object]
FIGURES = {
    "employment": "tot_emp",
    "location_quotient": "loc_quotient",
    "annual_p10_wage_usd": "a_pct10",
    "annual_p25_wage_usd": "a_pct25",
    "annual_median_wage_usd": "a_median",
    "annual_p75_wage_usd": "a_pct75",
    "annual_p90_wage_usd": "a_pct90",
    "hourly_median_wage_usd": "h_median",
}
_STATUS = {
    "employment": "employment_status",
    "location_quotient": "location_quotient_status",
    "annual_p10_wage_usd": "annual_p10_status",
    "annual_p25_wage_usd": "annual_p25_status",
    "annual_median_wage_usd": "annual_median_status",
    "annual_p75_wage_usd": "annual_p75_status",
    "annual_p90_wage_usd": "annual_p90_status",
    "hourly_median_wage_usd": "hourly_median_status",
}
WAGE_COLUMNS = (
    "area_code",
    "soc_code",
    "vintage",
    *(name for pair in _STATUS.items() for name in pair),
)
_SUPPRESSED = ("*", "**", "~", "***")
_TRUE = ("true", "1", "1.0", "yes")


def take_estimates(
    rows: Iterable[Cells],
    *,
    year: int,
    name: str,
    into: dict[tuple[Value, ...], tuple[Value, ...]],
    rejections: Counter[str],
) -> None:
    """Put the cross-industry rows of a vintage into `into`, by area, code and vintage.

    From 2017 a code can stand twice, as a broad group and as what OEWS prints for it: the figures are the same.

    Raises: SourceChanged when a needed column is missing or a mark is not known.
    """
    vintage = oews_vintage(year)
    needed = {"occ_code", "tot_emp", "a_median"}
    for row in rows:
        if missing := needed - set(row):
            raise SourceChanged(f"{name}: lacks the columns {', '.join(sorted(missing))}.")
        code = str(row["occ_code"] or "").strip()
        if not code:
            continue
        if not re.fullmatch(r"\d{2}-\d{4}", code):
            rejections["no SOC code"] += 1
            continue
        if str(row.get("naics") or "000000").strip() not in ("000000", "0"):
            continue  # one industry, not all together
        area = _area(row)
        if area is None:
            rejections["area in no form that we know"] += 1
            continue
        key = (area, code, vintage.vintage)
        into.setdefault(key, (*key, *_figures(row, vintage, where=f"{name}: {code}")))


def number(text: object) -> float | None:
    """A number as people print it, or None for an empty cell. Raises: ValueError."""
    cleaned = str(text).replace(",", "").strip() if text is not None else ""
    return float(cleaned) if cleaned else None


def _area(row: Cells) -> str | None:
    """The seven-digit OEWS code of a row's area: 99 is the nation, two digits a state, five a metropolitan area."""
    area = str(row.get("area") or "99").strip().removesuffix(".0")
    if area in ("99", "0"):
        return "0000000"
    kind = str(row.get("area_type") or "").strip().removesuffix(".0")
    if kind in ("2", "3") or len(area) <= 2:
        return f"{int(area):02d}00000"
    return area.zfill(7) if re.fullmatch(r"\d{5}|\d{7}", area) else None


def _figures(row: Cells, vintage: OewsVintage, *, where: str) -> list[Value]:
    by_year_only = str(row.get("annual") or "").strip().lower() in _TRUE
    by_hour_only = str(row.get("hourly") or "").strip().lower() in _TRUE
    values: list[Value] = []
    for name, column in FIGURES.items():
        is_hourly, is_annual = name.startswith("hourly"), name.startswith("annual")
        top = vintage.top_code_hourly_usd if is_hourly else vintage.top_code_annual_usd
        cell = row.get(column)
        mark = str(cell).strip() if cell is not None else ""
        if by_year_only and is_hourly and mark in ("", *_SUPPRESSED):
            values += [None, FigureStatus.ANNUAL_ONLY.value]
        elif by_hour_only and is_annual and mark in ("", *_SUPPRESSED):
            values += [None, FigureStatus.HOURLY_ONLY.value]
        elif mark in _SUPPRESSED:
            values += [None, FigureStatus.SUPPRESSED.value]
        elif mark == "#":
            values += [top, FigureStatus.TOP_CODED.value]
        elif mark == "":
            values += [None, FigureStatus.NOT_PUBLISHED.value]
        else:
            try:
                values += [number(mark), FigureStatus.PUBLISHED.value]
            except ValueError as error:
                raise SourceChanged(
                    f"{where}: “{mark}” in {column} is neither a number nor a known mark."
                ) from error
    return values
