"""Open postings of one occupation over time, from our own history of what was seen and when it went away."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from portal.domain.job_posting import Requirements, RequirementsState
from portal.domain.region import ResolvedRegion
from portal.stacks.postings import PostingFacts, PostingPlace, build_posting_columns
from portal.stacks.region_mask import region_mask
from portal.store.tables import JobPostingPlaceRow, JobPostingRow

_ANYTHING = Requirements(state=RequirementsState.STATES_NONE)


@dataclass(frozen=True, slots=True)
class OpenSpan:
    """One posting: the first and the last day on which it was open, as far as we saw."""

    first_day: date
    last_day: date


def first_day_of_history(session: Session) -> date | None:
    """The day on which this store first saw a posting that is not a sample."""
    query = select(func.min(JobPostingRow.first_seen_at)).where(col(JobPostingRow.is_sample).is_(False))
    first: datetime | None = session.execute(query).scalar_one()
    return first.date() if first else None


def list_open_spans(
    session: Session, soc_code: str, region: ResolvedRegion, *, since: date, today: date
) -> list[OpenSpan]:
    """When each posting of an occupation that the region covers was open, since a day. Samples are left out."""
    table = JobPostingRow
    rows = session.execute(
        select(
            col(table.id),
            col(table.first_seen_at),
            col(table.removed_at),
            col(table.valid_through_on),
            col(table.is_remote),
        ).where(
            col(table.soc_code) == soc_code,
            col(table.is_sample).is_(False),
            col(table.is_internal).is_(False),
        )
    ).all()
    spans: dict[int, OpenSpan] = {}
    remote: set[int] = set()
    for id_, first_seen_at, removed_at, valid_through_on, is_remote in rows:
        last_day = min(today, removed_at.date() if removed_at else today, valid_through_on or today)
        if id_ is None or last_day < since:
            continue
        spans[id_] = OpenSpan(first_day=first_seen_at.date(), last_day=last_day)
        if is_remote:
            remote.add(id_)
    covered = _covered(session, soc_code, list(spans), remote=remote, region=region)
    return [spans[id_] for id_ in covered]


def _covered(
    session: Session, soc_code: str, ids: list[int], *, remote: set[int], region: ResolvedRegion
) -> list[int]:
    """Those that the region covers, by the one law of `region_mask`, whatever the day."""
    place, posting = JobPostingPlaceRow, JobPostingRow
    rows = session.execute(
        select(
            col(place.posting_id),
            col(place.state),
            col(place.county_fips),
            col(place.latitude),
            col(place.longitude),
        )
        .join(posting, col(posting.id) == col(place.posting_id))
        .where(col(posting.soc_code) == soc_code)
    )
    places: dict[int, list[PostingPlace]] = {id_: [] for id_ in ids}
    for id_, state, county_fips, latitude, longitude in rows:
        if id_ in places:
            places[id_].append(PostingPlace(state, county_fips, latitude, longitude))
    facts = [
        PostingFacts(posting_id=id_, requirements=_ANYTHING, is_remote=id_ in remote, places=tuple(of))
        for id_, of in places.items()
    ]
    columns = build_posting_columns(facts, {})
    mask = region_mask(columns, region, today=date.min)
    return [int(id_) for id_ in columns.posting_ids[mask].tolist()]
