"""Tasks of a ladder's steps: in one tap as the ladder has them, or on a form that says who does what by when."""

import re

from flask import Blueprint, Response, abort, request
from werkzeug.wrappers import Response as AnyResponse

from portal.domain.plan_document import SavedLadder
from portal.domain.plan_edits import PlanClash, get_ladder
from portal.domain.staff import Permission, Purpose
from portal.store.caseload import touch
from portal.store.sealing import SealBroken
from portal.store.step_tasks import add_steps, open_steps, take_back
from portal.web.gate.access import current_person, current_staff, sealer, site_settings, today
from portal.web.gate.audit import looked_at
from portal.web.gate.rules import rule
from portal.web.guidance.conflict import conflict_page
from portal.web.guidance.current import address_of, current_plan, name_of_person
from portal.web.guidance.step_form import DOERS, StepLine, first_lines, read_lines, tasks_of
from portal.web.guidance.views import BASE, go
from portal.web.htmx import render_page
from portal.web.individual_plan_paper import document_language
from portal.web.knowledge import knowledge
from portal.web.language import LOCALES, language_code
from portal.web.plan.drawn import draw_saved
from portal.web.plan.goal_names import goal_name
from portal.web.store_session import store_session
from portal.web.translate import gettext


def add_task_views(blueprint: Blueprint) -> None:
    """Put these addresses below that of the plan."""
    blueprint.add_url_rule(f"{BASE}/tasks", view_func=step_tasks_form)
    blueprint.add_url_rule(f"{BASE}/tasks", view_func=make_step_tasks, methods=["POST"])
    blueprint.add_url_rule(f"{BASE}/tasks/back", view_func=take_step_tasks_back, methods=["POST"])


@rule(Permission.CHANGE_PEOPLE, purpose=Purpose.PLAN, also=Purpose.NOTES)
def step_tasks_form(person_id: str) -> Response:
    """Who does what by when, before the tasks are made."""
    try:
        ladder = get_ladder(current_plan().plan, request.args.get("ladder", "")[:1000])
    except PlanClash as clash:
        return conflict_page(clash)
    return _form(ladder, _lines(ladder))


@rule(Permission.CHANGE_PEOPLE, purpose=Purpose.PLAN, also=Purpose.NOTES)
def make_step_tasks(person_id: str) -> AnyResponse:
    """Make the tasks; `quick` takes the ladder's own days and costs, and the person as the one who does it."""
    try:
        ladder = get_ladder(current_plan().plan, request.form.get("ladder", "")[:1000])
    except PlanClash as clash:
        return conflict_page(clash)
    lines = _lines(ladder)
    if not request.form.get("quick"):
        lines = read_lines(lines, request.form)
        if any(line.errors for line in lines):
            store_session().rollback()
            looked_at((person_id,))
            return _form(ladder, lines, status=422)
    store, person, now = store_session(), current_person(), site_settings().now()
    made = add_steps(store, person, sealer(), staff=current_staff(), steps=tasks_of(lines), now=now)
    touch(store, person, now=now)
    store.commit()
    if not made:
        return go(said="no-tasks", anchor="#ladders")
    return go(said="tasks", tasks=sealer().seal(",".join(made), about=_undo_place(person_id)))


@rule(Permission.CHANGE_PEOPLE, purpose=Purpose.PLAN, also=Purpose.NOTES)
def take_step_tasks_back(person_id: str) -> AnyResponse:
    """Delete the tasks that were just made, where nobody has worked on them."""
    try:
        ids = sealer().open(request.form.get("tasks", "")[:8000], about=_undo_place(person_id)).split(",")
    except SealBroken:
        abort(400)
    if not all(re.fullmatch(r"[0-9a-f]{24}", id_) for id_ in ids):
        abort(400)
    store = store_session()
    take_back(store, current_person(), ids)
    store.commit()
    return go(said="undone", anchor="#ladders")


def _lines(ladder: SavedLadder) -> tuple[StepLine, ...]:
    store, known = store_session(), knowledge()
    drawn = draw_saved(store, known, ladder, today=today())
    done = {task.credential_id for task in open_steps(store, current_person(), sealer())}
    steps = drawn.steps if drawn is not None else ()
    language = current_person().language
    with document_language(
        language if language in LOCALES else language_code()
    ):  # the person reads the tasks
        return first_lines(known, steps, today=today(), tasks=frozenset(id_ for id_ in done if id_))


def _form(ladder: SavedLadder, lines: tuple[StepLine, ...], *, status: int = 200) -> Response:
    person = current_person()
    return render_page(
        "guidance/tasks",
        status=status,
        person_name=name_of_person(person),
        base=address_of(person.id),
        ladder=ladder.address,
        goal=goal_name(knowledge(), ladder.goal),
        lines=lines,
        doers=tuple((key, str(name)) for key, name in DOERS.items()),
        error=gettext("Some fields need a look.") if status != 200 else "",
    )


def _undo_place(person_id: str) -> str:
    return f"plan.tasks:{person_id}"
