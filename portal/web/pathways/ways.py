"""The ways up to a goal, and what stands in the way where there is none."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.domain.credential import CredentialStatus
from portal.domain.model import DataModel
from portal.domain.person import Person
from portal.domain.region import Goal, GoalKind, ResolvedRegion
from portal.domain.states import STATE_NAMES
from portal.stacks.path_search import FoundPath, Weigh, find_path
from portal.stacks.terrain import Amount, Terrain
from portal.web.knowledge import Knowledge
from portal.web.translate import gettext


@dataclass(frozen=True, slots=True)
class Way:
    """One way up: its steps in order and what they take in all."""

    key: str
    steps: tuple[str, ...]
    amount: Amount
    is_exact: bool


class Blocked(DataModel):
    """Why there is no way up."""

    reason: str
    advice: str


WEIGHTS: Mapping[str, Weigh] = {
    "fastest": lambda a: (a.unknown_weeks, a.weeks, a.unknown_costs, a.cost_usd),
    "cheapest": lambda a: (a.unknown_costs, a.cost_usd, a.unknown_weeks, a.weeks),
}


def find_ways(known: Knowledge, person: Person, goal: Goal) -> dict[str, Way]:
    """The best steps by each measure; empty where there is no way."""
    target = _target(known, goal, person.state)
    if not target:
        return {}
    terrain = Terrain(known.graph, person, home_state=person.state)
    ways = {}
    for key, weigh in WEIGHTS.items():
        found: FoundPath | None = find_path(terrain, (target,), weigh)
        if found is not None:
            ways[key] = Way(key=key, steps=found.steps, amount=found.amount, is_exact=found.is_exact)
    return ways


def _target(known: Knowledge, goal: Goal, state: str | None) -> frozenset[str]:
    if goal.kind is GoalKind.CREDENTIAL:
        return frozenset({goal.value})
    if goal.kind is not GoalKind.OCCUPATION:
        return frozenset()
    there = [
        c
        for c in known.catalog.credentials
        if goal.value in c.soc_codes
        and c.status in (CredentialStatus.ACTIVE, CredentialStatus.PROBATIONARY)
        and (c.jurisdiction is None or c.jurisdiction == state)
    ]
    licences = [c for c in there if c.jurisdiction is not None]
    return frozenset(c.id for c in (licences or there))


def explain_blocked(known: Knowledge, goal: Goal, resolved: ResolvedRegion) -> Blocked:
    """Say what stands in the way of a goal to which no way was found."""
    if goal.kind is GoalKind.OCCUPATION and not any(
        goal.value in c.soc_codes for c in known.catalog.credentials
    ):
        return Blocked(
            reason=gettext("We do not know yet which credentials lead to this work."),
            advice=gettext("Look at the open jobs: each says what it asks for."),
        )
    where = STATE_NAMES.get(resolved.home_state or "", gettext("this place"))
    return Blocked(
        reason=gettext("We know of no way up to this in %(place)s.", place=where),
        advice=gettext(
            "The license may belong to another state, or a step may not be offered here. "
            "Choose a wider place or another goal."
        ),
    )
