"""Addresses of the desk of one person: jobs by band, what would have to change, and one job with every reason."""

from flask import redirect, request
from werkzeug.wrappers import Response as AnyResponse

from portal.domain.errors import NotFound
from portal.domain.shortlist import ShortlistStatus
from portal.domain.staff import EditConflict, Permission, Purpose
from portal.store.desk import note_matches_seen, write_desk
from portal.store.places import resolve_region
from portal.store.shortlist import list_shortlist
from portal.web.gate.access import current_person, sealer, site_settings
from portal.web.gate.rules import rule
from portal.web.htmx import render_page
from portal.web.knowledge import knowledge
from portal.web.matchdesk.area import blueprint
from portal.web.matchdesk.change_page import build_change_page
from portal.web.matchdesk.changing import count_for_client
from portal.web.matchdesk.client import Client, read_client
from portal.web.matchdesk.desk_page import build_desk_page, parse_desk_address
from portal.web.matchdesk.posting_page import build_posting_page, open_posting, read_benefit_choices
from portal.web.matchdesk.profile_form import ReadProfile, build_profile_form, read_profile_form, told_lines
from portal.web.matchdesk.words import STATUS_NAMES
from portal.web.store_session import store_session
from portal.web.words import region_label

DESK = "/people/<person_id>/desk"


@blueprint.get(DESK)
@rule(Permission.MATCH_DESK, purpose=Purpose.JOBS)
def desk(person_id: str) -> AnyResponse:
    """Jobs by band for one person, with the form of what a job must have."""
    session, now = store_session(), site_settings().now()
    answer = _desk_page(read_client(session, knowledge()), None, status=200)
    note_matches_seen(session, current_person(), now=now)
    session.commit()
    return answer


@blueprint.post(DESK)
@rule(Permission.MATCH_DESK, purpose=Purpose.JOBS)
def write_profile(person_id: str) -> AnyResponse:
    """Write down what a job must have."""
    session, settings = store_session(), site_settings()
    client = read_client(session, knowledge())
    read = read_profile_form(session, request.form, settings)
    if read.errors:
        return _desk_page(client, read, status=422)
    try:
        write_desk(
            session,
            current_person(),
            read.profile,
            version=_version(request.form.get("version", "")),
            sealer=sealer(),
            now=settings.now(),
        )
    except EditConflict:
        session.rollback()
        return _conflict_page(read)
    session.commit()
    return redirect(client.url(), 303)


@blueprint.get(f"{DESK}/changes")
@rule(Permission.MATCH_DESK, purpose=Purpose.JOBS)
def changes(person_id: str) -> AnyResponse:
    """What would have to change, each by itself, with the count now and then."""
    session, known, now = store_session(), knowledge(), site_settings().now()
    client = read_client(session, known)
    found = count_for_client(session, known, client, now=now)
    page = build_change_page(known, client, found, now=now)
    return render_page("matchdesk/changes", page=page, client=client, here="changes")


@blueprint.get(f"{DESK}/<int:posting_id>")
@rule(Permission.MATCH_DESK, purpose=Purpose.JOBS)
def posting(person_id: str, posting_id: int) -> AnyResponse:
    """One job against one person: every criterion."""
    return _posting_page(posting_id)


@blueprint.post(f"{DESK}/<int:posting_id>")
@rule(Permission.MATCH_DESK, purpose=Purpose.JOBS)
def posting_benefits(person_id: str, posting_id: int) -> AnyResponse:
    """The same with the lines of benefits that were chosen. They are sent, not put into an address, and not kept."""
    answer = _posting_page(posting_id)
    store_session().commit()  # the entry of the log
    return answer


def _posting_page(posting_id: int) -> AnyResponse:
    session, known, now = store_session(), knowledge(), site_settings().now()
    client = read_client(session, known)
    row = open_posting(session, posting_id, now=now)
    page = build_posting_page(
        session,
        known,
        client,
        row=row,
        benefits=read_benefit_choices(request.form),
        statuses=statuses_of(),
        now=now,
    )
    return render_page("matchdesk/posting", page=page, client=client, here="desk")


def statuses_of() -> dict[int, str]:
    """Status in words by posting, of the person's shortlist."""
    return {
        row.posting_id: str(STATUS_NAMES[ShortlistStatus(row.status)])
        for row in list_shortlist(store_session(), current_person())
    }


def _desk_page(client: Client, read: ReadProfile | None, *, status: int) -> AnyResponse:
    session, known, now = store_session(), knowledge(), site_settings().now()
    page = build_desk_page(
        session,
        known,
        client,
        address=parse_desk_address(request.args),
        statuses=statuses_of(),
        now=now,
    )
    form = build_profile_form(client, read)
    return render_page("matchdesk/desk", status=status, page=page, client=client, form=form, here="desk")


def _conflict_page(read: ReadProfile) -> AnyResponse:
    """Both versions side by side; nothing was written."""
    session = store_session()
    client = read_client(session, knowledge())
    mine = read.profile
    place = ""
    if mine.region:
        try:
            place = region_label(resolve_region(session, mine.region))
        except NotFound:
            place = str(mine.region)
    theirs = region_label(client.resolved) if client.profile.region else ""
    pairs = [
        (name, told, mine_told)
        for (name, told), (_, mine_told) in zip(
            told_lines(client.profile, place=theirs), told_lines(mine, place=place), strict=True
        )
    ]
    fields = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in ("version", "csrf_token")
    ]
    return render_page(
        "matchdesk/conflict", status=409, client=client, pairs=pairs, fields=fields, here="desk"
    )


def _version(text: str) -> int:
    """The version that the form showed; one that cannot be is none that stands."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
