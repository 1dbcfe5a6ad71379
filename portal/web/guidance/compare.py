"""Ladders of two goals side by side, by the same way of choosing: what each takes, costs, pays and opens."""

from datetime import date

from sqlmodel import Session

from portal.domain.errors import InvalidCode
from portal.domain.model import DataModel
from portal.domain.plan_document import PlanDocument
from portal.domain.region import Goal
from portal.web.choices import WAYS
from portal.web.guidance.ways import WayColumn, WaysTable, build_ways
from portal.web.knowledge import Knowledge
from portal.web.pathways.tabs import NAMES
from portal.web.plan.addresses import place_of
from portal.web.plan.goal_names import goal_name
from portal.web.words import region_label

MOST = 3


class GoalColumn(DataModel):
    """One goal. `way` is None where there is nothing left to do, or no way."""

    goal: str
    table: WaysTable
    way: WayColumn | None


class CompareGoals(DataModel):
    """The page. `options` are the goals of the plan; `way` is how the ladders are chosen."""

    region_label: str
    columns: tuple[GoalColumn, ...]
    options: tuple[tuple[str, str, bool], ...]
    ways: tuple[tuple[str, str], ...]
    way: str


def build_comparison(
    session: Session, known: Knowledge, plan: PlanDocument, *, asked: list[str], way: str, today: date
) -> CompareGoals:
    """Goals that were asked for, else the first two of the plan; unknown ones are left out."""
    wanted = [str(each.goal) for each in plan.wanted]
    chosen = list(dict.fromkeys(asked))[:MOST] or wanted[:2]
    way = way if way in WAYS else WAYS[0]
    columns = []
    for text in chosen:
        try:
            goal = Goal.parse(text)
        except InvalidCode:
            continue
        table = build_ways(session, known, plan, goal=goal, today=today)
        if table is not None:
            columns.append(GoalColumn(goal=text, table=table, way=_way(table, way)))
    return CompareGoals(
        region_label=region_label(place_of(session, plan.region)),
        columns=tuple(columns),
        options=tuple(
            (each, goal_name(known, Goal.parse(each)), each in chosen)
            for each in dict.fromkeys((*wanted, *chosen))
            if each in wanted or any(column.goal == each for column in columns)
        ),
        ways=tuple((each.value, str(name)) for each, name in NAMES.items()),
        way=way,
    )


def _way(table: WaysTable, way: str) -> WayColumn | None:
    """The column of a way. Ways with the same steps share one, which stands under the first one's key."""
    if not table.columns:
        return None
    return next((column for column in table.columns if way in column.keys), table.columns[0])
