"""Writes a diff into the store in batches of plain SQL, on SQLite and PostgreSQL alike. The caller commits."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Table, bindparam, delete, insert, select, update
from sqlmodel import Session, SQLModel

from ingest.enrich.understand import Reader
from ingest.pipeline.diff import Diff, Standing
from ingest.pipeline.gather import Gathered
from ingest.pipeline.rows import place_columns, posting_columns
from portal.store.tables import JobPostingPlaceRow, JobPostingRow, RejectedRecordRow

BATCH = 500
T = TypeVar("T")
ABSENT = "not in the source's last complete feed"
OUTDATED = "older than this source's maximum age, and it states no last day"
Progress = Callable[[int], None]
"""Called with the number of records that were just done."""


def load_diff(
    session: Session,
    feed: Gathered,
    diff: Diff,
    *,
    standing: Mapping[str, Standing],
    source_key: str,
    reader: Reader,
    now: datetime,
    progress: Progress,
) -> tuple[list[int], int]:
    """Insert, update, reopen and remove..

    Shape: ids of the rows that changed, and how many of the written records have an occupation.
    """
    changed: list[int] = []
    coded = 0
    postings, places = _table(JobPostingRow), _table(JobPostingPlaceRow)
    for refs in _batches(diff.inserted):
        understood = {ref: reader.understand(feed.records[ref]) for ref in refs}
        rows = [
            {
                "source_key": source_key,
                "source_ref": ref,
                "first_seen_at": now,
                "is_sample_retired": False,
                **posting_columns(feed.records[ref], understood[ref], content_hash=feed.hashes[ref], now=now),
            }
            for ref in refs
        ]
        found = session.execute(insert(postings).returning(postings.c.id, postings.c.source_ref), rows).all()
        _insert_places(
            session, places, [p for id_, ref in found for p in place_columns(understood[ref], posting_id=id_)]
        )
        changed += [id_ for id_, _ in found]
        coded += sum(understood[ref].occupation.soc_code is not None for ref in refs)
        progress(len(refs))
    for refs in _batches([*diff.updated, *diff.reopened]):
        understood = {ref: reader.understand(feed.records[ref]) for ref in refs}
        rows = [
            {
                "key": standing[ref].id,
                **posting_columns(feed.records[ref], understood[ref], content_hash=feed.hashes[ref], now=now),
            }
            for ref in refs
        ]
        ids = [standing[ref].id for ref in refs]
        session.connection().execute(update(postings).where(postings.c.id == bindparam("key")), rows)
        session.execute(delete(places).where(places.c.posting_id.in_(ids)))
        _insert_places(
            session,
            places,
            [p for ref in refs for p in place_columns(understood[ref], posting_id=standing[ref].id)],
        )
        changed += ids
        coded += sum(understood[ref].occupation.soc_code is not None for ref in refs)
        progress(len(refs))
    for gone, reason in ((diff.removed, ABSENT), (diff.outdated, OUTDATED)):
        for refs in _batches(gone):
            ids = [standing[ref].id for ref in refs]
            session.execute(
                update(postings)
                .where(postings.c.id.in_(ids))
                .values(removed_at=now, removed_reason=reason, changed_at=now)
            )
            changed += ids
    return changed, coded


def keep_rejections(session: Session, feed: Gathered, *, run_id: int, source_key: str) -> None:
    """Keep each record of the last complete feed that was not taken, with its reason; the same ones stay."""
    kept = _table(RejectedRecordRow)
    known = session.execute(
        select(kept.c.source_ref, kept.c.reason, kept.c.detail).where(kept.c.source_key == source_key)
    ).all()
    if sorted(map(tuple, known)) == sorted((r.source_ref, r.reason, r.detail) for r in feed.rejections):
        return
    session.execute(delete(kept).where(kept.c.source_key == source_key))
    for rejections in _batches(feed.rejections):
        session.execute(
            insert(kept),
            [
                {
                    "run_id": run_id,
                    "source_key": source_key,
                    "source_ref": r.source_ref,
                    "reason": r.reason,
                    "detail": r.detail,
                    "record": dict(r.record),
                }
                for r in rejections
            ],
        )


def _insert_places(session: Session, table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        session.execute(insert(table), rows)


def _table(model: type[SQLModel]) -> Table:
    table = model.__table__  # type: ignore[attr-defined]
    assert isinstance(table, Table)
    return table


def _batches(items: Sequence[T]) -> Iterator[list[T]]:
    stream = iter(items)
    while batch := list(islice(stream, BATCH)):
        yield batch
