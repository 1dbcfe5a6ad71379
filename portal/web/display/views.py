"""The address of the display settings. The form stands on every page as well."""

from flask import Blueprint, Flask, Response, current_app, redirect, request
from markupsafe import Markup

from portal.web.display.choice import PARTS, DisplayChoice
from portal.web.htmx import render_page
from portal.web.page_before import page_before
from portal.web.translate import gettext

COOKIE = "rungs_display"
COOKIE_SECONDS = 365 * 24 * 3600

blueprint = Blueprint("display", __name__)


def init_display(app: Flask) -> None:
    """Give templates `display`, the choice of the person, and `display_parts`, what can be chosen."""
    app.context_processor(lambda: {"display": _current(), "display_attributes": _attributes()})
    app.jinja_env.globals["display_parts"] = display_parts


def display_parts() -> tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]:
    """Each part by its name in the form, its name for people, and its values with theirs."""
    names = {
        "theme": (
            gettext("Colors"),
            (
                gettext("Like my device"),
                gettext("Light"),
                gettext("Dark"),
                gettext("High contrast"),
            ),
        ),
        "text": (gettext("Text size"), (gettext("Usual"), gettext("Large"), gettext("Larger"))),
        "space": (gettext("Space in the text"), (gettext("Usual"), gettext("Wide"))),
        "motion": (gettext("Movement"), (gettext("Like my device"), gettext("None"))),
    }
    return tuple(
        (part, names[part][0], tuple(zip(values, names[part][1], strict=True)))
        for part, values in PARTS.items()
    )


def _current() -> DisplayChoice:
    return DisplayChoice.parse(request.cookies.get(COOKIE, ""))


def _attributes() -> Markup:
    """Attributes of the root element: the page comes in the chosen colours, so nothing flashes."""
    return Markup("").join(Markup(' data-{}="{}"').format(part, value) for part, value in _current().chosen())


@blueprint.get("/display")
def show() -> Response:
    """The settings on a page of their own."""
    return render_page("display/display")


@blueprint.post("/display")
def choose() -> Response:
    """Keep what was chosen in this browser and go back to the page that the person came from."""
    words = ".".join(f"{part}-{request.form.get(part, '')[:20]}" for part in PARTS)
    choice = DisplayChoice.parse(words)
    response = redirect(page_before(), 303)
    assert isinstance(response, Response)
    if choice.chosen():
        # Read and written by static/js/display.js too, which applies a choice without loading the page again.
        response.set_cookie(
            COOKIE,
            str(choice),
            max_age=COOKIE_SECONDS,
            samesite="Lax",
            secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        )
    else:
        response.delete_cookie(
            COOKIE, samesite="Lax", secure=bool(current_app.config["SESSION_COOKIE_SECURE"])
        )
    return response
