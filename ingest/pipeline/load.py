"""Takes a prepared feed over into the store in plain SQL, on SQLite and PostgreSQL alike. The caller commits."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import JSON, ColumnElement, Table, cast, delete, insert, literal, select, type_coerce, update
from sqlmodel import Session, SQLModel

from ingest.dedupe.key_list import among
from ingest.dedupe.packed import unpack_traits
from ingest.dedupe.settle import KeyedPostings
from ingest.dedupe.sheet import DrawerSheet
from ingest.dedupe.traits import OfferTraits
from ingest.pipeline.diff import Standing
from ingest.pipeline.rows import JSON_COLUMNS, PLACE_COLUMNS, STAGED_COLUMNS
from ingest.pipeline.staging import REJECTION_COLUMNS, Staging
from portal.store.tables import JobPostingPlaceRow, JobPostingRow, RejectedRecordRow

BATCH = 500
T = TypeVar("T")
ABSENT = "not in the source's last complete feed"
OUTDATED = "older than this source's maximum age, and it states no last day"


def load_staged(
    session: Session, staging: Staging, *, source_key: str, now: datetime
) -> tuple[list[int], KeyedPostings]:
    """Insert what is new, update what changed or came back, with all places.

    Shape: ids of the rows that changed, in the order of the feed; and the offers that they make and made.
    """
    postings, places, staged = _table(JobPostingRow), _table(JobPostingPlaceRow), staging.postings
    values = {name: _as_stored(staged.c[name], name, staging) for name in STAGED_COLUMNS}
    was_offer = select(postings.c.offer_key).join(staged, postings.c.id == staged.c.key)
    former = frozenset(key for key in session.execute(was_offer.distinct()).scalars() if key is not None)
    session.execute(
        update(postings)
        .where(postings.c.id == staged.c.key)
        .values(**values, changed_at=now, removed_at=None, removed_reason="")
    )
    session.execute(
        delete(places).where(places.c.posting_id.in_(select(staged.c.key).where(staged.c.key.is_not(None))))
    )
    given: dict[str, Any] = {
        "source_key": literal(source_key),
        "source_ref": staged.c.source_ref,
        **values,
        "first_seen_at": literal(now, postings.c.first_seen_at.type),
        "changed_at": literal(now, postings.c.changed_at.type),
        "removed_reason": literal(""),
        "is_sample_retired": literal(False),
    }
    new = select(*given.values()).where(staged.c.key.is_(None)).order_by(staged.c.position)
    session.execute(insert(postings).from_select(list(given), new))
    is_staged = (postings.c.source_key == source_key) & (postings.c.source_ref == staged.c.source_ref)
    found = (
        select(postings.c.id, *(staging.places.c[name] for name in PLACE_COLUMNS))
        .select_from(
            staging.places.join(staged, staged.c.position == staging.places.c.position).join(
                postings, is_staged
            )
        )
        .order_by(staging.places.c.position)
    )
    session.execute(insert(places).from_select(["posting_id", *PLACE_COLUMNS], found))
    ids = select(postings.c.id).select_from(staged.join(postings, is_staged)).order_by(staged.c.position)
    changed = list(session.execute(ids).scalars())
    offers = staging.offers
    made = select(staged.c.offer_key).where(staged.c.offer_key.is_not(None))
    rows = session.execute(select(offers.c.offer_key, offers.c.drawers).where(offers.c.offer_key.in_(made)))
    sheet = DrawerSheet.of((key, drawers) for key, drawers in rows)

    def prepared(keys: Sequence[int]) -> Iterator[OfferTraits]:
        wanted = among(session, offers.c.offer_key, keys)
        for key, traits in session.execute(select(offers.c.offer_key, offers.c.traits).where(wanted)):
            yield unpack_traits(key, traits)

    return changed, KeyedPostings(frozenset(changed), sheet, former, prepared)


def remove(
    session: Session, refs: Sequence[str], standing: Mapping[str, Standing], *, reason: str, now: datetime
) -> list[int]:
    """Mark postings as removed. Shape: their ids."""
    postings = _table(JobPostingRow)
    removed: list[int] = []
    for some in _batches(refs):
        ids = [standing[ref].id for ref in some]
        session.execute(
            update(postings)
            .where(postings.c.id.in_(ids))
            .values(removed_at=now, removed_reason=reason, changed_at=now)
        )
        removed += ids
    return removed


def keep_rejections(session: Session, staging: Staging, *, run_id: int, source_key: str) -> None:
    """Keep each record of the last complete feed that was not taken, with its reason; the same ones stay."""
    kept, staged = _table(RejectedRecordRow), staging.rejections
    what = ("source_ref", "reason", "detail")
    known = select(*(kept.c[name] for name in what)).where(kept.c.source_key == source_key)
    if _digest(session.execute(known)) == _digest(
        session.execute(select(*(staged.c[name] for name in what)))
    ):
        return
    session.execute(delete(kept).where(kept.c.source_key == source_key))
    given: dict[str, Any] = {
        "run_id": literal(run_id),
        "source_key": literal(source_key),
        **{name: staged.c[name] for name in REJECTION_COLUMNS},
        "record": _as_stored(staged.c.record, "record", staging),
    }
    rows = select(*given.values()).order_by(staged.c.position)
    session.execute(insert(kept).from_select(list(given), rows))


def _digest(rows: Iterable[Sequence[str]]) -> tuple[int, int]:
    """Equal for the same rows in any order; held without the rows."""
    count = total = 0
    for row in rows:
        count += 1
        total += int.from_bytes(hashlib.sha256("\x1f".join(row).encode()).digest())
    return count, total


def _as_stored(column: ColumnElement[str], name: str, staging: Staging) -> ColumnElement[object]:
    if name not in JSON_COLUMNS and name != "record":
        return column  # type: ignore[return-value]
    is_sqlite = staging.connection.dialect.name == "sqlite"  # where a cast to JSON would make it a number
    return type_coerce(column, JSON) if is_sqlite else cast(column, JSON)


def _table(model: type[SQLModel]) -> Table:
    table = model.__table__  # type: ignore[attr-defined]
    assert isinstance(table, Table)
    return table


def _batches(items: Sequence[T]) -> Iterator[list[T]]:
    stream = iter(items)
    while batch := list(islice(stream, BATCH)):
        yield batch
