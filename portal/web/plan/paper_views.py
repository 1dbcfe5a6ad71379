"""The address of the plan on paper."""

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from portal.domain.plan_document import InvalidPlan
from portal.paper.press import PaperRefused
from portal.web.knowledge import knowledge
from portal.web.pdf import pdf_response, print_sheet
from portal.web.plan.codes import codes_of_browser
from portal.web.plan.current import plan_of_request, secret_key, site_settings
from portal.web.plan.paper import build_plan_sheet
from portal.web.plan.view_models import build_plan_page
from portal.web.plan.views import plan_page
from portal.web.plan.waiting import WAIT_SECONDS, TooManyTries, Tried, check_tries, count_try
from portal.web.store_session import store_session
from portal.web.translate import gettext

LARGE = "large"


def add_paper_views(blueprint: Blueprint) -> None:
    """Put this address below that of the plan."""
    blueprint.add_url_rule("/my-plan.pdf", view_func=pdf)


def pdf() -> AnyResponse:
    """The plan as a PDF; `print=large` for large print."""
    session, known, settings = store_session(), knowledge(), site_settings()
    is_large = request.args.get("print") == LARGE
    try:
        plan = plan_of_request()
    except InvalidPlan:
        return plan_page(status=422)
    if plan.is_empty:
        return plan_page(plan, status=422, error=gettext("Your plan is empty. Put something in first."))
    try:
        check_tries(session, Tried.PDF)
    except TooManyTries:
        response = plan_page(
            plan, status=429, error=gettext("You made many PDFs. Wait ten minutes and try again.")
        )
        response.headers["Retry-After"] = str(WAIT_SECONDS)
        return response
    count_try(session, Tried.PDF)
    session.commit()
    now, site_url = settings.now(), request.url_root.rstrip("/")
    page = build_plan_page(
        session,
        known,
        plan,
        secret=secret_key(),
        now=now,
        site_url=site_url,
        codes=codes_of_browser(session),
    )
    sheet = build_plan_sheet(
        session,
        known,
        plan,
        page=page,
        now=now,
        site_name=settings.name,
        site_url=site_url,
        is_large=is_large,
    )
    try:
        made = print_sheet(sheet)
    except PaperRefused:
        return plan_page(
            plan, status=422, error=gettext("We could not make this PDF. Print this page from your browser.")
        )
    return pdf_response(made, file_name="my-plan.pdf")
