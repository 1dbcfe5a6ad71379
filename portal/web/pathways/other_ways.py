"""Other ways to the goal beside the one that is shown, each with why it comes after."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from portal.domain.credential import Credential, EducationLevel
from portal.domain.errors import PortalError
from portal.domain.model import DataModel
from portal.domain.region import Goal, GoalKind, ResolvedRegion
from portal.stacks.alternatives import Alternative, find_alternatives
from portal.stacks.goal import PlanTarget
from portal.stacks.plan_model import Step, Way
from portal.stacks.terrain import Terrain
from portal.web.choices import Choices
from portal.web.formats import joined, money, weeks
from portal.web.knowledge import Knowledge
from portal.web.pathways.goals import GoalView, read_goal
from portal.web.pathways.limits import read_limits
from portal.web.pathways.pinned import stands
from portal.web.pathways.tabs import choose_plan
from portal.web.pathways.totals import say_total
from portal.web.pathways.ways import NoTarget, WayFinder
from portal.web.translate import gettext
from portal.web.words import credential_name, region_label

MOST = 4
"""So many are looked for; those that stand among the four best ways already, or take a
step that leads nowhere, are not told."""
SHOWN = 3
TRIES = 4_000
"""Sets of steps that are tried: other ways are a help, and a page does not wait long for them."""


class OtherWay(DataModel):
    """One other way. `why` says what it costs or takes more than the one shown, and where it is better."""

    steps: tuple[str, ...]
    in_all: str
    why: str
    instead: str
    url: str


class OtherWaysPage(DataModel):
    """All of them, best first. `compared` tells the way that they are held against; `ladder_url` draws it."""

    goal: GoalView
    region_label: str
    compared: str
    compared_steps: tuple[str, ...]
    ways: tuple[OtherWay, ...]
    ladder_url: str


def find_other_ways(
    finder: WayFinder, choices: Choices, *, shown: Sequence[Step], told: Sequence[tuple[str, ...]]
) -> tuple[Alternative, ...]:
    """Ways that differ from the one shown in more than a name, and that none of the four tabs has.

    Empty for goals that several occupations would reach: there every occupation is another way.
    """
    targets = finder.targets(choices)
    if len(targets) != 1 or not shown:
        return ()
    way = Way.CHEAPEST if choices.way == Way.CHEAPEST else Way.FASTEST
    try:
        found = find_alternatives(
            finder.known.graph,
            finder.person(choices),
            targets[0],
            way=way,
            most=MOST,
            home_state=finder.resolved.home_state,
            limits=read_limits(choices),
            step_limit=TRIES,
        )
    except PortalError:
        return ()
    seen = {frozenset(ids) for ids in told} | {frozenset(step.credential_id for step in shown)}
    terrain = finder.terrain(choices)
    return tuple(
        each
        for each in found
        if frozenset(s.credential_id for s in each.steps) not in seen
        and not _is_detour(terrain, each, targets[0])
    )[:SHOWN]


def _is_detour(terrain: Terrain, other: Alternative, target: PlanTarget) -> bool:
    """Whether the way takes a step that it could leave out: one that saves nothing later, or school for its own sake
    (a degree of no field, which saves a little of the next one)."""
    ids = tuple(step.credential_id for step in other.steps)
    saving = {edge.from_id for step in other.steps for edge in step.standing}
    gives = terrain.graph.gives
    return any(
        stands(terrain, tuple(kept for kept in ids if kept != id_), target)
        for id_ in ids
        if saving.isdisjoint(gives[id_]) or _is_any_degree(terrain.graph.get(id_))
    )


def _is_any_degree(credential: Credential) -> bool:
    level = credential.education_level
    return level is not None and level.rank > EducationLevel.HIGH_SCHOOL.rank and not credential.cip_codes


def build_other_ways_page(
    session: Session,
    known: Knowledge,
    choices: Choices,
    *,
    goal: Goal,
    resolved: ResolvedRegion,
    today: date,
) -> OtherWaysPage:
    """The other ways in words, held against the one that the ladder shows.

    Raises: NotFound when the goal names nothing that we know.
    """
    choices = choices.with_(region=resolved.region)
    within = known.within(resolved, today=today)
    finder = WayFinder(session, known, goal=goal, resolved=resolved, within=within, today=today)
    shown: tuple[Step, ...] = ()
    found: tuple[Alternative, ...] = ()
    try:
        if goal.kind is not GoalKind.DOORS:
            plans = finder.plans(choices)
            plan = choose_plan(plans, choices.way)
            told = [tuple(s.credential_id for s in each.steps) for way in Way if (each := plans.by_way(way))]
            shown = plan.steps if plan else ()
            found = find_other_ways(finder, choices, shown=shown, told=told)
    except NoTarget:
        shown, found = (), ()
    return OtherWaysPage(
        goal=read_goal(known, goal),
        region_label=region_label(resolved),
        compared=_in_all(shown),
        compared_steps=_names(known, shown),
        ways=tuple(_other_way(known, choices, shown=shown, other=each) for each in found),
        ladder_url=choices.url(),
    )


def why_it_comes_after(shown: Sequence[Step], other: Sequence[Step]) -> str:
    """One sentence: what the other way takes more than the one shown, and where it is better.

    Weeks and dollars are compared as far as they are known; where the other's are known less, the sentence says so.
    """
    more_weeks = _weeks(other) - _weeks(shown)
    more_cost = _cost(other) - _cost(shown)
    worse, better = [], []
    if more_weeks >= 1:
        worse.append(gettext("takes %(time)s longer", time=weeks(more_weeks)))
    elif more_weeks <= -1:
        better.append(gettext("is %(time)s shorter", time=weeks(-more_weeks)))
    if more_cost >= 1:
        worse.append(gettext("costs %(cost)s more", cost=money(more_cost)))
    elif more_cost <= -1:
        better.append(gettext("costs %(cost)s less", cost=money(-more_cost)))
    is_less_known = _unknown(other) > _unknown(shown)
    if worse and better:
        said = gettext("It %(worse)s, but %(better)s.", worse=joined(worse), better=joined(better))
    elif worse:
        said = gettext("It %(worse)s.", worse=joined(worse))
    elif better and is_less_known:
        said = gettext("It %(better)s, as far as we know.", better=joined(better))
    elif better:
        said = gettext("It %(better)s.", better=joined(better))
    else:
        said = gettext("It takes as long and costs as much.")
    if is_less_known:
        said += " " + _what_is_unknown(other)
    return said


def _what_is_unknown(steps: Sequence[Step]) -> str:
    if any(step.has_wait for step in steps):
        return gettext("But it asks for work time or age first, and we can't say how long you would wait.")
    return gettext("But not all of its time and cost is known.")


def _other_way(known: Knowledge, choices: Choices, *, shown: Sequence[Step], other: Alternative) -> OtherWay:
    ids = tuple(step.credential_id for step in other.steps)
    mine = {step.credential_id for step in shown}
    added = [credential_name(known.graph.get(id_)) for id_ in ids if id_ not in mine]
    dropped = [
        credential_name(known.graph.get(step.credential_id))
        for step in shown
        if step.credential_id not in ids
    ]
    if added and dropped:
        instead = gettext("%(new)s instead of %(old)s", new=joined(added), old=joined(dropped))
    elif added:
        instead = gettext("with %(new)s", new=joined(added))
    else:
        instead = gettext("without %(old)s", old=joined(dropped))
    return OtherWay(
        steps=_names(known, other.steps),
        in_all=_in_all(other.steps),
        why=why_it_comes_after(shown, other.steps),
        instead=instead[0].upper() + instead[1:],
        url=choices.with_(steps=ids).url(),
    )


def _names(known: Knowledge, steps: Sequence[Step]) -> tuple[str, ...]:
    return tuple(credential_name(known.graph.get(step.credential_id)) for step in steps)


def _weeks(steps: Sequence[Step]) -> float:
    return sum(step.weeks or 0.0 for step in steps)


def _cost(steps: Sequence[Step]) -> float:
    return sum(step.cost_usd or 0.0 for step in steps)


def _unknown(steps: Sequence[Step]) -> int:
    return sum((step.weeks is None) + (step.cost_usd is None) + step.has_wait for step in steps)


def _in_all(steps: Sequence[Step]) -> str:
    return say_total(
        _weeks(steps),
        _cost(steps),
        weeks_at_least=any(step.weeks is None or step.has_wait for step in steps),
        cost_at_least=any(step.cost_usd is None for step in steps),
    )
