"""Addresses of the plan. Whoever changes it sends it along and gets the new one back: nothing is kept on our side."""

from collections.abc import Callable
from datetime import date
from urllib.parse import urlencode

from flask import Blueprint, abort, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from portal.domain.errors import InvalidCode
from portal.domain.plan_changes import hold, hold_until, note, only, put_back, take_out
from portal.domain.plan_document import InvalidPlan, PlanDocument, PlanFull, new_plan
from portal.domain.region import parse_held
from portal.web.formats import printable
from portal.web.htmx import render_page
from portal.web.knowledge import knowledge
from portal.web.plan.calendar_file import write_calendar
from portal.web.plan.changed import find_changes, news_of_names
from portal.web.plan.codes import codes_of_browser
from portal.web.plan.current import (
    NAME,
    plan_of_request,
    renamed_ids,
    secret_key,
    site_settings,
    today,
    token_of_request,
    with_new_ids,
)
from portal.web.plan.deleted import hear_deleted
from portal.web.plan.link import is_whole, read_signed_plan, sign_plan
from portal.web.plan.saving import add_ladder, add_posting
from portal.web.plan.view_models import PutBack, build_plan_page, name_of
from portal.web.store_session import store_session
from portal.web.translate import gettext

blueprint = Blueprint("plan", __name__, url_prefix="/plan")
FIRST_YEAR, LAST_YEAR = 2000, 2100
PARTS = ("held", "wanted", "ladders", "postings")
FULL = {
    "held": lambda: gettext("Your plan has no room for more of what you hold. Take one out first."),
    "wanted": lambda: gettext("Your plan has no room for one more goal. Take one out first."),
    "ladders": lambda: gettext("Your plan has no room for one more ladder. Take one out first."),
    "postings": lambda: gettext("Your plan has no room for one more job. Take one out first."),
    "notes": lambda: gettext("These notes are too long. Make them shorter."),
    "link": lambda: gettext("Your plan is full. Take something out, or make your notes shorter."),
}
SAID = {
    "gone": lambda: gettext("All that we kept is deleted."),
    "stopped": lambda: gettext("This code is stopped. It opens nothing any more."),
}
Change = Callable[[PlanDocument], PlanDocument]


@blueprint.get("")
def show() -> AnyResponse:
    """The plan that the address carries."""
    key = request.args.get("said", "")
    is_gone = key == "gone" and hear_deleted()
    said = SAID.get(key) if is_gone or key != "gone" else None
    return plan_page(said=said() if said else "", is_gone=is_gone)


def plan_page(
    plan: PlanDocument | None = None,
    *,
    status: int = 200,
    error: str = "",
    code_error: str = "",
    typed_code: str = "",
    said: str = "",
    is_gone: bool = False,
) -> AnyResponse:
    """The page of a plan: the one given, else that of the request; where that is broken, an empty one that says so."""
    unread = ""
    if plan is None:
        try:
            plan = plan_of_request()
        except InvalidPlan:
            plan, status, error = new_plan(today()), 422, _unreadable()
            token = token_of_request()
            unread = token if is_whole(token) else ""
    settings, session = site_settings(), store_session()
    renamed = news_of_names(knowledge(), renamed_ids())
    page = build_plan_page(
        session,
        knowledge(),
        plan,
        secret=secret_key(),
        now=settings.now(),
        site_url=request.url_root.rstrip("/"),
        codes=codes_of_browser(session),
    )
    page = page.model_copy(
        update={
            "error": error,
            "changes": (*renamed, *page.changes),
            "code_error": code_error,
            "typed_code": printable(typed_code or request.args.get("code", "")[:40]),
            "said": said,
            "is_gone": is_gone,
            "unread": unread,
            "put_back": _put_back(),
            "code_days": settings.plan_code_days,
        }
    )
    response = render_page("plan/plan", status=status, page=page)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _unreadable() -> str:
    return gettext(
        "We cannot read this plan. Its link was cut off or changed. Copy the whole link, or use a code."
    )


def _put_back() -> PutBack | None:
    token = request.args.get("out", "")
    if not token:
        return None
    try:
        out = with_new_ids(read_signed_plan(token, secret=secret_key()))
    except InvalidPlan:
        return None
    name = name_of(knowledge(), out)
    return PutBack(name=name, token=token) if name else None


