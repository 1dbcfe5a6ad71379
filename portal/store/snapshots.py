"""Reads the snapshots in `config/embedded/`: a file to typed rows, without a database.

Each folder holds gzip'd tab-separated tables with a header, and `manifest.json` that says what they are.
"""

import gzip
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from portal.domain.errors import StoreUnavailable
from portal.domain.wage import FigureStatus

OEWS_MARKS = {
    "s": FigureStatus.SUPPRESSED,
    "t": FigureStatus.TOP_CODED,
    "h": FigureStatus.HOURLY_ONLY,
    "a": FigureStatus.ANNUAL_ONLY,
    "": FigureStatus.NOT_PUBLISHED,
}
"""Marks that stand in a cell of `oews/estimates.tsv.gz` in place of a number."""

PUBLISHED_MARK = "."
NOT_PUBLISHED_MARK = "-"


class OewsRelease(NamedTuple):
    """What the whole OEWS snapshot has in common."""

    vintage: str
    release: str
    source_name: str
    source_url: str
    top_code_hourly_usd: float
    top_code_annual_usd: float


class OewsArea(NamedTuple):
    """An area of OEWS; `area_type` is nation, state, metro or nonmetro; `state` is empty for the nation."""

    area_code: str
    area_type: str
    area_name: str
    state: str


class OewsOccupation(NamedTuple):
    """An occupation as OEWS prints it; `level` is all, major, minor, broad or detailed."""

    occupation_code: str
    title: str
    level: str


class OewsEstimate(NamedTuple):
    """One occupation in one area.

    `marks` has one character a figure, in the order of the nine figures: `.` published, `s` suppressed, `t`
    top-coded, `h` hourly only, `a` annual only, `-` not published. A figure is None unless its mark is `.`.
    """

    occupation_code: str
    area_code: str
    employment: int | None
    location_quotient: float | None
    hourly_median_wage_usd: float | None
    annual_mean_wage_usd: int | None
    annual_p10_wage_usd: int | None
    annual_p25_wage_usd: int | None
    annual_median_wage_usd: int | None
    annual_p75_wage_usd: int | None
    annual_p90_wage_usd: int | None
    marks: str


class SocOccupation(NamedTuple):
    """A SOC 2018 code; `level` is major, minor, broad, detailed; a major group has no `parent_code`."""

    soc_code: str
    title: str
    level: str
    parent_code: str
    definition: str


class SocTitle(NamedTuple):
    """A job title that SOC 2018 places in exactly this occupation (a title may occur more than once)."""

    title: str
    soc_code: str
    is_illustrative: bool


class CountyPlace(NamedTuple):
    """A county or what stands for one.

    `status` is current or former. `area_code` is its OEWS area, empty for "use the state's"; `area_method` is
    verified or inferred and `area_basis` says from what. `point_basis` is gazetteer or zip_mean (the mean of
    the points of its ZIP codes).
    """

    county_fips: str
    county_name: str
    state: str
    latitude: float
    longitude: float
    point_basis: str
    status: str
    area_code: str
    area_method: str
    area_basis: str
    area_vintage: str


class ZipPlace(NamedTuple):
    """A ZIP code.

    `kind` is standard, or no_homes (HUD counts no home address there).
    `point_basis` is zcta (Census point), county (the county's point stands in) or none.
    `counties` holds (county_fips, share of its addresses), the main county first.
    """

    zip_code: str
    place_name: str
    state: str
    latitude: float | None
    longitude: float | None
    point_basis: str
    kind: str
    counties: tuple[tuple[str, float], ...]


class StateName(NamedTuple):
    """A state, the District of Columbia or a territory."""

    state_fips: str
    state: str
    state_name: str


def read_snapshot_manifest(folder: Path) -> dict[str, object]:
    """The manifest of a snapshot as it stands in its file.

    Raises: StoreUnavailable when the file is missing or broken.
    """
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise StoreUnavailable(
            f"The snapshot {folder.name} has no good manifest.json ({error}). Restore it from the release."
        ) from error
    if not isinstance(manifest, dict):
        raise StoreUnavailable(f"The manifest of the snapshot {folder.name} is not a JSON object.")
    return manifest


def read_oews_release(folder: Path) -> OewsRelease:
    """Vintage, source and top code of the OEWS snapshot."""
    manifest = read_snapshot_manifest(folder)
    facts = manifest.get("facts")
    if not isinstance(facts, dict):
        raise StoreUnavailable("The manifest of the OEWS snapshot states no facts. Build the snapshot again.")
    return OewsRelease(
        str(manifest["vintage"]),
        facts["release"],
        facts["source_name"],
        facts["source_url"],
        float(facts["top_code_hourly_usd"]),
        float(facts["top_code_annual_usd"]),
    )


