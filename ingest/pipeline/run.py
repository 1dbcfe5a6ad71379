"""One run of one source, from fetch to index, with every way in which it can end."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from ingest.enrich.understand import Reader
from ingest.errors import AssertionFailed, FetchFailed, IngestError, SourceWaits
from ingest.kit.archive import archive_document, sweep_archive
from ingest.kit.document import Adapter, Document, Fetcher
from ingest.kit.mirror import read_mirror
from ingest.kit.reference import ReferenceAdapter, ReferenceLoad
from ingest.pipeline.diff import Diff, MaximumAge, Standing, diff_feed, read_standing
from ingest.pipeline.gather import Gathered, gather
from ingest.pipeline.load import Progress, keep_rejections, load_diff
from ingest.pipeline.lock import hold_lock
from ingest.pipeline.reference import (
    check_load,
    describe_tables,
    is_standing,
    keep_official_codes,
    replace_tables,
)
from ingest.pipeline.samples import retire_samples
from portal.domain.errors import SearchUnavailable
from portal.domain.source import SourceConfig
from portal.store.engine import open_session
from portal.store.runs import SUCCEEDED, last_good_run
from portal.store.tables import IngestRunRow

RUNNING, FAILED, QUARANTINED = "running", "failed", "quarantined"
INTERRUPTED = "the process ended before the run did; nothing of it was taken over"


class PostingIndex(Protocol):
    """What the loop needs of search: take over the rows that changed."""

    def update(self, session: Session, posting_ids: Sequence[int]) -> None:
        """Bring these postings, and whatever else the index lacks, up to date. Raises: SearchUnavailable."""
        ...


@dataclass(frozen=True)
class Workshop:
    """Where runs happen: the store, the folders, the clock, and what reading and searching need."""

    engine: Engine
    data_dir: Path
    now: datetime
    reader: Reader
    index: PostingIndex | None = None

    def with_index(self, index: PostingIndex) -> "Workshop":
        """The same workshop with a search index to keep in step."""
        return replace(self, index=index)


@dataclass(frozen=True)
class RunRequest:
    """How a run is asked for."""

    mirror: Path | None = None
    dry_run: bool = False
    accept_shrink: bool = False


@dataclass
class RunReport:
    """The story of a run, as `ingest run --json` prints it. Ids only for the index."""

    source_key: str
    status: str
    as_of: datetime
    mirror: bool = False
    dry_run: bool = False
    run_id: int | None = None
    error: str = ""
    seconds: float = 0.0
    fetched: int = 0
    parsed: int = 0
    rejected: int = 0
    internal: int = 0
    coded: int = 0
    abstained: int = 0
    inserted: int = 0
    updated: int = 0
    unchanged: int = 0
    reopened: int = 0
    removed: int = 0
    expired: int = 0
    documents: list[dict[str, object]] = field(default_factory=list)
    rejections: dict[str, int] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


def run_source(
    source: SourceConfig,
    adapter: Adapter | ReferenceAdapter,
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
    with hold_lock(workshop.data_dir / "locks", source.key):
        report = RunReport(
            source_key=source.key,
            status=RUNNING,
            as_of=workshop.now,
            mirror=_is_mirrored(source, adapter, request),
            dry_run=request.dry_run,
        )
        if not request.dry_run:
            report.run_id = _open_run(workshop, report)
        changed: list[int] = []
        try:
            changed = _run(
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
        report.seconds = round((datetime.now(UTC) - started).total_seconds(), 3)
        if report.status != SUCCEEDED and report.run_id is not None:
            with open_session(workshop.engine) as session:
                _close_run(session, report)
                session.commit()
        # asked even when nothing changed: the run before may have been killed before it told the index
        if report.status == SUCCEEDED and not report.dry_run and workshop.index is not None:
            try:
                with open_session(workshop.engine) as session:
                    workshop.index.update(session, changed)
            except SearchUnavailable as error:  # the store is right; the index is rebuilt from it
                report.warnings.append(f"the search index was not updated: {error}")
    return report


def _run(
    source: SourceConfig,
    adapter: Adapter | ReferenceAdapter,
    fetcher: Fetcher,
    *,
    workshop: Workshop,
    request: RunRequest,
    progress: Progress,
    report: RunReport,
) -> list[int]:
    documents = _archived(
        _documents(source, adapter, fetcher, request=request), workshop, source.key, report=report
    )
    if isinstance(adapter, ReferenceAdapter):
        _load_reference(
            source,
            adapter.read(tuple(documents)),
            workshop,
            request=request,
            progress=progress,
            report=report,
        )
        return []
    feed = gather(
        documents,
        adapter,
        stamp=workshop.reader.stamp,
    )
    report.fetched, report.parsed = feed.fetched, len(feed.records)
    report.rejected, report.rejections = len(feed.rejections), feed.reasons
    report.internal = sum(record.is_internal for record in feed.records.values())
    report.warnings += feed.alarms
    now = workshop.now.astimezone(UTC)
    with open_session(workshop.engine) as session:
        last = last_good_run(session, source.key)
        _believe(source, feed, last_count=last.parsed if last else None, request=request, report=report)
        standing = read_standing(session, source.key)
        age = MaximumAge(source.max_age_days, now.date()) if source.max_age_days else None
        diff = diff_feed(feed, standing, maximum_age=age)
        _count(report, feed, diff, standing, last_as_of=last.as_of if last else None, now=now)
        if request.dry_run:
            report.coded = report.abstained = 0
            report.status = SUCCEEDED
            return []
        changed, coded = load_diff(
            session, feed, diff, standing=standing, source_key=source.key, reader=workshop.reader, now=now,
            progress=progress,
        )  # fmt: skip
        report.coded = coded + sum(standing[ref].is_coded for ref in diff.unchanged)
        report.abstained = report.parsed - report.coded - diff.held_back
        assert report.run_id is not None
        keep_rejections(session, feed, run_id=report.run_id, source_key=source.key)
        changed += retire_samples(session, now=now)
        report.status = SUCCEEDED
        _close_run(session, report)
        session.commit()
    return list(dict.fromkeys(changed))


def _load_reference(
    source: SourceConfig,
    load: ReferenceLoad,
    workshop: Workshop,
    *,
    request: RunRequest,
    progress: Progress,
    report: RunReport,
) -> None:
    """Replace the tables of a reference source; what it holds already is left as it stands."""
    with open_session(workshop.engine) as session:
        load = keep_official_codes(session, load)
        report.fetched, report.parsed = load.records, load.records - sum(load.rejections.values())
        report.rejections = dict(load.rejections)
        report.rejected = sum(load.rejections.values())
        report.warnings += load.alarms
        described = describe_tables(load)
        last = last_good_run(session, source.key)
        check_load(
            source, load, last_count=last.fetched if last else None, accept_shrink=request.accept_shrink
        )
        if is_standing(session, source.key, described):
            report.unchanged = report.parsed
        report.documents += described
        report.status = SUCCEEDED
        if request.dry_run:
            return
        if not report.unchanged:
            replace_tables(session, load, progress=progress)
        _close_run(session, report)
        session.commit()


def _is_mirrored(source: SourceConfig, adapter: Adapter | ReferenceAdapter, request: RunRequest) -> bool:
    return request.mirror is not None and (bool(source.mirror.files) or not adapter.is_local)


def _documents(
    source: SourceConfig, adapter: Adapter | ReferenceAdapter, fetcher: Fetcher, *, request: RunRequest
) -> Iterable[Document]:
    if request.mirror is not None and _is_mirrored(source, adapter, request):
        return read_mirror(request.mirror, source.mirror.files, max_bytes=source.max_bytes)
    if waits := adapter.waits_for():
        raise SourceWaits(f"{source.key} waits for {waits}.")
    return adapter.fetch(fetcher)


def _archived(
    documents: Iterable[Document], workshop: Workshop, source_key: str, *, report: RunReport
) -> Iterator[Document]:
    archive = workshop.data_dir / "archive" / source_key
    if not report.dry_run:
        sweep_archive(archive)  # we hold the source's lock
    for document in documents:
        if not report.dry_run:
            document = archive_document(document, folder=archive)
        report.documents.append(
            {
                "name": document.name,
                # a path of this machine tells nobody anything and stays out of records that pages show
                "url": "" if document.url.startswith("file:") else document.url,
                "sha256": document.sha256,
                "bytes": document.size,
            }
        )
        yield document
    if not report.documents:
        raise FetchFailed(f"{source_key}: the source gave no document.", retryable=True)


def _believe(
    source: SourceConfig, feed: Gathered, *, last_count: int | None, request: RunRequest, report: RunReport
) -> None:
    count, bounds = len(feed.records), source.records
    if count < bounds.min:
        raise AssertionFailed(
            f"{source.key}: {count} records, fewer than the floor of {bounds.min}. Nothing was changed. Look at the "
            f"source; if that is right, lower records.min in config/sources/{source.key}.toml."
        )
    if last_count and count < bounds.shrink * last_count and not request.accept_shrink:
        raise AssertionFailed(
            f"{source.key}: {count} records after {last_count} in the last good run, less than {bounds.shrink:.0%}. "
            "Nothing was changed. Look at the source; if that is right, run it with --accept-shrink."
        )
    if bounds.max is not None and count > bounds.max:
        report.warnings.append(
            f"{count} records, more than the ceiling of {bounds.max}: is the source right?"
        )


def _count(
    report: RunReport,
    feed: Gathered,
    diff: Diff,
    standing: dict[str, Standing],
    *,
    last_as_of: datetime | None,
    now: datetime,
) -> None:
    report.inserted, report.updated = len(diff.inserted), len(diff.updated)
    report.unchanged, report.reopened, report.removed = (
        len(diff.unchanged),
        len(diff.reopened),
        len(diff.removed) + len(diff.outdated),
    )
    if diff.held_back:
        report.warnings.append(
            f"{diff.held_back} records are older than max_age_days of this source and state no last day: not shown."
        )
    today = now.date()
    since = last_as_of.date() if last_as_of else None
    for ref, record in feed.records.items():
        last_day = record.valid_through_on
        if last_day is None or last_day >= today:
            continue
        known = standing.get(ref)
        # counted in the first run that finds it past its last day
        if known is None or since is None or (known.valid_through_on or last_day) >= since:
            report.expired += 1


def _open_run(workshop: Workshop, report: RunReport) -> int:
    with open_session(workshop.engine) as session:
        for row in session.exec(
            select(IngestRunRow).where(
                col(IngestRunRow.source_key) == report.source_key, col(IngestRunRow.status) == RUNNING
            )
        ):  # we hold the lock, so nobody is running them
            row.status, row.error = FAILED, INTERRUPTED
        row = IngestRunRow(
            source_key=report.source_key,
            status=RUNNING,
            started_at=_utc(datetime.now(UTC)),
            as_of=_utc(report.as_of),
            mirror=report.mirror,
            documents=[],
            rejections={},
            warnings=[],
        )
        session.add(row)
        session.commit()
        assert row.id is not None
        return row.id


def _close_run(session: Session, report: RunReport) -> None:
    row = session.get(IngestRunRow, report.run_id)
    assert row is not None
    for name in (
        "status", "error", "fetched", "parsed", "rejected", "internal", "coded", "abstained", "inserted", "updated",
        "unchanged", "reopened", "removed", "expired", "documents", "rejections", "warnings",
    ):  # fmt: skip
        setattr(row, name, getattr(report, name))
    row.finished_at = _utc(datetime.now(UTC))
    session.add(row)


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
