"""Words of titles, employers and texts as two copies of one offer share them, and what tells two jobs apart."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

_APART = bytes(byte if chr(byte).isascii() and chr(byte).isalnum() else 32 for byte in range(256)).lower()
_MARKS = re.compile("[\u0300-\u036f]+")
_LONG_NUMBER = re.compile(r"\d{5}")
_NUMBER_OF_A_JOB = re.compile(r"[a-z]{0,4}\d{5,}[a-z0-9]*")
_CLOCK = re.compile(r"(?:\d(?<!\w\d)\d|\d(?<!\w\d))(?::\d\d)?\s?[ap]\.?m\b")
"""Begins with a figure, not with an edge: a text is then searched five times as fast."""
_CLOCK_PARTS = re.compile(r"(\d{1,2})(?::(\d\d))?\s?([ap])")
_CLOCK_RANGE = re.compile(r"\b(\d{1,2})(?::(\d\d))?\s?(?:-|–|to)\s?(\d{1,2})(?::(\d\d))?\s?([ap])\.?m\b")
_MONEY = re.compile(r"\$\s?(\d[\d,]*(?:\.\d\d?)?)")
_SHIFT = re.compile(r"[ -]shifts?\b")
_BEFORE_SHIFT = re.compile(
    r"\b(day|night|evening|weekend|overnight|morning|afternoon|swing|graveyard|first|second|third|1st|2nd|3rd)s?$"
)
_LONGEST_BEFORE_SHIFT = 12
"""More letters than the longest of these words has, so that a cut never makes a word."""
_TIMES_OF_DAY = tuple(
    (word, re.compile(rf"\b{word}\b")) for word in ("nights", "evenings", "weekends", "overnights")
)

_LEVELS = {
    "i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "1": "1", "2": "2", "3": "3", "4": "4", "5": "5",
    "senior": "senior", "sr": "senior", "junior": "junior", "jr": "junior", "lead": "lead", "leader": "lead",
    "assistant": "assistant", "asst": "assistant", "associate": "associate", "chief": "chief", "head": "head",
    "principal": "principal", "trainee": "trainee", "apprentice": "apprentice", "supervisor": "supervisor",
    "supervisory": "supervisor", "supv": "supervisor", "manager": "manager", "mgr": "manager", "director": "director",
    "intern": "intern", "internship": "intern", "deputy": "deputy", "entry": "entry", "student": "student",
    "coordinator": "coordinator",
    "l1": "1", "l2": "2", "l3": "3", "l4": "4", "l5": "5", "vice": "vice", "executive": "executive",
}  # fmt: skip
_SHIFTS = {
    "day": "day", "days": "day", "night": "night", "nights": "night", "evening": "evening", "evenings": "evening",
    "weekend": "weekend", "weekends": "weekend", "overnight": "night", "overnights": "night", "nocturnal": "night",
    "morning": "day", "afternoon": "evening", "1st": "day", "2nd": "evening", "3rd": "night", "first": "day",
    "second": "evening", "third": "night", "swing": "evening", "graveyard": "night",
}  # fmt: skip
_SCHEDULES = {
    "prn": "prn", "perdiem": "prn", "parttime": "part", "fulltime": "full", "seasonal": "seasonal",
    "temporary": "temporary", "temp": "temporary", "intermittent": "prn", "casual": "prn", "permanent": "permanent",
    "pt": "part", "ft": "full",
}  # fmt: skip
_JOINED = (("per diem", "perdiem"), ("part time", "parttime"), ("full time", "fulltime"))
_NOISE = frozenset(
    (
        "a", "an", "and", "are", "at", "bonus", "apply", "for", "from", "hiring", "hire",
        "immediate", "immediately", "in", "job", "jobs", "needed", "new", "now", "of", "on", "open",
        "opening", "openings", "opportunity", "opportunities", "or", "our", "position", "positions",
        "req", "requisition", "id", "number", "sign", "the", "to", "today", "urgent", "urgently",
        "vacancy", "vacancies", "wanted", "we", "with", "year", "hour", "hr", "yr", "shift"
    )
)  # fmt: skip
_EMPLOYER_NOISE = frozenset(
    (
        "inc", "incorporated", "llc", "ltd", "limited", "corp", "corporation", "co", "company",
        "companies", "lp", "llp", "plc", "gmbh", "the", "of", "and", "dba", "group", "holdings",
        "services", "service", "usa", "us"
    )
)  # fmt: skip


def fold_words(text: str) -> list[str]:
    """Words in small letters without accents and marks."""
    if not text.isascii():
        text = _MARKS.sub("", unicodedata.normalize("NFKD", text)).lower()
    return text.encode("ascii", "replace").translate(_APART).decode("ascii").split()


def text_words(text: str) -> list[str]:
    """Words of a text without the numbers that name a job: those differ from copy to copy."""
    words = fold_words(text)
    if not _LONG_NUMBER.search(text):
        return words
    return [word for word in words if not (len(word) > 4 and _NUMBER_OF_A_JOB.fullmatch(word))]


@lru_cache(maxsize=20_000)
def employer_words(name: str) -> frozenset[str]:
    """What is left of an employer's name when its legal form is taken away; all of it where nothing would be left."""
    words = [word for word in fold_words(name.replace("'", "").replace("’", "")) if len(word) > 1]
    return frozenset(word for word in words if word not in _EMPLOYER_NOISE) or frozenset(words)


