"""Lines of a text, parted where a heading stands inside one: "… detail-oriented Preferred Qualifications"."""

import re
from collections.abc import Iterator

_HEADING = re.compile(
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
_HINTS = (
    "referred", "REFERRED", "esired", "QUALIF", "REQUIREM", "ualifications", "equirements", "DUTIES", "actor",
    "Why you", "Grade", "GRADE", "INFORMATION", "APPLY",
)  # fmt: skip


def lines_of(text: str) -> Iterator[str]:
    """Lines, with a heading that opens or ends inside one on a line of its own."""
    for line in text.split("\n"):
        if len(line) < 24 or not any(hint in line for hint in _HINTS):
            yield line
            continue
        start = 0
        for found in _HEADING.finditer(line):
            before = line[start : found.start()].strip()
            if not before and start == 0 and found.end() < len(line) and line[found.start()].islower():
                continue
            if before:
                yield before
            yield found[0].strip().rstrip(":") + ":"
            start = found.end()
        if rest := line[start:].strip():
            yield rest
