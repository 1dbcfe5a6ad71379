"""One person: what is next, what they agreed to, and the ways to everything else. Their label, and closing the case."""

from datetime import date

from flask import Response, request
from sqlmodel import Session
from werkzeug.wrappers import Response as AnyResponse

from portal.caseload.people_of_list import MAX_LABEL, MAX_REFERENCE
from portal.domain.model import DataModel
from portal.domain.plan_document import PlanDocument
from portal.domain.staff import Permission, Purpose
from portal.store.caseload import (
    CLOSE_REASONS,
    change_person,
    close_person,
    label_of,
    list_named_people,
    reference_of,
    reopen_person,
)
from portal.store.caseload_tables import PersonRow
from portal.store.groups import list_groups, put_in, take_out
from portal.store.notes import list_notes
from portal.store.shared_plans import read_shared_plan
from portal.store.tasks import list_tasks
from portal.store.ties import list_ties
from portal.web.caseload.adding import check_names, read_new_person
from portal.web.caseload.blueprint import blueprint
from portal.web.caseload.current import PersonHead, choices_of, go, head_of, page, refused
from portal.web.caseload.dashboard import CardView, card_of
from portal.web.caseload.typed import Typed
from portal.web.caseload.views import NoteView, TaskView, TieView, note_view, task_view, tie_view
from portal.web.caseload.words import CLOSE_REASONS as CLOSE_WORDS
from portal.web.caseload.words import LANGUAGES, PURPOSES
from portal.web.formats import day
from portal.web.gate.access import current_person, current_staff, sealer, site_settings, today
from portal.web.gate.audit import add_entry
from portal.web.gate.rules import rule
from portal.web.knowledge import Knowledge, knowledge
from portal.web.plan.goal_names import goal_name
from portal.web.store_session import store_session
from portal.web.translate import gettext
from portal.web.words import credential_name

FIRST = 3
"""Tasks and notes on the overview; their own pages have them all."""
SAID = {
    "added": lambda: gettext("Added."),
    "changed": lambda: gettext("Saved."),
    "closed": lambda: gettext("This case is closed."),
    "reopened": lambda: gettext("This case is open again."),
    "groups": lambda: gettext("Groups are saved."),
}


class PlanSummary(DataModel):
    """What stands in a plan, in a few lines."""

    goals: tuple[str, ...]
    held: tuple[str, ...]
    ladders: int
    changed: str


@blueprint.get("/people/<person_id>")
@rule(Permission.SEE_PEOPLE)
def person(person_id: str) -> Response:
    """Everything at a glance, each part only with the yes that it needs."""
    row = current_person()
    head, store, key, on = head_of(row), store_session(), sealer(), today()
    tasks: list[TaskView] = []
    notes: list[NoteView] = []
    if head.has(Purpose.NOTES):
        tasks = [task_view(task, today=on) for task in list_tasks(store, row, key) if task.is_open][:FIRST]
        notes = [note_view(note) for note in list_notes(store, row, key, limit=FIRST)]
    return page(
        "caseload/person",
        head=head,
        card=_card(row),
        tasks=tasks,
        notes=notes,
        plan=_plan(row, head, known=knowledge()),
        ties=_ties(row, on),
        agreed=[(str(PURPOSES[purpose]), purpose in head.purposes) for purpose in Purpose],
        groups=[
            (group.id, group.name, row.id in group.person_ids)
            for group in list_groups(store, current_staff(), key)
        ],
        contact=day(row.contacted_on) if row.contacted_on and head.has(Purpose.NOTES) else "",
        added=day(row.added_at),
        their_language=LANGUAGES.get(row.language, row.language),
        is_guardian_asked=row.is_guardian_asked,
        closed=_closed(row),
        close_reasons=choices_of(CLOSE_WORDS),
        said=_said(),
    )


@blueprint.get("/people/<person_id>/edit")
@rule(Permission.CHANGE_PEOPLE)
def edit_person_form(person_id: str) -> Response:
    """The form of label, number, language."""
    row = current_person()
    values = {
        "label": label_of(row, sealer()),
        "reference": reference_of(row, sealer()),
        "language": row.language,
        "guardian": "1" if row.is_guardian_asked else "",
    }
    return _edit_page(row, values, {})


