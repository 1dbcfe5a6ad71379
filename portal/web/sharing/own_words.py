"""The three words that open a card: everyday words to tick, so that nobody has to spell or to remember an order."""

from unicodedata import combining, normalize

from flask import current_app

from portal.domain.model import DataModel
from portal.store.privacy_tables import OwnCardRow
from portal.web.accounts.passwords import PasswordKeeper
from portal.web.translate import gettext, lazy_gettext

HOW_MANY = 3
WORDS = {
    "apple": lazy_gettext("apple"),
    "ball": lazy_gettext("ball"),
    "bear": lazy_gettext("bear"),
    "bed": lazy_gettext("bed"),
    "bird": lazy_gettext("bird"),
    "boat": lazy_gettext("boat"),
    "book": lazy_gettext("book"),
    "bread": lazy_gettext("bread"),
    "bridge": lazy_gettext("bridge"),
    "bus": lazy_gettext("bus"),
    "cake": lazy_gettext("cake"),
    "cat": lazy_gettext("cat"),
    "chair": lazy_gettext("chair"),
    "cheese": lazy_gettext("cheese"),
    "cloud": lazy_gettext("cloud"),
    "cow": lazy_gettext("cow"),
    "dog": lazy_gettext("dog"),
    "door": lazy_gettext("door"),
    "drum": lazy_gettext("drum"),
    "egg": lazy_gettext("egg"),
    "fire": lazy_gettext("fire"),
    "fish": lazy_gettext("fish"),
    "flower": lazy_gettext("flower"),
    "guitar": lazy_gettext("guitar"),
    "hat": lazy_gettext("hat"),
    "horse": lazy_gettext("horse"),
    "house": lazy_gettext("house"),
    "lamp": lazy_gettext("lamp"),
    "moon": lazy_gettext("moon"),
    "mountain": lazy_gettext("mountain"),
    "rain": lazy_gettext("rain"),
    "river": lazy_gettext("river"),
    "shoe": lazy_gettext("shoe"),
    "snow": lazy_gettext("snow"),
    "spoon": lazy_gettext("spoon"),
    "star": lazy_gettext("star"),
    "sun": lazy_gettext("sun"),
    "train": lazy_gettext("train"),
    "tree": lazy_gettext("tree"),
    "window": lazy_gettext("window"),
}
"""Keys stay as they are: words that were chosen in one language open the card in the other."""


class OfferedWord(DataModel):
    """A word to tick."""

    key: str
    text: str


class NotThreeWords(Exception):
    """Fewer or more than three were ticked, or one that is not there; the message is for whoever ticked."""


def offered_words() -> tuple[OfferedWord, ...]:
    """All words in the order of the page's alphabet."""
    words = [OfferedWord(key=key, text=str(text)) for key, text in WORDS.items()]
    return tuple(sorted(words, key=lambda each: _bare(each.text)))


def read_words(told: list[str]) -> frozenset[str]:
    """The words of a form; their order does not matter.

    Raises: NotThreeWords.
    """
    words = frozenset(told)
    if len(words) != HOW_MANY or not words <= set(WORDS):
        raise NotThreeWords(gettext("Mark three words, not fewer and not more."))
    return words


def hash_words(words: frozenset[str], card: OwnCardRow) -> str:
    """What is kept of the words of a card."""
    return _keeper().hash(_together(words, card))


def are_right(kept: str, words: frozenset[str], card: OwnCardRow) -> bool:
    """Whether these are the words that were chosen."""
    return _keeper().is_right(kept, _together(words, card))


def _bare(text: str) -> str:
    """Without accents: “árbol” stands among the words with a."""
    return "".join(letter for letter in normalize("NFD", text) if not combining(letter))


def _together(words: frozenset[str], card: OwnCardRow) -> str:
    return " ".join((card.id, *sorted(words)))


def _keeper() -> PasswordKeeper:
    keeper: PasswordKeeper = current_app.extensions["password_keeper"]
    return keeper
