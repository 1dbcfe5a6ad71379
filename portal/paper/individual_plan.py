"""An individual plan as a sheet: what it is for, who does what by when, and what is still open."""

from collections.abc import Iterator

from portal.domain.individual_plan import HeldThing, IndividualPlan, Named, PlanKind, Service
from portal.domain.plan_open_parts import OpenPart, list_open_parts
from portal.paper.plan_steps import step_sections, step_sources
from portal.paper.sheet import Blank, Entry, Section, Sheet, Table, Words
from portal.paper.wording import Wording


def individual_plan_sheet(
    plan: IndividualPlan, wording: Wording, *, site_name: str, is_large: bool = False
) -> Sheet:
    """The sheet of a plan, in the language of `wording`, which must be the plan's. Its title names nobody."""
    parts = (
        _goal(plan, wording),
        _market(plan, wording),
        _held(plan, wording),
        step_sections(plan, wording),
        _services(plan, wording),
        _team(plan, wording),
        _reviews(plan, wording),
        _notes(plan, wording),
        _open_parts(plan, wording),
        _to_know(plan, wording),
        _signatures(plan, wording),
        _sources(plan, wording),
    )
    return Sheet(
        title=plan_title(plan.kind, wording),
        language=plan.language,
        lead=_lead(plan, wording),
        sections=tuple(section for part in parts for section in part),
        footer=wording.gettext("%(site)s · plan of %(day)s", site=site_name, day=wording.day(plan.made_on)),
        page_words=wording.gettext("Page {n} of {all}"),
        is_large=is_large,
    )


def plan_title(kind: PlanKind, wording: Wording) -> str:
    """What such a plan is called on its first line."""
    if kind is PlanKind.EMPLOYMENT:
        return wording.gettext("My plan for work")
    return wording.gettext("My plan to graduate")


def named(thing: Named) -> Words:
    """A name in its own language."""
    return Words(text=thing.name, language=thing.language)


def own(text: str) -> Words:
    """A text in the language of the sheet."""
    return Words(text=text)


def _lead(plan: IndividualPlan, wording: Wording) -> tuple[Words, ...]:
    made = wording.gettext("Made on %(day)s", day=wording.day(plan.made_on))
    about = [plan.person_name, plan.organisation_name, made]
    lines = [" · ".join(filter(None, about))]
    if plan.kind is PlanKind.EMPLOYMENT:
        lines.append(wording.gettext("Individualized Plan for Employment"))
    return tuple(map(own, lines))


def _goal(plan: IndividualPlan, wording: Wording) -> Iterator[Section]:
    goal = plan.goal
    lines = []
    if goal.soc_code:
        lines.append(wording.gettext("Kind of work: %(code)s in the SOC list of 2018", code=goal.soc_code))
    if goal.reach_by:
        lines.append(wording.gettext("I want to be there by %(day)s.", day=wording.day(goal.reach_by)))
    else:
        lines.append(wording.gettext("No day yet by which I want to be there."))
    if goal.own_words:
        lines.append(wording.gettext("Why I want it: %(words)s", words=goal.own_words))
    yield Section(
        heading=own(wording.gettext("My goal")),
        entries=(Entry(name=named(goal), lines=tuple(map(own, lines))),),
    )


def _market(plan: IndividualPlan, wording: Wording) -> Iterator[Section]:
    if not plan.market:
        return
    rows = []
    for line in plan.market:
        figure = line.figure or " — ".join(filter(None, (wording.gettext("not known"), line.why_unknown)))
        rows.append(tuple(map(own, (line.claim, figure, line.area, line.when, line.source))))
    yield Section(
        heading=own(wording.gettext("Why this goal fits here")),
        table=Table(
            heads=(
                wording.gettext("What"),
                wording.gettext("How much"),
                wording.gettext("Where"),
                wording.gettext("When"),
                wording.gettext("Where we read it"),
            ),
            rows=tuple(rows),
            shares=(2.2, 1.6, 1.8, 1.3, 1.8),
        ),
    )


def _held(plan: IndividualPlan, wording: Wording) -> Iterator[Section]:
    def entry(thing: HeldThing) -> Entry:
        until = (
            wording.gettext("counts until %(day)s", day=wording.day(thing.last_day)) if thing.last_day else ""
        )
        return Entry(name=named(thing), lines=tuple(own(each) for each in (thing.detail, until) if each))

    if plan.held:
        yield Section(
            heading=own(wording.gettext("What I hold")), entries=tuple(entry(each) for each in plan.held)
        )


def _services(plan: IndividualPlan, wording: Wording) -> Iterator[Section]:
    def entry(service: Service) -> Entry:
        lines = [service.for_what]
        if service.provider:
            lines.append(wording.gettext("From: %(who)s", who=service.provider))
        if service.arranged_by:
            lines.append(wording.gettext("How we get it: %(how)s", how=service.arranged_by))
        if service.start_on:
            lines.append(wording.gettext("Starts on %(day)s", day=wording.day(service.start_on)))
        if service.until:
            lines.append(wording.gettext("Until %(day)s", day=wording.day(service.until)))
        if service.payer:
            lines.append(wording.gettext("Who pays: %(who)s", who=service.payer))
        return Entry(name=own(service.name), lines=tuple(own(each) for each in lines if each))

    if plan.services:
        yield Section(
            heading=own(wording.gettext("Help that I get, and what I need at work")),
            entries=tuple(entry(each) for each in plan.services),
        )


