"""Addresses of a person's shortlist: add, change, take back, print."""

import re
from datetime import date

from flask import redirect, request
from werkzeug.wrappers import Response as AnyResponse

from portal.domain.errors import NotFound
from portal.domain.shortlist import ShortlistFull, ShortlistStatus
from portal.domain.staff import EditConflict, Permission, Purpose
from portal.store.desk_tables import ShortlistRow
from portal.store.shortlist import (
    MOST_JOBS,
    EventOfJob,
    add_job,
    change_status,
    get_entry,
    list_events_of,
    list_shortlist,
    undo_last,
)
from portal.store.tables import JobPostingRow
from portal.web.gate.access import current_person, current_staff, sealer, site_settings
from portal.web.gate.rules import rule
from portal.web.htmx import render_page
from portal.web.knowledge import knowledge
from portal.web.matchdesk.area import blueprint
from portal.web.matchdesk.cards import build_desk_cards
from portal.web.matchdesk.client import read_client
from portal.web.matchdesk.posting_page import open_posting
from portal.web.matchdesk.shortlist_page import OPEN_STATUSES, build_events, build_lines, group_lines
from portal.web.matchdesk.status_form import ReadStatus, read_status_form
from portal.web.matchdesk.words import DECLINE_NAMES, STATUS_NAMES
from portal.web.store_session import store_session
from portal.web.translate import gettext

SHORTLIST = "/people/<person_id>/shortlist"
_NUMBER = re.compile(r"(?:[^?#]*/)?(?:jobs|desk)/(\d{1,10})(?:[?#].*)?|(\d{1,10})", re.ASCII)
"""The number of a job, or an address of its page."""


@blueprint.get(SHORTLIST)
@rule(Permission.MATCH_DESK, purpose=Purpose.JOBS)
def shortlist(person_id: str) -> AnyResponse:
    """Every job on the list, by status."""
    return _list_page()


@blueprint.post(SHORTLIST)
@rule(Permission.MATCH_DESK, purpose=Purpose.JOBS)
def add(person_id: str) -> AnyResponse:
    """Suggest a job."""
    session, now = store_session(), site_settings().now()
    row, error = _typed_posting(request.form.get("posting", ""))
    if row is None:
        return _list_page(error=error, typed=request.form.get("posting", "")[:80], status=422)
    try:
        entry = add_job(session, current_staff(), current_person(), posting=row, now=now)
    except ShortlistFull:
        text = gettext("The list has room for %(most)s jobs.", most=MOST_JOBS)
        return _list_page(error=text, typed=str(row.id), status=422)
    session.commit()
    return redirect(f"/staff/people/{person_id}/shortlist/{entry.id}", 303)


@blueprint.get(f"{SHORTLIST}/add")
@rule(Permission.MATCH_DESK, purpose=Purpose.JOBS)
def ask_to_add(person_id: str) -> AnyResponse:
    """Ask before a job that another page linked to is put on the list: a link alone changes nothing."""
    row, error = _typed_posting(request.args.get("posting", ""))
    if row is None:
        return _list_page(error=error, typed=request.args.get("posting", "")[:80], status=422)
    client = read_client(store_session(), knowledge())
    return render_page("matchdesk/add", client=client, posting=row, here="shortlist")


@blueprint.get(f"{SHORTLIST}/<entry_id>")
@rule(Permission.MATCH_DESK, purpose=Purpose.JOBS)
def entry(person_id: str, entry_id: str) -> AnyResponse:
    """One job: what happened, and the form of what happens next."""
    return _entry_page(get_entry(store_session(), current_person(), entry_id))


@blueprint.post(f"{SHORTLIST}/<entry_id>")
@rule(Permission.MATCH_DESK, purpose=Purpose.JOBS)
def change(person_id: str, entry_id: str) -> AnyResponse:
    """Write down what happened."""
    session, now = store_session(), site_settings().now()
    row = get_entry(session, current_person(), entry_id)
    read = read_status_form(request.form, today=now.date())
    if read.change is None:
        return _entry_page(row, read, status=422)
    try:
        change_status(
            session, current_staff(), row, change=read.change, version=read.version, sealer=sealer(), now=now
        )
    except EditConflict:
        return _conflict(entry_id, read)
    session.commit()
    return redirect(f"/staff/people/{person_id}/shortlist/{entry_id}", 303)


