"""Hashed features of a title's words and of a text: numbers from which no word can be read back."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from ingest.enrich.title_words import singular

TITLE_BUCKETS = 1 << 15
TEXT_BUCKETS = 1 << 14
GRAM_SIZES = (3, 4)
_LETTERS = re.compile(r"[a-z]{3,}")
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
    return (_bucket("w" + word), *sorted(_bucket(gram) for gram in grams))


@lru_cache(maxsize=200_000)
def _bucket(feature: str) -> int:
    return crc32(feature.encode()) % TITLE_BUCKETS


def title_features(
    words: Sequence[tuple[str, float]],
) -> tuple[NDArray[np.int64], NDArray[np.float32], list[int]]:
    """Buckets, weights (of length 1 together), and for each feature the index of its word.

    Features: each word, pairs of neighbours, runs of three and four letters, the first and the last word
    of the part that counts fully.
    """
    weights: dict[int, float] = {}
    owners: dict[int, int] = {}

    def add(bucket: int, weight: float, owner: int) -> None:
        if weights.get(bucket, 0.0) < weight:
            weights[bucket] = weight
            owners[bucket] = owner

    head = [i for i, (_, weight) in enumerate(words) if weight == 1.0]
    for i, (word, weight) in enumerate(words):
        for bucket in _word_buckets(word):
            add(bucket, weight, i)
        if i + 1 < len(words):
            add(_bucket(f"b{word} {words[i + 1][0]}"), min(weight, words[i + 1][1]), i)
    if head:
        add(_bucket("f" + words[head[0]][0]), 1.0, head[0])
        add(_bucket("l" + words[head[-1]][0]), 1.0, head[-1])
    buckets = np.fromiter(weights, dtype=np.int64, count=len(weights))
    values = np.fromiter(weights.values(), dtype=np.float32, count=len(weights))
    length = float(np.sqrt((values**2).sum())) or 1.0
    return buckets, values / np.float32(length), list(owners.values())


@lru_cache(maxsize=60_000)
def _text_bucket(word: str) -> int:
    return -1 if word in _COMMON else crc32(("t" + singular(word)).encode()) % TEXT_BUCKETS


def text_buckets(text: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Buckets of a text's words with their damped counts (1 + ln n); common words are left out."""
    counts = Counter(_LETTERS.findall(text.lower()))
    sums: dict[int, int] = {}
    for word, count in counts.items():
        bucket = _text_bucket(word)
        if bucket >= 0:
            sums[bucket] = sums.get(bucket, 0) + count
    buckets = np.fromiter(sums, dtype=np.int64, count=len(sums))
    return buckets, 1 + np.log(np.fromiter(sums.values(), dtype=np.float32, count=len(sums)))
