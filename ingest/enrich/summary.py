"""Two of a posting's own sentences that say what one does there, word for word."""

import re
from collections.abc import Sequence
from heapq import heapify, heappop, heappush

from ingest.enrich.text import sentences
from portal.domain.posting_text import SectionKind, TextSection

SENTENCES = 2
_SHORTEST, _LONGEST = 40, 320
"""Characters of a sentence that can stand alone."""
_LOOKED_AT = 12
"""So many sentences of a part are weighed, and so many characters: what a job is about stands near its beginning."""
_READ = 2_500
_SHORT_TEXT = 900
"""In a text of so few characters every sentence can tell what the job is."""
_ENOUGH = 0.3
"""Below it a sentence does not tell what one does there."""
_TELLS = re.compile(
    r"\b(?:responsible for|seek(?:s|ing)|looking for|you(?:['’]ll| will)|"
    r"under (?:the )?(?:\w+ )?(?:supervision|direction)|(?:selected|successful|ideal) (?:candidate|applicant)s?|"
    r"(?:this|the) (?:position|role|job|incumbent|specialist|technician|officer|manager|analyst|nurse|worker)|"
    r"serves? as|will (?:\w+ )?(?:be|serve|perform|assist|provide|support|work|manage|lead|report|help))\b"
)
"""In small letters: searching without regard to case is several times slower."""
_SAYS_NOTHING = (
    "equal opportunity", "equal employment", "e-verify", "everify", "click", "apply", "applicants must",
    "applicants are", "cover letter", "resume", "résumé", "civil service", "accommodation", "regardless of", "salary",
    "http", "www.", "@", "benefit", "residency", "residents of", "resident of", "loan forgiveness", "preferred",
    "must have", "must possess", "must be", "required", "requirements", "diversity", "disclaimer", "exhaustive",
    "as follows", "other duties", "other related duties", "note:", "candidates who", "candidate who",
    "candidates with", "candidate with", "years of", "year of", "work location", "permanent", "eligible", "[",
    "citizens", "temporary", "not-to-exceed", "not to exceed", "ability to", "skills", "remote", "hybrid", "hours",
    "shift", "all applicants", "all candidates", "current employees", "first time employees",
    "accepting applications", "go to", "highly motivated", "highly organized", "fast-paced", "fast paced",
    "provisional", "expected to", "$",
)  # fmt: skip
"""Small-letter words of sentences about hiring, pay and the like. Looked for as they stand: a pattern costs more."""
_ABOUT_EMPLOYER = re.compile(
    r"\b(?:founded|missions?|visions?|largest|leading|since \d{4}|our (?:values|culture|reach)|years|core|comprised|"
    r"accredited|dedicated|committed|strives?|charged with|"
    r"(?i:department|division|bureau|unit|office|agency|administration|authority|commission|services?)"
    r"(?: (?:of|for) [\w&,' -]{3,60})?(?:['’]s)?(?: \([^)]+\))? "
    r"(?:is|are|provides?|protects?|oversees?|manages?|leads?|works?|ensures?|promotes?|has|"
    r"conducts?)|we (?:are|provide|believe)|[A-Z]{3,6} (?:is|manages|provides|oversees|works))\b",
)
_LEADING_HEADING = re.compile(r"^(?:[A-Z][A-Za-z]+ ){0,4}[A-Z][A-Za-z]+:\s+")
_LEFT_OUT = frozenset(
    {
        SectionKind.REQUIREMENTS,
        SectionKind.PREFERRED,
        SectionKind.BENEFITS,
        SectionKind.PAY,
        SectionKind.APPLY,
    }
)


def summarise(text: str, sections: Sequence[TextSection]) -> tuple[str, ...]:
    """At most two sentences in the order of the text; those of the duties weigh more.

    Empty where no sentence tells what the work is: nothing is made up.
    """
    waiting: list[tuple[float, int, int, bool, str]] = []
    is_short = len(text) <= _SHORT_TEXT
    for start, end, kind in _spans(text, sections):
        tells = is_short or kind is SectionKind.DUTIES
        for place, sentence in enumerate(sentences(text[start : min(end, start + _READ)])):
            if place >= _LOOKED_AT:
                break
            said = _LEADING_HEADING.sub("", sentence).strip()
            if not _SHORTEST <= len(said) <= _LONGEST or said.endswith(":"):
                continue
            worth = (0.8 if tells else 0.0) - 0.03 * place + (1.0 if _TELLS.search(said.lower()) else 0.0)
            if worth >= _ENOUGH:
                waiting.append((-worth, start + place, len(waiting), False, said))
    best = sorted(_best(waiting), key=lambda one: one[0])
    return tuple(dict.fromkeys(said for _, said in best))


def _best(waiting: list[tuple[float, int, int, bool, str]]) -> list[tuple[int, str]]:
    """The place and words of the best sentences. What lowers a sentence's worth is looked for only where it may win:
    most never need that costly look.
    """
    heapify(waiting)
    best: list[tuple[int, str]] = []
    while waiting and len(best) < SENTENCES:
        worth, place, number, is_looked_at, said = heappop(waiting)
        if is_looked_at:
            best.append((place, said))
            continue
        if _ABOUT_EMPLOYER.search(said):
            worth += 0.9
        worth += 0.2 if len(said) > 220 else 0.0
        if -worth >= _ENOUGH and not _says_nothing(said):
            heappush(waiting, (worth, place, number, True, said))
    return best


def _says_nothing(sentence: str) -> bool:
    lowered = sentence.lower()
    for words in _SAYS_NOTHING:  # noqa: SIM110 - a generator costs more than the search itself
        if words in lowered:
            return True
    return False


def _spans(text: str, sections: Sequence[TextSection]) -> list[tuple[int, int, SectionKind | None]]:
    """Parts that can tell what the work is."""
    first = sections[0].start - len(sections[0].heading) if sections else len(text)
    spans: list[tuple[int, int, SectionKind | None]] = [(0, max(0, first), None)]
    return spans + [(s.start, s.end, s.kind) for s in sections if s.kind not in _LEFT_OUT]
