"""Finds short names of credentials in capitals that no word such as "license" stands beside: lists, "CPR certified"."""

import re
from collections.abc import Iterator, Sequence

from ingest.enrich.asking_words import holds_any
from ingest.enrich.credential_patterns import CERTIFICATION
from ingest.enrich.credential_phrases import Phrase

_LISTED = re.compile(
    r"(?:\s*(?:,|/|\bor\b|\band\b|\band/or\b)\s*)+(?P<name>[A-Z][A-Z0-9]{1,7}(?:[+-][A-Z0-9]*)?|"
    r"[A-Z][a-z]?[A-Z][A-Za-z]{1,5}|(?:[A-Za-z][a-z]+\s+){1,4}\([A-Z]{2,7}\))(?![\w'’])"
)
_OPENING = re.compile(
    r"\bcertifi(?:cation|ed)s?\s*(?:required|preferred)?\s*[:(]\s*(?P<name>[A-Z][A-Z0-9]{1,7}\+?)(?![\w'’])"
)
_ALONE = re.compile(
    r"^\W*(?P<name>[A-Z][A-Z0-9]{2,6})(?:\s+(?:is|are))?,?\s+(?:strongly\s+|highly\s+|a\s+)?"
    r"(?:preferred|required|desired|desirable|plus)\W*$|"
    r"(?<![\w/.-])(?P<held>[A-Z][A-Z0-9]{1,6})[\s-]certified\b"
    r"(?=\s*(?:$|[.,;:)]|\b(?:or|and|is|preferred|required)\b))"
)
"""Short names with nothing else but what is asked: "CCRN preferred", "CPR certified"."""
_WITH_BODY = re.compile(
    r"(?<![\w/.-])[A-Z]{2,6}\s?\((?:ASCP|AMT|AAMA|NHA|ANCC|NCA|ARRT|AAPC|AHIMA|NCCT|AANP|PNCB|NBCC|AAB)\)"
)
"""A short name with the body that gives it: "MT (ASCP)"."""
_BESIDE = ("preferred", "required", "desir", "plus", "certified")
_SCHOOLING = frozenset(
    {"BSN", "MSN", "MBA", "GED", "PHD", "BSW", "MSW", "MPH", "MPA", "DNP", "ADN", "JD", "LLM", "MSC", "BSC"}
)
_SKILLS = frozenset(
    (
        "SQL", "SAP", "BSN", "MSN", "MBA", "GED", "PHD", "BSW", "MSW", "MPH", "MPA", "HTML", "CSS", "AWS", "GIS", "CAD",
        "EHR", "EMR", "ERP", "CRM", "API", "CADD", "BIM", "PLC", "CNC", "ESL", "ASL", "POS", "EXCEL", "SKILLS",
        "DEGREE", "TRAVEL", "ENGLISH", "SPANISH", "RESUME", "LETTER", "JAVA", "PYTHON", "LINUX", "UNIX", "NONE", "ISO",
    )
)  # fmt: skip
"""Schooling, tools and words in capitals, which are no credential of their own."""
_LIST_BEFORE = re.compile(r"(?P<name>\b[A-Z][A-Z0-9]{1,7}\+?)(?:\s*(?:,|/|\bor\b|\band\b)\s*)+$")
_NO_NAME = frozenset(
    {
        "AND",
        "OR",
        "NOT",
        "MUST",
        "THE",
        "US",
        "USA",
        "NY",
        "NYC",
        "NYS",
        "IN",
        "II",
        "III",
        "IV",
        "AM",
        "PM",
        "IT",
        "HR",
    }
)


def listed_names(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[Phrase]:
    """Short names in capitals in one list with a credential: "CISM or CISSP", "NASM, ACE or ACSM certification"."""
    taken = list(spans)
    ends = [end for _, end in spans]
    for found in _OPENING.finditer(text):
        if found["name"] not in _NO_NAME and not _covered(taken, found.start("name"), found.end("name")):
            taken.append(found.span("name"))
            ends.append(found.end("name"))
            yield Phrase(found["name"], found.start("name"), found.end("name"), CERTIFICATION)
    for start, end in list(taken):
        while (after := _LISTED.match(text, end)) is not None:
            end = after.end("name")
            if (
                after["name"] in _NO_NAME
                or after["name"].upper() in _SCHOOLING
                or _covered(taken, after.start("name"), end)
            ):
                break
            taken.append(after.span("name"))
            yield Phrase(after["name"], after.start("name"), end, CERTIFICATION)
        while (before := _LIST_BEFORE.search(text, max(0, start - 16), start)) is not None:
            if (
                before["name"] in _NO_NAME
                or before["name"] in _SCHOOLING
                or _covered(taken, before.start("name"), before.end("name"))
            ):
                break
            taken.append(before.span("name"))
            start = before.start("name")
            yield Phrase(before["name"], start, before.end("name"), CERTIFICATION)


def names_alone(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[Phrase]:
    """Short names in capitals beside "preferred", "required" or "certified" that nothing else has covered."""
    for found in _ALONE.finditer(text) if holds_any(text, _BESIDE) else ():
        name, (start, end) = found["name"] or found["held"], found.span("name" if found["name"] else "held")
        if name not in _SKILLS and name not in _NO_NAME and not _covered(spans, start, end):
            yield Phrase(name, start, end, CERTIFICATION)
    if "(A" in text or "(N" in text or "(P" in text:
        for found in _WITH_BODY.finditer(text):
            if not _covered(spans, *found.span()):
                yield Phrase(found[0], *found.span(), CERTIFICATION)


def _covered(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    return any(start < e and s < end for s, e in spans)
