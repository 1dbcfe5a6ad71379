"""Headings of a posting that say what the lines below them ask for, on a line of their own or inside one."""

import re
from collections.abc import Iterator
from functools import lru_cache

from ingest.enrich.asking_words import HIGHER_LEVEL, LATER, NEGATED, PREFERRED, holds_any
from ingest.enrich.word_marks import MARKS
from portal.domain.job_posting import RequirementKind

_HEADING_REQUIRED = re.compile(
    r"^(?:\W*)(?:(?:minimum|basic|required|job|position|key|essential|entry)\s+)*(?:qualifications?|"
    r"requirements?|"
    r"what you(?:['’]ll)? need|what you bring|you (?:must )?have|who you are|must haves?|"
    r"education(?: and experience| requirements?)?|"
    r"experience|licen[sc]es?(?: and certifications?| required)?|"
    r"certifications?(?: and licen[sc]es?)?(?: required)?|"
    r"(?:minimum )?qual(?:ification)? requirements?(?: for all grades)?|grade level requirements|"
    r"selective (?:placement )?factors?(?: \(mandatory\))?)(?: required)?\W*$"
)
_HEADING_PREFERRED = re.compile(
    r"^\W*(?:(?:preferred|desired|desirable|bonus|additional (?:preferred|desired|desirable))\s+[\w ]{0,40}|"
    r"additional (?:skills|qualifications|assets)|nice to haves?|[\w ]{0,30}preferred\s*:|"
    r"(?:skills?|qualifications?|experience|education|requirements?|certifications?|licen[sc]es?) preferred)\W*$"
)
_HEADING_OTHER = re.compile(
    r"^\W*(?:(?:job|position|your|key|essential|core|primary|main|typical)\s+)*(?:duties(?: (?:will )?include,? but "
    r"(?:are )?not (?:be )?limited to)?|responsibilities|benefits|what (?:we offer|you(?:['’]ll)? do)|"
    r"about (?:us|the (?:job|role|company|team))|summary|overview|description|functions|schedule|pay|"
    r"compensation|perks|"
    r"(?:additional|other|general|contact) information|(?:special |important )?notes?|residency(?: requirement)?|"
    r"to apply|why (?:you should )?(?:work|join)[\w ]*|grade determinations?|"
    r"hours|how to apply|physical demands|working conditions|"
    r"skills?(?: and abilities)?|"
    r"duties and responsibilities|who we are|equal opportunity[\w ]*)\W*$"
)
_OPENS_REQUIRED = re.compile(
    r"\b(?:candidates?|applicants?|you|individuals?) must (?:have|hold|possess|be)\b|\b(?:following|these)\b.{0,40}"
    r"\b(?:is|are) required\b|\brequires? (?:all of )?the following\b|"
    r"\bmust (?:have|possess) (?:all of )?the following\b",
    re.I,
)
_LONGEST_OPENING = 140
_NUMBER = re.compile(r"(?:(?<=\s)|^)(\d{1,2})\.\s?(?=[A-Z“\"])")
_FEWEST_ITEMS = 4
_SHORTEST_WITH_HEADING = 24
_HEADING_IN_LINE = re.compile(
    r"(?<![\w/-])(?:"
    r"PREFERRED (?:SKILLS?|QUALIFICATIONS?|REQUIREMENTS?|EXPERIENCE|EDUCATION)(?:\s*(?:/|AND|&)\s*[A-Z]+)?\b\s*:?|"
    r"(?:Preferred|Desired) (?:Skills?|Qualifications?|Requirements?|Experience|Education)"
    r"(?:\s*(?:/|and|&)\s*(?:Skills?|Qualifications?|Requirements?|Experience|Education))?\s*(?::|$)|"
    r"(?:MINIMUM|BASIC|REQUIRED) (?:QUALIFICATIONS?(?: REQUIREMENTS?)?|REQUIREMENTS?)\b(?:\(S\))?\s*:?|"
    r"(?:Minimum|Basic|Required) (?:Qualifications?(?: Requirements?)?|Requirements?)\s*(?::|$)|"
    r"(?<=[.!?;*] )(?:QUALIFICATIONS|REQUIREMENTS|Qualifications|Requirements)\s*:|"
    r"DUTIES (?:WILL )?INCLUDE,? BUT (?:ARE )?NOT (?:BE )?LIMITED TO\s*:?|"
    r"Selective (?:Placement )?Factors?\s*\((?:MANDATORY|mandatory|Mandatory)\)\s*:?|"
    r"Why you should work for us\s*:|Grade Determinations?\s*:|"
    r"(?:GRADE|Grade) (?:LEVEL|Level) (?:REQUIREMENTS|Requirements)\s*:|"
    r"ADDITIONAL INFORMATION\b\s*:?|TO APPLY\s*:?(?=\s|$)|HOW TO APPLY\s*:?)"
)
_OPENS_LINE = re.compile(
    r"(?<=\s)(?:Driver['’]?s? )?(?:LICENSE|License) (?:REQUIREMENTS?|Requirements?)\b\s*:?\s(?=[A-Z])"
)
"""A heading that rules its own line only."""
_HINTS = (
    "referred", "REFERRED", "esired", "QUALIF", "REQUIREM", "ualifications", "equirements", "DUTIES", "actor",
    "Why you", "Grade", "GRADE", "INFORMATION", "APPLY",
)  # fmt: skip


