"""From what a credential assesses to what people do at work: competencies and O*NET's texts, matched by shared words.

A match is inferred and is shown as such, with the words on which it rests. The same words always give the same matches.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from portal.domain.credential import Catalog
from portal.domain.model import DataModel

ENOUGH = 0.75
"""Share of a competency's words, weighted by how rare they are, that must stand in the matched text."""
ALIKE = 0.6
"""Share of competencies, of the credential with fewer, that two credentials must have in common to suggest an edge."""
LEAST_SHARED = 3
_WORD = re.compile(r"[a-z][a-z0-9+#]*(?:'s)?")
_EMPTY_WORDS = (
    "a an and or of to in on for the with by at from as is are be use using used do does that this "
    "these those your you their its it other such work works working basic basics general skill "
    "skills knowledge task tasks first level "
)
_EMPTY = frozenset(_EMPTY_WORDS.split())
_ENDINGS = ("ations", "ation", "ings", "ing", "ions", "ion", "ers", "er", "ies", "ed", "es", "s", "y", "e")
_SHORTEST_STEM = 4


class SkillSource(StrEnum):
    """Which words of O*NET a competency was matched with."""

    TASK = "task"
    TECHNOLOGY = "technology"
    SKILL = "skill"


class SkillText(DataModel):
    """One text of O*NET for an occupation: a task statement, a technology's name, the name of a skill."""

    source: SkillSource
    soc_code: str
    text: str


class SkillMatch(DataModel):
    """A competency and the text that it was matched with. `score` is from 0 to 1; `words` stand in both."""

    competency: str
    matched: SkillText
    score: float
    words: tuple[str, ...]


class SuggestedEdge(DataModel):
    """Two credentials that assess much the same. A lead for a curator: it stands in no graph and in no plan."""

    from_id: str
    to_id: str
    shared: tuple[str, ...]
    score: float


def stems(text: str) -> Mapping[str, str]:
    """The stems of the words that say something, each with the word as it stands first."""
    found: dict[str, str] = {}
    for word in _WORD.findall(text.casefold()):
        word = word.removesuffix("'s")
        if len(word) > 1 and word not in _EMPTY:
            found.setdefault(_stem(word), word)
    return found


def match_skills(
    competencies: Sequence[str], texts: Sequence[SkillText], *, enough: float = ENOUGH
) -> tuple[SkillMatch, ...]:
    """For each competency the text that shares most of its words, where that is enough; in the competencies' order.

    A word that stands in many texts weighs little. A competency of one word needs that very word.
    """
    stemmed = [stems(text.text) for text in texts]
    seen = Counter(stem for each in stemmed for stem in each)
    total = len(texts) + 1
    found = []
    for competency in competencies:
        own = stems(competency)
        weights = {stem: math.log(total / (1 + seen[stem])) + 0.1 for stem in own}
        whole = sum(weights.values())
        best: tuple[float, int] | None = None
        for number, theirs in enumerate(stemmed):
            score = (
                sum(weight for stem, weight in weights.items() if stem in theirs) / whole if whole else 0.0
            )
            if score >= enough and (best is None or score > best[0]):
                best = (score, number)
        if best is not None:
            score, number = best
            words = tuple(word for stem, word in own.items() if stem in stemmed[number])
            found.append(
                SkillMatch(competency=competency, matched=texts[number], score=round(score, 3), words=words)
            )
    return tuple(found)


def find_sentences(competencies: Iterable[str], sentences: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """(competency, the first sentence that has all its words), for those of two words and more that say something.

    One word alone ("Safety") is said in every text, so it proves nothing.
    """
    stemmed = [frozenset(stems(sentence)) for sentence in sentences]
    found = []
    for competency in dict.fromkeys(competencies):
        own = frozenset(stems(competency))
        if len(own) < 2:
            continue
        place = next((number for number, theirs in enumerate(stemmed) if own <= theirs), None)
        if place is not None:
            found.append((competency, sentences[place]))
    return tuple(found)


def suggest_edges(catalog: Catalog) -> tuple[SuggestedEdge, ...]:
    """Pairs in one cluster without any edge between them that assess much the same: the smaller may help.

    Strongest first, then by ids. Competencies count as the same where their stems are.
    """
    tied = {frozenset((edge.from_id, edge.to_id)) for edge in catalog.edges}
    assessed = {
        credential.id: {key: name for name in credential.competencies if (key := frozenset(stems(name)))}
        for credential in catalog.credentials
    }
    holders: dict[frozenset[str], list[str]] = {}
    for id_, named in assessed.items():
        for key in named:
            holders.setdefault(key, []).append(id_)
    shared: Counter[tuple[str, str]] = Counter()
    for ids in holders.values():
        for place, one in enumerate(ids):
            shared.update((min(one, other), max(one, other)) for other in ids[place + 1 :])
    held = {credential.id: credential for credential in catalog.credentials}
    found = []
    for (one, other), count in shared.items():
        small, large = sorted((one, other), key=lambda id_: (len(assessed[id_]), id_))
        score = count / len(assessed[small])
        is_other_state = held[one].jurisdiction != held[other].jurisdiction
        if count < LEAST_SHARED or score < ALIKE or is_other_state or frozenset((one, other)) in tied:
            continue
        if not set(held[one].clusters) & set(held[other].clusters):
            continue
        names = tuple(sorted(assessed[small][key] for key in assessed[small].keys() & assessed[large].keys()))
        found.append(SuggestedEdge(from_id=small, to_id=large, shared=names, score=round(score, 3)))
    return tuple(sorted(found, key=lambda each: (-each.score, -len(each.shared), each.from_id, each.to_id)))


def _stem(word: str) -> str:
    """A word without its ending: weld, welds, welder and welding are one."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word.removesuffix(ending)
    return word
