"""Settings of search from `config/search.toml` and the synonyms it points to."""

import tomllib
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from portal.domain.errors import InvalidSettings
from portal.domain.model import DataModel
from portal.search.fold import fold, split_words

Words = tuple[str, ...]


class TypoGates(DataModel):
    """When a word that is found nowhere may be taken for another one."""

    min_letters: int = Field(ge=3, description="shorter words are taken as typed")
    two_typos_min_letters: int = Field(
        ge=5, description="from this length on, two typing errors are forgiven"
    )
    never: tuple[str, ...] = Field(default=(), description="long acronyms and names that look like errors")


class Boosts(DataModel):
    """How much more a hit counts."""

    all_words_in_name: float = Field(gt=0)
    whole_name: float = Field(gt=0)
    synonym: float = Field(gt=0, le=1)
    prefix: float = Field(gt=0, le=1)
    correction: float = Field(gt=0, le=1)


class Writer(DataModel):
    """Memory of the embedded engine's writer. Units: megabytes."""

    change_mb: int = Field(ge=15)
    rebuild_mb: int = Field(ge=30)
    rebuild_threads: int = Field(ge=1, le=8)
    lock_seconds: float = Field(gt=0, description="how long a writer waits for another one")


class SearchConfig(DataModel):
    """Everything that tunes search."""

    typos: TypoGates
    boosts: Boosts
    writer: Writer
    stop_words: frozenset[str]
    weights: dict[str, dict[str, float]] = Field(description="kind → text field → weight")
    synonyms: tuple[tuple[Words, ...], ...] = Field(
        description="concepts: phrases that mean the same, folded"
    )


def read_search_config(config_dir: Path) -> SearchConfig:
    """Read `search.toml` and its synonyms.

    Raises: InvalidSettings naming the file, the key and the fix.
    """
    file = config_dir / "search.toml"
    raw = _read(file)
    synonyms_file = config_dir / str(raw.pop("synonyms", ""))
    concepts = _read(synonyms_file).get("concept", [])
    try:
        raw["stop_words"] = frozenset(
            fold(word) for words in raw.get("stop_words", {}).values() for word in words
        )
        raw["synonyms"] = tuple(_concept(table, synonyms_file.name) for table in concepts)
        config = SearchConfig(**raw)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise InvalidSettings(
            f"{file.name}: {key}: {first['msg']}. docs/search.md shows the form."
        ) from error
    _refuse_twice(config, synonyms_file.name)
    return config


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InvalidSettings(
            f"{file.name} cannot be read ({error}). docs/search.md shows the form."
        ) from error


def _concept(table: dict[str, list[str]], file: str) -> tuple[Words, ...]:
    if unknown := table.keys() - {"en", "es"}:
        raise InvalidSettings(f"{file}: unknown key “{min(unknown)}” in a concept; use en and es.")
    phrases = tuple(
        dict.fromkeys(
            words
            for key in ("en", "es")
            for text in table.get(key, [])
            if (words := tuple(split_words(fold(text))))
        )
    )
    if len(phrases) < 2:
        raise InvalidSettings(
            f"{file}: the concept {table} needs two phrases at least; add one or take it out."
        )
    return phrases


def _refuse_twice(config: SearchConfig, file: str) -> None:
    seen: dict[Words, int] = {}
    for number, concept in enumerate(config.synonyms, start=1):
        for phrase in concept:
            if phrase in seen:
                raise InvalidSettings(
                    f"{file}: “{' '.join(phrase)}” stands in concepts {seen[phrase]} and {number}; join them."
                )
            seen[phrase] = number
