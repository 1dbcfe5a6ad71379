"""Everything about a person as a file, and a person brought from one: read, looked at, and added only then."""

import base64
import zlib

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from portal.domain.person_export import MAX_BYTES, InvalidExport, PersonExport, read_export, write_export
from portal.domain.plan_document import PlanFull, plain_notes
from portal.domain.staff import Permission, Purpose
from portal.store.person_export import export_person
from portal.store.person_import import add_from_export, count_brought
from portal.store.sealing import SealBroken
from portal.web.errors import error_page
from portal.web.gate.access import current_person, current_staff, sealer, site_settings
from portal.web.gate.audit import add_entry
from portal.web.gate.rules import rule
from portal.web.htmx import render_page
from portal.web.store_session import store_session
from portal.web.translate import gettext

FROM_FILE = "/staff/people/from-file"
UPLOAD, ADD = "guidance.preview_file", "guidance.add_from_file"
MOST_DRAFT = 2_000_000
"""Letters of a file that was read, packed and sealed, as the preview carries it."""
MOST_LABEL = 80


def add_person_file_views(blueprint: Blueprint) -> None:
    """Put these addresses beside that of the plan."""
    blueprint.add_url_rule("/staff/people/<person_id>/export.json", view_func=export_file)
    blueprint.add_url_rule(FROM_FILE, view_func=choose_file)
    blueprint.add_url_rule(FROM_FILE, view_func=preview_file, methods=["POST"])
    blueprint.add_url_rule(f"{FROM_FILE}/add", view_func=add_from_file, methods=["POST"])
    blueprint.url_value_preprocessor(_allow_files)
    blueprint.register_error_handler(413, _too_large)


def _allow_files(endpoint: str | None, _values: dict[str, str] | None) -> None:
    """A file may be larger than other forms. This runs before the form is read for its token."""
    if endpoint in (UPLOAD, ADD):
        request.max_content_length = MAX_BYTES + 20_000
        request.max_form_memory_size = MOST_DRAFT + 20_000


def _too_large(_error: Exception) -> Response:
    return error_page(
        413,
        heading=gettext("This is too large"),
        advice=gettext("The file of a person may have up to 5 MB. Is it the right file?"),
    )


@rule(Permission.SEE_PEOPLE, purpose=Purpose.SHARE)
def export_file(person_id: str) -> AnyResponse:
    """All that the person said may leave, as JSON; what they said no to is left out, and the file says so."""
    export = export_person(store_session(), sealer(), current_person().id, now=site_settings().now())
    return AnyResponse(
        write_export(export),
        mimetype="application/json",
        headers={"Content-Disposition": 'attachment; filename="person.json"'},
    )


@rule(Permission.CHANGE_PEOPLE)
def choose_file() -> Response:
    """Where to choose the file."""
    return _page()


@rule(Permission.CHANGE_PEOPLE)
def preview_file() -> Response:
    """What the file would bring. Nothing is kept yet."""
    store_session().rollback()
    file = request.files.get("file")
    data = file.read(MAX_BYTES + 1) if file else b""
    if not data:
        return _page(status=422, error=gettext("Choose a file first."))
    try:
        export = read_export(data)
        draft = _pack(export)
    except InvalidExport as error:
        return _page(status=422, error=_why(), detail=str(error))
    return _preview(export, draft)


@rule(Permission.CHANGE_PEOPLE)
def add_from_file() -> AnyResponse:
    """Add the person that the preview showed."""
    draft = request.form.get("draft", "")
    try:
        export = _unpack(draft)
    except (SealBroken, InvalidExport, zlib.error, ValueError):
        store_session().rollback()
        return _page(status=422, error=gettext("We cannot read this any more. Choose the file again."))
    label = " ".join(plain_notes(request.form.get("label", "")).split())[:MOST_LABEL]
    if not label:
        store_session().rollback()
        return _preview(export, draft, status=422, error=gettext("Say what you call this person."))
    store, staff, now = store_session(), current_staff(), site_settings().now()
    try:
        person = add_from_export(store, staff, sealer(), export=export, label=label, now=now)
    except PlanFull:
        store.rollback()
        return _page(status=422, error=_why())
    add_entry(store, staff, kind="change", action=ADD, about=(person.id,))
    store.commit()
    return redirect(f"/staff/people/{person.id}", 303)


def _pack(export: PersonExport) -> str:
    """The file without what an import leaves out, sealed for the one who looks at it.

    Raises: InvalidExport where it is too large even so.
    """
    kept = export.model_copy(
        update={"log": (), "more": {}, "consents": (), "professionals": (), "groups": ()}
    )
    packed = base64.b85encode(zlib.compress(write_export(kept).encode(), 9)).decode()
    draft = sealer().seal(packed, about=_place())
    if len(draft) > MOST_DRAFT:
        raise InvalidExport("file: it holds more than one person's record can.")
    return draft


def _unpack(draft: str) -> PersonExport:
    packed = sealer().open(draft[: MOST_DRAFT + 1], about=_place())
    return read_export(zlib.decompress(base64.b85decode(packed)))


def _place() -> str:
    return f"person.from_file:{current_staff().account_id}"


def _why() -> str:
    return gettext("This is not a file of a person that this site can read.")


def _preview(export: PersonExport, draft: str, *, status: int = 200, error: str = "") -> Response:
    label = request.form.get("label", export.label)[:MOST_LABEL]
    return render_page(
        "guidance/from-file",
        status=status,
        export=export,
        brought=count_brought(store_session(), export),
        draft=draft,
        label=label,
        error=error,
        detail="",
        address=FROM_FILE,
    )


def _page(*, status: int = 200, error: str = "", detail: str = "") -> Response:
    return render_page(
        "guidance/from-file", status=status, export=None, error=error, detail=detail, address=FROM_FILE
    )
