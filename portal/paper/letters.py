"""Which letters can be printed: what no font has, and what only steers a screen, is told or left out."""

import re
import unicodedata
from collections.abc import Callable, Iterable

BOX = "□"
"""Stands for a letter that none of our fonts has."""
LONGEST_RUN = 24
"""Letters without a place to break; a longer run could leave the page."""
MOST_PROBES = 60
LAST_LATIN = 0x17F
"""Latin Extended-A: typst's own fonts have all of it."""
_STEERING = re.compile(r"[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\ufff9-\ufffb]")
_RUN = re.compile(rf"\S{{{LONGEST_RUN}}}")
_BREAK = "\u200b"


def clean(text: str) -> str:
    """The text without control letters, and with places to break in runs that have none. Line ends stay."""
    return _RUN.sub(lambda found: found[0] + _BREAK, plain(text))


def plain(text: str) -> str:
    """The text without control letters and those that XML forbids. Line ends stay, tabs are spaces."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    text = _STEERING.sub("", text)
    return "".join(each for each in text if each == "\n" or unicodedata.category(each) not in _UNSEEN)


_UNSEEN = {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}


def find_unprintable(texts: Iterable[str], can_print: Callable[[str], bool]) -> frozenset[str]:
    """Letters that no font has. `can_print` tries a text.

    East Asian and emoji letters are none of our fonts'. Of every other writing all letters are tried at once. Where
    that fails, so does one letter of it alone, as a rule: then no font has that writing; else they are tried in
    halves. What `MOST_PROBES` tries do not reach counts as failing.
    """
    letters = sorted({letter for text in texts for letter in text if ord(letter) > LAST_LATIN})
    failing = {each for each in letters if _is_wide(each)}
    writings: dict[str, list[str]] = {}
    for each in letters:
        if each not in failing and not each.isspace() and each != _BREAK:
            writings.setdefault(unicodedata.name(each, "?").split()[0], []).append(each)
    probes = list(writings.values())
    tried = 0
    while probes:
        group = probes.pop(0)
        tried += 1
        if tried > MOST_PROBES:
            failing.update(group)
        elif can_print(" ".join(group)):
            continue
        elif len(group) == 1 or (group in writings.values() and not can_print(group[0])):
            failing.update(group)
        else:
            half = len(group) // 2
            probes += [group[:half], group[half:]]
    return frozenset(failing)


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in ("W", "F") or ord(letter) >= 0x1F000
