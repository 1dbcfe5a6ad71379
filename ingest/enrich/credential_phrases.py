"""Finds words that name a licence, certification or certificate, whether the catalog knows it or not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.enrich.clauses import holds_any

LICENSE, CERTIFICATION, CERTIFICATE, DRIVER = "license", "certification", "certificate", "driver_license"
_NAME = r"(?:(?:of|and|the|in|for|to)\s+)?[A-Z][\w.'’&+-]*"
_TAIL = r"(?:\s+(?:of|and|in)(?=\s+[A-Z])|\s+[A-Z][\w.'’&+/-]*)*"
_LOWER_NAME = (
    r"(?!accordance|good|order|addition|effect|place|"
    r"described|defined|listed|required|needed|cited|stated|applicable)"
    r"(?:an?\s+|the\s+)?((?:[\w.'’&+-]+\s+){0,4}?[\w.'’&+-]+)"
)
_END = (
    r"(?=\s*(?:[,;:.()]|$|\s(?:or|and|a\s+plus|issued|by|from|in|with|is|are|required|preferred|within|at|for|who|that|valid|"
    r"must|from|through)\b))"
)
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        DRIVER,
        re.compile(
            r"\b(?:class\s+[\"“']?[A-D][\"”']?\s+)?(?:(?:motor\s+vehicle|commercial|chauffeur['’]?s?|vehicle)\s+)?"
            r"driver['’]?s?['’]?\s+licen[sc]es?\b|\bvehicle\s+operator['’]?s?\s+licen[sc]es?\b|"
            r"\bCDL(?:[\s-]+(?:class\s+)?[AB]\b)?|"
            r"\b(?:class\s+[ABC]\s+)?commercial\s+(?:driver['’]?s?\s+)?(?:learner['’]?s?\s+)?permit\b|"
            r"\bCDL\s+(?:class\s+)?(?:[ABC]\s+)?(?:learner['’]?s?\s+)?permit\b|"
            r"\b(?:hazmat|tanker|passenger|air\s+brake|school\s+bus|doubles/triples|[PSHNTX](?:\s+(?:and|&)\s+[PSHNTX])+)"
            r"(?:\s+and\s+\w+)?\s+endorsements?\b",
            re.I,
        ),
    ),
    (
        LICENSE,
        re.compile(
            r"\b(?:licen[sc]e|licensure|registration|registered|licensed)\s+(?:and\s+(?:current\s+)?registration\s+)?"
            r"(?:to\s+practice\s+(?:as\s+)?|as\s+)" + _LOWER_NAME + _END,
            re.I,
        ),
    ),
    (
        LICENSE,
        re.compile(
            r"\b(?:admi(?:ssion|tted)\s+to\s+(?:practice\s+law|the\s+bar|(?:the\s+)?[\w\s]{0,30}?\bbar)\b|"
            r"member\s+(?:in\s+good\s+standing\s+)?of\s+(?:the|a)\s+(?:\w+\s+){0,3}bar\b|bar\s+admission\b)",
            re.I,
        ),
    ),
    (
        CERTIFICATION,
        re.compile(r"\b(?:board\s+)?certifi(?:cation|ed)\s+(?:as|in)\s+" + _LOWER_NAME + _END, re.I),
    ),
    (CERTIFICATION, re.compile(r"\bboard[\s-]certifi(?:cation|ed)\b", re.I)),
    (CERTIFICATION, re.compile(rf"\bCertified\s+{_NAME}{_TAIL}(?:\s*\([A-Z][\w-]+\))?")),
    (CERTIFICATE, re.compile(r"\bcertificates?\s+(?:as|of\s+fitness|in|to)\s+" + _LOWER_NAME + _END, re.I)),
    (
        CERTIFICATE,
        re.compile(
            r"\bcompletion\s+of\s+(?:an?\s+|the\s+)?(?:[\w-]+\s+){0,4}?(?:apprentice(?:ship)?|certificate|"
            r"practitioner)\s+(?:or\s+equivalent\s+)?(?:program|course)\b",
            re.I,
        ),
    ),
    (CERTIFICATION, re.compile(r"\bengineer[\s-]+in[\s-]+training\b", re.I)),
    (LICENSE, re.compile(r"\bmerchant\s+mariner['’]?s?\s+(?:document|credential)s?\b", re.I)),
    (
        CERTIFICATION,
        re.compile(
            r"\b(?:relevant|related|industry|technical|professional|other)\s+certifications?\s*"
            r"\((?:e\.g\.|such as|including)[^()]{3,120}\)",
            re.I,
        ),
    ),
    (
        LICENSE,
        re.compile(
            r"\bregistered\s+(?:professional\s+)?(?:(?:landscape\s+)?architect|engineer|land\s+surveyor)\b",
            re.I,
        ),
    ),
    (
        LICENSE,
        re.compile(rf"(?<!by )(?<!with )(?<!from )\b(?:[Ll]icensed|Registered)\s+[A-Z][a-z][\w'’-]*{_TAIL}"),
    ),
)
_BEFORE = re.compile(
    r"(?<![A-Za-z0-9])((?:[A-Za-z0-9][\w.'’&+/#-]*\s+|\([\w ./+-]{1,30}\)\s+){1,7})"
    r"(licen[sc]es?|licensure|certifications?|certificates?|credentials?|registration)\b",
    re.I,
)
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
        "post", "years", "year", "months",
    )
)  # fmt: skip
_OR_MORE = frozenset({"higher", "above", "better"})
_NEVER = re.compile(
    r"\b(?:birth|death|gift|insurance|marriage|stock|tax|building|business|parking|software|baptismal|naturalization|vehicle|"
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
    r"\s*(?:categor(?:y|ies)|holders?|plates?|numbers?|suspensions?|fees?|constitutes|"
    r"requirements\b|may be substituted|must be maintained|shall be maintained|program agency)\b",
    re.I,
)
_QUICK = (
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
)


@dataclass(frozen=True)
class Phrase:
    """A place in a text that names a credential, and of which type."""

    surface: str
    start: int
    end: int
    credential_type: str


def credential_phrases(text: str) -> list[Phrase]:
    """Named credentials in the order of the text; of two that overlap the one that begins first stays."""
    lowered = text.lower()
    if not holds_any(lowered, _QUICK):
        return []
    kept: list[Phrase] = []
    for phrase in [*sorted(_by_pattern(text), key=lambda p: (p.start, -p.end)), *_by_last_word(text)]:
        if any(phrase.start < other.end and other.start < phrase.end for other in kept):
            continue
        if _NOT_ASKED.search(text, max(0, phrase.start - 40), phrase.start) or _TOLD_OF.match(
            text, phrase.end
        ):
            continue
        kept.append(phrase)
    return sorted(kept, key=lambda p: p.start)


def _by_pattern(text: str) -> Iterator[Phrase]:
    for kind, pattern in _PATTERNS:
        for found in pattern.finditer(text):
            if found.lastindex and _is_empty(found[found.lastindex]):
                continue
            named = found[0].rstrip(" .\n")
            yield Phrase(named.strip(), found.start(), found.start() + len(named), kind)


def _by_last_word(text: str) -> Iterator[Phrase]:
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
            if bare in _STOP and not (bare in ("of", "and", "in") and kept and word != words[0]):
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
