"""Addresses of the one box."""

from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from portal.domain.errors import SearchUnavailable
from portal.settings import Settings
from portal.store.places import resolve_region
from portal.web.htmx import render_page
from portal.web.knowledge import knowledge
from portal.web.regions import region_of_request
from portal.web.search.offers import build_offers
from portal.web.search.view_models import build_search_page
from portal.web.store_session import store_session
from portal.web.typed_place import take_place

blueprint = Blueprint("search", __name__, url_prefix="/search")
LONGEST = 200


@blueprint.get("")
def search() -> Response:
    """The best of each kind for what was typed."""
    session, settings = store_session(), _settings()
    engine = current_app.extensions["search"]
    text = " ".join(request.args.get("q", "").split())[:LONGEST]
    split = take_place(session, engine, text, home_state=settings.home_state, today=settings.now().date())
    resolved = (
        resolve_region(session, split.place.region) if split.place else region_of_request(session, None)
    )
    page = build_search_page(
        session, engine, known=knowledge(), split=split, text=text, resolved=resolved, settings=settings
    )
    return render_page("search/search", page=page)


@blueprint.get("/suggest")
def suggest() -> AnyResponse:
    """Offers for the list under the box; a person who comes here without it gets the page."""
    text = " ".join(request.args.get("q", "").split())[:LONGEST]
    if request.headers.get("HX-Request") != "true":
        return redirect(f"/search?{urlencode({'q': text})}" if text else "/search")
    try:
        groups = build_offers(
            current_app.extensions["search"], request.args.get("q", "")[:LONGEST], _settings()
        )
    except SearchUnavailable:
        groups = ()
    return render_page("search/search", "search/suggestions", groups=groups)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
