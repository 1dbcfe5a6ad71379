"""Finds the catalog's credentials in a sentence by their names and aliases, and picks the one of the right state."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from portal.domain.credential import Catalog, Credential

_TOKEN = re.compile(r"[^\W_]+|[+/&]")
_INITIALS = re.compile(r"\b(?:[A-Z]\.){2,}(?!\w)|\b(?:[A-Z]\.){1,}[A-Z]\b")
_STATE_MARK = re.compile(r"\s*\([A-Z][a-z]+(?: [A-Z][a-z]+)?\)$")


@dataclass(frozen=True)
class Token:
    """A word of a sentence with where it stands."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Mention:
    """A place in a sentence that names credentials: every concept that the words can mean."""

    surface: str
    start: int
    end: int
    ids: frozenset[str]


@dataclass(frozen=True)
class _Name:
    words: tuple[str, ...]
    is_cased: bool
    raw: tuple[str, ...]
    credential_id: str


@dataclass
class CatalogNames:
    """Names and aliases of all credentials, ready to be found."""

    credentials: dict[str, Credential] = field(default_factory=dict)
    _by_first: dict[str, list[_Name]] = field(default_factory=dict)
    _alone: frozenset[str] = frozenset()
    _alone_cased: frozenset[str] = frozenset()
    _openings: frozenset[tuple[str, str]] = frozenset()
    _homes: dict[str, str] = field(default_factory=dict)

    @classmethod
    def build(cls, catalog: Catalog) -> "CatalogNames":
        """Index names (without their state in brackets) and aliases, longest first."""
        found = cls(credentials={c.id: c for c in catalog.credentials})
        by_first: dict[str, list[_Name]] = defaultdict(list)
        for credential in catalog.credentials:
            for name in {_STATE_MARK.sub("", credential.name), *credential.aliases}:
                tokens = tokenize(name)
                if not tokens:
                    continue
                raw = tuple(token.text for token in tokens)
                words = tuple(word.casefold() for word in raw)
                by_first[words[0]].append(_Name(words, _is_cased(name, raw), raw, credential.id))
        for names in by_first.values():
            names.sort(key=lambda n: (-len(n.words), n.credential_id))
        found._by_first = dict(by_first)
        found._homes = _homes(catalog.credentials)
        every = [name for names in by_first.values() for name in names]
        found._alone = frozenset(n.words[0] for n in every if len(n.words) == 1 and not n.is_cased)
        found._alone_cased = frozenset(n.raw[0] for n in every if len(n.words) == 1 and n.is_cased)
        found._openings = frozenset((n.words[0], n.words[1]) for n in every if len(n.words) > 1)
        return found

    def find(self, sentence: str) -> list[Mention]:
        """Mentions in the order of the sentence; the longest name wins, names do not overlap."""
        if not ("." in sentence and _INITIALS.search(sentence)) and not self._may_name(sentence):
            return []
        tokens = tokenize(sentence)
        folded = [token.text.casefold() for token in tokens]
        mentions: list[Mention] = []
        position = 0
        while position < len(tokens):
            if folded[position] not in self._by_first:
                position += 1
                continue
            size, ids = self._longest(tokens, folded, position)
            if not size:
                position += 1
                continue
            start, end = tokens[position].start, tokens[position + size - 1].end
            mentions.append(Mention(sentence[start:end], start, end, ids))
            position += size
        return mentions

    def _may_name(self, sentence: str) -> bool:
        """False where no name can begin in a sentence without initials: a cheap look, most sentences name nothing."""
        raw = _TOKEN.findall(sentence.replace("'s", "s").replace("’s", "s"))
        if not self._alone_cased.isdisjoint(raw):
            return True
        words = [word.casefold() for word in raw]
        return not (self._alone.isdisjoint(words) and self._openings.isdisjoint(pairwise(words)))

    def _longest(self, tokens: list[Token], folded: list[str], position: int) -> tuple[int, frozenset[str]]:
        size = 0
        ids: set[str] = set()
        for name in self._by_first[folded[position]]:
            length = len(name.words)
            if length < size:
                break
            if tuple(folded[position : position + length]) != name.words:
                continue
            if name.is_cased and tuple(t.text for t in tokens[position : position + length]) != name.raw:
                continue
            size = length
            ids.add(name.credential_id)
        return size, frozenset(ids)

    def in_states(self, ids: Iterable[str], states: frozenset[str]) -> tuple[tuple[str, ...], bool]:
        """The ids that count in these states, and whether every state is served.

        A licence counts in its own state; a credential without one counts everywhere. A state's own record of what
        counts everywhere (`drivers-license-in`) is meant in that state only: elsewhere the record of no state
        (`drivers-license`) is, and where the catalog has none, nothing.
        """
        found: set[str] = set()
        served: set[str] = set()
        is_everywhere = False
        for credential_id in ids:
            home = self._homes.get(credential_id)
            state = self.credentials[credential_id].jurisdiction or home
            if state is None:
                found.add(credential_id)
                is_everywhere = True
                continue
            if state in states:
                found.add(credential_id)
                served.add(state)
            stem = credential_id.rpartition("-")[0]
            if home is not None and states != {home} and stem in self.credentials:
                found.add(stem)
                is_everywhere = True
        return tuple(sorted(found)), is_everywhere or (bool(states) and served >= states)


def _homes(credentials: Sequence[Credential]) -> dict[str, str]:
    """Records of one state that count everywhere, with that state, which ends their id."""
    codes = {state for c in credentials for state in (c.jurisdiction, *c.offered_in) if state}
    return {
        c.id: state
        for c in credentials
        if c.jurisdiction is None
        and c.education_level is None
        and (state := c.id.rpartition("-")[2].upper()) in codes
    }


def tokenize(text: str) -> list[Token]:
    """Words, and the signs + / &; "C.N.A." is one word, "driver's" is "drivers", hyphens part words."""
    tokens: list[Token] = []
    initials = {found.start(): found for found in _INITIALS.finditer(text)} if "." in text else {}
    position = 0
    for found in _TOKEN.finditer(text):
        if found.start() < position:
            continue
        if whole := initials.get(found.start()):
            tokens.append(Token(whole[0].replace(".", ""), whole.start(), whole.end()))
            position = whole.end()
            continue
        previous = tokens[-1] if tokens else None
        if (
            found[0] in ("s", "S")
            and previous
            and previous.end + 1 == found.start()
            and text[previous.end] in "'’"
        ):
            tokens[-1] = Token(previous.text + "s", previous.start, found.end())
            continue
        tokens.append(Token(found[0], found.start(), found.end()))
    return tokens


def _is_cased(name: str, raw: tuple[str, ...]) -> bool:
    """Short names in capitals are words only in capitals: RN, HHA, CLP, A+."""
    letters = re.sub(r"[^A-Za-z]", "", name)
    return len(raw) <= 2 and (letters.isupper() or letters.rstrip("s").isupper()) and len(letters) <= 6
