"""After each run: which postings are copies of one offer, which of them is shown, and which follows which."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import bindparam, delete, func, insert, or_, update
from sqlmodel import Session, col, select

from ingest.dedupe.drawers import (
    TraitMemory,
    TraitSource,
    compare_fresh,
    neighbours,
    put_away,
    table_of,
    take_out,
)
from ingest.dedupe.key_list import among, batches
from ingest.dedupe.likeness import covers
from ingest.dedupe.offers import drawers_of, list_unmade, read_places, rekey
from ingest.dedupe.sheet import NOTHING, DrawerSheet
from ingest.dedupe.standing import Member, previous_postings, shown_from
from ingest.dedupe.traits import VERSION, Place, place_set
from ingest.dedupe.words import employer_words
from portal.store.duplicate_tables import OfferLikenessRow, PostingRepostRow
from portal.store.tables import EmbeddedLoad, JobPostingRow

MIDDLE_TRUST = 50
_ID = col(JobPostingRow.id)
_OFFER_KEY = col(JobPostingRow.offer_key)
LOAD_NAME = "duplicates"
"""Under this name `embedded_load` keeps by which rules the store was settled."""
_ROWS_OF_TEXT = 500
"""So many postings are read with their texts at a time."""


@dataclass(frozen=True)
class KeyedPostings:
    """Postings that carry the key of their offer already.

    `sheet` has the drawers of each offer that they make, `prepared` gives traits of these offers; `former` are the keys
    that the postings carried before.
    """

    posting_ids: frozenset[int] = frozenset()
    sheet: DrawerSheet = NOTHING
    former: frozenset[int] = frozenset()
    prepared: TraitSource | None = None


def settle(
    session: Session,
    touched: Iterable[int],
    *,
    trust: Mapping[str, int],
    now: datetime,
    keyed: KeyedPostings = KeyedPostings(),
) -> list[int]:
    """Put the copies of touched postings (new, changed, removed, back) in order. The caller commits.

    Those that are `keyed` were taken apart already; the others are read from the store.

    What stands in the store afterwards follows from its postings alone: not from the order in which they came, and
    not from the clock (`now` only dates what changes). When rules or `trust` (0 to 100 by source)
    changed, all postings are settled anew.

    The caller holds the lock of taking over, so that two runs see each other's postings.

    Shape: ids of the postings whose standing changed, for the search index.
    """
    is_new_law = _note_rules(session, trust, now=now)
    ids = session.exec(select(JobPostingRow.id)).all() if is_new_law else touched
    wanted = sorted({posting_id for posting_id in ids if posting_id is not None})
    if not wanted:
        return []
    memory = TraitMemory(keyed.prepared)
    affected = set(keyed.sheet.keys().tolist())
    fresh = put_away(session, keyed.sheet)
    before = set(keyed.former)
    others = (posting_id for posting_id in wanted if posting_id not in keyed.posting_ids)
    for batch in batches(others, _ROWS_OF_TEXT):
        offers, keys, known = rekey(session, batch)
        for traits in offers:
            memory.put(traits)
        laid = DrawerSheet.of((traits.offer_key, drawers_of(traits)) for traits in offers)
        fresh = fresh.joined(put_away(session, laid))
        affected |= keys
        before |= known
    gone: set[int] = set()
    for batch in batches(sorted(before - affected)):
        gone |= list_unmade(session, batch)
    affected |= before - gone
    affected |= take_out(session, gone)
    affected |= compare_fresh(session, fresh.without(gone), memory)
    for batch in batches(sorted(affected)):
        affected |= neighbours(session, batch)
    changed = _reset_unkeyed(session, wanted, now=now)
    for batch in batches(sorted(affected)):
        for some in batches(_list_related(session, batch), _ROWS_OF_TEXT):
            changed += _stand(session, some, trust=trust, now=now)
    return sorted(set(changed))


def _note_rules(session: Session, trust: Mapping[str, int], *, now: datetime) -> bool:
    rules = hashlib.sha256(repr((VERSION, sorted(trust.items()))).encode()).hexdigest()
    row = session.get(EmbeddedLoad, LOAD_NAME)
    if row is not None and row.sha256 == rules:
        return False
    session.merge(EmbeddedLoad(name=LOAD_NAME, sha256=rules, rows=0, loaded_at=now.astimezone(UTC)))
    session.flush()
    return True


def _reset_unkeyed(session: Session, posting_ids: Sequence[int], *, now: datetime) -> list[int]:
    """Postings that are nobody's copy wait for nobody."""
    found: list[int] = []
    for batch in batches(posting_ids):
        rows = session.exec(
            select(JobPostingRow.id).where(
                among(session, _ID, batch),
                col(JobPostingRow.offer_key).is_(None),
                col(JobPostingRow.shown_from_on).is_not(None),
            )
        )
        found += [posting_id for posting_id in rows if posting_id is not None]
    _write_days(session, dict.fromkeys(found), now=now)
    return found


