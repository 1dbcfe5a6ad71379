"""What a posting's sentences say about shift, hours, remote work, training and the like; never inferred.

A sentence that denies a thing ("no remote work", "weekends off") gives a denied signal, not none.
"""

import re
from collections.abc import Iterator

from ingest.enrich.conditions import says_no_experience
from ingest.enrich.signal_rules import RULES
from ingest.enrich.word_marks import MARKS, MarkedSentence, marked_sentences
from portal.domain.posting_text import Signal, SignalKind, SignalValue

MOST_HOURS = 84
_DENIES = r"\b(?:no|not|without|never|nor|cannot|isn['’]t|aren['’]t|doesn['’]t|don['’]t)\s+"
_BEFORE = re.compile(_DENIES + r"(?:(?!but\b|only\b|limited\b)[\w/-]+\s+){0,4}$", re.I)
_BEFORE_IN_LIST = re.compile(_DENIES + r"(?:(?!but\b|only\b|limited\b)[\w/-]+,?\s+){0,4}$", re.I)
"""Times of work are denied in lists: "no nights, weekends or holidays"."""
_AFTER = re.compile(
    r"^[^.;,]{0,30}?\b(?:(?:is|are|will|be)\s+not|not\s+(?:be\s+)?(?:required|available|offered|eligible|provided|"
    r"permitted|allowed|necessary|needed)|unavailable|n/a|isn['’]t|aren['’]t)\b|"
    r"^(?:\s*eligible)?\s*[:?]\s*no\b|^\s*(?:(?:and|or|&)\s+\w+\s+)?off\b",
    re.I,
)
_RULES = tuple((rule, MARKS.hints(rule.hints)) for rule in RULES)
_HINTS = MARKS.hints(
    (
        *dict.fromkeys(hint for rule in RULES for hint in rule.hints),
        *(
            " hour",
            "hrs",
            "week",
            " lb",
            "pound",
            "no experience",
            "no prior",
            "no previous",
            "experience not",
        ),
        *("no formal", "experience requirement", " lift", "lifting", "carry"),
        *("experience is not", "without experience", "accommodat"),
    )
)
_WEEK, _ACCOMMODATE = MARKS.hints(("week",)), MARKS.hints(("accommodat",))
_LIFTING = MARKS.hints(("lift", "carry", "lb", "pound", "#"))
_HOURS = re.compile(
    r"\b(?P<low>\d{1,2}(?:\.\d+)?)(?:\s*(?:-|–|to)\s*(?P<high>\d{1,2}(?:\.\d+)?))?\+?[\s-]*(?:hours?|hrs?)\.?"
    r"(?:\s*(?:a|per|each|/)\s*|[\s-]+)(?:work[\s-]?)?(?:week(?:ly)?|wk)\b"
    r"|\b(?:hours? (?:a|per|each|/) ?week|weekly hours|hours/week|work ?week)\s*(?:is|of|:|-)?\s*"
    r"(?P<low2>\d{1,2}(?:\.\d+)?)(?:\s*(?:-|–|to)\s*(?P<high2>\d{1,2}(?:\.\d+)?))?(?!\s*(?:days?|%|:|am\b|pm\b))",
    re.I,
)
_NOT_WORK_HOURS = re.compile(
    r"experience|credit|volunteer|course|class(?:es)? |call center (?:is|operates)|tuition|accrue", re.I
)
_LIFT = re.compile(
    r"\b(?:lift|carry|push|pull|move|hoist)(?:ing)?\b[^.;]{0,70}?\b(?P<pounds>\d{1,3})(?:\s*(?:-|–|to)\s*(?P<most>\d{1,3}))?"
    r"\s*\+?[\s-]*(?:lbs?\b|pounds?\b|#)",
    re.I,
)
_LIFTS = re.compile(
    r"\blift(?:ing)?\b(?! truck| device| equipment to)[^.;]{0,50}\b(?:objects?|boxes|files|items|packages|supplies|"
    r"weights?|materials?|loads?|patients?|bags?|furniture|cases|equipment)\b|"
    r"\bcarry(?:ing)?\b(?: \w+){0,2} (?:objects|boxes|packages|loads|bags|furniture|equipment)\b|"
    r"\b(?:requir|involv|includ|must|able|ability)\w*\b[^.;]{0,60}\blifting\b(?! the| device)|"
    r"\b(?:bending|stooping|crouching|reaching|standing)(?:,| or| and)[^.;]{0,20}\blifting\b|^\W*lifting\b",
    re.I,
)
"""Lifting without a weight."""
_NO_CHANCE = re.compile(r"not be considered|will not|not accept|unable to consider", re.I)
_NONE_NEEDED = re.compile(
    r"\brequire|\bnecessary|\bneeded|\bneed\b|\bok(?:ay)?\b|\bwelcome|\bfine\b|no problem|"
    r"^\W*no (?:\w+ )?experience\W*$",
    re.I,
)
_ACCOMMODATION = re.compile(r"\baccommodations?\b", re.I)
_FOR_PEOPLE = re.compile(r"disabilit|reasonable|applicant|application|interview|hiring process|apply", re.I)
_ASK_AT = re.compile(
    r"\b(?:contact|call|e-?mail|phone|write to|reach out|submit|visit|notify|request\w*)\b", re.I
)
_CONTACT = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\(?\b\d{3}\)?[\s.-]\d{3}[\s.-]\d{4}\b|\bhttps?://[^\s)>\]]+|\bwww\.[^\s)>\],]+"
)


