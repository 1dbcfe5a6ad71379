"""How many jobs in the work that somebody wants are new here, and how many of them they could take now."""

from collections.abc import Iterator
from datetime import date, datetime

import numpy as np
from sqlmodel import Session

from portal.domain.errors import NotFound
from portal.domain.plan_document import PlanDocument
from portal.domain.region import ResolvedRegion
from portal.store.new_postings import list_new_posting_ids
from portal.web.choices import Choices
from portal.web.formats import day
from portal.web.jobs.filters import JobFilters
from portal.web.knowledge import Knowledge
from portal.web.pathways.goals import read_goal
from portal.web.plan.news import News
from portal.web.translate import gettext, ngettext


def find_new_jobs(
    session: Session,
    known: Knowledge,
    plan: PlanDocument,
    *,
    resolved: ResolvedRegion,
    after: date,
    now: datetime,
) -> Iterator[News]:
    """One line for each work among the goals and ladders that has jobs which we saw first on a later day.

    A goal that is no one work (a field, a pay, "most doors") has no line: its ladder says what changed.
    """
    works: dict[str, str] = {}
    for goal in (*(each.goal for each in plan.wanted), *(each.goal for each in plan.ladders)):
        try:
            view = read_goal(known, goal)
        except NotFound:
            continue
        if view.soc_code:
            works.setdefault(view.soc_code, view.name)
    if not works:
        return
    choices = Choices(region=plan.region, held=plan.held, until=plan.held_until)
    here = known.within(resolved, today=now.date()).mask
    ids_here = known.index.columns.posting_ids[here]
    person = choices.known(frozenset(known.graph.ids)).person(state=resolved.home_state, today=now.date())
    for soc_code, name in works.items():
        found = list_new_posting_ids(session, soc_code, after=after, now=now)
        new = np.intersect1d(found, ids_here)
        if not len(new):
            continue
        fitting = np.intersect1d(new, known.index.qualifying(person, here)) if plan.held else new[:0]
        text = ngettext("%(num)s new job: %(work)s.", "%(num)s new jobs: %(work)s.", len(new), work=name)
        if len(fitting):
            text += " " + ngettext(
                "For %(num)s of them you have what it asks for.",
                "For %(num)s of them you have what they ask for.",
                len(fitting),
            )
        text += " " + gettext("First seen after %(day)s.", day=day(after))
        url = JobFilters(choices=choices, soc=soc_code, sort="newest").url()
        yield News(text=text, url=url)
