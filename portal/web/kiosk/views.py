"""Addresses of the kiosk: the screen, its bundle, what it tells us, and what a visitor's phone opens."""

from datetime import UTC, datetime

from flask import Blueprint, Response, abort, current_app, make_response, redirect, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from portal.domain.errors import InvalidCode, NotFound
from portal.domain.plan_document import PlanFull
from portal.domain.return_code import show_return_code
from portal.kiosk.codes import is_code, start_code
from portal.kiosk.event import Event
from portal.kiosk.signing import public_key
from portal.settings import Settings
from portal.store.kiosk import MOST_DEVICES, add_counts, enrol, get_event_row, hear_from, list_devices
from portal.store.plan_codes import put_away
from portal.store.tries import add_try, count_tries
from portal.web.formats import day
from portal.web.kiosk.device import COOKIE, device_of_request, forget_device, set_device
from portal.web.kiosk.events import get_event
from portal.web.kiosk.keeper import BundleKeeper
from portal.web.kiosk.reports import Report, parse_report
from portal.web.kiosk.take import build_plan
from portal.web.kiosk.worker import write_worker
from portal.web.knowledge import knowledge
from portal.web.plan.link import sign_plan
from portal.web.plan.views import plan_address
from portal.web.store_session import store_session
from portal.web.translate import gettext

blueprint = Blueprint("kiosk", __name__, url_prefix="/kiosk")
TRIED = "kiosk_start"


def settings_of_site() -> Settings:
    """The settings of the site."""
    settings: Settings = current_app.extensions["settings"]
    return settings


def event_of(name: str) -> Event:
    """The event of an address.

    Raises: NotFound.
    """
    return get_event(settings_of_site(), name)


@blueprint.get("/<name>")
def show(name: str) -> AnyResponse:
    """The screen of a device that was started; else the question for the start code."""
    event, session = event_of(name), store_session()
    device = device_of_request(session, name)
    if device is None:
        return _start_page(event)
    settings = settings_of_site()
    row = get_event_row(session, name)
    page = make_response(
        render_template(
            "kiosk/shell.html",
            event=event,
            device=device,
            is_rehearsal=row.is_rehearsal,
            public_key=public_key(settings.secret_key),
            take_url=event.take_away_url or request.url_root.rstrip("/"),
        )
    )
    page.headers["X-Kiosk-Shell"] = "1"
    return _private(page)


@blueprint.post("/<name>")
def start(name: str) -> AnyResponse:
    """Make this browser a kiosk of the event."""
    event, session, settings = event_of(name), store_session(), settings_of_site()
    at, who = datetime.now(UTC), request.remote_addr or ""
    if count_tries(session, TRIED, who, secret=settings.secret_key, now=at) >= settings.plan_code_tries:
        return _start_page(
            event, status=429, error=gettext("That was too many wrong codes. Wait ten minutes and try again.")
        )
    code = start_code(name, number=get_event_row(session, name).start_number, secret=settings.secret_key)
    if not is_code(request.form.get("code", ""), code):
        add_try(session, TRIED, who, secret=settings.secret_key, now=at)
        session.commit()
        return _start_page(
            event, status=422, error=gettext("This is not the start code. The team's page shows it.")
        )
    if len(list_devices(session, name)) >= MOST_DEVICES:
        return _start_page(
            event, status=409, error=gettext("There are too many kiosks. Take out some on the team's page.")
        )
    device = enrol(session, name, now=settings.now())
    session.commit()
    response = redirect(f"/kiosk/{name}", 303)
    assert isinstance(response, Response)
    set_device(response, device)
    return _private(response)


@blueprint.get("/<name>/bundle.json")
def bundle(name: str) -> AnyResponse:
    """The signed bundle, for the event's own kiosks; 202 while the first one is built."""
    event = event_of(name)
    if device_of_request(store_session(), name) is None:
        abort(403)
    keeper: BundleKeeper = current_app.extensions["kiosk_bundles"]
    signed = keeper.find(event)
    if signed is None:
        waiting = make_response({"wait": True}, 202)
        waiting.headers["Retry-After"] = "3"
        return _private(waiting)
    response = make_response(signed.text)
    response.mimetype = "application/json"
    response.headers["X-Kiosk-Signature"] = signed.signature
    response.headers["X-Kiosk-Now"] = settings_of_site().now().isoformat()
    response.headers["Cache-Control"] = "no-cache"
    response.set_etag(signed.version)
    return response.make_conditional(request)


