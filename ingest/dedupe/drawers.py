"""Offers in their drawers, and which of them are alike: kept in the store, so that a run compares only what is new."""

from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from sqlalchemy import Table, delete, func, insert, or_, select
from sqlmodel import Session, SQLModel

from ingest.dedupe.likeness import compare
from ingest.dedupe.offers import read_offers
from ingest.dedupe.traits import OfferTraits
from portal.store.duplicate_tables import OfferBlockRow, OfferLikenessRow

BATCH = 500
MOST_IN_DRAWER = 120
"""A drawer with more offers tells nothing; its offers are compared through their other drawers only."""
MOST_REMEMBERED = 6_000


class TraitMemory:
    """The traits that were read last, so that neighbours are not read from the store again and again."""

    def __init__(self) -> None:
        self._known: OrderedDict[int, OfferTraits] = OrderedDict()

    def put(self, traits: OfferTraits) -> None:
        """Remember; the oldest is forgotten."""
        self._known[traits.offer_key] = traits
        if len(self._known) > MOST_REMEMBERED:
            self._known.popitem(last=False)

    def get(self, session: Session, keys: Iterable[int]) -> dict[int, OfferTraits]:
        """Traits by offer, from memory or from one posting of each."""
        wanted = set(keys)
        found = {key: self._known[key] for key in wanted if key in self._known}
        for batch in batches(sorted(wanted - found.keys())):
            for traits in read_offers(session, batch):
                found[traits.offer_key] = traits
                self.put(traits)
        return found


def put_away(session: Session, offers: Mapping[int, Sequence[int]]) -> set[int]:
    """Lay offers, given by key with their drawers, into these. Shape: keys of those that were not there."""
    blocks = table_of(OfferBlockRow)
    fresh: set[int] = set()
    for batch in batches(offers):
        known = set(
            session.execute(
                select(blocks.c.offer_key).where(blocks.c.offer_key.in_(batch)).distinct()
            ).scalars()
        )
        new = [key for key in batch if key not in known]
        rows = [{"block_key": block, "offer_key": key} for key in new for block in offers[key]]
        if rows:
            session.execute(insert(blocks), rows)
        fresh.update(new)
    return fresh


def take_out(session: Session, keys: Iterable[int]) -> set[int]:
    """Forget offers that no posting makes any more. Shape: keys of offers that were alike, and of those whose drawer
    became small enough to be looked through again."""
    blocks, likeness = table_of(OfferBlockRow), table_of(OfferLikenessRow)
    met: set[int] = set()
    for batch in batches(sorted(keys)):
        met |= neighbours(session, batch)
        drawers = set(
            session.execute(select(blocks.c.block_key).where(blocks.c.offer_key.in_(batch))).scalars()
        )
        full = _sizes(session, drawers, above=MOST_IN_DRAWER)
        session.execute(delete(blocks).where(blocks.c.offer_key.in_(batch)))
        session.execute(
            delete(likeness).where(or_(likeness.c.offer_key.in_(batch), likeness.c.other_key.in_(batch)))
        )
        reopened = full.keys() - _sizes(session, full, above=MOST_IN_DRAWER).keys()
        if reopened:
            inside = session.execute(select(blocks.c.offer_key).where(blocks.c.block_key.in_(reopened)))
            again = set(inside.scalars())
            met |= again | compare_anew(session, again, TraitMemory())
    return met


def compare_fresh(session: Session, fresh: set[int], memory: TraitMemory) -> set[int]:
    """Compare offers that are new in their drawers with what lies there. Shape: keys of all offers found alike."""
    alike: set[int] = set()
    overfull: set[int] = set()
    full: set[int] = set()
    for batch in batches(sorted(fresh)):
        drawers, new_full = _open_drawers(session, batch, full)
        for drawer in new_full:
            older = [key for key in _inside(session, [drawer])[drawer] if key not in fresh]
            if len(older) <= MOST_IN_DRAWER:
                overfull.update(older)
        alike |= _compare_pairs(session, _pairs(drawers, batch, others=fresh), memory)
    if overfull:
        # a drawer that just became too full no longer counts: what it alone brought together falls apart
        alike |= overfull | compare_anew(session, overfull, memory)
    return alike


