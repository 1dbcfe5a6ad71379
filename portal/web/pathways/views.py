"""Address of the ladder."""

from flask import Blueprint, current_app, redirect, request
from werkzeug.wrappers import Response

from portal.domain.errors import InvalidCode, NotFound
from portal.settings import Settings
from portal.web.choices import Choices
from portal.web.htmx import render_page
from portal.web.knowledge import knowledge
from portal.web.pathways.view_models import build_ladder_page
from portal.web.places import UnclearPlace, read_place_of_request
from portal.web.start.view_models import build_start_page, read_start_form
from portal.web.store_session import store_session
from portal.web.translate import gettext

blueprint = Blueprint("pathways", __name__)


@blueprint.get("/ladder")
def ladder() -> Response:
    """The ladder; where the form cannot be read, the form again with what was typed and what to mend."""
    session, known, settings = store_session(), knowledge(), _settings()
    try:
        resolved = read_place_of_request(session, request.args, settings)
    except UnclearPlace as error:
        return _form_again(place_error=str(error))
    try:
        choices = Choices.parse(request.args, region=resolved.region)
    except InvalidCode as error:
        return _form_again(goal_error=gettext("Pick the work from the list."), detail=str(error))
    if choices.goal is None:
        return _form_again(goal_error=gettext("Pick where you want to go."))
    if _is_not_canonical(choices):
        return redirect(choices.url())
    try:
        page = build_ladder_page(
            session,
            known,
            choices,
            goal=choices.goal,
            resolved=resolved,
            now=settings.now(),
            site_url=request.url_root.rstrip("/"),
        )
    except NotFound as error:
        return _form_again(
            goal_error=gettext("We do not know this goal. Pick the work from the list."), detail=str(error)
        )
    return render_page("pathways/ladder", "pathways/ladder", page=page)


def _is_not_canonical(choices: Choices) -> bool:
    """Whether the form sent its parts one by one: then the page gets its one address, to save and share."""
    asked = request.args
    return (
        len(asked.getlist("held")) > 1
        or "miles" in asked
        or "region_code" in asked
        or ("region" in asked and asked["region"] != str(choices.region))
        or any(value == "" for value in asked.values())
    )


def _form_again(*, place_error: str = "", goal_error: str = "", detail: str = "") -> Response:
    form = read_start_form(request.args).model_copy(
        update={"place_error": place_error, "goal_error": goal_error, "detail": detail}
    )
    page = build_start_page(store_session(), knowledge(), settings=_settings(), form=form)
    return render_page("start/start", status=422, page=page)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
