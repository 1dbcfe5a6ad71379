"""A saved ladder as it stands today, for the calendar, for paper and for what changed."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from portal.domain.errors import PortalError
from portal.domain.plan_document import SavedLadder
from portal.domain.region import Goal, ResolvedRegion
from portal.stacks.kept_reaches import Within
from portal.stacks.plan_model import Step
from portal.web.choices import Choices
from portal.web.knowledge import Knowledge
from portal.web.pathways.view_models import find
from portal.web.pathways.ways import WayFinder
from portal.web.plan.addresses import place_of, read_ladder_address


@dataclass(frozen=True, slots=True)
class DrawnLadder:
    """A ladder: `steps` are empty where its end is reached, or where `is_blocked`."""

    goal: Goal
    choices: Choices
    resolved: ResolvedRegion
    within: Within
    finder: WayFinder
    steps: tuple[Step, ...]
    is_blocked: bool


def draw_saved(session: Session, known: Knowledge, ladder: SavedLadder, *, today: date) -> DrawnLadder | None:
    """The ladder; None where its goal or place is no longer known."""
    try:
        choices = read_ladder_address(ladder.address).known(frozenset(known.graph.ids))
        if choices.goal is None:
            return None
        resolved = place_of(session, choices.region)
        within = known.within(resolved, today=today)
        finder = WayFinder(session, known, goal=choices.goal, resolved=resolved, within=within, today=today)
        found = find(finder, choices)
    except PortalError:
        return None
    return DrawnLadder(
        goal=choices.goal,
        choices=choices,
        resolved=resolved,
        within=within,
        finder=finder,
        steps=found.steps,
        is_blocked=found.blocked is not None,
    )
