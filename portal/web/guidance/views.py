"""Addresses of the plan that two people make together: each form is one change, put onto the plan of now."""

from collections.abc import Callable
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from portal.domain.errors import InvalidCode
from portal.domain.plan_changes import hold, only, put_back, take_out, want
from portal.domain.plan_document import (
    MAX_ADDRESS,
    PlanDocument,
    PlanFull,
    SavedLadder,
    Wanted,
)
from portal.domain.plan_edits import (
    Clash,
    PlanClash,
    edit_last_day,
    edit_notes,
    edit_place,
    hold_again,
    keep_ladder,
)
from portal.domain.region import Goal, Region, parse_held
from portal.domain.staff import EditConflict, Permission, Purpose
from portal.store.plan_codes import has_codes_of_person
from portal.store.step_tasks import open_steps
from portal.web.choices import WAYS
from portal.web.gate.access import current_person, current_staff, sealer, site_settings, today
from portal.web.gate.audit import looked_at
from portal.web.gate.rules import rule
from portal.web.guidance.conflict import conflict_page
from portal.web.guidance.current import (
    address_of,
    change_plan,
    choices_of,
    current_plan,
    day_of_form,
    name_of_person,
    purposes,
    seen_version,
)
from portal.web.guidance.plan_page import build_guidance_page
from portal.web.guidance.undo import read_undo, undo_of_request, undo_token
from portal.web.guidance.ways import find_steps
from portal.web.htmx import render_page
from portal.web.knowledge import knowledge
from portal.web.pathways.goals import read_goal
from portal.web.pathways.ways import NoTarget
from portal.web.places import UnclearPlace, read_place_of_request
from portal.web.plan.addresses import place_of
from portal.web.plan.changed_ladders import with_sums
from portal.web.plan.drawn import draw_saved
from portal.web.plan.saving import find_wage
from portal.web.store_session import store_session
from portal.web.translate import gettext

blueprint = Blueprint("guidance", __name__)
BASE = "/staff/people/<person_id>/plan"
PARTS = ("held", "wanted", "ladders", "postings")
FULL = {
    "held": lambda: gettext("This plan has no room for more of what is held. Take one out first."),
    "wanted": lambda: gettext("This plan has five goals, and no room for one more. Take one out first."),
    "ladders": lambda: gettext("This plan has eight ladders, and no room for one more. Take one out first."),
    "postings": lambda: gettext("This plan has no room for one more job. Take one out first."),
    "notes": lambda: gettext("These notes are too long. Make them shorter."),
    "link": lambda: gettext("This plan is full. Take something out, or make the notes shorter."),
}
SAID = {
    "saved": lambda: gettext("Saved."),
    "both": lambda: gettext("Saved. Somebody else changed this plan since you opened it: here are both."),
    "tasks": lambda: gettext("The tasks are made."),
    "no-tasks": lambda: gettext("All steps of this ladder are tasks already."),
    "undone": lambda: gettext("The tasks are taken back."),
    "merged": lambda: gettext("What you chose is in the plan now."),
    "stopped": lambda: gettext("The codes are stopped. They open nothing any more."),
}


@blueprint.get(BASE)
@rule(Permission.SEE_PEOPLE, purpose=Purpose.PLAN)
def show(person_id: str) -> Response:
    """The plan, and the best ways to one of its goals side by side."""
    key = request.args.get("said", "")
    return plan_page(said=SAID[key]() if key in SAID else "")


def plan_page(
    *,
    status: int = 200,
    said: str = "",
    error: str = "",
    notes: str | None = None,
    template: str = "guidance/plan",
) -> Response:
    """The page; `notes` are what was typed and not saved: then it is that of the notes, so that they stay."""
    if notes is not None:
        template = "guidance/notes"
    if status != 200:
        store_session().rollback()
        looked_at((current_person().id,))
    person, granted = current_person(), purposes()
    may_change = current_staff().may(Permission.CHANGE_PEOPLE)
    page = build_guidance_page(
        store_session(),
        knowledge(),
        current_plan(),
        person_id=person.id,
        person_name=name_of_person(person),
        base=address_of(person.id),
        now=site_settings().now(),
        goal=request.values.get("goal", "")[:120],
        hold_words=request.args.get("hold", "")[:80],
        want_words=request.args.get("want", "")[:80],
    )
    page = page.model_copy(
        update={
            "said": said,
            "error": error,
            "undo": undo_of_request(),
            "undo_tasks": request.args.get("tasks", "")[:8000] if may_change else "",
            "step_tasks": _step_tasks() if Purpose.NOTES in granted else frozenset(),
            "notes": page.notes if notes is None else notes,
            "may_change": may_change,
            "may_task": may_change and Purpose.NOTES in granted,
            "may_share": Purpose.SHARE in granted,
            "has_codes": has_codes_of_person(store_session(), person.id, now=site_settings().now()),
        }
    )
    return render_page(template, status=status, page=page)


