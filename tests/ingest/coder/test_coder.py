"""The learned coder: its artefact, its corpus and its fit."""

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from ingest.coder import corpus
from ingest.coder.fit import fit_titles, title_rows
from ingest.enrich.occupation_model import OccupationModel
from ingest.enrich.title_words import TitleWords
from ingest.enrich.understand import Reader
from portal.domain.errors import StoreUnavailable

ARTEFACT = Path(__file__).resolve().parents[3] / "config" / "embedded" / "coder"
WORDS = TitleWords.build(
    {
        "noise": ["2nd shift", "travel"],
        "noise_with_meaning": ["travel"],
        "abbreviations": {"rn": "registered nurse"},
    }
)


def test_the_artefact_is_small_and_what_its_manifest_says() -> None:
    content = (ARTEFACT / "model.npz").read_bytes()
    table = json.loads((ARTEFACT / "manifest.json").read_text(encoding="utf-8"))["tables"][0]
    assert len(content) <= 5_000_000
    assert hashlib.sha256(content).hexdigest() == table["sha256"]


def test_the_artefact_holds_numbers_only() -> None:
    with np.load(ARTEFACT / "model.npz", allow_pickle=False) as held:
        assert all(held[name].dtype.kind in "iuf" for name in held.files)


def test_a_damaged_artefact_is_one_sentence_and_a_missing_one_is_none(tmp_path: Path) -> None:
    assert OccupationModel.load(tmp_path) is None
    (tmp_path / "model.npz").write_bytes(b"not an archive")
    (tmp_path / "manifest.json").write_text('{"facts": {"calibration": "{}"}}')
    with pytest.raises(StoreUnavailable, match="ingest coder build"):
        OccupationModel.load(tmp_path)


def test_words_of_a_title() -> None:
    assert WORDS.read("RN - 2nd shift") == [("registered", 1.0), ("nurse", 1.0)]
    assert [word for word, _ in WORDS.read("Travel Agents $20/hr #48213")] == ["travel", "agent"]
    assert WORDS.read("Cooks (School)")[1][1] < 1.0
    assert WORDS.read("2nd shift") != []


@pytest.mark.parametrize(
    ("title", "text", "code"),
    [
        ("Wound Care Nurse", "", "29-1141"),
        ("Bricklayer Journeyperson", "", "47-2021"),
        ("Phlebotomy Tech Float", "", "31-9097"),
        ("Great opportunity, apply today", "", None),
    ],
)
def test_it_ranks_what_no_list_holds_and_abstains_where_a_title_says_nothing(
    reader: Reader, title: str, text: str, code: str | None
) -> None:
    ranking = reader.titles.rank(title, text)
    assert len(ranking.ranked) == 3
    if code:
        assert ranking.ranked[0].soc_code == code
        assert ranking.ranked[0].words
    else:
        assert ranking.confidence < 0.38


def test_what_is_kept_for_reporting_hangs_on_the_name_alone() -> None:
    keys = [f"title {n}" for n in range(3000)]
    share = sum(map(corpus.is_reported_on, keys)) / len(keys)
    assert 0.30 < share < 0.37
    assert corpus.is_reported_employer("ACME, Inc.") == corpus.is_reported_employer("acme inc")
    assert corpus.title_key("Cooks, Restaurant") == corpus.title_key("cook restaurant")


def test_filings_of_one_kind_do_not_drown_the_rest() -> None:
    filed = [corpus.FiledTitle(f"landscaper {n}", frozenset({"37-3011"}), "a") for n in range(500)]
    filed.append(corpus.FiledTitle("glazier", frozenset({"47-2121"}), "a"))
    examples = corpus.balanced(iter(filed))
    weights = {code: sum(e.weight for e in examples if e.soc_code == code) for code in ("37-3011", "47-2121")}
    assert weights["37-3011"] == pytest.approx(corpus.CAP_PER_CODE)
    assert weights["47-2121"] == pytest.approx(1.0)


def test_learning_twice_gives_the_same_numbers_and_learns() -> None:
    titles = ["line cook", "prep cook", "staff nurse", "charge nurse"]
    rows = title_rows([WORDS.read(title) for title in titles])
    codes, weights = np.array([0, 0, 1, 1]), np.ones(4, dtype=np.float32)
    first, again = (fit_titles(rows, codes, weights, code_count=2) for _ in range(2))
    assert np.array_equal(first.embedding, again.embedding)
    starts, buckets, values = rows.take(np.arange(4))
    hidden = np.add.reduceat(first.embedding[buckets] * values[:, None], starts[:-1], axis=0)
    assert (hidden @ first.output + first.bias).argmax(axis=1).tolist() == [0, 0, 1, 1]
