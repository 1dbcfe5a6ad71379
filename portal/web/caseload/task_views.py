"""Tasks, steps and next talks of one person: who does what by when; done, given up, and back again."""

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from portal.domain.staff import Permission, Purpose
from portal.store.caseload import touch
from portal.store.tasks import (
    DOERS,
    KINDS,
    MAX_WHAT,
    Task,
    TaskConflict,
    TaskText,
    add_task,
    change_task,
    get_task,
    list_tasks,
    mark_task,
)
from portal.web.caseload.blueprint import blueprint
from portal.web.caseload.current import choices_of, go, head_of, page, refused
from portal.web.caseload.typed import Typed
from portal.web.caseload.views import task_view
from portal.web.caseload.words import DOERS as DOER_WORDS
from portal.web.caseload.words import TASK_KINDS
from portal.web.gate.access import current_person, current_staff, sealer, site_settings, today
from portal.web.gate.rules import rule
from portal.web.store_session import store_session
from portal.web.translate import gettext

MOST_COST = 999_999.0
MAX_NAME = 80
MAX_EVIDENCE = 300
MARKS = ("done", "dropped", "open")


@blueprint.get("/people/<person_id>/tasks")
@rule(Permission.SEE_PEOPLE, purpose=Purpose.NOTES)
def tasks(person_id: str) -> Response:
    """What is open, by its day, what is done, and the form of a new task."""
    return _tasks_page({"doer": "person"}, {})


@blueprint.post("/people/<person_id>/tasks")
@rule(Permission.CHANGE_PEOPLE, purpose=Purpose.NOTES)
def write_task(person_id: str) -> AnyResponse:
    """Write a task down."""
    row, typed, store, now = current_person(), Typed(), store_session(), site_settings().now()
    told = _read(typed)
    if told is None:
        refused(person_id)
        return _tasks_page(typed.values, typed.errors, status=422)
    id_ = add_task(store, row, sealer(), staff=current_staff(), told=told, now=now)
    touch(store, row, now=now)
    store.commit()
    return go(f"/staff/people/{person_id}/tasks", said="saved", anchor=f"#task-{id_}")


@blueprint.get("/people/<person_id>/tasks/<task_id>")
@rule(Permission.CHANGE_PEOPLE, purpose=Purpose.NOTES)
def task(person_id: str, task_id: str) -> Response:
    """The form of one task."""
    return _task_page(get_task(store_session(), current_person(), sealer(), task_id=task_id))


@blueprint.post("/people/<person_id>/tasks/<task_id>")
@rule(Permission.CHANGE_PEOPLE, purpose=Purpose.NOTES)
def save_task(person_id: str, task_id: str) -> AnyResponse:
    """Save a task. Where somebody else was faster, both are shown and nothing is written."""
    row, typed, store, now = current_person(), Typed(), store_session(), site_settings().now()
    stored = get_task(store, row, sealer(), task_id=task_id)
    told = _read(typed, stored)
    if told is None:
        refused(person_id)
        return _task_page(stored, typed=typed, status=422)
    try:
        change_task(store, row, sealer(), task_id=task_id, version=typed.whole("version"), told=told, now=now)
    except TaskConflict as conflict:
        refused(person_id)
        return _task_page(conflict.stored, typed=typed, status=409)
    touch(store, row, now=now)
    store.commit()
    return go(f"/staff/people/{person_id}/tasks", said="saved", anchor=f"#task-{task_id}")


@blueprint.post("/people/<person_id>/tasks/<task_id>/mark")
@rule(Permission.CHANGE_PEOPLE, purpose=Purpose.NOTES)
def mark(person_id: str, task_id: str) -> AnyResponse:
    """Done, given up, or open again."""
    row, store, now, typed = current_person(), store_session(), site_settings().now(), Typed()
    wanted = typed.one_of("mark", MARKS)
    mark_task(
        store,
        row,
        task_id=task_id,
        now=now,
        done_on=today() if wanted == "done" else None,
        dropped_on=today() if wanted == "dropped" else None,
    )
    touch(store, row, now=now)
    store.commit()
    return go(f"/staff/people/{person_id}/tasks", said=wanted, task=task_id)


def _read(typed: Typed, stored: Task | None = None) -> TaskText | None:
    """The form; what it does not ask (the page and credential of a step) stays as it is stored."""
    told = {
        "kind": typed.one_of("kind", KINDS if stored else ("task", "contact", "step")),
        "what": typed.line("what", most=MAX_WHAT, required=True),
        "doer": typed.one_of("doer", DOERS),
        "doer_name": typed.line("doer_name", most=MAX_NAME),
        "due_on": typed.day("due_on"),
        "cost_usd": typed.amount("cost_usd", highest=MOST_COST),
        "payer": typed.line("payer", most=MAX_NAME),
        "evidence": typed.line("evidence", most=MAX_EVIDENCE),
    }
    if told["kind"] == "contact" and told["due_on"] is None and "due_on" not in typed.errors:
        typed.errors["due_on"] = gettext("Choose a day.")
    if not typed.is_ok:
        return None
    kept = (
        {"address": stored.address, "credential_id": stored.credential_id, "weeks": stored.weeks}
        if stored
        else {}
    )
    return TaskText.model_validate({**kept, **told})


def _tasks_page(values: dict[str, str], errors: dict[str, str], *, status: int = 200) -> Response:
    row, on = current_person(), today()
    found = [task_view(each, today=on) for each in list_tasks(store_session(), row, sealer())]
    said = request.args.get("said", "")
    marked = request.args.get("task", "")
    return page(
        "caseload/tasks",
        status=status,
        head=head_of(row),
        open=[each for each in found if each.is_open],
        over=[each for each in found if not each.is_open],
        values=values,
        errors=errors,
        kinds=choices_of(TASK_KINDS),
        doers=choices_of(DOER_WORDS),
        most=MAX_WHAT,
        said={
            "saved": gettext("The task is saved."),
            "done": gettext("Done."),
            "dropped": gettext("Given up."),
            "open": gettext("The task is open again."),
        }.get(said, ""),
        marked=marked if said in ("done", "dropped") and marked in {each.id for each in found} else "",
    )


def _task_page(stored: Task, *, typed: Typed | None = None, status: int = 200) -> Response:
    values = {
        "kind": stored.kind,
        "what": stored.what,
        "doer": stored.doer,
        "doer_name": stored.doer_name,
        "due_on": str(stored.due_on or ""),
        "cost_usd": f"{stored.cost_usd:g}" if stored.cost_usd is not None else "",
        "payer": stored.payer,
        "evidence": stored.evidence,
    }
    return page(
        "caseload/task",
        status=status,
        head=head_of(current_person()),
        task=stored,
        stored=task_view(stored, today=today()),
        is_conflict=status == 409,
        values=typed.values if typed else values,
        errors=typed.errors if typed else {},
        kinds=choices_of(TASK_KINDS),
        doers=choices_of(DOER_WORDS),
        most=MAX_WHAT,
    )
