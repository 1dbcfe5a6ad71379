"""Licences and certificates that a sentence asks for without a name: "certification is required"."""

import re
from collections.abc import Iterator, Sequence

from ingest.enrich.word_marks import MARKS

_NAMED = re.compile(
    r"(?P<before>(?:[\w.'’&()-]+[ /]){0,6}?)(?P<word>licen[sc]e[sd]?|licensure|certification|"
    r"certificate|certified|"
    r"registration|credential|endorsement|permit)\b(?P<after>(?: (?:as|in|to|from|by|for|with|"
    r"issued)\b(?: [\w.'’&-]+){1,5})?)",
    re.I,
)
_NOT_NAMED = re.compile(
    r"\b(?:birth|death|gift|insurance|title|marriage|stock|tax|building|business|parking|software) "
    r"(?:licen[sc]e|certificate|permit)|certified (?:mail|payroll|copies|check|organic)|licensing|"
    r"(?:licensed|certified) (?:physician|provider|practitioner|nurse|staff|facility|program|school|"
    r"teacher|center|daycare|"
    r"child care|product|vehicle|home|professional)s?\b|(?:vehicle|voter|event|patient|guest|class|"
    r"course) registration|"
    r"selective service|licen[sc]e (?:suspension|requirement|restriction|plate|number)|licensed officers",
    re.I,
)
UNNAMED_WORDS = MARKS.hints(("licen", "certif", "registration", "credential", "endorsement", "permit"))
"""Without one of these a clause asks for none."""
_ITS_WORD = re.compile(
    r"(?:licen[sc]e[sd]?|licensure|certification|certificate|certified|registration|credential|endorsement|permit)\b"
)
_MOST_WORDS_BEFORE = 6
_KEPT_UP = re.compile(
    r"\b(?:must|shall|should|will|to) (?:be )?maintain(?:ed)?\b|\bmust not include\b|\bthere may be\b|"
    r"\bmay be required\b"
)
"""Sentences about keeping what another sentence asks for, or about what may be."""
_POINTING = re.compile(r"\b(?:this|the|such|said|that|these|your)\s+(?:\w+\s+)?$", re.I)
"""A licence that was named before: "This license must be maintained"."""
_WORD = re.compile(r"[\w.'’&-]+")
_FILLER = frozenset(
    {
        "a", "an", "the", "valid", "current", "active", "state", "or", "of", "any", "appropriate", "required",
        "related", "relevant", "professional", "must", "have", "hold", "possess", "obtain", "maintain", "be", "in",
        "and", "with", "applicable", "necessary", "up", "date", "proof", "your", "this", "job", "position",
        "requires", "require", "is",
    }
)  # fmt: skip


def unknown_names(text: str, covered: Sequence[tuple[int, int]]) -> Iterator[str]:
    """The bare word for each that has no name of its own. `covered` are places of names that were found.

    So the posting stays unknown, and no half of a sentence stands in the curator's queue as a name.
    """
    if _KEPT_UP.search(text.lower()):
        return
    for found in _named(text):
        word_start, word_end = found.start("word"), found.end("word")
        if any(s - 45 <= word_end and word_start <= e + 45 for s, e in covered):
            continue
        if _NOT_NAMED.search(text[max(0, found.start() - 20) : found.end() + 20]):
            continue
        names = any(w.lower() not in _FILLER for w in _WORD.findall(found["before"] + found["after"]))
        if names or not _POINTING.search(text[: found.start("word")]):
            yield found["word"]


def _named(text: str) -> Iterator[re.Match[str]]:
    """What the pattern finds, looked for from where six words before one of its words can begin: far less to try."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a letter whose small form is two letters would move all places
        yield from _NAMED.finditer(text)
        return
    position = 0
    while word := _ITS_WORD.search(lowered, position):
        start = word.start()
        for _ in range(_MOST_WORDS_BEFORE + 1):
            start = max(lowered.rfind(" ", position, start), lowered.rfind("/", position, start))
            if start < 0:
                break
        found = _NAMED.search(text, max(position, start + 1))
        if found is None:
            return
        yield found
        position = found.end()
