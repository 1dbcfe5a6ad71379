"""When in the day and week a job is worked, where its text says so; nothing said is nothing known."""

import re
from enum import StrEnum


class Shift(StrEnum):
    """Times of work that people look for."""

    DAY = "day"
    EVENING = "evening"
    NIGHT = "night"
    WEEKEND = "weekend"
    ROTATING = "rotating"


_SAYS: dict[Shift, re.Pattern[str]] = {
    Shift.DAY: re.compile(r"\b(?:(?:day|1st|first|morning)[- ]shifts?|turnos? de día|days?\)|, days\b)"),
    Shift.EVENING: re.compile(
        r"\b(?:(?:evening|2nd|second|afternoon)[- ]shifts?|evenings\b|turnos? de la tarde|segundo turno)"
    ),
    Shift.NIGHT: re.compile(
        r"\b(?:(?:night|3rd|third|overnight|midnight)[- ]shifts?|overnights?\b|nights\b|turnos? de noche)"
    ),
    Shift.WEEKEND: re.compile(r"\b(?:weekend[- ]shifts?|weekends\b|fines? de semana)"),
    Shift.ROTATING: re.compile(r"\b(?:(?:rotating|swing|rotation)[- ]shifts?|turnos? rotativos?)"),
}
_HINTS: dict[Shift, tuple[str, ...]] = {
    Shift.DAY: ("shift", "day)", "days)", ", days", "turno"),
    Shift.EVENING: ("shift", "evenings", "turno"),
    Shift.NIGHT: ("shift", "overnight", "nights", "turno"),
    Shift.WEEKEND: ("weekend", "de semana"),
    Shift.ROTATING: ("shift", "turno"),
}
"""Texts without which the patterns cannot match: a cheap look before a costly one."""
_NOT = re.compile(r"\b(?:no|without|never|not|sin)\s+(?:\w+\s+){0,2}$")
_OFF = re.compile(r"^\s*(?:(?:and|or)\s+\w+\s+)?off\b")


def read_shifts(title: str, text: str) -> tuple[Shift, ...]:
    """Shifts that a posting names. *No weekends* and *weekends off* name none."""
    whole = f"{title}. {text}".casefold()
    return tuple(
        shift for shift, pattern in _SAYS.items() if _may_say(shift, whole) and _is_said(pattern, whole)
    )


def _may_say(shift: Shift, whole: str) -> bool:
    return any(hint in whole for hint in _HINTS[shift])


def _is_said(pattern: re.Pattern[str], whole: str) -> bool:
    return any(
        not _NOT.search(whole[max(0, found.start() - 40) : found.start()])
        and not _OFF.match(whole[found.end() : found.end() + 30])
        for found in pattern.finditer(whole)
    )
