"""Finds words that name a licence, certification or certificate, whether the catalog knows it or not."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ingest.enrich.asking_words import holds_any
from ingest.enrich.credential_patterns import CERTIFICATE, CERTIFICATION, LICENSE, PATTERNS
from ingest.enrich.word_marks import MARKS

_BEFORE = re.compile(
    r"(?<![A-Za-z0-9])((?:[A-Za-z0-9][\w.'’&+/#-]*\s+|\([\w ./+-]{1,30}\)\s*){1,7})"
    r"(licen[sc]es?|licensure|certifications?|certificates?|credentials?|registration)\b",
    re.I,
)
_FROM_A_BODY = re.compile(
    r"\b[Cc]ertification\s+(?:from|by|through|with)\s+(?:the\s+|an?\s+)?[A-Z][\w&.'’-]*"
    r"(?:\s+(?:(?:of|and|for|the|in)\s+)*[A-Z][\w&.'’-]*)*|"
    r"^\W*[Cc]ertification\s+(?:acquired|obtained|earned|issued)\s+(?:through|by|from|in)\s+[^.;,]{3,80}"
)
"""A certification that no name but its body's tells: "Certification from the Board of Safety Professionals"."""
_SHORT_FORM = re.compile(r"\s*\([A-Z][A-Z-]{1,6}\)")
_LAST_WORDS = ("licen", "certificat", "credential", "registration")
_TYPE = {"l": LICENSE, "r": LICENSE}
_STOP = frozenset(
    (
        "above-cited", "above-mentioned", "a", "an", "the", "valid", "current", "active", "any", "appropriate",
        "required", "related", "relevant", "professional", "must", "have", "has", "hold", "holds", "holding",
        "possess", "possession", "possesses", "of", "obtain", "obtaining", "maintain", "be", "is", "are", "was",
        "were", "in", "and", "or", "with", "applicable", "necessary", "up", "to", "date", "proof", "your", "their",
        "this", "job", "position", "requires", "require", "requiring", "full", "unrestricted", "all", "other",
        "one", "two", "that", "such", "these", "both", "you", "we", "our", "will", "additional", "state",
        "federal", "local", "preferred", "desired", "desirable", "strong", "including", "include", "includes",
        "e.g", "i.e", "either", "by", "from", "as", "for", "on", "at", "within", "industry", "technical",
        "special", "specialized", "national", "nationally", "recognized", "accredited", "may", "candidates",
        "candidate", "applicants", "applicant", "individuals", "not", "no", "if", "who", "been", "receive",
        "received", "earn", "earned", "issued", "please", "provide", "copy", "copies", "license", "licenses",
        "licensure", "certification", "certifications", "certificate", "registration", "training", "education",
        "degree", "experience", "equivalent", "following", "least", "possessing", "plus", "also", "willing",
        "ability", "able", "work", "toward", "successful", "completion", "minimum", "qualifications",
        "requirements", "requirement", "course", "program", "appointment", "time", "higher", "lower", "needed",
        "certain", "same", "comparable", "licensee", "licensees", "specified", "corresponding", "respective", "new",
        "post", "years", "year", "months", "obtained", "similar", "utilizing", "list",
    )
)  # fmt: skip
_ALSO_IN_NAMES = frozenset({"professional", "national", "special", "specialized"})
"""Fillers that belong to a name where it is written in capitals: "National Park Service"."""
_KNOWING = frozenset({"knowledge", "experience", "understanding", "familiarity"})
_OF = frozenset({"of", "with", "in"})
_OR_MORE = frozenset({"higher", "above", "better"})
_NEVER = re.compile(
    r"\bboard of (?:certification|registration)\b|\b(?:birth|death|gift|dog|pet|fishing|liquor|insurance|"
    r"marriage|stock|tax|building|business|parking|software|baptismal|naturalization|vehicle|"
    r"plate|voter|event|patient|class|course|open|user|login|educational?|academic|teaching\s+hospital)\s+"
    r"(?:licen[sc]es?|certificates?|registration|credentials?)\b",
    re.I,
)
_VERBS = frozenset(
    {
        "achieve",
        "achieving",
        "which",
        "maintains",
        "gain",
        "pursue",
        "complete",
        "offer",
        "offers",
        "process",
        "review",
        "performing",
        "conducting",
        "reviewing",
        "issuing",
        "managing",
        "processing",
        "pursuing",
    }
)
_NOT_ASKED = re.compile(
    r"\b(?:experience with|knowledge of|familiar(?:ity)? with|qualif\w+ (?:one )?for|(?<!or )(?<!or be )eligible for|"
    r"requiring|related to|"
    r"substituted for|for example,|"
    r"above[\s-]+(?:cited|mentioned)|said|"
    r"responsible for|renewal of|review of|issu\w+ of|in lieu of|subsequent to|following|after|since|prior to|"
    r"post)[\s-]+"
    r"(?:\w+\s+){0,2}$",
    re.I,
)
"""Words before a name after which it is not asked for."""
_TOLD_OF = re.compile(
    r"\s*(?:categor(?:y|ies)|applications?|holders?|plates?|numbers?|suspensions?|fees?|constitutes|"
    r"(?:is|are) not accept(?:ed|able)|"
    r"requirements?\b|and accreditation\b|(?:office|service|directorate|branch|bod(?:y|ies)|process|agenc(?:y|ies))\b|"
    r"(?:may|can) be substituted|must be maintained|shall be maintained|program agency)\b",
    re.I,
)
_QUICK = MARKS.hints(
    (
        "licen",
        "certif",
        "registra",
        "registered",
        "credential",
        "cdl",
        " bar",
        "endorsement",
        "permit",
        "completion of",
        "mariner",
        "in-training",
        "in training",
        "core qualif",
        "core requir",
        "training:",
        "factor",
        "completed ",
    )
)


