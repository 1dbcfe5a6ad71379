"""Every error that a person can meet, as a calm page that says what happened and what to do."""

import logging

from flask import Flask, Response, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException

from portal.domain.errors import InvalidCode, NotFound, SearchUnavailable, StoreUnavailable
from portal.web.formats import printable
from portal.web.htmx import render_page
from portal.web.translate import gettext

log = logging.getLogger(__name__)


def init_errors(app: Flask) -> None:
    """Turn errors into pages."""
    app.register_error_handler(NotFound, _not_found)
    app.register_error_handler(404, _not_found)
    app.register_error_handler(InvalidCode, _invalid_code)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(StoreUnavailable, _unavailable)
    app.register_error_handler(SearchUnavailable, _unavailable)
    app.register_error_handler(DBAPIError, _unavailable)
    app.register_error_handler(HTTPException, _other)
    app.register_error_handler(500, _broken)


def error_page(status: int, *, heading: str, advice: str, detail: str = "") -> Response:
    """One page for every error; to htmx its fragment, which takes the place of the whole page's content.

    `detail` is the English message of the record concerned; the page marks it as English.
    """
    response = render_page(
        "errors/error",
        "errors/error",
        status=status,
        heading=heading,
        advice=advice,
        detail=printable(detail),
    )
    response.headers["HX-Retarget"] = "#main"
    response.headers["HX-Reswap"] = "innerHTML"
    return response


def _not_found(_error: Exception) -> Response:
    return error_page(
        404,
        heading=gettext("We cannot find this page"),
        advice=gettext("It may have moved, or the address has a typing mistake."),
    )


def _invalid_code(error: InvalidCode) -> Response:
    return error_page(
        422,
        heading=gettext("We cannot read this address"),
        advice=gettext("Part of the page's address is not in a form that we know. Start again from here."),
        detail=str(error),
    )


def _stale_form(_error: Exception) -> Response:
    return error_page(
        400,
        heading=gettext("This form was open too long"),
        advice=gettext("Go back, load the page again and try once more. Cookies must be on for this step."),
    )


def _unavailable(error: Exception) -> Response:
    # The route's pattern, never the address: what a person holds stands in the address.
    log.warning("store or search does not answer at %s: %s", request.url_rule, type(error).__name__)
    response = error_page(
        503,
        heading=gettext("We are away for a moment"),
        advice=gettext("Our data does not answer right now. Please try again in a minute."),
    )
    response.headers["Retry-After"] = "60"
    return response


def _other(error: HTTPException) -> Response:
    response = error_page(
        error.code or 500,
        heading=gettext("That did not work"),
        advice=gettext("Please go back and try again, or start from here."),
    )
    if error.code == 405:
        response.headers["Allow"] = ", ".join(sorted(getattr(error, "valid_methods", None) or ()))
    return response


def _broken(_error: Exception) -> Response:
    return error_page(
        500,
        heading=gettext("Something broke on our side"),
        advice=gettext("It is not your fault. Please try again in a few minutes."),
    )
