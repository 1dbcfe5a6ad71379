"""The ways up to a goal, and what stands in the way where there is none."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from portal.domain.errors import Gone, InvalidCode, NotFound, PortalError
from portal.domain.model import DataModel
from portal.domain.person import Person
from portal.domain.region import Goal, GoalKind, ResolvedRegion
from portal.stacks.doors import Doors
from portal.stacks.goal import (
    PlanTarget,
    cluster_targets,
    credential_target,
    occupation_target,
    wage_targets,
)
from portal.stacks.kept_reaches import Within
from portal.stacks.plan import Pay, plan
from portal.stacks.plan_model import Block, Limits, Plan, Plans
from portal.stacks.terrain import Terrain
from portal.store.postings import find_posting
from portal.web.choices import Choices
from portal.web.formats import either, number
from portal.web.knowledge import Knowledge
from portal.web.matching_config import matching_config
from portal.web.pathways.few_sets import find_doors
from portal.web.pathways.limits import (
    TAUGHT,
    WayOut,
    build_limit_chips,
    read_limits,
    side_by_side_weeks,
    within_time,
)
from portal.web.pathways.posting_goal import read_posting_target
from portal.web.translate import gettext, ngettext
from portal.web.wages import LocalWages
from portal.web.words import credential_name
from portal.web.work_names import name_work


class Blocked(DataModel):
    """Why there is no way up, line by line, and what to do."""

    reason: str
    lines: tuple[str, ...] = ()
    advice: str = ""
    outs: tuple[WayOut, ...] = ()
    """Ways out, one tap each, the first one first."""


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

    def __init__(self, message: str, outs: tuple[WayOut, ...] = ()) -> None:
        super().__init__(message)
        self.outs = outs


class WayFinder:
    """Ways up to one goal in one place on one day, for whatever else a person chooses."""

    def __init__(
        self,
        session: Session,
        known: Knowledge,
        *,
        goal: Goal,
        resolved: ResolvedRegion,
        within: Within,
        today: date,
    ) -> None:
        self.session, self.known = session, known
        self.goal, self.resolved, self.within, self.today = goal, resolved, within, today
        self._medians: dict[frozenset[str], dict[str, float]] = {}

    def person(self, choices: Choices) -> Person:
        """The person as they stand today in this place."""
        return choices.person(state=self.resolved.home_state, today=self.today)

    def plans(self, choices: Choices) -> Plans:
        """The four best ways to the goal within the limits, or what blocks.

        Raises: NoTarget when the goal is none that we can plan for.
        """
        targets = self.targets(choices)
        codes = frozenset(code for target in targets for code in target.soc_codes)
        try:
            found = plan(
                self.known.graph,
                self.person(choices),
                targets,
                index=self.known.index,
                mask=self.within.reach,
                pay=Pay(median_usd=self._median_pay(codes), years=matching_config().return_years),
                home_state=self.resolved.home_state,
                limits=read_limits(choices),
            )
        except (NotFound, InvalidCode):
            raise
        except PortalError as error:
            raise NoTarget(
                gettext("There are too many ways to this goal for us to try. Choose a nearer goal.")
            ) from error
        return within_time(found, choices, self.terrain(choices))

    def doors(self, choices: Choices) -> Doors:
        """The few steps that open the most jobs here."""
        limits = Limits(
            cost_usd=choices.budget_usd, weeks=choices.weeks, delivery=TAUGHT.get(choices.delivery, ())
        )
        return find_doors(
            self.known.index,
            self.person(choices),
            self.within.reach,
            most_steps=int(self.goal.value),
            home_state=self.resolved.home_state,
            limits=limits,
        )

    def terrain(self, choices: Choices) -> Terrain:
        """What the person can earn here, for calendars and for steps chosen by hand."""
        return Terrain(self.known.graph, self.person(choices), home_state=self.resolved.home_state)

    def took(self, choices: Choices, found: Plan) -> float:
        """Weeks of a plan as the person takes it."""
        if not choices.side_by_side:
            return found.weeks
        return side_by_side_weeks(self.terrain(choices), found.steps)

    def targets(self, choices: Choices) -> Sequence[PlanTarget]:
        """What must be held in the end; any one of the targets is enough.

        Raises: NoTarget when the goal is none that we can plan for.
        """
        graph, state, goal = self.known.graph, self.resolved.home_state, self.goal
        entry = self.known.index.usual_entry
        try:
            if goal.kind is GoalKind.OCCUPATION:
                return (occupation_target(graph, goal.value, home_state=state, usual_entry=entry),)
            if goal.kind is GoalKind.CREDENTIAL:
                return (credential_target(graph, goal.value),)
            if goal.kind is GoalKind.CLUSTER:
                return cluster_targets(graph, goal.value, home_state=state, usual_entry=entry)
            if goal.kind is GoalKind.WAGE:
                codes = frozenset(code for each in graph.credentials.values() for code in each.soc_codes)
                medians = self._median_pay(codes)
                return wage_targets(graph, float(goal.value), medians, home_state=state, usual_entry=entry)
            if goal.kind is GoalKind.POSTING:
                person = self.person(choices)
                return (
                    read_posting_target(self.session, self.known, person=person, posting_id=int(goal.value)),
                )
        except Gone as error:
            raise NoTarget(
                gettext("This job is closed, so we cannot plan for it."), self._ladder_to_its_work(choices)
            ) from error
        except NotFound as error:
            raise NoTarget(_no_target(goal)) from error
        raise NoTarget(gettext("We cannot plan for this kind of goal yet. Pick a kind of work instead."))

    def _ladder_to_its_work(self, choices: Choices) -> tuple[WayOut, ...]:
        """The ladder to the occupation of a posting that is closed, where we know it."""
        row = find_posting(self.session, int(self.goal.value))
        if row is None or row.soc_code is None:
            return ()
        goal = Goal(kind=GoalKind.OCCUPATION, value=row.soc_code)
        work = name_work(row.soc_code, self.known.occupation_title(row.soc_code))
        label = gettext("Ladder to %(goal)s", goal=work.title)
        return (WayOut(label=label, url=choices.with_(goal=goal).url()),)

    def _median_pay(self, codes: frozenset[str]) -> dict[str, float]:
        if codes not in self._medians:
            wages = LocalWages(self.session, self.known, resolved=self.resolved, soc_codes=codes)
            self._medians[codes] = wages.medians()
        return self._medians[codes]


def _no_target(goal: Goal) -> str:
    if goal.kind is GoalKind.POSTING:
        return gettext(
            "We could not read what this job asks for, so we cannot plan for it. Ask the employer."
        )
    if goal.kind is GoalKind.WAGE:
        return gettext("We know of no credential that leads to work with that pay here. Try a lower pay.")
    return gettext("We do not know yet which credentials lead to this here.")


def no_doors(choices: Choices) -> Blocked:
    """Say that no step opens anything here; where there are limits, they may be why."""
    limits = build_limit_chips(choices)
    if limits:
        return Blocked(
            reason=gettext("Within your limits, no step opens more jobs here."),
            outs=tuple(
                WayOut(label=gettext("Take off: %(limit)s", limit=each.label), url=each.url)
                for each in limits
            ),
        )
    return Blocked(
        reason=gettext("We know of no step that opens more jobs here."),
        advice=gettext("Choose a wider place, or look at the open jobs: each says what it asks for."),
    )


def explain_blocks(known: Knowledge, choices: Choices, plans: Plans) -> Blocked:
    """Say what stands in the way, and the nearest goal that can be reached, one tap away."""
    lines = [_block_line(known, block) for block in plans.blocks[:3]]
    outs = []
    if plans.nearest is not None:
        name = credential_name(known.graph.get(plans.nearest))
        lines.append(gettext("The nearest that you can reach on this way: %(name)s.", name=name))
        goal = Goal(kind=GoalKind.CREDENTIAL, value=plans.nearest)
        outs.append(
            WayOut(label=gettext("Ladder to %(goal)s", goal=name), url=choices.with_(goal=goal).url())
        )
    return Blocked(
        reason=gettext("We know of no way up to this here."),
        lines=tuple(lines),
        advice=gettext(
            "Choose a wider place, another goal, or look at the open jobs: each says what it asks for."
        ),
        outs=tuple(outs),
    )


def _block_line(known: Knowledge, block: Block) -> str:
    names = either([credential_name(known.graph.get(id_)) for id_ in block.wanted[:4]])
    if block.asked_by is None:
        return gettext("You would need %(names)s, and we know of no way to earn that here.", names=names)
    by = credential_name(known.graph.get(block.asked_by))
    return gettext(
        "%(by)s asks for %(names)s first, and we know of no way to earn that here.", by=by, names=names
    )