class Phrase(NamedTuple):
    """A place in a text that names a credential, and of which type."""

    surface: str
    start: int
    end: int
    credential_type: str


def credential_phrases(text: str, marks: int | None = None) -> list[Phrase]:
    """Named credentials in the order of the text; of two that overlap the one that begins first stays.

    `marks`: those of the text in small letters, where they are known already.
    """
    if marks is not None and not marks & _QUICK.any_mark:
        return []
    lowered = text.lower()
    if not _QUICK.stand_in(lowered, MARKS.of(lowered) if marks is None else marks):
        return []
    kept: list[Phrase] = []
    ended = list(_by_last_word(text, lowered))
    begun = sorted(
        (_with_name_before(phrase, ended, text) for phrase in _by_pattern(text, lowered)),
        key=lambda p: (p.start, -p.end),
    )
    by_rank = (*begun, *ended, *_by_body(text))
    for phrase in by_rank:
        if any(phrase.start < other.end and other.start < phrase.end for other in kept):
            continue
        if _NOT_ASKED.search(text, max(0, phrase.start - 40), phrase.start) or _TOLD_OF.match(
            text, phrase.end
        ):
            continue
        kept.append(phrase)
    return sorted(kept, key=lambda p: p.start)


def _by_pattern(text: str, lowered: str) -> Iterator[Phrase]:
    for kind, hints, pattern in PATTERNS:
        if not holds_any(lowered, hints):
            continue
        for found in pattern.finditer(text):
            if "name" in pattern.groupindex:
                yield Phrase(found["name"], *found.span("name"), kind)
                continue
            if found.lastindex and _is_empty(found[found.lastindex]):
                continue
            end = found.start() + len(found[0].rstrip(" .\n"))
            if short := _SHORT_FORM.match(text, end):
                end = short.end()
            yield Phrase(text[found.start() : end].strip(), found.start(), end, kind)


def _with_name_before(phrase: Phrase, ended: Sequence[Phrase], text: str) -> Phrase:
    """A name on both sides of its word is one: "Level II DAWIA certification in Systems Planning"."""
    for other in ended:
        if other.start < phrase.start < other.end <= phrase.end and " " not in text[phrase.start : other.end]:
            return Phrase(text[other.start : phrase.end], other.start, phrase.end, phrase.credential_type)
    return phrase


def _by_body(text: str) -> Iterator[Phrase]:
    if "ertification " in text:
        for found in _FROM_A_BODY.finditer(text):
            named = found[0].rstrip(" .")
            yield Phrase(named.strip(), found.start(), found.start() + len(named), CERTIFICATION)


def _by_last_word(text: str, lowered: str) -> Iterator[Phrase]:
    if not holds_any(lowered, _LAST_WORDS):
        return
    for found in _BEFORE.finditer(text):
        if _NEVER.search(found[0]):
            continue
        words = found[1].split()
        kept: list[str] = []
        for place, word in reversed(list(enumerate(words))):
            bare = word.strip("()/.,").lower()
            if (bare in _OR_MORE and place and words[place - 1].lower() == "or") or (
                bare == "or" and kept and kept[0].lower() in _OR_MORE
            ):  # "Third Mate or higher license" names one licence
                kept.insert(0, word)
                continue
            if "/" in word and bare.split("/")[0] in ("and", "or"):
                break
            if bare in _KNOWING and "".join(words[place + 1 : place + 2]).lower() in _OF:
                kept.clear()  # "knowledge of security certification" asks for no certification
                break
            named = (
                bare in _ALSO_IN_NAMES and word[0].isupper() and kept and kept[0].lstrip("(")[:1].isupper()
            )
            joins = bare in ("of", "and", "in") and kept and place and words[place - 1][0].isupper()
            if bare in _STOP and not named and not joins:
                break
            kept.insert(0, word)
        while kept and kept[0].lower() in ("of", "and", "in", "or", *_OR_MORE):
            kept.pop(0)
        if found[2].lower() == "registration" and not any(word[0].isupper() for word in kept):
            continue
        if not kept or kept[0].lower() in _VERBS or all(len(word.strip("()")) < 2 for word in kept):
            continue
        surface = text[text.rfind(kept[0], found.start(), found.end(1)) : found.end()]
        start = found.end() - len(surface)
        kind = found[2].lower()
        yield Phrase(
            surface,
            start,
            found.end(),
            _TYPE.get(kind[0], CERTIFICATE if kind.startswith("certificate") else CERTIFICATION),
        )


def _is_empty(name: str) -> bool:
    return all(word.lower().strip(".,") in _STOP for word in name.split())
