"""Addresses of credentials."""

from flask import Blueprint, Response, current_app, request

from portal.domain.region import Region
from portal.web.credentials.finding import find_credentials, parse_filters
from portal.web.credentials.view_models import build_credential_page, build_list_page
from portal.web.htmx import render_page
from portal.web.knowledge import knowledge
from portal.web.regions import region_of_request
from portal.web.store_session import store_session

blueprint = Blueprint("credentials", __name__, url_prefix="/credentials")


@blueprint.get("")
def credentials_list() -> Response:
    """Search and filter credentials."""
    known = knowledge()
    filters = parse_filters(request.args)
    page = build_list_page(known, filters, find_credentials(known, filters))
    return render_page("credentials/list", "credentials/results", page=page)


@blueprint.get("/<credential_id>")
def credential(credential_id: str) -> Response:
    """One credential: what it proves, takes and opens."""
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
