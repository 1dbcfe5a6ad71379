"""The pattern library: every component in every state, made by the macros and styles that the pages use."""

from flask import Blueprint, Response

from portal.web.htmx import render_page
from portal.web.look.samples import sample_jobs, sample_proofs, sample_rungs
from portal.web.translate import gettext

blueprint = Blueprint("look", __name__)
COLOURS = (
    *("paper", "card", "ink", "soft", "teal", "teal-soft", "sun", "sun-soft"),
    *("clay", "clay-soft", "leaf", "line", "focus"),
)


@blueprint.get("/look")
def show() -> Response:
    """All components on one page."""
    themes = (("light", gettext("Light")), ("dark", gettext("Dark")), ("contrast", gettext("High contrast")))
    return render_page(
        "look/look",
        colours=COLOURS,
        themes=themes,
        stair_rungs=sample_rungs(4),
        ladder_rungs=sample_rungs(6),
        proofs=sample_proofs(),
        jobs=sample_jobs(),
    )
