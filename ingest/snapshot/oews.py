"""Builds the OEWS snapshot: every area, cross-industry, every occupation that BLS prints there."""

import calendar
import re
from collections.abc import Iterator
from pathlib import Path

from ingest.kit.geography.states import STATE_BY_FIPS
from ingest.snapshot.artefact import Manifest, Progress, no_progress, write_manifest, write_table
from ingest.snapshot.oews_source import DATA_TYPES, Cell, OewsSource, read_oews_source

COLUMNS = (
    "occupation_code",
    "area_code",
    "employment",
    "location_quotient",
    "hourly_median_wage_usd",
    "annual_mean_wage_usd",
    "annual_p10_wage_usd",
    "annual_p25_wage_usd",
    "annual_median_wage_usd",
    "annual_p75_wage_usd",
    "annual_p90_wage_usd",
)
SUPPRESSED, TOP_CODED, HOURLY_ONLY, ANNUAL_ONLY, NOT_PUBLISHED = "s", "t", "h", "a", ""
LEVELS = {0: "major", 1: "minor", 2: "broad", 3: "detailed"}
HOURLY_DATA_TYPES = frozenset({"08"})
WAGE_DATA_TYPES = frozenset(DATA_TYPES) - {"01", "17"}
_TOP_CODE = re.compile(r"\$([\d,.]+) per hour or \$([\d,]+) per year")
_MONTHS = tuple(calendar.month_name)


def build_oews_snapshot(source: Path, out: Path, *, progress: Progress = no_progress) -> Manifest:
    """Write areas, occupations and estimates with their manifest into `out`.

    Source: BLS OEWS flat files, industry 000000, data types 01, 04, 08, 11–15, 17.
    Raises: ValueError when BLS prints a footnote, an area or a value that we do not know how to read.
    """
    oews = read_oews_source(source, progress)
    top_code_note, hourly_bound, annual_bound = _top_code(oews.footnotes)
    out.mkdir(parents=True, exist_ok=True)
    tables = (
        write_table(
            out / "areas.tsv.gz", ("area_code", "area_type", "area_name", "state"), rows=_area_rows(oews)
        ),
        write_table(
            out / "occupations.tsv.gz", ("occupation_code", "title", "level"), rows=_occupation_rows(oews)
        ),
        write_table(out / "estimates.tsv.gz", COLUMNS, rows=_estimate_rows(oews, top_code_note)),
    )
    manifest = Manifest(
        name="oews",
        title=f"Occupational Employment and Wage Statistics, {oews.release}",
        description="Jobs, location quotient and wages by occupation and area, all industries together.",
        licence="United States government work, public domain; cite the U.S. Bureau of Labor Statistics",
        vintage=_vintage(oews.release),
        command="ingest snapshot oews",
        sources=tuple(oews.files),
        tables=tables,
        notes=(
            "A cell is a number or the reason why there is none: s = estimate not released by BLS (footnote "
            "8); t = at or above the top code (footnote 5); h = BLS prints hourly wages only, a = annual wages "
            "only, for this occupation (footnote 4); empty = BLS prints no estimate here.",
            "An occupation and area without a row: BLS publishes no estimate for them.",
            "Location quotient is not defined for the nation, so it is empty there.",
            "Estimates do not include self-employed workers (footnote 1).",
            "BLS.gov cannot vouch for the data or analyses derived from these data after the data have "
            "been retrieved from BLS.gov.",
        ),
        facts={
            "release": oews.release,
            "top_code_hourly_usd": hourly_bound,
            "top_code_annual_usd": annual_bound,
            "source_name": f"U.S. Bureau of Labor Statistics, OEWS {oews.release}",
            "source_url": "https://www.bls.gov/oes/tables.htm",
        },
    )
    write_manifest(out, manifest)
    return manifest


def _vintage(release: str) -> str:
    month, _, year = release.partition(" ")
    if month not in _MONTHS[1:] or not year.isdigit():
        raise ValueError(f"The release “{release}” is not a month and a year.")
    return f"{year}-{_MONTHS.index(month):02d}"


def _top_code(footnotes: dict[str, str]) -> tuple[str, str, str]:
    """The footnote that marks top-coded wages and its two bounds; BLS raises them from time to time."""
    for code, text in footnotes.items():
        if found := _TOP_CODE.search(text):
            return code, found[1].replace(",", ""), found[2].replace(",", "")
    raise ValueError(
        "No line of oe.footnote states the top code (“… $115.00 per hour or $239,200 per year”)."
    )


def _area_type(area_code: str, areatype_code: str) -> str:
    if areatype_code == "M":
        return "metro" if area_code.startswith("00") else "nonmetro"
    return {"N": "nation", "S": "state"}[areatype_code]


def _area_rows(oews: OewsSource) -> Iterator[tuple[str, ...]]:
    for code, kind, state, name in sorted(oews.areas):
        yield code, _area_type(code, kind), name, "" if kind == "N" else STATE_BY_FIPS[state]


def _soc(code: str) -> str:
    return f"{code[:2]}-{code[2:]}"


def _occupation_rows(oews: OewsSource) -> Iterator[tuple[str, ...]]:
    for code, title, level in sorted(oews.occupations):
        yield _soc(code), title, "all" if code == "000000" else LEVELS[level]


def _estimate_rows(oews: OewsSource, top_code_note: str) -> Iterator[tuple[str, ...]]:
    areas = {row[0] for row in oews.areas}
    occupations = {row[0] for row in oews.occupations}
    for (occupation, area), cells in sorted(oews.estimates.items()):
        if area not in areas or occupation not in occupations:
            raise ValueError(f"Occupation {occupation}, area {area}: one of them is not in BLS's code lists.")
        where = f"occupation {occupation}, area {area}"
        yield (
            _soc(occupation),
            area,
            *(_cell(data_type, cells.get(data_type), top_code_note, where=where) for data_type in DATA_TYPES),
        )


def _cell(data_type: str, cell: Cell | None, top_code_note: str, *, where: str) -> str:
    if cell is None:
        return NOT_PUBLISHED
    value, notes = cell
    marks = {note.strip() for note in notes.split(",") if note.strip()}
    if value == "-":
        if "8" in marks:
            return SUPPRESSED
        if top_code_note in marks and data_type in WAGE_DATA_TYPES:
            return TOP_CODED
        if "4" in marks and data_type in WAGE_DATA_TYPES:
            return ANNUAL_ONLY if data_type in HOURLY_DATA_TYPES else HOURLY_ONLY
        raise ValueError(f"{where}, data type {data_type}: “-” with footnotes “{notes}” is new to us.")
    if not re.fullmatch(r"\d+(\.\d+)?", value):
        raise ValueError(f"{where}, data type {data_type}: “{value}” is not a number.")
    return value
