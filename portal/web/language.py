"""The language of a page: what the address says, else what the person chose before, else what the browser asks."""

from pathlib import Path
from urllib.parse import urlencode

from flask import Blueprint, Flask, Response, abort, current_app, redirect, request
from flask_babel import Babel, get_locale

from portal.settings import Settings
from portal.web.page_before import page_before

COOKIE = "rungs_language"
COOKIE_SECONDS = 365 * 24 * 3600
NAMES = {"en": "English", "es": "Español"}
LOCALES = {"en": "en_US", "es": "es_US"}
"""Numbers and money in the forms of the United States in both languages."""

blueprint = Blueprint("language", __name__)


def init_language(app: Flask, settings: Settings) -> None:
    """Set up translations, number and date forms, and the choice of language."""
    app.config["PORTAL_LANGUAGES"] = tuple(code for code in settings.languages if code in NAMES) or ("en",)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(Path(__file__).parent / "translations")
    Babel(app, locale_selector=_select_language, timezone_selector=lambda: settings.time_zone)
    app.register_blueprint(blueprint)
    app.after_request(_keep_language)
    app.context_processor(_language_context)


def language_code() -> str:
    """Language of the page that is being made: `en` or `es`."""
    locale = get_locale()
    return str(locale.language) if locale else "en"


def offered_languages() -> tuple[str, ...]:
    """Codes of the languages that this site has, the first one first."""
    languages: tuple[str, ...] = current_app.config["PORTAL_LANGUAGES"]
    return languages


def _select_language() -> str:
    offered = offered_languages()
    for wish in (request.args.get("lang"), request.cookies.get(COOKIE)):
        if wish is not None and wish in offered:
            return LOCALES[wish]
    return LOCALES[request.accept_languages.best_match(offered) or offered[0]]


def _keep_language(response: Response) -> Response:
    """A link that names a language keeps it for the next pages; nothing else is remembered."""
    wish = request.args.get("lang")
    if wish in offered_languages() and request.cookies.get(COOKIE) != wish:
        _set_cookie(response, str(wish))
    response.vary.update(("Accept-Language", "Cookie"))
    return response


def _set_cookie(response: Response, code: str) -> None:
    response.set_cookie(
        COOKIE,
        code,
        max_age=COOKIE_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
    )


def _language_context() -> dict[str, object]:
    code = language_code()
    alternates = {
        other: f"{request.base_url}?{urlencode([*_other_arguments(), ('lang', other)])}"
        for other in offered_languages()
    }
    others = [(other, NAMES[other]) for other in offered_languages() if other != code]
    return {"language": code, "language_alternates": alternates, "other_languages": others}


def _other_arguments() -> list[tuple[str, str]]:
    return [(key, value) for key, value in request.args.items(multi=True) if key != "lang"]


@blueprint.post("/language/<code>")
def choose_language(code: str) -> Response:
    """Remember the language and go back to the page that the person came from."""
    if code not in offered_languages():
        abort(404)
    response = redirect(page_before(), 303)
    assert isinstance(response, Response)
    _set_cookie(response, code)
    return response
