"""The benchmark runs, and its independent peer counts the same in every filter."""

from pathlib import Path

from tests.bench.search import KINDS, measure


def test_the_benchmark_agrees_with_its_peer(tmp_path: Path) -> None:
    figures = measure(tmp_path, postings=1_500, queries=3)
    assert [row["kind"] for row in figures["kinds"]] == list(KINDS)
    assert figures["postings"] == 1_500
    assert sum(row["found_nothing"] for row in figures["kinds"]) == 0
