"""The switch between the ways up, each with what it takes in all."""

from collections.abc import Mapping

from portal.domain.model import DataModel
from portal.web.choices import WAYS, Choices
from portal.web.formats import money, weeks
from portal.web.pathways.ways import Way
from portal.web.translate import gettext


class WayTab(DataModel):
    """One way up. `summary` is what it takes by its own measure; `rest` the other."""

    key: str
    name: str
    summary: str
    url: str
    is_current: bool


def build_tabs(ways: Mapping[str, Way], choices: Choices, *, current: str) -> tuple[WayTab, ...]:
    """A tab for each way that there is."""
    names = {
        "fastest": gettext("Fastest"),
        "cheapest": gettext("Cheapest"),
        "soonest": gettext("Soonest paycheck"),
        "return": gettext("Best return"),
    }
    return tuple(
        WayTab(
            key=key,
            name=names[key],
            summary=_summary(ways[key]),
            url=choices.with_(way=key).url(),
            is_current=key == current,
        )
        for key in WAYS
        if key in ways
    )


def _summary(way: Way) -> str:
    amount = way.amount
    time = weeks(amount.weeks) if amount.weeks or not amount.unknown_weeks else gettext("time not known")
    cost = gettext("%(cost)s in all", cost=money(amount.cost_usd))
    return f"{time} · {cost}" if way.key != "cheapest" else f"{cost} · {time}"
