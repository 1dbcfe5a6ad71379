"""Reads numbers and levels that a sentence states: education, experience, age."""

import re
from functools import lru_cache

from ingest.enrich.asking_words import holds_any
from ingest.enrich.word_marks import MARKS
from portal.domain.credential import EducationLevel

_NUMBERS = {
    word: n
    for n, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
        start=1,
    )
} | {"eighteen": 18, "sixteen": 16, "twenty-one": 21, "twenty one": 21}
# the patterns without flags are for small letters: searching without regard to case is several times slower
_N = r"(?:\d{1,2}(?:\.5)?|" + "|".join(_NUMBERS) + r")"
_EXPERIENCE = re.compile(
    rf"\b(?P<n>{_N})(?:\s*\(\d+\))?\s*(?:\+|plus|or more)?\s*(?:(?:-|–|to)\s*(?:{_N})\s*(?:\(\d+\))?\s*)?\+?\s*"
    rf"(?P<unit>years?|yrs?\.?|months?|mos?\.?)['’]?(?!\s+(?:old|of age|in business))[^.;:\n]{{0,90}}?\bexperience\b"
    rf"|\bexperience\b[^.;:\n]{{0,40}}?\b(?P<n2>{_N})\s*\+?\s*(?P<unit2>years?|yrs?\.?|months?)"
)
_NO_EXPERIENCE = re.compile(
    r"\bno\s+(?:prior|previous|work|job|specific|related|\w+)?\s*(?:work\s+)?experience\b(?:\s+(?:is|"
    r"or)\b[^.;]{0,40})?"
    r"|\bno\s+(?:formal\s+)?(?:education(?:al)?\s+(?:or|and)\s+)?experience\s+requirements?\b"
    r"|\bexperience\s+(?:is\s+)?not\s+(?:required|necessary|needed)\b|\bwithout\s+experience\b"
)
_NO_EXPERIENCE_WORDS = re.compile(r"require|necess|needed|need\b|no experience|\bok\b|okay|welcome|fine")
_AGE = re.compile(
    rf"\b(?:at least|minimum(?:\s+age)?(?:\s+(?:of|is))?|must be|be)\s+(?:at least\s+)?(?P<n>{_N})\s*"
    rf"(?:\(\d+\)\s*)?(?:\+|years?(?:\s+(?:of age|old))|yrs?\s+old|or older|years? or older)"
    rf"|\b(?P<n2>{_N})\s*(?:\+|years?)\s*(?:of age|old)?\s*(?:or|and)\s+(?:older|over|above)"
    rf"|\bminimum age(?:\s+(?:of|is|:))?\s*:?\s*(?P<n3>{_N})"
)
EDUCATION = re.compile(
    r"(?P<doctoral>\b(?:ph\.?\s?d\b|doctora(?:te|l)\b|juris doctor|j\.d\.|law degree|degree in law|"
    r"m\.d\.|doctor of ))"
    r"|(?P<master>\bmaster(?:['’]?s|s)?(?:\s+of\s+\w+|(?:\s+or\s+\w+)?\s+degree|\b(?=\s+in\b))|\bMBA\b|"
    r"\bgraduate degree)"
    r"|(?P<bachelor>\bbachelor(?:['’]?s)?\b|\bbaccalaureate\b|\b(?:4|four)[- ]year (?:college |"
    r"university )?degree"
    r"|\bB\.?[AS]\.?(?=\s+(?:degree|in\b|or\b))|\bcollege degree|\bundergraduate degree)"
    r"|(?P<associate>\bassociate(?:['’]?s)?(?:\s+degree|\s+or\s+(?=bachelor)|\s+of\s+\w+|"
    r"\s+in\s+(?=\w))|\b(?:2|two)[- ]year degree)"
    r"|(?P<high_school>\bhigh[- ]school (?:or (?:its |the )?(?:GED|equivalent)|diploma|graduat\w*|"
    r"degree|education|equivalen\w*)"
    r"|\bdiploma or GED|\bG\.?E\.?D\b|\bHSE\b|\bHiSET\b)",
    re.I,
)
_SCHOOL_WORDS = (
    "degree", "school", "bachelor", "baccalaureate", "master", "associate", "doctor", "diploma", "graduate", "ged",
    "g.e.d", "hse", "hiset", "ph.d", "phd", "ph. d", "mba", "b.s", "b.a", "bs ", "ba ", "j.d", "m.d",
)  # fmt: skip
EXPERIENCE_WORDS, SCHOOL_WORDS = MARKS.hints(("xperience",)), MARKS.hints(_SCHOOL_WORDS)
"""Without one of its words a clause states no experience or schooling."""
FIELD = re.compile(
    r"^(?:['’]?s)?(?:\s+(?:level|degree))?,?\s+(?:in|with\s+(?:a\s+)?(?:major|concentration|"
    r"specialization)|of)\s+(?!progress)\w+",
    re.I,
)


def number(text: str) -> float:
    """The number that a figure or a word means."""
    return float(_NUMBERS.get(text.lower(), 0)) or float(text)


def experience_months(sentence: str) -> int | None:
    """Months of work experience that a sentence asks for; the least, where it gives a span; None: none stated."""
    if "xperience" not in sentence and "XPERIENCE" not in sentence:  # a cheap look before a costly pattern
        return None
    months: list[int] = []
    for found in _EXPERIENCE.finditer(sentence.lower()):
        unit = found["unit"] or found["unit2"]
        months.append(round(number(found["n"] or found["n2"]) * (12 if unit.lower().startswith("y") else 1)))
    return min(months, default=None)


def says_no_experience(sentence: str) -> bool:
    """True where the sentence says that no experience is needed."""
    if "xperience" not in sentence and "XPERIENCE" not in sentence:
        return False
    lowered = sentence.lower()
    found = _NO_EXPERIENCE.search(lowered)
    return (
        found is not None
        and bool(_NO_EXPERIENCE_WORDS.search(lowered))
        and experience_months(sentence) is None
    )


def minimum_age(sentence: str) -> int | None:
    """Years of age that a sentence asks for; None: none stated."""
    lowered = sentence.lower()
    if not holds_any(lowered, (" age", "old", "+", "year")):
        return None
    ages = [int(number(found["n"] or found["n2"] or found["n3"])) for found in _AGE.finditer(lowered)]
    likely = [age for age in ages if 14 <= age <= 25]
    return min(likely, default=None)


@lru_cache(maxsize=512)
def education_levels(sentence: str) -> tuple[tuple[EducationLevel, int, int], ...]:
    """Levels named in a sentence with where they stand."""
    lowered = sentence.lower()
    if not holds_any(lowered, _SCHOOL_WORDS):
        return ()
    return tuple(
        (EducationLevel(str(found.lastgroup)), found.start(), found.end())
        for found in EDUCATION.finditer(sentence)
    )