def lines_of(text: str) -> Iterator[str]:
    """Lines, with a heading that opens or ends inside one on a line of its own."""
    if "3." in text:
        text = "\n".join(_items_apart(line) for line in text.split("\n"))
    present = [hint for hint in _HINTS if hint in text]
    for line in _OPENS_LINE.sub(r"\n\g<0>", text).split("\n") if "icense R" in text else text.split("\n"):
        if len(line) < _SHORTEST_WITH_HEADING or not holds_any(line, present):
            yield line
            continue
        start = 0
        for found in _HEADING_IN_LINE.finditer(line):
            if before := line[start : found.start()].strip():
                yield before
            yield found[0].strip().rstrip(":") + ":"
            start = found.end()
        if rest := line[start:].strip():
            yield rest


def _items_apart(line: str) -> str:
    """A line whose numbered items stand on lines of their own: "1.Tact 2.A license (required) 3.A car (preferred)"."""
    if "3." not in line:
        return line
    items: list[re.Match[str]] = []
    for found in _NUMBER.finditer(line):
        if int(found[1]) == len(items) + 1:
            items.append(found)
    if len(items) < _FEWEST_ITEMS:
        return line
    ends = [*(found.start() for found in items[1:]), len(line)]
    parts = (line[: items[0].start()], *(line[f.end() : end] for f, end in zip(items, ends, strict=True)))
    return "\n".join(part for part in parts if part.strip())


@lru_cache(maxsize=1_024)
def kind_of_heading(line: str) -> tuple[bool, RequirementKind | None]:
    """Whether a line is a heading, and what the lines below it ask for."""
    text = line.strip()
    if not text or len(text) > 60:
        return _list_opening(text)
    lowered = text.lower()
    if _HEADING_PREFERRED.match(lowered) and (text.endswith(":") or len(text.split()) <= 4):
        return True, RequirementKind.PREFERRED
    if _HEADING_REQUIRED.match(lowered):
        return True, RequirementKind.REQUIRED
    if _HEADING_OTHER.match(lowered):
        return True, None
    return _list_opening(text)


def _list_opening(text: str) -> tuple[bool, RequirementKind | None]:
    """A sentence that ends in a colon opens a list of what it asks for: "The ideal candidate will have:"."""
    if not text.endswith(":") or len(text) > _LONGEST_OPENING or text.count(". ") > 0:
        return False, None
    lowered = text.lower()
    marks = MARKS.of(lowered)
    if NEGATED.find(lowered, marks) or HIGHER_LEVEL.find(lowered, marks) or LATER.find(lowered, marks):
        return False, None
    if PREFERRED.find(lowered, marks):
        return True, RequirementKind.PREFERRED
    if _OPENS_REQUIRED.search(text):
        return True, RequirementKind.REQUIRED
    return False, None
