"""The files of geography read into counties and ZIP codes, each with what it rests on.

The files: HUD's ZIP–county crosswalk, the Census Gazetteer of counties, the metropolitan delineation, BLS's area
definitions of May 2021, and points of ZIP codes (docs/data/places.md).
"""

import csv
import gzip
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.kit.geography.county_areas import (
    FORMER,
    CountyArea,
    CountyAreaFinder,
    NamedArea,
    read_area_definitions_2021,
    read_delineations,
)
from ingest.kit.geography.place_name import write_place_name
from ingest.kit.geography.states import STATE_BY_FIPS
from ingest.kit.geography.zip_points import Point

HUD_FILE = "hud_zip_county_crosswalk.csv.gz"
GAZETTEER_FILE = "gazetteer_2017_counties.txt"
DELINEATION_FILE = "cbsa2fipsxw.csv"
AREAS_2021_FILE = "area_definitions_m2021.xlsx"
FILES = (HUD_FILE, GAZETTEER_FILE, DELINEATION_FILE, AREAS_2021_FILE)
ISLAND_COUNTIES = {
    "66010": "Guam",
    "69100": "Rota Municipality",
    "69110": "Saipan Municipality",
    "69120": "Tinian Municipality",
    "78010": "St. Croix Island",
    "78020": "St. John Island",
    "78030": "St. Thomas Island",
}
"""Names of the county equivalents that the Gazetteer of counties leaves out. Source: Census ANSI code lists."""
FORMER_COUNTIES = frozenset({"02261"} | {f"09{number:03d}" for number in range(1, 16, 2)})
"""Valdez-Cordova (split in 2019) and Connecticut's eight counties (planning regions since 2022)."""


class _ZipShare:
    """The part of a ZIP code that lies in one county. Source: HUD ZIP-COUNTY, RES_RATIO and TOT_RATIO."""

    def __init__(self, row: dict[str, str]) -> None:
        self.county_fips = row["COUNTY"].strip().zfill(5)
        self.place_name = row["USPS_ZIP_PREF_CITY"].strip()
        self.state = row["USPS_ZIP_PREF_STATE"].strip()
        self.homes = float(row["RES_RATIO"])
        self.addresses = float(row["TOT_RATIO"])

    def rank(self) -> tuple[float, float, str]:
        """Most homes first, then most addresses."""
        return -self.homes, -self.addresses, self.county_fips


def read_zip_shares(path: Path) -> dict[str, list[_ZipShare]]:
    """ZIP code to its counties, the main one first. The file at hand lost the leading zeros of both codes."""
    shares: dict[str, list[_ZipShare]] = {}
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            shares.setdefault(row["ZIP"].strip().zfill(5), []).append(_ZipShare(row))
    for zip_code, parts in shares.items():
        if len(zip_code) != 5 or len({part.county_fips for part in parts}) != len(parts):
            raise ValueError(f"{path.name}: ZIP {zip_code} is not five digits, or names a county twice.")
        parts.sort(key=_ZipShare.rank)
    return shares


def read_gazetteer_counties(path: Path) -> dict[str, tuple[str, Point]]:
    """County FIPS to name and interior point. Source: Census Gazetteer, 10 columns by `|`, without a header.

    The copy at hand has ń for each ñ (`Dońa Ana`), which no county of the United States has; undone here.
    """
    counties: dict[str, tuple[str, Point]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) != 10 or len(cells[1]) != 5:
            raise ValueError(f"{path.name}, line {number}: not a county of the Census Gazetteer.")
        name = cells[3].replace("ń", "ñ")
        counties[cells[1]] = (name, (float(cells[8]), float(cells[9])))
    return counties


@dataclass(frozen=True)
class County:
    """A county; `area` is its OEWS area with how it is known. Units: degrees WGS 84."""

    county_fips: str
    county_name: str
    state: str
    point: Point
    point_basis: str
    status: str
    area: CountyArea


