"""The ways up to a goal, and what stands in the way where there is none."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from sqlmodel import Session

from portal.domain.errors import InvalidCode, NotFound, PortalError
from portal.domain.model import DataModel
from portal.domain.person import Person
from portal.domain.region import Goal, GoalKind, ResolvedRegion
from portal.stacks.doors import Doors, most_doors
from portal.stacks.goal import (
    PlanTarget,
    cluster_targets,
    credential_target,
    occupation_target,
    wage_targets,
)
from portal.stacks.plan import Pay, plan
from portal.stacks.plan_model import Block, Plans
from portal.web.formats import either, number
from portal.web.knowledge import Knowledge
from portal.web.pathways.posting_goal import read_posting_target
from portal.web.translate import gettext, ngettext
from portal.web.wages import LocalWages
from portal.web.words import credential_name


class Blocked(DataModel):
    """Why there is no way up, line by line, and what to do."""

    reason: str
    lines: tuple[str, ...] = ()
    advice: str


def find_doors(
    known: Knowledge,
    person: Person,
    *,
    goal: Goal,
    resolved: ResolvedRegion,
    mask: npt.NDArray[np.bool_],
) -> Doors:
    """The few steps that open the most jobs here."""
    index = known.index
    return most_doors(
        index, person, index.reach(mask), most_steps=int(goal.value), home_state=resolved.home_state
    )


def explain_doors(doors: Doors) -> str:
    """What the steps open in all, and how much more there could be where not all was tried."""
    said = ngettext(
        "With these steps you meet what %(num)s open job asks for.",
        "With these steps you meet what %(num)s open jobs ask for.",
        doors.qualifies,
    )
    if doors.is_exact:
        return said
    more = gettext(
        "We did not try every set of steps: the best could open up to %(most)s.", most=number(doors.at_most)
    )
    return f"{said} {more}"


class NoTarget(Exception):
    """The goal cannot be planned for. The message is for people, in the language of the page."""


def find_ways(
    session: Session,
    known: Knowledge,
    person: Person,
    *,
    goal: Goal,
    resolved: ResolvedRegion,
    mask: npt.NDArray[np.bool_],
) -> Plans:
    """The four best ways to a goal, or what blocks.

    Raises: NoTarget when the goal is none that we can plan for.
    """
    targets = _targets(session, known, person, goal=goal, resolved=resolved)
    codes = {code for target in targets for code in target.soc_codes}
    pay = Pay(median_usd=LocalWages(session, known, resolved=resolved, soc_codes=codes).medians())
    try:
        return plan(
            known.graph,
            person,
            targets,
            index=known.index,
            mask=mask,
            pay=pay,
            home_state=resolved.home_state,
        )
    except (NotFound, InvalidCode):
        raise
    except PortalError as error:
        raise NoTarget(
            gettext("There are too many ways to this goal for us to try. Choose a nearer goal.")
        ) from error


def _targets(
    session: Session, known: Knowledge, person: Person, *, goal: Goal, resolved: ResolvedRegion
) -> Sequence[PlanTarget]:
    graph, state, entry = known.graph, resolved.home_state, known.index.usual_entry
    try:
        if goal.kind is GoalKind.OCCUPATION:
            return (occupation_target(graph, goal.value, home_state=state, usual_entry=entry),)
        if goal.kind is GoalKind.CREDENTIAL:
            return (credential_target(graph, goal.value),)
        if goal.kind is GoalKind.CLUSTER:
            return cluster_targets(graph, goal.value, home_state=state, usual_entry=entry)
        if goal.kind is GoalKind.WAGE:
            codes = {code for credential in graph.credentials.values() for code in credential.soc_codes}
            medians = LocalWages(session, known, resolved=resolved, soc_codes=codes).medians()
            return wage_targets(graph, float(goal.value), medians, home_state=state, usual_entry=entry)
        if goal.kind is GoalKind.POSTING:
            return (read_posting_target(session, known, person=person, posting_id=int(goal.value)),)
    except NotFound as error:
        raise NoTarget(_no_target(goal)) from error
    raise NoTarget(gettext("We cannot plan for this kind of goal yet. Pick a kind of work instead."))


def _no_target(goal: Goal) -> str:
    if goal.kind is GoalKind.POSTING:
        return gettext(
            "We could not read what this job asks for, so we cannot plan for it. Ask the employer."
        )
    if goal.kind is GoalKind.WAGE:
        return gettext("We know of no credential that leads to work with that pay here. Try a lower pay.")
    return gettext("We do not know yet which credentials lead to this here.")


def no_doors() -> Blocked:
    """Say that no step opens anything here."""
    return Blocked(
        reason=gettext("We know of no step that opens more jobs here."),
        advice=gettext("Choose a wider place, or look at the open jobs: each says what it asks for."),
    )


def explain_blocks(known: Knowledge, blocks: Sequence[Block], nearest: str | None = None) -> Blocked:
    """Say what stands in the way, and the nearest goal that can be reached."""
    lines = []
    for block in blocks[:3]:
        names = either([credential_name(known.graph.get(id_)) for id_ in block.wanted[:4]])
        if block.asked_by is None:
            lines.append(
                gettext("You would need %(names)s, and we know of no way to earn that here.", names=names)
            )
        else:
            by = credential_name(known.graph.get(block.asked_by))
            lines.append(
                gettext(
                    "%(by)s asks for %(names)s first, and we know of no way to earn that here.",
                    by=by,
                    names=names,
                )
            )
    if nearest is not None:
        name = credential_name(known.graph.get(nearest))
        lines.append(gettext("The nearest that you can reach on this way: %(name)s.", name=name))
    return Blocked(
        reason=gettext("We know of no way up to this here."),
        lines=tuple(lines),
        advice=gettext(
            "Choose a wider place, another goal, or look at the open jobs: each says what it asks for."
        ),
    )
