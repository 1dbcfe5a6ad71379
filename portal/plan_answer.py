"""What `portal plan` prints: the same ways as the ladder page draws, as data."""

from collections.abc import Mapping
from datetime import date

from portal.answers import answering
from portal.domain.credential import Edge
from portal.domain.model import DataModel
from portal.domain.region import Goal, GoalKind, Region
from portal.settings import Settings
from portal.stacks.calendar import draw_calendar
from portal.stacks.doors import Doors
from portal.stacks.plan_model import Plan, Plans, Step, Way
from portal.store.places import resolve_region
from portal.web.choices import Choices
from portal.web.credentials.renamed import ids_of_today, read_renamed
from portal.web.knowledge import Knowledge
from portal.web.pathways.limits import explain_conflict
from portal.web.pathways.other_ways import find_other_ways, why_it_comes_after
from portal.web.pathways.tabs import choose_plan
from portal.web.pathways.ways import NoTarget, WayFinder, explain_blocks, no_doors
from portal.web.store_session import store_session


class PlanProof(DataModel):
    """One edge through which a step serves the plan, with its evidence (`method` tells published from inferred)."""

    from_credential: str
    kind: str
    to_credential: str
    method: str
    source: str
    document: str
    url: str
    checked_on: date | None


class PlanStep(DataModel):
    """One step of a plan. Units: weeks, US dollars; None is unknown.

    `why` is empty where the step is itself what was asked for. `is_renewal`: it was held and has run out; the weeks
    are 0 and the dollars are the fee.
    """

    credential: str
    name: str
    weeks: float | None
    cost_usd: float | None
    cost_year: int | None
    is_checked: bool
    is_renewal: bool
    why: tuple[PlanProof, ...]


class Booked(DataModel):
    """One step on the calendar. `is_known` False: the days are at the earliest."""

    credential: str
    starts_on: date
    ends_on: date
    is_known: bool


class DueRenewal(DataModel):
    """Something that must be renewed before the plan ends. Units: US dollars; None is unknown."""

    credential: str
    due_on: date
    cost_usd: float | None


class PlanCalendar(DataModel):
    """The days of a plan, one step after another or side by side. Units: weeks from the first day to the last."""

    starts_on: date
    ends_on: date
    weeks: float
    side_by_side: bool
    steps: tuple[Booked, ...]
    renewals: tuple[DueRenewal, ...]


class PlanReport(DataModel):
    """One of the four ways, or `doors`. `weeks` and `cost_usd` are "at least" where a step's figure is unknown."""

    way: str
    steps: tuple[PlanStep, ...]
    weeks: float
    weeks_at_least: bool
    cost_usd: float
    cost_at_least: bool
    all_checked: bool
    is_exact: bool
    return_usd: float | None
    calendar: PlanCalendar


class OtherWayReport(DataModel):
    """Another way than the first, and why it comes after that one. Units: weeks, US dollars."""

    steps: tuple[PlanStep, ...]
    weeks: float
    cost_usd: float
    why_after: str


class DoorsReport(DataModel):
    """What the steps of a goal `doors:N` open. `is_exact` False: no steps can open more than `at_most`."""

    qualifies_now: int
    qualifies: int
    at_most: int
    is_exact: bool


class PlansAnswer(DataModel):
    """`portal plan`: the four ways to a goal, or what blocks, in words, with what would be enough."""

    goal: str
    region: str
    region_name: str
    as_of: date
    held: tuple[str, ...]
    lapsed: tuple[str, ...]
    is_reached: bool
    plans: tuple[PlanReport, ...]
    doors: DoorsReport | None
    others: tuple[OtherWayReport, ...]
    blocked: tuple[str, ...]


def answer_plan(settings: Settings, choices: Choices, *, region: Region, most_others: int = 0) -> PlansAnswer:
    """The four best ways to a goal within the limits, their days, and as many other ways as asked.

    Raises: NotFound for an unknown region, goal or held credential; ValueError without a goal.
    """
    if choices.goal is None:
        raise ValueError("a plan needs a goal")
    renamed = read_renamed(settings.config_dir)
    goal, today = _goal_of_today(choices.goal, renamed), settings.now().date()
    choices = choices.model_copy(
        update={
            "goal": goal,
            "held": ids_of_today(choices.held, renamed),
            "lapsed": ids_of_today(choices.lapsed, renamed),
        }
    )
    with answering(settings) as known:
        session = store_session()
        resolved = resolve_region(session, region)
        for id_ in (*choices.held, *choices.lapsed):
            known.graph.get(id_)
        finder = WayFinder(
            session,
            known,
            goal=goal,
            resolved=resolved,
            within=known.within(resolved, today=today),
            today=today,
        )
        person = finder.person(choices)
        plans, doors, blocked = _solve(finder, choices)
        reports = [_report(finder, choices, found) for way in Way if (found := plans.by_way(way)) is not None]
        if doors is not None and doors.steps:
            reports = [_doors_report(finder, choices, doors)]
        return PlansAnswer(
            goal=str(goal),
            region=str(region),
            region_name=resolved.label,
            as_of=today,
            held=person.held,
            lapsed=person.lapsed,
            is_reached=plans.is_reached,
            plans=tuple(reports),
            doors=None
            if doors is None
            else DoorsReport(
                qualifies_now=doors.qualifies_now,
                qualifies=doors.qualifies,
                at_most=doors.at_most,
                is_exact=doors.is_exact,
            ),
            others=_others(finder, choices, plans, most=most_others),
            blocked=blocked,
        )


