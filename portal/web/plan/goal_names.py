"""What a goal of a plan is called, also where it is no longer known."""

from portal.domain.errors import NotFound
from portal.domain.region import Goal
from portal.web.knowledge import Knowledge
from portal.web.pathways.goals import read_goal


def goal_name(known: Knowledge, goal: Goal) -> str:
    """Its name in the language of the page, else as it stands in the plan."""
    try:
        return read_goal(known, goal).name
    except NotFound:
        return str(goal)