def _team(plan: IndividualPlan, wording: Wording) -> Iterator[Section]:
    if not plan.team:
        return
    rows = [
        tuple(
            map(
                own,
                (
                    "\n".join(filter(None, (each.role, each.name))),
                    "\n".join(each.duties) or "–",
                    each.contact or "–",
                ),
            )
        )
        for each in plan.team
    ]
    yield Section(
        heading=own(wording.gettext("My team")),
        table=Table(
            heads=(
                wording.gettext("Who"),
                wording.gettext("What they promise to do"),
                wording.gettext("How to reach them"),
            ),
            rows=tuple(rows),
            shares=(1.6, 3, 1.8),
        ),
    )


def _reviews(plan: IndividualPlan, wording: Wording) -> Iterator[Section]:
    if plan.reviews:
        yield Section(
            heading=own(wording.gettext("When we look at this plan again")),
            entries=tuple(
                Entry(
                    name=own(wording.day(each.on)),
                    lines=tuple(own(line) for line in (each.about, each.outcome) if line),
                )
                for each in plan.reviews
            ),
        )


def _notes(plan: IndividualPlan, wording: Wording) -> Iterator[Section]:
    if plan.notes:
        yield Section(heading=own(wording.gettext("My notes")), paragraphs=(own(plan.notes),))


def _open_parts(plan: IndividualPlan, wording: Wording) -> Iterator[Section]:
    texts = open_part_texts(wording)
    found = list_open_parts(plan)
    if found:
        yield Section(
            heading=own(wording.gettext("What is still open")),
            entries=tuple(Entry(name=own(texts[each])) for each in found),
        )


def open_part_texts(wording: Wording) -> dict[OpenPart, str]:
    """What each open part asks for, in plain words."""
    return {
        OpenPart.GOAL_DAY: wording.gettext("By when do I want to reach my goal?"),
        OpenPart.MARKET: wording.gettext("Why does this goal fit the jobs near me?"),
        OpenPart.STEPS: wording.gettext("What are my steps?"),
        OpenPart.STEP_DAY: wording.gettext("By when is each step to be done?"),
        OpenPart.DONE_WHEN: wording.gettext("How will we know that each step is done?"),
        OpenPart.PAYER: wording.gettext("Who pays for each step?"),
        OpenPart.PROVIDER: wording.gettext("Who gives each course or service? I choose."),
        OpenPart.SERVICES: wording.gettext("What help do I get?"),
        OpenPart.SERVICE_START: wording.gettext("When does each kind of help start?"),
        OpenPart.DUTIES: wording.gettext("What do I promise to do, and what does the agency?"),
        OpenPart.REVIEW: wording.gettext("When do we look at this plan again? Once a year at least."),
        OpenPart.HELP_CONTACT: wording.gettext("Whom can I ask when I do not agree?"),
        OpenPart.SIGNERS: wording.gettext("Who signs?"),
    }


def _to_know(plan: IndividualPlan, wording: Wording) -> Iterator[Section]:
    if plan.kind is not PlanKind.EMPLOYMENT and not plan.help_contact:
        return
    facts = []
    if plan.kind is PlanKind.EMPLOYMENT:
        facts = [
            wording.gettext("I chose this goal, these steps and this help."),
            wording.gettext("I get a copy of this plan. We can change it together."),
            wording.gettext(
                "If I do not agree, I can ask for a review. I can also ask for a mediator or a hearing."
            ),
            wording.gettext("The Client Assistance Program of my state helps me with that, for free."),
        ]
    if plan.help_contact:
        facts.append(wording.gettext("Whom I can ask: %(contact)s", contact=plan.help_contact))
    yield Section(
        heading=own(wording.gettext("What I should know")),
        paragraphs=tuple(map(own, facts)),
    )


def _signatures(plan: IndividualPlan, wording: Wording) -> Iterator[Section]:
    if plan.signers:
        fields = (wording.gettext("Signature"), wording.gettext("Date"))
        yield Section(
            heading=own(wording.gettext("Signatures")),
            blanks=tuple(
                Blank(label=own(", ".join(filter(None, (each.role, each.name)))), fields=fields)
                for each in plan.signers
            ),
        )


def _sources(plan: IndividualPlan, wording: Wording) -> Iterator[Section]:
    lines = list(step_sources(plan, wording))
    for each in plan.sources:
        text = ": ".join(filter(None, (each.publisher, each.document)))
        if each.read_on:
            text += ", " + wording.gettext("read on %(day)s", day=wording.day(each.read_on))
        lines.append(" ".join(filter(None, (text + ".", each.url))))
    if lines:
        yield Section(
            heading=own(wording.gettext("Where the figures come from")), remarks=tuple(map(own, lines))
        )
