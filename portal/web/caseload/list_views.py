"""A class list on its way in: sent, its columns chosen, looked over line by line, added, and taken back."""

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from portal.caseload.class_list import ClassTable, read_class_table
from portal.caseload.columns import Column, guess_columns
from portal.caseload.list_text import ListRefused, plain_cell
from portal.caseload.people_of_list import KnownPerson, ReadList, read_people
from portal.domain.staff import Permission
from portal.store.caseload import label_of, list_named_people
from portal.store.class_imports import (
    Draft,
    EmptyDraft,
    Import,
    change_draft,
    do_import,
    drop_draft,
    get_draft,
    get_import,
    list_imports,
    start_import,
    undo_import,
)
from portal.store.groups import MAX_NAME
from portal.store.people import list_tied_people
from portal.web.caseload.blueprint import blueprint
from portal.web.caseload.current import choices_of, go, page
from portal.web.caseload.typed import Typed
from portal.web.caseload.words import LANGUAGES, say_refused, say_trouble
from portal.web.formats import day, joined
from portal.web.gate.access import current_staff, sealer, site_settings, today
from portal.web.gate.audit import add_entry, looked_at
from portal.web.gate.rules import rule
from portal.web.store_session import store_session
from portal.web.translate import gettext, lazy_gettext

START = "/staff/people/import"
SHOWN = 20
"""People and troubles that the preview shows; the others are counted."""
COLUMN_WORDS = {
    Column.LABEL: lazy_gettext("Name, or what you call them"),
    Column.LABEL_MORE: lazy_gettext("Second part of the name"),
    Column.REFERENCE: lazy_gettext("Your own number for them"),
    Column.GROUP: lazy_gettext("Group"),
    Column.LANGUAGE: lazy_gettext("Language"),
}


@blueprint.get("/people/import")
@rule(Permission.CHANGE_PEOPLE)
def list_form() -> Response:
    """Where to send a list, and lists that can be taken back."""
    return _start_page({}, "")


@blueprint.post("/people/import")
@rule(Permission.CHANGE_PEOPLE)
def start_list() -> AnyResponse:
    """Read a list, sent as a file or pasted, and go on to its columns."""
    store, staff, now = store_session(), current_staff(), site_settings().now()
    file = request.files.get("list")
    data = file.read() if file is not None else b""
    pasted = request.form.get("pasted", "")
    try:
        table = read_class_table(data or pasted.encode())
    except ListRefused as refused_list:
        store.rollback()
        return _start_page(
            {"pasted": "" if data else pasted},
            say_refused(refused_list.reason, refused_list.line),
            status=422,
        )
    guess = guess_columns(table.rows[0].cells)
    draft = Draft(table=table, has_heading=guess.has_heading, places=guess.places, language=staff.language)
    id_ = start_import(store, staff, sealer(), draft=draft, now=now)
    store.commit()
    return go(f"{START}/{id_}")


@blueprint.get("/people/import/<import_id>")
@rule(Permission.CHANGE_PEOPLE)
def list_step(import_id: str) -> Response:
    """The columns and whom they would add; for a list that is done, what came of it."""
    found = get_import(store_session(), current_staff(), import_id)
    if found.state == "draft":
        draft = get_draft(store_session(), current_staff(), sealer(), import_id=import_id)
        return _draft_page(import_id, draft, {})
    return _done_page(found)


@blueprint.post("/people/import/<import_id>")
@rule(Permission.CHANGE_PEOPLE)
def choose_columns(import_id: str) -> AnyResponse:
    """Take the columns for something else."""
    store, staff = store_session(), current_staff()
    draft, errors = _chosen(get_draft(store, staff, sealer(), import_id=import_id))
    if errors:
        store.rollback()
        return _draft_page(import_id, draft, errors, status=422)
    change_draft(store, staff, sealer(), import_id=import_id, draft=draft)
    store.commit()
    return go(f"{START}/{import_id}", anchor="#preview")


@blueprint.post("/people/import/<import_id>/do")
@rule(Permission.CHANGE_PEOPLE)
def do_list(import_id: str) -> AnyResponse:
    """Add the people that the page showed. Sent twice, it goes to what the first time did.

    The columns travel with the button. Where they are not those of the preview, nobody is added yet: the preview is
    made anew and says what changed.
    """
    store, staff, now = store_session(), current_staff(), site_settings().now()
    if get_import(store, staff, import_id).state != "draft":
        return go(f"{START}/{import_id}")
    draft = get_draft(store, staff, sealer(), import_id=import_id)
    if "columns" in request.form:
        chosen, errors = _chosen(draft)
        if errors:
            store.rollback()
            return _draft_page(import_id, draft, errors, status=422)
        if changed := _changes(draft, chosen):
            change_draft(store, staff, sealer(), import_id=import_id, draft=chosen)
            store.commit()
            message = gettext(
                "Nobody is added yet. You changed: %(what)s. Look at the people below, then press again.",
                what=joined(changed),
            )
            return _draft_page(import_id, chosen, {"do": message}, status=409)
    read = _read(draft)
    if not read.people:
        store.rollback()
        message = gettext("There is nobody to add. Choose other columns, or another list.")
        return _draft_page(import_id, draft, {"do": message}, status=422)
    ids = do_import(
        store, staff, sealer(), import_id=import_id, people=read.people, group=draft.group, now=now
    )
    add_entry(
        store,
        staff,
        kind="change",
        action="caseload.added",
        about=ids,
        detail={"way": "import", "import": import_id},
    )
    store.commit()
    return go(f"{START}/{import_id}")


@blueprint.post("/people/import/<import_id>/drop")
@rule(Permission.CHANGE_PEOPLE)
def drop_list(import_id: str) -> AnyResponse:
    """Give the list up."""
    drop_draft(store_session(), current_staff(), import_id)
    store_session().commit()
    return go(START, said="dropped")


