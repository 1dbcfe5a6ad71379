"""What a plan makes small, and within which bounds a person looks for it."""

from collections.abc import Sequence

from portal.domain.person import Person
from portal.stacks.goal import PlanTarget
from portal.stacks.graph import CredentialGraph
from portal.stacks.path_search import Fits
from portal.stacks.plan_model import Limits
from portal.stacks.terrain import Amount, Terrain


def terrain_for(
    graph: CredentialGraph,
    person: Person,
    targets: Sequence[PlanTarget],
    *,
    home_state: str | None,
    limits: Limits | None,
) -> Terrain:
    """The terrain on the way to the targets, within what a person wishes.

    Raises: NotFound for an unknown held credential.
    """
    delivery = frozenset(limits.delivery) if limits and limits.delivery else None
    whole = Terrain(graph, person, home_state=home_state, delivery=delivery)
    return whole.toward(group for target in targets for group in target.groups)


def within(limits: Limits | None) -> Fits | None:
    """Whether an amount is within the bounds; None where there is no bound."""
    if limits is None or (limits.cost_usd is None and limits.weeks is None):
        return None
    return lambda amount: limits.fit(cost_usd=amount.cost_usd, weeks=amount.weeks)


def weeks_first(amount: Amount) -> tuple[float, ...]:
    """What *fastest* makes small: weeks, then dollars; unknown ones before known ones."""
    return (amount.unknown_weeks, amount.weeks, amount.unknown_costs, amount.cost_usd)


def dollars_first(amount: Amount) -> tuple[float, ...]:
    """What *cheapest* makes small: dollars, then weeks; unknown ones before known ones."""
    return (amount.unknown_costs, amount.cost_usd, amount.unknown_weeks, amount.weeks)
