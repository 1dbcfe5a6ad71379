"""Fits the coder in plain numpy: low-rank softmaxes over hashed features of titles, and duties as centroids."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.enrich.title_features import (
    TEXT_BUCKETS,
    TITLE_BUCKETS,
    text_buckets,
    title_features,
    word_bucket,
)

FLOAT = NDArray[np.float32]
INT = NDArray[np.int64]
BATCH, RATE = 256, 0.5
LEAST_SEEN = 3
"""A feature that fewer titles have gets no row: it says little, and rows are what the artefact is made of."""
KEPT_PER_CODE = 300
"""How many text buckets stay with each occupation: its strongest."""


@dataclass(frozen=True)
class Member:
    """How one softmax learns. `dropped` is the share of features left out at each step, so that no single one is
    relied on.
    """

    rank: int
    epochs: int
    dropped: float
    seed: int


MEMBERS = (Member(128, 8, 0.3, 1), Member(128, 10, 0.5, 2))
"""Chosen on titles that are neither reported on nor learnt from: two know more than either."""


@dataclass(frozen=True)
class Rows:
    """Sparse rows: features of each example one after the other; `start` has one more entry than rows."""

    start: INT
    bucket: INT
    value: FLOAT

    def __len__(self) -> int:
        return len(self.start) - 1

    def take(self, rows: INT) -> tuple[INT, INT, FLOAT]:
        """Starts, buckets and values of some rows."""
        counts = self.start[rows + 1] - self.start[rows]
        starts = np.concatenate([[0], np.cumsum(counts)])
        positions = np.repeat(self.start[rows] - starts[:-1], counts) + np.arange(starts[-1])
        return starts, self.bucket[positions], self.value[positions]


def title_rows(titles: Sequence[Sequence[tuple[str, float]]]) -> Rows:
    """Features of titles, given as words."""
    return _rows([title_features(words)[:2] for words in titles])


def word_rows(texts: Sequence[Sequence[str]]) -> Rows:
    """Words of statements of duties, as features of titles: what a word means where no known title has it."""
    parts = []
    for words in texts:
        buckets = np.unique(np.array([word_bucket(word) for word in words], dtype=np.int64))
        value = 1 / np.sqrt(max(len(buckets), 1))
        parts.append((buckets, np.full(len(buckets), value, dtype=np.float32)))
    return _rows(parts)


def joined(first: Rows, second: Rows) -> Rows:
    """Rows of both, one after the other."""
    return Rows(
        np.concatenate([first.start, first.start[-1] + second.start[1:]]),
        np.concatenate([first.bucket, second.bucket]),
        np.concatenate([first.value, second.value]),
    )


def kept_buckets(rows: Rows) -> NDArray[np.bool_]:
    """Which buckets get a row: those of at least `LEAST_SEEN` titles."""
    kept: NDArray[np.bool_] = np.bincount(rows.bucket, minlength=TITLE_BUCKETS) >= LEAST_SEEN
    return kept


def on_rows(rows: Rows, kept: NDArray[np.bool_]) -> Rows:
    """The same with the number of the row instead of the bucket; features without one count nothing (row 0)."""
    number = np.where(kept, np.cumsum(kept), 0)
    found = number[rows.bucket]
    return Rows(rows.start, found, np.where(found > 0, rows.value, 0).astype(np.float32))


def _rows(parts: Sequence[tuple[INT, FLOAT]]) -> Rows:
    start = np.concatenate([[0], np.cumsum([len(buckets) for buckets, _ in parts])]).astype(np.int64)
    return Rows(start, np.concatenate([b for b, _ in parts]), np.concatenate([v for _, v in parts]))


@dataclass(frozen=True)
class TitleModel:
    """Shape: `embedding` rows × k (row 0 is that of no feature), `output` k × codes, `bias` codes."""

    embedding: FLOAT
    output: FLOAT
    bias: FLOAT


def fit_titles(
    rows: Rows, codes: INT, weights: FLOAT, *, code_count: int, members: Sequence[Member] = MEMBERS
) -> TitleModel:
    """Learn several softmaxes, laid side by side: what they say together is the mean of each. Same input, same numbers.

    One of fewer numbers that comes near all of them (by singular values) forgets the rare occupations.
    """
    count = int(rows.bucket.max()) + 1
    learnt = [
        _learn(rows, codes, weights, code_count=code_count, row_count=count, member=one) for one in members
    ]
    return TitleModel(
        np.concatenate([one.embedding for one in learnt], axis=1),
        (np.concatenate([one.output for one in learnt]) / np.float32(len(learnt))).astype(np.float32),
        np.mean([one.bias for one in learnt], axis=0, dtype=np.float32),
    )


def _learn(
    rows: Rows, codes: INT, weights: FLOAT, *, code_count: int, row_count: int, member: Member
) -> TitleModel:
    """One softmax by stochastic gradient descent with a step for each feature (Adagrad)."""
    random = np.random.default_rng(member.seed)
    embedding = (random.standard_normal((row_count, member.rank)) * 0.1).astype(np.float32)
    output = (random.standard_normal((member.rank, code_count)) * 0.1).astype(np.float32)
    bias = np.zeros(code_count, dtype=np.float32)
    seen_rows, seen_output = np.full(row_count, 1e-8, np.float32), np.full_like(output, 1e-8)
    stays = np.float32(1 / (1 - member.dropped))
    for epoch in range(member.epochs):
        rate = np.float32(RATE * (1 - epoch / member.epochs) + 0.02)
        order = random.permutation(len(rows))
        for first in range(0, len(order), BATCH):
            chosen = order[first : first + BATCH]
            starts, buckets, values = rows.take(chosen)
            values = values * stays * (random.random(len(values)) >= member.dropped).astype(np.float32)
            hidden = np.add.reduceat(embedding[buckets] * values[:, None], starts[:-1], axis=0)
            error = hidden @ output + bias
            error -= error.max(axis=1, keepdims=True)
            np.exp(error, out=error)
            error /= error.sum(axis=1, keepdims=True)
            error[np.arange(len(chosen)), codes[chosen]] -= 1
            error *= weights[chosen][:, None]
            hidden_error = error @ output.T
            output_step = hidden.T @ error
            owner = np.repeat(np.arange(len(chosen)), np.diff(starts))
            sorting = np.argsort(buckets, kind="stable")
            unique, firsts = np.unique(buckets[sorting], return_index=True)
            steps = np.add.reduceat(hidden_error[owner[sorting]] * values[sorting][:, None], firsts, axis=0)
            seen_rows[unique] += (steps**2).mean(axis=1)
            embedding[unique] -= rate * np.float32(0.3) * steps / np.sqrt(seen_rows[unique])[:, None]
            seen_output += output_step**2
            output -= rate * np.float32(0.2) * output_step / np.sqrt(seen_output)
            bias -= np.float32(0.01) * rate * error.sum(axis=0)
    embedding[0] = 0
    return TitleModel(embedding, output, bias)


@dataclass(frozen=True)
class TextModel:
    """Duties: for each text bucket the codes with their weight (thousandths of a vector of length 1, at most 255)."""

    idf: FLOAT
    count: NDArray[np.uint16]
    code: NDArray[np.uint16]
    value: NDArray[np.uint8]


def postings_idf(texts: Sequence[str]) -> FLOAT:
    """How rare a word is in real postings, around 1: words of every advertisement say nothing of the work."""
    frequency = np.zeros(TEXT_BUCKETS, np.float32)
    for text in texts:
        frequency[text_buckets(text)[0]] += 1
    rare = np.log(1 + len(texts) / (1 + frequency))
    found: FLOAT = (rare / max(float(rare.mean()), 1e-6)).astype(np.float32)
    return found


def fit_texts(
    texts: Sequence[str], codes: INT, weights: FLOAT, *, code_count: int, rarity: FLOAT
) -> TextModel:
    """Centroids of the duties of each occupation, weighted by how rare a word is, the strongest words kept.

    `rarity` (see `postings_idf`) weights the words of what is read against them.
    """
    vectors = [text_buckets(text) for text in texts]
    frequency = np.zeros(TEXT_BUCKETS, np.float32)
    for buckets, _ in vectors:
        frequency[buckets] += 1
    idf = np.log(1 + len(texts) / (1 + frequency)).astype(np.float32)
    centroids = np.zeros((code_count, TEXT_BUCKETS), np.float32)
    for (buckets, values), code, weight in zip(vectors, codes, weights, strict=True):
        weighted = values * idf[buckets]
        centroids[code, buckets] += weight * weighted / max(float(np.sqrt((weighted**2).sum())), 1e-6)
    centroids /= np.maximum(np.sqrt((centroids**2).sum(axis=1, keepdims=True)), 1e-6)
    floor = np.partition(centroids, -KEPT_PER_CODE, axis=1)[:, -KEPT_PER_CODE][:, None]
    centroids[centroids < np.maximum(floor, 1e-4)] = 0
    quantised = np.minimum(np.round(centroids * 1000), 255).astype(np.uint8)
    bucket, code_index = np.nonzero(quantised.T)
    return TextModel(
        idf=idf * rarity,
        count=np.bincount(bucket, minlength=TEXT_BUCKETS).astype(np.uint16),
        code=code_index.astype(np.uint16),
        value=quantised.T[bucket, code_index],
    )
