"""What somebody typed, taken apart: codes, phrases, words to leave out, words; and the place in it."""

import re
from typing import Protocol

from portal.domain.codes import parse_soc_code
from portal.domain.model import DataModel
from portal.domain.region import Region
from portal.search.fold import fold, split_words

MAX_TEXT_LENGTH = 300
"""Nobody types more into a search box; the rest is cut off, between words."""
MAX_WORDS = 24

_PHRASE = re.compile(r'(-?)["“”«»]([^"“”«»]*)["“”«»]')
_MINUS = re.compile(r"(?:^|(?<=\s))-(?=[^\W\d_])([^\s]+)")
_CTID = re.compile(r"\bce-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", re.IGNORECASE)
_SOC = re.compile(r"(?<![\w.-])(?:\d{2}-\d{4}(?:\.\d{2})?|\d{6})(?![\w-]|\.\d)")
_CIP = re.compile(r"(?<![\w.-])\d{2}\.\d{4}(?![\w-]|\.\d)|(?<![\w.-])\d{2}\.\d{2}(?![\w-]|\.\d)")
_ZIP = re.compile(r"(?<![\w.-])(\d{5})(?:-\d{4})?(?![\w-]|\.\d)")
_PLACE_PREPOSITIONS = frozenset({"in", "near", "around", "at", "by", "en", "cerca", "por"})

_WITHIN_NAMES = frozenset({"of", "the", "and", "de", "del", "la", "y", "&"})
LONGEST_PLACE = 4
"""Words of a name of a place: Lake in the Hills, Salt Lake City."""


class TypedWord(DataModel):
    """A word, folded, and whether it was typed in capitals (then it is an acronym)."""

    text: str
    is_acronym: bool = False


class QueryText(DataModel):
    """The parts of a query. Words are folded; phrases and words to leave out are runs of words."""

    words: tuple[TypedWord, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    excluded: tuple[tuple[str, ...], ...] = ()
    codes: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """True when nothing is sought (words may still be left out)."""
        return not (self.words or self.phrases or self.codes)


class FoundPlace(DataModel):
    """A place that the text names. `is_sure`: it is a state, or it names its state (`gary in`)."""

    region: Region
    label: str
    is_sure: bool = False


class SplitText(DataModel):
    """A query parted into what and where. `place` None: no place that we are sure of."""

    text: str
    place: FoundPlace | None = None
    place_words: str = ""
    """The words that name the place, where nothing but their position says that they do."""


class PlaceFinder(Protocol):
    """Knows the names of places."""

    def find_zip(self, postal_code: str) -> FoundPlace | None:
        """The surroundings of a ZIP code."""
        ...

    def find_place(self, words: str) -> FoundPlace | None:
        """The one place of this name (`fort wayne`, `gary in`, `lake county`, `indiana`); None when unsure."""
        ...


def parse_query_text(text: str) -> QueryText:
    """Take a query apart. Any text is allowed."""
    text = _cut(text)
    phrases: list[tuple[str, ...]] = []
    excluded: list[tuple[str, ...]] = []

    def take_phrase(found: re.Match[str]) -> str:
        words = tuple(split_words(fold(found[2])))[:MAX_WORDS]
        if words:
            (excluded if found[1] else phrases).append(words)
        return " "

    def take_minus(found: re.Match[str]) -> str:
        words = tuple(split_words(fold(found[1])))
        if words:
            excluded.append(words)
        return " "

    text = _MINUS.sub(take_minus, _PHRASE.sub(take_phrase, text))
    codes: list[str] = []
    for pattern, read in ((_CTID, str.lower), (_SOC, parse_soc_code), (_CIP, str), (_ZIP, _zip)):
        codes += [read(found[0]) for found in pattern.finditer(text)]
        text = pattern.sub(" ", text)
    shouting = text.isupper() and len(text.split()) > 2
    words = [
        TypedWord(text=word, is_acronym=_is_acronym(raw) and not shouting)
        for raw in text.split()
        for word in split_words(fold(raw))
    ]
    return QueryText(
        words=tuple(words[:MAX_WORDS]),
        phrases=tuple(phrases[:MAX_WORDS]),
        excluded=tuple(excluded[:MAX_WORDS]),
        codes=tuple(dict.fromkeys(codes)),
    )


def split_place(text: str, places: PlaceFinder) -> SplitText:
    """Pull the place out of a query: `welder in fort wayne` → `welder` and Fort Wayne.

    A ZIP code counts anywhere. A name counts when it is the whole query, or its end after a word like *in* or
    *near*, or an end of the query that names its state (`welder gary in`). Elsewhere a word stays a word:
    `gary` may be a person, `mobile` a phone.
    """
    text = _cut(text)
    for found in _ZIP.finditer(text):
        if place := places.find_zip(found[1]):
            rest = text[: found.start()] + " " + text[found.end() :]
            return SplitText(text=_without_preposition(rest), place=place)
    raw = text.split()
    folded = [" ".join(split_words(fold(word))) for word in raw]
    for start in range(max(0, len(raw) - 6), len(raw)):
        words = " ".join(word for word in folded[start:] if word)
        if not words or folded[start] in _PLACE_PREPOSITIONS or words.startswith("de "):
            continue
        place = places.find_place(words)
        if place is None:
            continue
        if start == 0 or place.is_sure or _follows_preposition(folded[:start]):
            return SplitText(text=_without_preposition(" ".join(raw[:start])), place=place)
    return SplitText(text=text.strip())


def split_last_place(text: str, places: PlaceFinder) -> SplitText:
    """The longest name of a place at the end of a query, with something before it: `welder fort wayne`.

    Whether the words mean the place is for the caller to find out: `nurse mason` may seek a Ms. Mason.
    """
    raw = _cut(text).split()
    folded = [" ".join(split_words(fold(word))) for word in raw]
    for start in range(max(1, len(raw) - LONGEST_PLACE), len(raw)):
        words = " ".join(folded[start:])
        # Signs belong to phrases and words to leave out; after *of*, a name is part of a longer one.
        is_plain = all(word.strip(",.").replace(".", "").replace("'", "").isalpha() for word in raw[start:])
        if not is_plain or not folded[start] or folded[start - 1] in _WITHIN_NAMES:
            continue
        if place := places.find_place(words):
            return SplitText(text=_without_preposition(" ".join(raw[:start])), place=place, place_words=words)
    return SplitText(text=text.strip())


def _follows_preposition(words: list[str]) -> bool:
    return words[-1] in _PLACE_PREPOSITIONS or words[-2:] == ["cerca", "de"]


def _without_preposition(text: str) -> str:
    words = text.split()
    while words and fold(words[-1]).strip(",;") in _PLACE_PREPOSITIONS | {"de", "to", "el", "the"}:
        words.pop()
    return " ".join(words).rstrip(",; ")


def _cut(text: str) -> str:
    text = "".join(sign if sign.isprintable() else " " for sign in text[: MAX_TEXT_LENGTH + 1])
    if len(text) <= MAX_TEXT_LENGTH:
        return text
    head, _, _ = text.rpartition(" ")
    return head or text[:MAX_TEXT_LENGTH]


def _zip(text: str) -> str:
    return text[:5]


def _is_acronym(raw: str) -> bool:
    letters = [sign for sign in raw if sign.isalpha()]
    return 2 <= len(letters) <= 6 and all(sign.isupper() for sign in letters)
