"""Frequent titles by their beginning: noted where many share it, right after changes, harmless when lost."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portal.search import embedded_starts
from portal.search.config import read_search_config
from portal.search.embedded import EmbeddedEngine
from portal.search.embedded_starts import (
    CHANGES_FILE,
    FILE,
    KEPT,
    MANY,
    count_changes,
    find_frequent,
    read_title_starts,
)
from portal.search.port import SearchKind
from portal.settings import ROOT
from tests.contract.search_samples import TODAY, posting

CONFIG = read_search_config(ROOT / "config")
KIND = SearchKind.POSTINGS


def test_the_noted_terms_are_those_of_a_walk() -> None:
    draw = random.Random(6)
    words = ["nurse", "nurs", "nurse aide", "welder", "été", "z"]
    terms = {
        f"{draw.choice(words)} {number}\x1fTitle {number}": draw.randint(1, 9) for number in range(1_500)
    }
    terms |= {f"{word}\x1f{word}": draw.randint(1, 9) for word in words}
    found = find_frequent(list(terms.items()))
    starts = {term[:length] for term in terms for length in range(1, len(term.partition("\x1f")[0]) + 1)}
    assert set(found) == {s for s in starts if sum(term.startswith(s) for term in terms) > MANY}
    for start, noted in found.items():
        walked = sorted((t for t in terms if t.startswith(start)), key=lambda t: (-terms[t], t))
        assert list(noted) == walked[:KEPT]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[EmbeddedEngine]:
    engine = EmbeddedEngine(tmp_path, CONFIG, clock=lambda: datetime(2026, 6, 20, tzinfo=UTC))
    rows = [posting(n, f"Nurse {n:03}") for n in range(1, MANY + 3)]
    engine.rebuild(KIND, rows, expected=lambda: len(rows), data_version="1")
    yield engine
    engine.close()


def offered(engine: EmbeddedEngine) -> list[str]:
    return [one.name for one in engine.suggest("nur", today=TODAY, kinds=(KIND,))]


def test_a_change_changes_what_is_frequent(engine: EmbeddedEngine, tmp_path: Path) -> None:
    (note,) = tmp_path.glob(f"*/{FILE}")
    assert "nur" in read_title_starts(note.parent).terms
    engine.apply_changes(KIND, [posting(900 + n, "Nurse Chief") for n in range(3)])
    assert offered(engine)[0] == "Nurse Chief"


def test_a_large_index_is_worked_out_again_when_enough_has_changed(
    engine: EmbeddedEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded_starts, "SMALL_INDEX", 100)
    (note,) = tmp_path.glob(f"*/{FILE}")
    written = note.stat()
    engine.apply_changes(KIND, [posting(900 + n, "Nurse Chief") for n in range(3)])
    assert count_changes(note.parent) == 3
    assert note.stat() == written, "the note itself is not written again"
    assert "Nurse Chief" not in offered(engine)
    engine.apply_changes(KIND, [posting(910 + n, "Nurse Chief") for n in range(4)])
    assert count_changes(note.parent) == 0
    assert offered(engine)[0] == "Nurse Chief"


def test_a_damaged_count_of_changes_is_no_reason_to_keep_an_old_note(
    engine: EmbeddedEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded_starts, "SMALL_INDEX", 100)
    (counter,) = tmp_path.glob(f"*/{CHANGES_FILE}")
    counter.write_bytes(b"\xff\x00")
    engine.apply_changes(KIND, [posting(900 + n, "Nurse Chief") for n in range(3)])
    assert count_changes(counter.parent) == 0
    assert offered(engine)[0] == "Nurse Chief"


@pytest.mark.parametrize("damage", ["", "{", '{"terms": 3}', None])
def test_without_its_note_the_terms_are_walked(
    engine: EmbeddedEngine, tmp_path: Path, damage: str | None
) -> None:
    before = offered(engine)
    (note,) = tmp_path.glob(f"*/{FILE}")
    note.unlink() if damage is None else note.write_text(damage)
    fresh = EmbeddedEngine(tmp_path, CONFIG, clock=lambda: datetime(2026, 6, 20, tzinfo=UTC))
    assert set(offered(fresh)) <= {f"Nurse {n:03}" for n in range(1, MANY + 3)}
    assert len(offered(fresh)) == len(before)
    fresh.close()
