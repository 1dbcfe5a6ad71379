"""Builds what runs need from the settings. Used by the command line and the scheduler only."""

import fcntl
import logging
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from ingest.enrich.understand import Reader
from ingest.kit.document import Surroundings
from ingest.kit.envelopes import EnvelopeAdapter
from ingest.kit.http import HttpFetcher
from ingest.kit.page_memory import PageMemory
from ingest.kit.reference import ReferenceAdapter
from ingest.logs import log_run
from ingest.pipeline.envelope_replay import replay_envelopes
from ingest.pipeline.lock import hold_lock
from ingest.pipeline.replay import ReplayReport, replay_source
from ingest.pipeline.report import RunReport
from ingest.pipeline.retention import Retention
from ingest.pipeline.run import run_source
from ingest.pipeline.staging import LOCK_SECONDS
from ingest.pipeline.workshop import PostingIndex, Progress, RunRequest, Workshop
from ingest.registry import build_adapter, read_sources
from portal.domain.source import SourceConfig
from portal.settings import Settings
from portal.store.catalog import read_catalog
from portal.store.class_imports import delete_stale_drafts
from portal.store.classrooms import delete_ended_classes
from portal.store.embedded import load_embedded
from portal.store.engine import open_engine, open_session
from portal.store.migrate import migrate
from portal.store.plan_codes import delete_ended
from portal.store.retention import delete_overdue, delete_taken_out
from portal.store.review import read_curated, refresh_review_queue
from portal.store.tries import delete_old_tries

_log = logging.getLogger(__name__)
KEYS = (
    "usajobs_api_key",
    "usajobs_email",
    "adzuna_app_id",
    "adzuna_app_key",
    "careeronestop_user_id",
    "careeronestop_token",
    "credential_registry_api_key",
    "themuse_api_key",
)
"""Settings that hold what services gave to this deployment."""


def surroundings_of(settings: Settings) -> Surroundings:
    """What adapters may know of this deployment."""
    return Surroundings(
        today=settings.now().date(),
        data_dir=settings.data_dir,
        config_dir=settings.config_dir,
        keys={name: getattr(settings, name) for name in KEYS},
    )


def delete_what_ended(settings: Settings) -> None:
    """Delete plans whose return code has ended, tries that no longer count, and records kept long enough.

    Raises: StoreUnavailable.
    """
    engine = open_engine(settings.store_url(), busy_seconds=LOCK_SECONDS)
    migrate(engine)
    with open_session(engine) as session:
        delete_ended(session, now=settings.now())
        delete_old_tries(session, now=datetime.now(UTC))
        delete_stale_drafts(session, now=settings.now())
        delete_ended_classes(session, now=settings.now())
        delete_taken_out(session, now=settings.now())
        session.commit()
        for report in delete_overdue(session, now=settings.now()):
            _log.info(
                "%s: %d records were kept long enough and are deleted", report.organisation_id, report.people
            )
    engine.dispose()


def open_workshop(settings: Settings, *, index: PostingIndex | None) -> Workshop:
    """Open the store, bring it to its newest form, load what ships, and read what reading needs.

    Raises: StoreUnavailable, InvalidCatalog.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    engine = open_engine(settings.store_url(), busy_seconds=LOCK_SECONDS)
    with (settings.data_dir / "prepare.lock").open("a") as handle:  # two sources may start at once
        fcntl.flock(handle, fcntl.LOCK_EX)
        migrate(engine)
        with open_session(engine) as session:
            load_embedded(
                session,
                settings.config_dir,
                now=settings.now(),
                progress=lambda _name, _rows: None,
                data_dir=settings.data_dir,
            )
            catalog = read_catalog(session)
            curated = read_curated(session)
    return Workshop(
        engine=engine,
        data_dir=settings.data_dir,
        now=settings.now(),
        reader=Reader.build(settings.config_dir, catalog, curated=curated),
        index=index,
        trust={source.key: source.trust for source in read_sources(settings.config_dir)},
        retention=Retention(good_runs=settings.archive_good_runs, days=settings.archive_days),
    )


def run_configured(
    source: SourceConfig,
    settings: Settings,
    *,
    workshop: Workshop,
    request: RunRequest,
    progress: Progress = lambda _count: None,
) -> RunReport:
    """Run one source as the settings say.

    Raises: SourceBusy, InvalidSettings, StoreUnavailable.
    """
    adapter = build_adapter(source, surroundings_of(settings))
    memory = PageMemory(settings.data_dir / "archive" / source.key)
    with tempfile.TemporaryDirectory(prefix="rungs-") as spool:
        fetcher = HttpFetcher(
            timeout_seconds=source.timeout_seconds,
            max_bytes=source.max_bytes,
            allow_private_addresses=source.allow_private_addresses,
            memory=memory,
            spool=Path(spool),
        )
        report = run_source(source, adapter, fetcher, workshop=workshop, request=request, progress=progress)
    if not request.dry_run:
        memory.save()
        log_run(report)
    changes = report.inserted + report.updated + report.reopened + report.removed
    if report.is_good and changes and not request.dry_run:  # a run that changed nothing left nothing new open
        # What reading left open, for the curator; sources may run side by side.
        with (
            hold_lock(workshop.data_dir / "locks", "review", engine=workshop.engine, waits=True),
            open_session(workshop.engine) as session,
        ):
            refresh_review_queue(session, now=workshop.now)
            session.commit()
    return report


def replay_configured(
    source: SourceConfig, settings: Settings, *, workshop: Workshop, reason: str | None, apply: bool
) -> ReplayReport:
    """What was rejected of one source, once more.

    Raises: SourceBusy, InvalidSettings, StoreUnavailable, FetchFailed, SourceChanged.
    """
    adapter = build_adapter(source, surroundings_of(settings))
    if isinstance(adapter, ReferenceAdapter):  # it keeps no single records
        return ReplayReport(source_key=source.key)
    if isinstance(adapter, EnvelopeAdapter):
        return replay_envelopes(source, adapter, workshop=workshop, reason=reason, apply=apply)
    return replay_source(source, adapter, workshop=workshop, reason=reason, apply=apply)
