"""Splits a line of a posting into clauses, each with what it asks: required, preferred, or nothing."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest.enrich.text import sentences
from portal.domain.job_posting import RequirementKind

_PREFERRED = re.compile(
    r"\bprefer(?:red|ably|ence|s)?\b|\b(?:a|is a|are a|be a|definite|big|strong) plus\b|\bplus!|"
    r"\bdesir(?:ed|able)\b|"
    r"\bnice to have|\bbonus\b(?! pay| program)|\bhelpful\b|\ban? (?:asset|advantage)\b|"
    r"\bideal(?:ly)?\b|\brecommended\b|"
    r"\bfavored\b",
    re.I,
)
_LATER = re.compile(
    r"\bwithin (?:the first )?(?:\w+|\d+)(?: \(\d+\))? ?(?:calendar |business |working )?"
    r"(?:days?|weeks?|months?|years?)\b(?! of (?:applying|application|graduat))|"
    r"\b(?:by the end of|during|before (?:the end of|completing)|prior to (?:the )?(?:end|completion) of) "
    r"(?:the |their |your |an? )?(?:\S+ ){0,2}probation\w*|"
    r"\bability to (?:obtain|get|acquire|earn)\b|"
    r"\b(?:willing(?:ness)?|able) to (?:obtain|get|acquire|earn|become|complete)\b|\bor (?:willing|"
    r"able) to\b|\bafter (?:hire|you start)\b|"
    r"\bwe (?:will )?(?:pay|train|help you|teach)\b|"
    r"\bwork(?:ing)? towards? (?:obtain|earn|gett)\w+|\bworking toward|\benrolled in\b|\bwill be trained\b",
    re.I,
)
_REQUIRED = re.compile(
    r"\bmust\b|\brequire[sd]?\b|\brequirements?\b|\bneed(?:s|ed)?\b|\bnecessary\b|\bminimum\b|"
    r"\bat least\b|\bmandatory\b|"
    r"\bhold(?:s|ing)? (?:a|an|current|valid|active)\b|\bpossess\w*\b|\b(?:current|valid|"
    r"active) \S+(?: \S+){0,4} "
    r"(?:licen[sc]e|certification|certificate|card|registration)\b|\byou (?:have|hold|are a)\b|"
    r"\bcandidates? (?:must|should|will) "
    r"(?:have|hold|be)\b",
    re.I,
)
_NEGATED = re.compile(
    r"\b(?:no|not|without|never|don['’]t|do not|does not|isn['’]t|is not|aren['’]t|are not)\b"
    r"(?:\s+[\w'’/,-]+){0,8}?\s*\b(?:required?|requires?|needed|need|necessary|mandatory)\b"
    r"|\b(?:required|needed|necessary)\s*:\s*no(?:ne)?\b",
    re.I,
)
_NONE_AT_ALL = re.compile(
    r"\bno (?:prior |previous |work )?(?:experience|training|education|skills?)\b[^.;]{0,40}\b(?:or|"
    r"and|,)\b[^.;]{0,60}"
    r"\b(?:licen[sc]es?|certifications?|certificates?|degrees?|diploma|credentials?|experience|"
    r"education|training)\b[^.;]{0,40}"
    r"\b(?:required|needed|necessary)\b"
    r"|\bno (?:licen[sc]es?|certifications?|certificates?|degrees?|diploma|"
    r"credentials?)\b[^.;]{0,60}\b(?:or|and)\b[^.;]{0,60}"
    r"\bexperience\b[^.;]{0,40}\b(?:required|needed|necessary)\b"
    r"|\b(?:there are )?no (?:minimum |special |formal )?(?:requirements|qualifications)\b(?! for| to)"
    r"|\bnothing is required\b",
    re.I,
)
_NO_EXPERIENCE_AND_TRAINING = re.compile(
    r"\bno experience\b.*\b(?:we (?:will )?(?:train|teach)|training (?:is )?(?:provided|given)|"
    r"will train|paid training)\b"
    r"|\b(?:we (?:will )?(?:train|teach)|training (?:is )?(?:provided|given)|will train|"
    r"paid training)\b.*\bno experience\b",
    re.I,
)
_HIGHER_LEVEL = re.compile(
    r"\b(?:assignment levels?|AL)(?: \(AL\))? (?:II|III|IV|V|[2-9])\b|"
    r"\b(?:certain|some) (?:positions|assignments|locations|posts)\b",
    re.I,
)
"""What the higher levels of a title, or some of its posts, ask for on top; the posting is open without it."""
_LIST_OF_WISHES = re.compile(r"\b(?:desir(?:ed|able)|preferred)\b[^:.]{0,60}:", re.I)
_STRONGLY_REQUIRED = re.compile(r"\b(?:must|is required|are required|required)\b(?! to)", re.I)
_HEADING_REQUIRED = re.compile(
    r"^(?:\W*)(?:(?:minimum|basic|required|job|position|key|essential|entry)\s+)*(?:qualifications?|"
    r"requirements?|"
    r"what you(?:['’]ll)? need|what you bring|you (?:must )?have|who you are|must haves?|"
    r"education(?: and experience| requirements?)?|"
    r"experience|licen[sc]es?(?: and certifications?| required)?|"
    r"certifications?(?: and licen[sc]es?)?(?: required)?|"
    r"(?:minimum )?qual(?:ification)? requirements?(?: for all grades)?|grade level requirements|"
    r"selective (?:placement )?factors?(?: \(mandatory\))?)(?: required)?\W*$",
    re.I,
)
_HEADING_PREFERRED = re.compile(
    r"^\W*(?:(?:preferred|desired|desirable|bonus|additional (?:preferred|desired|desirable))\s+[\w ]{0,40}|"
    r"additional (?:skills|qualifications|assets)|nice to haves?|[\w ]{0,30}preferred\s*:|"
    r"(?:skills?|qualifications?|experience|education|requirements?|certifications?|licen[sc]es?) preferred)\W*$",
    re.I,
)
_HEADING_OTHER = re.compile(
    r"^\W*(?:(?:job|position|your|key|essential|core|primary|main|typical)\s+)*(?:duties(?: (?:will )?include,? but "
    r"(?:are )?not (?:be )?limited to)?|responsibilities|benefits|what (?:we offer|you(?:['’]ll)? do)|"
    r"about (?:us|the (?:job|role|company|team))|summary|overview|description|functions|schedule|pay|"
    r"compensation|perks|"
    r"(?:additional|other|general|contact) information|(?:special |important )?notes?|residency(?: requirement)?|"
    r"to apply|why (?:you should )?(?:work|join)[\w ]*|grade determinations?|"
    r"hours|how to apply|physical demands|working conditions|"
    r"skills?(?: and abilities)?|"
    r"duties and responsibilities|who we are|equal opportunity[\w ]*)\W*$",
    re.I,
)
_INLINE_HEADING = re.compile(
    r"^((?:minimum |basic |required |preferred |desired )(?:qualifications?|requirements?|skills?|"
    r"education|experience)|requirements?|qualifications?|duties|"
    r"responsibilities|benefits|preferred|required|schedule|pay)\s*:\s*",
    re.I,
)
_DUTY = re.compile(
    r"^[\W\d]*(?:[A-Z]\w+ly )?(?:assist|ensur|review|prepar|conduct|manag|maintain|oversee|overs|provid|coordinat|"
    r"develop|supervis|monitor|process|perform|respond|support|draft|identif|verif|issu|approv|research|inspect|evaluat|collaborat|"
    r"communicat|liais|track|implement|lead|participat|analy[sz]|administer|advis|serv|work with|help|"
    r"plan|enforc|explain|"
    r"collect|creat|direct|facilitat|investigat|negotiat|recommend|report|schedul|train)(?:e|es|s|ing|ies|y|ate|ates|ating)?\s",
    re.I,
)
"""A line that tells a duty: "Review applications and required licenses"."""
_ASKS_OF_PERSON = re.compile(
    r"\b(?:must|should) (?:have|be|hold|possess|obtain|maintain)\b|\b(?:is|are) (?:required|preferred)\b|\(required\)|"
    r"\brequired\W*$",
    re.I,
)
_OPENS_REQUIRED = re.compile(
    r"\b(?:candidates?|applicants?|you|individuals?) must (?:have|hold|possess|be)\b|\b(?:following|these)\b.{0,40}"
    r"\b(?:is|are) required\b|\brequires? (?:all of )?the following\b|"
    r"\bmust (?:have|possess) (?:all of )?the following\b",
    re.I,
)
_LONGEST_OPENING = 140
_SPLIT = re.compile(r";\s+|\s+but\s+")
_SPLIT_FINELY = re.compile(r";\s+|\s+but\s+|,\s+(?=[^,()]*$)|\.\s+")
_NUMBERED = re.compile(r"(?:(?<=\s)|^)(?:\(?[1-9][.)](?=\s))\s*")


_ASKING = (
    "must", "requir", "need", "necess", "minimum", "at least", "mandatory", "hold", "possess", "current", "valid",
    "active", "you ", "candidate", "prefer", "plus", "desir", "nice to", "bonus", "helpful", "asset", "advantage",
    "ideal", "recommend", "favored", "within", "abl", "abil", "willing", "experience", "qualif", "license", "certif",
    "old", "older", "train", "nothing",
)  # fmt: skip
"""A sentence without any of these asks for nothing; the look is cheap, the patterns below are not."""


_HINTS: dict[re.Pattern[str], tuple[str, ...]] = {
    _PREFERRED: (
        "prefer", "plus", "desir", "nice to", "bonus", "helpful", "asset", "advantage", "ideal", "recommend", "favored",
    ),
    _LATER: (
        "within", "ability to", "willing", "able to", "after", "we ", "toward", "enrolled", "trained", "probation",
    ),
    _REQUIRED: (
        "must", "requir", "need", "necess", "minimum", "least", "mandatory", "hold", "possess", "licen", "certif",
        "card", "registration", "you ", "candidate",
    ),
    _NEGATED: ("requir", "need", "necess", "mandat"),
    _HIGHER_LEVEL: ("assignment", "al i", "al 2", "position", "location", "posts"),
    _LIST_OF_WISHES: ("desir", "prefer"),
    _STRONGLY_REQUIRED: ("must", "requir"),
}  # fmt: skip
"""What has to stand in a text for a pattern to match it: a cheap look before a costly one."""


def _find(pattern: re.Pattern[str], text: str, lowered: str) -> re.Match[str] | None:
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


@dataclass(frozen=True)
class Clause:
    """A part of a sentence and the whole sentence. `kind` None: it asks for nothing."""

    text: str
    sentence: str
    kind: RequirementKind | None
    is_negated: bool
    says_none: bool


def kind_of_heading(line: str) -> tuple[bool, RequirementKind | None]:
    """Whether a line is a heading, and what the lines below it ask for."""
    text = line.strip()
    if not text or len(text) > 60:
        return _list_opening(text)
    if _HEADING_PREFERRED.match(text) and (text.endswith(":") or len(text.split()) <= 4):
        return True, RequirementKind.PREFERRED
    if _HEADING_REQUIRED.match(text):
        return True, RequirementKind.REQUIRED
    if _HEADING_OTHER.match(text):
        return True, None
    return _list_opening(text)


def _list_opening(text: str) -> tuple[bool, RequirementKind | None]:
    """A sentence that ends in a colon opens a list of what it asks for: "The ideal candidate will have:"."""
    if not text.endswith(":") or len(text) > _LONGEST_OPENING or text.count(". ") > 0:
        return False, None
    lowered = text.lower()
    if _find(_NEGATED, text, lowered) or _find(_HIGHER_LEVEL, text, lowered) or _find(_LATER, text, lowered):
        return False, None
    if _find(_PREFERRED, text, lowered):
        return True, RequirementKind.PREFERRED
    if _OPENS_REQUIRED.search(text):
        return True, RequirementKind.REQUIRED
    return False, None


def clauses_of(line: str, *, default: RequirementKind | None) -> Iterator[Clause]:
    """Clauses of one line. A clause is split off where required and preferred stand in one sentence."""
    found = _INLINE_HEADING.match(line)
    if found:
        name = found[1].lower()
        if name.startswith(("preferred", "desired")):
            default = RequirementKind.PREFERRED
        elif any(word in name for word in ("requir", "qualif", "education", "experience", "minimum")):
            default = RequirementKind.REQUIRED
        else:
            default = None
    for sentence in sentences(line):
        lowered = sentence.lower()
        if default is None and not holds_any(lowered, _ASKING):
            continue
        says_none = ("no " in lowered or "nothing" in lowered) and bool(
            _NONE_AT_ALL.search(sentence) or _NO_EXPERIENCE_AND_TRAINING.search(sentence)
        )
        whole = _Signs.of(sentence, lowered)
        for part in _parts(sentence, whole):
            signs = whole if part == sentence else _Signs.of(part, part.lower())
            yield Clause(
                text=part,
                sentence=sentence,
                kind=_kind(part, sentence, signs=signs, whole=whole, default=default),
                is_negated=signs.negated,
                says_none=says_none,
            )


@dataclass(frozen=True, slots=True)
class _Signs:
    """Which of the words that decide stand in a text."""

    preferred: bool
    later: bool
    required: bool
    negated: bool
    lowered: str

    @classmethod
    def of(cls, text: str, lowered: str) -> "_Signs":
        return cls(
            preferred=_find(_PREFERRED, text, lowered) is not None,
            later=_find(_LATER, text, lowered) is not None,
            required=_find(_REQUIRED, text, lowered) is not None,
            negated=_find(_NEGATED, text, lowered) is not None,
            lowered=lowered,
        )


def _parts(sentence: str, signs: _Signs) -> list[str]:
    both = signs.preferred or signs.later or signs.negated
    if both and not signs.required and ";" not in sentence:
        return [sentence]
    pattern = _SPLIT_FINELY if both and signs.required else _SPLIT
    return [part for part in pattern.split(sentence) if part.strip()]


def _kind(
    part: str, sentence: str, *, signs: _Signs, whole: _Signs, default: RequirementKind | None
) -> RequirementKind | None:
    if _find(_HIGHER_LEVEL, sentence, whole.lowered):
        return None
    opening = _INLINE_HEADING.match(part)
    if opening and signs.preferred and _find(_STRONGLY_REQUIRED, part[opening.end() :][:60], signs.lowered):
        return RequirementKind.REQUIRED  # "Preferred Experience: RN required"
    if signs.preferred:
        return RequirementKind.PREFERRED
    if signs.later:
        return RequirementKind.AFTER_HIRE
    if default is RequirementKind.PREFERRED and not _find(_STRONGLY_REQUIRED, part, signs.lowered):
        return default
    if whole.preferred:
        wished = _find(_LIST_OF_WISHES, sentence, whole.lowered)
        if (
            wished
            and sentence.find(part) >= wished.start()
            and not _find(_STRONGLY_REQUIRED, part, signs.lowered)
        ):
            return RequirementKind.PREFERRED
    if default is None and _DUTY.match(part) and not _ASKS_OF_PERSON.search(part):
        return None
    if signs.required:
        return RequirementKind.REQUIRED
    if part != sentence and default is None:
        if whole.required and not whole.preferred:
            return RequirementKind.REQUIRED
        if whole.preferred and not whole.required:
            return RequirementKind.PREFERRED
    return default


def numbered_items(text: str) -> tuple[list[str], bool]:
    """Items of a numbered list, and whether "or" joins any two of them."""
    parts = [part.strip() for part in _NUMBERED.split(text.replace("\n", " "))]
    items = [part for part in parts if part]
    if len(items) < 2:
        return items, bool(re.search(r"\bor\b\s*[;,.]?\s*$", items[0], re.I)) if items else False
    joined = any(re.search(r"[;,.]?\s*\bor\b\W*$", item, re.I) for item in items[:-1])
    opening = any(re.match(r"(?:or\b|\(?or\)?\s)", item, re.I) for item in items[1:])
    return items, joined or opening
