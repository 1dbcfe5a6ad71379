"""Turns USPS's capitals into the way a place is written."""

import re

_KEEP = frozenset({"AFB", "APO", "DPO", "FPO", "JBER", "JBSA", "MCAS", "MCBH", "NAS", "NSA", "USAF", "USPS"})
"""Words that stay in capitals: bases and the names of their branches."""

_SMALL = frozenset({"and", "at", "by", "de", "del", "du", "in", "of", "on", "the"})
_WORD = re.compile(r"[A-Z0-9']+")


def write_place_name(capitals: str) -> str:
    """Write a place name in mixed case: `MCALLEN` → McAllen, `FOUNTAIN OF THE SUN` → Fountain of the Sun.

    USPS prints capitals only, so a few inner capitals are lost (`DEKALB` → Dekalb).
    """
    words = [_write_word(word, is_first=place == 0) for place, word in enumerate(capitals.strip().split())]
    return " ".join(words)


def _write_word(word: str, *, is_first: bool) -> str:
    if word in _KEEP:
        return word
    if not is_first and word.lower() in _SMALL:
        return word.lower()
    return _WORD.sub(_write_part, word)


def _write_part(found: re.Match[str]) -> str:
    part = found[0]
    if part.startswith("MC") and len(part) > 3:
        return "Mc" + part[2:].capitalize()
    if part.startswith(("O'", "D'", "L'")) and len(part) > 3:
        return part[:2] + part[2:].capitalize()
    return part.capitalize()
