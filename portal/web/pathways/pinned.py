"""A way that somebody chose by hand or saved: taken as it is where it still stands, else left out and told."""

from portal.domain.model import DataModel
from portal.stacks.goal import PlanTarget
from portal.stacks.graph import CredentialGraph
from portal.stacks.plan_model import Step
from portal.stacks.plan_steps import describe_steps
from portal.stacks.terrain import Terrain
from portal.web.translate import gettext


class Pinned(DataModel):
    """The steps of a way chosen by hand; where it no longer stands, none and `why_not`."""

    steps: tuple[Step, ...] = ()
    why_not: str = ""


def read_pinned(
    graph: CredentialGraph, terrain: Terrain, ids: tuple[str, ...], *, targets: tuple[PlanTarget, ...]
) -> Pinned:
    """Check a way step by step: each is known, can be earned here, can be started when its turn comes, and all
    together reach the goal. What the person holds by now is left out of it.
    """
    gone = graph.unknown_ids(ids)
    if gone:
        return Pinned(
            why_not=gettext(
                "A step of your saved way is no longer in our list: %(names)s. Here is the best way now.",
                names=", ".join(gone),
            )
        )
    closure, left = terrain.closure, []
    for id_ in ids:
        if id_ in closure:
            continue
        if id_ not in terrain.can_earn or not terrain.is_open(id_, closure):
            return Pinned(why_not=_changed())
        left.append(id_)
        closure = graph.extend(closure, id_)
    reached = [target for target in targets if not any(closure.isdisjoint(group) for group in target.groups)]
    if not reached:
        return Pinned(why_not=_changed())
    return Pinned(steps=describe_steps(terrain, left, reached))


def stands(terrain: Terrain, ids: tuple[str, ...], target: PlanTarget) -> bool:
    """Whether these steps, in this order, can each be started when their turn comes and reach the target."""
    closure = terrain.closure
    for id_ in ids:
        if not terrain.is_open(id_, closure):
            return False
        closure = terrain.graph.extend(closure, id_)
    return not any(closure.isdisjoint(group) for group in target.groups)


def _changed() -> str:
    return gettext(
        "Your saved way no longer leads to this goal from what you hold. Here is the best way now."
    )
