"""Address of "Data health"."""

from flask import Blueprint, Response, current_app

from portal.web.data_health.view_models import build_data_health_page
from portal.web.htmx import render_page
from portal.web.store_session import store_session

blueprint = Blueprint("data_health", __name__)


@blueprint.get("/data-health")
def data_health() -> Response:
    """Each source against its promise: last good run, next run, counts, and what stands in the way."""
    page = build_data_health_page(
        store_session(), current_app.extensions["settings"], current_app.extensions["search"]
    )
    return render_page("data_health/sources", page=page)
