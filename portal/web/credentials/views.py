"""Addresses of credentials."""

from flask import Blueprint, Response, current_app, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.domain.region import Region
from portal.settings import Settings
from portal.web.credentials.compare import build_compare_page, parse_ids
from portal.web.credentials.filters import parse_filters
from portal.web.credentials.finding import find_credentials
from portal.web.credentials.list_page import build_list_page
from portal.web.credentials.renamed import query_of_today, read_renamed
from portal.web.credentials.view_models import build_credential_page
from portal.web.htmx import render_page
from portal.web.jobs.view_models import place_text
from portal.web.knowledge import knowledge
from portal.web.page_number import is_elsewhere
from portal.web.places import UnclearPlace, county_names, read_place_of_request
from portal.web.regions import region_of_request
from portal.web.store_session import store_session

blueprint = Blueprint("credentials", __name__, url_prefix="/credentials")


@blueprint.before_app_request
def lead_to_ids_of_today() -> AnyResponse | None:
    """An address of any page that names a credential by an id of former times leads to that of today."""
    if request.method not in ("GET", "HEAD") or request.endpoint is None:
        return None
    query = query_of_today(request.args, read_renamed(current_app.extensions["settings"].config_dir))
    if query is None:
        return None
    return redirect(f"{url_for(request.endpoint, **(request.view_args or {}))}?{query}", code=301)


@blueprint.get("")
def credentials_list() -> AnyResponse:
    """Search and filter credentials; the place says where open jobs are counted."""
    session, known = store_session(), knowledge()
    settings: Settings = current_app.extensions["settings"]
    error = ""
    try:
        resolved = read_place_of_request(session, request.args, settings)
    except UnclearPlace as unclear:
        error, resolved = str(unclear), region_of_request(session, None)
    is_told = bool(request.args.get("region", "").strip()) and not error
    filters = parse_filters(request.args, region=resolved.region if is_told else None)
    if is_told and request.args["region"] != str(resolved.region):
        return redirect(filters.url(filters.page))
    found = find_credentials(known, filters, resolved=resolved, today=settings.now().date())
    if is_elsewhere(request.args.get("page", ""), page=filters.page, pages=found.pages):
        return redirect(filters.url(min(filters.page, found.pages)))
    page = build_list_page(
        filters,
        found,
        resolved=resolved,
        place=place_text(resolved),
        counties=county_names(session, resolved.home_state or settings.home_state),
    )
    if error:
        page = page.model_copy(update={"place": request.args["region"][:80], "place_error": error})
    return render_page("credentials/list", "credentials/results", status=422 if error else 200, page=page)


@blueprint.get("/compare")
def compare() -> Response:
    """Up to four credentials side by side."""
    session = store_session()
    resolved = region_of_request(
        session, Region.parse(request.args["region"]) if request.args.get("region") else None
    )
    page = build_compare_page(
        session,
        knowledge(),
        parse_ids(request.args.getlist("id")),
        resolved=resolved,
        now=current_app.extensions["settings"].now(),
    )
    return render_page("credentials/compare", page=page)


@blueprint.get("/<credential_id>")
def credential(credential_id: str) -> AnyResponse:
    """One credential: what it proves, takes and opens. An id of former times leads to that of today."""
    new_id = read_renamed(current_app.extensions["settings"].config_dir).get(credential_id)
    if new_id is not None:
        query = request.query_string.decode("utf-8", "replace")
        return redirect(
            url_for(".credential", credential_id=new_id) + (f"?{query}" if query else ""), code=301
        )
    session = store_session()
    known = knowledge()
    resolved = region_of_request(
        session, Region.parse(request.args["region"]) if request.args.get("region") else None
    )
    page = build_credential_page(
        session,
        known,
        known.graph.get(credential_id),
        resolved=resolved,
        now=current_app.extensions["settings"].now(),
    )
    return render_page("credentials/credential", page=page)
