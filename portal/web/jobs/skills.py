"""Skills that a job's own text names, beside what credentials assess, and which of them the person can show already."""

import re

from portal.domain.credential import Credential
from portal.domain.model import DataModel
from portal.labor.skills import find_sentences, stems
from portal.matching.facts import NamedSkill
from portal.web.knowledge import Knowledge
from portal.web.words import credential_name

MOST_LINES = 8
MOST_NAMES = 3
LONGEST = 400
"""Characters of a sentence; a longer one is no sentence but a list that lost its lines."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+|\s*[•·▪]\s*")


class SkillAsked(DataModel):
    """One skill that the text names, with the sentence, and which credentials assess it. `is_held`: one is held."""

    name: str
    sentence: str
    is_held: bool
    credentials: tuple[tuple[str, str], ...]


class SkillsAsked(DataModel):
    """The skills of one job, those that the person cannot show yet first. `knows_held` False: nothing was told."""

    lines: tuple[SkillAsked, ...] = ()
    held: int = 0
    knows_held: bool = False


def build_skills_asked(
    known: Knowledge, *, soc_code: str | None, text: str, held: tuple[str, ...]
) -> SkillsAsked:
    """What the text names of all that is assessed for its work; nothing where its occupation is not known."""
    if soc_code is None:
        return SkillsAsked()
    assessing = [
        known.graph.credentials[id_]
        for id_ in known.graph.ids
        if soc_code in known.graph.credentials[id_].soc_codes
    ]
    has = {given for id_ in held if id_ in known.graph.credentials for given in known.graph.gives[id_]}
    shown = {_key(skill) for id_ in has for skill in known.graph.credentials[id_].competencies}
    sentences = [part.strip() for part in _SENTENCE.split(text) if 0 < len(part.strip()) <= LONGEST]
    names = {_key(skill): skill for credential in reversed(assessing) for skill in credential.competencies}
    lines = [
        SkillAsked(
            name=skill,
            sentence=sentence,
            is_held=_key(skill) in shown,
            credentials=_who_assesses(skill, assessing, has),
        )
        for skill, sentence in find_sentences(names.values(), sentences)
    ]
    lines.sort(key=lambda line: (line.is_held, line.name))
    return SkillsAsked(
        lines=tuple(lines[:MOST_LINES]),
        held=sum(line.is_held for line in lines[:MOST_LINES]),
        knows_held=bool(held),
    )


def named_skills(asked: SkillsAsked) -> tuple[NamedSkill, ...]:
    """The same as facts for matching."""
    return tuple(
        NamedSkill(
            name=line.name,
            sentence=line.sentence,
            is_shown=line.is_held,
            credential_ids=tuple(id_ for id_, _ in line.credentials),
        )
        for line in asked.lines
    )


def _who_assesses(skill: str, assessing: list[Credential], has: set[str]) -> tuple[tuple[str, str], ...]:
    """The held ones first."""
    found = [each for each in assessing if any(_key(name) == _key(skill) for name in each.competencies)]
    found.sort(key=lambda each: (each.id not in has, each.id))
    return tuple((each.id, credential_name(each)) for each in found[:MOST_NAMES])


def _key(skill: str) -> frozenset[str]:
    return frozenset(stems(skill))
