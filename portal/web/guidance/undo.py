"""What was taken out goes along in the address of the next page, sealed for one person, so that it can be put back."""

from flask import request

from portal.domain.plan_document import InvalidPlan, PlanDocument, read_plan, write_plan
from portal.store.sealing import SealBroken
from portal.web.gate.access import current_person, sealer
from portal.web.guidance.plan_page import Undo
from portal.web.knowledge import knowledge
from portal.web.plan.view_models import name_of

MOST_UNDO = 8000
"""Letters of what an address carries to put things back."""


def undo_token(out: PlanDocument) -> str:
    """What puts things back; empty where there is nothing, or more than an address can carry."""
    if out.is_empty:
        return ""
    token = sealer().seal(write_plan(out), about=_place())
    return token if len(token) <= MOST_UNDO else ""


def read_undo(token: str) -> PlanDocument | None:
    """What was taken out of this person's plan; None for what was not sealed for them here."""
    try:
        return read_plan(sealer().open(token[:MOST_UNDO], about=_place()))
    except (SealBroken, InvalidPlan):
        return None


def undo_of_request() -> Undo | None:
    """What the page offers to put back."""
    token = request.args.get("out", "")
    out = read_undo(token) if token else None
    name = name_of(knowledge(), out) if out is not None else ""
    return Undo(name=name, token=token) if name else None


def _place() -> str:
    return f"plan.undo:{current_person().id}"
