"""Notes of one person: written, changed without losing anybody's words, deleted and put back."""

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from portal.domain.staff import Permission, Purpose
from portal.store.caseload import note_contact, touch
from portal.store.notes import (
    CONTACTS,
    KINDS,
    MAX_TEXT,
    Note,
    NoteConflict,
    NoteText,
    add_note,
    change_note,
    delete_note,
    get_note,
    list_notes,
    put_note_back,
)
from portal.web.caseload.blueprint import blueprint
from portal.web.caseload.current import choices_of, go, head_of, page, refused
from portal.web.caseload.typed import Typed
from portal.web.caseload.views import note_view
from portal.web.caseload.words import NOTE_KINDS
from portal.web.formats import day
from portal.web.gate.access import current_person, current_staff, sealer, site_settings, today
from portal.web.gate.rules import rule
from portal.web.page_number import count_pages, parse_page
from portal.web.store_session import store_session
from portal.web.translate import gettext

PAGE_SIZE = 20


@blueprint.get("/people/<person_id>/notes")
@rule(Permission.SEE_PEOPLE, purpose=Purpose.NOTES)
def notes(person_id: str) -> Response:
    """All notes, newest first, and the form of a new one."""
    return _notes_page({"on_date": str(today())}, {})


@blueprint.post("/people/<person_id>/notes")
@rule(Permission.CHANGE_PEOPLE, purpose=Purpose.NOTES)
def write_note(person_id: str) -> AnyResponse:
    """Write a note. One about a talk moves the day of the last contact."""
    row, typed, store, now = current_person(), Typed(), store_session(), site_settings().now()
    told = _read(typed)
    if told is None:
        refused(person_id)
        return _notes_page(typed.values, typed.errors, status=422)
    add_note(store, row, sealer(), staff=current_staff(), told=told, now=now)
    if told.kind in CONTACTS:
        note_contact(store, row, on=told.on_date, now=now)
    touch(store, row, now=now)
    store.commit()
    return go(f"/staff/people/{person_id}/notes", said="saved")


@blueprint.get("/people/<person_id>/notes/<note_id>")
@rule(Permission.CHANGE_PEOPLE, purpose=Purpose.NOTES)
def note(person_id: str, note_id: str) -> Response:
    """The form of one note."""
    return _note_page(get_note(store_session(), current_person(), sealer(), note_id=note_id))


@blueprint.post("/people/<person_id>/notes/<note_id>")
@rule(Permission.CHANGE_PEOPLE, purpose=Purpose.NOTES)
def save_note(person_id: str, note_id: str) -> AnyResponse:
    """Save another text. Where somebody else was faster, both texts are shown and nothing is written."""
    row, typed, store, now = current_person(), Typed(), store_session(), site_settings().now()
    stored, told = get_note(store, row, sealer(), note_id=note_id), _read(typed)
    if told is None:
        refused(person_id)
        return _note_page(stored, typed=typed, status=422)
    try:
        change_note(store, row, sealer(), note_id=note_id, version=typed.whole("version"), told=told, now=now)
    except NoteConflict as conflict:
        refused(person_id)
        return _note_page(conflict.stored, typed=typed, status=409)
    if told.kind in CONTACTS:
        note_contact(store, row, on=told.on_date, now=now)
    touch(store, row, now=now)
    store.commit()
    return go(f"/staff/people/{person_id}/notes", said="saved", anchor=f"#note-{note_id}")


@blueprint.post("/people/<person_id>/notes/<note_id>/delete")
@rule(Permission.CHANGE_PEOPLE, purpose=Purpose.NOTES)
def delete_note_now(person_id: str, note_id: str) -> AnyResponse:
    """Take a note out; the next page offers to put it back."""
    row, store, now = current_person(), store_session(), site_settings().now()
    delete_note(store, row, note_id=note_id, now=now)
    touch(store, row, now=now)
    store.commit()
    return go(f"/staff/people/{person_id}/notes", said="deleted", note=note_id)


@blueprint.post("/people/<person_id>/notes/<note_id>/back")
@rule(Permission.CHANGE_PEOPLE, purpose=Purpose.NOTES)
def put_note_back_now(person_id: str, note_id: str) -> AnyResponse:
    """Put a deleted note back."""
    row, store = current_person(), store_session()
    put_note_back(store, row, note_id=note_id)
    touch(store, row, now=site_settings().now())
    store.commit()
    return go(f"/staff/people/{person_id}/notes", said="back", anchor=f"#note-{note_id}")


def _read(typed: Typed) -> NoteText | None:
    kind = typed.one_of("kind", KINDS)
    on_date = typed.day("on_date", required=True, latest=today())
    text = typed.text("text", most=MAX_TEXT, required=True)
    if not typed.is_ok or on_date is None:
        return None
    return NoteText(kind=kind, on_date=on_date, text=text)


def _notes_page(values: dict[str, str], errors: dict[str, str], *, status: int = 200) -> Response:
    row = current_person()
    everything = list_notes(store_session(), row, sealer())
    pages = count_pages(len(everything), PAGE_SIZE)
    number = min(parse_page(request.args.get("page", "")), pages)
    base = f"/staff/people/{row.id}/notes"
    said = request.args.get("said", "")
    return page(
        "caseload/notes",
        status=status,
        head=head_of(row),
        notes=[note_view(each) for each in everything[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]],
        values=values,
        errors=errors,
        kinds=choices_of(NOTE_KINDS),
        most=MAX_TEXT,
        latest=str(today()),
        number=number,
        pages=pages,
        previous=f"{base}?page={number - 1}" if number > 1 else "",
        next=f"{base}?page={number + 1}" if number < pages else "",
        said={
            "saved": gettext("The note is saved."),
            "deleted": gettext("The note is deleted."),
            "back": gettext("The note is back."),
        }.get(said, ""),
        deleted=_deleted_id() if said == "deleted" else "",
    )


def _deleted_id() -> str:
    """The id of the note that was just deleted, for the button that puts it back."""
    text = request.args.get("note", "")
    return text if len(text) == 24 and text.isalnum() and text.isascii() else ""


def _note_page(stored: Note, *, typed: Typed | None = None, status: int = 200) -> Response:
    """The form with the stored text, or with what was typed; after a conflict both stand on the page."""
    values = {"kind": stored.kind, "on_date": str(stored.on_date), "text": stored.text}
    return page(
        "caseload/note",
        status=status,
        head=head_of(current_person()),
        note=stored,
        is_conflict=status == 409,
        stored=note_view(stored),
        values=typed.values if typed else values,
        errors=typed.errors if typed else {},
        kinds=choices_of(NOTE_KINDS),
        most=MAX_TEXT,
        latest=str(today()),
        made=day(stored.made_at),
    )
