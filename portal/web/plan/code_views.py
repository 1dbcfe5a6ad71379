"""Addresses of return codes, and of deleting everything."""

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from portal.domain.errors import InvalidCode
from portal.domain.plan_document import InvalidPlan, PlanFull
from portal.domain.return_code import parse_return_code
from portal.web.plan.codes import make_code, open_code, stop, stop_all
from portal.web.plan.current import plan_of_request, secret_key
from portal.web.plan.deleted import tell_deleted
from portal.web.plan.link import sign_plan
from portal.web.plan.views import FULL, plan_address, plan_page
from portal.web.plan.waiting import WAIT_SECONDS, TooManyTries
from portal.web.store_session import store_session
from portal.web.translate import gettext


def add_code_views(blueprint: Blueprint) -> None:
    """Put these addresses below those of the plan."""
    blueprint.add_url_rule("/codes", view_func=new_code, methods=["POST"])
    blueprint.add_url_rule("/open", view_func=open_by_code, methods=["POST"])
    blueprint.add_url_rule("/codes/stop", view_func=stop_one, methods=["POST"])
    blueprint.add_url_rule("/delete", view_func=delete_all, methods=["POST"])


def new_code() -> AnyResponse:
    """Put the plan away under a new code."""
    try:
        plan = plan_of_request()
        token = sign_plan(plan, secret=secret_key())
    except InvalidPlan:
        return plan_page(status=422)
    except PlanFull as full:
        return plan_page(status=422, error=FULL[full.part]())
    if plan.is_empty:
        return plan_page(plan, status=422, error=gettext("Your plan is empty. Put something in first."))
    make_code(store_session(), token)
    return plan_address(token, anchor="#carry")


def open_by_code() -> AnyResponse:
    """Open the plan under a code."""
    text = request.form.get("code", "")
    try:
        token = open_code(store_session(), text)
    except InvalidCode:
        return plan_page(status=422, code_error=_why_not(text), typed_code=text[:40])
    except TooManyTries:
        return _wait(text)
    return plan_address(token)


def stop_one() -> AnyResponse:
    """Stop a code: its plan is deleted on our side, and the code opens nothing any more."""
    text = request.form.get("code", "")
    try:
        stop(store_session(), text)
    except InvalidCode:
        return plan_page(status=422, code_error=_why_not(text), typed_code=text[:40])
    except TooManyTries:
        return _wait(text)
    try:
        plan = plan_of_request()
    except InvalidPlan:
        return plan_page(status=422)
    token = "" if plan.is_empty else sign_plan(plan, secret=secret_key())
    return plan_address(token, said="stopped", anchor="#carry" if token else "")


def delete_all() -> AnyResponse:
    """Forget everything: the codes here, and what the browser keeps on its side."""
    stop_all(store_session())
    tell_deleted()
    response = redirect("/plan?said=gone", 303)
    response.headers["Clear-Site-Data"] = '"cache"'  # copies of pages in the browser
    return response


def _why_not(text: str) -> str:
    try:
        parse_return_code(text)
    except InvalidCode:
        return gettext("This is not a whole code, or one letter is wrong. Look at it again.")
    return gettext("This code does not work. It may have ended, or somebody stopped it.")


def _wait(text: str) -> AnyResponse:
    response = plan_page(
        status=429,
        code_error=gettext("That was too many wrong codes. Wait ten minutes and try again."),
        typed_code=text[:40],
    )
    response.headers["Retry-After"] = str(WAIT_SECONDS)
    return response
