"""Most doors in the time that a page has: few sets of steps are tried, the rest is filled one best step at a time."""

from portal.domain.person import Person
from portal.stacks.doors import Doors, most_doors
from portal.stacks.plan_model import Limits
from portal.stacks.reach import Reach
from portal.stacks.unlock import UnlockIndex

SETS = 3
"""Sets of steps that are opened; each tries every step that can be taken next, some hundred milliseconds."""


def find_doors(
    index: UnlockIndex,
    person: Person,
    reach: Reach,
    *,
    most_steps: int,
    home_state: str | None,
    limits: Limits,
) -> Doors:
    """Steps that open many jobs, at most `most_steps`, and how many the best could open (`at_most`).

    Exact where the search ends by itself. Where it is cut with steps left, the best single step is added until none
    opens more; `at_most` stays what the search proved.

    Raises: NotFound when the person holds a credential that the catalog does not have.
    """
    found = most_doors(
        index, person, reach, most_steps=most_steps, home_state=home_state, limits=limits, node_limit=SETS
    )
    proven = found.at_most
    while not found.is_exact and len(found.steps) < most_steps:
        held = tuple(dict.fromkeys((*person.held, *(step.credential_id for step in found.steps))))
        more = most_doors(
            index,
            person.model_copy(update={"held": held}),
            reach,
            most_steps=1,
            home_state=home_state,
            limits=_left(limits, found),
            node_limit=1,
        )
        if not more.steps:
            break
        found = found.model_copy(
            update={
                "steps": (*found.steps, *more.steps),
                "weeks": found.weeks + more.weeks,
                "weeks_at_least": found.weeks_at_least or more.weeks_at_least,
                "cost_usd": found.cost_usd + more.cost_usd,
                "cost_at_least": found.cost_at_least or more.cost_at_least,
                "qualifies": more.qualifies,
            }
        )
    return found.model_copy(update={"at_most": proven, "is_exact": found.qualifies >= proven})


def _left(limits: Limits, spent: Doors) -> Limits:
    """What is left of the limits after some steps."""
    return limits.model_copy(
        update={
            "cost_usd": None if limits.cost_usd is None else max(0.0, limits.cost_usd - spent.cost_usd),
            "weeks": None if limits.weeks is None else max(0.0, limits.weeks - spent.weeks),
        }
    )
