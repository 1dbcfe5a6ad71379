"""What the ladder page shows."""

from datetime import datetime

from sqlmodel import Session

from portal.domain.credential import EducationLevel
from portal.domain.model import DataModel
from portal.domain.region import Goal, GoalKind, RegionKind, ResolvedRegion
from portal.stacks.doors import Doors
from portal.stacks.plan_model import Plan, Plans, Way
from portal.stacks.region_mask import region_mask
from portal.stacks.unlock import UnlockAnswer
from portal.web.choices import Choices
from portal.web.formats import day
from portal.web.jobs.filters import JobFilters
from portal.web.jobs.view_models import place_text, wider
from portal.web.knowledge import Knowledge
from portal.web.pathways.goals import GoalView, read_goal
from portal.web.pathways.rungs import Climb, Rung, build_rungs, target_occupations
from portal.web.pathways.tabs import WayTab, build_tabs, choose_plan, explain_gap, explain_return
from portal.web.pathways.ways import (
    Blocked,
    NoTarget,
    explain_blocks,
    explain_doors,
    find_doors,
    find_ways,
    no_doors,
)
from portal.web.qr import QrCode, build_qr
from portal.web.start.view_models import DIPLOMAS
from portal.web.translate import gettext
from portal.web.wages import LocalWages
from portal.web.words import EDUCATION_NAMES, credential_name, region_label

DRAWN_AS_STAIR = 5
"""More rungs than this do not stand side by side; they are drawn as a ladder."""
SUGGESTED = 4


class Chip(DataModel):
    """Something that one holds, to put on or take off with one tap."""

    id: str
    label: str
    url: str


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


class LadderPage(DataModel):
    """The whole ladder page."""

    goal: GoalView
    choices: Choices
    region_label: str
    place: str
    place_code: str
    """The code of a place that has no name which one could type; else empty."""
    miles: int
    today: str
    address: str
    """The whole address of this ladder, to write down or to read from paper."""
    qr: QrCode
    held: tuple[Chip, ...]
    suggestions: tuple[Chip, ...]
    unknown_held: tuple[str, ...]
    change_url: str
    tabs: tuple[WayTab, ...]
    notes: tuple[str, ...]
    rungs: tuple[Rung, ...]
    draws_stair: bool
    blocked: Blocked | None
    is_there: bool
    standing: Standing
    wider_url: str
    education_levels: tuple[tuple[str, str], ...]
    hidden: tuple[tuple[str, str], ...]
    has_samples: bool
    """Whether a posting of the place is made up."""


def build_ladder_page(
    session: Session,
    known: Knowledge,
    choices: Choices,
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
    unknown_held = known.graph.unknown_ids(choices.held)
    choices = choices.with_(
        region=resolved.region, held=tuple(id_ for id_ in choices.held if id_ not in unknown_held)
    )
    person = choices.person(state=resolved.home_state)
    mask = region_mask(known.index.columns, resolved, today=now.date())
    answer = known.index.answer(person, mask)
    plan: Plan | None = None
    tabs: tuple[WayTab, ...] = ()
    blocked: Blocked | None = None
    doors: Doors | None = None
    try:
        if goal.kind is GoalKind.DOORS:
            doors = find_doors(known, person, goal=goal, resolved=resolved, mask=mask)
            plans = Plans(is_reached=False)
        else:
            plans = find_ways(session, known, person, goal=goal, resolved=resolved, mask=mask)
    except NoTarget as error:
        blocked = Blocked(
            reason=str(error), advice=gettext("Look at the open jobs: each says what it asks for.")
        )
    else:
        plan = choose_plan(plans, choices.way)
        if plan is not None:
            tabs = build_tabs(plans, choices, current=plan)
        elif doors is not None:
            blocked = None if doors.steps else no_doors()
        elif not plans.is_reached:
            blocked = explain_blocks(known, plans.blocks, plans.nearest)
    steps = plan.steps if plan else doors.steps if doors else ()
    ids = tuple(step.credential_id for step in steps)
    climb = Climb(
        known=known,
        choices=choices,
        person=person,
        mask=mask,
        wages=LocalWages(
            session, known, resolved=resolved, soc_codes=target_occupations(known, (*choices.held, *ids))
        ),
        goal_soc=named.soc_code,
        likely=answer.likely,
    )
    rungs = build_rungs(climb, steps)
    has_only_code = resolved.region.kind in (RegionKind.METRO, RegionKind.WORKFORCE_REGION)
    address = site_url + choices.url()
    return LadderPage(
        goal=named,
        choices=choices,
        region_label=region_label(resolved),
        place=region_label(resolved) if has_only_code else place_text(resolved),
        place_code=str(resolved.region) if has_only_code else "",
        miles=resolved.region.radius_miles or 25,
        today=day(now),
        address=address,
        qr=build_qr(address),
        held=tuple(_chip(known, choices, id_) for id_ in choices.held),
        suggestions=_suggestions(known, choices, ids[:-1]),
        unknown_held=unknown_held,
        change_url=choices.url("/"),
        tabs=tabs,
        notes=tuple(
            note
            for note in (explain_gap(plan), explain_return(plan) if plan.way is Way.RETURN else "")
            if note
        )
        if plan
        else ((explain_doors(doors),) if doors and doors.steps else ()),
        rungs=rungs,
        draws_stair=len(rungs) <= DRAWN_AS_STAIR,
        blocked=blocked,
        is_there=blocked is None and not steps,
        standing=_standing(answer, choices),
        wider_url=choices.with_(region=wider(resolved)).url(),
        education_levels=tuple((level.value, str(EDUCATION_NAMES[level])) for level in EducationLevel),
        hidden=tuple(pair for pair in choices.pairs() if pair[0] in ("goal", "held", "way")),
        has_samples=known.has_samples(mask),
    )


def _chip(known: Knowledge, choices: Choices, credential_id: str) -> Chip:
    return Chip(
        id=credential_id,
        label=credential_name(known.graph.get(credential_id)),
        url=choices.toggled(credential_id).url(),
    )


def _suggestions(known: Knowledge, choices: Choices, steps: tuple[str, ...]) -> tuple[Chip, ...]:
    """What many on this way already hold: diplomas first, then the steps themselves."""
    ids = dict.fromkeys((*DIPLOMAS[:1], *steps))
    closure = known.graph.closure(choices.held)
    fitting = [id_ for id_ in ids if id_ in known.graph.credentials and id_ not in closure]
    return tuple(_chip(known, choices, id_) for id_ in fitting[:SUGGESTED])


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
