"""What the site does for counselors and VR staff, for whoever looks in."""

from flask import Blueprint
from werkzeug.wrappers import Response as AnyResponse

from portal.web.htmx import render_page

public_pages = Blueprint("professionals", __name__)


@public_pages.get("/professionals")
def professionals() -> AnyResponse:
    """The page."""
    return render_page("accounts/professionals")


@public_pages.get("/professionals/privacy")
def privacy() -> AnyResponse:
    """What this site does for privacy, and what the law asks of a school or an agency."""
    return render_page("administer/privacy")
