"""The limits that a person set on money, time and teaching: said, taken off again, and mended where nothing fits."""

import math
from collections.abc import Callable, Sequence
from datetime import date

from portal.domain.credential import Delivery
from portal.domain.model import DataModel
from portal.stacks.calendar import draw_calendar
from portal.stacks.plan_model import Limits, Plan, Plans, Step, Way
from portal.stacks.terrain import Terrain
from portal.web.choices import Choices
from portal.web.formats import joined, money, weeks
from portal.web.knowledge import Knowledge
from portal.web.translate import gettext, lazy_gettext
from portal.web.words import credential_name

TAUGHT = {
    "online": (Delivery.ONLINE,),
    "in_person": (Delivery.IN_PERSON, Delivery.BLENDED, Delivery.ON_THE_JOB),
}
"""What a wish takes: what is part online still asks you to come."""
DELIVERY_WISHES = {
    "online": lazy_gettext("Online only"),
    "in_person": lazy_gettext("In person only"),
}
WEEK_CHOICES = (4, 13, 26, 52, 78, 104, 156, 208, 260)
"""Times that the form offers; the address takes any number of weeks."""

Solve = Callable[[Choices], Plans]
"""Plans for changed choices."""


class LimitChip(DataModel):
    """One limit that is set; `url` is the same ladder without it."""

    key: str
    label: str
    url: str


class WayOut(DataModel):
    """One tap that leads out of where nothing fits."""

    label: str
    url: str


class Conflict(DataModel):
    """Why nothing is within the limits, and what would be enough."""

    reason: str
    lines: tuple[str, ...]
    outs: tuple[WayOut, ...]


def read_limits(choices: Choices) -> Limits | None:
    """The limits as the planner takes them; None where none is set.

    Side by side the weeks of steps do not add up, so their time is held against the calendar (`within_time`).
    """
    limits = Limits(
        cost_usd=choices.budget_usd,
        weeks=None if choices.side_by_side else choices.weeks,
        delivery=TAUGHT.get(choices.delivery, ()),
    )
    return None if limits == Limits() else limits


def build_limit_chips(choices: Choices) -> tuple[LimitChip, ...]:
    """Every limit that is set, each to be taken off with one tap."""
    chips = []
    if choices.budget_usd is not None:
        label = gettext("At most %(cost)s", cost=money(choices.budget_usd))
        chips.append(LimitChip(key="budget", label=label, url=choices.with_(budget_usd=None).url()))
    if choices.weeks is not None:
        label = gettext("At most %(time)s", time=weeks(choices.weeks))
        chips.append(LimitChip(key="weeks", label=label, url=choices.with_(weeks=None).url()))
    if choices.delivery:
        label = str(DELIVERY_WISHES[choices.delivery])
        chips.append(LimitChip(key="delivery", label=label, url=choices.with_(delivery="").url()))
    return tuple(chips)


def within_time(plans: Plans, choices: Choices, terrain: Terrain) -> Plans:
    """The plans without those that take too long even side by side; a note of the least where none is left."""
    if choices.weeks is None or not choices.side_by_side or plans.fastest is None:
        return plans
    fitting = {
        way: plan if plan is not None and side_by_side_weeks(terrain, plan.steps) <= choices.weeks else None
        for way in Way
        for plan in (plans.by_way(way),)
    }
    first = next((plan for plan in fitting.values() if plan is not None), None)
    return plans.model_copy(
        update={
            "fastest": fitting[Way.FASTEST] or first,
            "cheapest": fitting[Way.CHEAPEST],
            "soonest": fitting[Way.SOONEST],
            "best_return": fitting[Way.RETURN],
        }
    )


def side_by_side_weeks(terrain: Terrain, steps: Sequence[Step]) -> float:
    """Weeks from the first day to the last, steps side by side where one does not wait for the other."""
    return draw_calendar(terrain, steps, starts_on=date(2000, 1, 1), side_by_side=True).weeks


