"""Pulls a place out of what was typed into the one box: "welder in fort wayne", "welder fort wayne", "46402"."""

from datetime import date

from sqlmodel import Session

from portal.domain.errors import SearchUnavailable
from portal.search.fold import fold, split_words
from portal.search.places import StorePlaces
from portal.search.port import SearchEngine, SearchKind
from portal.search.query_text import SplitText, split_last_place, split_place

_NAMES = (SearchKind.CREDENTIALS, SearchKind.OCCUPATIONS, SearchKind.POSTINGS)
_JOBS = frozenset({"job", "jobs", "hiring", "trabajo", "trabajos", "empleo", "empleos", "vacantes"})


def take_place(
    session: Session, engine: SearchEngine, text: str, *, home_state: str, today: date
) -> SplitText:
    """The text without its place, and the place; no place where we are not sure.

    A name that is also the name of some work (Mason, Butler, Driver) stays a word, alone and at the end of a text.
    """
    places = StorePlaces(session, home_state=home_state)
    text = _without_jobs(text)
    split = split_place(text, places)
    if split.place is None:
        last = split_last_place(text, places)
        is_place = last.place is not None and not _is_work(engine, last.place_words, today=today)
        return last if is_place else split
    if split.place.is_sure or split.text:
        return split
    return SplitText(text=text) if _is_work(engine, text, today=today) else split


def _without_jobs(text: str) -> str:
    """`gary jobs` means Gary: everything here is a job."""
    words = text.split()
    while len(words) > 1 and fold(words[-1]) in _JOBS:
        words.pop()
    return " ".join(words)


def _is_work(engine: SearchEngine, words: str, *, today: date) -> bool:
    """Whether some work or credential has these words in its name: as typed, not as a typing error of them."""
    try:
        offers = engine.suggest(words, today=today, limit=3, kinds=_NAMES)
    except SearchUnavailable:
        return False
    wanted = split_words(fold(words))
    return any(
        all(any(has.startswith(word) for has in split_words(fold(offer.name))) for word in wanted)
        for offer in offers
    )
