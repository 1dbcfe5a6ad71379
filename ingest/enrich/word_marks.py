"""Which of many hints stand in a text, by one look at each word: a cheap look before costly patterns.

Searching a text for a hundred hints one by one costs more than the patterns that they spare. Words repeat, so which
hints a word holds is remembered; a text then costs one look-up a word.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

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
        self._of_word = _Remembered(self._pieces)

    def hints(self, hints: Iterable[str]) -> Hints:
        """Marks for hints in small letters. To be called while modules load, before the first text is marked."""
        every, alone, more = 0, 0, []
        for hint in hints:
            piece = max(hint.split(), key=len)
            mark = self._pieces.setdefault(piece, 1 << len(self._pieces))
            every |= mark
            if piece == hint:
                alone |= mark
            else:
                more.append((mark, hint))
        self._of_word.clear()
        return Hints(every, alone, tuple(more))

    def of(self, lowered: str) -> int:
        """The marks of a text in small letters."""
        marks = 0
        for mark in filter(None, map(self._of_word.__getitem__, lowered.split())):
            marks |= mark
        return marks


class _Remembered(dict[str, int]):
    """The marks of a word, made when it is first seen; the older half goes when there are too many."""

    def __init__(self, pieces: dict[str, int]) -> None:
        super().__init__()
        self._pieces = pieces

    def __missing__(self, word: str) -> int:
        if len(self) >= _MOST_WORDS:
            for old in list(islice(self, _MOST_WORDS // 2)):
                self.pop(old, None)
        marks = 0
        for piece, mark in self._pieces.items():
            if piece in word:
                marks |= mark
        self[word] = marks
        return marks