def do(
    change: Callable[[PlanDocument], PlanDocument], *, anchor: str, notes: str | None = None
) -> AnyResponse:
    """Put one change onto the plan and go back to its page; where it cannot be done, the page that says why."""
    try:
        written = change_plan(change)
    except PlanFull as full:
        return plan_page(status=422, error=FULL[full.part](), notes=notes)
    except PlanClash as clash:
        return conflict_page(clash, again=tuple(_sent()))
    except EditConflict:
        error = gettext("Somebody else is changing this plan at this moment. Please try once more.")
        return plan_page(status=409, error=error, notes=notes)
    seen = seen_version()
    said = "saved" if seen is None or seen >= written.version - 1 else "both"
    return go(said=said, anchor=anchor)


def go(*, said: str = "", anchor: str = "", **more: str) -> AnyResponse:
    """To the page of the plan; the goal that stands side by side stays."""
    person_id = current_person().id
    pairs = {"goal": request.form.get("goal", "")[:120], "said": said, **more}
    query = urlencode([(key, value) for key, value in pairs.items() if value])
    return redirect(address_of(person_id) + (f"?{query}" if query else "") + anchor, 303)


@blueprint.post(f"{BASE}/hold")
@rule(Permission.CHANGE_PEOPLE, purpose=Purpose.PLAN)
def add_held(person_id: str) -> AnyResponse:
    """Add what the person holds."""
    ids = parse_held(request.form.get("id", "")[:200])
    if not ids or any(id_ not in knowledge().graph.credentials for id_ in ids):
        raise InvalidCode("This is not in our list of credentials. Search for it and pick it from the list.")
    return do(lambda plan: hold(plan, ids, today=today()), anchor="#held")


@blueprint.post(f"{BASE}/until")
@rule(Permission.CHANGE_PEOPLE, purpose=Purpose.PLAN)
def set_last_day(person_id: str) -> AnyResponse:
    """Write down the last day of something that is held; `again` puts back what was taken out meanwhile."""
    key, seen = request.form.get("key", "")[:80], request.form.get("seen", "")[:10]
    try:
        last_day = day_of_form(request.form.get("last_day", ""))
    except ValueError:
        return plan_page(status=422, error=gettext("We cannot read this day. Write it like 2027-06-01."))
    if request.form.get("again") and key in knowledge().graph.credentials:
        return do(lambda plan: hold_again(plan, key, last_day, today=today()), anchor="#held")
    return do(lambda plan: edit_last_day(plan, key, last_day, seen=seen, today=today()), anchor="#held")


@blueprint.post(f"{BASE}/want")
@rule(Permission.CHANGE_PEOPLE, purpose=Purpose.PLAN)
def add_goal(person_id: str) -> AnyResponse:
    """Add a goal, with the local pay as it is shown today."""
    goal = Goal.parse(request.form.get("goal", "")[:120])
    read_goal(knowledge(), goal)
    return do(lambda plan: want(plan, _wanted(plan, goal), today=today()), anchor="#ways")


@blueprint.post(f"{BASE}/place")
@rule(Permission.CHANGE_PEOPLE, purpose=Purpose.PLAN)
def set_place(person_id: str) -> AnyResponse:
    """Another place to look for training and jobs in."""
    seen = request.form.get("seen", "")[:60]
    region: Region | None = None
    if request.form.get("region", "").strip():
        try:
            region = read_place_of_request(store_session(), request.form, site_settings()).region
        except UnclearPlace as unclear:
            return plan_page(status=422, error=str(unclear))
    return do(lambda plan: edit_place(plan, region, seen=seen, today=today()), anchor="#held")


