"""What the ladder page shows."""

from collections.abc import Sequence
from datetime import datetime

from pydantic import Field
from sqlmodel import Session

from portal.domain.credential import EducationLevel
from portal.domain.model import DataModel
from portal.domain.region import Goal, GoalKind, RegionKind, ResolvedRegion
from portal.stacks.doors import Doors
from portal.stacks.plan_model import Plan, Plans, Step, Way
from portal.stacks.unlock import UnlockAnswer
from portal.web.choices import Choices
from portal.web.formats import day, weeks
from portal.web.jobs.filters import JobFilters
from portal.web.jobs.view_models import place_text, wider
from portal.web.knowledge import Knowledge
from portal.web.pathways.goals import GoalView, read_goal
from portal.web.pathways.holding import Holding, build_holding
from portal.web.pathways.limits import (
    DELIVERY_WISHES,
    WEEK_CHOICES,
    LimitChip,
    WayOut,
    build_limit_chips,
    explain_conflict,
)
from portal.web.pathways.pinned import read_pinned
from portal.web.pathways.rungs import Climb, Rung, build_rungs, target_occupations
from portal.web.pathways.tabs import WayTab, build_tabs, choose_plan, explain_gap, explain_return
from portal.web.pathways.timeline import Timeline, build_timeline
from portal.web.pathways.together import Together, find_together
from portal.web.pathways.ways import (
    Blocked,
    NoTarget,
    WayFinder,
    explain_blocks,
    explain_doors,
    no_doors,
)
from portal.web.qr import QrCode, build_qr
from portal.web.translate import gettext
from portal.web.wages import LocalWages
from portal.web.words import EDUCATION_NAMES, region_label, region_note

DRAWN_AS_STAIR = 5
"""More rungs than this do not stand side by side; they are drawn as a ladder."""


class Standing(DataModel):
    """Where the person stands before all open jobs of the place. `likely` are among the unknown ones."""

    total: int
    one_away: int
    further: int
    unknown: int
    likely: int
    one_away_url: str
    further_url: str
    unknown_url: str
    all_url: str


class ChangeForm(DataModel):
    """What the form on the ladder offers: place, limits, and what to tell about oneself."""

    hidden: tuple[tuple[str, str], ...]
    place: str
    place_code: str
    """The code of a place that has no name which one could type; else empty."""
    miles: int
    education_levels: tuple[tuple[str, str], ...]
    deliveries: tuple[tuple[str, str], ...]
    week_choices: tuple[tuple[int, str], ...]


class Found(DataModel):
    """What was found for the goal: steps and how they were chosen, or what blocks."""

    steps: tuple[Step, ...] = ()
    tabs: tuple[WayTab, ...] = ()
    notes: tuple[str, ...] = ()
    blocked: Blocked | None = None
    is_pinned: bool = False
    best_url: str = ""
    """Where a way chosen by hand is drawn: the address of the best one."""
    notice: str = ""


class LadderPage(DataModel):
    """The whole ladder page."""

    goal: GoalView
    choices: Choices
    region_label: str
    region_note: str
    today: str
    address: str
    """The whole address of this ladder, to write down or to read from paper."""
    qr: QrCode
    holding: Holding
    change_url: str
    goals_url: str
    other_ways_url: str
    limits: tuple[LimitChip, ...]
    form: ChangeForm
    found: Found
    rungs: tuple[Rung, ...]
    draws_stair: bool
    is_there: bool
    timeline: Timeline | None
    together: tuple[Together, ...]
    standing: Standing
    wider_url: str
    has_samples: bool
    """Whether a posting of the place is made up."""
    errors: dict[str, str] = Field(default_factory=dict)
    """What could not be read in the address, by the name of its part; it was left out."""
    gone_goal: str = ""
    near_goals: tuple[WayOut, ...] = ()
    """Where the address names a credential that is gone: the goals that come nearest, the one shown left out."""


def build_ladder_page(
    session: Session,
    known: Knowledge,
    asked: Choices,
    *,
    goal: Goal,
    resolved: ResolvedRegion,
    now: datetime,
    site_url: str,
) -> LadderPage:
    """The ladder from what is held to the goal, with the jobs and wages of the place.

    `site_url` is the site's own address without a slash at its end, for what is printed.
    Raises: NotFound when the goal names nothing that we know.
    """
    named = read_goal(known, goal)
    choices = asked.with_(region=resolved.region, goal=goal, steps=asked.steps).known(
        frozenset(known.graph.ids)
    )
    today = now.date()
    within = known.within(resolved, today=today)
    finder = WayFinder(session, known, goal=goal, resolved=resolved, within=within, today=today)
    person = finder.person(choices)
    answer = known.index.answer(person, within.reach)
    found = find(finder, choices)
    ids = tuple(step.credential_id for step in found.steps)
    climb = Climb(
        known=known,
        choices=choices,
        person=person,
        mask=within.mask,
        wages=LocalWages(
            session, known, resolved=resolved, soc_codes=target_occupations(known, (*choices.held, *ids))
        ),
        goal_soc=named.soc_code,
        likely=answer.likely,
    )
    rungs = build_rungs(climb, found.steps)
    is_there = found.blocked is None and not found.steps
    shows_pairs = goal.kind is GoalKind.DOORS or is_there
    address = site_url + choices.url()
    return LadderPage(
        goal=named,
        choices=choices,
        region_label=region_label(resolved),
        region_note=region_note(resolved),
        today=day(now),
        address=address,
        qr=build_qr(address),
        holding=build_holding(known, choices, asked=asked, lapsed=person.lapsed, steps=ids[:-1]),
        change_url=choices.url("/"),
        goals_url=choices.with_(goal=None).url("/ladder/goals"),
        other_ways_url=choices.url("/ladder/other-ways") if _has_other_ways(goal, found) else "",
        limits=build_limit_chips(choices),
        form=_form(choices, resolved),
        found=found,
        rungs=rungs,
        draws_stair=len(rungs) <= DRAWN_AS_STAIR,
        is_there=is_there,
        timeline=build_timeline(
            known, choices, terrain=finder.terrain(choices), steps=found.steps, today=today
        )
        if found.steps
        else None,
        together=find_together(known, choices, person=person, reach=within.reach) if shows_pairs else (),
        standing=_standing(answer, choices),
        wider_url=choices.with_(region=wider(resolved), steps=choices.steps).url(),
        has_samples=known.has_samples(within.mask),
    )