@blueprint.post("/people/<person_id>/edit")
@rule(Permission.CHANGE_PEOPLE)
def edit_person(person_id: str) -> AnyResponse:
    """Save label, number, language."""
    row, typed, store = current_person(), Typed(), store_session()
    new = read_new_person(typed)
    others = [
        each
        for each in list_named_people(store, current_staff(), sealer(), today=today())
        if each.id != row.id
    ]
    check_names(typed, new, others, is_sure=typed.ticked("same"))
    if not typed.is_ok:
        refused(person_id)
        return _edit_page(current_person(), typed.values, typed.errors, status=422)
    if new.is_guardian_asked != row.is_guardian_asked:
        _write_down_who_agrees(store, row, is_guardian=new.is_guardian_asked)
    change_person(store, row, sealer(), new=new, by=current_staff().account_id, now=site_settings().now())
    store.commit()
    return go(f"/staff/people/{person_id}", said="changed")


@blueprint.post("/people/<person_id>/close")
@rule(Permission.CHANGE_PEOPLE)
def close_case(person_id: str) -> AnyResponse:
    """Close a case, with a reason."""
    reason = Typed().one_of("reason", CLOSE_REASONS)
    close_person(store_session(), current_person(), reason=reason, now=site_settings().now())
    store_session().commit()
    return go(f"/staff/people/{person_id}", said="closed")


@blueprint.post("/people/<person_id>/reopen")
@rule(Permission.CHANGE_PEOPLE)
def reopen_case(person_id: str) -> AnyResponse:
    """Open a closed case again."""
    reopen_person(store_session(), current_person(), now=site_settings().now())
    store_session().commit()
    return go(f"/staff/people/{person_id}", said="reopened")


@blueprint.post("/people/<person_id>/groups")
@rule(Permission.CHANGE_PEOPLE)
def save_groups_of_person(person_id: str) -> AnyResponse:
    """Put the person into the groups that are ticked, and out of the others."""
    store, staff, row = store_session(), current_staff(), current_person()
    groups = list_groups(store, staff, sealer())
    wanted = Typed().ids("group", (group.id for group in groups))
    for group in groups:
        if group.id in wanted:
            put_in(store, staff, group_id=group.id, person_ids=(row.id,))
        elif row.id in group.person_ids:
            take_out(store, staff, group_id=group.id, person_ids=(row.id,))
    store.commit()
    return go(f"/staff/people/{person_id}", said="groups")


def _write_down_who_agrees(store: Session, row: PersonRow, *, is_guardian: bool) -> None:
    """Who may say yes is no detail of a name: it stands in the log by itself."""
    staff, about = current_staff(), (row.id,)
    if is_guardian:
        add_entry(store, staff, kind="change", action="caseload.guardian_asked", about=about)
    else:
        add_entry(store, staff, kind="change", action="caseload.guardian_not_asked", about=about)


def _card(row: PersonRow) -> CardView | None:
    """Why they need somebody now; nothing for a closed case."""
    return card_of(row) if row.closed_at is None else None


def _plan(row: PersonRow, head: PersonHead, *, known: Knowledge) -> PlanSummary | None:
    if not head.has(Purpose.PLAN) or not row.plan_sealed:
        return None
    shared = read_shared_plan(row, sealer(), today=today())
    plan: PlanDocument = shared.plan
    credentials = (known.graph.credentials.get(id_) for id_ in plan.held)
    return PlanSummary(
        goals=tuple(goal_name(known, wanted.goal) for wanted in plan.wanted),
        held=tuple(credential_name(each) for each in credentials if each is not None),
        ladders=len(plan.ladders),
        changed=day(shared.changed_at) if shared.changed_at else "",
    )


def _ties(row: PersonRow, on: date) -> list[TieView]:
    ties = list_ties(store_session(), row, sealer(), today=on)
    return [tie_view(tie) for tie in ties if tie.is_current]


def _closed(row: PersonRow) -> str:
    if row.closed_at is None:
        return ""
    return gettext(
        "Closed on %(day)s. %(reason)s.",
        day=day(row.closed_at),
        reason=str(CLOSE_WORDS.get(row.close_reason, "")),
    )


def _edit_page(
    row: PersonRow, values: dict[str, str], errors: dict[str, str], *, status: int = 200
) -> Response:
    return page(
        "caseload/edit",
        status=status,
        head=head_of(row),
        values=values,
        errors=errors,
        languages=choices_of(LANGUAGES),
        most_label=MAX_LABEL,
        most_reference=MAX_REFERENCE,
    )


def _said() -> str:
    told = SAID.get(request.args.get("said", ""))
    return told() if told else ""
