"""Addresses of the person's own page: opened by their code, without an account."""

from flask import Blueprint, Response, make_response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from portal.domain.errors import InvalidCode
from portal.domain.staff import Purpose
from portal.store.caseload import touch
from portal.store.consent import grant, revoke
from portal.web.accounts.words import moment
from portal.web.gate.access import sealer
from portal.web.htmx import render_page
from portal.web.plan.current import site_settings, today
from portal.web.plan.waiting import WAIT_SECONDS, TooManyTries
from portal.web.sharing.answers import IncompleteAnswers, read_answers
from portal.web.sharing.opened import (
    NotOpened,
    NotYet,
    close,
    find_held,
    hold_code,
    opened_person,
    person_who_changes,
)
from portal.web.sharing.view_models import build_log, build_sharing
from portal.web.sharing.words import say_stopped
from portal.web.sharing.words_views import words_page
from portal.web.store_session import store_session
from portal.web.translate import gettext

blueprint = Blueprint("sharing", __name__, url_prefix="/sharing")
ALL = "all"


@blueprint.after_request
def keep_private(response: Response) -> Response:
    """No browser and no machine in between keeps any of these pages."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@blueprint.errorhandler(NotOpened)
def not_opened(_error: NotOpened) -> AnyResponse:
    """Ask for the code again."""
    return redirect("/sharing", 303)


@blueprint.errorhandler(NotYet)
def not_yet(error: NotYet) -> Response:
    """Say from when on a new card shows, copies and deletes what is kept, and why."""
    return make_response(render_page("sharing/not-yet", status=403, opens_at=moment(error.opens_at)))


@blueprint.get("")
def show() -> Response:
    """The person's page; before it the step of the card's words, and before that the form for its code."""
    held = find_held(store_session()) if site_settings().seal_keys else None
    if held is None:
        return code_page()
    if not held.is_open:
        return words_page(held)
    return own_page(said=_said(request.args.get("said", ""), request.args.getlist("stopped")))


@blueprint.post("/open")
def open_page() -> AnyResponse:
    """Take a card's code; its words come next."""
    text = request.form.get("code", "")[:80]
    try:
        hold_code(store_session(), text)
    except InvalidCode:
        return code_page(
            status=422,
            typed=text,
            error=gettext("This code does not work. Look at it again, or ask for a new one."),
        )
    except TooManyTries:
        response = code_page(
            status=429, error=gettext("That was too many wrong codes. Wait ten minutes and try again.")
        )
        response.headers["Retry-After"] = str(WAIT_SECONDS)
        return response
    return redirect("/sharing", 303)


@blueprint.post("/close")
def close_page() -> AnyResponse:
    """Forget the code in this browser."""
    close()
    response = redirect("/sharing", 303)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@blueprint.post("/answers")
def save_answers() -> AnyResponse:
    """Say yes to one or more purposes."""
    store = store_session()
    person = person_who_changes(store, action="sharing.save_answers")
    try:
        answers = read_answers(
            request.form.getlist("purpose"),
            request.form,
            is_guardian_asked=person.is_guardian_asked,
            today=today(),
        )
    except IncompleteAnswers as error:
        store.rollback()
        return own_page(status=422, error=str(error))
    for purpose in answers.purposes:
        grant(
            store,
            organisation_id=person.organisation_id,
            person_id=person.id,
            purpose=purpose,
            given_by=answers.given_by,
            how="online",
            until=answers.until,
            now=site_settings().now(),
        )
    touch(store, person, now=site_settings().now())
    store.commit()
    return redirect("/sharing?said=saved", 303)


@blueprint.post("/stop")
def stop() -> AnyResponse:
    """Take one yes back, or all: from the commit on nothing needs to be asked again."""
    store = store_session()
    person = person_who_changes(store, action="sharing.stop")
    which = request.form.get("purpose", "")
    wanted = [purpose for purpose in Purpose if which in (ALL, purpose.value)]
    stopped = [
        purpose.value
        for purpose in wanted
        if revoke(store, person_id=person.id, purpose=purpose, by="person", now=site_settings().now())
    ]
    store.commit()
    return redirect("/sharing?said=stopped" + "".join(f"&stopped={each}" for each in stopped), 303)


@blueprint.get("/log")
def show_log() -> Response:
    """All who looked, page by page."""
    store = store_session()
    person = opened_person(store)
    before = request.args.get("before", "")
    number = int(before) if before.isascii() and before.isdigit() and len(before) < 10 else None
    return render_page("sharing/log", log=build_log(store, person, sealer(), before=number))


def own_page(*, status: int = 200, said: str = "", error: str = "") -> Response:
    """The page of whoever's code is in the cookie."""
    store = store_session()
    person = opened_person(store)
    page = build_sharing(store, person, sealer(), now=site_settings().now())
    return render_page(
        "sharing/sharing",
        status=status,
        page=page,
        said=said,
        error=error,
        marked=request.form.getlist("purpose"),
        typed=request.form,
    )


def code_page(*, status: int = 200, typed: str = "", error: str = "") -> Response:
    """The form for a code."""
    said = {
        "deleted": gettext("Everything about you was deleted."),
        "card-stopped": gettext(
            "The words were wrong ten times, so this card is stopped. Ask for a new one."
        ),
    }.get(request.args.get("said", ""), "")
    return make_response(
        render_page("sharing/code", status=status, typed_code=typed[:40], error=error, said=said)
    )


def _said(key: str, stopped: list[str]) -> str:
    known = tuple(purpose for purpose in Purpose if purpose.value in stopped)
    match key:
        case "saved":
            return gettext("Saved. Your yes holds from now on, and you can take it back at any time.")
        case "chosen":
            return gettext("Your three words are saved. Next time you need the code and the words.")
        case "stopped" if known:
            return say_stopped(known)
        case "asked":
            return gettext("We passed it on. They must answer you. Ask them if you hear nothing.")
        case _:
            return ""
