"""Rejected records once more, after a fix: the archived bytes of the last good run are parsed again.

Only records that were rejected are looked at; what can be taken now is taken, and nothing is closed. A replay confirms
no posting: its run keeps the times of the run whose bytes it read.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC

from sqlalchemy import delete
from sqlmodel import Session, col, select

from ingest.dedupe.settle import settle
from ingest.errors import FetchFailed
from ingest.kit.archive import find_archived
from ingest.kit.document import Adapter, Document, Fetcher, Outcome, Rejection
from ingest.pipeline.desk import BlankDesk, StagingDesk
from ingest.pipeline.diff import Change, MaximumAge, change_of, read_standing
from ingest.pipeline.gather import DUPLICATE, gather
from ingest.pipeline.load import load_staged
from ingest.pipeline.lock import TAKING_OVER, hold_lock
from ingest.pipeline.postings import tell_index
from ingest.pipeline.reading import HowToRead, open_readers
from ingest.pipeline.reference import TABLE_MARK
from ingest.pipeline.samples import retire_samples
from ingest.pipeline.staging import open_staging
from ingest.pipeline.workshop import Workshop
from portal.domain.job_posting import PostingRecord
from portal.domain.source import SourceConfig
from portal.store.engine import open_session
from portal.store.runs import SUCCEEDED, data_version, last_good_run, note_posting_changes
from portal.store.tables import IngestRunRow, RejectedRecordRow


@dataclass
class ReplayReport:
    """What a replay found, as `ingest replay --json` prints it. `settled` rejections need no more attention."""

    source_key: str
    applied: bool = False
    rejected: int = 0
    inserted: int = 0
    updated: int = 0
    reopened: int = 0
    settled: int = 0
    settled_reasons: dict[str, int] = field(default_factory=dict)
    left: dict[str, int] = field(default_factory=dict)
    taken: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Rejected:
    id: int
    ref: str
    reason: str
    detail: str


def replay_source(
    source: SourceConfig,
    adapter: Adapter,
    *,
    workshop: Workshop,
    reason: str | None = None,
    apply: bool = False,
) -> ReplayReport:
    """Parse what was rejected again; with `apply` take over what can be taken now. Doing so twice does nothing more.

    Raises: SourceBusy; FetchFailed when the bytes are not in the archive any more; SourceChanged.
    """
    with hold_lock(workshop.data_dir / "locks", source.key, engine=workshop.engine):
        report = ReplayReport(source_key=source.key)
        with open_session(workshop.engine) as session:
            rejected = _rejected(session, source.key, reason)
            last = last_good_run(session, source.key)
        report.rejected = len(rejected)
        if rejected and last is not None:
            _replay(source, adapter, rejected, last, workshop=workshop, apply=apply, report=report)
        return report


def _replay(
    source: SourceConfig,
    adapter: Adapter,
    rejected: Sequence[_Rejected],
    last: IngestRunRow,
    *,
    workshop: Workshop,
    apply: bool,
    report: ReplayReport,
) -> None:
    now = workshop.now.astimezone(UTC)
    with open_session(workshop.engine) as session:
        standing = read_standing(session, source.key)
    age = MaximumAge(source.max_age_days, now.date()) if source.max_age_days else None
    refs, takes_new = {one.ref for one in rejected if one.ref}, any(not one.ref for one in rejected)
    only = _Only(adapter, lambda ref: ref in refs or (takes_new and ref not in standing))
    documents = _archived(last, workshop, source.key)
    feed = gather(documents, only, BlankDesk(), stamp=workshop.reader.stamp)
    changes = {ref: change_of(entry, standing.get(ref), age) for ref, entry in feed.entries.items()}
    report.taken = sorted(ref for ref, change in changes.items() if change.is_written)
    report.inserted, report.updated, report.reopened = (
        sum(change is kind for change in changes.values())
        for kind in (Change.INSERTED, Change.UPDATED, Change.REOPENED)
    )
    settled = [one for one in rejected if (one.ref, one.reason, one.detail) not in only.still]
    report.settled = len(settled)
    report.settled_reasons = dict(Counter(one.reason for one in settled))
    report.left = dict(Counter(one.reason for one in rejected) - Counter(report.settled_reasons))
    if not apply or not settled:
        return
    with open_staging(workshop.engine, workshop.data_dir / "staging", source.key) as staging:
        desk = StagingDesk(staging, standing, age, progress=lambda _count: None)
        with open_readers(
            workshop.reader,
            desk.deliver,
            processes=workshop.processes,
            how=HowToRead(
                dates_as_text=workshop.engine.dialect.name == "sqlite", with_offers=workshop.trust is not None
            ),
        ) as readers:
            desk.readers = readers
            gather(documents, only, desk, stamp=workshop.reader.stamp)
            readers.finish()
        coded = desk.settle()
        with (
            hold_lock(workshop.data_dir / "locks", TAKING_OVER, engine=workshop.engine, waits=True),
            Session(
                staging.connection, expire_on_commit=False, join_transaction_mode="control_fully"
            ) as session,
        ):
            before = data_version(session)
            changed, keyed = load_staged(session, staging, source_key=source.key, now=now)
            changed += retire_samples(session, now=now)
            if workshop.trust is not None:
                changed += settle(session, changed, trust=workshop.trust, now=now, keyed=keyed)
            for one in settled:
                session.execute(delete(RejectedRecordRow).where(col(RejectedRecordRow.id) == one.id))
            if changed:
                note_posting_changes(session, now=now)
            session.add(_story(last, report, coded=coded))
            session.commit()
            report.applied = True
            tell_index(
                workshop,
                list(dict.fromkeys(changed)),
                session=session,
                before=before,
                warnings=report.warnings,
            )


class _Only:
    """An adapter that hands on only the records that were rejected before, and remembers what still is."""

    def __init__(self, adapter: Adapter, is_wanted: Callable[[str], bool]) -> None:
        self._adapter, self._is_wanted = adapter, is_wanted
        self.is_local = adapter.is_local
        self.still: set[tuple[str, str, str]] = set()

    def waits_for(self) -> str:
        return self._adapter.waits_for()

    def fetch(self, fetcher: Fetcher) -> Iterator[Document]:
        return self._adapter.fetch(fetcher)

    def parse(self, document: Document) -> Iterator[Outcome]:
        for outcome in self._adapter.parse(document):
            if isinstance(outcome, Rejection):
                self.still.add((outcome.source_ref, outcome.reason, outcome.detail))
            elif isinstance(outcome, PostingRecord) and self._is_wanted(outcome.source_ref):
                yield outcome


def _rejected(session: Session, source_key: str, reason: str | None) -> list[_Rejected]:
    """What a replay can help: a record that stood twice in its feed is none of it."""
    row = RejectedRecordRow
    query = select(row.id, row.source_ref, row.reason, row.detail).where(
        row.source_key == source_key, row.reason != DUPLICATE
    )
    if reason is not None:
        query = query.where(row.reason == reason)
    return [_Rejected(id_ or 0, ref, why, detail) for id_, ref, why, detail in session.exec(query)]


def _archived(last: IngestRunRow, workshop: Workshop, source_key: str) -> list[Document]:
    folder, found = workshop.data_dir / "archive" / source_key, []
    for one in last.documents:
        if str(one["name"]).startswith(TABLE_MARK):
            continue
        document = find_archived(one["name"], one["sha256"], url=one["url"], folder=folder)
        if document is None:
            raise FetchFailed(
                f"{source_key}: {one['name'] or one['sha256'][:12]} of the last good run is no longer archived. "
                f"Run the source instead: ingest run {source_key}.",
                retryable=False,
            )
        found.append(document)
    return found


def _story(last: IngestRunRow, report: ReplayReport, *, coded: int) -> IngestRunRow:
    """A run of its own, so that whatever rests on the data notices, with the times of the run that it mends."""
    taken = len(report.taken)
    return IngestRunRow(
        source_key=last.source_key, status=SUCCEEDED, started_at=last.started_at, finished_at=last.finished_at,
        as_of=last.as_of, mirror=last.mirror, fetched=last.fetched, parsed=last.parsed + taken,
        rejected=max(0, last.rejected - report.settled), internal=last.internal, coded=last.coded + coded,
        abstained=last.abstained + taken - coded, inserted=report.inserted, updated=report.updated,
        reopened=report.reopened, unchanged=max(0, last.parsed - report.updated), documents=last.documents,
        rejections=dict(Counter(last.rejections) - Counter(report.settled_reasons)),
        warnings=[f"{taken} records that were rejected before were taken after a fix (ingest replay)."],
    )  # fmt: skip
