"""Finds the catalog's credentials in a sentence by their names and aliases, and picks the one of the right state."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise
from typing import NamedTuple

from portal.domain.credential import Catalog, Credential

_TOKEN = re.compile(r"[^\W_]+|[+/&]")
_INITIALS = re.compile(r"\b(?:[A-Z]\.){2,}(?!\w)|\b(?:[A-Z]\.){1,}[A-Z]\b")
_STATE_MARK = re.compile(r"\s*\([A-Z][a-z]+(?: [A-Z][a-z]+)?\)$")
_AROUND_A_WORD = '()[],;:.!?"*'
"""Signs at the ends of what stands between two spaces; none makes a token of its own, as + / & do."""
_MOST_WORDS = 20_000
"""Of which it is remembered whether they begin a name: about 5 MB."""


class Token(NamedTuple):
    """A word of a sentence with where it stands."""

    text: str
    start: int
    end: int


class Mention(NamedTuple):
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
    _by_words: dict[tuple[str, ...], list[_Name]] = field(default_factory=dict)
    _lengths: dict[tuple[str, ...], tuple[int, ...]] = field(default_factory=dict)
    """How many words names have that begin with these two, most first."""
    _words: "_WordParts" = field(default_factory=lambda: _WordParts(frozenset(), frozenset(), frozenset()))
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
        every = [name for names in by_first.values() for name in names]
        by_words: dict[tuple[str, ...], list[_Name]] = defaultdict(list)
        lengths: dict[tuple[str, ...], set[int]] = defaultdict(set)
        for one in every:
            by_words[one.words].append(one)
            if len(one.words) > 1:
                lengths[one.words[:2]].add(len(one.words))
        found._by_words = dict(by_words)
        found._lengths = {opening: tuple(sorted(of, reverse=True)) for opening, of in lengths.items()}
        found._homes = _homes(catalog.credentials)
        found._words = _WordParts(
            frozenset(opening[0] for opening in lengths),
            frozenset(n.words[0] for n in every if len(n.words) == 1 and not n.is_cased),
            frozenset(n.raw[0] for n in every if len(n.words) == 1 and n.is_cased),
        )
        return found

    def find(self, sentence: str) -> list[Mention]:
        """Mentions in the order of the sentence; the longest name wins, names do not overlap."""
        if not self._may_name(sentence):
            return []
        tokens = tokenize(sentence)
        folded = [token.text.casefold() for token in tokens]
        mentions: list[Mention] = []
        position = 0
        while position < len(tokens):
            size, ids = self._longest(tokens, folded, position)
            if not size:
                position += 1
                continue
            start, end = tokens[position].start, tokens[position + size - 1].end
            mentions.append(Mention(sentence[start:end], start, end, ids))
            position += size
        return mentions

    def _may_name(self, sentence: str) -> bool:
        """False where no name can begin in a sentence: a cheap look, most sentences name nothing."""
        words = sentence.split()
        may = [*map(self._words.__getitem__, words)]
        if _NAMES in may:
            return True
        place = -1
        for _ in range(may.count(_BEGINS)):
            place = may.index(_BEGINS, place + 1)
            folded = _words_in(words[place])[1]
            after = _words_in(words[place + 1])[1][:1] if place + 1 < len(words) else ()
            if not self._lengths.keys().isdisjoint(pairwise(folded + after)):
                return True
        return False

    def _longest(self, tokens: list[Token], folded: list[str], position: int) -> tuple[int, frozenset[str]]:
        opening = tuple(folded[position : position + 2])
        for length in (*self._lengths.get(opening, ()), 1):
            words = tuple(folded[position : position + length])
            names = self._by_words.get(words, ()) if len(words) == length else ()
            raw = None
            ids = set()
            for name in names:
                if name.is_cased:
                    raw = raw or tuple(t.text for t in tokens[position : position + length])
                    if raw != name.raw:
                        continue
                ids.add(name.credential_id)
            if ids:
                return length, frozenset(ids)
        return 0, frozenset()

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


_NAMES, _BEGINS = 2, 1


class _WordParts(dict[str, int]):
    """Whether what stands between two spaces holds a name or begins one, told when it is first seen; the older half
    goes when there are too many."""

    def __init__(self, begins: frozenset[str], alone: frozenset[str], alone_cased: frozenset[str]) -> None:
        super().__init__()
        self._begins, self._alone, self._alone_cased = begins, alone, alone_cased

    def __missing__(self, word: str) -> int:
        if len(self) >= _MOST_WORDS:
            for old in list(islice(self, _MOST_WORDS // 2)):
                self.pop(old, None)
        raw, folded = _words_in(word)
        if not (self._alone.isdisjoint(folded) and self._alone_cased.isdisjoint(raw)):
            may = _NAMES
        else:
            may = 0 if self._begins.isdisjoint(folded) else _BEGINS
        self[word] = may
        return may


def _words_in(piece: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of what stands between two spaces, as they stand and folded."""
    bare = piece.strip(_AROUND_A_WORD)
    if bare.isascii() and bare.isalnum():  # most are one word, and need no pattern
        return (bare,), (bare.lower(),)
    raw = tuple(token.text for token in tokenize(piece))
    return raw, tuple(part.casefold() for part in raw)


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
    if "'s" not in text and "’s" not in text and "'S" not in text and "’S" not in text and "." not in text:
        return [Token(found[0], *found.span()) for found in _TOKEN.finditer(text)]
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
