"""A posting as a goal: what it requires, as far as credentials can settle it."""

from flask import current_app
from sqlmodel import Session

from portal.domain.job_posting import Requirements
from portal.domain.person import Person
from portal.settings import Settings
from portal.stacks.goal import PlanTarget, posting_target
from portal.store.postings import get_posting, list_places
from portal.web.knowledge import Knowledge


def read_posting_target(session: Session, known: Knowledge, *, person: Person, posting_id: int) -> PlanTarget:
    """The target that an open posting sets for a person.

    Raises: Gone when it is closed; NotFound when it was never there, or asks for nothing that we could read.
    """
    settings: Settings = current_app.extensions["settings"]
    row = get_posting(session, posting_id, now=settings.now())
    places = list_places(session, [posting_id])[posting_id]
    return posting_target(
        known.graph,
        Requirements.model_validate(row.requirements),
        person,
        posting_states=frozenset(place.state for place in places),
        soc_code=row.soc_code,
    )
