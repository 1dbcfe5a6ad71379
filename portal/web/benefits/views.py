"""The page "Work and benefits: the lines to know"."""

from datetime import date

from flask import Blueprint, Flask, Response, current_app, request

from portal.benefits.lines import OF_A_STATE, LineKey
from portal.benefits.threshold import NATION, Thresholds
from portal.benefits.thresholds import read_thresholds
from portal.domain.states import STATE_NAMES
from portal.settings import Settings
from portal.web.benefits.figures import LookUp, build_help, build_look_up, list_threshold_lines
from portal.web.benefits.form import benefit_options, parse_benefits_form
from portal.web.benefits.view import build_benefits_view
from portal.web.benefits.words import UNITS
from portal.web.htmx import render_page

blueprint = Blueprint("benefits", __name__)


def init_benefits(app: Flask, settings: Settings) -> None:
    """Read the thresholds.

    Raises: InvalidSettings naming the record and what is wrong with it.
    """
    app.extensions["benefits"] = read_thresholds(settings.config_dir)


def loaded_thresholds() -> Thresholds:
    """The thresholds of this site."""
    thresholds: Thresholds = current_app.extensions["benefits"]
    return thresholds


@blueprint.get("/benefits")
def lines() -> Response:
    """Every line that is loaded, how the sum works, and where typed hours and pay stand. Nothing typed is kept."""
    settings: Settings = current_app.extensions["settings"]
    thresholds, on = loaded_thresholds(), settings.now().date()
    form = parse_benefits_form(request.args, home_state=settings.home_state)
    answer = None
    if form.is_sent and not form.errors:
        answer = build_benefits_view(
            form.earnings, thresholds, on=on, jurisdiction=form.state, choices=form.choices
        )
    everything = list_threshold_lines(thresholds.records, on=on)
    response = render_page(
        "benefits/lines",
        status=422 if form.errors else 200,
        form=form,
        answer=answer,
        benefits=benefit_options(form.choices),
        units=[(unit.value.lower(), name, unit is form.unit) for unit, name in UNITS.items()],
        states=sorted(STATE_NAMES.items(), key=lambda pair: pair[1]),
        help_lines=build_help(thresholds, form.state),
        current=[line for line in everything if line.is_current],
        others=[line for line in everything if not line.is_current],
        not_loaded=_not_loaded(thresholds, on=on, state=form.state),
        on=on,
    )
    if request.args:  # what somebody typed about their income stays out of every cache
        response.headers["Cache-Control"] = "no-store"
    return response


def _not_loaded(thresholds: Thresholds, *, on: date, state: str) -> list[LookUp]:
    """Lines without a figure for this day and state, and where they stand."""
    missing = []
    for key in LineKey:
        where = state if key in OF_A_STATE else NATION
        found = thresholds.find(key, on, jurisdiction=where)
        entry = thresholds.look_up(key, jurisdiction=where)
        if entry is not None and (found is None or found.is_older):
            missing.append(build_look_up(entry, jurisdiction=where))
    return missing
