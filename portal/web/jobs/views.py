"""Addresses of jobs."""

from flask import Blueprint, current_app, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from portal.domain.errors import Gone
from portal.matching.wishes import Wishes
from portal.settings import Settings
from portal.store.duplicates import find_standing
from portal.store.live import is_waiting
from portal.store.places import list_counties
from portal.store.postings import find_posting, get_posting
from portal.web.choices import Choices
from portal.web.htmx import render_page
from portal.web.jobs.filters import FIT, SORTS, parse_job_filters
from portal.web.jobs.finding import find_jobs
from portal.web.jobs.fit_cards import with_fit
from portal.web.jobs.needs_form import build_needs_form
from portal.web.jobs.posting import build_gone_page, build_job_page
from portal.web.jobs.view_models import build_jobs_page
from portal.web.knowledge import knowledge
from portal.web.live import build_live_count
from portal.web.page_number import is_elsewhere
from portal.web.places import UnclearPlace, read_place_of_request
from portal.web.regions import region_of_request
from portal.web.sources import read_sources
from portal.web.store_session import store_session
from portal.web.typed_place import take_place

blueprint = Blueprint("jobs", __name__, url_prefix="/jobs")


@blueprint.get("")
def jobs_list() -> AnyResponse:
    """Search and filter open jobs."""
    session, known, settings = store_session(), knowledge(), _settings()
    error = ""
    try:
        resolved = read_place_of_request(session, request.args, settings)
    except UnclearPlace as unclear:
        error, resolved = str(unclear), region_of_request(session, None)
    choices = Choices.parse(request.args, region=resolved.region)
    filters = parse_job_filters(request.args, choices)
    split = take_place(
        session,
        current_app.extensions["search"],
        filters.text,
        home_state=settings.home_state,
        today=settings.now().date(),
    )
    if split.place is not None:
        # What was typed last wins over the place that stood in its own box.
        moved = choices.with_(region=split.place.region)
        return redirect(filters.model_copy(update={"text": split.text, "choices": moved}).url())
    if not error and request.args.get("region", str(resolved.region)) != str(resolved.region):
        return redirect(filters.url(filters.page))
    found = find_jobs(session, known, filters, resolved=resolved, now=settings.now())
    if is_elsewhere(request.args.get("page", ""), page=filters.page, pages=found.pages):
        return redirect(filters.url(min(filters.page, found.pages)))
    page = build_jobs_page(
        known,
        filters,
        found,
        resolved=resolved,
        counties={
            county.county_fips: f"{county.county_name}, {county.state}"
            for county in list_counties(session, resolved.home_state or settings.home_state)
        },
        sources=read_sources(settings),
        live=build_live_count(session, now=settings.now()),
    )
    page = page.model_copy(
        update={
            "cards": with_fit(
                session,
                known,
                page.cards,
                choices=choices,
                resolved=resolved,
                is_ordered=filters.sort in (SORTS[0], FIT),
                now=settings.now(),
            ),
            # The boxes of the fragment send it.
            "hidden": tuple(pair for pair in page.hidden if pair[0] != "needs"),
        }
    )
    needs = build_needs_form(
        choices.needs, form_id="jobs-form", clear_url=filters.without(choices=choices.with_(needs=Wishes()))
    )
    if error:
        page = page.model_copy(update={"place": request.args.get("region", "")[:80], "place_error": error})
    return render_page("jobs/list", "jobs/results", status=422 if error else 200, page=page, needs=needs)


@blueprint.get("/<int:posting_id>")
def job(posting_id: int) -> AnyResponse:
    """One open job; a closed one answers 410 with others like it."""
    session, known, settings = store_session(), knowledge(), _settings()
    choices = Choices.parse(request.args)
    try:
        row = get_posting(session, posting_id, now=settings.now())
    except Gone:
        closed = find_posting(session, posting_id)
        assert closed is not None
        gone = build_gone_page(session, known, closed, choices=choices, now=settings.now())
        return render_page("jobs/gone", status=410, page=gone)
    if is_waiting(row, settings.now()):  # an offer has one page; which copy it is changes with time
        standing = find_standing(session, row, now=settings.now())
        if standing is not None:
            return redirect(choices.url(f"/jobs/{standing.id}"), 302)
    page = build_job_page(
        session, known, row, choices=choices, sources=read_sources(settings), now=settings.now()
    )
    return render_page("jobs/job", page=page)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
