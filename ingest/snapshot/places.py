"""Builds the places snapshot: states, counties with their OEWS area, ZIP codes with place, point and counties."""

import csv
import gzip
from collections.abc import Iterator
from pathlib import Path

from ingest.snapshot.artefact import (
    Manifest,
    Progress,
    no_progress,
    write_manifest,
    write_table,
)
from ingest.snapshot.county_areas import (
    BASIS_NOTES,
    FORMER,
    CountyArea,
    CountyAreaFinder,
    read_area_definitions_2021,
    read_delineations,
)
from ingest.snapshot.place_name import write_place_name
from ingest.snapshot.place_sources import (
    AREAS_2021_FILE,
    DELINEATION_FILE,
    GAZETTEER_FILE,
    HUD_FILE,
    oews_source,
    places_sources,
)
from ingest.snapshot.states import STATE_BY_FIPS, STATES
from ingest.snapshot.zip_points import Point, read_zip_points
from portal.store.snapshots import read_oews_areas, read_oews_release

COUNTY_COLUMNS = (
    "county_fips",
    "county_name",
    "state",
    "latitude",
    "longitude",
    "point_basis",
    "status",
    "area_code",
    "area_method",
    "area_basis",
    "area_vintage",
)
ZIP_COLUMNS = (
    "zip_code",
    "place_name",
    "state",
    "latitude",
    "longitude",
    "point_basis",
    "kind",
    "counties",
)
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


def build_places_snapshot(
    source: Path, out: Path, *, points: Path, oews: Path, progress: Progress = no_progress
) -> Manifest:
    """Write states, counties and ZIP codes with their manifest into `out`.

    `source` holds the HUD, Census, delineation and BLS files; `points` is the file of ZIP points; `oews` is the
    OEWS snapshot whose area codes counties get.
    Raises: FileNotFoundError when a file is missing; ValueError when a county has no name or no point.
    """
    for path in (
        *(source / name for name in (HUD_FILE, GAZETTEER_FILE, DELINEATION_FILE, AREAS_2021_FILE)),
        points,
    ):
        if not path.exists():
            raise FileNotFoundError(
                f"{path.name} is not in {path.parent}. docs/data/places.md says where it is from."
            )
    out.mkdir(parents=True, exist_ok=True)
    progress(0, 4)
    shares = read_zip_shares(source / HUD_FILE)
    zip_points = read_zip_points(points)
    progress(1, 4)
    delineations = read_delineations(source / DELINEATION_FILE)
    areas_2021, area_names_2021, county_names_2021 = read_area_definitions_2021(source / AREAS_2021_FILE)
    progress(2, 4)
    counties = {
        fips: (name, point, "gazetteer")
        for fips, (name, point) in read_gazetteer_counties(source / GAZETTEER_FILE).items()
    }
    for fips, point in _mean_points(shares, zip_points).items():
        if fips not in counties:
            name = ISLAND_COUNTIES.get(fips) or county_names_2021.get(fips) or delineations[fips].county_name
            counties[fips] = (name, point, "zip_mean")
    missing = sorted({part.county_fips for parts in shares.values() for part in parts} - set(counties))
    if missing:
        raise ValueError(f"Counties {', '.join(missing)} are in {HUD_FILE} and have no point anywhere.")
    finder = CountyAreaFinder(
        read_oews_areas(oews),
        delineations,
        areas_2021=areas_2021,
        area_names_2021=area_names_2021,
        points={fips: point for fips, (_, point, _) in counties.items() if fips not in FORMER_COUNTIES},
    )
    release = read_oews_release(oews)
    tables = (
        write_table(out / "states.tsv.gz", ("state_fips", "state", "state_name"), rows=STATES),
        write_table(
            out / "counties.tsv.gz",
            COUNTY_COLUMNS,
            rows=_county_rows(counties, finder, vintage=release.vintage),
        ),
        write_table(out / "zips.tsv.gz", ZIP_COLUMNS, rows=_zip_rows(shares, zip_points, counties=counties)),
    )
    progress(4, 4)
    manifest = Manifest(
        name="places",
        title="Places: ZIP codes, counties, and the OEWS area of each county",
        description="ZIP code → place, point and counties; county → point and OEWS area; states.",
        licence="United States government works, public domain",
        vintage="2023 counties; ZIP codes of a HUD quarter before March 2026",
        command="ingest snapshot places --from FOLDER --points FILE",
        sources=(*places_sources(source, points), oews_source(oews, release.release)),
        tables=tables,
        notes=(
            *(f"area_basis {basis}: {note}." for basis, note in BASIS_NOTES.items()),
            "counties of a ZIP: county:share of all addresses, the county with most homes first.",
            "kind no_homes: HUD counts no home address in this ZIP, only businesses or other mail; standard: it "
            "does. A ZIP of PO boxes can be either.",
            "Military ZIP codes (090–098, 340, 962–966) are not in HUD's file and so not here.",
            "point_basis zcta: the Census point of the ZIP Code Tabulation Area; county: the ZIP has none (mostly PO "
            "boxes), its main county's point stands in and can be miles off.",
            "Place names: USPS preferred city as HUD prints it, capitals turned to mixed case.",
            "Not used: the Python package zipcodes (its base list is from a site whose terms are not open, and its "
            "points are GeoNames, CC BY 4.0).",
        ),
    )
    write_manifest(out, manifest)
    return manifest


def _mean_points(shares: dict[str, list[_ZipShare]], zip_points: dict[str, Point]) -> dict[str, Point]:
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


def _county_rows(
    counties: dict[str, tuple[str, Point, str]], finder: CountyAreaFinder, *, vintage: str
) -> Iterator[tuple[str, ...]]:
    for fips, (name, point, point_basis) in sorted(counties.items()):
        is_former = fips in FORMER_COUNTIES
        area = CountyArea("", "", FORMER) if is_former else finder.find_area(fips)
        yield (
            fips,
            name,
            STATE_BY_FIPS[fips[:2]],
            *_degrees(point),
            point_basis,
            "former" if is_former else "current",
            area.area_code,
            area.method,
            area.basis,
            vintage,
        )


def _zip_rows(
    shares: dict[str, list[_ZipShare]],
    zip_points: dict[str, Point],
    *,
    counties: dict[str, tuple[str, Point, str]],
) -> Iterator[tuple[str, ...]]:
    for zip_code, parts in sorted(shares.items()):
        main = parts[0]
        point = zip_points.get(zip_code)
        yield (
            zip_code,
            write_place_name(main.place_name),
            main.state,
            *_degrees(point or counties[main.county_fips][1]),
            "zcta" if point else "county",
            "standard" if any(part.homes > 0 for part in parts) else "no_homes",
            ",".join(f"{part.county_fips}:{part.addresses:.4f}".rstrip("0").rstrip(".") for part in parts),
        )


def _degrees(point: Point) -> tuple[str, str]:
    """Four decimals are about 36 feet."""
    return f"{point[0]:.4f}", f"{point[1]:.4f}"
