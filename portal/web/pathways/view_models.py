"""What the ladder page shows."""

from datetime import datetime

from sqlmodel import Session

from portal.domain.credential import EducationLevel
from portal.domain.model import DataModel
from portal.domain.region import Goal, ResolvedRegion
from portal.stacks.region_mask import region_mask
from portal.stacks.unlock import UnlockAnswer
from portal.web.choices import WAYS, Choices
from portal.web.formats import day
from portal.web.jobs.filters import JobFilters
from portal.web.jobs.view_models import place_text, wider
from portal.web.knowledge import Knowledge
from portal.web.live import LiveCount, build_live_count
from portal.web.pathways.goals import GoalView, read_goal
from portal.web.pathways.rungs import Climb, Rung, build_rungs, wanted_occupations
from portal.web.pathways.tabs import WayTab, build_tabs
from portal.web.pathways.ways import Blocked, explain_blocked, find_ways
from portal.web.start.view_models import DIPLOMAS
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
    unknown_url: str
    all_url: str


class LadderPage(DataModel):
    """The whole ladder page."""

    goal: GoalView
    choices: Choices
    region_label: str
    place: str
    miles: int
    today: str
    held: tuple[Chip, ...]
    suggestions: tuple[Chip, ...]
    unknown_held: tuple[str, ...]
    change_url: str
    tabs: tuple[WayTab, ...]
    rungs: tuple[Rung, ...]
    draws_stair: bool
    blocked: Blocked | None
    is_there: bool
    standing: Standing
    wider_url: str
    education_levels: tuple[tuple[str, str], ...]
    hidden: tuple[tuple[str, str], ...]
    live: LiveCount


def build_ladder_page(
    session: Session,
    known: Knowledge,
    choices: Choices,
    *,
    goal: Goal,
    resolved: ResolvedRegion,
    now: datetime,
) -> LadderPage:
    """The ladder from what is held to the goal, with the jobs and wages of the place.

    Raises: NotFound when the goal names nothing that we know.
    """
    named = read_goal(known, goal)
    unknown_held = known.graph.unknown_ids(choices.held)
    choices = choices.with_(
        region=resolved.region, held=tuple(id_ for id_ in choices.held if id_ not in unknown_held)
    )
    person = choices.person(state=resolved.home_state)
    mask = region_mask(known.index.columns, resolved, today=now.date())
    ways = find_ways(known, person, goal)
    way = ways.get(choices.way) or next(iter(ways.values()), None)
    steps = way.steps if way else ()
    climb = Climb(
        known=known,
        choices=choices,
        person=person,
        mask=mask,
        wages=LocalWages(
            session, known, resolved=resolved, soc_codes=wanted_occupations(known, (*choices.held, *steps))
        ),
        goal_soc=named.soc_code,
    )
    rungs = build_rungs(climb, steps)
    return LadderPage(
        goal=named,
        choices=choices,
        region_label=region_label(resolved),
        place=place_text(resolved),
        miles=resolved.region.radius_miles or 25,
        today=day(now.date()),
        held=tuple(_chip(known, choices, id_) for id_ in choices.held),
        suggestions=_suggestions(known, choices, steps),
        unknown_held=unknown_held,
        change_url=choices.url("/"),
        tabs=build_tabs(ways, choices, current=way.key if way else WAYS[0]),
        rungs=rungs,
        draws_stair=len(rungs) <= DRAWN_AS_STAIR,
        blocked=None if way else explain_blocked(known, goal, resolved),
        is_there=way is not None and not steps,
        standing=_standing(known.index.answer(person, mask), choices),
        wider_url=choices.with_(region=wider(resolved)).url(),
        education_levels=tuple((level.value, str(EDUCATION_NAMES[level])) for level in EducationLevel),
        hidden=tuple(pair for pair in choices.pairs() if pair[0] in ("goal", "held", "way")),
        live=build_live_count(session, now=now),
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
        unknown_url=JobFilters(choices=choices, state="unknown").url(),
        all_url=JobFilters(choices=choices).url(),
    )
