"""Offers in their drawers, and which of them are alike: kept in the store, so that a run compares only what is new."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from sqlalchemy import Table, delete, func, or_, select, text
from sqlmodel import Session, SQLModel

from ingest.dedupe.key_list import among, batches
from ingest.dedupe.likeness import compare
from ingest.dedupe.offers import read_offers
from ingest.dedupe.sheet import NOTHING, DrawerSheet, Keys
from ingest.dedupe.traits import OfferTraits
from portal.store.duplicate_tables import OfferBlockRow, OfferLikenessRow

MOST_IN_DRAWER = 120
"""A drawer with more offers tells nothing; its offers are compared through their other drawers only."""
MOST_REMEMBERED = 6_000
_DRAWERS_AT_ONCE = 20_000
_PAIRS_AT_ONCE = 1_000
_PAIRS_HELD = 500_000
_ROWS_AT_ONCE = 20_000

TraitSource = Callable[[Sequence[int]], Iterable[OfferTraits]]
"""Gives what it knows of some offers."""


class TraitMemory:
    """The traits that were read last, so that neighbours are not read from the store again and again.

    `prepared` gives those that were taken apart with their feed; the others are taken apart anew from a row.
    """

    def __init__(self, prepared: TraitSource | None = None) -> None:
        self._known: OrderedDict[int, OfferTraits] = OrderedDict()
        self._prepared = prepared

    def put(self, traits: OfferTraits) -> None:
        """Remember; the oldest is forgotten."""
        self._known[traits.offer_key] = traits
        if len(self._known) > MOST_REMEMBERED:
            self._known.popitem(last=False)

    def get(self, session: Session, keys: Iterable[int]) -> dict[int, OfferTraits]:
        """Traits by offer, from memory, from what was prepared, or from one posting of each."""
        wanted = set(keys)
        found = {key: self._known[key] for key in wanted if key in self._known}
        if self._prepared is not None and (missing := wanted - found.keys()):
            self._take(self._prepared(sorted(missing)), found)
        for batch in batches(sorted(wanted - found.keys()), 500):
            self._take(read_offers(session, batch), found)
        return found

    def _take(self, read: Iterable[OfferTraits], found: dict[int, OfferTraits]) -> None:
        for traits in read:
            found[traits.offer_key] = traits
            self.put(traits)


def put_away(session: Session, sheet: DrawerSheet) -> DrawerSheet:
    """Lay offers into their drawers. Shape: those that were not there."""
    blocks = table_of(OfferBlockRow)
    known: set[int] = set()
    for batch in batches(sheet.keys().tolist()):
        own = among(session, blocks.c.offer_key, batch)
        known.update(session.execute(select(blocks.c.offer_key).where(own).distinct()).scalars())
    fresh = sheet.without(known)
    connection = session.connection()
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    into = f"INSERT INTO {blocks.name} (block_key, offer_key) VALUES ({mark}, {mark})"  # noqa: S608 - our own names
    order = np.argsort(fresh.drawers, kind="stable")  # as the table is kept: neighbours are written together
    for start in range(0, len(order), _ROWS_AT_ONCE):
        some = order[start : start + _ROWS_AT_ONCE]
        rows = zip(fresh.drawers[some].tolist(), fresh.offers[some].tolist(), strict=True)
        connection.exec_driver_sql(into, list(rows))
    return fresh


def take_out(session: Session, keys: Iterable[int]) -> set[int]:
    """Forget offers that no posting makes any more. Shape: keys of offers that were alike, and of those whose drawer
    became small enough to be looked through again."""
    blocks, likeness = table_of(OfferBlockRow), table_of(OfferLikenessRow)
    met: set[int] = set()
    for batch in batches(sorted(keys)):
        met |= neighbours(session, batch)
        own = among(session, blocks.c.offer_key, batch)
        drawers = session.execute(select(blocks.c.block_key).where(own).distinct()).scalars().all()
        full = [drawer for drawer, size in _sizes(session, drawers).items() if size > MOST_IN_DRAWER]
        session.execute(delete(blocks).where(own))
        _forget_likeness(session, likeness, batch)
        left = _sizes(session, full)
        reopened = [drawer for drawer in full if left.get(drawer, 0) <= MOST_IN_DRAWER]
        if reopened:
            inside = select(blocks.c.offer_key).where(among(session, blocks.c.block_key, reopened))
            again = set(session.execute(inside).scalars())
            met |= again | compare_anew(session, again, TraitMemory())
    return met


def compare_fresh(session: Session, fresh: DrawerSheet, memory: TraitMemory) -> set[int]:
    """Compare offers that are new in their drawers with what lies there. Shape: keys of all offers found alike."""
    overfull: set[int] = set()
    alike = _compare_within(session, fresh, memory, overfull=overfull)
    if overfull:
        # a drawer that just became too full no longer counts: what it alone brought together falls apart
        alike |= overfull | compare_anew(session, overfull, memory)
    return alike


def compare_anew(session: Session, keys: set[int], memory: TraitMemory) -> set[int]:
    """Forget to what these offers are alike, and compare them again. Shape: keys of all that were or are alike."""
    blocks, likeness = table_of(OfferBlockRow), table_of(OfferLikenessRow)
    met: set[int] = set()
    sheet = NOTHING
    for batch in batches(sorted(keys)):
        met |= neighbours(session, batch)
        _forget_likeness(session, likeness, batch)
        rows = session.execute(
            select(blocks.c.offer_key, blocks.c.block_key).where(among(session, blocks.c.offer_key, batch))
        ).all()
        laid = np.array([tuple(row) for row in rows], dtype=np.int64).reshape(-1, 2)
        sheet = sheet.joined(DrawerSheet(laid[:, 0], laid[:, 1]))
    return met | _compare_within(session, sheet, memory)


def neighbours(session: Session, keys: Sequence[int]) -> set[int]:
    """Offers that are alike to one of these, in whichever way."""
    likeness = table_of(OfferLikenessRow)
    own = among(session, likeness.c.offer_key, keys)
    return set(session.execute(select(likeness.c.other_key).where(own).distinct()).scalars())


def table_of(model: type[SQLModel]) -> Table:
    """The plain table of a model, for statements over many rows."""
    table = model.__table__  # type: ignore[attr-defined]
    assert isinstance(table, Table)
    return table


def _compare_within(
    session: Session, sheet: DrawerSheet, memory: TraitMemory, *, overfull: set[int] | None = None
) -> set[int]:
    """Compare the offers of a sheet with all that lie beside them. Shape: keys of all found alike.

    `overfull` takes in the other offers of drawers that only the sheet's own made too full.
    """
    alike: set[int] = set()
    own = sheet.keys()
    held: list[npt.NDArray[np.int64]] = []
    number = 0
    for pairs in _pairs_by_drawers(session, sheet, own, overfull=overfull):
        held.append(pairs)
        number += len(pairs)
        if number > _PAIRS_HELD:
            alike |= _compare_pairs(session, held, memory)
            held, number = [], 0
    return alike | _compare_pairs(session, held, memory)


def _pairs_by_drawers(
    session: Session, sheet: DrawerSheet, own: Keys, *, overfull: set[int] | None
) -> Iterator[npt.NDArray[np.int64]]:
    """Pairs of offers in one drawer of which at least one is `own`, the smaller key first. A drawer is opened once."""
    blocks = table_of(OfferBlockRow)
    for drawers, counts in sheet.parts(_DRAWERS_AT_ONCE):
        sizes = _sizes(session, drawers.tolist())
        wanted, risen = [], set()
        for drawer, count in zip(drawers.tolist(), counts.tolist(), strict=True):
            size = sizes.get(drawer, 1)
            if size > MOST_IN_DRAWER and overfull is not None and size - count <= MOST_IN_DRAWER:
                risen.add(drawer)
            if 1 < size <= MOST_IN_DRAWER or drawer in risen:
                wanted.append(drawer)
        rows = session.execute(
            select(blocks.c.block_key, blocks.c.offer_key)
            .where(among(session, blocks.c.block_key, wanted))
            .order_by(blocks.c.block_key, blocks.c.offer_key)
        ).all()
        if not rows:
            continue
        inside = np.array([tuple(row) for row in rows], dtype=np.int64)
        cuts = np.flatnonzero(np.diff(inside[:, 0])) + 1
        found = []
        for part in np.split(inside, cuts):
            lying = part[:, 1]
            if risen and int(part[0, 0]) in risen:
                assert overfull is not None
                overfull.update(lying[~np.isin(lying, own)].tolist())
            else:
                left, right = _two_of(len(lying))
                found.append(np.column_stack([lying[left], lying[right]]))
        if found:
            pairs = np.concatenate(found)
            yield pairs[_is_in(pairs[:, 0], own) | _is_in(pairs[:, 1], own)]


@lru_cache(maxsize=256)
def _two_of(number: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    left, right = np.triu_indices(number, 1)
    return left, right


def _is_in(keys: Keys, known: Keys) -> npt.NDArray[np.bool_]:
    """Whether each key is among sorted ones."""
    at = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    return np.equal(known[at], keys)


def _sizes(session: Session, drawers: Sequence[int]) -> dict[int, int]:
    """How many offers lie in each of these drawers; of those with more than one."""
    blocks = table_of(OfferBlockRow)
    found: dict[int, int] = {}
    for batch in batches(drawers, _DRAWERS_AT_ONCE):
        count = func.count().label("count")
        rows = session.execute(
            select(blocks.c.block_key, count)
            .where(among(session, blocks.c.block_key, batch))
            .group_by(blocks.c.block_key)
            .having(count > 1)
        )
        found.update(tuple(row) for row in rows)
    return found


def _compare_pairs(session: Session, held: list[npt.NDArray[np.int64]], memory: TraitMemory) -> set[int]:
    """Compare each pair once and keep what is alike. Drawer by drawer, so that few traits are needed at a time."""
    alike: set[int] = set()
    if not held:
        return alike
    pairs = np.concatenate(held)
    ordered = np.lexsort(
        (pairs[:, 1], pairs[:, 0])
    )  # stable: of equal pairs the first that was met comes first
    again = np.all(pairs[ordered[1:]] == pairs[ordered[:-1]], axis=1)
    first = np.sort(ordered[np.concatenate([[True], ~again])])
    for start in range(0, len(first), _PAIRS_AT_ONCE):
        some = pairs[first[start : start + _PAIRS_AT_ONCE]]
        traits = memory.get(session, np.unique(some).tolist())
        rows = []
        for left, right in some.tolist():
            if left not in traits or right not in traits:
                continue
            found = compare(traits[left], traits[right])
            if found is not None:
                alike |= {left, right}
                rows += [
                    {"offer": a, "other": b, "share": found.share, "same": found.is_same}
                    for a, b in ((left, right), (right, left))
                ]
        if rows:
            session.connection().execute(_KEEP_LIKENESS, rows)
    return alike


_KEEP_LIKENESS = text(
    "INSERT INTO offer_likeness (offer_key, other_key, likeness, is_same) VALUES (:offer, :other, :share, :same) "
    "ON CONFLICT DO NOTHING"  # two drawers that are not opened together may hold the same pair
)


def _forget_likeness(session: Session, likeness: Table, keys: Sequence[int]) -> None:
    of_these = among(session, likeness.c.offer_key, keys)
    session.execute(delete(likeness).where(or_(of_these, among(session, likeness.c.other_key, keys))))
