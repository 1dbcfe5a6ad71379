"""What changed since the owner of a plan last looked: saved jobs that closed or opened, and pay with a new date."""

from datetime import datetime

from sqlmodel import Session

from portal.domain.errors import NotFound
from portal.domain.model import DataModel
from portal.domain.plan_changes import look
from portal.domain.plan_document import PlanDocument
from portal.domain.region import Goal
from portal.store.live import is_open
from portal.store.postings import find_posting
from portal.store.wages import find_area
from portal.web.choices import Choices
from portal.web.formats import money, month
from portal.web.knowledge import Knowledge
from portal.web.pathways.goals import read_goal
from portal.web.plan.saving import find_wage, place_of
from portal.web.translate import gettext


class Changed(DataModel):
    """The news in words, and the plan as it is once they were read."""

    lines: tuple[str, ...]
    plan: PlanDocument
    open_ids: frozenset[int]


def find_changes(session: Session, known: Knowledge, plan: PlanDocument, *, now: datetime) -> Changed:
    """Compare what the plan remembers with the store. A figure is compared only with one of the same area."""
    lines = []
    postings = []
    open_ids = set()
    for posting in plan.postings:
        row = find_posting(session, posting.posting_id)
        opens = row is not None and is_open(row, now)
        if opens:
            open_ids.add(posting.posting_id)
        if posting.was_open and not opens:
            lines.append(gettext("This job has closed: %(job)s.", job=posting.title))
        elif opens and not posting.was_open:
            lines.append(gettext("This job is open again: %(job)s.", job=posting.title))
        postings.append(posting.model_copy(update={"was_open": opens}))
    resolved = place_of(session, plan.region)
    wanted = []
    for each in plan.wanted:
        wage = find_wage(session, known, Choices(goal=each.goal, region=plan.region), resolved=resolved)
        before = each.wage
        if before is not None and wage is not None and before.vintage != wage.vintage:
            area = find_area(session, wage.area_code)
            if before.area_code == wage.area_code and before.soc_code == wage.soc_code and area is not None:
                lines.append(
                    gettext(
                        "Middle pay for %(work)s in %(place)s: %(before)s a year in %(then)s, "
                        "%(now)s a year in %(today)s.",
                        work=_goal_name(known, each.goal),
                        place=area.area_name,
                        before=money(before.annual_median_usd),
                        then=month(before.vintage),
                        now=money(wage.annual_median_usd),
                        today=month(wage.vintage),
                    )
                )
        wanted.append(each.model_copy(update={"wage": wage or before}))
    seen = look(plan, wanted=tuple(wanted), postings=tuple(postings), today=now.date())
    return Changed(lines=tuple(lines), plan=seen, open_ids=frozenset(open_ids))


def _goal_name(known: Knowledge, goal: Goal) -> str:
    try:
        return read_goal(known, goal).name
    except NotFound:
        return str(goal)