def read_signals(title: str, text: str) -> tuple[Signal, ...]:
    """Signals of a title and a plain text, each once, with the first sentence that says it or its number."""
    found: dict[tuple[SignalKind, SignalValue, bool], Signal] = {}
    for sentence, small, marks in _telling(f"{title}\n{text}"):
        for signal in _of_sentence(sentence, small, marks):
            key = (signal.kind, signal.value, signal.is_denied)
            if key not in found or (signal.low is not None and found[key].low is None):  # a weight says more
                found[key] = signal
    return tuple(found.values())


def _telling(text: str) -> Iterator[MarkedSentence]:
    """Sentences in which any hint stands."""
    for line in text.split("\n"):
        for one in marked_sentences(line):
            if one.marks & _HINTS.any_mark and _HINTS.stand_in(one.lowered, one.marks):
                yield one


def _of_sentence(sentence: str, small: str, marks: int) -> Iterator[Signal]:
    for rule, hints in _RULES:
        if not marks & hints.any_mark or not hints.stand_in(small, marks):
            continue
        said = rule.says.search(sentence)
        if said is None or (rule.unless and rule.unless.search(sentence)):
            continue
        if rule.needs and not rule.needs.search(sentence):
            continue
        denied = _is_denied(sentence, said, in_list=rule.kind is SignalKind.SHIFT)
        yield Signal(kind=rule.kind, value=rule.value, is_denied=denied, sentence=sentence)
    if _WEEK.stand_in(small, marks):
        yield from _hours(sentence)
    if _LIFTING.stand_in(small, marks):
        yield from _lifting(sentence)
    if (
        "xperience" in sentence
        and says_no_experience(sentence)
        and _NONE_NEEDED.search(sentence)
        and not _NO_CHANCE.search(sentence)
    ):
        yield Signal(kind=SignalKind.NO_EXPERIENCE, sentence=sentence)
    if _ACCOMMODATE.stand_in(small, marks):
        yield from _accommodation(sentence)


def _is_denied(sentence: str, said: re.Match[str], *, in_list: bool = False) -> bool:
    before = sentence[max(0, said.start() - 60) : said.start()]
    return bool(
        (_BEFORE_IN_LIST if in_list else _BEFORE).search(before)
        or _AFTER.match(sentence[said.end() : said.end() + 60])
    )


def _hours(sentence: str) -> Iterator[Signal]:
    found = _HOURS.search(sentence)
    if found is None or _NOT_WORK_HOURS.search(sentence):
        return
    low = float(found["low"] or found["low2"])
    high = float(found["high"] or found["high2"] or low)
    if 1 <= low <= high <= MOST_HOURS:
        yield Signal(kind=SignalKind.HOURS, low=low, high=high, sentence=sentence)


def _lifting(sentence: str) -> Iterator[Signal]:
    if (found := _LIFT.search(sentence)) is not None:
        yield Signal(
            kind=SignalKind.PHYSICAL,
            value=SignalValue.LIFT,
            low=float(found["pounds"]),
            high=float(found["most"] or found["pounds"]),
            is_denied=_is_denied(sentence, found),
            sentence=sentence,
        )
    elif (found := _LIFTS.search(sentence)) is not None:
        denied = _is_denied(sentence, found)
        yield Signal(kind=SignalKind.PHYSICAL, value=SignalValue.LIFT, is_denied=denied, sentence=sentence)


def _accommodation(sentence: str) -> Iterator[Signal]:
    if not _ACCOMMODATION.search(sentence) or not _FOR_PEOPLE.search(sentence):
        return
    contact = _CONTACT.search(sentence)
    if contact is not None and _ASK_AT.search(sentence):
        yield Signal(kind=SignalKind.ACCOMMODATION, contact=contact[0].rstrip("."), sentence=sentence)
