"""Hashed features of a title's words and of a text: numbers from which no word can be read back."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from string import ascii_lowercase
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from ingest.enrich.title_words import singular, split_words

TITLE_BUCKETS = 1 << 18
"""Places of hashes. The artefact has a row only for those that several titles share."""
TEXT_BUCKETS = 1 << 14
GRAM_SIZES = (3, 4)
MOST_DUTY_WORDS = 40
_FEWEST_LETTERS = 3
_LETTERS = re.compile(r"[a-z]{3,}")
_LETTERS_ONLY = bytes(code if chr(code) in ascii_lowercase else ord(" ") for code in range(256))
"""Everything but small letters becomes a space: several times faster than to look for runs of letters."""
_COMMON = frozenset(
    (
        "the", "and", "for", "with", "from", "are", "will", "this", "that", "these", "those", "their", "its", "such",
        "other", "any", "all", "may", "must", "you", "your", "our", "has", "have", "not", "which", "who", "can",
        "using", "use", "including", "include", "work", "job", "position", "duty", "duties", "perform", "ability",
        "required", "experience",
    )
)  # fmt: skip


@lru_cache(maxsize=50_000)
def _word_buckets(word: str) -> tuple[int, ...]:
    padded = f"<{word}>"
    grams = {padded[i : i + n] for n in GRAM_SIZES for i in range(len(padded) - n + 1) if len(padded) > n}
    return (word_bucket(word), *sorted(_bucket(gram) for gram in grams))


@lru_cache(maxsize=200_000)
def _bucket(feature: str) -> int:
    return crc32(feature.encode()) % TITLE_BUCKETS


def word_bucket(word: str) -> int:
    """The bucket of a whole word of a title."""
    return _bucket("w" + word)


def title_features(
    words: Sequence[tuple[str, float]],
) -> tuple[NDArray[np.int64], NDArray[np.float32], list[int]]:
    """Buckets, weights (of length 1 together), and for each feature the index of its word.

    Features: each word, pairs of neighbours, runs of three and four letters, the first and the last word
    of the part that counts fully.
    """
    weights: dict[int, float] = {}
    owners: dict[int, int] = {}
    first = last = -1
    for i, (word, weight) in enumerate(words):
        buckets = _word_buckets(word)
        if i + 1 < len(words):
            following, its_weight = words[i + 1]
            _add(weights, owners, (_bucket(f"b{word} {following}"),), min(weight, its_weight), i)
        _add(weights, owners, buckets, weight, i)
        if weight == 1.0:
            first, last = (i if first < 0 else first), i
    if last >= 0:
        _add(weights, owners, (_bucket("f" + words[first][0]),), 1.0, first)
        _add(weights, owners, (_bucket("l" + words[last][0]),), 1.0, last)
    values = np.fromiter(weights.values(), dtype=np.float32, count=len(weights))
    length = float(np.sqrt(values @ values)) or 1.0
    return (
        np.fromiter(weights, dtype=np.int64, count=len(weights)),
        values / np.float32(length),
        list(owners.values()),
    )


def _add(
    weights: dict[int, float], owners: dict[int, int], buckets: Sequence[int], weight: float, owner: int
) -> None:
    """Note features of a word; one that is there already keeps its greater weight."""
    for bucket in buckets:
        if weights.get(bucket, 0.0) < weight:
            weights[bucket] = weight
            owners[bucket] = owner


class _TextBuckets(dict[bytes, int]):
    """Buckets of words by word; common words and those of fewer than three letters have the last one, past all."""

    def __missing__(self, letters: bytes) -> int:
        if len(self) >= _MOST_WORDS:
            self.clear()
        word = letters.decode("ascii")
        is_told = len(word) >= _FEWEST_LETTERS and word not in _COMMON
        found = crc32(("t" + singular(word)).encode()) % TEXT_BUCKETS if is_told else TEXT_BUCKETS
        self[letters] = found
        return found


_MOST_WORDS = 60_000
_text_buckets_of = _TextBuckets()


def text_buckets(text: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Buckets of a text's words with their damped counts (1 + ln n); common words are left out."""
    words = text.lower().encode("ascii", "replace").translate(_LETTERS_ONLY).split()
    counts = Counter(map(_text_buckets_of.__getitem__, words))
    counts.pop(TEXT_BUCKETS, None)
    buckets = np.fromiter(counts, dtype=np.int64, count=len(counts))
    return buckets, 1 + np.log(np.fromiter(counts.values(), dtype=np.float32, count=len(counts)))


def duty_words(text: str) -> list[str]:
    """Words of a statement of duties that could stand in a title, in the singular; the first forty."""
    found = (w for w in split_words(text) if len(w) > 2 and w not in _COMMON and not w.isdigit())
    return [singular(word) for word in islice(found, MOST_DUTY_WORDS)]


def duty_buckets(words: Sequence[tuple[str, float]]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Text buckets of a title's words with their weight, so that a title can be held against duties."""
    sums: dict[int, float] = {}
    for word, weight in words:
        if _LETTERS.fullmatch(word) and (bucket := _text_buckets_of[word.encode()]) < TEXT_BUCKETS:
            sums[bucket] = max(weight, sums.get(bucket, 0.0))
    buckets = np.fromiter(sums, dtype=np.int64, count=len(sums))
    return buckets, np.fromiter(sums.values(), dtype=np.float32, count=len(sums))
