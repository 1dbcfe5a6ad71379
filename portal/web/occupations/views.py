"""Addresses of occupations."""

from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, request
from sqlmodel import Session

from portal.domain.codes import parse_soc_code
from portal.domain.errors import InvalidCode
from portal.domain.region import ResolvedRegion
from portal.settings import Settings
from portal.store.occupations import list_occupations
from portal.web.choices import Choices
from portal.web.htmx import render_page
from portal.web.jobs.view_models import place_text
from portal.web.knowledge import knowledge
from portal.web.occupations.compare import MOST, build_compare_page, parse_codes
from portal.web.occupations.county_map import CountyMapOf
from portal.web.occupations.finding import PAGE_SIZE, OccupationList, build_card, find_occupations
from portal.web.occupations.needs import build_work_needs
from portal.web.occupations.state_map import MapOf
from portal.web.occupations.view_models import build_occupation_page
from portal.web.places import UnclearPlace, read_place
from portal.web.regions import region_of_request
from portal.web.store_session import store_session
from portal.web.translate import gettext

blueprint = Blueprint("occupations", __name__, url_prefix="/occupations")


@blueprint.get("")
def occupations_list() -> Response:
    """Search occupations by a name that people use."""
    session, known = store_session(), knowledge()
    text, page = request.args.get("q", "")[:100].strip(), request.args.get("page", "1")
    if not page.isascii() or not page.isdigit() or not 1 <= int(page[:4]) <= 100:
        raise InvalidCode(gettext("There is no page “%(page)s”.", page=page[:10]))
    codes = find_occupations(session, known, text)
    shown = codes[(int(page) - 1) * PAGE_SIZE : int(page) * PAGE_SIZE]
    rows = list_occupations(session, shown)
    found = OccupationList(
        text=text,
        page=int(page),
        total=len(codes),
        cards=tuple(build_card(rows[code]) for code in shown),
        region=_region_text(),
        previous_url=_page_url(text, int(page) - 1) if int(page) > 1 else "",
        next_url=_page_url(text, int(page) + 1) if int(page) * PAGE_SIZE < len(codes) else "",
    )
    return render_page("occupations/list", "occupations/results", page=found)


@blueprint.get("/<soc_code>")
def occupation(soc_code: str) -> Response:
    """One occupation: pay here, outlook, what people do, and the ways in."""
    session = store_session()
    resolved = _place(session, _region_text())
    try:
        map_of = MapOf(request.args.get("map", MapOf.PAY.value))
    except ValueError as error:
        raise InvalidCode(gettext("The map shows pay, jobs or outlook.")) from error
    try:
        counties_of = CountyMapOf(request.args.get("counties", CountyMapOf.PAY.value))
    except ValueError as error:
        raise InvalidCode(gettext("The map of counties shows pay or jobs.")) from error
    page = build_occupation_page(
        session,
        knowledge(),
        parse_soc_code(soc_code),
        resolved=resolved,
        map_of=map_of,
        counties_of=counties_of,
        now=current_app.extensions["settings"].now(),
    )
    typed = place_text(resolved) if _region_text() else ""
    swapped = "counties" if "counties" in request.args else "map"
    needs = build_work_needs(session, page.soc_code, Choices.parse(request.args, region=resolved.region))
    return render_page(
        "occupations/occupation", f"occupations/{swapped}", page=page, typed=typed, needs=needs
    )


@blueprint.get("/compare")
def compare() -> Response:
    """Up to four occupations, or one occupation in up to four places, side by side."""
    session = store_session()
    texts = [text for text in request.args.getlist("region") if text.strip()][:MOST]
    places = [_place(session, text) for text in texts or [""]]
    page = build_compare_page(
        session,
        knowledge(),
        parse_codes(request.args.getlist("soc")),
        places=places,
        now=current_app.extensions["settings"].now(),
    )
    return render_page("occupations/compare", page=page)


def _place(session: Session, text: str) -> ResolvedRegion:
    """The place that somebody typed; without one, the deployment's own. Raises: InvalidCode, NotFound."""
    if not text:
        return region_of_request(session, None)
    settings: Settings = current_app.extensions["settings"]
    try:
        return read_place(session, text, home_state=settings.home_state)
    except UnclearPlace as error:
        raise InvalidCode(str(error)) from error


def _region_text() -> str:
    return request.args.get("region", "").strip()


def _page_url(text: str, page: int) -> str:
    wanted = {"q": text, "region": _region_text(), "page": str(page)}
    return "/occupations?" + urlencode({key: value for key, value in wanted.items() if value})