@blueprint.post(f"{BASE}/ladders")
@rule(Permission.CHANGE_PEOPLE, purpose=Purpose.PLAN)
def save_ladder(person_id: str) -> AnyResponse:
    """Save one way to a goal with the steps that were shown; other steps by now are a clash."""
    form = request.form
    goal, way = Goal.parse(form.get("goal", "")[:120]), form.get("way", "")
    if way not in WAYS:
        abort(400)
    shown = parse_held(form.get("steps", "")[:4000])
    anyway, was_wanted = form.get("anyway", ""), form.get("was_wanted") == "1"

    def change(plan: PlanDocument) -> PlanDocument:
        ladder = _ladder(plan, goal, way=way, shown=shown, anyway=anyway)
        return keep_ladder(plan, ladder, _wanted(plan, goal), was_wanted=was_wanted, today=today())

    try:
        return do(change, anchor="#ladders")
    except NoTarget as error:
        return plan_page(status=422, error=str(error))


@blueprint.get(f"{BASE}/notes")
@rule(Permission.CHANGE_PEOPLE, purpose=Purpose.PLAN)
def notes_form(person_id: str) -> Response:
    """The notes by themselves: no other form of the page can be sent in their place and lose what was typed."""
    return plan_page(template="guidance/notes")


@blueprint.post(f"{BASE}/notes")
@rule(Permission.CHANGE_PEOPLE, purpose=Purpose.PLAN)
def set_notes(person_id: str) -> AnyResponse:
    """Write other notes of the plan."""
    text, seen = request.form.get("notes", ""), request.form.get("seen", "")[:16]
    return do(lambda plan: edit_notes(plan, text, seen=seen, today=today()), anchor="#notes", notes=text)


@blueprint.post(f"{BASE}/out")
@rule(Permission.CHANGE_PEOPLE, purpose=Purpose.PLAN)
def take_one_out(person_id: str) -> AnyResponse:
    """Take one thing out; the next page offers to put it back."""
    part, key = request.form.get("part", ""), request.form.get("key", "")[:4000]
    if part not in PARTS:
        abort(400)
    out: list[PlanDocument] = []

    def change(plan: PlanDocument) -> PlanDocument:
        out[:] = [only(plan, part, key)]
        return take_out(plan, part, key, today=today())

    response = do(change, anchor="")
    return go(out=undo_token(out[0])) if response.status_code == 303 and not out[0].is_empty else response


@blueprint.post(f"{BASE}/back")
@rule(Permission.CHANGE_PEOPLE, purpose=Purpose.PLAN)
def put_one_back(person_id: str) -> AnyResponse:
    """Put back what was taken out."""
    out = read_undo(request.form.get("out", ""))
    if out is None:
        abort(400)
    return do(lambda plan: put_back(plan, out, today=today()), anchor="#held" if out.held else "#ladders")


def _step_tasks() -> frozenset[str]:
    steps = open_steps(store_session(), current_person(), sealer())
    return frozenset(task.credential_id for task in steps if task.credential_id)


def _wanted(plan: PlanDocument, goal: Goal) -> Wanted:
    session, known = store_session(), knowledge()
    choices = choices_of(plan).with_(goal=goal)
    return Wanted(goal=goal, wage=find_wage(session, known, choices, resolved=place_of(session, plan.region)))


def _ladder(plan: PlanDocument, goal: Goal, *, way: str, shown: tuple[str, ...], anyway: str) -> SavedLadder:
    session, known = store_session(), knowledge()
    choices, steps = find_steps(session, known, plan, goal=goal, way=way, today=today())
    ids = tuple(step.credential_id for step in steps)
    if ids != shown and not anyway:
        raise PlanClash(Clash.STEPS, mine=",".join(shown), theirs=",".join(ids), part="wanted", key=str(goal))
    if anyway == "shown" and ids != shown:
        choices, ids = choices.with_(steps=shown), shown
    url = choices.url()
    if len(url) > MAX_ADDRESS:
        raise PlanFull("link")
    ladder = SavedLadder(address=url, goal=goal, steps=ids[:30], saved_on=today())
    drawn = draw_saved(session, known, ladder, today=today())
    return with_sums(ladder, drawn.steps) if drawn is not None and drawn.steps else ladder


def _sent() -> list[tuple[str, str]]:
    return [(key, value) for key, value in request.form.items() if key not in ("csrf_token", "plan_version")]
