"""The switch between the ways up, each with what it takes in all."""

from portal.domain.model import DataModel
from portal.stacks.plan_model import Plan, Plans, Way
from portal.web.choices import Choices
from portal.web.formats import joined, money, weeks
from portal.web.pathways.totals import say_total
from portal.web.translate import gettext, lazy_gettext

NAMES = {
    Way.FASTEST: lazy_gettext("Fastest"),
    Way.SOONEST: lazy_gettext("Soonest paycheck"),
    Way.CHEAPEST: lazy_gettext("Cheapest"),
    Way.RETURN: lazy_gettext("Best return"),
}


class WayTab(DataModel):
    """One or more ways up with the same steps."""

    key: str
    name: str
    summary: str
    url: str
    is_current: bool


def choose_plan(plans: Plans, way: str) -> Plan | None:
    """The plan of the way asked for; where there is none of it, the fastest."""
    return plans.by_way(Way(way)) or plans.fastest


def build_tabs(plans: Plans, choices: Choices, *, current: Plan) -> tuple[WayTab, ...]:
    """A tab for each set of steps; ways that come to the same steps share one."""
    by_steps: dict[tuple[str, ...], list[Plan]] = {}
    for way in NAMES:
        plan = plans.by_way(way)
        if plan is not None:
            by_steps.setdefault(tuple(step.credential_id for step in plan.steps), []).append(plan)
    if len(by_steps) == 1:
        return (_only_tab(next(iter(by_steps.values())), choices),)
    current_steps = tuple(step.credential_id for step in current.steps)
    return tuple(_tab(same, choices, is_current=steps == current_steps) for steps, same in by_steps.items())


def _tab(same: list[Plan], choices: Choices, *, is_current: bool) -> WayTab:
    first = same[0]
    names = [str(NAMES[plan.way]) for plan in same]
    return WayTab(
        key=first.way.value,
        name=joined([names[0], *(name.lower() for name in names[1:])]),
        summary=" · ".join(part for part in (_in_all(first), _paycheck(same)) if part),
        url=choices.with_(way=first.way.value).url(),
        is_current=is_current,
    )


def _only_tab(same: list[Plan], choices: Choices) -> WayTab:
    names = joined([str(NAMES[plan.way]).lower() for plan in same])
    tab = _tab(same, choices, is_current=True)
    return tab.model_copy(update={"name": gettext("One way is best on all counts: %(names)s", names=names)})


def _paycheck(same: list[Plan]) -> str:
    for plan in same:
        if plan.first_paycheck_weeks == 0:
            return gettext("a new job opens at once")
        if plan.first_paycheck_weeks is not None:
            return gettext("a new job opens after %(time)s", time=weeks(plan.first_paycheck_weeks))
    return ""


def _in_all(plan: Plan) -> str:
    return say_total(
        plan.weeks, plan.cost_usd, weeks_at_least=plan.weeks_at_least, cost_at_least=plan.cost_at_least
    )


def explain_return(plan: Plan) -> str:
    """Every part of the return, as one sentence; empty where no median pay is known."""
    parts = plan.return_parts
    if parts.total_usd is None or parts.annual_median_pay_usd is None:
        return ""
    return gettext(
        "Over %(years)s years: %(pay)s a year at the goal (median), less %(cost)s that the steps cost, "
        "comes to %(total)s. We do not know what you earn now, so it counts as nothing.",
        years=parts.years,
        pay=money(parts.annual_median_pay_usd),
        cost=money(parts.cost_usd),
        total=money(parts.total_usd),
    )


def explain_gap(plan: Plan) -> str:
    """What is said where the search was cut before the best way was proven."""
    if plan.is_exact or plan.bound is None:
        return ""
    least = weeks(plan.bound) if plan.way in (Way.FASTEST, Way.SOONEST) else money(plan.bound)
    return gettext("There are very many ways. No other way can take less than %(least)s.", least=least)
