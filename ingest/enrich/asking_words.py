"""The words by which a sentence asks: required, preferred, after hire, not at all."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.enrich.word_marks import MARKS, Hints


@dataclass(frozen=True, slots=True)
class AskingWords:
    """Patterns in small letters, each with words of which one must stand in a text for it to match: a cheap look.

    Patterns that begin with their letters are found many times faster than those that begin with a border.
    """

    rules: tuple[tuple[Hints, re.Pattern[str]], ...]
    any_mark: int

    def find(self, lowered: str, marks: int) -> re.Match[str] | None:
        """Where one of the patterns stands in a text in small letters, of which `marks` are the marks."""
        if not marks & self.any_mark:
            return None
        for hints, pattern in self.rules:
            if not marks & hints.any_mark or not (
                marks & hints.of_one_word or hints.stand_in(lowered, marks)
            ):
                continue
            if (found := pattern.search(lowered)) is not None:
                return found
        return None


def _asking(*rules: tuple[Hints, re.Pattern[str]]) -> AskingWords:
    any_mark = 0
    for hints, _ in rules:
        any_mark |= hints.any_mark
    return AskingWords(rules, any_mark)


def _words(hints: str, pattern: str) -> tuple[Hints, re.Pattern[str]]:
    return MARKS.hints(hints.split("|")), re.compile(pattern)


PREFERRED = _asking(
    _words("prefer", r"prefer(?<=\bprefer)(?:red|ably|ence|s)?\b"),
    _words("plus", r"\b(?:a|is a|are a|be a|definite|big|strong) plus\b|\bplus!"),
    _words("desir", r"desir(?<=\bdesir)(?:ed|able)\b"),
    _words("nice to", r"nice to have(?<=\bnice to have)"),
    _words("bonus", r"bonus(?<=\bbonus)\b(?! pay| program)"),
    _words("helpful|favored", r"\b(?:helpful|favored)\b"),
    _words("asset|advantage", r"\ban? (?:asset|advantage)\b"),
    _words("ideal", r"ideal(?<=\bideal)(?:ly)?\b"),
    _words("recommend", r"recommended(?<=\brecommended)\b"),
    _words("(optional", r"\(optional\b"),
)
LATER = _asking(
    _words(
        "within",
        r"within (?<=\bwithin )(?:the first )?(?:\w+|\d+)(?: \(\d+\))? ?(?:calendar |business |working )?"
        r"(?:days?|weeks?|months?|years?)\b(?! of (?:applying|application|graduat))|"
        r"within (?<=\bwithin )(?:the|their|your|his or her) first (?:year|month)\b",
    ),
    _words(
        "probation",
        r"\b(?:by the end of|during|before (?:the end of|completing)|prior to (?:the )?(?:end|completion) of) "
        r"(?:the |their |your |an? )?(?:\S+ ){0,2}probation\w*",
    ),
    _words("ability to", r"ability to (?<=\bability to )(?:obtain|get|acquire|earn)\b"),
    _words(
        "willing|able to",
        r"\b(?:willing(?:ness)?|able) to (?:obtain|get|acquire|earn|become|complete)\b|\bor (?:willing|able) to\b",
    ),
    _words("after", r"after (?<=\bafter )(?:hire|you start)\b"),
    _words("we ", r"we (?<=\bwe )(?:will )?(?:pay|train|help you|teach)\b"),
    _words(
        "or take|or complete|or attend",
        r"or (?<=\bor )(?:take|complete|attend) (?:the |an? )?(?:\S+ ){0,4}?"
        r"(?:training|course|class|session|exam)\b|"
        r"or take the (?<=\bor take the )(?:first|next) available\b",
    ),
    _words(
        "to receive|to earn|to obtain|to get",
        r"\b(?:take|attend|complete|pass)\b[^.;]{0,80}\bto (?:receive|earn|obtain|get) an?\b",
    ),
    _words("to obtain", r"or (?<=\bor )(?:will be )?(?:expected|required) to obtain\b"),
    _words(
        "eligible for|process of", r"or (?<=\bor )(?:be )?(?:currently )?(?:eligible for|in the process of)\b"
    ),
    _words("toward", r"\bwork(?:ing)? towards? (?:obtain|earn|gett)\w+|\bworking toward"),
    _words("enrolled in", r"\benrolled in\b"),
    _words("be trained", r"\bwill be trained\b"),
)
REQUIRED = _asking(
    _words("must", r"must\b"),
    _words(
        "require",
        r"require(?<!\bas require)(?<!\bif require)(?<!\bwhen require)(?:[sd]?\b|ments?\b)"
        r"(?! (?:duties|tasks|documents?|documentation|paperwork|forms|reports|data|information)\b)",
    ),
    _words("minimum", r"minimum\b"),
    _words("at least|mandatory|possess", r"\b(?:at least|mandatory|possess\w*)\b"),
    _words("need", r"need(?<!\bas need)(?<!\bif need)(?<!\bwhen need)(?<!\bwhere need)(?:s|ed)?\b"),
    _words("necessary", r"\b(?:is|are|be) necessary\b"),
    _words("hold", r"\bhold(?:s|ing)? (?:a|an|current|valid|active)\b"),
    _words(
        "current|valid|active",
        r"\b(?:current|valid|active) \S+(?: \S+){0,4} (?:licen[sc]e|certification|certificate|card|registration)\b",
    ),
    _words("you ", r"\byou (?:have|hold|are a)\b"),
    _words("candidate", r"\bcandidates? (?:must|should|will) (?:have|hold|be)\b"),
)
NEGATED = _asking(
    _words(
        "requir|need|necess|mandat",
        r"\b(?:no|not|without|never|don['’]t|do not|does not|isn['’]t|is not|aren['’]t|are not)\b"
        r"(?:\s+[\w'’/,-]+){0,8}?\s*\b(?:required?|requires?|needed|need|necessary|mandatory)\b"
        r"|\b(?:required|needed|necessary)\s*:\s*no(?:ne)?\b",
    ),
)
BUT_WISHED = re.compile(
    r"\b(?:preferred|desired|helpful|a plus)\W+(?:by|but|though|although)\W+(?:is |are )?not (?:required|necessary|"
    r"mandatory)|\bnot (?:required|necessary|mandatory),?\s+but\s+(?:is |are )?(?:strongly |highly |very )?"
    r"(?:preferred|desired|desirable|helpful|a plus|recommended)",
    re.I,
)
"""Not required, but wished: "is not required, but preferred"."""
HIGHER_LEVEL = _asking(
    _words("assignment", r"\bassignment levels?(?: \(al\))? (?:ii|iii|iv|v|[2-9])\b"),
    _words(
        "al ii|al iv|al v|al (al)|" + "|".join(f"al {n}" for n in range(2, 10)),
        r"\bal(?: \(al\))? (?:ii|iii|iv|v|[2-9])\b",
    ),
    _words("certain |some ", r"\b(?:certain|some) (?:positions|assignments|locations|posts)\b"),
)
"""What the higher levels of a title, or some of its posts, ask for on top; the posting is open without it."""
LIST_OF_WISHES = _asking(
    _words(
        "desir|prefer",
        r"\b(?:desir(?:ed|able)|preferred)\b[^:.]{0,60}:",
    ),
)
STRONGLY_REQUIRED = _asking(
    _words(
        "must|requir",
        r"\b(?:must|is required|are required|required)\b(?! to)",
    ),
)


def holds_any(lowered: str, words: Iterable[str]) -> bool:
    """True where one of the words stands in a text in small letters; twice as fast as `any` over them."""
    for word in words:  # noqa: SIM110 - a generator costs more than the search itself
        if word in lowered:
            return True
    return False