def _list_related(session: Session, keys: Sequence[int]) -> list[int]:
    """Those of the offers for which there is anything to set right.

    The others, nearly all of a new feed, are one posting like no other, that is shown at once and follows none.
    """
    likeness, repost = table_of(OfferLikenessRow), PostingRepostRow
    own = among(session, likeness.c.offer_key, keys)
    found: set[int] = set(session.execute(select(likeness.c.offer_key).where(own).distinct()).scalars())
    rows = session.execute(
        select(_OFFER_KEY)
        .outerjoin(repost, col(repost.posting_id) == _ID)
        .where(among(session, _OFFER_KEY, keys))
        .group_by(_OFFER_KEY)
        .having(
            or_(
                func.count() > 1,
                func.max(col(JobPostingRow.shown_from_on)).is_not(None),
                func.max(col(repost.posting_id)).is_not(None),
            )
        )
    )
    found.update(rows.scalars())
    return sorted(found)


def _stand(session: Session, keys: Sequence[int], *, trust: Mapping[str, int], now: datetime) -> list[int]:
    """Set right from when the postings of these offers are shown and what they follow."""
    same: dict[int, set[int]] = defaultdict(set)
    alike: dict[int, set[int]] = defaultdict(set)
    likeness = table_of(OfferLikenessRow)
    for key, other, is_same in session.execute(
        select(likeness.c.offer_key, likeness.c.other_key, likeness.c.is_same).where(
            among(session, likeness.c.offer_key, keys)
        )
    ):
        alike[key].add(other)
        if is_same:
            same[key].add(other)
    related = {*alike, *(other for others in alike.values() for other in others)}
    places = _places_by_offer(session, related)
    members, days = _members(session, sorted({*keys, *related}), trust=trust, places=places)
    wanted: dict[int, date | None] = {}
    follows: dict[int, int] = {}
    for key in keys:
        own = members[key]
        rivals = [
            member
            for other in same[key]
            if covers(places.get(other, frozenset()), places.get(key, frozenset()))
            for member in members[other]
        ]
        wanted |= shown_from(own, rivals)
        if len(own) > 1 or alike[key]:
            follows |= previous_postings(own, [*own, *(m for other in alike[key] for m in members[other])])
    changed = {posting_id: day for posting_id, day in wanted.items() if days[posting_id] != day}
    _write_days(session, changed, now=now)
    _write_reposts(session, list(wanted), follows)
    return list(changed)


def _places_by_offer(session: Session, keys: Iterable[int]) -> dict[int, frozenset[Place]]:
    """Places of each offer: all its postings name the same."""
    found: dict[int, frozenset[Place]] = {}
    for batch in batches(sorted(keys)):
        rows = session.execute(
            select(
                func.min(col(JobPostingRow.id)), JobPostingRow.offer_key, func.min(JobPostingRow.place_note)
            )
            .where(among(session, _OFFER_KEY, batch))
            .group_by(col(JobPostingRow.offer_key))
        ).all()
        by_posting = read_places(session, [posting_id for posting_id, _, _ in rows])
        for posting_id, key, note in rows:
            found[key] = place_set(by_posting[posting_id], note)
    return found


def _members(
    session: Session,
    keys: Sequence[int],
    *,
    trust: Mapping[str, int],
    places: Mapping[int, frozenset[Place]],
) -> tuple[dict[int, list[Member]], dict[int, date | None]]:
    members: dict[int, list[Member]] = defaultdict(list)
    days: dict[int, date | None] = {}
    table = JobPostingRow
    for batch in batches(keys):
        rows = session.execute(
            select(  # type: ignore[call-overload, misc]
                table.id, table.offer_key, table.source_key, table.source_ref, table.employer_name, table.posted_on,
                table.first_seen_at, table.removed_at, table.valid_through_on, table.shown_from_on,
            ).where(among(session, _OFFER_KEY, batch))
        ).all()  # fmt: skip
        for row in rows:
            members[row.offer_key].append(
                Member(
                    id=row.id,
                    source_key=row.source_key,
                    source_ref=row.source_ref,
                    trust=trust.get(row.source_key, MIDDLE_TRUST),
                    places=len(places.get(row.offer_key, ())),
                    employer=employer_words(row.employer_name),
                    posted_on=row.posted_on,
                    first_seen_at=_utc(row.first_seen_at),
                    removed_at=_utc(row.removed_at) if row.removed_at else None,
                    last_day=row.valid_through_on,
                )
            )
            days[row.id] = row.shown_from_on
    return members, days


def _write_days(session: Session, days: Mapping[int, date | None], *, now: datetime) -> None:
    """A copy that begins or ends to wait has changed, for whatever is built from the postings."""
    if days:
        table = table_of(JobPostingRow)
        session.connection().execute(
            update(table)
            .where(table.c.id == bindparam("row"))
            .values(shown_from_on=bindparam("day"), changed_at=now.astimezone(UTC)),
            [{"row": posting_id, "day": day} for posting_id, day in sorted(days.items())],
        )


def _write_reposts(session: Session, posting_ids: Sequence[int], follows: Mapping[int, int]) -> None:
    table = table_of(PostingRepostRow)
    for batch in batches(sorted(posting_ids)):
        rows = session.execute(
            select(table.c.posting_id, table.c.previous_id).where(table.c.posting_id.in_(batch))
        )
        known: dict[int, int] = dict(tuple(row) for row in rows)
        wanted = {posting_id: follows[posting_id] for posting_id in batch if posting_id in follows}
        if stale := [key for key, previous in known.items() if wanted.get(key) != previous]:
            session.execute(delete(table).where(table.c.posting_id.in_(stale)))
        if fresh := [
            {"posting_id": key, "previous_id": previous}
            for key, previous in wanted.items()
            if known.get(key) != previous
        ]:
            session.execute(insert(table), fresh)


def _utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