@dataclass(frozen=True)
class ZipCode:
    """A ZIP code; `counties` holds (county_fips, share of its addresses), the main county first."""

    postal_code: str
    place_name: str
    state: str
    point: Point
    point_basis: str
    kind: str
    counties: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Geography:
    """All counties and ZIP codes, by rising code."""

    counties: tuple[County, ...]
    zips: tuple[ZipCode, ...]


def check_files(*paths: Path) -> None:
    """Raises: FileNotFoundError that names the first file that is missing."""
    for path in paths:
        if not path.exists():
            raise FileNotFoundError(
                f"{path.name} is not in {path.parent}. docs/data/places.md says where it is from."
            )


def read_geography(folder: Path, *, zip_points: Mapping[str, Point], areas: Iterable[NamedArea]) -> Geography:
    """Read the four files of `folder`; `zip_points` are the points of ZIP codes that have an area of their own.

    Raises: FileNotFoundError when a file is missing; ValueError when one is damaged, or a county has no name or point.
    """
    check_files(*(folder / name for name in FILES))
    shares = read_zip_shares(folder / HUD_FILE)
    delineations = read_delineations(folder / DELINEATION_FILE)
    areas_2021, area_names_2021, county_names_2021 = read_area_definitions_2021(folder / AREAS_2021_FILE)
    counties = {
        fips: (name, point, "gazetteer")
        for fips, (name, point) in read_gazetteer_counties(folder / GAZETTEER_FILE).items()
    }
    for fips, point in _mean_points(shares, zip_points).items():
        if fips not in counties:
            name = ISLAND_COUNTIES.get(fips) or county_names_2021.get(fips) or delineations[fips].county_name
            counties[fips] = (name, point, "zip_mean")
    missing = sorted({part.county_fips for parts in shares.values() for part in parts} - set(counties))
    if missing:
        raise ValueError(f"Counties {', '.join(missing)} are in {HUD_FILE} and have no point anywhere.")
    finder = CountyAreaFinder(
        areas,
        delineations,
        areas_2021=areas_2021,
        area_names_2021=area_names_2021,
        points={fips: point for fips, (_, point, _) in counties.items() if fips not in FORMER_COUNTIES},
    )
    return Geography(
        counties=tuple(_counties(counties, finder)), zips=tuple(_zips(shares, zip_points, counties=counties))
    )


def _mean_points(shares: dict[str, list[_ZipShare]], zip_points: Mapping[str, Point]) -> dict[str, Point]:
    """For a county that has no point of its own: the mean of the points of the ZIP codes that are mainly in it."""
    points: dict[str, list[Point]] = {}
    for rank in (0, 1):
        for zip_code, parts in sorted(shares.items()):
            for part in parts[rank : rank + 1]:
                fips = part.county_fips
                if zip_code in zip_points and (rank == 0 or fips not in points):
                    points.setdefault(fips, []).append(zip_points[zip_code])
    return {
        fips: (sum(lat for lat, _ in many) / len(many), sum(lon for _, lon in many) / len(many))
        for fips, many in points.items()
    }


def _counties(counties: dict[str, tuple[str, Point, str]], finder: CountyAreaFinder) -> Iterator[County]:
    for fips, (name, point, point_basis) in sorted(counties.items()):
        is_former = fips in FORMER_COUNTIES
        yield County(
            county_fips=fips,
            county_name=name,
            state=STATE_BY_FIPS[fips[:2]],
            point=point,
            point_basis=point_basis,
            status="former" if is_former else "current",
            area=CountyArea("", "", FORMER) if is_former else finder.find_area(fips),
        )


def _zips(
    shares: dict[str, list[_ZipShare]],
    zip_points: Mapping[str, Point],
    *,
    counties: dict[str, tuple[str, Point, str]],
) -> Iterator[ZipCode]:
    for zip_code, parts in sorted(shares.items()):
        main = parts[0]
        point = zip_points.get(zip_code)
        yield ZipCode(
            postal_code=zip_code,
            place_name=write_place_name(main.place_name),
            state=main.state,
            point=point or counties[main.county_fips][1],
            point_basis="zcta" if point else "county",
            kind="standard" if any(part.homes > 0 for part in parts) else "no_homes",
            counties=tuple((part.county_fips, part.addresses) for part in parts),
        )