def find(finder: WayFinder, choices: Choices) -> Found:
    """The steps to draw: those chosen by hand where they still stand, else those of the way asked for."""
    known = finder.known
    try:
        if finder.goal.kind is GoalKind.DOORS:
            return _doors(finder.doors(choices), choices)
        pinned = (
            read_pinned(
                known.graph, finder.terrain(choices), choices.steps, targets=tuple(finder.targets(choices))
            )
            if choices.steps
            else None
        )
        plans = finder.plans(choices)
    except NoTarget as error:
        advice = gettext("Look at the open jobs: each says what it asks for.")
        return Found(blocked=Blocked(reason=str(error), advice=advice, outs=error.outs))
    plan = choose_plan(plans, choices.way)
    if plan is None:
        return Found(blocked=None if plans.is_reached else _blocked(finder, choices, plans))
    tabs = build_tabs(plans, choices, current=plan)
    if pinned is not None and pinned.steps:
        others = tuple(tab.model_copy(update={"is_current": False}) for tab in tabs)
        url = choices.with_(steps=()).url()
        return Found(steps=pinned.steps, tabs=others, is_pinned=True, best_url=url)
    return Found(
        steps=plan.steps, tabs=tabs, notes=_notes(plan), notice=pinned.why_not if pinned is not None else ""
    )


def _doors(doors: Doors, choices: Choices) -> Found:
    if not doors.steps:
        return Found(blocked=no_doors(choices))
    return Found(steps=doors.steps, notes=(explain_doors(doors),))


def _blocked(finder: WayFinder, choices: Choices, plans: Plans) -> Blocked:
    conflict = explain_conflict(
        finder.known,
        choices,
        solve=finder.plans,
        took=lambda plan: finder.took(choices, plan),
    )
    if conflict is not None:
        return Blocked(reason=conflict.reason, lines=conflict.lines, outs=conflict.outs)
    return explain_blocks(finder.known, choices, plans)


def _notes(plan: Plan) -> tuple[str, ...]:
    said = (explain_gap(plan), explain_return(plan) if plan.way is Way.RETURN else "")
    return tuple(note for note in said if note)


def _has_other_ways(goal: Goal, found: Found) -> bool:
    several = {GoalKind.DOORS, GoalKind.CLUSTER, GoalKind.WAGE}
    return bool(found.steps) and not found.is_pinned and goal.kind not in several


def _form(choices: Choices, resolved: ResolvedRegion) -> ChangeForm:
    has_only_code = resolved.region.kind in (RegionKind.METRO, RegionKind.WORKFORCE_REGION)
    every_id = ",".join(dict.fromkeys((*choices.held, *choices.lapsed)))
    hidden = {key: value for key, value in choices.pairs() if key in ("goal", "way", "needs")}
    if every_id:
        hidden["held"] = every_id
    return ChangeForm(
        hidden=tuple(hidden.items()),
        place=region_label(resolved) if has_only_code else place_text(resolved),
        place_code=str(resolved.region) if has_only_code else "",
        miles=resolved.region.radius_miles or 25,
        education_levels=tuple((level.value, str(EDUCATION_NAMES[level])) for level in EducationLevel),
        deliveries=tuple((key, str(name)) for key, name in DELIVERY_WISHES.items()),
        week_choices=tuple((number, weeks(number)) for number in _week_choices(choices.weeks)),
    )


def _week_choices(chosen: int | None) -> Sequence[int]:
    return sorted({*WEEK_CHOICES, *([chosen] if chosen else [])})


def _standing(answer: UnlockAnswer, choices: Choices) -> Standing:
    return Standing(
        total=answer.total,
        one_away=answer.one_away,
        further=answer.further,
        unknown=answer.unknown,
        likely=answer.likely,
        one_away_url=JobFilters(choices=choices, state="one_away").url(),
        further_url=JobFilters(choices=choices, state="further").url(),
        unknown_url=JobFilters(choices=choices, state="unknown").url(),
        all_url=JobFilters(choices=choices).url(),
    )
