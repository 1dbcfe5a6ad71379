"""Pulls a place out of what was typed into the one box: "welder in fort wayne", "46402"."""

from datetime import date

from sqlmodel import Session

from portal.domain.errors import SearchUnavailable
from portal.search.places import StorePlaces
from portal.search.port import SearchEngine, SearchKind
from portal.search.query_text import SplitText, split_place

_NAMES = (SearchKind.CREDENTIALS, SearchKind.OCCUPATIONS, SearchKind.POSTINGS)


def take_place(
    session: Session, engine: SearchEngine, text: str, *, home_state: str, today: date
) -> SplitText:
    """The text without its place, and the place; no place where we are not sure.

    A single name that is also the name of some work (Mason, Butler) stays a word.
    """
    split = split_place(text, StorePlaces(session, home_state=home_state))
    if split.place is None or split.place.is_sure or split.text:
        return split
    try:
        is_work = bool(engine.suggest(text, today=today, limit=1, kinds=_NAMES))
    except SearchUnavailable:
        is_work = False
    return SplitText(text=text) if is_work else split
