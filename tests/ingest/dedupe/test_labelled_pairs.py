"""Labelled pairs through the store: a change that makes duplicates worse fails here before anybody measures."""

import pytest

from ingest.enrich.understand import Reader
from tests.bench.duplicate_pairs import read_pairs
from tests.bench.duplicate_variations import LABELS, VARIATIONS
from tests.bench.quality_duplicates import measure


def test_the_pairs_of_our_own_postings() -> None:
    found = measure(read_pairs(with_real=False), reader=None)
    assert found["pairs"] >= 90
    assert found["same: precision"][0] >= 0.97, found["misses"]
    assert found["same: recall"][0] >= 0.9, found["misses"]
    assert found["again: recall"][0] >= 0.9, found["misses"]


@pytest.mark.real_data
def test_the_pairs_of_real_postings(reader: Reader) -> None:
    pairs = [pair for pair in read_pairs() if not pair.left.startswith("own:")]
    found = measure(pairs, reader=reader)
    assert found["pairs"] >= 200
    assert found["same: precision"][0] >= 0.95, found["misses"]
    assert found["same: recall"][0] >= 0.9, found["misses"]


def test_the_labels_of_variations_are_those_of_the_file() -> None:
    pairs = read_pairs()
    assert len(pairs) >= 300
    assert {pair.change for pair in pairs if pair.right == "-"} == set(VARIATIONS)
    assert all(pair.label == LABELS[pair.change] for pair in pairs if pair.right == "-")
    assert all(pair.label in ("same", "again", "different") for pair in pairs)
    halves = [pair.is_reported for pair in pairs]
    assert 0.4 < sum(halves) / len(halves) < 0.6
