"""Readers in several processes while writers are killed at any point: every answer is of one whole commit."""

import random
import time
from contextlib import closing
from pathlib import Path

import pytest

from portal.search.facets import Facet
from portal.search.port import SearchKind, SearchQuery
from tests.contract.search_samples import TODAY, posting
from tests.portal.search.test_embedded_life import CONFIG, KIND, Other, make

SIZE = 60
WHOLE = SearchQuery(kind=SearchKind.POSTINGS, today=TODAY, facets=(Facet.SOURCE,), size=1)

# Each generation gives every posting a new source; a change and a rebuild take turns.
WRITER = f"""
number = int(sys.stdin.readline())
say("writes")
while True:
    number += 1
    rows = [posting(n, "Cook", source_key=f"g{{number}}", description="pan " * 40) for n in range(1, {SIZE + 1})]
    if number % 3:
        engine.apply_changes(SearchKind.POSTINGS, rows, data_version=str(number))
    else:
        engine.rebuild(SearchKind.POSTINGS, rows, expected=lambda: {SIZE}, data_version=str(number))
"""
READER = f"""
import threading
from portal.search.facets import Facet
asked, wrong, seen = 0, [], set()
stop = threading.Event()
threading.Thread(target=lambda: (sys.stdin.readline(), stop.set()), daemon=True).start()
say("reads")
while not stop.is_set():
    found = engine.search(SearchQuery(kind=SearchKind.POSTINGS, today=TODAY, facets=(Facet.SOURCE,), size=1))
    asked += 1
    counts = [(one.value, one.count) for one in found.facets[Facet.SOURCE]]
    if found.total != {SIZE} or [count for _, count in counts] != [{SIZE}]:
        wrong.append((found.total, counts))
    seen.update(value for value, _ in counts)
say(f"{{asked}} {{len(wrong)}} {{len(seen)}} {{wrong[:2]}}")
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "search"
    rows = [posting(n, "Cook", source_key="g0") for n in range(1, SIZE + 1)]
    with closing(make(root)) as engine:
        engine.rebuild(KIND, rows, expected=lambda: SIZE, data_version="0")
    return root


def generation(root: Path) -> int:
    """The generation that a fresh process finds; fails unless it is one and whole."""
    with closing(make(root)) as engine:
        found = engine.search(WHOLE)
        assert found.total == SIZE
        ((source, count),) = [(one.value, one.count) for one in found.facets[Facet.SOURCE]]
        assert count == SIZE
        assert int(engine.state(KIND).documents) == SIZE
    return int(source.removeprefix("g"))


def killed_at_random(root: Path, *, kills: int, seed: int) -> None:
    draw = random.Random(seed)
    readers = [Other(root, READER) for _ in range(2)]
    assert [reader.hear() for reader in readers] == ["reads", "reads"]
    before = generation(root)
    written = before
    for _ in range(kills):
        writer = Other(root, WRITER)
        writer.tell(str(written))
        assert writer.hear() == "writes"
        time.sleep(draw.uniform(0.02, 0.6))
        writer.kill()
        written = generation(root)
    for reader in readers:
        reader.go_on()
    for reader in readers:
        asked, wrong, seen, examples = reader.hear().split(" ", 3)
        reader.end()
        assert int(asked) > 0
        assert int(wrong) == 0, examples
        assert int(seen) >= 1
    assert written > before, "no writer got to a commit: the test showed nothing"
    with closing(make(root, CONFIG)) as engine:
        state = engine.apply_changes(KIND, [posting(900, "Baker")], deletes=["1"])
        assert state.documents == SIZE
        engine.rebuild(KIND, [posting(1, "Cook")], expected=lambda: 1, data_version="x")
        assert engine.search(WHOLE).total == 1
    assert len([folder for folder in root.glob("postings-*") if folder.is_dir()]) == 1, (
        "no half index is left"
    )


def test_killed_writers_never_show_half_a_change(root: Path) -> None:
    killed_at_random(root, kills=3, seed=6)


@pytest.mark.long
def test_many_killed_writers_never_show_half_a_change(root: Path) -> None:
    killed_at_random(root, kills=25, seed=7)
