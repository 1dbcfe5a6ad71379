"""Postings as offers: taken apart while their feed is read or from the store, and given the key of their offer."""

from array import array
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Row, bindparam, func, update
from sqlmodel import Session, col, select

from ingest.dedupe.key_list import among
from ingest.dedupe.packed import pack_traits
from ingest.dedupe.traits import OfferFacts, OfferTraits, Place, read_traits
from portal.domain.job_posting import PostingRecord, Understanding
from portal.store.tables import JobPostingPlaceRow, JobPostingRow

_OFFER_KEY = col(JobPostingRow.offer_key)


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer as it waits to be compared: its key, its drawers packed as numbers of 64 bits, its traits packed."""

    key: int
    drawers: bytes
    traits: bytes


def offer_of(record: PostingRecord, understood: Understanding) -> Offer | None:
    """The offer that a record makes; none for samples and postings for own staff.

    What a later reading of the row in the store gives is the same (a test holds it).
    """
    if record.is_sample or record.is_internal:
        return None
    pay = understood.pay
    traits = read_traits(
        OfferFacts(
            title=record.title,
            employer_name=record.employer_name,
            text=understood.description_text,
            places=tuple(
                (place.state, place.place_name, place.postal_code or "") for place in understood.places
            ),
            place_note=understood.place_note,
            is_remote=record.is_remote,
            annual_pay_min_usd=pay.minimum_usd if pay else None,
            annual_pay_max_usd=pay.maximum_usd if pay else None,
            hours_per_week=understood.hours_per_week,
            employment_types=record.employment_types,
        )
    )
    return Offer(traits.offer_key, drawers_of(traits), pack_traits(traits))


def drawers_of(traits: OfferTraits) -> bytes:
    """Its drawers, packed."""
    return array("q", traits.block_keys).tobytes()


def read_offers(session: Session, offer_keys: Sequence[int]) -> list[OfferTraits]:
    """Traits of these offers, each from one of its postings."""
    one = (
        select(func.min(col(JobPostingRow.id)))
        .where(col(JobPostingRow.offer_key).in_(offer_keys))
        .group_by(col(JobPostingRow.offer_key))
    )
    return [traits for _, _, traits in _read(session, col(JobPostingRow.id).in_(one)) if traits is not None]


def rekey(session: Session, posting_ids: Sequence[int]) -> tuple[list[OfferTraits], set[int], set[int]]:
    """Give postings the key of their offer anew.

    Samples and postings for own staff are nobody's copy and have none.
    Shape: traits of all offers that these postings make, their keys, and keys that they made until now.
    """
    offers: dict[int, OfferTraits] = {}
    before: set[int] = set()
    changes = []
    for posting_id, known, traits in _read(session, col(JobPostingRow.id).in_(posting_ids)):
        key = traits.offer_key if traits else None
        if traits is not None:
            offers[traits.offer_key] = traits
        if known is not None:
            before.add(known)
        if key != known:
            changes.append({"row": posting_id, "key": key})
    if changes:
        table = JobPostingRow.__table__  # type: ignore[attr-defined]
        session.connection().execute(
            update(table).where(table.c.id == bindparam("row")).values(offer_key=bindparam("key")), changes
        )
    return list(offers.values()), set(offers), before


def list_unmade(session: Session, keys: Sequence[int]) -> set[int]:
    """Those of the keys that no posting carries."""
    carried = session.exec(
        select(col(JobPostingRow.offer_key)).where(among(session, _OFFER_KEY, keys)).distinct()
    )
    return set(keys) - set(carried)


def _read(
    session: Session, condition: ColumnElement[bool]
) -> list[tuple[int, int | None, OfferTraits | None]]:
    table = JobPostingRow
    rows = session.execute(
        select(  # type: ignore[call-overload, misc]
            table.id,
            table.offer_key,
            table.is_sample,
            table.is_internal,
            table.title,
            table.employer_name,
            table.description_text,
            table.place_note,
            table.is_remote,
            table.annual_pay_min_usd,
            table.annual_pay_max_usd,
            table.hours_per_week,
            table.employment_types,
        ).where(condition)
    ).all()
    places = read_places(session, [row.id for row in rows])
    return [
        (
            row.id,
            row.offer_key,
            None if row.is_sample or row.is_internal else read_traits(_facts(row, places[row.id])),
        )
        for row in rows
    ]


def read_places(session: Session, posting_ids: Sequence[int]) -> dict[int, tuple[Place, ...]]:
    """State, name and ZIP code of the places of each posting; none: an empty tuple."""
    found: dict[int, list[Place]] = defaultdict(list)
    place = JobPostingPlaceRow
    rows = session.execute(
        select(place.posting_id, place.state, place.place_name, place.postal_code).where(
            among(session, col(place.posting_id), posting_ids)
        )
    )
    for posting_id, state, name, postal_code in rows:
        found[posting_id].append((state, name, postal_code or ""))
    return {posting_id: tuple(found[posting_id]) for posting_id in posting_ids}


def _facts(row: Row[tuple[object, ...]], places: tuple[Place, ...]) -> OfferFacts:
    return OfferFacts(
        title=row.title,
        employer_name=row.employer_name,
        text=row.description_text,
        places=places,
        place_note=row.place_note,
        is_remote=row.is_remote,
        annual_pay_min_usd=row.annual_pay_min_usd,
        annual_pay_max_usd=row.annual_pay_max_usd,
        hours_per_week=row.hours_per_week,
        employment_types=tuple(row.employment_types),
    )
