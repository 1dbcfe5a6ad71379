"""Addresses of career fields."""

from flask import Blueprint, current_app, redirect, request
from werkzeug.wrappers import Response

from portal.domain.credential import CareerCluster
from portal.settings import Settings
from portal.web.fields.view_models import build_field_page, build_fields_page, find_field
from portal.web.htmx import render_page
from portal.web.jobs.view_models import place_text
from portal.web.knowledge import knowledge
from portal.web.places import UnclearPlace, county_names, read_place_of_request
from portal.web.regions import region_of_request
from portal.web.store_session import store_session
from portal.web.words import list_clusters

blueprint = Blueprint("fields", __name__, url_prefix="/fields")


@blueprint.get("")
def fields() -> Response:
    """All career fields."""
    return render_page("fields/list", page=build_fields_page(knowledge(), _all()))


@blueprint.get("/<slug>")
def field(slug: str) -> Response:
    """One career field in one place."""
    session = store_session()
    settings: Settings = current_app.extensions["settings"]
    cluster = find_field(_all(), slug)
    error = ""
    try:
        resolved = read_place_of_request(session, request.args, settings)
    except UnclearPlace as unclear:
        error, resolved = str(unclear), region_of_request(session, None)
    if not error and request.args.get("region", str(resolved.region)) != str(resolved.region):
        return redirect(f"/fields/{slug}?region={resolved.region}")
    page = build_field_page(
        session,
        knowledge(),
        cluster,
        resolved=resolved,
        place=request.args["region"][:80] if error else place_text(resolved),
        now=settings.now(),
    )
    counties = county_names(session, resolved.home_state or settings.home_state)
    return render_page(
        "fields/field", status=422 if error else 200, page=page, error=error, counties=counties
    )


def _all() -> tuple[CareerCluster, ...]:
    newer: tuple[CareerCluster, ...] = current_app.extensions["clusters_2024"]
    return newer + list_clusters()
