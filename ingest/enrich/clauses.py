"""Splits a line of a posting into clauses, each with what it asks: required, preferred, or nothing."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ingest.enrich.asking_words import (
    BUT_WISHED,
    HIGHER_LEVEL,
    LATER,
    LIST_OF_WISHES,
    NEGATED,
    PREFERRED,
    REQUIRED,
    STRONGLY_REQUIRED,
)
from ingest.enrich.word_marks import MARKS, marked_sentences
from portal.domain.job_posting import RequirementKind

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
_INLINE_HEADING = re.compile(
    r"^\W*((?:driver['’]?s? )?licen[sc]e requirements?|certificat(?:e|ion) requirements?|"
    r"(?:minimum |basic |required |preferred |desired )(?:qualifications?|requirements?|skills?|"
    r"education|experience)|requirements?|qualifications?|duties|"
    r"responsibilities|benefits|preferred|required|schedule|pay)\s*:\s*",
    re.I,
)
_DUTY = re.compile(
    r"^[\W\d]*(?:[a-z]\w+ly )?(?:assist|ensur|review|prepar|conduct|manag|maintain|oversee|overs|provid|coordinat|"
    r"develop|supervis|monitor|process|perform|respond|support|draft|identif|verif|issu|approv|research|inspect|evaluat|collaborat|"
    r"communicat|liais|track|implement|lead|participat|analy[sz]|administer|advis|serv|work with|help|"
    r"plan|enforc|explain|"
    r"collect|creat|direct|facilitat|investigat|negotiat|recommend|report|schedul|train)(?:e|es|s|ing|ies|y|ate|ates|ating)?\s"
)
"""A line that tells a duty: "Review applications and required licenses"."""
_ASKS_OF_PERSON = re.compile(
    r"\b(?:must|should) (?:have|be|hold|possess|obtain|maintain)\b|\b(?:is|are) (?:required|preferred)\b|\(required\)|"
    r"\brequired\W*$"
)
_OPENS_NUMBERED = re.compile(
    r"\b(?:hold|have|possess\w*|meet)\b[^.:]{0,40}\bthe following\b[^.:]{0,80}:\s*\(?1[.)](?:\s|$)", re.I
)
_NEW_TALK = re.compile(r"(?:you|applicants?|candidates?|this|these|the|failure|note|all)\b", re.I)
_LONGEST_ITEM = 100
"""A numbered list in one line goes on sentence by sentence: "have the following: 1. A. 2. B."."""
_SPLIT = re.compile(r";\s+|\s+but\s+")
_SPLIT_FINELY = re.compile(r";\s+|\s+but\s+|,\s+(?=[^,()]*$)|\.\s+")
_NUMBERED = re.compile(r"(?:(?<=\s)|^)(?:\(?[1-9][.)](?=\s))\s*")


_MOST_LINES = 4_096
"""Whose clauses are kept, because employers repeat their lines in every posting: 11 MB when full."""
_ASKING = MARKS.hints(
    (
        "must", "requir", "need", "necess", "minimum", "at least", "mandatory", "hold", "possess", "current", "valid",
        "active", "you ", "candidate", "prefer", "plus", "desir", "nice to", "bonus", "helpful", "asset", "advantage",
        "ideal", "recommend", "favored", "within", "abl", "abil", "willing", "experience", "qualif", "license",
        "certif", "old", "older", "train", "nothing",
    )
)  # fmt: skip
"""A sentence without any of these asks for nothing; the look is cheap, the patterns below are not."""
_FOLLOWING, _NONE = MARKS.hints(("following",)), MARKS.hints(("no ", "nothing"))
_NOT_REQUIRED = MARKS.hints(("not required", "not necessary", "not mandatory"))
_SIGN_MARKS = (
    PREFERRED.any_mark | LATER.any_mark | REQUIRED.any_mark | NEGATED.any_mark | _NOT_REQUIRED.any_mark
)


class Clause(NamedTuple):
    """A part of a sentence, also in small letters and with its marks. `kind` None: it asks for nothing."""

    text: str
    sentence: str
    kind: RequirementKind | None
    lowered: str
    marks: int
    is_negated: bool
    says_none: bool


@lru_cache(maxsize=_MOST_LINES)
def clauses_of(line: str, *, default: RequirementKind | None) -> tuple[Clause, ...]:
    """Clauses of one line. A clause is split off where required and preferred stand in one sentence."""
    return tuple(_clauses_of(line, default))


def _clauses_of(line: str, default: RequirementKind | None) -> Iterator[Clause]:
    if ":" in line and (found := _INLINE_HEADING.match(line)):
        name = found[1].lower()
        if name.startswith(("preferred", "desired")):
            default = RequirementKind.PREFERRED
        elif any(word in name for word in ("requir", "qualif", "education", "experience", "minimum")):
            default = RequirementKind.REQUIRED
        else:
            default = None
    numbered: RequirementKind | None = None
    for sentence, lowered, marks in marked_sentences(line):
        if lowered.startswith(("license requirement", "driver license requirement")):
            default = RequirementKind.REQUIRED
        if _FOLLOWING.stand_in(lowered, marks) and _OPENS_NUMBERED.search(sentence):
            numbered = RequirementKind.PREFERRED if "prefer" in lowered else RequirementKind.REQUIRED
        elif numbered is not None and (len(sentence) > _LONGEST_ITEM or _NEW_TALK.match(sentence)):
            numbered = None
        asked = default or numbered
        if asked is None and not _ASKING.stand_in(lowered, marks):
            continue
        says_none = _NONE.stand_in(lowered, marks) and bool(
            _NONE_AT_ALL.search(sentence) or _NO_EXPERIENCE_AND_TRAINING.search(sentence)
        )
        whole = _Signs.of(sentence, lowered, marks)
        for part in _parts(sentence, whole):
            signs = whole if part == sentence else _Signs.of_text(part)
            yield Clause(
                text=part,
                sentence=sentence,
                lowered=signs.lowered,
                marks=signs.marks,
                kind=_kind(part, sentence, signs=signs, whole=whole, default=asked),
                is_negated=signs.negated,
                says_none=says_none,
            )


class _Signs(NamedTuple):
    """Which of the words that decide stand in a text."""

    preferred: bool
    later: bool
    required: bool
    negated: bool
    but_wished: bool
    lowered: str
    marks: int

    @classmethod
    def of_text(cls, text: str) -> "_Signs":
        lowered = text.lower()
        return cls.of(text, lowered, MARKS.of(lowered))

    @classmethod
    def of(cls, text: str, lowered: str, marks: int) -> "_Signs":
        if not marks & _SIGN_MARKS:
            return cls(False, False, False, False, False, lowered, marks)
        but_wished = _NOT_REQUIRED.stand_in(lowered, marks) and BUT_WISHED.search(text) is not None
        return cls(
            preferred=PREFERRED.find(lowered, marks) is not None,
            later=LATER.find(lowered, marks) is not None,
            required=REQUIRED.find(lowered, marks) is not None,
            negated=not but_wished and NEGATED.find(lowered, marks) is not None,
            but_wished=but_wished,
            lowered=lowered,
            marks=marks,
        )


def _parts(sentence: str, signs: _Signs) -> list[str]:
    if signs.preferred and signs.but_wished:
        return [sentence]
    both = signs.preferred or signs.later or signs.negated
    if both and not signs.required and ";" not in sentence:
        return [sentence]
    if not (both and signs.required):
        if ";" not in sentence and "but" not in sentence:
            return [sentence]
        return [part for part in _SPLIT.split(sentence) if part.strip()]
    return _with_their_signs(sentence)


def _with_their_signs(sentence: str) -> list[str]:
    """Parts of which each says what it asks: "A, from B, is preferred" is one, "A required, B preferred" is two."""
    parts: list[str] = []
    start, end_before = 0, 0
    for split in (*_SPLIT_FINELY.finditer(sentence), None):
        end = len(sentence) if split is None else split.start()
        part = sentence[start:end]
        signs = _Signs.of_text(part)
        if (
            signs.preferred
            or signs.later
            or signs.required
            or signs.negated
            or (split and split[0][0] != ",")
        ):
            parts.append(part)
            start, end_before = (len(sentence) if split is None else split.end()), end
        elif split is None and parts and part.strip():
            parts[-1] = sentence[end_before - len(parts[-1]) : end]
    return [part for part in parts if part.strip()]


def _kind(
    part: str, sentence: str, *, signs: _Signs, whole: _Signs, default: RequirementKind | None
) -> RequirementKind | None:
    if HIGHER_LEVEL.find(whole.lowered, whole.marks):
        return None
    opening = _INLINE_HEADING.match(part) if signs.preferred else None
    if opening and STRONGLY_REQUIRED.find(signs.lowered[opening.end() :][:60], signs.marks):
        return RequirementKind.REQUIRED  # "Preferred Experience: RN required"
    if signs.preferred:
        return RequirementKind.PREFERRED
    if signs.later:
        return RequirementKind.AFTER_HIRE
    if default is RequirementKind.PREFERRED and not STRONGLY_REQUIRED.find(signs.lowered, signs.marks):
        return default
    if whole.preferred:
        wished = LIST_OF_WISHES.find(whole.lowered, whole.marks)
        if (
            wished
            and sentence.find(part) >= wished.start()
            and not STRONGLY_REQUIRED.find(signs.lowered, signs.marks)
        ):
            return RequirementKind.PREFERRED
    if default is None and _DUTY.match(signs.lowered) and not _ASKS_OF_PERSON.search(signs.lowered):
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
