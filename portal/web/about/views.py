"""Address of "About the data"."""

from flask import Blueprint, Response, current_app

from portal.web.about.view_models import build_about_page
from portal.web.htmx import render_page
from portal.web.knowledge import knowledge
from portal.web.store_session import store_session

blueprint = Blueprint("about", __name__)


@blueprint.get("/about-data")
def about_data() -> Response:
    """Every source with its terms, its last good run and its counts."""
    page = build_about_page(store_session(), knowledge(), current_app.extensions["settings"])
    return render_page("about/data", page=page)
