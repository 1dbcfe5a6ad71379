"""The benchmark runs, and its independent peer counts the same in every filter."""

from pathlib import Path

from tests.bench import search_page
from tests.bench.search import KINDS, measure


def test_the_benchmark_agrees_with_its_peer(tmp_path: Path) -> None:
    figures = measure(tmp_path, postings=1_500, queries=3)
    assert [row["kind"] for row in figures["kinds"]] == list(KINDS)
    assert figures["postings"] == 1_500
    assert sum(row["found_nothing"] for row in figures["kinds"]) == 0


def test_pages_are_timed_with_the_engine_apart(tmp_path: Path) -> None:
    figures = search_page.measure(tmp_path, postings=400, requests=4)
    for row in figures["pages"]:
        assert 0 < row["engine_p50_ms"] <= row["page_p50_ms"], row
