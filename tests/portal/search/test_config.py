"""`config/search.toml` and the synonyms: right as shipped, and refused with a sentence when broken."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portal.domain.errors import InvalidSettings
from portal.search.build import open_search_engine
from portal.search.config import read_search_config
from portal.search.embedded import EmbeddedEngine
from portal.search.embedded_schema import TEXT_FIELDS
from portal.settings import ROOT, Settings


def test_every_text_field_has_a_weight_and_every_weight_a_field() -> None:
    config = read_search_config(ROOT / "config")
    for kind, fields in TEXT_FIELDS.items():
        assert set(config.weights[kind.value]) == {field.name for field in fields}


def copy(tmp_path: Path) -> Path:
    (tmp_path / "lexicon").mkdir()
    shutil.copy(ROOT / "config/search.toml", tmp_path)
    shutil.copy(ROOT / "config/lexicon/search_synonyms.toml", tmp_path / "lexicon")
    return tmp_path


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("search.toml", "min_letters = 5", "min_letters = 1", "typos.min_letters"),
        ("search.toml", "[typos]", "[typo]", "search.toml: typos"),
        ("search.toml", "synonym = 0.7", "synonim = 0.7", "boosts.synonym"),
        ("search.toml", "issuer = 2.0\n", "", "issuer"),
        ("search.toml", "issuer = 2.0", "isuer = 2.0", "lacks issuer"),
        ("search.toml", "[typos]", "[typos", "cannot be read"),
        ("search.toml", "search_synonyms", "gone", "gone.toml cannot be read"),
        ("lexicon/search_synonyms.toml", 'en = ["teacher"]', 'en = ["nurse"]', "“nurse” stands in concepts"),
        (
            "lexicon/search_synonyms.toml",
            'es = ["aprendiz", "aprendizaje"]',
            'fr = ["x"]',
            "unknown key “fr”",
        ),
        ("lexicon/search_synonyms.toml", 'es = ["lavaplatos"]', "es = []", "two phrases"),
    ],
)
def test_a_broken_file_is_refused(tmp_path: Path, file: str, old: str, new: str, message: str) -> None:
    folder = copy(tmp_path)
    text = (folder / file).read_text()
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1))
    with pytest.raises(InvalidSettings, match=message):
        EmbeddedEngine(tmp_path / "search", read_search_config(folder), clock=lambda: datetime.now(UTC))


def test_the_settings_choose_the_engine_and_nothing_is_opened_yet(tmp_path: Path) -> None:
    with pytest.raises(InvalidSettings, match="PORTAL_MEILISEARCH_URL"):
        open_search_engine(Settings(search_engine="meilisearch", data_dir=tmp_path))
    server = Settings(search_engine="meilisearch", meilisearch_url="http://127.0.0.1:9", data_dir=tmp_path)
    assert type(open_search_engine(server)).__name__ == "MeilisearchEngine"
    open_search_engine(Settings(data_dir=tmp_path)).close()
    assert list(tmp_path.iterdir()) == [], "nothing is opened or written before it is asked"
