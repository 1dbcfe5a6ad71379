"""Builds the places snapshot: states, counties with their OEWS area, ZIP codes with place, point and counties."""

from collections.abc import Iterator
from pathlib import Path

from ingest.kit.geography.county_areas import BASIS_NOTES
from ingest.kit.geography.states import STATES
from ingest.kit.geography.tables import FILES, Geography, check_files, read_geography
from ingest.kit.geography.zip_points import Point, read_zip_points
from ingest.snapshot.artefact import (
    Manifest,
    Progress,
    no_progress,
    write_manifest,
    write_table,
)
from ingest.snapshot.place_sources import oews_source, places_sources
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


def build_places_snapshot(
    source: Path, out: Path, *, points: Path, oews: Path, progress: Progress = no_progress
) -> Manifest:
    """Write states, counties and ZIP codes with their manifest into `out`.

    `source` holds the HUD, Census, delineation and BLS files; `points` is the file of ZIP points; `oews` is the
    OEWS snapshot whose area codes counties get.
    Raises: FileNotFoundError when a file is missing; ValueError when a county has no name or no point.
    """
    check_files(*(source / name for name in FILES), points)
    progress(0, 2)
    geography = read_geography(source, zip_points=read_zip_points(points), areas=read_oews_areas(oews))
    out.mkdir(parents=True, exist_ok=True)
    progress(1, 2)
    release = read_oews_release(oews)
    tables = (
        write_table(out / "states.tsv.gz", ("state_fips", "state", "state_name"), rows=STATES),
        write_table(
            out / "counties.tsv.gz",
            COUNTY_COLUMNS,
            rows=_county_rows(geography, vintage=release.vintage),
        ),
        write_table(out / "zips.tsv.gz", ZIP_COLUMNS, rows=_zip_rows(geography)),
    )
    progress(2, 2)
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


def _county_rows(geography: Geography, *, vintage: str) -> Iterator[tuple[str, ...]]:
    for county in geography.counties:
        yield (
            county.county_fips,
            county.county_name,
            county.state,
            *_degrees(county.point),
            county.point_basis,
            county.status,
            county.area.area_code,
            county.area.method,
            county.area.basis,
            vintage,
        )


def _zip_rows(geography: Geography) -> Iterator[tuple[str, ...]]:
    for one in geography.zips:
        yield (
            one.postal_code,
            one.place_name,
            one.state,
            *_degrees(one.point),
            one.point_basis,
            one.kind,
            ",".join(f"{fips}:{share:.4f}".rstrip("0").rstrip(".") for fips, share in one.counties),
        )


def _degrees(point: Point) -> tuple[str, str]:
    """Four decimals are about 36 feet."""
    return f"{point[0]:.4f}", f"{point[1]:.4f}"