def _goal_of_today(goal: Goal, renamed: Mapping[str, str]) -> Goal:
    return goal.model_copy(update={"value": renamed.get(goal.value, goal.value)})


def _solve(finder: WayFinder, choices: Choices) -> tuple[Plans, Doors | None, tuple[str, ...]]:
    nothing = Plans(is_reached=False)
    if finder.goal.kind is GoalKind.DOORS:
        doors = finder.doors(choices)
        return nothing, doors, () if doors.steps else (no_doors(choices).reason,)
    try:
        plans = finder.plans(choices)
        if plans.is_reached or plans.fastest is not None:
            return plans, None, ()
        conflict = explain_conflict(
            finder.known, choices, solve=finder.plans, took=lambda found: finder.took(choices, found)
        )
    except NoTarget as error:
        return nothing, None, (str(error),)
    if conflict is not None:
        return plans, None, (conflict.reason, *conflict.lines)
    told = explain_blocks(finder.known, choices, plans)
    return plans, None, (told.reason, *told.lines)


def _others(finder: WayFinder, choices: Choices, plans: Plans, *, most: int) -> tuple[OtherWayReport, ...]:
    best = choose_plan(plans, choices.way)
    if not most or best is None:
        return ()
    told = [tuple(s.credential_id for s in each.steps) for way in Way if (each := plans.by_way(way))]
    found = find_other_ways(finder, choices, shown=best.steps, told=told)
    return tuple(
        OtherWayReport(
            steps=_steps(finder.known, each.steps),
            weeks=each.weeks,
            cost_usd=each.cost_usd,
            why_after=why_it_comes_after(best.steps, each.steps),
        )
        for each in found[:most]
    )


def _report(finder: WayFinder, choices: Choices, plan: Plan) -> PlanReport:
    return PlanReport(
        way=plan.way.value,
        steps=_steps(finder.known, plan.steps),
        weeks=plan.weeks,
        weeks_at_least=plan.weeks_at_least,
        cost_usd=plan.cost_usd,
        cost_at_least=plan.cost_at_least,
        all_checked=plan.all_checked,
        is_exact=plan.is_exact,
        return_usd=plan.return_parts.total_usd,
        calendar=_calendar(finder, choices, plan.steps),
    )


def _doors_report(finder: WayFinder, choices: Choices, doors: Doors) -> PlanReport:
    return PlanReport(
        way="doors",
        steps=_steps(finder.known, doors.steps),
        weeks=doors.weeks,
        weeks_at_least=doors.weeks_at_least,
        cost_usd=doors.cost_usd,
        cost_at_least=doors.cost_at_least,
        all_checked=all(_is_checked(step) for step in doors.steps),
        is_exact=doors.is_exact,
        return_usd=None,
        calendar=_calendar(finder, choices, doors.steps),
    )


def _calendar(finder: WayFinder, choices: Choices, steps: tuple[Step, ...]) -> PlanCalendar:
    starts_on = max(choices.starts_on or finder.today, finder.today)
    drawn = draw_calendar(
        finder.terrain(choices), steps, starts_on=starts_on, side_by_side=choices.side_by_side
    )
    return PlanCalendar(
        starts_on=starts_on,
        ends_on=drawn.ends_on,
        weeks=drawn.weeks,
        side_by_side=choices.side_by_side,
        steps=tuple(
            Booked(
                credential=each.credential_id,
                starts_on=each.starts_on,
                ends_on=each.ends_on,
                is_known=each.is_known,
            )
            for each in drawn.bookings
        ),
        renewals=tuple(
            DueRenewal(credential=each.credential_id, due_on=each.due_on, cost_usd=each.cost_usd)
            for each in drawn.renewals
        ),
    )


def _steps(known: Knowledge, steps: tuple[Step, ...]) -> tuple[PlanStep, ...]:
    return tuple(
        PlanStep(
            credential=step.credential_id,
            name=known.graph.get(step.credential_id).name,
            weeks=step.weeks,
            cost_usd=step.cost_usd,
            cost_year=step.cost_year,
            is_checked=_is_checked(step),
            is_renewal=step.is_renewal,
            why=tuple(_proof(edge) for edge in (*step.why, *step.standing)),
        )
        for step in steps
    )


def _is_checked(step: Step) -> bool:
    return step.weeks_checked and step.cost_checked and step.edges_checked


def _proof(edge: Edge) -> PlanProof:
    return PlanProof(
        from_credential=edge.from_id,
        kind=edge.kind.value,
        to_credential=edge.to_id,
        method=edge.evidence.method.value,
        source=edge.evidence.source,
        document=edge.evidence.document,
        url=edge.evidence.url,
        checked_on=edge.evidence.checked_on,
    )
