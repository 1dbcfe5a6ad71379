"""The labels of the held-out postings stand on their texts, and on no gold posting."""

import pytest

from tests.bench.held_out_postings import held_out_postings, is_held_out
from tests.bench.quality_understanding import HELD_OUT, read_lines
from tests.real_data import SHARED


def plain(text: str) -> str:
    for curly, straight in (("’", "'"), ("“", '"'), ("”", '"')):
        text = text.replace(curly, straight)
    return " ".join(text.casefold().split())


@pytest.mark.real_data
def test_labels_stand_in_the_texts_of_postings_that_the_hash_chose() -> None:
    rows = held_out_postings(SHARED, HELD_OUT)
    gold = {row["id"] for row in read_lines(SHARED / "labelled/postings_gold_dev.jsonl.gz")}
    assert len(rows) == len({row["id"] for row in rows}) >= 40
    for row in rows:
        assert is_held_out(row["id"]), row["id"]
        assert row["id"] not in gold
        for label in row["requirements"]:
            assert plain(label["surface"]) in plain(row["text"]), (row["id"], label["surface"])
