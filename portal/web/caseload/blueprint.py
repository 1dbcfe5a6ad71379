"""The addresses of the caseload, below /staff. Modules of this room add their views to it."""

from flask import Blueprint, Response, request

from portal.caseload.list_text import MAX_BYTES
from portal.web.errors import error_page
from portal.web.translate import gettext

blueprint = Blueprint("caseload", __name__, url_prefix="/staff")
LIST_FORM = "caseload.start_list"
_MORE_THAN_THE_LIST = 20_000
"""Bytes of a form around its file."""


@blueprint.url_value_preprocessor
def _allow_lists(endpoint: str | None, _values: dict[str, str] | None) -> None:
    """A class list may be larger than other forms. This runs before the form is read for its token."""
    if endpoint == LIST_FORM:
        request.max_content_length = MAX_BYTES + _MORE_THAN_THE_LIST
        request.max_form_memory_size = MAX_BYTES + _MORE_THAN_THE_LIST


@blueprint.errorhandler(413)
def _too_large(_error: Exception) -> Response:
    return error_page(
        413,
        heading=gettext("This is too large"),
        advice=gettext("A class list may have up to 1 MB. Save it as CSV, without pictures, or split it."),
    )
