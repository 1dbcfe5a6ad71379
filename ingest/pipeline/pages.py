"""Asks after the pages of open postings, politely and a few a run: a page that is gone closes its posting."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, and_, or_, update
from sqlmodel import Session, col, select

from ingest.errors import FetchFailed
from ingest.kit.crawl import PageCrawl
from ingest.kit.document import Fetcher
from portal.domain.source import PageChecks
from portal.store.duplicate_tables import PageCheckRow
from portal.store.engine import open_session
from portal.store.live import open_conditions
from portal.store.tables import JobPostingRow

PAGE_GONE = "its page is gone, though the source's feed still names it"
PAGE_BACK = "its page was gone and answers again"
_GONE_FOR_GOOD, _NOT_FOUND = 410, 404
_ANSWERS = 200


@dataclass(frozen=True)
class PageAnswer:
    """What one page answered: an HTTP status, or none when it could not be had or robots.txt forbids it."""

    posting_id: int
    status_code: int | None


def ask_pages(
    engine: Engine,
    fetcher: Fetcher,
    *,
    source_key: str,
    checks: PageChecks,
    now: datetime,
    wait: Callable[[float], None] = time.sleep,
) -> list[PageAnswer]:
    """Ask for the pages that are due, the longest unasked first. Writes nothing."""
    crawl = PageCrawl(fetcher, pause_seconds=checks.pause_seconds, wait=wait)
    with open_session(engine) as session:
        due = _list_due(session, source_key, checks, now=now)
    answers = []
    for posting_id, url in due:
        try:
            crawl.get(url)
            answers.append(PageAnswer(posting_id, _ANSWERS))
        except FetchFailed as error:
            answers.append(PageAnswer(posting_id, error.status))
    return answers


def close_gone(
    session: Session, answers: Sequence[PageAnswer], checks: PageChecks, *, now: datetime
) -> tuple[list[int], int]:
    """Note what the pages answered; close what is gone for sure. The caller commits.

    A page that answers 410 is gone; one that answers 404 is gone when it did so before, at least `sure_after_hours`
    ago, and nothing else in between. One that is closed for it and answers again may come back with the next feed.

    Shape: ids of the postings that changed, and how many were closed.
    """
    changed: list[int] = []
    closed = 0
    for answer in answers:
        known = session.get(PageCheckRow, answer.posting_id) or PageCheckRow(
            posting_id=answer.posting_id, checked_at=now
        )
        first_gone_at = known.first_gone_at
        if answer.status_code in (_NOT_FOUND, _GONE_FOR_GOOD):
            first_gone_at = first_gone_at or now
        elif answer.status_code == _ANSWERS:
            first_gone_at = None
        known.checked_at, known.status_code, known.first_gone_at = now, answer.status_code, first_gone_at
        session.add(known)
        is_sure = answer.status_code == _GONE_FOR_GOOD or (
            answer.status_code == _NOT_FOUND
            and first_gone_at is not None
            and first_gone_at + timedelta(hours=checks.sure_after_hours) <= now
        )
        values = {"removed_at": now, "removed_reason": PAGE_GONE, "changed_at": now}
        which = and_(col(JobPostingRow.id) == answer.posting_id, col(JobPostingRow.removed_at).is_(None))
        if answer.status_code == _ANSWERS:
            values = {"removed_reason": PAGE_BACK}
            which = and_(
                col(JobPostingRow.id) == answer.posting_id, col(JobPostingRow.removed_reason) == PAGE_GONE
            )
        elif not is_sure:
            continue
        if session.connection().execute(update(JobPostingRow).where(which).values(**values)).rowcount:
            changed.append(answer.posting_id)
            closed += is_sure
    session.flush()
    return changed, closed


def _list_due(
    session: Session, source_key: str, checks: PageChecks, *, now: datetime
) -> list[tuple[int, str]]:
    """Open postings and those that were closed for their page, with an address, whose turn has come."""
    check = PageCheckRow
    rows = session.execute(
        select(JobPostingRow.id, JobPostingRow.url)
        .outerjoin(check, col(check.posting_id) == col(JobPostingRow.id))
        .where(
            JobPostingRow.source_key == source_key,
            JobPostingRow.url != "",
            or_(and_(*open_conditions(now)), col(JobPostingRow.removed_reason) == PAGE_GONE),
            or_(
                col(check.checked_at).is_(None),
                col(check.checked_at) <= now - timedelta(days=checks.every_days),
                # seen gone once: asked again as soon as a second answer counts
                and_(
                    col(check.first_gone_at) <= now - timedelta(hours=checks.sure_after_hours),
                    col(JobPostingRow.removed_at).is_(None),
                ),
            ),
        )
        .order_by(col(check.checked_at).is_not(None), col(check.checked_at), col(JobPostingRow.id))
        .limit(checks.at_most)
    )
    return [(posting_id, url) for posting_id, url in rows if posting_id is not None]
