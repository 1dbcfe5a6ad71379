"""Copies of one offer for the small world: from a collector, from a staffing firm with one more town, and an earlier
posting of the same job."""

from datetime import date, timedelta

from sqlmodel import Session

from portal.store.duplicate_tables import OfferLikenessRow, PostingRepostRow
from portal.store.engine import open_engine
from portal.store.tables import JobPostingPlaceRow, JobPostingRow
from tests.portal.web.world import NOW, REAL

COPY, AGENCY, BEFORE = 201, 202, 203


def _copy(session: Session, id_: int, **changes: object) -> None:
    row = session.get_one(JobPostingRow, REAL).model_dump()
    session.add(JobPostingRow.model_validate(row | {"id": id_, "source_ref": f"copy-{id_}"} | changes))
    session.flush()
    place = session.get_one(JobPostingRow, REAL)
    assert place is not None
    session.add(
        JobPostingPlaceRow(
            posting_id=id_, precision="zip", place_name="Gary", state="IN", postal_code="46402"
        )
    )


def add_copies(url: str) -> None:
    """Copies of the posting `REAL` of a filled store."""
    engine = open_engine(url)
    with Session(engine) as session:
        real = session.get_one(JobPostingRow, REAL)
        real.offer_key = 11
        session.add(real)
        _copy(
            session,
            COPY,
            source_key="adzuna",
            offer_key=11,
            shown_from_on=date.max,
            url="https://jobs.example/7",
        )
        _copy(
            session,
            AGENCY,
            source_key="feed",
            offer_key=12,
            shown_from_on=date.max,
            employer_name="Brightpath Staffing",
        )
        session.add(
            JobPostingPlaceRow(
                posting_id=AGENCY, precision="zip", place_name="Hammond", state="IN", postal_code="46320"
            )
        )
        earlier = NOW - timedelta(days=90)
        _copy(session, BEFORE, first_seen_at=earlier, removed_at=NOW - timedelta(days=40), offer_key=11)
        for one, other in ((11, 12), (12, 11)):
            session.add(OfferLikenessRow(offer_key=one, other_key=other, likeness=0.9, is_same=True))
        session.add(PostingRepostRow(posting_id=REAL, previous_id=BEFORE))
        session.commit()
    engine.dispose()
