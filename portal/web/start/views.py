"""Addresses of the start page and of the short pages about the site itself."""

from flask import Blueprint, Response, current_app, request

from portal.web.htmx import render_page
from portal.web.knowledge import knowledge
from portal.web.start.sitemap import write_sitemap
from portal.web.start.view_models import build_start_page, read_start_form
from portal.web.store_session import store_session

blueprint = Blueprint("start", __name__)


@blueprint.get("/")
def start() -> Response:
    """The three questions, and what is open now."""
    page = build_start_page(
        store_session(),
        knowledge(),
        settings=current_app.extensions["settings"],
        engine=current_app.extensions["search"],
        form=read_start_form(request.args),
    )
    return render_page("start/start", page=page)


@blueprint.get("/accessibility")
def accessibility() -> Response:
    """What was tested, what is known, whom to tell."""
    return render_page("about/accessibility")


@blueprint.get("/privacy")
def privacy() -> Response:
    """What stays with the person, and the two cookies."""
    return render_page("about/privacy")


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Search engines may read what does not depend on a person: not what they hold."""
    closed = [f"Disallow: {address}" for address in ("/plan", "/*plan=", "/*held=", "/*way=", "/ladder/")]
    lines = ("User-agent: *", *closed, "Allow: /", f"Sitemap: {request.url_root}sitemap.xml", "")
    return Response("\n".join(lines), mimetype="text/plain")


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    """Every page that does not depend on a person or on a posting."""
    return Response(write_sitemap(knowledge(), root=request.url_root), mimetype="application/xml")
