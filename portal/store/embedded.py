"""Loads what ships in `config/embedded` and the catalog into the store; loading again changes nothing."""

import hashlib
import tomllib
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, delete
from sqlmodel import Session, SQLModel, col, insert

from portal.domain.catalog_file import catalog_version
from portal.domain.catalog_overlay import OVERLAY_FILE, lay_over, parse_overlay
from portal.store import snapshots
from portal.store.catalog import CATALOG_LOAD, load_catalog, read_catalog_files, read_catalog_texts
from portal.store.catalog_overlay import read_overlay_text
from portal.store.crosswalks import load_crosswalk_snapshot
from portal.store.occupations import list_occupation_codes
from portal.store.onet_core import load_onet_core_snapshot
from portal.store.outlook import load_entry_snapshot
from portal.store.tables import AreaRow, CountyRow, EmbeddedLoad, OccupationRow, WageEstimateRow, ZipRow
from portal.store.wage_projections import load_wage_projection_snapshot

BATCH = 5_000
Progress = Callable[[str, int], None]
"""Called with the name of a snapshot and the number of its rows that are loaded so far."""


def load_embedded(
    session: Session, config_dir: Path, *, now: datetime, progress: Progress, data_dir: Path | None = None
) -> dict[str, int]:
    """Load each snapshot whose files differ from what stands in the store. Commits one snapshot at a time.

    `data_dir`: where what curators confirmed stands; it is laid over the catalog.

    Shape: name → rows loaded now (0: it stood there already).
    Raises: StoreUnavailable for a damaged snapshot, InvalidCatalog for a broken catalog; what was loaded stays.
    """
    folder = config_dir / "embedded"
    regions = sorted((config_dir / "regions").glob("*.toml"))
    loaded = {
        "soc": _load(
            session, "soc", _digest(folder / "soc"), now, lambda: _load_soc(session, folder / "soc")
        ),
        "oews": _load(
            session,
            "oews",
            _digest(folder / "oews"),
            now,
            lambda: _load_oews(session, folder / "oews", progress),
        ),
        "crosswalks": _load(
            session,
            "crosswalks",
            _digest(folder / "crosswalks"),
            now,
            lambda: load_crosswalk_snapshot(session, folder / "crosswalks"),
        ),
        "entry": _load(
            session,
            "entry",
            _digest(folder / "entry"),
            now,
            lambda: load_entry_snapshot(session, folder / "entry"),
        ),
        "onet_core": _load(
            session,
            "onet_core",
            _digest(folder / "onet_core"),
            now,
            lambda: load_onet_core_snapshot(session, folder / "onet_core"),
        ),
        "wage_projection": _load(
            session,
            "wage_projection",
            _digest(folder / "wage_projection"),
            now,
            lambda: load_wage_projection_snapshot(session, folder / "wage_projection"),
        ),
        "places": _load(
            session,
            "places",
            _digest(folder / "places", *regions),
            now,
            lambda: _load_places(session, folder / "places", regions, progress),
        ),
    }

    loaded[CATALOG_LOAD] = load_catalog_files(session, config_dir, now=now, data_dir=data_dir)
    return loaded


def load_catalog_files(
    session: Session, config_dir: Path, *, now: datetime, data_dir: Path | None = None
) -> int:
    """Make the store's catalog that of the files, with what curators confirmed. Gives the rows loaded; commits.

    Raises: InvalidCatalog; what stood stays.
    """
    confirmed = "" if data_dir is None else read_overlay_text(data_dir)

    def load() -> int:
        # No `today`: a clock that is fixed to the past must not refuse a catalog that was checked since.
        catalog = read_catalog_files(config_dir, soc_codes=list_occupation_codes(session), today=None)
        catalog, _ = lay_over(catalog, parse_overlay(confirmed))
        load_catalog(session, catalog)
        return len(catalog.credentials) + len(catalog.edges)

    texts = read_catalog_texts(config_dir)
    version = catalog_version(texts | ({OVERLAY_FILE: confirmed} if confirmed else {}))
    return _load(session, CATALOG_LOAD, version, now, load)


def _load(session: Session, name: str, sha256: str, now: datetime, load: Callable[[], int]) -> int:
    standing = session.get(EmbeddedLoad, name)
    if standing is not None and standing.sha256 == sha256:
        return 0
    rows = load()
    if standing is None:
        standing = EmbeddedLoad(name=name, sha256=sha256, rows=rows, loaded_at=now)
    standing.sha256, standing.rows, standing.loaded_at = sha256, rows, now
    session.add(standing)
    session.commit()
    return rows


def _digest(folder: Path, *more: Path) -> str:
    digest = hashlib.sha256()
    for path in (folder / "manifest.json", *more):
        digest.update(path.read_bytes() if path.exists() else b"missing")
    return digest.hexdigest()


