"""Job postings: single ones with their places, and light cards for lists."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from portal.domain.errors import Gone, NotFound
from portal.domain.model import DataModel
from portal.store.duplicates import count_other_sources
from portal.store.live import is_open, live_conditions
from portal.store.tables import JobPostingPlaceRow, JobPostingRow

HIGHEST_ID = 2**31 - 1
"""No database can be asked for more: PostgreSQL's whole numbers end here."""


class PostingCard(DataModel):
    """What a list shows of one posting. Units: US dollars a year."""

    id: int
    title: str
    employer_name: str
    place_names: tuple[str, ...]
    is_remote: bool
    is_sample: bool
    source_key: str
    posted_on: date | None
    valid_through_on: date | None
    annual_pay_min_usd: float | None
    annual_pay_max_usd: float | None
    pay_minimum: float | None
    pay_maximum: float | None
    pay_unit: str
    pay_flag: str
    hours_per_week: float | None = None
    soc_code: str | None
    other_sources: int = 0
    """In how many further sources a copy of the offer is open."""
    requirements_state: str


def get_posting(session: Session, posting_id: int, *, now: datetime) -> JobPostingRow:
    """One open posting.

    Raises: NotFound when there never was one; Gone when it is closed.
    """
    row = find_posting(session, posting_id)
    if row is None:
        raise NotFound("There is no such job here. It may have been typed wrong.")
    if not is_open(row, now):
        raise Gone(f"“{row.title}” is no longer open.")
    return row


def find_posting(session: Session, posting_id: int) -> JobPostingRow | None:
    """One posting, open or not; None when there never was one or it is for own staff only."""
    if posting_id > HIGHEST_ID:
        return None
    row = session.get(JobPostingRow, posting_id)
    return None if row is None or row.is_internal else row


def list_places(session: Session, posting_ids: Sequence[int]) -> dict[int, list[JobPostingPlaceRow]]:
    """Resolved places by posting."""
    rows = session.exec(
        select(JobPostingPlaceRow)
        .where(col(JobPostingPlaceRow.posting_id).in_(posting_ids))
        .order_by(col(JobPostingPlaceRow.id))
    )
    places: dict[int, list[JobPostingPlaceRow]] = {posting_id: [] for posting_id in posting_ids}
    for row in rows:
        places[row.posting_id].append(row)
    return places


def list_posting_cards(session: Session, posting_ids: Sequence[int], *, now: datetime) -> list[PostingCard]:
    """Cards of the open postings among `posting_ids`, in the order asked.

    An index may lag: what is no longer open is left out here, so that no list can show it.
    """
    table = JobPostingRow
    rows = (
        session.execute(
            select(  # type: ignore[call-overload, misc]
                table.id,
                table.title,
                table.employer_name,
                table.is_remote,
                table.is_sample,
                table.source_key,
                table.posted_on,
                table.valid_through_on,
                table.annual_pay_min_usd,
                table.annual_pay_max_usd,
                table.pay_minimum,
                table.pay_maximum,
                table.pay_unit,
                table.pay_flag,
                table.hours_per_week,
                table.soc_code,
                table.requirements_state,
                table.offer_key,
            ).where(col(table.id).in_(posting_ids), *live_conditions(now))
        )
        .mappings()
        .all()
    )
    offers = {
        row["id"]: (row["offer_key"], row["source_key"]) for row in rows if row["offer_key"] is not None
    }
    others = count_other_sources(session, offers, now=now) if offers else {}
    places = _place_names(session, posting_ids)
    cards = {
        row["id"]: PostingCard(
            **{name: value for name, value in row.items() if name != "offer_key"},
            place_names=tuple(places.get(row["id"], ())),
            other_sources=others.get(row["id"], 0),
        )
        for row in rows
    }
    return [cards[posting_id] for posting_id in posting_ids if posting_id in cards]


def _place_names(session: Session, posting_ids: Sequence[int]) -> dict[int, list[str]]:
    table = JobPostingPlaceRow
    rows = session.connection().execute(
        sql_select(col(table.posting_id), col(table.place_name))
        .where(col(table.posting_id).in_(posting_ids))
        .order_by(col(table.id))
    )
    names: dict[int, list[str]] = {}
    for posting_id, place_name in rows:
        names.setdefault(posting_id, []).append(place_name)
    return names


def list_texts(session: Session, posting_ids: Sequence[int]) -> dict[int, str]:
    """Plain texts by posting, for showing where a word stands."""
    rows = session.execute(
        select(JobPostingRow.id, JobPostingRow.description_text).where(col(JobPostingRow.id).in_(posting_ids))
    )
    return {posting_id: text for posting_id, text in rows if posting_id is not None}


def similar_live_postings(
    session: Session, row: JobPostingRow, *, now: datetime, limit: int = 5
) -> list[int]:
    """Open postings of the same occupation, same state first, newest first."""
    if row.soc_code is None or row.id is None:
        return []
    states = {place.state for place in list_places(session, [row.id])[row.id]}
    in_state = (
        select(JobPostingPlaceRow.posting_id).where(col(JobPostingPlaceRow.state).in_(states)).distinct()
    )
    query = (
        select(JobPostingRow.id)
        .where(JobPostingRow.soc_code == row.soc_code, JobPostingRow.id != row.id, *live_conditions(now))
        .order_by(
            col(JobPostingRow.id).in_(in_state).desc(),
            col(JobPostingRow.posted_on).desc(),
            col(JobPostingRow.id),
        )
        .limit(limit)
    )
    return [posting_id for posting_id in session.exec(query) if posting_id is not None]


def count_live_postings(session: Session, *, now: datetime) -> int:
    """How many postings are open."""
    return session.exec(select(func.count(col(JobPostingRow.id))).where(*live_conditions(now))).one()


def list_sample_ids(session: Session) -> list[int]:
    """Ids of the sample postings that no real source has replaced, whatever the clock says."""
    query = select(JobPostingRow.id).where(
        col(JobPostingRow.is_sample).is_(True), col(JobPostingRow.is_sample_retired).is_(False)
    )
    return [posting_id for posting_id in session.exec(query) if posting_id is not None]