def read_oews_areas(folder: Path) -> Iterator[OewsArea]:
    """Areas of the OEWS snapshot, by code."""
    return (OewsArea(*row) for row in read_table_rows(folder / "areas.tsv.gz", 4))


def read_oews_occupations(folder: Path) -> Iterator[OewsOccupation]:
    """Occupations of the OEWS snapshot, by code."""
    return (OewsOccupation(*row) for row in read_table_rows(folder / "occupations.tsv.gz", 3))


def read_oews_estimates(folder: Path) -> Iterator[OewsEstimate]:
    """Estimates of the OEWS snapshot, by occupation, then area; about 237,000 tuples for a bulk insert."""
    known = OEWS_MARKS
    for row in read_table_rows(folder / "estimates.tsv.gz", 11):
        marks = "".join(PUBLISHED_MARK if c not in known else c or NOT_PUBLISHED_MARK for c in row[2:])
        if marks == ".........":
            _, _, jobs, quotient, hourly, mean, p10, p25, p50, p75, p90 = row
            yield OewsEstimate(
                row[0], row[1], int(jobs), float(quotient), float(hourly),
                int(mean), int(p10), int(p25), int(p50), int(p75), int(p90), marks,
            )  # fmt: skip
            continue
        numbers = [float(c) if m == PUBLISHED_MARK else None for c, m in zip(row[2:], marks, strict=True)]
        jobs_, mean_, p10_, p25_, p50_, p75_, p90_ = (
            None if n is None else int(n) for n in (numbers[0], *numbers[3:])
        )
        yield OewsEstimate(
            row[0], row[1], jobs_, numbers[1], numbers[2], mean_, p10_, p25_, p50_, p75_, p90_, marks
        )


def figure_status(mark: str) -> FigureStatus:
    """The status that a character of `OewsEstimate.marks` stands for."""
    if mark == PUBLISHED_MARK:
        return FigureStatus.PUBLISHED
    return OEWS_MARKS["" if mark == NOT_PUBLISHED_MARK else mark]


def read_soc_occupations(folder: Path) -> Iterator[SocOccupation]:
    """SOC 2018 codes, by code."""
    return (SocOccupation(*row) for row in read_table_rows(folder / "occupations.tsv.gz", 5))


def read_soc_titles(folder: Path) -> Iterator[SocTitle]:
    """SOC 2018 direct match titles, by title."""
    return (SocTitle(row[0], row[1], row[2] == "x") for row in read_table_rows(folder / "titles.tsv.gz", 3))


def read_states(folder: Path) -> Iterator[StateName]:
    """States and territories, by FIPS code."""
    return (StateName(*row) for row in read_table_rows(folder / "states.tsv.gz", 3))


def read_counties(folder: Path) -> Iterator[CountyPlace]:
    """Counties, by FIPS code."""
    for row in read_table_rows(folder / "counties.tsv.gz", 11):
        yield CountyPlace(row[0], row[1], row[2], float(row[3]), float(row[4]), *row[5:])


def read_zips(folder: Path) -> Iterator[ZipPlace]:
    """ZIP codes, in order."""
    for row in read_table_rows(folder / "zips.tsv.gz", 8):
        shares = (pair.partition(":") for pair in row[7].split(",") if pair)
        yield ZipPlace(
            row[0], row[1], row[2], _degrees(row[3]), _degrees(row[4]), row[5], row[6],
            tuple((county, float(share)) for county, _, share in shares),
        )  # fmt: skip


def _degrees(cell: str) -> float | None:
    return float(cell) if cell else None


def read_table_header(path: Path) -> tuple[str, ...]:
    """Column names of one table of a snapshot.

    Raises: StoreUnavailable when the file is missing or damaged.
    """
    try:
        with gzip.open(path, "rt", encoding="utf-8", newline="\n") as stream:
            return tuple(stream.readline().rstrip("\n").split("\t"))
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise StoreUnavailable(
            f"The table {path.parent.name}/{path.name} cannot be read ({error}). Restore it from the release."
        ) from error


def read_table_rows(path: Path, width: int) -> Iterator[list[str]]:
    """Rows of one table of a snapshot, below its header.

    Raises: StoreUnavailable when the file is missing, damaged or has rows of another width.
    """
    try:
        with gzip.open(path, "rt", encoding="utf-8", newline="\n") as stream:
            next(stream)
            for number, line in enumerate(stream, start=2):
                row = line.rstrip("\n").split("\t")
                if len(row) != width:
                    raise StoreUnavailable(
                        f"{path.parent.name}/{path.name}, line {number}: {len(row)} cells, not {width}. "
                        "The file is damaged or of another version: restore it from the release."
                    )
                yield row
    except (OSError, EOFError, zlib.error, StopIteration, UnicodeDecodeError) as error:
        raise StoreUnavailable(
            f"The table {path.parent.name}/{path.name} cannot be read ({error}). Restore it from the release."
        ) from error
