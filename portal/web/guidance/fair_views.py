"""Addresses of the career-fair sheet. It is about no person: what was chosen stands in the address."""

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from portal.domain.errors import NotFound
from portal.domain.region import ResolvedRegion
from portal.domain.staff import Permission
from portal.kiosk.event import Event
from portal.paper.fair_sheet import FairSheet
from portal.paper.press import PaperRefused
from portal.web.gate.access import site_settings
from portal.web.gate.rules import rule
from portal.web.guidance.fair import FairChoices, build_fair_sheet
from portal.web.htmx import render_page
from portal.web.individual_plan_paper import group_fair_sheet
from portal.web.jobs.view_models import place_text
from portal.web.kiosk.events import get_event, list_event_names
from portal.web.knowledge import knowledge
from portal.web.language import language_code
from portal.web.pdf import pdf_response, print_sheet
from portal.web.places import UnclearPlace, read_place_of_request
from portal.web.regions import region_of_request
from portal.web.store_session import store_session
from portal.web.translate import gettext
from portal.web.word_file import word_response, write_word_file
from portal.web.words import cluster_name, in_language, list_clusters, region_label

BASE = "/staff/fair-sheet"
LINES = (0, 2, 4)


def add_fair_views(blueprint: Blueprint) -> None:
    """Put the addresses of the sheet beside those of the plan."""
    blueprint.add_url_rule(BASE, view_func=fair_sheet)
    blueprint.add_url_rule(f"{BASE}.pdf", view_func=fair_sheet_pdf)
    blueprint.add_url_rule(f"{BASE}.docx", view_func=fair_sheet_docx)


@rule(Permission.LEAD_CLASS)
def fair_sheet() -> Response:
    """What to choose, and the sheet as it will be printed."""
    try:
        return _page(*_place())
    except UnclearPlace as error:
        return _page(region_of_request(store_session(), None), _event(), status=422, error=str(error))


@rule(Permission.LEAD_CLASS)
def fair_sheet_pdf() -> AnyResponse:
    """The sheet as a PDF."""
    return _file(word=False)


@rule(Permission.LEAD_CLASS)
def fair_sheet_docx() -> AnyResponse:
    """The sheet as a Word file."""
    return _file(word=True)


def _file(*, word: bool) -> AnyResponse:
    try:
        resolved, event = _place()
        sheet = group_fair_sheet(_sheet(resolved, event), is_large=_choices().is_large)
        if word:
            return word_response(write_word_file(sheet), file_name="fair-sheet.docx")
        return pdf_response(print_sheet(sheet), file_name="fair-sheet.pdf")
    except UnclearPlace as error:
        return _page(region_of_request(store_session(), None), _event(), status=422, error=str(error))
    except PaperRefused:
        error_text = gettext("We could not make this file. Choose fewer fields.")
        return _page(*_place(), status=422, error=error_text)


def _choices() -> FairChoices:
    args = request.args
    slugs = {cluster.slug for cluster in list_clusters()}
    lines = args.get("lines", "")
    return FairChoices(
        event=args.get("event", "")[:40],
        clusters=tuple(slug for slug in dict.fromkeys(args.getlist("cluster")) if slug in slugs),
        language=args.get("language", "") if args.get("language") in ("en", "es") else language_code(),
        is_large=args.get("print") == "large",
        title=" ".join(args.get("title", "").split())[:120],
        lines=int(lines) if lines in {str(each) for each in LINES} else 2,
    )


def _event() -> Event | None:
    name = request.args.get("event", "")
    if not name:
        return None
    try:
        return get_event(site_settings(), name)
    except NotFound:
        return None


def _place() -> tuple[ResolvedRegion, Event | None]:
    """The event, if one was chosen, and its place; else the place that was typed.

    Raises: UnclearPlace.
    """
    event, store = _event(), store_session()
    if event is not None:
        return region_of_request(store, event.parsed_region), event
    return read_place_of_request(store, request.args, site_settings()), None


def _sheet(resolved: ResolvedRegion, event: Event | None) -> FairSheet:
    return build_fair_sheet(
        store_session(),
        knowledge(),
        _choices(),
        event=event,
        resolved=resolved,
        now=site_settings().now(),
        site_url=request.url_root.rstrip("/"),
    )


def _page(resolved: ResolvedRegion, event: Event | None, *, status: int = 200, error: str = "") -> Response:
    settings, choices = site_settings(), _choices()
    is_asked = bool(request.args) and not error
    query = request.query_string.decode("ascii", "ignore")
    return render_page(
        "guidance/fair-sheet",
        status=status,
        choices=choices,
        events=[(name, in_language(get_event(settings, name).title)) for name in list_event_names(settings)],
        clusters=[(each.slug, cluster_name(each.slug)) for each in list_clusters()],
        place=request.args.get("region", "")[:80] or ("" if event else place_text(resolved)),
        region_label=region_label(resolved),
        sheet=_sheet(resolved, event) if is_asked else None,
        lines=LINES,
        query=query,
        base=BASE,
        error=error,
    )
