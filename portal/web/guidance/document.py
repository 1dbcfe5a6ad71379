"""A person's plan as an individual plan: from the plan, its tasks, local figures and what the form says."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session

from portal.domain.credential import Credential
from portal.domain.errors import NotFound, PortalError
from portal.domain.evidence import Evidence
from portal.domain.individual_plan import (
    Action,
    HeldThing,
    IndividualPlan,
    MarketLine,
    Payment,
    PlanGoal,
    PlanKind,
    PlanSource,
    PlanStep,
    Review,
    Service,
    Signer,
    StepCost,
    StepStatus,
    StepWeeks,
    TeamMember,
)
from portal.domain.plan_document import PlanDocument
from portal.domain.region import Goal, GoalKind
from portal.stacks.plan_model import Step
from portal.store.tasks import Task
from portal.web.formats import day
from portal.web.guidance.market import market_lines
from portal.web.guidance.paper_form import FROM_TASKS, PaperForm, day_or_none
from portal.web.individual_plan_paper import document_language
from portal.web.knowledge import Knowledge
from portal.web.pathways.goals import GoalView, read_goal
from portal.web.plan.addresses import place_of
from portal.web.plan.drawn import draw_saved
from portal.web.plan.view_models import saved_held
from portal.web.translate import gettext
from portal.web.words import credential_name


class NoGoal(PortalError):
    """The plan has no goal that a document could name."""


@dataclass(slots=True)
class _Sources:
    found: dict[tuple[str, str], PlanSource] = field(default_factory=dict)

    def add(self, evidence: Evidence) -> str:
        """Remember the document; say in short where a figure comes from."""
        if evidence.document or evidence.source:
            name = evidence.document or evidence.source
            url = evidence.url if evidence.url.startswith(("http://", "https://")) else ""
            self.found[name, url] = PlanSource(
                document=name[:400],
                publisher=evidence.source[:400],
                url=url[:1000],
                read_on=evidence.checked_on,
            )
        if evidence.checked_on is None:
            return gettext("estimate, not yet checked")
        return gettext("%(source)s, checked %(day)s", source=evidence.source, day=day(evidence.checked_on))


def build_document(
    session: Session,
    known: Knowledge,
    plan: PlanDocument,
    *,
    form: PaperForm,
    tasks: Iterable[Task],
    organisation_name: str,
    site_name: str,
    today: date,
) -> IndividualPlan:
    """The document, in its own language. `tasks` are empty where the person has not said yes to tasks.

    Raises: NoGoal where the plan wants nothing that is known.
    """
    with document_language(form.language):
        return _Maker(session, known, plan, form, today=today).make(
            tuple(tasks), organisation_name=organisation_name, site_name=site_name
        )


class _Maker:
    def __init__(
        self, session: Session, known: Knowledge, plan: PlanDocument, form: PaperForm, *, today: date
    ) -> None:
        self.session, self.known, self.plan, self.form, self.today = session, known, plan, form, today
        self.sources = _Sources()

    def make(self, tasks: tuple[Task, ...], *, organisation_name: str, site_name: str) -> IndividualPlan:
        form, goal = self.form, self._goal()
        view = read_goal(self.known, goal)
        steps = self._steps(tasks) if "steps" in form.parts else ()
        market: tuple[MarketLine, ...] = ()
        if "market" in form.parts and view.soc_code:
            market = market_lines(
                self.session,
                self.known,
                view.soc_code,
                resolved=place_of(self.session, self.plan.region),
                site_name=site_name,
                today=self.today,
            )
        team = tuple(
            TeamMember(
                role=line.role,
                name=line.name,
                duties=tuple(duty for duty in line.duties.splitlines() if duty.strip())[:20],
                contact=line.contact,
            )
            for line in form.team
        )
        return IndividualPlan(
            kind=form.kind,
            language=form.language,
            made_on=self.today,
            person_name=form.person_name,
            organisation_name=organisation_name,
            goal=self._named_goal(goal, view),
            market=market,
            held=self._held() if "held" in form.parts else (),
            steps=steps,
            services=self._services() if "services" in form.parts else (),
            team=team if "team" in form.parts else (),
            reviews=self._reviews() if "reviews" in form.parts else (),
            notes=self.plan.notes if "notes" in form.parts else "",
            help_contact=form.help_contact,
            signers=tuple(Signer(role=one.role, name=one.name) for one in team)
            if "signers" in form.parts
            else (),
            sources=tuple(self.sources.found.values())[:60],
        )

    def _goal(self) -> Goal:
        goals = [each.goal for each in self.plan.wanted]
        chosen = [goal for goal in goals if str(goal) == self.form.goal] or goals
        for goal in chosen:
            try:
                read_goal(self.known, goal)
            except NotFound:
                continue
            return goal
        raise NoGoal("This plan has no goal yet.")

    def _named_goal(self, goal: Goal, view: GoalView) -> PlanGoal:
        return PlanGoal(
            name=view.name,
            language="en" if view.is_english else "",
            soc_code=goal.value if goal.kind is GoalKind.OCCUPATION else None,
            credential_id=goal.value if goal.kind is GoalKind.CREDENTIAL else None,
            own_words=self.form.own_words,
            reach_by=day_or_none(self.form.reach_by),
        )

    def _held(self) -> tuple[HeldThing, ...]:
        until = {each.credential_id: each.last_day for each in self.plan.held_until}
        return tuple(
            HeldThing(name=saved.name, last_day=until.get(saved.key))
            for saved in saved_held(self.known, self.plan)
        )

    def _services(self) -> tuple[Service, ...]:
        return tuple(
            Service(
                name=line.name,
                for_what=line.for_what,
                provider=line.provider,
                payer=line.payer,
                start_on=day_or_none(line.start_on),
            )
            for line in self.form.services
        )

    def _reviews(self) -> tuple[Review, ...]:
        found = ((day_or_none(line.on), line.about) for line in self.form.reviews)
        return tuple(Review(on=on, about=about) for on, about in found if on is not None)

    def _steps(self, tasks: tuple[Task, ...]) -> tuple[PlanStep, ...]:
        others = [task for task in tasks if task.kind == "task" and not task.dropped_on]
        if self.form.steps_from == FROM_TASKS:
            steps = [task for task in tasks if task.kind == "step" and not task.dropped_on]
            steps.sort(key=lambda task: task.position)
            return tuple(self._of_task(task) for task in (*steps, *others))[:40]
        ladder = next((each for each in self.plan.ladders if each.address == self.form.steps_from), None)
        drawn = draw_saved(self.session, self.known, ladder, today=self.today) if ladder else None
        drawn_steps = drawn.steps if drawn else ()
        return (
            *(self._of_step(step) for step in drawn_steps),
            *(self._of_task(task) for task in others),
        )[:40]

    def _of_step(self, step: Step) -> PlanStep:
        credential = self.known.graph.get(step.credential_id)
        return PlanStep(
            name=credential_name(credential),
            kind="credential",
            credential_id=credential.id,
            weeks=self._weeks(step.weeks, credential),
            cost=self._cost(step.cost_usd, credential, year=step.cost_year),
        )

    def _of_task(self, task: Task) -> PlanStep:
        credential = self.known.graph.credentials.get(task.credential_id or "")
        who = task.doer_name or _doer(task.doer, self.form.kind)
        return PlanStep(
            name=credential_name(credential) if credential else task.what,
            kind="credential" if credential else "other",
            credential_id=credential.id if credential else None,
            by=task.due_on,
            weeks=self._weeks(task.weeks, credential),
            cost=self._cost(task.cost_usd, credential),
            payers=(Payment(who=task.payer),) if task.payer else (),
            actions=(Action(who=who, what=task.what, by=task.due_on, is_done=task.done_on is not None),),
            done_when=task.evidence,
            status=StepStatus.DONE if task.done_on else StepStatus.NOT_STARTED,
            done_on=task.done_on,
        )

    def _weeks(self, value: float | None, credential: Credential | None) -> StepWeeks | None:
        """The figure with its source where it is the catalog's; else as those say it who made the plan."""
        if value is None:
            return None
        told = credential.weeks if credential else None
        if told is not None and told.typical == value:
            return StepWeeks(
                low=told.low,
                typical=told.typical,
                high=told.high,
                source=self.sources.add(told.evidence)[:400],
            )
        return StepWeeks(typical=min(value, 1000))

    def _cost(
        self, value: float | None, credential: Credential | None, *, year: int | None = None
    ) -> StepCost | None:
        if value is None:
            return None
        told = credential.cost if credential else None
        if told is not None and told.typical == value:
            return StepCost(
                low=told.low,
                typical=told.typical,
                high=told.high,
                year=told.year,
                source=self.sources.add(told.evidence)[:400],
            )
        return StepCost(typical=value, year=year or self.today.year)


def _doer(doer: str, kind: PlanKind) -> str:
    if doer == "person":
        return gettext("Me")
    if doer == "professional":
        return gettext("VR counselor") if kind is PlanKind.EMPLOYMENT else gettext("School counselor")
    return gettext("Somebody else")
