"""The learned coder: its artefact, its corpus and its fit."""

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from ingest.coder import corpus
from ingest.coder.fit import (
    Member,
    fit_titles,
    joined,
    kept_buckets,
    on_rows,
    postings_idf,
    title_rows,
    word_rows,
)
from ingest.enrich.occupation_model import OccupationModel
from ingest.enrich.title_features import text_buckets
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
        assert reader.titles.model is not None
        assert ranking.confidence < reader.titles.model.calibration.threshold


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
    titles = ["line cook", "prep cook", "fry cook", "staff nurse", "charge nurse", "ward nurse"]
    found = title_rows([WORDS.read(title) for title in titles])
    rows = on_rows(found, kept_buckets(found))
    codes, weights = np.array([0, 0, 0, 1, 1, 1]), np.ones(6, dtype=np.float32)
    members = (Member(8, 20, 0.2, 1), Member(4, 20, 0.4, 2))
    first, again = (fit_titles(rows, codes, weights, code_count=2, members=members) for _ in range(2))
    assert np.array_equal(first.embedding, again.embedding)
    assert first.embedding.shape[1] == 12
    assert not first.embedding[0].any(), "a feature without a row says nothing"
    starts, buckets, values = rows.take(np.arange(6))
    hidden = np.add.reduceat(first.embedding[buckets] * values[:, None], starts[:-1], axis=0)
    assert (hidden @ first.output + first.bias).argmax(axis=1).tolist() == codes.tolist()


def test_only_features_of_several_titles_get_a_row() -> None:
    found = title_rows([WORDS.read(title) for title in ("line cook", "prep cook", "fry cook", "glazier")])
    kept = kept_buckets(found)
    told = word_rows([["cook", "pastry"]])
    rows = on_rows(joined(found, told), kept)
    assert len(rows) == 5
    assert rows.bucket.max() == kept.sum()
    starts, _, values = rows.take(np.array([3, 4]))
    glazier, duty = values[: starts[1]], values[starts[1] :]
    assert not glazier.any(), "no other title shares a feature with it"
    assert np.count_nonzero(duty) == 1, "cook is known from titles, pastry is not"


def test_words_of_every_posting_weigh_little() -> None:
    rarity = postings_idf(["equal opportunity nurse", "equal opportunity cook", "equal opportunity welder"])
    everywhere, once, never = (rarity[text_buckets(w)[0][0]] for w in ("opportunity", "welder", "phlebotomy"))
    assert everywhere < once < never


def test_the_text_settles_what_a_title_leaves_open(reader: Reader) -> None:
    grows = "Prune trees and shrubs, mow lawns, plant flowers, spread mulch and keep the grounds of the park."
    cleans = "Mop floors, empty trash, clean restrooms, and vacuum offices after business hours."
    assert reader.titles.rank("Maintenance Helper", grows).ranked[0].soc_code == "37-3011"
    assert reader.titles.rank("Maintenance Helper", cleans).ranked[0].soc_code == "37-2011"
