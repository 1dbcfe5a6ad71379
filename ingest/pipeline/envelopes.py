"""Takes envelopes of a credential registry over: beside the catalog, each alone, all in one transaction."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import delete
from sqlmodel import Session, col, select

from ingest.kit.document import Document, Rejection
from ingest.kit.envelopes import CHANGES, Envelope, EnvelopeAdapter, EnvelopeOutcome, lists_everything
from ingest.pipeline.believe import check_count
from ingest.pipeline.envelope_desk import EnvelopeDesk, Feed
from ingest.pipeline.report import RunReport, close_run
from ingest.pipeline.workshop import Progress, RunRequest, Workshop
from portal.domain.source import SourceConfig
from portal.store.engine import open_session
from portal.store.runs import SUCCEEDED
from portal.store.tables import IngestRunRow, RejectedRecordRow


def last_complete_run(session: Session, source_key: str) -> IngestRunRow | None:
    """The newest good run that read the network: changes are asked for since then. A mirror folder has no such day."""
    return session.exec(
        select(IngestRunRow)
        .where(
            IngestRunRow.source_key == source_key,
            IngestRunRow.status == SUCCEEDED,
            col(IngestRunRow.mirror).is_(False),
        )
        .order_by(col(IngestRunRow.id).desc())
        .limit(1)
    ).first()


def take_envelopes(
    source: SourceConfig,
    documents: Sequence[Document],
    adapter: EnvelopeAdapter,
    *,
    workshop: Workshop,
    request: RunRequest,
    progress: Progress,
    report: RunReport,
) -> None:
    """Save what is new or changed, mark what was deleted, ask what a curator must decide. The catalog stays as it is.

    Raises: AssertionFailed below the floors of a whole list, SourceChanged: nothing is changed then.
    """

    def outcomes() -> Iterator[EnvelopeOutcome]:
        return (outcome for one in documents for outcome in adapter.parse_envelopes(one))

    feed = Feed.of(outcomes())
    everything = lists_everything(documents)
    report.fetched, today = feed.fetched, workshop.now.date()
    report.warnings += list(dict.fromkeys(feed.alarms))
    with open_session(workshop.engine) as session:
        if everything:
            last = _last_whole_count(session, source.key)
            check_count(source, feed.fetched, last_count=last, accept_shrink=request.accept_shrink)
        desk = EnvelopeDesk(session, source, today=today, feed=feed)
        for place, outcome in enumerate(outcomes()):
            if isinstance(outcome, Envelope) and feed.newest[outcome.ref][1] == place:
                desk.take(outcome)
                progress(1)
        desk.finish()
        saved, rejected = desk.saved, [*feed.rejected, *desk.rejected]
        report.inserted, report.updated, report.unchanged = saved.inserted, saved.updated, saved.unchanged
        report.removed = saved.removed
        report.rejections = dict(sorted(Counter(one.reason for one in rejected).items()))
        report.rejected = len(rejected)
        report.parsed = feed.fetched - report.rejected
        report.warnings += desk.remarks()
        report.status = SUCCEEDED
        if request.dry_run:
            session.rollback()
            return
        settled = None if everything else set(feed.newest) - {one.source_ref for one in desk.rejected}
        assert report.run_id is not None
        keep_rejected(session, source.key, rejected, run_id=report.run_id, settled=settled)
        close_run(session, report)
        session.commit()


def keep_rejected(
    session: Session, source_key: str, rejected: Sequence[Rejection], *, run_id: int, settled: set[str] | None
) -> None:
    """Keep each record that was not taken, with its reason; the same ones stay. The caller commits.

    `settled`: references that a feed of changes took, or says are gone; None: the feed was whole, and all others go.
    """
    standing = {
        (row.source_ref, row.reason, row.detail): row
        for row in session.exec(select(RejectedRecordRow).where(RejectedRecordRow.source_key == source_key))
    }
    now = {(one.source_ref, one.reason, one.detail): one for one in rejected}
    again = {one.source_ref for one in rejected if one.source_ref}
    for key, row in standing.items():
        if key in now:
            continue
        if settled is None or row.source_ref in settled | again:
            session.execute(delete(RejectedRecordRow).where(col(RejectedRecordRow.id) == row.id))
    for key, one in now.items():
        if key not in standing:
            session.add(
                RejectedRecordRow(
                    run_id=run_id,
                    source_key=source_key,
                    source_ref=one.source_ref,
                    reason=one.reason,
                    detail=one.detail,
                    record=dict(one.record),
                )
            )
    session.flush()


def _last_whole_count(session: Session, source_key: str) -> int | None:
    """Records of the newest good run that read a whole list."""
    runs: Iterable[IngestRunRow] = session.exec(
        select(IngestRunRow)
        .where(IngestRunRow.source_key == source_key, IngestRunRow.status == SUCCEEDED)
        .order_by(col(IngestRunRow.id).desc())
    )
    for run in runs:
        if not any(str(one.get("name", "")).startswith(CHANGES) for one in run.documents):
            return run.fetched
    return None