def explain_conflict(
    known: Knowledge, choices: Choices, *, solve: Solve, took: Callable[[Plan], float]
) -> Conflict | None:
    """What would be enough, one limit changed at a time; None where the limits are not what blocks.

    `took` tells the weeks of a plan as the person takes it, one step after another or side by side.
    """
    found: list[tuple[str, WayOut]] = []
    is_only = len(build_limit_chips(choices)) == 1
    if choices.budget_usd is not None:
        plan = solve(choices.with_(budget_usd=None)).cheapest
        if plan is not None:
            found.append(_more_money(choices, plan, is_only=is_only))
    if choices.weeks is not None:
        loose = solve(choices.with_(weeks=None))
        if loose.fastest is not None:
            found.append(_more_time(choices, took(loose.fastest), is_only=is_only))
    if choices.delivery:
        plan = solve(choices.with_(delivery="")).fastest
        if plan is not None:
            found.append(_other_teaching(known, choices, plan))
    free = choices.with_(budget_usd=None, weeks=None, delivery="")
    lines = [line for line, _ in found]
    if not found:
        loose = solve(free)
        if is_only or loose.fastest is None or loose.cheapest is None:
            return None
        lines = [
            gettext("To find a way, more than one limit must change."),
            gettext("Without limits, the cheapest way costs %(cost)s.", cost=money(loose.cheapest.cost_usd)),
            gettext("Without limits, the fastest way takes %(time)s.", time=weeks(took(loose.fastest))),
        ]
    outs = [out for _, out in found]
    if not is_only:
        outs.append(WayOut(label=gettext("Take all limits off"), url=free.url()))
    return Conflict(reason=_reason(choices, is_only=is_only), lines=tuple(lines), outs=tuple(outs))


def _reason(choices: Choices, *, is_only: bool) -> str:
    if not is_only:
        return gettext("No way fits all of your limits at once.")
    if choices.budget_usd is not None:
        return gettext("There is no way for %(cost)s.", cost=money(choices.budget_usd))
    if choices.weeks is not None:
        return gettext("There is no way within %(time)s.", time=weeks(choices.weeks))
    if choices.delivery == "online":
        return gettext("There is no way that is all online.")
    return gettext("There is no way that is all in person.")


def _more_money(choices: Choices, plan: Plan, *, is_only: bool) -> tuple[str, WayOut]:
    cost = money(plan.cost_usd)
    line = (
        gettext("The cheapest way costs %(cost)s.", cost=cost)
        if is_only
        else gettext("With your other limits, the cheapest way costs %(cost)s.", cost=cost)
    )
    url = choices.with_(budget_usd=math.ceil(plan.cost_usd)).url()
    return line, WayOut(label=gettext("Allow %(cost)s", cost=cost), url=url)


def _more_time(choices: Choices, least: float, *, is_only: bool) -> tuple[str, WayOut]:
    time = weeks(least)
    line = (
        gettext("The fastest way takes %(time)s.", time=time)
        if is_only
        else gettext("With your other limits, the fastest way takes %(time)s.", time=time)
    )
    url = choices.with_(weeks=max(1, math.ceil(least))).url()
    return line, WayOut(label=gettext("Allow %(time)s", time=time), url=url)


def _other_teaching(known: Knowledge, choices: Choices, plan: Plan) -> tuple[str, WayOut]:
    wish = frozenset(TAUGHT[choices.delivery])
    credentials = [known.graph.get(step.credential_id) for step in plan.steps]
    other = [each for each in credentials if each.delivery and wish.isdisjoint(each.delivery)]
    names = joined([credential_name(each) for each in other[:3]])
    line = (
        gettext("Not taught that way: %(names)s.", names=names)
        if names
        else gettext("Other ways of teaching would work.")
    )
    url = choices.with_(delivery="").url()
    return line, WayOut(label=gettext("Allow all ways of teaching"), url=url)
