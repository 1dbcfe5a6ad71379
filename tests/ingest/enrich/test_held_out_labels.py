"""The labels of our real postings stand on their texts, on no gold posting, and held-out ones on no learning one."""

from collections.abc import Sequence
from typing import Any

import pytest

from tests.bench.held_out_postings import held_out_postings, is_held_out, is_held_out_b, wording_key
from tests.bench.quality_understanding import HELD_OUT, HELD_OUT_B, LEARNING, read_lines
from tests.real_data import SHARED

pytestmark = pytest.mark.real_data


def plain(text: str) -> str:
    for curly, straight in (("’", "'"), ("“", '"'), ("”", '"')):
        text = text.replace(curly, straight)
    return " ".join(text.casefold().split())


def ids(rows: Sequence[dict[str, Any]]) -> set[str]:
    return {row["id"] for row in rows}


@pytest.mark.parametrize(("labels", "least"), [(HELD_OUT, 75), (HELD_OUT_B, 110), (LEARNING, 265)])
def test_labels_stand_in_the_texts_and_on_no_gold_posting(labels: Any, least: int) -> None:
    rows = held_out_postings(SHARED, labels)
    gold = ids(read_lines(SHARED / "labelled/postings_gold_dev.jsonl.gz"))
    assert len(rows) == len(ids(rows)) == least
    assert not ids(rows) & gold
    for row in rows:
        for label in row["requirements"]:
            for words in (label["surface"], *label.get("also", ())):
                assert plain(words) in plain(row["text"]), (row["id"], words)


def test_no_posting_and_no_wording_is_learnt_from_and_reported_on() -> None:
    a, b, learning = (held_out_postings(SHARED, labels) for labels in (HELD_OUT, HELD_OUT_B, LEARNING))
    assert all(is_held_out(row["id"]) for row in a)
    assert all(is_held_out_b(row) for row in b)
    assert not any(is_held_out(row["id"]) or is_held_out_b(row) for row in learning)
    assert not ids(a) & ids(b)
    assert not {wording_key(row) for row in b} & {wording_key(row) for row in learning}
