"""Several ways to qualify: numbered ones, "or equivalent experience", and work that counts instead of a credential."""

import re
from collections.abc import Sequence

from ingest.enrich.catalog_names import Mention
from ingest.enrich.clauses import numbered_items
from ingest.enrich.word_marks import MARKS

OTHER_WAYS = "one of several ways to qualify"
_WAYS = re.compile(
    r"\b(?:education and/or experience|combination of (?:\w+ )?(?:education|experience|training)|in lieu of|"
    r"substitut\w+|equivalent combination|(?:education|experience)[\w ,]{0,30} equivalent to|"
    r"(?:experience|education|degree),? or equivalent|"
    r"or (?:an? )?(?:equivalent|relevant|related|comparable) (?:\w+ )?(?:experience|education|training))\b"
    r"(?! (?:to )?(?:at least )?(?:the |that of the )?(?:next|gs|gg|gl|fg|fv|grade))"
)
"""A federal "one year of experience equivalent to the GS-9 level" is one way, not several."""
WAYS_WORDS = MARKS.hints(
    (
        "education and/or", "combination of", "in lieu of", "substitut", "equivalent combination", "equivalent to",
        "or equivalent", "equivalent", "relevant", "related", "comparable",
    )
)  # fmt: skip
_OR_EXPERIENCE = re.compile(
    r"[^.;]{0,20}?,?\s+or\s+((?:at least\s+)?[\w-]+(?: \(\d+\))?\+? (?:years?|months?)[^.;,]{0,60}?experience)",
    re.I,
)
_EXPERIENCE_OR = re.compile(
    r"([\w-]+\+? (?:years?|months?)[^.;,]{0,60}?experience),? or (?:an? |the )?(?:\w+ ){0,2}$", re.I
)
_FOR_EVERYBODY = re.compile(
    r"(?:\b(?:(?:motor vehicle )?driver['’]?s? )?licen[sc]e(?:s| and certification)? requirements?\b|"
    r"\bcertificat(?:e|ion) requirements?\b|\bspecial (?:note|requirements?)\b|\badditional (?:note|requirements?)\b|"
    r"\bnote\b\s*:|\b(?:however, )?all candidates must\b|\bin addition(?:,| to) |\bpossession of an? (?:valid )?"
    r"(?:motor vehicle )?driver|\bto be eligible for placement\b|\brequirements? for assignment\b)",
    re.I,
)
"""What follows the ways of a civil service title and is asked of all: "Driver License Requirement: …"."""


def says_several_ways(lowered: str, marks: int) -> bool:
    """Whether a clause in small letters says that schooling or work can stand in for one another."""
    return WAYS_WORDS.stand_in(lowered, marks) and bool(_WAYS.search(lowered))


def numbered_ways(text: str) -> tuple[str, str]:
    """The numbered ways of a section that "or" joins, and what the section asks of everybody; no ways: empty."""
    items, joined_by_or = numbered_items(text)
    if not joined_by_or:
        return "", text
    last = text.rfind(items[-1][:40])
    after = _FOR_EVERYBODY.search(text, last if last >= 0 else 0)
    return (" ".join(items), "") if after is None else (text[: after.start()], text[after.start() :])


def experience_instead(text: str, mentions: Sequence[Mention]) -> str:
    """The experience that counts instead of a credential: "AWS SENSE or one year of welding experience"."""
    for mention in mentions:
        if found := _OR_EXPERIENCE.match(text, mention.end):
            return found[1].strip()
        if found := _EXPERIENCE_OR.search(text, 0, mention.start):
            return found[1].strip()
    return ""
