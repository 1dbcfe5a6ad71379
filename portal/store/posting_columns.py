"""Posting columns read from the store: what the unlock index is rebuilt from."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from sqlalchemy import ColumnElement, exists, or_, select
from sqlmodel import Session, col

from portal.domain.job_posting import Requirements
from portal.stacks.postings import PostingColumns, PostingFacts, PostingPlace, build_posting_columns
from portal.store.city_counties import read_city_counties
from portal.store.live import is_ever_shown
from portal.store.tables import CredentialRow, JobPostingPlaceRow, JobPostingRow

READ_AT_ONCE = 5_000


def read_posting_columns(session: Session, *, today: date | None = None) -> PostingColumns:
    """Read every posting that is open, whatever the clock says.

    A posting past its last day, or a copy that waits for a better one to close, may be among them: `region_mask`
    drops those by its own `today`, so that
    columns read once stay right overnight. `today` leaves out what was already past then, to save memory.

    Source: job_posting, job_posting_place, credential, zip_place (counties of a city that lies in several).
    """
    ids = select(col(CredentialRow.id), col(CredentialRow.jurisdiction))
    jurisdictions: dict[str, str | None] = {row[0]: row[1] for row in session.connection().execute(ids)}
    # The law of portal.store.live without its clock, which the mask applies.
    is_open: list[ColumnElement[bool]] = [
        col(JobPostingRow.removed_at).is_(None),
        col(JobPostingRow.is_internal).is_(False),
        col(JobPostingRow.is_sample_retired).is_(False),
        is_ever_shown(),
    ]
    if today is not None:
        last_day = col(JobPostingRow.valid_through_on)
        is_open.append(or_(last_day.is_(None), last_day >= today))
    return build_posting_columns(_facts(session, is_open), jurisdictions)


def _facts(session: Session, is_open: list[ColumnElement[bool]]) -> Iterator[PostingFacts]:
    places = _places(session, is_open)
    postings = select(
        col(JobPostingRow.id),
        col(JobPostingRow.requirements),
        col(JobPostingRow.soc_code),
        col(JobPostingRow.valid_through_on),
        col(JobPostingRow.shown_from_on),
        col(JobPostingRow.is_remote),
    ).where(*is_open)
    rows = session.connection().execute(postings.execution_options(yield_per=READ_AT_ONCE))
    for posting_id, requirements, soc_code, valid_through_on, shown_from_on, is_remote in rows:
        yield PostingFacts(
            posting_id=posting_id,
            requirements=Requirements.model_validate(requirements),
            soc_code=soc_code,
            valid_through_on=valid_through_on,
            shown_from_on=shown_from_on,
            is_remote=is_remote,
            places=tuple(places.get(posting_id, ())),
        )


def _places(session: Session, is_open: list[ColumnElement[bool]]) -> dict[int, list[PostingPlace]]:
    countyless = select(col(JobPostingPlaceRow.state), col(JobPostingPlaceRow.place_name)).where(
        col(JobPostingPlaceRow.county_fips).is_(None)
    )
    named = {(row[0], row[1]) for row in session.connection().execute(countyless.distinct())}
    cities = read_city_counties(session, named)
    found = (
        select(
            col(JobPostingPlaceRow.posting_id),
            col(JobPostingPlaceRow.state),
            col(JobPostingPlaceRow.county_fips),
            col(JobPostingPlaceRow.latitude),
            col(JobPostingPlaceRow.longitude),
            col(JobPostingPlaceRow.place_name),
        )
        .where(exists().where(col(JobPostingRow.id) == col(JobPostingPlaceRow.posting_id), *is_open))
        .order_by(col(JobPostingPlaceRow.id))
    )
    places: dict[int, list[PostingPlace]] = defaultdict(list)
    rows = session.connection().execute(found.execution_options(yield_per=READ_AT_ONCE))
    for posting_id, state, county_fips, latitude, longitude, name in rows:
        county = county_fips or cities.get((state, name))
        places[posting_id].append(PostingPlace(state, county, latitude, longitude))
    return places
