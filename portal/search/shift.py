"""When in the day and week a job is worked, where its text says so; nothing said is nothing known."""

import re
from collections.abc import Iterator
from enum import StrEnum


class Shift(StrEnum):
    """Times of work that people look for."""

    DAY = "day"
    EVENING = "evening"
    NIGHT = "night"
    WEEKEND = "weekend"
    ROTATING = "rotating"


_SHIFT = re.compile(r"[- ]shifts?")
_WORD_BEFORE = re.compile(r"\w+$")
_NAMED: dict[str, Shift] = {
    "day": Shift.DAY, "1st": Shift.DAY, "first": Shift.DAY, "morning": Shift.DAY,
    "evening": Shift.EVENING, "2nd": Shift.EVENING, "second": Shift.EVENING, "afternoon": Shift.EVENING,
    "night": Shift.NIGHT, "3rd": Shift.NIGHT, "third": Shift.NIGHT, "overnight": Shift.NIGHT, "midnight": Shift.NIGHT,
    "weekend": Shift.WEEKEND,
    "rotating": Shift.ROTATING, "swing": Shift.ROTATING, "rotation": Shift.ROTATING,
}  # fmt: skip
"""Words before *shift*."""
_LONGEST_WORD = 10
_SAYS: dict[Shift, tuple[tuple[str, ...], re.Pattern[str]]] = {
    Shift.DAY: (("day)", "days)", ", days", "turno"), re.compile(r"\b(?:turnos? de día|days?\)|, days\b)")),
    Shift.EVENING: (
        ("evenings", "turno"),
        re.compile(r"\b(?:evenings\b|turnos? de la tarde|segundo turno)"),
    ),
    Shift.NIGHT: (
        ("overnight", "nights", "turno"),
        re.compile(r"\b(?:overnight(?:s\b|\b(?![- ]shift))|nights\b|turnos? de noche)"),
    ),
    Shift.WEEKEND: (("weekends", "de semana"), re.compile(r"\b(?:weekends\b|fines? de semana)")),
    Shift.ROTATING: (("turno",), re.compile(r"\bturnos? rotativos?")),
}
"""Other words for them, after texts without which they cannot be there: a cheap look before a costly one."""
_NOT = re.compile(r"\b(?:no|without|never|not|sin)\s+(?:\w+\s+){0,2}$")
_OFF = re.compile(r"^\s*(?:(?:and|or)\s+\w+\s+)?off\b")


def read_shifts(title: str, text: str) -> tuple[Shift, ...]:
    """Shifts that a posting names. *No weekends* and *weekends off* name none."""
    whole = f"{title}. {text}".casefold()
    named = set(_named_shifts(whole)) if "shift" in whole else set()
    for shift, (hints, pattern) in _SAYS.items():
        if shift in named or not any(hint in whole for hint in hints):
            continue
        if any(_is_meant(whole, found.start(), found.end()) for found in pattern.finditer(whole)):
            named.add(shift)
    return tuple(shift for shift in _SAYS if shift in named)


def _named_shifts(whole: str) -> Iterator[Shift]:
    for found in _SHIFT.finditer(whole):
        end = found.start()
        word = _WORD_BEFORE.search(whole[max(0, end - _LONGEST_WORD) : end])
        shift = _NAMED.get(word[0]) if word else None
        if shift is not None and word is not None and _is_meant(whole, end - len(word[0]), found.end()):
            yield shift


def _is_meant(whole: str, start: int, end: int) -> bool:
    return not _NOT.search(whole[max(0, start - 40) : start]) and not _OFF.match(whole[end : end + 30])
