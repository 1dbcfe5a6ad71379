"""What the buttons "Save to my plan" send, made into parts of a plan."""

from datetime import date

from sqlmodel import Session

from portal.domain.errors import InvalidCode, NotFound
from portal.domain.plan_changes import hold, live_in, save_ladder, save_posting, want
from portal.domain.plan_document import (
    MAX_ADDRESS,
    PlanDocument,
    PlanFull,
    SavedLadder,
    SavedPosting,
    SeenWage,
    Wanted,
    plain_notes,
)
from portal.domain.region import ResolvedRegion, parse_held
from portal.store.postings import find_posting
from portal.web.choices import Choices
from portal.web.knowledge import Knowledge
from portal.web.pathways.goals import read_goal
from portal.web.plan.addresses import place_of, read_ladder_address
from portal.web.plan.changed_ladders import with_sums
from portal.web.plan.drawn import draw_saved
from portal.web.wages import LocalWages


def add_ladder(
    session: Session, known: Knowledge, plan: PlanDocument, *, address: str, steps: str, today: date
) -> PlanDocument:
    """The plan with a ladder, its goal, and what was held and where it was looked for.

    Raises: InvalidCode, NotFound, PlanFull.
    """
    choices = read_ladder_address(address)
    if choices.goal is None:
        raise InvalidCode("This ladder has no goal.")
    read_goal(known, choices.goal)
    url = choices.url()
    if len(url) > MAX_ADDRESS:
        raise PlanFull("link")
    ladder = SavedLadder(address=url, goal=choices.goal, steps=parse_held(steps)[:30], saved_on=today)
    drawn = draw_saved(session, known, ladder, today=today)
    if drawn is not None and drawn.steps:
        ladder = with_sums(ladder, drawn.steps)
    plan = save_ladder(plan, ladder, today=today)
    plan = hold(plan, tuple(id_ for id_ in choices.held if id_ in known.graph.credentials), today=today)
    if choices.region is not None:
        plan = live_in(plan, choices.region, today=today)
    wage = find_wage(session, known, choices, resolved=place_of(session, plan.region))
    return want(plan, Wanted(goal=choices.goal, wage=wage), today=today)


def add_posting(session: Session, plan: PlanDocument, *, posting_id: int, today: date) -> PlanDocument:
    """The plan with a job.

    Raises: NotFound when there is no such job; PlanFull.
    """
    row = find_posting(session, posting_id)
    if row is None:
        raise NotFound("There is no such job here.")
    saved = SavedPosting(
        posting_id=posting_id,
        title=_short(row.title, 120) or "–",
        employer_name=_short(row.employer_name, 80),
        apply_until=row.valid_through_on,
        saved_on=today,
    )
    return save_posting(plan, saved, today=today)


def find_wage(
    session: Session, known: Knowledge, choices: Choices, *, resolved: ResolvedRegion
) -> SeenWage | None:
    """The published median pay of a goal's work here; None where the goal has no one occupation, or no figure."""
    if choices.goal is None:
        return None
    try:
        soc_code = read_goal(known, choices.goal).soc_code
    except NotFound:
        return None
    if not soc_code:
        return None
    ladder = LocalWages(session, known, resolved=resolved, soc_codes=[soc_code]).ladder(soc_code)
    if ladder is None:
        return None
    shown = ladder.annual_at(50).shown
    if not shown.figure.is_known or not shown.figure.value:
        return None
    return SeenWage(
        annual_median_usd=shown.figure.value,
        soc_code=soc_code,
        area_code=shown.area.area_code,
        vintage=shown.vintage,
    )


def _short(text: str, most: int) -> str:
    clean = " ".join(plain_notes(text).split())
    return clean if len(clean) <= most else clean[: most - 1].rstrip() + "…"
