"""The best ways to one goal side by side: steps, weeks, cost, pay, open jobs, and why."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from portal.domain.errors import NotFound
from portal.domain.model import DataModel
from portal.domain.plan_document import PlanDocument
from portal.domain.region import Goal, GoalKind, ResolvedRegion
from portal.stacks.plan_model import Plan, Step, Way
from portal.web.choices import Choices
from portal.web.formats import weeks
from portal.web.guidance.current import choices_of
from portal.web.knowledge import Knowledge
from portal.web.pathways.goals import GoalView, read_goal
from portal.web.pathways.rungs import Climb, Rung, build_rungs, target_occupations
from portal.web.pathways.tabs import build_tabs, explain_gap, explain_return
from portal.web.pathways.totals import say_total
from portal.web.pathways.ways import (
    Blocked,
    NoTarget,
    WayFinder,
    explain_blocks,
    explain_doors,
    no_doors,
)
from portal.web.plan.addresses import place_of
from portal.web.translate import gettext
from portal.web.wages import LocalWages, WageLine


class WayColumn(DataModel):
    """One way, or several with the same steps. `jobs_now` are open now, `jobs_then` with all steps too."""

    key: str
    keys: tuple[str, ...] = ()
    """All ways that come to these steps."""
    name: str
    in_all: str
    paycheck: str = ""
    rungs: tuple[Rung, ...]
    steps: tuple[str, ...]
    jobs_now: int
    jobs_then: int
    pay: WageLine | None = None
    notes: tuple[str, ...] = ()
    url: str
    is_saved: bool = False


class WaysTable(DataModel):
    """All ways to one goal. Without columns, `is_there` or `blocked` says why."""

    goal: GoalView
    columns: tuple[WayColumn, ...] = ()
    is_there: bool = False
    blocked: Blocked | None = None
    has_samples: bool = False
    """Whether a job of the place is made up."""


def build_ways(
    session: Session, known: Knowledge, plan: PlanDocument, *, goal: Goal, today: date
) -> WaysTable | None:
    """The ways to a goal for what the plan holds, in its place; None where the goal is no longer known."""
    try:
        named = read_goal(known, goal)
        builder = _Builder(session, known, plan, goal, today=today)
        table = builder.table(named)
    except NotFound:
        return None
    return table.model_copy(update={"has_samples": known.has_samples(builder.within.mask)})


def find_steps(
    session: Session, known: Knowledge, plan: PlanDocument, *, goal: Goal, way: str, today: date
) -> tuple[Choices, tuple[Step, ...]]:
    """The choices of one way to a goal, and its steps as they stand now.

    Raises: NotFound where the goal is not known; NoTarget where it is none that we can plan for.
    """
    read_goal(known, goal)
    builder = _Builder(session, known, plan, goal, today=today)
    choices = builder.choices.with_(way=way)
    if goal.kind is GoalKind.DOORS:
        return choices, builder.finder.doors(choices).steps
    found = builder.finder.plans(choices).by_way(Way(way))
    return choices, found.steps if found else ()


class _Builder:
    def __init__(
        self, session: Session, known: Knowledge, plan: PlanDocument, goal: Goal, *, today: date
    ) -> None:
        self.session, self.known, self.plan, self.goal = session, known, plan, goal
        self.resolved: ResolvedRegion = place_of(session, plan.region)
        self.within = known.within(self.resolved, today=today)
        self.finder = WayFinder(
            session, known, goal=goal, resolved=self.resolved, within=self.within, today=today
        )
        ids = frozenset(known.graph.ids)
        self.choices = choices_of(plan).known(ids).with_(region=self.resolved.region, goal=goal)

    def table(self, named: GoalView) -> WaysTable:
        try:
            if self.goal.kind is GoalKind.DOORS:
                return self._doors(named)
            plans = self.finder.plans(self.choices)
        except NoTarget as error:
            advice = gettext("Look at the open jobs: each says what it asks for.")
            return WaysTable(goal=named, blocked=Blocked(reason=str(error), advice=advice, outs=error.outs))
        if plans.is_reached:
            return WaysTable(goal=named, is_there=True)
        if plans.fastest is None:
            return WaysTable(goal=named, blocked=explain_blocks(self.known, self.choices, plans))
        columns = []
        for tab in build_tabs(plans, self.choices, current=plans.fastest):
            found = plans.by_way(Way(tab.key))
            if found is not None:
                same = [way.value for way in Way if _steps(plans.by_way(way)) == _steps(found)]
                column = self._column(named, tab.key, tab.name, found)
                columns.append(column.model_copy(update={"keys": tuple(same)}))
        return WaysTable(goal=named, columns=tuple(columns))

    def _column(self, named: GoalView, key: str, name: str, found: Plan) -> WayColumn:
        column = self._drawn(named, key, name, found.steps)
        said = (explain_gap(found), explain_return(found) if found.way is Way.RETURN else "")
        return column.model_copy(
            update={
                "in_all": say_total(
                    found.weeks,
                    found.cost_usd,
                    weeks_at_least=found.weeks_at_least,
                    cost_at_least=found.cost_at_least,
                ),
                "notes": tuple(note for note in said if note),
            }
        )

    def _doors(self, named: GoalView) -> WaysTable:
        doors = self.finder.doors(self.choices)
        if not doors.steps:
            return WaysTable(goal=named, blocked=no_doors(self.choices))
        column = self._drawn(named, Way.FASTEST.value, named.name, doors.steps)
        return WaysTable(goal=named, columns=(column.model_copy(update={"notes": (explain_doors(doors),)}),))

    def _drawn(self, named: GoalView, key: str, name: str, steps: tuple[Step, ...]) -> WayColumn:
        choices = self.choices.with_(way=key)
        ids = tuple(step.credential_id for step in steps)
        climb = Climb(
            known=self.known,
            choices=choices,
            person=self.finder.person(choices),
            mask=self.within.mask,
            wages=LocalWages(
                self.session,
                self.known,
                resolved=self.resolved,
                soc_codes=target_occupations(self.known, (*choices.held, *ids)),
            ),
            goal_soc=named.soc_code,
            likely=0,
        )
        here, *rungs = build_rungs(climb, steps)
        return WayColumn(
            key=key,
            keys=(key,),
            name=name,
            in_all="",
            rungs=tuple(rungs),
            steps=ids,
            jobs_now=here.open_jobs,
            jobs_then=here.open_jobs + sum(rung.open_jobs for rung in rungs),
            paycheck=_paycheck(steps, rungs),
            pay=next((rung.wage for rung in reversed(rungs) if rung.wage), None),
            url=choices.url(),
            is_saved=any(each.goal == self.goal and each.steps == ids for each in self.plan.ladders),
        )


def _steps(found: Plan | None) -> tuple[str, ...] | None:
    return tuple(step.credential_id for step in found.steps) if found else None


def _paycheck(steps: Sequence[Step], rungs: Sequence[Rung]) -> str:
    """After how long the first step opens a job here, as far as each step before it says what it takes."""
    gone = 0.0
    for step, rung in zip(steps, rungs, strict=True):
        if step.weeks is None:
            return gettext("We do not know when a new job opens.")
        gone += step.weeks
        if rung.open_jobs:
            return gettext("A new job opens after %(time)s.", time=weeks(gone))
    return gettext("No step opens a new job here today.")
