"""Addresses of "About the data" and "How often we are right"."""

from flask import Blueprint, Response, current_app

from portal.settings import Settings
from portal.store.quality import read_quality
from portal.web.about.quality import build_quality_page
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


@blueprint.get("/about-quality")
def about_quality() -> Response:
    """How right postings are read, as measured."""
    settings: Settings = current_app.extensions["settings"]
    figures = read_quality(settings.config_dir)
    return render_page("about/quality", page=build_quality_page(figures) if figures else None)