@blueprint.post("/<name>/beat")
def beat(name: str) -> AnyResponse:
    """What a device tells every half minute, and what the operators want of it."""
    event, session = event_of(name), store_session()
    device = device_of_request(session, name)
    if device is None:
        return _private(make_response({"gone": True}, 403))
    report = _read_report(event)
    now, row = settings_of_site().now(), get_event_row(session, name)
    # What was read is read: SQLite refuses to write where somebody else wrote since.
    session.commit()
    hear_from(
        session,
        device.device_id,
        now=now,
        battery_percent=report.battery_percent,
        is_charging=report.is_charging,
        bundle_as_of=report.bundle_as_of,
    )
    if not row.is_rehearsal:
        add_counts(session, name, counts=report.by_key(), now=now)
    session.commit()
    return _private(
        make_response(
            {
                "now": now.isoformat(),
                "paused": row.is_paused or device.is_paused,
                "message": device.message or row.message,
                "rehearsal": row.is_rehearsal,
                "reload": row.reload_number + device.reload_number,
                "label": device.label,
            }
        )
    )


@blueprint.post("/<name>/code")
def code(name: str) -> AnyResponse:
    """Put a visitor's plan away under a return code. Neither the kiosk's cookie nor its session remembers the code."""
    event_of(name)
    session, settings = store_session(), settings_of_site()
    if device_of_request(session, name) is None:
        abort(403)
    told = _told()
    args = (
        MultiDict({key: str(value) for key, value in told.items()}) if isinstance(told, dict) else MultiDict()
    )
    now = settings.now()
    try:
        plan = build_plan(session, knowledge(), args, today=now.date())
        token = sign_plan(plan, secret=settings.secret_key)
    except (InvalidCode, NotFound, PlanFull):
        return _private(make_response({"error": "plan"}, 422))
    session.commit()  # as above
    made = put_away(session, token, secret=settings.secret_key, now=now, days=settings.plan_code_days)
    session.commit()
    until = now.date().toordinal() + settings.plan_code_days
    return _private(
        make_response({"code": show_return_code(made), "until": day(now.date().fromordinal(until))})
    )


@blueprint.get("/take")
def take() -> AnyResponse:
    """What the kiosk's picture opens on a phone: the plan that the address describes, on its own page."""
    settings = settings_of_site()
    try:
        plan = build_plan(store_session(), knowledge(), request.args, today=settings.now().date())
        token = sign_plan(plan, secret=settings.secret_key)
    except PlanFull as error:
        raise InvalidCode("This picture holds too much for a plan.") from error
    response = plan_address(token)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@blueprint.get("/worker.js")
def worker() -> AnyResponse:
    """The service worker of all kiosks; its text changes with every file that it keeps."""
    response = make_response(write_worker(current_app.extensions["assets"]))
    response.mimetype = "text/javascript"
    response.headers["Cache-Control"] = "no-cache"
    return response


def _start_page(event: Event, *, status: int = 200, error: str = "") -> AnyResponse:
    response = make_response(render_template("kiosk/start.html", event=event, error=error), status)
    if COOKIE in request.cookies:
        # A kiosk that was taken out: what it kept goes. Not of other browsers: there a learner may keep a plan.
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        forget_device(response)
    return _private(response)


def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _read_report(event: Event) -> Report:
    keeper: BundleKeeper = current_app.extensions["kiosk_bundles"]
    signed = keeper.find(event)
    keys = signed.bundle.ladder_keys() if signed else frozenset()
    return parse_report(_told(), ladder_keys=keys)


def _told() -> object:
    """The JSON of a request; None for what is none, or is nested as deep as nothing of ours."""
    try:
        told: object = request.get_json(silent=True)
    except RecursionError:
        return None
    return told
