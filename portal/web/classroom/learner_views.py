"""Addresses for learners: type the code on the board, see the page that the class is on, and follow on."""

from flask import Blueprint, Response, redirect, request, session
from werkzeug.wrappers import Response as AnyResponse

from portal.domain.errors import InvalidCode
from portal.store.classrooms import Classroom, find_class, parse_class_code
from portal.web.classroom.followed import COOKIE_KEY, find_followed, follow, leave, show_class
from portal.web.formats import printable
from portal.web.htmx import render_page
from portal.web.plan.current import secret_key, site_settings
from portal.web.plan.waiting import WAIT_SECONDS, TooManyTries, Tried, check_tries, count_try
from portal.web.store_session import store_session
from portal.web.translate import gettext

STOP_POLLING = 286
"""To htmx: show this, and do not ask again."""


def add_learner_views(blueprint: Blueprint) -> None:
    """Put the addresses of a class beside those of the one who leads it."""
    blueprint.add_url_rule("/class", view_func=enter)
    blueprint.add_url_rule("/class", view_func=join, methods=["POST"])
    blueprint.add_url_rule("/class/leave", view_func=leave_class, methods=["POST"])
    blueprint.add_url_rule("/class/<code>", view_func=follow_class)
    blueprint.add_url_rule("/class/<code>/now", view_func=class_now)


def enter() -> Response:
    """Where the code is typed."""
    return _enter_page()


def join() -> AnyResponse:
    """Go to the class under a code. A typing mistake is told without a look, and does not count as a try."""
    text = request.form.get("code", "")
    try:
        code = parse_class_code(text)
    except InvalidCode:
        error = gettext("This is not a whole code, or one letter is wrong. Look at the board again.")
        return _enter_page(status=422, typed=text, error=error)
    store = store_session()
    try:
        check_tries(store, Tried.CLASS)
    except TooManyTries:
        return _wait(text)
    if find_class(store, code, secret=secret_key(), now=site_settings().now()) is None:
        count_try(store, Tried.CLASS)
        store.commit()
        error = gettext("There is no class under this code now. It may have ended.")
        return _enter_page(status=422, typed=text, error=error)
    follow(code)
    return redirect(f"/class/{code}", 303)


def follow_class(code: str) -> AnyResponse:
    """The page that the class is on, and what it is asked to look at."""
    try:
        found = _find(code)
    except TooManyTries:
        return _wait(code)
    if found is None:
        leave()
        return _enter_page(
            status=404, error=gettext("There is no class under this code now. It may have ended.")
        )
    read = parse_class_code(code)
    follow(read)
    response = render_page("classroom/follow", page=show_class(read, found))
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "no-store"
    return response


def class_now(code: str) -> AnyResponse:
    """For htmx: what is new since the step that is shown, nothing where nothing is, the end where it ended."""
    if request.headers.get("HX-Request") != "true":
        return redirect(f"/class/{code}", 303)
    text = request.args.get("step", "")
    seen = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
    try:
        found = _find(code)
    except TooManyTries:
        return Response(status=STOP_POLLING)
    if found is None:
        leave()
        return render_page("classroom/enter", "classroom/over", status=STOP_POLLING, page=None)
    if found.step == seen:
        return Response(status=204)
    return render_page(
        "classroom/follow", "classroom/now", page=show_class(parse_class_code(code), found, seen=seen)
    )


def leave_class() -> AnyResponse:
    """Follow no class any more."""
    leave()
    return redirect("/", 303)


def _find(code: str) -> Classroom | None:
    """The class of an address; one that this browser does not follow already counts as a try where it is wrong.

    Raises: TooManyTries.
    """
    store = store_session()
    if session.get(COOKIE_KEY) != code:
        check_tries(store, Tried.CLASS)
    found = find_followed(code)
    if found is None:
        count_try(store, Tried.CLASS)
        store.commit()
    return found


def _enter_page(*, status: int = 200, typed: str = "", error: str = "") -> Response:
    return render_page("classroom/enter", status=status, typed=printable(typed[:40]), error=error)


def _wait(text: str) -> Response:
    error = gettext("That was too many wrong codes. Wait ten minutes and try again.")
    response = _enter_page(status=429, typed=text, error=error)
    response.headers["Retry-After"] = str(WAIT_SECONDS)
    return response