def compare_anew(session: Session, keys: set[int], memory: TraitMemory) -> set[int]:
    """Forget to what these offers are alike, and compare them again. Shape: keys of all that were or are alike."""
    likeness = table_of(OfferLikenessRow)
    met: set[int] = set()
    for batch in batches(sorted(keys)):
        met |= neighbours(session, batch)
        session.execute(
            delete(likeness).where(or_(likeness.c.offer_key.in_(batch), likeness.c.other_key.in_(batch)))
        )
    full: set[int] = set()
    for batch in batches(sorted(keys)):
        drawers, _ = _open_drawers(session, batch, full)
        met |= _compare_pairs(session, _pairs(drawers, batch, others=keys), memory)
    return met


def neighbours(session: Session, keys: Sequence[int]) -> set[int]:
    """Offers that are alike to one of these, in whichever way."""
    likeness = table_of(OfferLikenessRow)
    return set(
        session.execute(
            select(likeness.c.other_key).where(likeness.c.offer_key.in_(keys)).distinct()
        ).scalars()
    )


def table_of(model: type[SQLModel]) -> Table:
    """The plain table of a model, for statements over many rows."""
    table = model.__table__  # type: ignore[attr-defined]
    assert isinstance(table, Table)
    return table


def batches(items: Iterable[int]) -> Iterator[list[int]]:
    """Parts that one statement can name."""
    stream = iter(items)
    while batch := list(islice(stream, BATCH)):
        yield batch


def _pairs(drawers: Iterable[list[int]], batch: list[int], *, others: set[int]) -> set[tuple[int, int]]:
    """Pairs of a key of the batch with what lies beside it; of two that are both compared, only once."""
    own = set(batch)
    return {
        (min(key, other), max(key, other))
        for drawer in drawers
        for key in drawer
        if key in own
        for other in drawer
        if other != key and (other not in others or key < other)
    }


def _open_drawers(session: Session, keys: Sequence[int], full: set[int]) -> tuple[list[list[int]], list[int]]:
    """The drawers of these offers that are not too full, each with all that is in it, and those that are.

    A drawer that is too full is met again and again, so it is looked at once: `full` remembers it.
    """
    blocks = table_of(OfferBlockRow)
    own = set(session.execute(select(blocks.c.block_key).where(blocks.c.offer_key.in_(keys))).scalars())
    own -= full
    new_full = sorted(_sizes(session, own, above=MOST_IN_DRAWER))
    full.update(new_full)
    inside = _inside(session, own.difference(new_full))
    return [drawer for drawer in inside.values() if len(drawer) > 1], new_full


def _inside(session: Session, drawers: Iterable[int]) -> dict[int, list[int]]:
    """What lies in these drawers."""
    blocks = table_of(OfferBlockRow)
    inside: dict[int, list[int]] = defaultdict(list)
    for batch in batches(sorted(drawers)):
        rows = session.execute(
            select(blocks.c.block_key, blocks.c.offer_key)
            .where(blocks.c.block_key.in_(batch))
            .order_by(blocks.c.block_key, blocks.c.offer_key)
        )
        for block, key in rows:
            inside[block].append(key)
    return inside


def _sizes(session: Session, drawers: Iterable[int], *, above: int) -> dict[int, int]:
    blocks = table_of(OfferBlockRow)
    found: dict[int, int] = {}
    for batch in batches(sorted(drawers)):
        count = func.count().label("count")
        rows = session.execute(
            select(blocks.c.block_key, count)
            .where(blocks.c.block_key.in_(batch))
            .group_by(blocks.c.block_key)
            .having(count > above)
        )
        found.update(tuple(row) for row in rows)
    return found


def _compare_pairs(session: Session, pairs: set[tuple[int, int]], memory: TraitMemory) -> set[int]:
    if not pairs:
        return set()
    traits = memory.get(session, {key for pair in pairs for key in pair})
    rows = []
    alike: set[int] = set()
    for left, right in sorted(pairs):
        if left not in traits or right not in traits:
            continue
        found = compare(traits[left], traits[right])
        if found is not None:
            alike |= {left, right}
            rows += [
                {"offer_key": a, "other_key": b, "likeness": found.share, "is_same": found.is_same}
                for a, b in ((left, right), (right, left))
            ]
    if rows:
        session.execute(insert(table_of(OfferLikenessRow)), rows)
    return alike
