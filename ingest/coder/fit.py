"""Fits the coder in plain numpy: a low-rank softmax over hashed features of titles, and duties as centroids."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.enrich.title_features import TEXT_BUCKETS, TITLE_BUCKETS, text_buckets, title_features

FLOAT = NDArray[np.float32]
INT = NDArray[np.int64]
RANK, EPOCHS, BATCH, RATE, SEED = 96, 5, 256, 0.5, 7
KEPT_PER_CODE = 220
"""How many text buckets stay with each occupation: its strongest."""


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
    parts = [title_features(words)[:2] for words in titles]
    return _rows(parts)


def _rows(parts: Sequence[tuple[INT, FLOAT]]) -> Rows:
    start = np.concatenate([[0], np.cumsum([len(buckets) for buckets, _ in parts])]).astype(np.int64)
    return Rows(start, np.concatenate([b for b, _ in parts]), np.concatenate([v for _, v in parts]))


@dataclass(frozen=True)
class TitleModel:
    """Shape: `embedding` buckets × rank, `output` rank × codes, `bias` codes."""

    embedding: FLOAT
    output: FLOAT
    bias: FLOAT


def fit_titles(rows: Rows, codes: INT, weights: FLOAT, *, code_count: int) -> TitleModel:
    """Learn by stochastic gradient descent with a step for each feature (Adagrad). Same input, same numbers."""
    random = np.random.default_rng(SEED)
    embedding = (random.standard_normal((TITLE_BUCKETS, RANK)) * 0.1).astype(np.float32)
    output = (random.standard_normal((RANK, code_count)) * 0.1).astype(np.float32)
    bias = np.zeros(code_count, dtype=np.float32)
    seen_rows, seen_output = np.full(TITLE_BUCKETS, 1e-8, np.float32), np.full_like(output, 1e-8)
    for epoch in range(EPOCHS):
        rate = np.float32(RATE * (1 - epoch / EPOCHS) + 0.02)
        order = random.permutation(len(rows))
        for first in range(0, len(order), BATCH):
            chosen = order[first : first + BATCH]
            starts, buckets, values = rows.take(chosen)
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
    return TitleModel(embedding, output, bias)


@dataclass(frozen=True)
class TextModel:
    """Duties: for each text bucket the codes with their weight (thousandths of a vector of length 1, at most 255)."""

    idf: FLOAT
    count: NDArray[np.uint16]
    code: NDArray[np.uint16]
    value: NDArray[np.uint8]


def fit_texts(texts: Sequence[str], codes: INT, weights: FLOAT, *, code_count: int) -> TextModel:
    """Centroids of the duties of each occupation, weighted by how rare a word is, the strongest words kept."""
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
        idf=idf,
        count=np.bincount(bucket, minlength=TEXT_BUCKETS).astype(np.uint16),
        code=code_index.astype(np.uint16),
        value=quantised.T[bucket, code_index],
    )