def _change(change: Change, *, out: PlanDocument | None = None, anchor: str = "") -> AnyResponse:
    """Do one thing to the plan of the form, and go to the page of the new plan."""
    try:
        plan = plan_of_request()
    except InvalidPlan:
        return plan_page(status=422)
    try:
        changed = change(plan)
        token = sign_plan(changed, secret=secret_key())
    except PlanFull as full:
        return plan_page(plan, status=422, error=FULL[full.part]())
    return plan_address(token, out=sign_plan(out, secret=secret_key()) if out else "", anchor=anchor)


def plan_address(token: str, *, out: str = "", said: str = "", anchor: str = "") -> AnyResponse:
    """Go to the page of a plan."""
    query = urlencode([(key, value) for key, value in ((NAME, token), ("out", out), ("said", said)) if value])
    return redirect(f"/plan?{query}{anchor}" if query else "/plan", 303)


@blueprint.post("/ladders")
def save_ladder() -> AnyResponse:
    """Add a ladder, its goal and what is held on it."""
    address, steps = request.form.get("address", "")[:4000], request.form.get("steps", "")[:4000]
    session, known = store_session(), knowledge()
    return _change(lambda plan: add_ladder(session, known, plan, address=address, steps=steps, today=today()))


@blueprint.post("/jobs")
def save_job() -> AnyResponse:
    """Add a job."""
    text = request.form.get("job", "")
    if not (text.isascii() and text.isdigit() and len(text) <= 10):
        raise InvalidCode("This is not the number of a job.")
    session = store_session()
    return _change(lambda plan: add_posting(session, plan, posting_id=int(text), today=today()))


@blueprint.post("/held")
def save_held() -> AnyResponse:
    """Add what somebody holds."""
    ids = parse_held(",".join(request.form.getlist("held"))[:8000])
    unknown = [id_ for id_ in ids if id_ not in knowledge().graph.credentials]
    if unknown:
        raise InvalidCode(f"“{unknown[0]}” is not in our list of credentials.")
    return _change(lambda plan: hold(plan, ids, today=today()))


@blueprint.post("/until")
def save_until() -> AnyResponse:
    """Write down the last day of something that is held; no day takes it out."""
    key, text = request.form.get("key", "")[:80], request.form.get("last_day", "").strip()
    try:
        last_day = date.fromisoformat(text[:10]) if text else None
    except ValueError:
        last_day = date.min
    if last_day is not None and not FIRST_YEAR <= last_day.year <= LAST_YEAR:
        try:
            plan = plan_of_request()
        except InvalidPlan:
            return plan_page(status=422)
        return plan_page(
            plan, status=422, error=gettext("We cannot read this day. Write it like 2027-06-01.")
        )
    return _change(lambda plan: hold_until(plan, key, last_day, today=today()), anchor="#held")


@blueprint.post("/notes")
def save_notes() -> AnyResponse:
    """Write other notes."""
    text = request.form.get("notes", "")
    return _change(lambda plan: note(plan, text, today=today()), anchor="#notes")


@blueprint.post("/out")
def take_one_out() -> AnyResponse:
    """Take one thing out; the next page offers to put it back."""
    part, key = request.form.get("part", ""), request.form.get("key", "")[:4000]
    if part not in PARTS:
        abort(400)
    try:
        out = only(plan_of_request(), part, key)
    except InvalidPlan:
        return plan_page(status=422)
    return _change(lambda plan: take_out(plan, part, key, today=today()), out=out)


@blueprint.post("/back")
def put_one_back() -> AnyResponse:
    """Put back what was taken out."""
    try:
        out = with_new_ids(read_signed_plan(request.form.get("out", ""), secret=secret_key()))
    except InvalidPlan:
        return plan_page(status=422, error=_unreadable())
    return _change(lambda plan: put_back(plan, out, today=today()))


@blueprint.post("/seen")
def seen() -> AnyResponse:
    """The owner saw what changed: from now on only later changes are told."""
    session, known, now = store_session(), knowledge(), site_settings().now()
    return _change(lambda plan: find_changes(session, known, plan, now=now).plan)


@blueprint.get("/calendar.ics")
def calendar() -> AnyResponse:
    """The days of the plan as a calendar file."""
    try:
        plan = plan_of_request()
    except InvalidPlan:
        return plan_page(status=422)
    content = write_calendar(
        store_session(), knowledge(), plan, now=site_settings().now(), host=request.host.split(":")[0]
    )
    return AnyResponse(
        content,
        mimetype="text/calendar",
        headers={
            "Content-Disposition": 'attachment; filename="my-plan.ics"',
            "Cache-Control": "no-store",
            "X-Robots-Tag": "noindex",
        },
    )