class TitleWords:
    """A title taken apart: what the job is, its level, its shift and its schedule."""

    __slots__ = ("core", "levels", "schedules", "shifts")

    @classmethod
    def of_parts(
        cls, core: Iterable[str], *, levels: Iterable[str], shifts: Iterable[str], schedules: Iterable[str]
    ) -> "TitleWords":
        """A title that was taken apart before."""
        made = cls.__new__(cls)
        made.core, made.levels = frozenset(core), frozenset(levels)
        made.shifts, made.schedules = frozenset(shifts), frozenset(schedules)
        return made

    def __init__(self, title: str, *, left_out: Iterable[str] = ()) -> None:
        """`left_out` are words of employer and places: copies put them into the title, or do not."""
        joined = " ".join(fold_words(title))
        for apart, together in _JOINED:
            joined = joined.replace(apart, together)
        out = set(left_out)
        core, levels, shifts, schedules = set(), set(), set(), set()
        words = joined.split()
        for at, word in enumerate(words):
            if (level := _LEVELS.get(word) or _LEVELS.get(_singular(word))) is not None:
                levels.add(level)
            elif word in _SCHEDULES:
                schedules.add(_SCHEDULES[word])
            elif word in _SHIFTS and (word.endswith("s") or _stands_for_shift(words, at)):
                shifts.add(_SHIFTS[word])
            elif word not in _NOISE and word not in out and not (word.isdigit() and len(word) > 2):
                core.add(_singular(word))
        self.core = frozenset(core) or frozenset(words)
        self.levels, self.shifts, self.schedules = frozenset(levels), frozenset(shifts), frozenset(schedules)


def clock_times(text: str) -> frozenset[int]:
    """Times of day that a text in small letters names. Units: minutes after midnight."""
    times = _CLOCK.findall(text)
    if not times:
        return frozenset()
    found = {_minutes(*parts) for time in times for parts in _CLOCK_PARTS.findall(time)}
    for hour, minute, _, _, half in _CLOCK_RANGE.findall(text):  # "7-3 pm": the first hour takes no side
        found.add(_minutes(hour, minute, half) % 720)
    return frozenset(found)


def shift_words(text: str) -> frozenset[str]:
    """Shifts that a text in small letters names."""
    found = {word for word, pattern in _TIMES_OF_DAY if word in text and pattern.search(text)}
    if "shift" in text:
        for shift in _SHIFT.finditer(text):
            at = shift.start()
            found.update(_BEFORE_SHIFT.findall(text[max(0, at - _LONGEST_BEFORE_SHIFT) : at]))
    return frozenset(_SHIFTS[word] for word in found)


def money(text: str) -> frozenset[float]:
    """Sums in dollars that a text names."""
    return frozenset(float(sum_.replace(",", "")) for sum_ in _MONEY.findall(text))


def _stands_for_shift(words: Sequence[str], at: int) -> bool:
    """`day` alone may be a day care; before the word shift, or last in the title, it is a shift."""
    return words[at] in ("night", "overnight", "evening", "weekend") or words[at + 1 : at + 2] in (
        ["shift"],
        ["shifts"],
    )


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _minutes(hour: str, minute: str, half: str) -> int:
    return (int(hour) % 12 + (12 if half == "p" else 0)) * 60 + int(minute or 0)