@blueprint.post("/people/import/<import_id>/undo")
@rule(Permission.CHANGE_PEOPLE)
def undo_list(import_id: str) -> AnyResponse:
    """Delete the people of a list to whom nothing was added since, and say who stays."""
    store, staff, now = store_session(), current_staff(), site_settings().now()
    undone = undo_import(store, staff, import_id, now=now)
    add_entry(
        store,
        staff,
        kind="change",
        action="caseload.list_undone",
        about=undone.kept,
        detail={"deleted": undone.deleted, "kept": len(undone.kept), "import": import_id},
    )
    store.commit()
    return go(f"{START}/{import_id}")


@blueprint.errorhandler(EmptyDraft)
def nothing_in_draft(_error: EmptyDraft) -> Response:
    """Say that there is nothing in the list, where another one is read in."""
    store_session().rollback()
    return _start_page({}, say_refused("empty", None), status=422)


def _read(draft: Draft) -> ReadList:
    known = [
        KnownPerson(label=person.label, reference=person.reference)
        for person in list_named_people(store_session(), current_staff(), sealer(), today=today())
    ]
    return read_people(
        draft.table, draft.places, has_heading=draft.has_heading, known=known, language=draft.language
    )


def _chosen(draft: Draft) -> tuple[Draft, dict[str, str]]:
    """The draft with the columns of the form."""
    typed = Typed()
    places: dict[Column, int] = {}
    for column in Column:
        text = typed.one_of(column.value, ("", *(str(number) for number in range(draft.table.columns))))
        if text:
            places[column] = int(text)
    if Column.LABEL not in places:
        typed.errors[Column.LABEL.value] = gettext("Choose the column that says what you call them.")
    if len(set(places.values())) < len(places):
        typed.errors.setdefault(
            Column.LABEL.value, gettext("One column is chosen twice. Each can be one thing.")
        )
    group = typed.line("group_for_all", most=MAX_NAME)
    language = typed.one_of("language_for_all", tuple(LANGUAGES))
    has_heading = typed.ticked("heading")
    chosen = draft.model_copy(
        update={"places": places, "group": group, "language": language, "has_heading": has_heading}
    )
    return chosen, typed.errors


def _changes(old: Draft, new: Draft) -> list[str]:
    """The fields of the form in which two drafts differ, by the names that the form gives them."""
    told = [str(COLUMN_WORDS[each]) for each in Column if old.places.get(each) != new.places.get(each)]
    if old.has_heading != new.has_heading:
        told.append(gettext("The first line has headings, no person"))
    if old.group != new.group:
        told.append(gettext("Group for all others"))
    if old.language != new.language:
        told.append(gettext("Language of all others"))
    return told


def _start_page(values: dict[str, str], error: str, *, status: int = 200) -> Response:
    found = list_imports(store_session(), current_staff(), now=site_settings().now())
    return page(
        "caseload/list",
        status=status,
        values=values,
        error=error,
        drafts=[(each.id, day(each.made_at)) for each in found if each.state == "draft"],
        done=[(each.id, each.people, day(each.done_at)) for each in found if each.done_at is not None],
        said=gettext("The list is deleted.") if request.args.get("said") == "dropped" else "",
    )


def _draft_page(import_id: str, draft: Draft, errors: dict[str, str], *, status: int = 200) -> Response:
    try:
        read = _read(draft)
    except ListRefused as refused_list:
        read, errors = (
            ReadList(people=(), troubles=()),
            {**errors, "do": say_refused(refused_list.reason, None)},
        )
    table = draft.table
    columns = [_column_name(table, number, has_heading=draft.has_heading) for number in range(table.columns)]
    used = set(draft.places.values())
    return page(
        "caseload/list-columns",
        status=status,
        import_id=import_id,
        fields=[
            (column.value, str(COLUMN_WORDS[column]), str(draft.places.get(column, ""))) for column in Column
        ],
        columns=[(str(number), name) for number, name in enumerate(columns)],
        left_out=[name for number, name in enumerate(columns) if number not in used],
        draft=draft,
        languages=choices_of(LANGUAGES),
        language_names=LANGUAGES,
        people=read.people[:SHOWN],
        total=len(read.people),
        more=max(0, len(read.people) - SHOWN),
        troubles=[(trouble.line, say_trouble(trouble)) for trouble in read.troubles[: 5 * SHOWN]],
        more_troubles=max(0, len(read.troubles) - 5 * SHOWN),
        errors=errors,
        most=MAX_NAME,
    )


def _column_name(table: ClassTable, number: int, *, has_heading: bool) -> str:
    """The heading of a column; where there is none its number and its first cell."""
    heading = plain_cell(table.rows[0].cells[number])[:60] if has_heading else ""
    if heading:
        return heading
    cell = next((row.cells[number] for row in table.rows[int(has_heading) :] if row.cells[number]), "")
    return gettext("Column %(number)s (%(cell)s)", number=number + 1, cell=cell[:30])


def _done_page(found: Import) -> Response:
    """What a list did; after it was taken back, who was deleted and who stayed because something was added."""
    store, staff, until = store_session(), current_staff(), found.until
    kept = []
    if found.state == "undone":
        rows = [row for row in list_tied_people(store, staff, today=today()) if row.import_id == found.id]
        kept = [(row.id, label_of(row, sealer())) for row in rows]
        looked_at(row.id for row in rows)
    return page(
        "caseload/list-done",
        found=found,
        is_done=found.state == "done",
        kept=kept,
        until=day(until) if until else "",
        may_undo=found.state == "done" and until is not None and today() <= until,
    )
