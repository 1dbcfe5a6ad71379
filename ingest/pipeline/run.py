"""One run of one source, from fetch to index, with every way in which it can end."""

from contextlib import suppress
from datetime import UTC, datetime

from ingest.errors import AssertionFailed, IngestError
from ingest.kit.document import Adapter, Fetcher
from ingest.kit.envelopes import EnvelopeAdapter
from ingest.kit.reference import ReferenceAdapter
from ingest.pipeline.documents import archived, fetch_documents, is_mirrored
from ingest.pipeline.envelopes import last_complete_run, take_envelopes
from ingest.pipeline.lock import TAKING_OVER, hold_lock
from ingest.pipeline.pages import ask_pages
from ingest.pipeline.postings import take_postings, tell_index
from ingest.pipeline.reference import take_reference
from ingest.pipeline.report import FAILED, QUARANTINED, RUNNING, RunReport, close_run, open_run
from ingest.pipeline.retention import prune_archive
from ingest.pipeline.workshop import Progress, RunRequest, Workshop
from portal.domain.source import SourceConfig
from portal.store.engine import open_session
from portal.store.runs import data_version


def run_source(
    source: SourceConfig,
    adapter: Adapter | ReferenceAdapter | EnvelopeAdapter,
    fetcher: Fetcher,
    *,
    workshop: Workshop,
    request: RunRequest,
    progress: Progress = lambda _count: None,
) -> RunReport:
    """Run one source once. A run that fails or is quarantined changes no posting and says why in its report.

    All changes of postings are one transaction together with the close of the run's record, so that a killed
    process leaves the last good state.

    Raises: SourceBusy when the source is running already; StoreUnavailable and database errors as they come.
    """
    started = datetime.now(UTC)
    with hold_lock(workshop.data_dir / "locks", source.key, engine=workshop.engine):
        report = RunReport(
            source_key=source.key,
            status=RUNNING,
            as_of=workshop.now,
            mirror=is_mirrored(source, adapter, request),
            dry_run=request.dry_run,
        )
        if not request.dry_run:
            report.run_id = open_run(workshop.engine, report)
        try:
            _run(
                source, adapter, fetcher, workshop=workshop, request=request, progress=progress, report=report
            )
        except AssertionFailed as error:
            report.status, report.error = QUARANTINED, str(error)
        except IngestError as error:
            report.status, report.error = FAILED, str(error)
        except OSError as error:  # without its path: pages show this sentence
            what = error.strerror or type(error).__name__
            report.status, report.error = (
                FAILED,
                f"{source.key}: a file or the disk refused: {what}. Nothing was changed.",
            )
        else:
            _prune(workshop, report)
        report.seconds = round((datetime.now(UTC) - started).total_seconds(), 3)
        if not report.is_good and report.run_id is not None:
            with open_session(workshop.engine) as session:
                close_run(session, report)
                session.commit()
    return report


def _prune(workshop: Workshop, report: RunReport) -> None:
    """Tidy the archive after a good run. What goes wrong here spoils nothing that was taken over."""
    if report.dry_run:
        return
    folder = workshop.data_dir / "archive" / report.source_key
    with suppress(OSError), open_session(workshop.engine) as session:  # tried again after the next run
        prune_archive(session, report.source_key, folder, retention=workshop.retention, now=datetime.now(UTC))


def _run(
    source: SourceConfig,
    adapter: Adapter | ReferenceAdapter | EnvelopeAdapter,
    fetcher: Fetcher,
    *,
    workshop: Workshop,
    request: RunRequest,
    progress: Progress,
    report: RunReport,
) -> None:
    since = None
    if isinstance(adapter, EnvelopeAdapter):
        with open_session(workshop.engine) as session:
            last = last_complete_run(session, source.key)
            since = last.as_of.replace(tzinfo=UTC) if last else None
    fetched = fetch_documents(source, adapter, fetcher, request=request, since=since)
    documents = archived(fetched, workshop, source.key, report=report)
    if isinstance(adapter, EnvelopeAdapter):
        came = tuple(documents)
        with hold_lock(workshop.data_dir / "locks", TAKING_OVER, engine=workshop.engine, waits=True):
            with open_session(workshop.engine) as session:
                before = data_version(session)
            take_envelopes(
                source, came, adapter, workshop=workshop, request=request, progress=progress, report=report
            )
            if not request.dry_run:
                with open_session(workshop.engine) as session:
                    tell_index(workshop, [], session=session, before=before, warnings=report.warnings)
        return
    if not isinstance(adapter, ReferenceAdapter):
        pages = []
        if source.check_pages.enabled and not report.mirror and not request.dry_run:
            now = workshop.now.astimezone(UTC)
            pages = ask_pages(
                workshop.engine, fetcher, source_key=source.key, checks=source.check_pages, now=now
            )
        take_postings(
            source,
            documents,
            adapter,
            workshop=workshop,
            request=request,
            progress=progress,
            report=report,
            pages=pages,
        )
        return
    load = adapter.read(tuple(documents))
    with hold_lock(workshop.data_dir / "locks", TAKING_OVER, engine=workshop.engine, waits=True):
        take_reference(source, load, workshop, request=request, progress=progress, report=report)
        if request.dry_run:
            return
        with open_session(workshop.engine) as session:
            tell_index(workshop, [], session=session, before=data_version(session), warnings=report.warnings)
