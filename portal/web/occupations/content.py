"""Our own words on an occupation, in the language of the page."""

from functools import cache
from pathlib import Path

from flask import current_app

from portal.domain.model import DataModel
from portal.domain.occupation_content import InterestsBasis
from portal.search.fold import fold
from portal.settings import Settings
from portal.web.language import language_code
from portal.web.translate import gettext, lazy_gettext
from portal.web.words import in_language
from portal.web.work_names import NamedWork as NamedWork
from portal.web.work_names import name_work as name_work
from portal.web.work_names import occupation_contents, read_contents

_INTERESTS = {
    "R": (lazy_gettext("Doing (Realistic)"), lazy_gettext("Works with hands, tools, machines, plants or animals.")),
    "I": (lazy_gettext("Thinking (Investigative)"), lazy_gettext("Finds out how things work and why.")),
    "A": (lazy_gettext("Creating (Artistic)"), lazy_gettext("Makes, draws, writes or performs.")),
    "S": (lazy_gettext("Helping (Social)"), lazy_gettext("Helps, teaches or cares for people.")),
    "E": (lazy_gettext("Leading (Enterprising)"), lazy_gettext("Leads, sells or starts new things.")),
    "C": (lazy_gettext("Organizing (Conventional)"), lazy_gettext("Keeps order with lists, numbers and rules.")),
}  # fmt: skip


class InterestsView(DataModel):
    """The interests that an occupation suits: (letter, name, what it means), strongest first, and who says so."""

    letters: tuple[tuple[str, str, str], ...]
    is_from_onet: bool
    source: str


class ContentView(DataModel):
    """Our words on one occupation, in the language of the page."""

    title: str
    summary: str
    day: tuple[str, ...]


def find_content(soc_code: str) -> ContentView | None:
    """Our words on an occupation in the language of the page; None where we have none."""
    content = occupation_contents().get(soc_code)
    if content is None:
        return None
    return ContentView(
        title=in_language(content.title),
        summary=in_language(content.summary),
        day=content.day.es if language_code() == "es" else content.day.en,
    )


def sort_name(soc_code: str, official_title: str) -> str:
    """The name by which a list in the language of the page puts an occupation in order."""
    settings: Settings = current_app.extensions["settings"]
    folded = _folded(settings.config_dir).get(soc_code)
    if folded is None:
        return official_title.casefold()
    return folded[1] if language_code() == "es" else folded[0]


def find_by_own_words(text: str, *, in_titles: bool) -> list[str]:
    """Codes of occupations whose titles, or whose titles and summaries, hold every word of the text, by code.

    Both languages are searched, and accents do not count: who reads Spanish may type without them.
    """
    words = fold(text).split()
    if not words:
        return []
    settings: Settings = current_app.extensions["settings"]
    return [
        code
        for code, texts in _folded(settings.config_dir).items()
        if any(all(word in each for word in words) for each in (texts[:2] if in_titles else texts))
    ]


def build_interests(soc_code: str, onet_letters: str) -> InterestsView | None:
    """The interests of an occupation: O*NET's where it is loaded, else ours; None where nobody says."""
    content = occupation_contents().get(soc_code)
    letters = onet_letters or (content.interests if content else "")
    if not letters:
        return None
    is_from_onet = bool(onet_letters) or (
        content is not None and content.interests_basis is InterestsBasis.ONET
    )
    return InterestsView(
        letters=tuple((letter, *map(str, _INTERESTS[letter])) for letter in letters),
        is_from_onet=is_from_onet,
        source=gettext("O*NET interest profile")
        if is_from_onet
        else gettext("Our own estimate: O*NET rates no interests for this work."),
    )


@cache
def _folded(config_dir: Path) -> dict[str, tuple[str, str, str, str]]:
    """Titles, then summaries, in English and Spanish with case and accents folded away, by code."""
    return {
        code: (fold(one.title.en), fold(one.title.es), fold(one.summary.en), fold(one.summary.es))
        for code, one in sorted(read_contents(config_dir).items())
    }