@blueprint.post(f"{SHORTLIST}/<entry_id>/undo")
@rule(Permission.MATCH_DESK, purpose=Purpose.JOBS)
def undo(person_id: str, entry_id: str) -> AnyResponse:
    """Take the last change back. What was written stays in the history."""
    session, now = store_session(), site_settings().now()
    row = get_entry(session, current_person(), entry_id)
    read = read_status_form(request.form, today=now.date())
    try:
        undo_last(session, current_staff(), row, version=read.version, sealer=sealer(), now=now)
    except EditConflict:
        return _conflict(entry_id, None)
    session.commit()
    return redirect(f"/staff/people/{person_id}/shortlist/{entry_id}", 303)


@blueprint.get(f"{SHORTLIST}/sheet")
@rule(Permission.MATCH_DESK, purpose=Purpose.SHARE, also=Purpose.JOBS)
def sheet(person_id: str) -> AnyResponse:
    """Jobs to talk about, on paper for the person: those that are open and not settled, with what to ask."""
    session, known, now = store_session(), knowledge(), site_settings().now()
    client = read_client(session, known)
    rows = [
        row
        for row in list_shortlist(session, current_person())
        if ShortlistStatus(row.status) in OPEN_STATUSES
    ]
    statuses = {row.posting_id: str(STATUS_NAMES[ShortlistStatus(row.status)]) for row in rows}
    cards = build_desk_cards(
        session, known, client, posting_ids=[row.posting_id for row in rows], statuses=statuses, now=now
    )
    return render_page(
        "matchdesk/sheet",
        client=client,
        cards=cards,
        left_out=len(rows) - len(cards),
        on=now.date(),
        here="shortlist",
    )


def _typed_posting(text: str) -> tuple[JobPostingRow | None, str]:
    """The open job of a number or an address, or a sentence that says what to type instead."""
    found = _NUMBER.fullmatch(text.strip()[:300])
    if found is None:
        return None, gettext("Type the number of a job, or the address of its page.")
    try:
        number = int(found[1] or found[2])
        return open_posting(store_session(), number, now=site_settings().now()), ""
    except NotFound:
        return None, gettext("There is no open job of this number.")


def _list_page(*, error: str = "", typed: str = "", status: int = 200) -> AnyResponse:
    session, now = store_session(), site_settings().now()
    client = read_client(session, knowledge())
    lines = build_lines(session, client, list_shortlist(session, current_person()), now=now)
    return render_page(
        "matchdesk/shortlist",
        status=status,
        client=client,
        groups=group_lines(lines),
        closing=[line for line in lines if line.closing and line.status in OPEN_STATUSES],
        error=error,
        typed=typed,
        here="shortlist",
    )


def _entry_page(
    row: ShortlistRow, read: ReadStatus | None = None, *, status: int = 200, is_conflict: bool = False
) -> AnyResponse:
    session, now = store_session(), site_settings().now()
    client = read_client(session, knowledge())
    (line,) = build_lines(session, client, [row], now=now)
    events = list_events_of(session, row, sealer=sealer())
    return render_page(
        "matchdesk/entry",
        status=status,
        client=client,
        line=line,
        version=row.version,
        events=build_events(session, events),
        can_undo=len(events) > 1,
        statuses=[(each.value, str(name)) for each, name in STATUS_NAMES.items()],
        kinds=[(each.value, str(name)) for each, name in DECLINE_NAMES.items()],
        typed=read.typed if read else _as_it_stands(row, events, today=now.date()),
        errors=read.errors if read else {},
        is_conflict=is_conflict,
        here="shortlist",
    )


def _as_it_stands(row: ShortlistRow, events: list[EventOfJob], *, today: date) -> dict[str, str]:
    """The form before anything is typed: a placement keeps its wage and hours when it is written down again."""
    last = events[-1].event if events else None
    figures = {"wage": last.hourly_wage_usd, "hours": last.hours_per_week} if last else {}
    told = {name: f"{value:g}" for name, value in figures.items() if value is not None}
    return {"status": row.status, "on": today.isoformat(), **told}


def _conflict(entry_id: str, read: ReadStatus | None) -> AnyResponse:
    """The entry as it stands now beside what was typed; nothing was written."""
    session = store_session()
    session.rollback()
    row = get_entry(session, current_person(), entry_id)
    return _entry_page(row, read, status=409, is_conflict=True)
