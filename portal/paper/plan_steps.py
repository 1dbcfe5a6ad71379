"""The steps of an individual plan on paper: an overview, who does what by when, and how all will know."""

from collections.abc import Iterator

from portal.domain.individual_plan import IndividualPlan, PlanStep, StepCost, StepStatus, StepWeeks
from portal.paper.sheet import Entry, Section, Table, Words
from portal.paper.wording import Wording


def step_sections(plan: IndividualPlan, wording: Wording) -> Iterator[Section]:
    """The sections of the steps, where there are any."""
    if not plan.steps:
        return
    yield Section(
        heading=_own(wording.gettext("My steps")),
        table=Table(
            heads=(
                wording.gettext("Step"),
                wording.gettext("By when"),
                wording.gettext("Time"),
                wording.gettext("Cost"),
                wording.gettext("Who pays"),
                wording.gettext("How it stands"),
            ),
            rows=tuple(_row(place, each, wording) for place, each in _numbered(plan)),
            shares=(2.6, 1.5, 1.4, 1.8, 1.5, 1.4),
        ),
        remarks=tuple(map(_own, _sum(plan, wording))),
    )
    actions = [(place, step, each) for place, step in _numbered(plan) for each in step.actions]
    if actions:
        yield Section(
            heading=_own(wording.gettext("Who does what")),
            table=Table(
                heads=(
                    wording.gettext("What"),
                    wording.gettext("Who"),
                    wording.gettext("By when"),
                    wording.gettext("For step"),
                    wording.gettext("How it stands"),
                ),
                rows=tuple(
                    (
                        _own(each.what),
                        _own(each.who),
                        _own(wording.day(each.by) if each.by else wording.gettext("no day yet")),
                        _own(str(place)),
                        _own(wording.gettext("done") if each.is_done else wording.gettext("to do")),
                    )
                    for place, _, each in actions
                ),
                shares=(3, 1.8, 1.7, 0.9, 1.1),
            ),
        )
    signs = [sign for place, each in _numbered(plan) if (sign := _sign(place, each, wording))]
    if signs:
        yield Section(heading=_own(wording.gettext("How we will know")), entries=tuple(signs))


def step_sources(plan: IndividualPlan, wording: Wording) -> Iterator[str]:
    """Where time and cost of each step come from, a line a step."""
    for place, step in _numbered(plan):
        told = wording.gettext("as told by those who made this plan")
        parts = []
        if step.weeks:
            parts.append(wording.gettext("time: %(source)s", source=step.weeks.source or told))
        if step.cost:
            parts.append(wording.gettext("cost: %(source)s", source=step.cost.source or told))
        if parts:
            yield wording.gettext("Step %(number)s", number=place) + " — " + "; ".join(parts) + "."


def status_text(status: StepStatus, wording: Wording) -> str:
    """How a step stands, in a word or two."""
    return {
        StepStatus.NOT_STARTED: wording.gettext("not started"),
        StepStatus.UNDER_WAY: wording.gettext("under way"),
        StepStatus.DONE: wording.gettext("done"),
        StepStatus.ON_HOLD: wording.gettext("on hold"),
        StepStatus.DROPPED: wording.gettext("dropped"),
    }[status]


def _numbered(plan: IndividualPlan) -> Iterator[tuple[int, PlanStep]]:
    return enumerate(plan.steps, start=1)


def _own(text: str) -> Words:
    return Words(text=text)


def _row(place: int, step: PlanStep, wording: Wording) -> tuple[Words, ...]:
    name = "\n".join(filter(None, (f"{place}. {step.name}", step.provider)))
    by = [wording.day(step.by) if step.by else wording.gettext("no day yet")]
    if step.start_on:
        by.append(wording.gettext("starts on %(day)s", day=wording.day(step.start_on)))
    status = status_text(step.status, wording)
    if step.done_on:
        status += ", " + wording.day(step.done_on)
    payers = [f"{each.who}: {each.part}" if each.part else each.who for each in step.payers]
    if not payers:
        is_free = step.cost is not None and step.cost.is_free
        payers = ["–" if is_free else wording.gettext("not said yet")]
    return (
        Words(text=name, language=step.language),
        _own("\n".join(by)),
        _own(_time(step.weeks, wording)),
        _own(_cost(step.cost, wording)),
        _own(";\n".join(payers)),
        _own(status),
    )


def _time(weeks: StepWeeks | None, wording: Wording) -> str:
    if weeks is None:
        return wording.gettext("not known")
    low, high = (wording.weeks(each) if each is not None else "" for each in (weeks.low, weeks.high))
    typical = wording.weeks(weeks.typical)
    return _range(typical, low=low, high=high, wording=wording)


def _cost(cost: StepCost | None, wording: Wording) -> str:
    if cost is None:
        return wording.gettext("not known")
    if cost.is_free:
        return wording.gettext("free")
    low, high = (wording.money(each) if each is not None else "" for each in (cost.low, cost.high))
    text = _range(wording.money(cost.typical), low=low, high=high, wording=wording)
    return text + "\n" + wording.gettext("in dollars of %(year)s", year=cost.year)


def _range(typical: str, *, low: str, high: str, wording: Wording) -> str:
    if low and high and low != high:
        return wording.gettext("about %(typical)s (%(low)s to %(high)s)", typical=typical, low=low, high=high)
    if high and high != typical:
        return wording.gettext("about %(typical)s (%(high)s at most)", typical=typical, high=high)
    if low and low != typical:
        return wording.gettext("about %(typical)s (%(low)s at least)", typical=typical, low=low)
    return wording.gettext("about %(typical)s", typical=typical)


def _sum(plan: IndividualPlan, wording: Wording) -> Iterator[str]:
    steps = [each for each in plan.steps if each.status is not StepStatus.DROPPED]
    known = [each.cost for each in steps if each.cost is not None]
    years = {each.year for each in known}
    if len(steps) < 2 or len(years) != 1:  # dollars of two years are no sum
        return
    total = wording.money(sum(each.typical for each in known))
    yield wording.gettext("Costs that we know add up to about %(cost)s.", cost=total)
    unknown = len(steps) - len(known)
    if unknown:
        yield wording.ngettext(
            "The cost of %(num)s step is not known.", "The cost of %(num)s steps is not known.", unknown
        )


def _sign(place: int, step: PlanStep, wording: Wording) -> Entry | None:
    is_over = step.status in (StepStatus.DONE, StepStatus.DROPPED)
    lines = []
    if step.done_when or not is_over:
        sign = step.done_when or wording.gettext("not written yet")
        lines.append(wording.gettext("It is done when: %(sign)s", sign=sign))
    if step.evidence:
        lines.append(wording.gettext("What we saw: %(evidence)s", evidence=step.evidence))
    if not lines:
        return None
    name = Words(text=f"{place}. {step.name}", language=step.language)
    return Entry(name=name, lines=tuple(map(_own, lines)))
