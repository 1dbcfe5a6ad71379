"""Addresses of the start page and of the short pages about the site itself."""

import secrets
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, redirect, request
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.errors import InvalidCode
from portal.domain.region import parse_held
from portal.web.htmx import render_page
from portal.web.jobs.view_models import place_text
from portal.web.knowledge import knowledge
from portal.web.places import UnclearPlace, read_place_of_request
from portal.web.regions import region_of_request
from portal.web.start.sitemap import write_sitemap
from portal.web.start.surprise import build_surprise_page
from portal.web.start.view_models import (
    build_start_page,
    held_groups,
    read_start_form,
    short_held_groups,
)
from portal.web.store_session import store_session
from portal.web.translate import gettext
from portal.web.words import region_label

blueprint = Blueprint("start", __name__)
MOST_SEEDS = 10_000


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


@blueprint.get("/held")
def held() -> Response:
    """All credentials, one career field after the other, to choose what one holds; the fragment has them all."""
    form, field = read_start_form(request.args), request.args.get("field", "")
    groups = held_groups(knowledge(), form.held)
    shown = short_held_groups(knowledge(), form.held, field=field)
    return render_page("start/held", "start/held-groups", form=form, field=field, groups=groups, shown=shown)


@blueprint.get("/surprise")
def surprise() -> WerkzeugResponse:
    """A first step drawn by the number in the address; without one, a number is drawn first."""
    session, settings = store_session(), current_app.extensions["settings"]
    seed, error = request.args.get("seed", ""), ""
    if not seed:
        args = [(name, value) for name in ("region", "held") for value in request.args.getlist(name)]
        return redirect("/surprise?" + urlencode([*args, ("seed", secrets.randbelow(MOST_SEEDS))], safe=":,"))
    if not (seed.isascii() and seed.isdigit() and len(seed) <= 6):
        raise InvalidCode(gettext("This link has no number to draw by. Use “Surprise me” on the start page."))
    try:
        resolved = read_place_of_request(session, request.args, settings)
    except UnclearPlace as unclear:
        error, resolved = str(unclear), region_of_request(session, None)
    holds = parse_held(",".join(request.args.getlist("held")))
    page = build_surprise_page(
        session, knowledge(), seed=int(seed), resolved=resolved, held=holds, now=settings.now()
    )
    place = request.args["region"][:80] if error else place_text(resolved)
    return render_page(
        "start/surprise",
        status=422 if error else 200,
        page=page,
        place=place,
        error=error,
        seed=seed,
        held=",".join(holds),
        region_label=region_label(resolved),
    )


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
