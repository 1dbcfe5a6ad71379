"""What the site does for counselors and VR staff, for whoever looks in."""

from flask import Blueprint
from werkzeug.wrappers import Response as AnyResponse

from portal.web.htmx import render_page

public_pages = Blueprint("professionals", __name__)


@public_pages.get("/professionals")
def professionals() -> AnyResponse:
    """The page."""
    return render_page("accounts/professionals")