def _replace(
    session: Session,
    table: type[SQLModel],
    rows: Iterable[dict[str, Any]],
    report: Callable[[int], None],
    *,
    where: tuple[ColumnElement[bool], ...] = (),
) -> int:
    session.execute(delete(table).where(*where))
    stream: Iterator[dict[str, Any]] = iter(rows)
    count = 0
    while batch := list(islice(stream, BATCH)):
        session.execute(insert(table), batch)
        count += len(batch)
        report(count)
    return count


def _quiet(_count: int) -> None:
    """Small tables need no progress."""


def _load_soc(session: Session, folder: Path) -> int:
    rows = (
        {
            "soc_code": o.soc_code,
            "soc_title": o.title,
            "level": o.level,
            "parent_code": o.parent_code or None,
            "definition": o.definition,
        }
        for o in snapshots.read_soc_occupations(folder)
    )
    return _replace(session, OccupationRow, rows, _quiet)


def _load_oews(session: Session, folder: Path, progress: Progress) -> int:
    release = snapshots.read_oews_release(folder)
    areas = (
        {"area_code": a.area_code, "area_type": a.area_type, "area_name": a.area_name, "state": a.state}
        for a in snapshots.read_oews_areas(folder)
    )
    count = _replace(session, AreaRow, areas, _quiet)
    status = {mark: snapshots.figure_status(mark).value for mark in ".stha-"}
    hourly_top, annual_top = release.top_code_hourly_usd, release.top_code_annual_usd

    def rows() -> Iterator[dict[str, Any]]:
        for e in snapshots.read_oews_estimates(folder):
            jobs, quotient, hourly, _mean, p10, p25, p50, p75, p90 = tuple(e.marks)
            yield {
                "area_code": e.area_code,
                "soc_code": e.occupation_code,
                "vintage": release.vintage,
                "employment": e.employment,
                "employment_status": status[jobs],
                "location_quotient": e.location_quotient,
                "location_quotient_status": status[quotient],
                "annual_p10_wage_usd": annual_top if p10 == "t" else e.annual_p10_wage_usd,
                "annual_p10_status": status[p10],
                "annual_p25_wage_usd": annual_top if p25 == "t" else e.annual_p25_wage_usd,
                "annual_p25_status": status[p25],
                "annual_median_wage_usd": annual_top if p50 == "t" else e.annual_median_wage_usd,
                "annual_median_status": status[p50],
                "annual_p75_wage_usd": annual_top if p75 == "t" else e.annual_p75_wage_usd,
                "annual_p75_status": status[p75],
                "annual_p90_wage_usd": annual_top if p90 == "t" else e.annual_p90_wage_usd,
                "annual_p90_status": status[p90],
                "hourly_median_wage_usd": hourly_top if hourly == "t" else e.hourly_median_wage_usd,
                "hourly_median_status": status[hourly],
            }

    same_vintage = col(WageEstimateRow.vintage) == release.vintage  # vintages of other years stay
    return count + _replace(
        session, WageEstimateRow, rows(), lambda n: progress("oews", n), where=(same_vintage,)
    )


def _load_places(session: Session, folder: Path, regions: list[Path], progress: Progress) -> int:
    workforce = _workforce_regions(regions)
    counties = (
        {
            "county_fips": c.county_fips,
            "county_name": c.county_name,
            "state": c.state,
            "latitude": c.latitude,
            "longitude": c.longitude,
            "area_code": c.area_code or None,
            "area_method": c.area_method,
            "area_basis": c.area_basis,
            "area_vintage": c.area_vintage,
            "point_basis": c.point_basis,
            "status": c.status,
            "workforce_region": workforce.get(c.county_fips),
        }
        for c in snapshots.read_counties(folder)
    )
    count = _replace(session, CountyRow, counties, _quiet)
    zips = (
        {
            "postal_code": z.zip_code,
            "place_name": z.place_name,
            "state": z.state,
            "county_fips": z.counties[0][0] if z.counties else None,
            "latitude": z.latitude,
            "longitude": z.longitude,
            "point_basis": z.point_basis,
            "kind": z.kind,
            "county_shares": [[county, share] for county, share in z.counties],
        }
        for z in snapshots.read_zips(folder)
    )
    return count + _replace(session, ZipRow, zips, lambda n: progress("places", n))


def _workforce_regions(files: list[Path]) -> dict[str, str]:
    """County → workforce region code, from `config/regions/<state>.toml`."""
    found: dict[str, str] = {}
    for file in files:
        for region in tomllib.loads(file.read_text(encoding="utf-8")).get("region", ()):
            for county in region["county_fips"]:
                found[county] = region["code"].removeprefix("wdr:")
    return found
