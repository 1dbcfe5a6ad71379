"""The words by which a sentence asks: required, preferred, after hire, not at all."""

import re
from collections.abc import Iterable

PREFERRED = re.compile(
    r"\bprefer(?:red|ably|ence|s)?\b|\b(?:a|is a|are a|be a|definite|big|strong) (?:plus|premium)\b|\bplus!|"
    r"\bdesir(?:ed|able)\b|"
    r"\bnice to have|\bbonus\b(?! pay| program)|\bhelpful\b|\ban? (?:asset|advantage)\b|"
    r"\bideal(?:ly)?\b|\brecommended\b|\(optional\b|"
    r"\bfavored\b",
    re.I,
)
LATER = re.compile(
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
    re.I,
)
REQUIRED = re.compile(
    r"\bmust\b|(?<!\bas )(?<!\bif )(?<!when )\brequire[sd]?\b(?! (?:duties|tasks|documents?|documentation|paperwork|"
    r"forms|reports|data|information)\b)|"
    r"\brequirements?\b|(?<!\bas )(?<!\bif )(?<!when )(?<!where )\bneed(?:s|ed)?\b|"
    r"\b(?:is|are|be) necessary\b|\bminimum\b|\bat least\b|\bmandatory\b|"
    r"\bhold(?:s|ing)? (?:a|an|current|valid|active)\b|\bpossess\w*\b|\b(?:current|valid|"
    r"active) \S+(?: \S+){0,4} "
    r"(?:licen[sc]e|certification|certificate|card|registration)\b|\byou (?:have|hold|are a)\b|"
    r"\bcandidates? (?:must|should|will) "
    r"(?:have|hold|be)\b",
    re.I,
)
NEGATED = re.compile(
    r"\b(?:no|not|without|never|don['’]t|do not|does not|isn['’]t|is not|aren['’]t|are not)\b"
    r"(?:\s+[\w'’/,-]+){0,8}?\s*\b(?:required?|requires?|needed|need|necessary|mandatory)\b"
    r"|\b(?:required|needed|necessary)\s*:\s*no(?:ne)?\b",
    re.I,
)
BUT_WISHED = re.compile(
    r"\b(?:preferred|desired|helpful|a plus)\W+(?:by|but|though|although)\W+(?:is |are )?not (?:required|necessary|"
    r"mandatory)|\bnot (?:required|necessary|mandatory),?\s+but\s+(?:is |are )?(?:strongly |highly |very )?"
    r"(?:preferred|desired|desirable|helpful|a plus|recommended)",
    re.I,
)
"""Not required, but wished: "is not required, but preferred"."""
HIGHER_LEVEL = re.compile(
    r"\b(?:assignment levels?|AL)(?: \(AL\))? (?:II|III|IV|V|[2-9])\b|"
    r"\b(?:certain|some) (?:positions|assignments|locations|posts)\b",
    re.I,
)
"""What the higher levels of a title, or some of its posts, ask for on top; the posting is open without it."""
LIST_OF_WISHES = re.compile(r"\b(?:desir(?:ed|able)|preferred)\b[^:.]{0,60}:", re.I)
STRONGLY_REQUIRED = re.compile(r"\b(?:must|is required|are required|required)\b(?! to)", re.I)


_HINTS: dict[re.Pattern[str], tuple[str, ...]] = {
    PREFERRED: (
        "prefer", "plus", "desir", "nice to", "bonus", "helpful", "asset", "advantage", "ideal", "recommend", "favored",
        "(optional",
    ),
    LATER: (
        "within", "ability to", "willing", "able to", "after", "we ", "toward", "enrolled", "trained", "probation",
        "or take", "or complete", "or attend", "eligible for", "process of", "to receive", "to earn", "to obtain",
    ),
    REQUIRED: (
        "must", "requir", "need", "necess", "minimum", "least", "mandatory", "hold", "possess", "licen", "certif",
        "card", "registration", "you ", "candidate",
    ),
    NEGATED: ("requir", "need", "necess", "mandat"),
    HIGHER_LEVEL: ("assignment", "al i", "al 2", "position", "location", "posts"),
    LIST_OF_WISHES: ("desir", "prefer"),
    STRONGLY_REQUIRED: ("must", "requir"),
}  # fmt: skip
"""What has to stand in a text for a pattern to match it: a cheap look before a costly one."""


def find_words(pattern: re.Pattern[str], text: str, lowered: str) -> re.Match[str] | None:
    """Where one of the patterns above stands in a text; `lowered` is the text in small letters."""
    for hint in _HINTS[pattern]:
        if hint in lowered:
            return pattern.search(text)
    return None


def holds_any(lowered: str, words: Iterable[str]) -> bool:
    """True where one of the words stands in a text in small letters; twice as fast as `any` over them."""
    for word in words:  # noqa: SIM110 - a generator costs more than the search itself
        if word in lowered:
            return True
    return False
