"""Addresses of the curator's desk. What is decided here holds for every organisation of the deployment."""

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from portal.domain.errors import InvalidCode
from portal.domain.staff import EditConflict, Permission
from portal.store.curate_desk import (
    DeskFolders,
    DeskQuery,
    after,
    decide_desk_entry,
    list_desk,
    undo_desk_step,
)
from portal.store.review import refresh_review_queue
from portal.web.curate.asked import (
    Incomplete,
    Typed,
    entry_url,
    list_url,
    parse_decision,
    parse_query,
    query_pairs,
    read_typed,
)
from portal.web.curate.view_models import PAGE_SIZE, build_desk_page, build_entry_page, cut
from portal.web.curate.words import MISFITS, STATE_NAMES
from portal.web.gate.access import current_staff, sealer, site_settings, today
from portal.web.gate.rules import rule
from portal.web.htmx import render_page
from portal.web.page_number import count_pages, parse_page
from portal.web.store_session import store_session
from portal.web.translate import gettext

blueprint = Blueprint("curate", __name__)
blueprint.add_app_template_filter(cut, "cut")


@blueprint.get("/staff/curate")
@rule(Permission.CURATE)
def desk() -> AnyResponse:
    """What waits, over all queues."""
    query = parse_query(request.args)
    found = list_desk(store_session(), _folders(), query, today=today())
    page = min(parse_page(request.args.get("page", "")), count_pages(len(found.lines), PAGE_SIZE))
    return render_page(
        "curate/desk",
        page=build_desk_page(found, query, page=page),
        query=query,
        states=STATE_NAMES,
        done=request.args.get("done", "")[:200],
        done_url=entry_url(request.args.get("done", "")[:200], DeskQuery()),
    )


@blueprint.post("/staff/curate/refresh")
@rule(Permission.CURATE)
def refresh() -> AnyResponse:
    """Bring the queue in line with the open jobs; every run of a source does the same."""
    session = store_session()
    refresh_review_queue(session, now=site_settings().now())
    session.commit()
    return redirect(list_url(DeskQuery()), 303)


@blueprint.get("/staff/curate/<entry_id>")
@rule(Permission.CURATE)
def entry(entry_id: str) -> AnyResponse:
    """One entry: the question, what could be right, and the form to decide it."""
    return _entry_page(entry_id, Typed())


@blueprint.post("/staff/curate/<entry_id>")
@rule(Permission.CURATE)
def decide(entry_id: str) -> AnyResponse:
    """Decide an entry and go on to the next one of the list."""
    session, typed, query = store_session(), read_typed(request.form), parse_query(request.form)
    now = site_settings().now()
    following = after(list_desk(session, _folders(), query, today=today()).ids(), entry_id)
    try:
        decide_desk_entry(
            session,
            _folders(),
            entry_id,
            decision=parse_decision(typed),
            seen=request.form.get("seen", ""),
            decided_by=current_staff().account_id,
            decided_at=now,
        )
    except Incomplete as error:
        return _entry_page(entry_id, typed, status=422, trouble=(error.field, str(error)))
    except EditConflict:
        session.rollback()
        return _entry_page(entry_id, typed, status=409, is_conflict=True)
    except InvalidCode:
        session.rollback()
        return _entry_page(entry_id, typed, status=422, trouble=_misfit(entry_id, typed))
    session.commit()
    if following is None:
        return redirect(list_url(query, done=entry_id), 303)
    return redirect(entry_url(following, query, done=entry_id), 303)


@blueprint.post("/staff/curate/<entry_id>/undo")
@rule(Permission.CURATE)
def undo(entry_id: str) -> AnyResponse:
    """Take back what stands."""
    session = store_session()
    try:
        undo_desk_step(
            session,
            _folders(),
            entry_id,
            seen=request.form.get("seen", ""),
            undone_by=current_staff().account_id,
            undone_at=site_settings().now(),
        )
    except EditConflict:
        session.rollback()
        return _entry_page(entry_id, Typed(), status=409, is_conflict=True)
    session.commit()
    return redirect(entry_url(entry_id, parse_query(request.form)), 303)


def _entry_page(
    entry_id: str,
    typed: Typed,
    *,
    status: int = 200,
    trouble: tuple[str, str] = ("", ""),
    is_conflict: bool = False,
) -> AnyResponse:
    session, folders = store_session(), _folders()
    query = parse_query(request.values)
    page = build_entry_page(session, folders, entry_id, sealer=sealer(), staff=current_staff(), today=today())
    following = after(list_desk(session, folders, query, today=today()).ids(), entry_id)
    done = request.args.get("done", "")[:200]
    return render_page(
        "curate/entry",
        status=status,
        page=page,
        typed=typed,
        trouble_field=trouble[0],
        trouble=trouble[1],
        is_conflict=is_conflict,
        hidden=query_pairs(query),
        back_url=list_url(query),
        next_url=entry_url(following, query) if following else "",
        done_url=entry_url(done, query) if done else "",
        tomorrow=today().isoformat(),
    )


def _misfit(entry_id: str, typed: Typed) -> tuple[str, str]:
    """Which box does not fit, in words: the store's own sentences are those of the command line."""
    page = build_entry_page(
        store_session(), _folders(), entry_id, sealer=sealer(), staff=current_staff(), today=today()
    )
    if typed.choice == "defer":
        return "until", gettext("Choose a day after today.")
    if page.kind not in MISFITS:
        return "choice", gettext("This answer does not fit. Choose another one.")
    return ("note" if page.is_proof else "other"), str(MISFITS[page.kind])


def _folders() -> DeskFolders:
    settings = site_settings()
    return DeskFolders(config_dir=settings.config_dir, data_dir=settings.data_dir)
