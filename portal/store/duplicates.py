"""Copies of one offer and what was posted before: read for pages. `ingest.dedupe` writes it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from portal.domain.model import DataModel
from portal.store.duplicate_tables import OfferLikenessRow, PostingRepostRow
from portal.store.live import is_live, open_conditions
from portal.store.tables import JobPostingPlaceRow, JobPostingRow

MOST_COPIES = 200
LONGEST_HISTORY = 12


class EarlierPosting(DataModel):
    """One time that the same job stood here before. `until`: the day on which it was last open, as far as is known."""

    first_seen_at: datetime
    until: date | None


def list_copies(session: Session, row: JobPostingRow, *, now: datetime) -> list[JobPostingRow]:
    """Open postings of the same offer besides this one, from all sources, by id."""
    if row.offer_key is None:
        return []
    rows = session.exec(
        select(JobPostingRow)
        .where(
            col(JobPostingRow.offer_key).in_(_same_offers(session, row.offer_key)),
            JobPostingRow.id != row.id,
            *open_conditions(now),
        )
        .order_by(col(JobPostingRow.id))
        .limit(MOST_COPIES)
    )
    return list(rows)


def find_standing(session: Session, row: JobPostingRow, *, now: datetime) -> JobPostingRow | None:
    """The copy that is shown in place of this one, and names all its places; None when this one is shown itself."""
    if is_live(row, now):
        return None
    shown = [copy for copy in list_copies(session, row, now=now) if is_live(copy, now)]
    if not shown:
        return None
    places = _places(session, [row.id or 0, *(copy.id or 0 for copy in shown)])
    own = places[row.id or 0]
    return min(shown, key=lambda copy: (not own <= places[copy.id or 0], copy.id))


def count_other_sources(
    session: Session, offers: Mapping[int, tuple[int, str]], *, now: datetime
) -> dict[int, int]:
    """For postings (id → offer and source): in how many further sources a copy is open, if in any."""
    keys = {key for key, _ in offers.values()}
    same: dict[int, set[int]] = defaultdict(set)
    for key, other in session.execute(
        select(OfferLikenessRow.offer_key, OfferLikenessRow.other_key).where(
            col(OfferLikenessRow.offer_key).in_(keys), col(OfferLikenessRow.is_same)
        )
    ):
        same[key].add(other)
    sources: dict[int, set[str]] = defaultdict(set)
    for other_key, source_key in session.execute(
        select(JobPostingRow.offer_key, JobPostingRow.source_key)
        .where(col(JobPostingRow.offer_key).in_(keys.union(*same.values())), *open_conditions(now))
        .distinct()
    ):
        if other_key is not None:
            sources[other_key].add(source_key)
    found = {
        posting_id: len(sources[key].union(*(sources[other] for other in same[key])) - {source_key})
        for posting_id, (key, source_key) in offers.items()
    }
    return {posting_id: count for posting_id, count in found.items() if count}


def list_history(session: Session, posting_id: int) -> list[EarlierPosting]:
    """When the same job was posted before under other references, newest first."""
    found: list[EarlierPosting] = []
    seen = {posting_id}
    while len(found) < LONGEST_HISTORY:
        link = session.get(PostingRepostRow, posting_id)
        if link is None or link.previous_id in seen:
            break
        posting_id = link.previous_id
        seen.add(posting_id)
        row = session.get(JobPostingRow, posting_id)
        assert row is not None, "a foreign key holds it"
        ends = [day for day in (row.removed_at and row.removed_at.date(), row.valid_through_on) if day]
        found.append(EarlierPosting(first_seen_at=row.first_seen_at, until=min(ends, default=None)))
    return found


def _same_offers(session: Session, offer_key: int) -> set[int]:
    """The offer and all that are the same, by any chain."""
    found, todo = {offer_key}, [offer_key]
    while todo and len(found) < MOST_COPIES:
        rows = session.exec(
            select(OfferLikenessRow.other_key).where(
                col(OfferLikenessRow.offer_key).in_(todo), col(OfferLikenessRow.is_same)
            )
        )
        todo = sorted(set(rows) - found)
        found.update(todo)
    return found


def _places(session: Session, posting_ids: Sequence[int]) -> dict[int, set[tuple[str, str]]]:
    found: dict[int, set[tuple[str, str]]] = defaultdict(set)
    rows = session.execute(
        select(JobPostingPlaceRow.posting_id, JobPostingPlaceRow.state, JobPostingPlaceRow.place_name).where(
            col(JobPostingPlaceRow.posting_id).in_(posting_ids)
        )
    )
    for posting_id, state, name in rows:
        found[posting_id].add((state, name))
    return found
