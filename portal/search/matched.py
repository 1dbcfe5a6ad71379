"""Which words of a name fit what was sought: the "why" of a hit. Knows no engine."""

from collections.abc import Callable, Sequence

from portal.search.fold import fold, split_words
from portal.search.sought import Sought, Variant


class Matcher:
    """Made once a query, asked once a hit. `stem` cuts the ending of a folded word."""

    def __init__(self, sought: Sequence[Sought], stem: Callable[[str], str]) -> None:
        self._stem = stem
        self._sought = [
            (item.corrected or item.typed, [self._prepare(variant) for variant in item.variants])
            for item in sought
        ]

    def words(self, name: str) -> tuple[str, ...]:
        """Words of the name that fit; for a thing that only the text has, the words as sought."""
        if not self._sought:
            return ()
        words = split_words(fold(name))
        stems = [self._stem(word) for word in words]
        matched: dict[str, None] = {}
        for fallback, variants in self._sought:
            fitting = [word for variant, sought in variants for word in _run(variant, sought, words, stems)]
            matched.update(dict.fromkeys(fitting or [fallback]))
        return tuple(matched)

    def _prepare(self, variant: Variant) -> tuple[Variant, list[str]]:
        as_written = variant.is_exact or variant.is_prefix
        return variant, list(variant.words) if as_written else [self._stem(word) for word in variant.words]


def _run(variant: Variant, sought: list[str], words: list[str], stems: list[str]) -> list[str]:
    """The first run of words that fits a variant."""
    where = words if variant.is_exact or variant.is_prefix else stems
    size = len(sought)
    if variant.is_prefix:
        head, last = sought[:-1], sought[-1]
        for end in range(size - 1, len(words)):
            if where[end].startswith(last) and where[end - size + 1 : end] == head:
                return words[end - size + 1 : end + 1]
        return []
    if sought[0] not in where:
        return []
    for start in range(len(words) - size + 1):
        if where[start : start + size] == sought:
            return words[start : start + size]
    return []
