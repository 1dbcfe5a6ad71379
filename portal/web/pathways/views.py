"""Addresses of the ladder, of its other ways, and of the goals to choose from."""

from flask import Blueprint, current_app, redirect, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from portal.domain.errors import NotFound
from portal.domain.region import Goal, GoalKind, ResolvedRegion
from portal.settings import Settings
from portal.web.choices import UNTIL, ChoiceError, Choices
from portal.web.htmx import render_page
from portal.web.knowledge import knowledge
from portal.web.pathways.gone import near_ids
from portal.web.pathways.limits import WayOut
from portal.web.pathways.other_ways import build_other_ways_page
from portal.web.pathways.read_errors import explain_error
from portal.web.pathways.view_models import LadderPage, build_ladder_page
from portal.web.places import UnclearPlace, read_place_of_request
from portal.web.start.goal_picker import find_goals, only_match
from portal.web.start.view_models import build_start_page, read_start_form
from portal.web.store_session import store_session
from portal.web.translate import gettext
from portal.web.words import credential_name

blueprint = Blueprint("pathways", __name__)
TRAVELS = frozenset(
    {"region", "region_code", "miles", "held", "lapsed", "until", "way", "budget", "weeks"}
) | {
    "delivery",
    "parallel",
    "start",
    "education",
    "experience",
    "age",
}
"""Parts of an address that the page of goals hands on as they are."""


@blueprint.get("/ladder")
def ladder() -> Response:
    """The ladder; where the form cannot be read, the form again with what was typed and what to mend."""
    args = request.args
    if not args.get("goal", "").strip() and args.get("work", "").strip():
        return _goal_of_words(args)
    read = _read_choices(args)
    if isinstance(read, Response):
        return read
    choices, resolved, errors = read
    if choices.goal is None:
        return _form_again(goal_error=gettext("Pick where you want to go."))
    if not errors and _is_not_canonical(choices):
        return redirect(choices.url())
    page = _ladder_page(choices, resolved, choices.goal)
    if page is None:
        return _form_again(
            goal_error=gettext("We do not know this goal. Pick the work from the list."),
            detail=f"{choices.goal} is not a goal that we know.",
        )
    page = page.model_copy(update={"errors": errors})
    return render_page("pathways/ladder", "pathways/ladder", status=422 if errors else 200, page=page)


@blueprint.get("/ladder/other-ways")
def other_ways() -> Response:
    """Other ways to the same goal, each with why it comes after."""
    read = _read_choices(request.args)
    if isinstance(read, Response):
        return read
    choices, resolved, _ = read
    if choices.goal is None:
        return _form_again(goal_error=gettext("Pick where you want to go."))
    page = build_other_ways_page(
        store_session(),
        knowledge(),
        choices.known(frozenset(knowledge().graph.ids)),
        goal=choices.goal,
        resolved=resolved,
        today=_settings().now().date(),
    )
    return render_page("pathways/other-ways", "pathways/other-ways", page=page)


@blueprint.get("/ladder/goals")
def goals() -> Response:
    """Where to? The goals, by field or by what was typed; what else stands in the address goes along."""
    return _goals(status=200, error="")


def _goals(*, status: int, error: str) -> Response:
    args = request.args
    picker = find_goals(
        knowledge(),
        current_app.extensions["search"],
        work=args.get("work", ""),
        goal=args.get("goal", "")[:120],
    )
    hidden = [
        (name, value[:2000])
        for name, value in args.items(multi=True)
        if value and (name in TRAVELS or name.startswith(UNTIL))
    ]
    return render_page(
        "pathways/goals",
        "pathways/goals",
        status=status,
        picker=picker,
        hidden=hidden,
        error=error,
        opens_fields=True,
    )


def _goal_of_words(args: "MultiDict[str, str]") -> Response:
    """The ladder to the one goal that the typed words fit; the goals to choose from where they fit several."""
    picker = find_goals(knowledge(), current_app.extensions["search"], work=args["work"], goal="")
    found = only_match(picker)
    if not found:
        return _goals(status=422, error=gettext("Pick one of these.") if picker.found else "")
    rest = MultiDict((name, value) for name, value in args.items(multi=True) if name not in ("work", "goal"))
    rest.add("goal", found)
    read = _read_choices(rest)
    return read if isinstance(read, Response) else redirect(read[0].url())


def _read_choices(
    args: "MultiDict[str, str]",
) -> Response | tuple[Choices, ResolvedRegion, dict[str, str]]:
    """Place, choices and what could not be read; the form again where the place, goal or what is held is wrong."""
    try:
        resolved = read_place_of_request(store_session(), args, _settings())
    except UnclearPlace as error:
        return _form_again(place_error=str(error))
    errors: dict[str, str] = {}
    while True:
        try:
            return Choices.parse(args, region=resolved.region), resolved, errors
        except ChoiceError as error:
            if error.field == "goal":
                return _form_again(goal_error=gettext("Pick the work from the list."), detail=str(error))
            if error.field == "held":
                return _form_again(held_error=explain_error("held", args), detail=str(error))
            errors[error.field] = explain_error(error.field, args)
            left = [
                (name, value) for name, value in args.items(multi=True) if not _is_part(name, error.field)
            ]
            args = MultiDict(left)


def _is_part(name: str, field: str) -> bool:
    return name == field or (field == "until" and name.startswith(UNTIL))


def _ladder_page(choices: Choices, resolved: ResolvedRegion, goal: Goal) -> LadderPage | None:
    """The ladder to the goal; to the nearest one where the goal's credential is gone; None where none is near."""
    known, settings = knowledge(), _settings()

    def build(goal: Goal) -> LadderPage:
        return build_ladder_page(
            store_session(),
            known,
            choices,
            goal=goal,
            resolved=resolved,
            now=settings.now(),
            site_url=request.url_root.rstrip("/"),
        )

    try:
        return build(goal)
    except NotFound:
        near = near_ids(known, goal.value) if goal.kind is GoalKind.CREDENTIAL else ()
    if not near:
        return None
    found = [Goal(kind=GoalKind.CREDENTIAL, value=id_) for id_ in near]
    others = tuple(
        WayOut(label=credential_name(known.graph.get(other.value)), url=choices.with_(goal=other).url())
        for other in found[1:]
    )
    return build(found[0]).model_copy(update={"gone_goal": goal.value, "near_goals": others})


def _is_not_canonical(choices: Choices) -> bool:
    """Whether the form sent its parts one by one: then the page gets its one address, to save and share."""
    asked = request.args
    ids = {"held": choices.held, "lapsed": choices.lapsed}
    return (
        any(name in asked and asked.getlist(name) != [",".join(told)] for name, told in ids.items())
        or any(name in ("miles", "region_code", "work") or name.startswith(UNTIL) for name in asked)
        or ("region" in asked and asked["region"] != str(choices.region))
        or any(value == "" for value in asked.values())
    )


def _form_again(
    *, place_error: str = "", held_error: str = "", goal_error: str = "", detail: str = ""
) -> Response:
    if request.headers.get("HX-Request"):
        # The form is a page of its own: the browser goes there, and the address says what was asked.
        return Response(status=204, headers={"HX-Redirect": request.full_path})
    form = read_start_form(request.args).model_copy(
        update={
            "place_error": place_error,
            "held_error": held_error,
            "goal_error": goal_error,
            "detail": detail,
        }
    )
    page = build_start_page(
        store_session(),
        knowledge(),
        settings=_settings(),
        engine=current_app.extensions["search"],
        form=form,
    )
    return render_page("start/start", status=422, page=page)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
