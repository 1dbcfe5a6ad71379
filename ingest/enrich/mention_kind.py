"""What a clause asks of one credential that it names: required, preferred, after hire, or nothing at all."""

import re

from ingest.enrich.catalog_names import Mention
from ingest.enrich.clauses import Clause
from portal.domain.job_posting import RequirementKind

_WITHIN = re.compile(
    r"\bwithin (?:the |their |your )?(?:first )?(?:\w+|\d+)(?: \(\d+\))? ?(?:days?|weeks?|months?|years?)\b|"
    r"\bwithin (?:the|their|your) first (?:year|month)\b",
    re.I,
)
_KEPT = re.compile(r"\s*(?:\w+\s+){0,3}?(?:must|shall|should) be maintained\b", re.I)
_PAPERS = re.compile(
    r"\bpassport\b|\bgreen card\b|\bresident card\b|\bmay be (?:required|demonstrated|met|given)\b|"
    r"\bmay (?:have consisted|include|need|only)\b|\bmight be\b|\bis a good indication\b",
    re.I,
)
"""Sentences about proof of identity, or about what may be."""
_NEAR = 160
_BESIDE = 15
_FARTHEST_TERM = 140
_SUBSTITUTED = re.compile(r"\b(?:may|can) be substituted\b", re.I)
_PAPER_NAMED = re.compile(r"licen|certif|\bCDL|permit|\bcard\b|endorse|registration", re.I)
_WORKED_AS = re.compile(
    r"\bexperience\b(?:(?!licen|certif)[^.;])*\b(?:as (?:either )?an?|or an?|as)\s+"
    r"(?:(?!and\b|with\b)[\w-]+[\s/]+){0,5}$",
    re.I,
)
_ITS_WORK = re.compile(r"\s+(?:(?:work|clinical|nursing|job)\s+)?(?:experience|practice)\b", re.I)
"""After a name that is also an occupation's: "one year of RN experience"."""
_YEARS_AS = re.compile(r"\b(?:years?|months)\s+as\s+an?\s+$", re.I)
"""Years in an occupation: "within the last ten years as a certified laboratory technician"."""
_A_WAY = re.compile(r"^\W*(?:\w[.)]\s*)?(?:Professional registration|Written test)\s*(?:-|–|:)", re.I)
"""One of the ways in which federal standards let an engineer qualify."""
_IF_HELD = re.compile(
    r"\bif you (?:already )?(?:possess|have|hold)\s+(?:an?\s+|the\s+)?(?:[\w-]+\s+){0,2}$", re.I
)
_PEOPLE = re.compile(r"^[A-Z]{2,5}s$")
"""Holders, not papers: "RNs appointed to …"."""
_KNOWN_OF = re.compile(
    r"\b(?i:knowledge of|familiar(?:ity)? with|understanding of|working with)\s+"
    r"(?:[A-Z][\w+-]*,?\s+(?:and\s+|or\s+)?)*$"
)
_OBTAINED = re.compile(r"\b(?:obtain|acquire|earn|get|pass|complete|become|receive|achieve)\w*\b", re.I)
"""Words by which a term that stands before the name is the term to get it: "within a year, must obtain …"."""


def kind_of_mention(mention: Mention, clause: Clause) -> RequirementKind | None:
    """What a clause asks of one credential in it; None where it only speaks of it."""
    text = clause.text
    if _PAPERS.search(text, max(0, mention.start - _NEAR), mention.end + _NEAR) or (
        "substituted" in text and _SUBSTITUTED.search(text, mention.end)
    ):
        return None
    if _KEPT.match(text, mention.end) or _PEOPLE.match(mention.surface):
        return None
    before = text[: mention.start]
    if _YEARS_AS.search(before) or _A_WAY.match(text):
        return None
    if not _PAPER_NAMED.search(text[mention.start : mention.end + _BESIDE]) and (
        _ITS_WORK.match(text, mention.end)
        or ("xperience" in before and _WORKED_AS.search(before))
        or _KNOWN_OF.search(before)
    ):
        return None
    if "if you " in before.lower() and _IF_HELD.search(before):
        return None
    if clause.kind is RequirementKind.AFTER_HIRE and (within := _WITHIN.search(text)):
        between = text[mention.end : within.start()]
        too_far = len(between) > _FARTHEST_TERM or re.search(r"[,;] and an? ", between)
        told_before = within.start() < mention.start
        if too_far or (
            told_before and not _OBTAINED.search(text, max(0, within.start() - 20), mention.start)
        ):
            return RequirementKind.REQUIRED
    return clause.kind
