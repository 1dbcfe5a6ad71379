"""A feed of postings through the loop: gathered while it is read, believed as a whole, taken over at once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from sqlmodel import Session

from ingest.dedupe.settle import settle
from ingest.kit.document import Adapter, Document
from ingest.pipeline.absence import GRACE_DAYS, keep_absences, surely_absent
from ingest.pipeline.believe import check_count
from ingest.pipeline.desk import BlankDesk, StagingDesk
from ingest.pipeline.diff import (
    NO_LAST_DAY,
    Change,
    Diff,
    MaximumAge,
    Standing,
    diff_feed,
    read_standing,
)
from ingest.pipeline.gather import Gathered, gather
from ingest.pipeline.load import ABSENT, OUTDATED, keep_rejections, load_staged, remove
from ingest.pipeline.lock import TAKING_OVER, hold_lock
from ingest.pipeline.pages import PageAnswer, close_gone
from ingest.pipeline.reading import HowToRead, open_readers
from ingest.pipeline.report import RunReport, close_run
from ingest.pipeline.samples import retire_samples
from ingest.pipeline.staging import Staging, open_staging
from ingest.pipeline.workshop import Progress, RunRequest, Workshop
from portal.domain.errors import SearchUnavailable
from portal.domain.source import SourceConfig
from portal.store.engine import open_session
from portal.store.runs import SUCCEEDED, data_version, last_good_run, note_posting_changes


def take_postings(
    source: SourceConfig,
    documents: Iterable[Document],
    adapter: Adapter,
    *,
    workshop: Workshop,
    request: RunRequest,
    progress: Progress,
    report: RunReport,
    pages: Sequence[PageAnswer] = (),
) -> None:
    """One run of a source of postings; the report tells what came of it.

    Nothing of the feed is held as a whole: records wait on disk, and what changed is understood while the rest is read.
    The store is written only after the whole feed was believed, in one transaction together with the run's record.

    Raises: IngestError, OSError and database errors as they come; then nothing was changed.
    """
    now = workshop.now.astimezone(UTC)
    with open_session(workshop.engine) as session:
        last = last_good_run(session, source.key)
        standing = read_standing(session, source.key)
    age = MaximumAge(source.max_age_days, now.date()) if source.max_age_days else None

    def believe(feed: Gathered) -> Diff:
        _tell(report, feed)
        last_count = last.parsed if last else None
        check_count(source, report.parsed, last_count=last_count, accept_shrink=request.accept_shrink)
        if source.records.max is not None and report.parsed > source.records.max:
            report.warnings.append(
                f"{report.parsed} records, more than the ceiling of {source.records.max}: is the source right?"
            )
        diff = diff_feed(feed.entries, frozenset(feed.rejected_refs), standing, maximum_age=age)
        absent = diff.removed
        with open_session(workshop.engine) as session:
            diff.removed = surely_absent(session, source.key, absent, hidden_refs=feed.hidden_refs, now=now)
        diff.unsure = sorted(set(absent) - set(diff.removed))
        _count(report, diff)
        report.expired = _newly_expired(feed, standing, last_as_of=last.as_of if last else None, now=now)
        return diff

    if request.dry_run:
        believe(gather(documents, adapter, BlankDesk(), stamp=workshop.reader.stamp))
        report.status = SUCCEEDED
        return
    with open_staging(workshop.engine, workshop.data_dir / "staging", source.key) as staging:
        desk = StagingDesk(staging, standing, age, progress=progress)
        with open_readers(
            workshop.reader,
            desk.deliver,
            processes=workshop.processes,
            how=HowToRead(
                dates_as_text=workshop.engine.dialect.name == "sqlite", with_offers=workshop.trust is not None
            ),
        ) as readers:
            desk.readers = readers
            feed = gather(documents, adapter, desk, stamp=workshop.reader.stamp)
            diff = believe(feed)
            readers.finish()
        report.coded = desk.settle() + sum(standing[ref].is_coded for ref in diff.unchanged)
        report.abstained = report.parsed - report.coded - diff.held_back
        del feed, desk  # of a large feed some 0.3 kB a record, while taking over needs room of its own
        _take_over(source, staging, diff, standing, workshop=workshop, report=report, now=now, pages=pages)


def _take_over(
    source: SourceConfig,
    staging: Staging,
    diff: Diff,
    standing: Mapping[str, Standing],
    *,
    workshop: Workshop,
    report: RunReport,
    now: datetime,
    pages: Sequence[PageAnswer],
) -> None:
    """Commit the feed and bring the index in step, while no other run does."""
    assert report.run_id is not None
    with (
        hold_lock(workshop.data_dir / "locks", TAKING_OVER, engine=workshop.engine, waits=True),
        Session(staging.connection, expire_on_commit=False, join_transaction_mode="control_fully") as session,
    ):
        before = data_version(session)
        changed, keyed = load_staged(session, staging, source_key=source.key, now=now)
        for refs, reason in ((diff.removed, ABSENT), (diff.outdated, OUTDATED)):
            changed += remove(session, refs, standing, reason=reason, now=now)
        turned, closed = close_gone(session, pages, source.check_pages, now=now)
        changed += turned
        report.removed += closed
        keep_absences(session, source.key, [*diff.removed, *diff.unsure], closed=diff.removed, now=now)
        keep_rejections(session, staging, run_id=report.run_id, source_key=source.key)
        changed += retire_samples(session, now=now)
        if workshop.trust is not None:
            changed += settle(session, changed, trust=workshop.trust, now=now, keyed=keyed)
        if changed:
            note_posting_changes(session, now=now)
        report.status = SUCCEEDED
        close_run(session, report)
        session.commit()
        tell_index(
            workshop, list(dict.fromkeys(changed)), session=session, before=before, warnings=report.warnings
        )


def tell_index(
    workshop: Workshop, changed: list[int], *, session: Session, before: str, warnings: list[str]
) -> None:
    """Bring the index in step. Asked even when nothing changed: the run before may have been killed before it did."""
    if workshop.index is None:
        return
    try:
        workshop.index.update(session, changed, before=before)
    except SearchUnavailable as error:  # the store is right; the index is rebuilt from it
        warnings.append(f"the search index was not updated: {error}")


def _tell(report: RunReport, feed: Gathered) -> None:
    report.fetched, report.parsed = feed.fetched, len(feed.entries)
    report.rejected, report.rejections = feed.reasons.total(), dict(sorted(feed.reasons.items()))
    report.internal = sum(entry.is_internal for entry in feed.entries.values())
    report.warnings += feed.alarms


def _count(report: RunReport, diff: Diff) -> None:
    report.inserted, report.updated, report.reopened = (
        diff.written.get(change, 0) for change in (Change.INSERTED, Change.UPDATED, Change.REOPENED)
    )
    report.unchanged, report.removed = len(diff.unchanged), len(diff.removed) + len(diff.outdated)
    if diff.held_back:
        report.warnings.append(
            f"{diff.held_back} records are older than max_age_days of this source and state no last day: not shown."
        )
    if diff.unsure:
        report.warnings.append(
            f"{len(diff.unsure)} postings are not named, but the feed holds records whose reference cannot be read. "
            f"They stay open for {GRACE_DAYS} days at most: look at the rejected records."
        )


def _newly_expired(
    feed: Gathered, standing: Mapping[str, Standing], *, last_as_of: datetime | None, now: datetime
) -> int:
    """How many are past their last day, each counted in the first run that finds it so."""
    today, count = now.toordinal(), 0
    since = last_as_of.toordinal() if last_as_of else None
    for ref, entry in feed.entries.items():
        if entry.last_day >= today:
            continue
        known = standing.get(ref)
        before = known.last_day if known and known.last_day != NO_LAST_DAY else entry.last_day
        count += known is None or since is None or before >= since
    return count
