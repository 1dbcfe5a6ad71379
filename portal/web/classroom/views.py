"""Addresses for the professional who leads a class: start it, show its code, move it on, end it, give it as a task."""

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from portal.domain.plan_document import plain_notes
from portal.domain.staff import Permission
from portal.store.classrooms import (
    Classroom,
    class_code,
    end_class,
    get_class,
    list_classes,
    set_page,
    show_class_code,
    start_class,
)
from portal.store.groups import list_groups
from portal.web.classroom.assigning import Assigned, assign_to_group, who_could_not
from portal.web.classroom.own_page import QUICK, NotOurPage, page_name, read_own_page
from portal.web.gate.access import current_staff, sealer, site_settings
from portal.web.gate.rules import rule
from portal.web.htmx import render_page
from portal.web.plan.current import secret_key
from portal.web.qr import build_qr
from portal.web.store_session import store_session

blueprint = Blueprint("classroom", __name__)
BASE = "/staff/class"
MOST_WORDS = 200


@blueprint.get(BASE)
@rule(Permission.LEAD_CLASS)
def classes() -> Response:
    """Classes that run, and the form that starts one."""
    return _classes_page()


@blueprint.post(BASE)
@rule(Permission.LEAD_CLASS)
def start() -> AnyResponse:
    """Start a class."""
    try:
        address, words = _asked()
    except NotOurPage as error:
        store_session().rollback()
        return _classes_page(status=422, error=str(error))
    store = store_session()
    class_id = start_class(
        store, current_staff(), address=address, words=words, secret=secret_key(), now=site_settings().now()
    )
    store.commit()
    return redirect(f"{BASE}/{class_id}", 303)


@blueprint.get(f"{BASE}/<class_id>")
@rule(Permission.LEAD_CLASS)
def lead(class_id: str) -> Response:
    """The code, the page that the class is on, and where to go on to."""
    found = get_class(store_session(), current_staff(), class_id, now=site_settings().now())
    return _lead_page(found)


@blueprint.get(f"{BASE}/<class_id>/board")
@rule(Permission.LEAD_CLASS)
def board(class_id: str) -> Response:
    """The code alone, large, for the projector."""
    found = get_class(store_session(), current_staff(), class_id, now=site_settings().now())
    code = class_code(found.id, secret=secret_key())
    link = f"{request.url_root.rstrip('/')}/class/{code}"
    return render_page(
        "classroom/board",
        code=show_class_code(code),
        site=f"{request.host}/class",
        qr=build_qr(link),
        lead_url=f"{BASE}/{found.id}",
    )


@blueprint.post(f"{BASE}/<class_id>/page")
@rule(Permission.LEAD_CLASS)
def go_on(class_id: str) -> AnyResponse:
    """Move the class on to another page, or other words."""
    store, staff, now = store_session(), current_staff(), site_settings().now()
    try:
        address, words = _asked()
    except NotOurPage as error:
        store.rollback()
        return _lead_page(get_class(store, staff, class_id, now=now), status=422, error=str(error))
    set_page(store, staff, class_id, address=address, words=words, now=now)
    store.commit()
    return redirect(f"{BASE}/{class_id}", 303)


@blueprint.post(f"{BASE}/<class_id>/end")
@rule(Permission.LEAD_CLASS)
def end(class_id: str) -> AnyResponse:
    """End the class; its code opens nothing any more."""
    store = store_session()
    end_class(store, current_staff(), class_id, now=site_settings().now())
    store.commit()
    return redirect(BASE, 303)


@blueprint.post(f"{BASE}/<class_id>/assign")
@rule(Permission.LEAD_CLASS)
def assign(class_id: str) -> AnyResponse:
    """Give the page that the class is on as a task to everybody of a group who said yes to tasks."""
    store, staff = store_session(), current_staff()
    found = get_class(store, staff, class_id, now=site_settings().now())
    group_id = request.form.get("group", "")[:24]
    what = found.words or page_name(found.address)
    given = assign_to_group(store, staff, group_id, what=what, address=found.address)
    store.commit()
    return redirect(f"{BASE}/{class_id}?group={group_id}&given={given}#assign", 303)


def _asked() -> tuple[str, str]:
    """The page and words of a form; a quick choice goes before what was typed.

    Raises: NotOurPage.
    """
    words = " ".join(plain_notes(request.form.get("words", "")).split())[:MOST_WORDS]
    return read_own_page(request.form.get("quick") or request.form.get("address", "")), words


def _classes_page(*, status: int = 200, error: str = "") -> Response:
    running = list_classes(store_session(), current_staff(), now=site_settings().now())
    return render_page(
        "classroom/classes",
        status=status,
        classes=[(each, show_class_code(_code(each)), page_name(each.address)) for each in running],
        quick=_quick(),
        error=error,
        typed=request.form.get("address", "")[:900],
        words=request.form.get("words", "")[:MOST_WORDS],
    )


def _lead_page(found: Classroom, *, status: int = 200, error: str = "") -> Response:
    store, staff = store_session(), current_staff()
    group_id = request.args.get("group", "")[:24]
    assigned: Assigned | None = who_could_not(store, staff, group_id) if group_id else None
    given = request.args.get("given", "")
    return render_page(
        "classroom/lead",
        status=status,
        found=found,
        base=f"{BASE}/{found.id}",
        code=show_class_code(_code(found)),
        site=f"{request.host}/class",
        name=page_name(found.address),
        quick=_quick(),
        groups=[(group.id, group.name) for group in list_groups(store, staff, sealer())],
        assigned=assigned,
        given=int(given) if given.isascii() and given.isdigit() and len(given) < 5 else 0,
        error=error or "",
        typed=request.form.get("address", "")[:900] if error else found.address,
        words=request.form.get("words", found.words)[:MOST_WORDS],
    )


def _code(found: Classroom) -> str:
    return class_code(found.id, secret=secret_key())


def _quick() -> tuple[tuple[str, str], ...]:
    return tuple((address, str(name)) for address, name in QUICK.items())
