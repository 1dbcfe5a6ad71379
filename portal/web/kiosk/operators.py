"""Addresses of the operators of an event, who show its operator code: there are no accounts."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime

from flask import Response, current_app, make_response, redirect, request, session
from sqlmodel import Session
from werkzeug.wrappers import Response as AnyResponse

from portal.kiosk.codes import is_code, operator_code
from portal.kiosk.event import Event
from portal.store.kiosk import (
    change_event,
    delete_counts,
    find_device,
    get_event_row,
    list_counts,
    take_out,
)
from portal.store.kiosk_tables import KioskDeviceRow
from portal.store.tries import add_try, count_tries
from portal.web.htmx import render_page
from portal.web.kiosk.board import FEWEST, build_board
from portal.web.kiosk.keeper import BundleKeeper
from portal.web.kiosk.views import blueprint, event_of, settings_of_site
from portal.web.store_session import store_session
from portal.web.translate import gettext

SESSION_KEY = "kiosk_operator"
TRIED = "kiosk_operator"
MOST_LETTERS = 200
MOST_LETTERS_OF_NAME = 40


@blueprint.get("/<name>/operator")
def operator(name: str) -> AnyResponse:
    """The operators' page; who did not show the code is asked for it."""
    event = event_of(name)
    return _board(event) if _is_operator(name) else _ask(event)


@blueprint.post("/<name>/operator")
def sign_in(name: str) -> AnyResponse:
    """Show the operator code."""
    event, store, settings = event_of(name), store_session(), settings_of_site()
    at, who = datetime.now(UTC), request.remote_addr or ""
    if count_tries(store, TRIED, who, secret=settings.secret_key, now=at) >= settings.plan_code_tries:
        return _ask(
            event, status=429, error=gettext("That was too many wrong codes. Wait ten minutes and try again.")
        )
    if not is_code(request.form.get("code", ""), _operator_code(name)):
        add_try(store, TRIED, who, secret=settings.secret_key, now=at)
        store.commit()
        return _ask(event, status=422, error=gettext("This is not the operator code of this event."))
    session[SESSION_KEY] = sorted({*session.get(SESSION_KEY, []), name})
    return redirect(f"/kiosk/{name}/operator", 303)


@blueprint.post("/<name>/operator/do")
def act(name: str) -> AnyResponse:
    """Do one thing to all kiosks, or to one of them."""
    event = event_of(name)
    if not _is_operator(name):
        return _ask(event, status=403)
    store = store_session()
    what, device_id = request.form.get("what", ""), request.form.get("device", "")
    message = _one_line(request.form.get("message", ""))
    if device_id:
        device = find_device(store, name, device_id)
        if device is not None:  # else a colleague took it out: what was meant for it is for nobody
            _act_on(store, device, what, message=message)
    elif what in _FOR_ALL:
        row = get_event_row(store, name)
        change_event(store, name, **_FOR_ALL[what](row.start_number, row.reload_number, message))
    elif what == "forget":
        delete_counts(store, name)
    elif what == "leave":
        session[SESSION_KEY] = [each for each in session.get(SESSION_KEY, []) if each != name]
    store.commit()
    return redirect(f"/kiosk/{name}/operator", 303)


@blueprint.get("/<name>/operator/counts.csv")
def counts(name: str) -> AnyResponse:
    """Counts by hour (UTC), kind and ladder; ladders that very few saw in an hour are counted together."""
    event = event_of(name)
    if not _is_operator(name):
        return _ask(event, status=403)
    lines: dict[tuple[str, str, str], int] = {}
    for row in list_counts(store_session(), name):
        key = row.key if row.kind != "ladder" or row.total >= FEWEST else "other"
        which = (row.hour_at.strftime("%Y-%m-%dT%H:00Z"), row.kind, key)
        lines[which] = lines.get(which, 0) + row.total
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(("hour", "kind", "ladder", "count"))
    writer.writerows((*which, count) for which, count in sorted(lines.items()))
    response = make_response(text.getvalue())
    response.mimetype = "text/csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-counts.csv"'
    response.headers["Cache-Control"] = "no-store"
    return response


_FOR_ALL: dict[str, Callable[[int, int, str], dict[str, object]]] = {
    "pause": lambda *_: {"is_paused": True},
    "resume": lambda *_: {"is_paused": False},
    "rehearse": lambda *_: {"is_rehearsal": True},
    "perform": lambda *_: {"is_rehearsal": False},
    "say": lambda _start, _reload, message: {"message": message},
    "reload": lambda _start, reload_number, _message: {"reload_number": reload_number + 1},
    "new-code": lambda start_number, _reload, _message: {"start_number": start_number + 1},
}


def _act_on(store: Session, device: KioskDeviceRow, what: str, *, message: str) -> None:
    if what in ("pause", "resume"):
        device.is_paused = what == "pause"
    elif what == "say":
        device.message = message
    elif what == "reload":
        device.reload_number += 1
    elif what == "name" and message:
        device.label = message[:MOST_LETTERS_OF_NAME]
    elif what == "out":
        take_out(store, device.device_id)
        return
    store.add(device)


def _one_line(text: str) -> str:
    """What was typed, without what no keyboard types: NUL, which PostgreSQL refuses, and marks that turn text round."""
    seen = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(seen.split())[:MOST_LETTERS]


def _operator_code(name: str) -> str:
    return operator_code(name, number=0, secret=settings_of_site().secret_key)


def _is_operator(name: str) -> bool:
    return name in session.get(SESSION_KEY, [])


def _board(event: Event) -> Response:
    keeper: BundleKeeper = current_app.extensions["kiosk_bundles"]
    board = build_board(store_session(), settings_of_site(), event=event, bundle=keeper.find(event))
    return _private(
        render_page(
            "kiosk/operator",
            "kiosk/board",
            event=event,
            board=board,
            kiosk_address=f"{request.url_root.rstrip('/')}/kiosk/{event.name}",
        )
    )


def _ask(event: Event, *, status: int = 200, error: str = "") -> Response:
    return _private(render_page("kiosk/sign-in", status=status, event=event, error=error))


def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
