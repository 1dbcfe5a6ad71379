"""Pages and the fragments that shorten the trip. The one room that imports htmx_flask."""

from typing import Any

from flask import Flask, Response, make_response, render_template
from htmx_flask import Htmx, request

VARY = ("HX-Request", "HX-Boosted", "HX-History-Restore-Request")


def init_htmx(app: Flask) -> None:
    """Make `request.htmx` known."""
    Htmx(app)


def render_page(page: str, fragment: str | None = None, /, *, status: int = 200, **context: Any) -> Response:
    """Render `pages/<page>.html`, or only `fragments/<fragment>.html` when htmx asked for that part.

    A page includes its fragment, so that swapping the one into the old page equals loading the new page.
    """
    wants_part = bool(
        fragment and request.htmx and not request.htmx.boosted and not request.htmx.history_restore_request
    )
    template = f"fragments/{fragment}.html" if wants_part else f"pages/{page}.html"
    response = make_response(render_template(template, **context), status)
    response.vary.update(VARY)
    return response
