"""Runs of the credential registry's source against its double, and what they leave behind."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, select

from ingest.kit.document import Surroundings
from ingest.kit.http import HttpFetcher
from ingest.pipeline.report import RunReport
from ingest.pipeline.run import run_source
from ingest.pipeline.workshop import RunRequest, Workshop
from ingest.registry import build_adapter
from ingest.sources.credential_registry import CredentialRegistry
from portal.domain.source import SourceConfig
from portal.store.ctdl_tables import ImportedRecordRow
from tests.ingest.conftest import CONFIG
from tests.ingest.feeds import source
from tests.ingest.registry_double import Registry, envelope, node

KEY = "credential_registry"
ORG = envelope(1, node(1, kind="CredentialOrganization", name="Gary Welding College"))
WELDER = envelope(2, node(2, name="Certified Welder"))
CARD = envelope(3, node(3, kind="Certificate", name="Safety Card"))
LATER = "2026-06-22T08:00:00.000Z"


def config(registry: Registry, **options: Any) -> SourceConfig:
    floors = {"min": 1, "max": 100_000}
    return source(
        KEY, options={"host": registry.host, "page_size": 2, "pause_seconds": 0, **options}, records=floors
    )


def adapter_of(workshop: Workshop, found: SourceConfig) -> CredentialRegistry:
    around = Surroundings(
        today=workshop.now.date(), data_dir=workshop.data_dir, config_dir=CONFIG,
        keys={"credential_registry_api_key": "k3y"},
    )  # fmt: skip
    adapter = build_adapter(found, around)
    assert isinstance(adapter, CredentialRegistry)
    return adapter


def run(workshop: Workshop, registry: Registry, *, days: int = 0, **how: Any) -> RunReport:
    """A run, `days` after the first."""
    request = RunRequest(**{name: how.pop(name) for name in ("accept_shrink", "dry_run") if name in how})
    found = config(registry, **how)
    fetcher = HttpFetcher(
        timeout_seconds=5, max_bytes=50_000_000, allow_private_addresses=True, wait=lambda _s: None
    )
    return run_source(
        found,
        adapter_of(workshop, found),
        fetcher,
        workshop=replace(workshop, now=workshop.now + timedelta(days=days)),
        request=request,
    )


def rows(workshop: Workshop) -> list[Any]:
    """Everything that a run may change, but for its own record."""
    tables = ("imported_record", "imported_edge", "catalog_question", "rejected_record", "credential")
    with Session(workshop.engine) as session:
        return [
            sorted(str(dict(row._mapping)) for row in session.execute(text(f"SELECT * FROM {one}")))
            for one in tables
        ]


def standing(workshop: Workshop) -> dict[str, str]:
    with Session(workshop.engine) as session:
        found = session.exec(select(ImportedRecordRow)).all()
        return {row.key: row.name for row in found if row.removed_on is None}


def run_one_page(workshop: Workshop, registry: Registry, page: bytes) -> RunReport:
    """The mirror folder holds one page of the list, so that it is read whole each time."""
    folder = workshop.data_dir / "page"
    folder.mkdir(exist_ok=True, parents=True)
    (folder / "page-1.json").write_bytes(page)
    found = SourceConfig.model_validate(config(registry).model_dump() | {"mirror": {"files": ("*",)}})
    return run_source(
        found,
        adapter_of(workshop, found),
        HttpFetcher(timeout_seconds=1, max_bytes=1_000_000),
        workshop=workshop,
        request=RunRequest(mirror=folder, accept_shrink=True),
    )
