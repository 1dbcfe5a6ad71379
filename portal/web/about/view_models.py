"""What "About the data" shows. It is made from `config/sources`, the snapshots' manifests and the run records."""

import json
from pathlib import Path
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from portal.domain.credential import Catalog
from portal.domain.model import DataModel
from portal.domain.source import SourceConfig, SourceKind
from portal.settings import Settings
from portal.store.live import live_conditions
from portal.store.runs import last_good_run, list_embedded_loads, list_runs
from portal.store.tables import JobPostingRow
from portal.web.formats import day, number
from portal.web.knowledge import Knowledge
from portal.web.language import language_code
from portal.web.live import LiveCount, build_live_count
from portal.web.sources import read_sources


class SourceLine(DataModel):
    """One source: whose it is, under which terms, and what its last complete run brought."""

    key: str
    is_postings: bool
    title: str
    title_is_english: bool
    publisher: str
    homepage: str
    licence: str
    licence_url: str
    attribution: str
    is_on: bool
    how_to_turn_on: str
    run_on: str
    run_on_note: str
    open_jobs: int
    last_run: str
    last_run_counts: str
    trouble: str


class SnapshotLine(DataModel):
    """One data set that ships with the site."""

    title: str
    description: str
    licence: str
    vintage: str
    rows: str
    loaded: str
    sources: tuple[tuple[str, str, str], ...]
    notes: tuple[str, ...]


class CatalogLine(DataModel):
    """How much of the catalog of credentials was read at its sources."""

    credentials: int
    edges: int
    checked: int
    unchecked: int
    loaded: str


class AboutPage(DataModel):
    """The whole page."""

    live: LiveCount
    sources: tuple[SourceLine, ...]
    references: tuple[SourceLine, ...]
    has_onet: bool
    snapshots: tuple[SnapshotLine, ...]
    catalog: CatalogLine


def build_about_page(session: Session, known: Knowledge, settings: Settings) -> AboutPage:
    """Everything that the site's data rests on."""
    rows = session.execute(
        select(JobPostingRow.source_key, func.count(col(JobPostingRow.id)))
        .where(*live_conditions(settings.now()))
        .group_by(JobPostingRow.source_key)
    )
    counts: dict[str, int] = dict(tuple(row) for row in rows)
    loads = {load.name: (load.rows, day(load.loaded_at)) for load in list_embedded_loads(session)}
    sources = read_sources(settings).values()
    lines = [_source_line(session, source, counts.get(source.key, 0)) for source in sources]
    return AboutPage(
        live=build_live_count(session, now=settings.now()),
        sources=tuple(line for line in lines if line.is_postings),
        references=tuple(line for line in lines if not line.is_postings),
        has_onet=any(line.key == "onet" and line.last_run for line in lines),
        snapshots=tuple(
            _snapshot_line(manifest, loads.get(manifest["name"]))
            for manifest in _read_manifests(settings.config_dir)
        ),
        catalog=_catalog_line(known.catalog, loads.get("catalog")),
    )


def _source_line(session: Session, source: SourceConfig, open_jobs: int) -> SourceLine:
    good = last_good_run(session, source.key)
    newest = next(iter(list_runs(session, source_key=source.key, limit=1)), None)
    trouble = newest.error if newest is not None and newest.status in ("failed", "quarantined") else ""
    return SourceLine(
        key=source.key,
        is_postings=source.kind is SourceKind.POSTINGS,
        title=source.title_es if language_code() == "es" else source.title,
        title_is_english=language_code() == "en",
        publisher=source.publisher,
        homepage=source.homepage,
        licence=source.licence,
        licence_url=source.licence_url,
        attribution=source.attribution,
        is_on=source.enabled,
        how_to_turn_on=source.how_to_turn_on,
        run_on=source.run_on.value,
        run_on_note=source.run_on_note,
        open_jobs=open_jobs,
        last_run=day(good.as_of) if good else "",
        last_run_counts=f"{number(good.parsed)} / {number(good.fetched)}" if good else "",
        trouble=trouble,
    )


def _snapshot_line(manifest: dict[str, Any], load: tuple[int, str] | None) -> SnapshotLine:
    return SnapshotLine(
        title=manifest["title"],
        description=manifest["description"],
        licence=manifest["licence"],
        vintage=manifest["vintage"],
        rows=number(load[0]) if load else "",
        loaded=load[1] if load else "",
        sources=tuple(
            dict.fromkeys((each["publisher"], each["url"], each["vintage"]) for each in manifest["sources"])
        ),
        notes=tuple(manifest.get("notes", ())),
    )


def _catalog_line(catalog: Catalog, load: tuple[int, str] | None) -> CatalogLine:
    evidence = [each for credential in catalog.credentials for each in credential.evidence]
    evidence += [edge.evidence for edge in catalog.edges]
    checked = sum(each.is_checked for each in evidence)
    return CatalogLine(
        credentials=len(catalog.credentials),
        edges=len(catalog.edges),
        checked=checked,
        unchecked=len(evidence) - checked,
        loaded=load[1] if load else "",
    )


def _read_manifests(config_dir: Path) -> list[dict[str, Any]]:
    paths = sorted((config_dir / "embedded").glob("*/manifest.json"))
    manifests: list[dict[str, Any]] = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
    return [manifest for manifest in manifests if "sources" in manifest]
