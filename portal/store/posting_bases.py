"""What matching needs to know of open postings: the facts without names and without the text."""

from collections.abc import Sequence

from sqlalchemy import select as sql_select
from sqlmodel import Session, col

from portal.domain.job_posting import Requirements
from portal.domain.model import DataModel
from portal.domain.posting_text import TextReading
from portal.store.tables import JobPostingPlaceRow, JobPostingRow

_PRECISE = ("point", "zip", "city")
"""Places whose point is near enough to measure from."""


class PostingBasis(DataModel):
    """One posting's own facts. `points` are its places (latitude, longitude) that are known well enough."""

    id: int
    requirements: Requirements
    reading: TextReading
    soc_code: str | None
    annual_pay_min_usd: float | None
    annual_pay_max_usd: float | None
    pay_flag: str
    hours_per_week: float | None
    employment_types: tuple[str, ...]
    is_remote: bool
    states: frozenset[str]
    points: tuple[tuple[float, float], ...]


def list_posting_bases(session: Session, posting_ids: Sequence[int]) -> dict[int, PostingBasis]:
    """The facts of these postings by id; whether one is open is for the caller to know."""
    table, place = JobPostingRow, JobPostingPlaceRow
    states: dict[int, set[str]] = {}
    points: dict[int, list[tuple[float, float]]] = {}
    for posting_id, state, precision, latitude, longitude in session.connection().execute(
        sql_select(
            col(place.posting_id),
            col(place.state),
            col(place.precision),
            col(place.latitude),
            col(place.longitude),
        )
        .where(col(place.posting_id).in_(posting_ids))
        .order_by(col(place.id))
    ):
        states.setdefault(posting_id, set()).add(state)
        if precision in _PRECISE and latitude is not None and longitude is not None:
            points.setdefault(posting_id, []).append((latitude, longitude))
    rows = session.connection().execute(
        sql_select(
            col(table.id),
            col(table.requirements),
            col(table.text_reading),
            col(table.soc_code),
            col(table.annual_pay_min_usd),
            col(table.annual_pay_max_usd),
            col(table.pay_flag),
            col(table.hours_per_week),
            col(table.employment_types),
            col(table.is_remote),
        ).where(col(table.id).in_(posting_ids))
    )
    return {
        row.id: PostingBasis(
            id=row.id,
            requirements=Requirements.model_validate(row.requirements),
            reading=TextReading.model_validate(row.text_reading or {}),
            soc_code=row.soc_code,
            annual_pay_min_usd=row.annual_pay_min_usd,
            annual_pay_max_usd=row.annual_pay_max_usd,
            pay_flag=row.pay_flag,
            hours_per_week=row.hours_per_week,
            employment_types=tuple(row.employment_types),
            is_remote=row.is_remote,
            states=frozenset(states.get(row.id, ())),
            points=tuple(points.get(row.id, ())),
        )
        for row in rows
    }
