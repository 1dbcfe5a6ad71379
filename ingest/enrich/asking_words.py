"""The words by which a sentence asks: required, preferred, after hire, not at all."""

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AskingWords:
    """Patterns in small letters, each with words of which one must stand in a text for it to match: a cheap look.

    Patterns that begin with their letters are found many times faster than those that begin with a border.
    """

    rules: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...]

    def find(self, lowered: str) -> re.Match[str] | None:
        """Where one of the patterns stands in a text that is given in small letters."""
        for hints, pattern in self.rules:
            for hint in hints:
                if hint in lowered:
                    if (found := pattern.search(lowered)) is not None:
                        return found
                    break
        return None


def _words(hints: str, pattern: str) -> tuple[tuple[str, ...], re.Pattern[str]]:
    return tuple(hints.split("|")), re.compile(pattern)


PREFERRED = AskingWords(
    (
        _words(
            "prefer|plus|desir|nice to|bonus|helpful|asset|advantage|ideal|recommend|favored|(optional",
            r"\bprefer(?:red|ably|ence|s)?\b|\b(?:a|is a|are a|be a|definite|big|strong) (?:plus|premium)\b|\bplus!|"
            r"\bdesir(?:ed|able)\b|"
            r"\bnice to have|\bbonus\b(?! pay| program)|\bhelpful\b|\ban? (?:asset|advantage)\b|"
            r"\bideal(?:ly)?\b|\brecommended\b|\(optional\b|"
            r"\bfavored\b",
        ),
    )
)
LATER = AskingWords(
    (
        _words(
            "within|ability to|willing|able to|after|we |toward|enrolled|trained|probation|or take|or complete|"
            "or attend|eligible for|process of|to receive|to earn|to obtain",
            r"\bwithin (?:the first )?(?:\w+|\d+)(?: \(\d+\))? ?(?:calendar |business |working )?"
            r"(?:days?|weeks?|months?|years?)\b(?! of (?:applying|application|graduat))|"
            r"\b(?:by the end of|during|before (?:the end of|completing)|prior to (?:the )?(?:end|completion) of) "
            r"(?:the |their |your |an? )?(?:\S+ ){0,2}probation\w*|"
            r"\bability to (?:obtain|get|acquire|earn)\b|"
            r"\b(?:willing(?:ness)?|able) to (?:obtain|get|acquire|earn|become|complete)\b|\bor (?:willing|"
            r"able) to\b|\bafter (?:hire|you start)\b|"
            r"\bwe (?:will )?(?:pay|train|help you|teach)\b|"
            r"\bwithin (?:the|their|your|his or her) first (?:year|month)\b|"
            r"\bor (?:take|complete|attend) (?:the |an? )?(?:\S+ ){0,4}?(?:training|course|class|session|exam)\b|"
            r"\bor take the (?:first|next) available\b|"
            r"\b(?:take|attend|complete|pass)\b[^.;]{0,80}\bto (?:receive|earn|obtain|get) an?\b|"
            r"\bor (?:will be )?(?:expected|required) to obtain\b|"
            r"\bor (?:be )?(?:currently )?(?:eligible for|in the process of)\b|"
            r"\bwork(?:ing)? towards? (?:obtain|earn|gett)\w+|\bworking toward|\benrolled in\b|\bwill be trained\b",
        ),
    )
)
REQUIRED = AskingWords(
    (
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
)
NEGATED = AskingWords(
    (
        _words(
            "requir|need|necess|mandat",
            r"\b(?:no|not|without|never|don['’]t|do not|does not|isn['’]t|is not|aren['’]t|are not)\b"
            r"(?:\s+[\w'’/,-]+){0,8}?\s*\b(?:required?|requires?|needed|need|necessary|mandatory)\b"
            r"|\b(?:required|needed|necessary)\s*:\s*no(?:ne)?\b",
        ),
    )
)
BUT_WISHED = re.compile(
    r"\b(?:preferred|desired|helpful|a plus)\W+(?:by|but|though|although)\W+(?:is |are )?not (?:required|necessary|"
    r"mandatory)|\bnot (?:required|necessary|mandatory),?\s+but\s+(?:is |are )?(?:strongly |highly |very )?"
    r"(?:preferred|desired|desirable|helpful|a plus|recommended)",
    re.I,
)
"""Not required, but wished: "is not required, but preferred"."""
HIGHER_LEVEL = AskingWords(
    (
        _words(
            "assignment|al i|al 2|position|location|posts",
            r"\b(?:assignment levels?|al)(?: \(al\))? (?:ii|iii|iv|v|[2-9])\b|"
            r"\b(?:certain|some) (?:positions|assignments|locations|posts)\b",
        ),
    )
)
"""What the higher levels of a title, or some of its posts, ask for on top; the posting is open without it."""
LIST_OF_WISHES = AskingWords(
    (
        _words(
            "desir|prefer",
            r"\b(?:desir(?:ed|able)|preferred)\b[^:.]{0,60}:",
        ),
    )
)
STRONGLY_REQUIRED = AskingWords(
    (
        _words(
            "must|requir",
            r"\b(?:must|is required|are required|required)\b(?! to)",
        ),
    )
)


def holds_any(lowered: str, words: Iterable[str]) -> bool:
    """True where one of the words stands in a text in small letters; twice as fast as `any` over them."""
    for word in words:  # noqa: SIM110 - a generator costs more than the search itself
        if word in lowered:
            return True
    return False
