"""Rejected envelopes once more, after a fix: each from the record that its rejection kept."""

from collections import Counter

from sqlalchemy import delete
from sqlmodel import Session, col, select

from ingest.kit.document import Rejection
from ingest.kit.envelopes import Envelope, EnvelopeAdapter, EnvelopeOutcome, Gone
from ingest.pipeline.envelope_desk import EnvelopeDesk, Feed
from ingest.pipeline.gather import DUPLICATE
from ingest.pipeline.lock import TAKING_OVER, hold_lock
from ingest.pipeline.replay import ReplayReport
from ingest.pipeline.workshop import Workshop
from portal.domain.source import SourceConfig
from portal.store.engine import open_session
from portal.store.runs import last_good_run
from portal.store.tables import IngestRunRow, RejectedRecordRow


def replay_envelopes(
    source: SourceConfig,
    adapter: EnvelopeAdapter,
    *,
    workshop: Workshop,
    reason: str | None = None,
    apply: bool = False,
) -> ReplayReport:
    """Open what was rejected again; with `apply` take over what can be taken now. Doing so twice does nothing more.

    An envelope of which only the size was kept stays rejected: the next feed that names it brings it again.

    Raises: SourceBusy.
    """
    report = ReplayReport(source_key=source.key)
    with (
        hold_lock(workshop.data_dir / "locks", source.key, engine=workshop.engine),
        hold_lock(workshop.data_dir / "locks", TAKING_OVER, engine=workshop.engine, waits=True),
        open_session(workshop.engine) as session,
    ):
        rows = list(_rejected(session, source.key, reason))
        report.rejected = len(rows)
        judged: list[tuple[RejectedRecordRow, EnvelopeOutcome]] = [
            (row, adapter.judge_again(row.record)) for row in rows
        ]
        feed = Feed.of(outcome for _, outcome in judged)
        desk = EnvelopeDesk(session, source, today=workshop.now.date(), feed=feed)
        settled = []
        for row, outcome in judged:
            taken = isinstance(outcome, Gone) or (isinstance(outcome, Envelope) and desk.take(outcome))
            if taken:
                settled.append(row)
                assert not isinstance(outcome, Rejection)
                report.taken.append(getattr(outcome, "ref", ""))
            else:
                report.left[row.reason] = report.left.get(row.reason, 0) + 1
        desk.finish()
        report.inserted, report.updated = desk.saved.inserted, desk.saved.updated
        report.settled = len(settled)
        report.settled_reasons = dict(Counter(row.reason for row in settled))
        report.taken.sort()
        if not apply or not settled:
            session.rollback()
            return report
        for row in settled:
            session.execute(delete(RejectedRecordRow).where(col(RejectedRecordRow.id) == row.id))
        last = last_good_run(session, source.key)
        if last is not None:
            session.add(_story(last, report))
        session.commit()
        report.applied = True
    return report


def _rejected(session: Session, source_key: str, reason: str | None) -> list[RejectedRecordRow]:
    query = select(RejectedRecordRow).where(
        RejectedRecordRow.source_key == source_key, RejectedRecordRow.reason != DUPLICATE
    )
    if reason is not None:
        query = query.where(RejectedRecordRow.reason == reason)
    return list(session.exec(query.order_by(col(RejectedRecordRow.id))))


def _story(last: IngestRunRow, report: ReplayReport) -> IngestRunRow:
    """A run of its own with the times of the run that it mends, so that changes are asked for since then as before."""
    changed = {
        "parsed": last.parsed + report.settled,
        "rejected": max(0, last.rejected - report.settled),
        "inserted": report.inserted,
        "updated": report.updated,
        "unchanged": 0,
        "removed": 0,
        "rejections": dict(Counter(last.rejections) - Counter(report.settled_reasons)),
        "warnings": [f"{report.settled} envelopes rejected before were taken after a fix (ingest replay)."],
    }
    return IngestRunRow(**(last.model_dump(exclude={"id"}) | changed))
