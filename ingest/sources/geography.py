"""Geography from files that a person puts into a folder: ZIP codes, counties, the OEWS area of each county.

HUD gives its crosswalk to registered users only, so nothing is fetched: the four files of docs/data/places.md go into
the folder, and the Census Gazetteer of ZIP Code Tabulation Areas beside them where points should be renewed too.
"""

import csv
import gzip
import json
import tempfile
import tomllib
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import Field

from ingest.errors import FetchFailed, SourceChanged
from ingest.kit.document import Document, Fetcher, Surroundings
from ingest.kit.geography.tables import FILES, Geography, read_geography
from ingest.kit.geography.zip_points import Point, read_zip_points
from ingest.kit.mirror import read_local
from ingest.kit.reference import ReferenceLoad, ReferenceTable, Shares, Value
from portal.domain.model import DataModel

SOURCE_KEY = "geography"
MAX_BYTES = 50_000_000
POINTS = "_Gaz_zcta_national.txt"
COUNTY_COLUMNS = (
    "county_fips",
    "county_name",
    "state",
    "latitude",
    "longitude",
    "area_code",
    "area_method",
    "area_basis",
    "area_vintage",
    "point_basis",
    "status",
    "workforce_region",
)
ZIP_COLUMNS = (
    "postal_code",
    "place_name",
    "state",
    "county_fips",
    "latitude",
    "longitude",
    "point_basis",
    "kind",
    "county_shares",
)


class GeographyOptions(DataModel):
    """Options of a source with this adapter."""

    folder: str = Field(pattern=r"^[\w-]+$", description="in the data directory")


@dataclass(frozen=True)
class _Area:
    area_code: str
    area_name: str


class GeographyFiles:
    """Adapter for the publishers' files of geography."""

    is_local = True

    def __init__(self, options: Mapping[str, Any], surroundings: Surroundings) -> None:
        self._name = GeographyOptions.model_validate(options).folder
        self._folder = surroundings.data_dir / self._name
        self._config = surroundings.config_dir

    def waits_for(self) -> str:
        """The files that are not in the folder yet."""
        missing = [name for name in FILES if not (self._folder / name).is_file()]
        return f"{', '.join(missing)} in {self._name} (docs/data/places.md)" if missing else ""

    def fetch(self, fetcher: Fetcher) -> Iterator[Document]:  # noqa: ARG002 — the folder is all there is
        """The four files, and the points of ZIP codes where they are there. Raises: FetchFailed."""
        paths = [self._folder / name for name in FILES]
        paths += sorted(self._folder.glob(f"*{POINTS}"))[-1:]
        for path in paths:
            yield read_local(path, max_bytes=MAX_BYTES)

    def read(self, documents: Sequence[Document]) -> ReferenceLoad:
        """Counties and ZIP codes. Raises: SourceChanged when a file is missing or not in the known form."""
        known = [one for one in documents if one.name in FILES or one.name.endswith(POINTS)]
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for one in known:
                (folder / one.name).write_bytes(one.raw)
            newer = [folder / one.name for one in known if one.name.endswith(POINTS)]
            try:
                points = read_zip_points(newer[-1]) if newer else self._embedded_points()
                found = read_geography(folder, zip_points=points, areas=self._areas())
            except (OSError, ValueError, KeyError, IndexError, EOFError, zipfile.BadZipFile) as error:
                raise SourceChanged(f"{SOURCE_KEY}: {str(error).replace(name, self._name)}") from error
        return ReferenceLoad(
            (self._county_table(found), _zip_table(found)), records=len(found.counties) + len(found.zips)
        )

    def _county_table(self, found: Geography) -> ReferenceTable:
        manifest = self._config / "embedded" / "oews" / "manifest.json"
        vintage = str(json.loads(manifest.read_text(encoding="utf-8"))["vintage"])
        regions = self._workforce_regions()
        rows = [
            (
                one.county_fips,
                one.county_name,
                one.state,
                *_degrees(one.point),
                one.area.area_code or None,
                one.area.method,
                one.area.basis,
                vintage,
                one.point_basis,
                one.status,
                regions.get(one.county_fips),
            )
            for one in found.counties
        ]
        return ReferenceTable("county", COUNTY_COLUMNS, rows)

    def _areas(self) -> list[_Area]:
        """The areas of the OEWS snapshot: the ones that have wages."""
        return [_Area(row["area_code"], row["area_name"]) for row in self._table("oews", "areas")]

    def _embedded_points(self) -> dict[str, Point]:
        """Points of the places snapshot, of ZIP codes that have an area of their own."""
        return {
            row["zip_code"]: (float(row["latitude"]), float(row["longitude"]))
            for row in self._table("places", "zips")
            if row["point_basis"] == "zcta"
        }

    def _table(self, snapshot: str, table: str) -> list[dict[str, str]]:
        path = self._config / "embedded" / snapshot / f"{table}.tsv.gz"
        try:
            with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
                return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
        except OSError as error:
            raise FetchFailed(
                f"the snapshot {snapshot} cannot be read ({error.strerror}).", retryable=False
            ) from error

    def _workforce_regions(self) -> dict[str, str]:
        """County → workforce region, from `config/regions/<state>.toml`."""
        return {
            county: region["code"].removeprefix("wdr:")
            for file in sorted((self._config / "regions").glob("*.toml"))
            for region in tomllib.loads(file.read_text(encoding="utf-8")).get("region", ())
            for county in region["county_fips"]
        }


def _zip_table(found: Geography) -> ReferenceTable:
    rows: list[tuple[Value | Shares, ...]] = [
        (
            one.postal_code,
            one.place_name,
            one.state,
            one.counties[0][0],
            *_degrees(one.point),
            one.point_basis,
            one.kind,
            _shares(one.counties),
        )
        for one in found.zips
    ]
    return ReferenceTable("zip_place", ZIP_COLUMNS, rows)


def _shares(counties: Sequence[tuple[str, float]]) -> Shares:
    return [[fips, round(share, 4)] for fips, share in counties]


def _degrees(point: Point) -> tuple[float, float]:
    """Four decimals are about 36 feet."""
    return round(point[0], 4), round(point[1], 4)
