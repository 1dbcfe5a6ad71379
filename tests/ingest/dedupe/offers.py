"""Postings written for the tests of duplicates: words of their own, as rows of a store or as facts."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlmodel import Session

from ingest.dedupe.traits import OfferFacts
from portal.store.tables import JobPostingPlaceRow, JobPostingRow

NOW = datetime(2026, 6, 20, 12, tzinfo=UTC)
GARY, HAMMOND = ("IN", "Gary", "46402"), ("IN", "Hammond", "46320")
NURSING = (
    "Lakeside Care Center looks for a nursing assistant who likes people. You help residents wash, dress and eat, you "
    "write down what you see, and you tell the nurse at once when somebody is not well. We teach you how we lift and "
    "move people safely. You work with two others on a hall of twenty beds. You need a state certificate as a nursing "
    "assistant and a current card in life support. We pay for your uniform, give you a meal on each shift and offer "
    "health insurance from the first month. Call Maria at the front desk or send us two lines about yourself."
)
WELDING = (
    "Calumet Steel Works hires a welder for its repair shop. You read drawings, cut plate to size, and join beams with "
    "stick and wire. You check your seams against the gauge and grind what is not even. Two years in a shop are asked, "
    "and a test piece on the first day. The plant is loud; we give you ear protection, boots and a locker. Our crane "
    "operators work closely with you, and every Friday the crew meets to plan the next week together over coffee."
)


def facts(**changed: Any) -> OfferFacts:
    """One offer; name what differs."""
    plain: dict[str, Any] = {
        "title": "Nursing Assistant",
        "employer_name": "Lakeside Care Center",
        "text": NURSING,
        "places": (GARY,),
    }
    return OfferFacts(**plain | changed)


def add(
    session: Session,
    ref: str,
    *,
    source: str = "board",
    places: Sequence[tuple[str, str, str]] = (GARY,),
    last_day: date | None = None,
    text: str = NURSING,
    **changed: Any,
) -> JobPostingRow:
    """One posting in the store."""
    plain: dict[str, Any] = {
        "source_key": source,
        "source_ref": ref,
        "content_hash": ref,
        "title": "Nursing Assistant",
        "employer_name": "Lakeside Care Center",
        "description_text": text,
        "valid_through_on": last_day,
        "first_seen_at": NOW,
        "changed_at": NOW,
        "employment_types": [],
        "soc_candidates": [],
        "requirements_state": "nothing_found",
        "requirements": {"state": "nothing_found"},
    }
    row = JobPostingRow(**plain | changed)
    session.add(row)
    session.flush()
    for state, town, code in places:
        session.add(
            JobPostingPlaceRow(
                posting_id=row.id, precision="zip", place_name=town, state=state, postal_code=code or None
            )
        )
    session.flush()
    return row
