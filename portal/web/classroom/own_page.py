"""Pages that a class may be shown: those of this site that everybody may see, and nothing else."""

import re
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from flask import current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from portal.domain.errors import PortalError
from portal.domain.region import Goal
from portal.web.knowledge import knowledge
from portal.web.pathways.goals import read_goal
from portal.web.translate import gettext, lazy_gettext
from portal.web.words import credential_name
from portal.web.work_names import name_work

MOST_LETTERS = 900
AREAS = frozenset(
    {"credentials", "fields", "interests", "jobs", "pathways", "occupations", "glossary", "about", "benefits"}
)
"""Blueprints whose pages a class may be on."""
PAGES = frozenset({"start.start", "start.surprise", "search.search"})
LEFT_OUT = frozenset({"plan", "code", "out", "said", "lang"})
"""Parts of an address that carry somebody's plan or code, or the language of the one who leads."""
QUICK = {
    "/interests": lazy_gettext("Interests"),
    "/fields": lazy_gettext("Career fields"),
    "/ladder/goals": lazy_gettext("Find a ladder"),
    "/occupations": lazy_gettext("Kinds of work"),
    "/jobs": lazy_gettext("Open jobs"),
    "/credentials": lazy_gettext("Credentials"),
}
_UNFIT = re.compile(r"[\x00-\x20\x7f-\xa0\\<>\"\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")


class NotOurPage(PortalError):
    """An address that a class cannot be shown. The message is for people, in the language of the page."""


def read_own_page(text: str) -> str:
    """The path and query of a page of ours that somebody pasted, whole or from the first slash on.

    Raises: NotOurPage for another site, anything that is no page, and pages that are not for everybody.
    """
    text = text.strip()
    if not text:
        return "/"
    if len(text) > MOST_LETTERS or _UNFIT.search(text):
        raise NotOurPage(gettext("This address is too long, or has letters that no address has."))
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise NotOurPage(_other()) from error
    is_whole = bool(parts.scheme or parts.netloc)
    if is_whole and (parts.scheme not in ("http", "https") or parts.netloc != request.host):
        raise NotOurPage(_other())
    path = parts.path or "/"
    plain = unquote(path)
    if not path.startswith("/") or "//" in plain or _UNFIT.search(plain.replace(" ", "")):
        raise NotOurPage(_other())
    if not _is_for_everybody(plain):
        raise NotOurPage(gettext("A class cannot be on this page. Choose one that everybody can open."))
    pairs = [(key, value) for key, value in parse_qsl(parts.query) if key not in LEFT_OUT]
    address = path + (f"?{urlencode(pairs, safe=':,')}" if pairs else "")
    if len(address) > MOST_LETTERS:
        raise NotOurPage(gettext("This address is too long, or has letters that no address has."))
    return address


def _other() -> str:
    return gettext("This is not a page of this site. Open the page here, and copy its address.")


def _is_for_everybody(path: str) -> bool:
    try:
        endpoint, _ = current_app.url_map.bind("localhost").match(path, method="GET")
    except (HTTPException, RequestRedirect):
        return False
    return endpoint in PAGES or endpoint.partition(".")[0] in AREAS


def page_name(address: str) -> str:
    """What a page is called, to tell a class where it leads."""
    parts = urlsplit(address)
    query = dict(parse_qsl(parts.query))
    known = knowledge()
    try:
        if parts.path == "/ladder" and query.get("goal"):
            goal = read_goal(known, Goal.parse(query["goal"]))
            return gettext("Ladder to %(goal)s", goal=goal.name)
    except PortalError:
        return gettext("Find a ladder")
    area, _, key = parts.path.strip("/").partition("/")
    if area == "credentials" and key in known.graph.credentials:
        return credential_name(known.graph.get(key))
    if area == "occupations" and key in known.occupation_titles:
        return name_work(key, known.occupation_title(key)).title
    for start, name in QUICK.items():
        if parts.path == start or parts.path.startswith(f"{start}/"):
            return str(name)
    return gettext("Start page") if parts.path == "/" else gettext("A page of this site")
