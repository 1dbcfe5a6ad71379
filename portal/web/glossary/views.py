"""The page of all words, and `term` for templates: a word with its meaning one tap away."""

import unicodedata

from flask import Blueprint, Flask, Response, current_app, g
from markupsafe import Markup

from portal.settings import Settings
from portal.web.glossary.words import GlossaryTerm, read_glossary
from portal.web.htmx import render_page
from portal.web.language import language_code

blueprint = Blueprint("glossary", __name__)
_MARKUP = Markup(
    '<a class="term" href="/glossary#{id}" data-portal-term="{name}" data-meaning="{text}">{words}</a>'
)
"""A link to the glossary; js/glossary.js opens the meaning beside it instead, where the browser has popovers."""


def init_glossary(app: Flask, settings: Settings) -> None:
    """Read the words and give templates `term`."""
    app.extensions["glossary"] = read_glossary(settings.config_dir)
    app.jinja_env.globals["term"] = term


def _glossary() -> dict[str, GlossaryTerm]:
    terms: dict[str, GlossaryTerm] = current_app.extensions["glossary"]
    return terms


def term(id_: str, words: str = "") -> Markup:
    """`words` (else the term's own name) with its meaning, where it first stands on a page; the bare words after that.

    Raises: KeyError when the glossary has no such word; tests/portal/web/test_glossary.py looks at every template.
    """
    told = _glossary()[id_].told(language_code())
    words = words or told.name
    explained: set[str] = g.setdefault("explained_terms", set())
    if id_ in explained:
        return Markup("{}").format(words)
    explained.add(id_)
    return _MARKUP.format(id=id_, words=words, name=told.name, text=told.text)


def _sort_key(name: str) -> str:
    """Letters without their accents, as a dictionary sorts them."""
    return unicodedata.normalize("NFD", name.casefold()).encode("ascii", "ignore").decode()


@blueprint.get("/glossary")
def show() -> Response:
    """All words by name."""
    language = language_code()
    terms = sorted(
        ((each.id, each.told(language)) for each in _glossary().values()),
        key=lambda pair: _sort_key(pair[1].name),
    )
    return render_page("glossary/glossary", terms=terms)
