"""Which known word somebody meant. Works on a vocabulary with counts; knows no engine."""

from collections.abc import Mapping

_LETTERS = "abcdefghijklmnopqrstuvwxyzñ"


class Speller:
    """Finds the nearest word of a vocabulary.

    One error (a letter too many, missing, wrong, or two swapped) is looked up directly; two errors only
    among words that share the first letter and nearly the length, which keeps it in milliseconds.
    """

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts = {word: count for word, count in counts.items() if len(word) > 2 and word.isalpha()}
        for word, count in list(self._counts.items()):
            # Official titles are plural (Plumbers) and people type the singular.
            if len(word) > 4 and word.endswith("s") and not word.endswith("ss"):
                self._counts.setdefault(word[:-1], count)
        self._by_start: dict[tuple[str, int], list[tuple[str, int]]] = {}
        for word in self._counts:
            self._by_start.setdefault((word[0], len(word)), []).append((word, _letter_mask(word)))

    def nearest(self, word: str, *, max_errors: int) -> str | None:
        """The most frequent known word at the smallest distance; None when there is none within `max_errors`."""
        near = [
            (candidate, self._counts[candidate])
            for candidate in _one_error(word)
            if candidate in self._counts
        ]
        if near:
            # An error in the first letter is rare: such a word must be far more frequent to win.
            return max(near, key=lambda item: (item[1] * (10 if item[0][0] == word[0] else 1), item[0]))[0]
        if max_errors < 2:
            return None
        best: tuple[int, str] | None = None
        mask = _letter_mask(word)
        for length in range(len(word) - 2, len(word) + 3):
            for candidate, letters in self._by_start.get((word[0], length), ()):
                if (letters ^ mask).bit_count() <= 4 and _distance(word, candidate, limit=2) <= 2:
                    rated = (self._counts[candidate], candidate)
                    best = rated if best is None else max(best, rated)
        return best[1] if best else None


def _letter_mask(word: str) -> int:
    mask = 0
    for letter in word:
        mask |= 1 << (ord(letter) % 61)
    return mask


def _one_error(word: str) -> set[str]:
    splits = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    near = {left + right[1:] for left, right in splits if right}
    near |= {left + right[1] + right[0] + right[2:] for left, right in splits if len(right) > 1}
    near |= {left + letter + right[1:] for left, right in splits if right for letter in _LETTERS}
    near |= {left + letter + right for left, right in splits for letter in _LETTERS}
    near.discard(word)
    return near


def _distance(one: str, other: str, *, limit: int) -> int:
    """Edit distance with swaps of neighbours; stops early above `limit`."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        row = [i]
        for j, other_letter in enumerate(other, start=1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != other_letter))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == other_letter:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
        before, last = last, row
    return last[-1]
