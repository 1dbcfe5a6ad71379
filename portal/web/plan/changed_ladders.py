"""What is different about saved ladders: other steps, other time or cost, no way any more, or nothing left to do."""

from collections.abc import Iterable
from datetime import date

from sqlmodel import Session

from portal.domain.plan_document import SavedLadder
from portal.stacks.plan_model import Step
from portal.web.formats import money, weeks
from portal.web.knowledge import Knowledge
from portal.web.plan.drawn import draw_saved
from portal.web.plan.goal_names import goal_name
from portal.web.plan.news import News
from portal.web.translate import gettext
from portal.web.words import credential_name

ALIKE = 0.01
"""Sums that differ by less than this share are the same to a person."""


def look_at_ladders(
    session: Session, known: Knowledge, ladders: Iterable[SavedLadder], *, today: date
) -> tuple[tuple[SavedLadder, ...], list[News]]:
    """Each ladder as it stands today, and what is different from when it was looked at last."""
    seen, news = [], []
    for ladder in ladders:
        drawn = draw_saved(session, known, ladder, today=today)
        name = goal_name(known, ladder.goal)
        if drawn is None or drawn.is_blocked:
            if ladder.steps:
                text = gettext(
                    "There is no way to %(goal)s as you saved it. Open the ladder to see why.", goal=name
                )
                news.append(News(text=text, url=ladder.address))
            seen.append(ladder)
            continue
        now = with_sums(ladder, drawn.steps)
        news += [News(text=text, url=ladder.address) for text in _differences(known, ladder, now, name=name)]
        seen.append(now)
    return tuple(seen), news


def with_sums(ladder: SavedLadder, steps: tuple[Step, ...]) -> SavedLadder:
    """The ladder with these steps, and their sums where each of them is known."""
    all_weeks = [step.weeks for step in steps]
    costs = [step.cost_usd for step in steps]
    return ladder.model_copy(
        update={
            "steps": tuple(step.credential_id for step in steps)[:30],
            "weeks": None if None in all_weeks or not steps else sum(each or 0.0 for each in all_weeks),
            "cost_usd": None if None in costs or not steps else sum(each or 0.0 for each in costs),
        }
    )


def _differences(known: Knowledge, before: SavedLadder, now: SavedLadder, *, name: str) -> list[str]:
    if before.steps and not now.steps:
        return [gettext("You now have all that the ladder to %(goal)s asks for.", goal=name)]
    found = []
    if before.steps and before.steps != now.steps:
        steps = " → ".join(credential_name(known.graph.get(id_)) for id_ in now.steps)
        found.append(
            gettext("The ladder to %(goal)s has other steps now: %(steps)s.", goal=name, steps=steps)
        )
    changed = []
    if _differ(before.weeks, now.weeks):
        changed.append((weeks(before.weeks or 0), weeks(now.weeks or 0)))
    if _differ(before.cost_usd, now.cost_usd):
        changed.append((money(before.cost_usd or 0), money(now.cost_usd or 0)))
    found += [
        gettext("The ladder to %(goal)s: about %(now)s. It was %(before)s.", goal=name, now=new, before=old)
        for old, new in changed
        if old != new
    ]
    return found


def _differ(before: float | None, now: float | None) -> bool:
    return before is not None and now is not None and abs(before - now) > ALIKE * max(before, now)
