"""Which of many hints stand in a text, by one look at each word: a cheap look before costly patterns.

Searching a text for hundreds of hints one by one costs more than the patterns that they spare. Words repeat, so which
hints a word holds is remembered; a text then costs one look-up a word. All parts of reading share `MARKS`, so that each
sentence of a posting is marked once.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from ingest.enrich.text import sentences_of_line

_MOST_WORDS = 20_000
"""About 2 MB; a feed's words are mostly the same few thousand."""


@dataclass(frozen=True, slots=True)
class Hints:
    """Hints of which one must stand: those of one word by their marks alone, those of several by a second look."""

    any_mark: int
    of_one_word: int
    of_more: tuple[tuple[int, str], ...]

    def stand_in(self, lowered: str, marks: int) -> bool:
        """Whether one of them stands in a text in small letters, of which `marks` are the marks."""
        if not marks & self.any_mark:
            return False
        if marks & self.of_one_word:
            return True
        for mark, hint in self.of_more:  # noqa: SIM110 - a generator costs more than the search itself
            if marks & mark and hint in lowered:
                return True
        return False


class WordMarks:
    """Gives each hint a mark (one bit), and a text the marks of all hints that its words hold."""

    def __init__(self) -> None:
        self._pieces: dict[str, int] = {}
        self._of_word = _Remembered()

    def hints(self, hints: Iterable[str]) -> Hints:
        """Marks for hints in small letters. To be called while modules load, before the first text is marked."""
        every, alone, more = 0, 0, []
        for hint in hints:
            piece = max(hint.split(), key=len)
            mark = self._pieces.get(piece)
            if mark is None:
                mark = self._pieces[piece] = 1 << len(self._pieces)
                self._of_word.add(piece, mark)
            every |= mark
            if piece == hint:
                alone |= mark
            else:
                more.append((mark, hint))
        return Hints(every, alone, tuple(more))

    def of(self, lowered: str) -> int:
        """The marks of a text in small letters."""
        marks = 0
        for mark in filter(None, map(self._of_word.__getitem__, lowered.split())):
            marks |= mark
        return marks


class _Remembered(dict[str, int]):
    """The marks of a word, made when it is first seen; the older half goes when there are too many."""

    def __init__(self) -> None:
        super().__init__()
        self._by_opening: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
        """Pieces by their first two letters, so that a word costs one look-up a letter and not one a piece."""
        self._of_one_letter: list[tuple[str, int]] = []

    def add(self, piece: str, mark: int) -> None:
        """Look for a piece from now on; what was remembered before does not know it and goes."""
        if len(piece) == 1:
            self._of_one_letter.append((piece, mark))
        else:
            self._by_opening[piece[:2]].append((piece, mark))
        self.clear()

    def __missing__(self, word: str) -> int:
        if len(self) >= _MOST_WORDS:
            for old in list(islice(self, _MOST_WORDS // 2)):
                self.pop(old, None)
        marks = 0
        opening = self._by_opening.get
        for place in range(len(word) - 1):
            if pieces := opening(word[place : place + 2]):
                for piece, mark in pieces:
                    if word.startswith(piece, place):
                        marks |= mark
        for letter, mark in self._of_one_letter:
            if letter in word:
                marks |= mark
        self[word] = marks
        return marks


MARKS = WordMarks()
"""The marks of all words by which requirements and signals are found."""


class MarkedSentence(NamedTuple):
    """A sentence as it stands in its text, in small letters, and the marks of these."""

    text: str
    lowered: str
    marks: int


@lru_cache(maxsize=1_024)
def marked_sentences(line: str) -> tuple[MarkedSentence, ...]:
    """Sentences of a line. Kept a while, because each part of reading asks for those of the same posting."""
    return tuple(
        MarkedSentence(sentence, lowered := sentence.lower(), MARKS.of(lowered))
        for sentence in sentences_of_line(line)
    )
