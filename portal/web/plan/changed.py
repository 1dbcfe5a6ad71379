"""What changed since the owner of a plan last looked: jobs, pay, the steps of ladders, and days that come near."""

from datetime import date, datetime, timedelta

from sqlmodel import Session

from portal.domain.model import DataModel
from portal.domain.plan_changes import look
from portal.domain.plan_document import PlanDocument, SavedPosting, Wanted
from portal.domain.region import ResolvedRegion
from portal.store.live import is_open
from portal.store.postings import find_posting
from portal.store.wages import find_area
from portal.web.choices import Choices
from portal.web.formats import day, money, month
from portal.web.knowledge import Knowledge
from portal.web.plan.addresses import place_of
from portal.web.plan.calendar_file import RENEW_BEFORE
from portal.web.plan.changed_ladders import look_at_ladders
from portal.web.plan.goal_names import goal_name
from portal.web.plan.new_jobs import find_new_jobs
from portal.web.plan.news import News
from portal.web.plan.saving import find_wage
from portal.web.translate import gettext
from portal.web.words import credential_name

SOON = timedelta(days=10)
"""A last day to apply that is as near as this is told."""


class Changed(DataModel):
    """The news, and the plan as it is once they were read."""

    news: tuple[News, ...]
    plan: PlanDocument
    open_ids: frozenset[int]


def find_changes(session: Session, known: Knowledge, plan: PlanDocument, *, now: datetime) -> Changed:
    """Compare what the plan remembers with the store. A figure is compared only with one of the same area."""
    since = plan.looked_on or plan.created_on
    resolved = place_of(session, plan.region)
    news = [*find_new_jobs(session, known, plan, resolved=resolved, after=since, now=now)]
    postings = []
    for posting in plan.postings:
        seen, told = _look_at_posting(session, posting, since=since, now=now)
        postings.append(seen)
        news += told
    wanted = []
    for each in plan.wanted:
        seen_wage, told = _look_at_wage(session, known, plan, each, resolved=resolved)
        wanted.append(seen_wage)
        news += told
    ladders, told = look_at_ladders(session, known, plan.ladders, today=now.date())
    news += [*told, *_ends(known, plan, since=since, today=now.date())]
    seen_plan = look(plan, wanted=tuple(wanted), ladders=ladders, postings=tuple(postings), today=now.date())
    open_ids = frozenset(each.posting_id for each in postings if each.was_open)
    return Changed(news=tuple(news), plan=seen_plan, open_ids=open_ids)


def news_of_names(known: Knowledge, renamed: tuple[str, ...]) -> tuple[News, ...]:
    """Credentials of the plan that stand in our list under another name or id now. Told once: the plan takes it on."""
    found = (known.graph.credentials.get(id_) for id_ in renamed)
    return tuple(
        News(
            text=gettext("Our list calls this now: %(name)s.", name=credential_name(each)),
            url=f"/credentials/{each.id}",
        )
        for each in found
        if each is not None
    )


def _look_at_posting(
    session: Session, posting: SavedPosting, *, since: date, now: datetime
) -> tuple[SavedPosting, list[News]]:
    row = find_posting(session, posting.posting_id)
    if row is None or not is_open(row, now):
        closed = gettext("This job has closed: %(job)s.", job=posting.title)
        told = [News(text=closed)] if posting.was_open else []
        return posting.model_copy(update={"was_open": False}), told
    url, until = f"/jobs/{posting.posting_id}", row.valid_through_on
    news = []
    if not posting.was_open:
        news.append(News(text=gettext("This job is open again: %(job)s.", job=posting.title), url=url))
    if until is not None:
        if posting.apply_until is not None and posting.apply_until != until:
            text = gettext(
                "%(job)s: the last day to apply is now %(day)s. It was %(before)s.",
                job=posting.title,
                day=day(until),
                before=day(posting.apply_until),
            )
            news.append(News(text=text, url=url))
        elif until - now.date() <= SOON < until - since:
            text = gettext("%(job)s: the last day to apply is %(day)s.", job=posting.title, day=day(until))
            news.append(News(text=text, url=url))
    return posting.model_copy(update={"was_open": True, "apply_until": until}), news


def _look_at_wage(
    session: Session, known: Knowledge, plan: PlanDocument, wanted: Wanted, *, resolved: ResolvedRegion
) -> tuple[Wanted, list[News]]:
    wage = find_wage(session, known, Choices(goal=wanted.goal, region=plan.region), resolved=resolved)
    before = wanted.wage
    seen = wanted.model_copy(update={"wage": wage or before})
    if before is None or wage is None or before.vintage == wage.vintage:
        return seen, []
    area = find_area(session, wage.area_code)
    if before.area_code != wage.area_code or before.soc_code != wage.soc_code or area is None:
        return seen, []
    text = gettext(
        "Middle pay for %(work)s in %(place)s: %(before)s a year in %(then)s, %(now)s a year in %(today)s.",
        work=goal_name(known, wanted.goal),
        place=area.area_name,
        before=money(before.annual_median_usd),
        then=month(before.vintage),
        now=money(wage.annual_median_usd),
        today=month(wage.vintage),
    )
    url = Choices(region=plan.region).url(f"/occupations/{wage.soc_code}")
    return seen, [News(text=text, url=url)]


def _ends(known: Knowledge, plan: PlanDocument, *, since: date, today: date) -> list[News]:
    """What is held and ends soon, or has ended since."""
    found = []
    for each in plan.held_until:
        credential = known.graph.credentials.get(each.credential_id)
        if credential is None:
            continue
        name, url = credential_name(credential), f"/credentials/{credential.id}"
        if since <= each.last_day < today:
            text = gettext("%(name)s ended on %(day)s.", name=name, day=day(each.last_day))
            found.append(News(text=text, url=url))
        elif timedelta() <= each.last_day - today <= RENEW_BEFORE < each.last_day - since:
            text = gettext("%(name)s ends on %(day)s. Renew it in time.", name=name, day=day(each.last_day))
            found.append(News(text=text, url=url))
    return found
