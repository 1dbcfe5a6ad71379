"""What the page shows on which a professional and a person make a plan together."""

from datetime import datetime

from flask import current_app
from sqlmodel import Session

from portal.domain.errors import InvalidCode, SearchUnavailable
from portal.domain.model import DataModel
from portal.domain.plan_document import MAX_NOTES, PlanDocument
from portal.domain.plan_edits import mark
from portal.domain.region import Goal
from portal.search.port import SearchEngine, SearchKind, SearchQuery
from portal.store.live import is_open
from portal.store.postings import find_posting
from portal.store.shared_plans import SharedPlan
from portal.web.formats import day
from portal.web.guidance.ways import WaysTable, build_ways
from portal.web.jobs.view_models import place_text
from portal.web.knowledge import Knowledge
from portal.web.plan.addresses import place_of
from portal.web.plan.view_models import Saved, saved_goal, saved_held, saved_ladder
from portal.web.start.goal_picker import GoalOption, find_goals
from portal.web.words import credential_name, region_label

MOST_FOUND = 8


class Undo(DataModel):
    """What was just taken out, and the sealed text that puts it back."""

    name: str
    token: str


class HeldOption(DataModel):
    """A credential to add. `is_held`: it is in the plan already."""

    id: str
    name: str
    is_held: bool


class GuidancePage(DataModel):
    """The whole page. `seen_*` are what forms carry of what they showed."""

    person_id: str
    person_name: str
    base: str
    """The address of the page; everything that changes the plan is sent below it."""
    version: int
    changed: str
    is_empty: bool
    held: tuple[Saved, ...]
    wanted: tuple[Saved, ...]
    ladders: tuple[Saved, ...]
    postings: tuple[Saved, ...]
    notes: str
    seen_notes: str
    most_notes: int = MAX_NOTES
    region: str
    region_label: str
    place: str
    hold_words: str = ""
    hold_options: tuple[HeldOption, ...] = ()
    want_words: str = ""
    want_options: tuple[GoalOption, ...] = ()
    goal: str = ""
    ways: WaysTable | None = None
    may_change: bool = False
    may_task: bool = False
    may_share: bool = False
    has_codes: bool = False
    """Some code that was made here for the person still opens the plan."""
    undo: Undo | None = None
    undo_tasks: str = ""
    step_tasks: frozenset[str] = frozenset()
    """Credentials that are tasks already."""
    said: str = ""
    error: str = ""


def build_guidance_page(
    session: Session,
    known: Knowledge,
    shared: SharedPlan,
    *,
    person_id: str,
    person_name: str,
    base: str,
    now: datetime,
    goal: str = "",
    hold_words: str = "",
    want_words: str = "",
) -> GuidancePage:
    """The page of one person's plan; `goal` is the one whose ways stand side by side, else the first."""
    plan = shared.plan
    resolved = place_of(session, plan.region)
    shown = _goal_to_show(plan, goal)
    rows = {each.posting_id: find_posting(session, each.posting_id) for each in plan.postings}
    open_now = {id_ for id_, row in rows.items() if row is not None and is_open(row, now)}
    return GuidancePage(
        person_id=person_id,
        person_name=person_name,
        base=base,
        version=shared.version,
        changed=day(shared.changed_at) if shared.changed_at else "",
        is_empty=plan.is_empty,
        held=tuple(saved_held(known, plan)),
        wanted=tuple(saved_goal(known, each.goal, plan) for each in plan.wanted),
        ladders=tuple(saved_ladder(known, each) for each in plan.ladders),
        postings=tuple(
            Saved(
                key=str(each.posting_id),
                name=each.title,
                url=f"/jobs/{each.posting_id}",
                note=each.employer_name,
                is_english=True,
                is_closed=each.posting_id not in open_now,
            )
            for each in plan.postings
        ),
        notes=plan.notes,
        seen_notes=mark(plan.notes),
        region=str(plan.region or ""),
        region_label=region_label(resolved),
        place=place_text(resolved) or region_label(resolved),
        hold_words=hold_words,
        hold_options=find_held_options(known, hold_words, plan),
        want_words=want_words,
        want_options=find_goal_options(known, want_words),
        goal=str(shown) if shown else "",
        ways=build_ways(session, known, plan, goal=shown, today=now.date()) if shown else None,
    )


def _goal_to_show(plan: PlanDocument, text: str) -> Goal | None:
    if text:
        try:
            return Goal.parse(text)
        except InvalidCode:
            pass
    return plan.wanted[0].goal if plan.wanted else None


def find_held_options(known: Knowledge, words: str, plan: PlanDocument) -> tuple[HeldOption, ...]:
    """Credentials that fit what was typed; by the search, or by their names where it does not answer."""
    words = " ".join(words.split())[:80]
    if not words:
        return ()
    engine: SearchEngine = current_app.extensions["search"]
    try:
        found = [
            hit.id
            for hit in engine.search(
                SearchQuery(kind=SearchKind.CREDENTIALS, text=words, size=MOST_FOUND)
            ).hits
        ]
    except SearchUnavailable:
        small = words.casefold()
        found = [each.id for each in known.catalog.credentials if small in credential_name(each).casefold()]
    return tuple(
        HeldOption(id=id_, name=credential_name(known.graph.get(id_)), is_held=id_ in plan.held)
        for id_ in found[:MOST_FOUND]
        if id_ in known.graph.credentials
    )


def find_goal_options(known: Knowledge, words: str) -> tuple[GoalOption, ...]:
    """Goals that fit what was typed: work, and credentials."""
    if not words.strip():
        return ()
    picker = find_goals(known, current_app.extensions["search"], work=words, goal="")
    return tuple(option for group in picker.groups for option in group.options)[: 2 * MOST_FOUND]
