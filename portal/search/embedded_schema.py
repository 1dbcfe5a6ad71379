"""Schema of the embedded indexes: fields and analyzers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

import tantivy

from portal.domain.errors import InvalidSettings
from portal.search.port import SearchKind

SCHEMA_VERSION = 7
"""Raise it with every change of fields or analyzers: indexes of another version are rebuilt, not read."""

NO_END = date.max.toordinal()
"""Stands in the index for "no last day stated", so that one range finds what is open."""

Analyzer = Literal["exact", "en", "es"]


@dataclass(frozen=True, slots=True)
class TextField:
    """A searched text. A *name* field decides the ranking boosts, the spelling vocabulary and matched words."""

    name: str
    analyzer: Analyzer
    is_name: bool


def _texts(*names: str, about: tuple[str, ...]) -> tuple[TextField, ...]:
    def analyzer(name: str) -> Analyzer:
        if name.endswith("_en"):
            return "en"
        return "es" if name.endswith("_es") else "exact"

    return tuple(TextField(name, analyzer(name), name not in about) for name in (*names, *about))


TEXT_FIELDS: dict[SearchKind, tuple[TextField, ...]] = {
    SearchKind.CREDENTIALS: _texts(
        *("name", "name_en", "name_es", "alias", "alias_en", "alias_es", "issuer"),
        about=("about_en", "about_es"),
    ),
    SearchKind.OCCUPATIONS: _texts("name", "name_en", "alias", "alias_en", about=("about_en",)),
    SearchKind.PLACES: _texts("name", about=("other",)),
    SearchKind.POSTINGS: _texts(
        *("title", "title_en", "occupation", "occupation_en"),
        *("credential", "credential_en", "credential_es", "employer", "place"),
        about=("body_en", "body_es"),
    ),
}
TITLE_FIELDS: dict[SearchKind, tuple[str, ...]] = {
    SearchKind.CREDENTIALS: ("name", "name_en", "name_es", "alias", "alias_en", "alias_es"),
    SearchKind.OCCUPATIONS: ("name", "name_en", "alias", "alias_en"),
    SearchKind.PLACES: ("name", "other"),
    SearchKind.POSTINGS: ("title", "title_en"),
}
"""Fields of the thing's own name: all words in there count more."""


def check_weights(weights: Mapping[str, Mapping[str, float]]) -> None:
    """Every text field has a weight, and every weight a field.

    Raises: InvalidSettings naming the first that has not.
    """
    for kind, fields in TEXT_FIELDS.items():
        given, known = set(weights.get(kind.value, {})), {field.name for field in fields}
        for name in sorted(known - given):
            raise InvalidSettings(f"search.toml: weights.{kind.value} lacks {name}; add a weight for it.")
        for name in sorted(given - known):
            raise InvalidSettings(f"search.toml: weights.{kind.value}.{name} is no text field; take it out.")


PRIOR_FIELDS: dict[SearchKind, str] = {SearchKind.OCCUPATIONS: "employment", SearchKind.PLACES: "size"}
"""A number by which equally good names are told apart: the larger is meant more often."""

_RAW_FIELDS: dict[SearchKind, tuple[str, ...]] = {
    SearchKind.CREDENTIALS: ("soc", "acronym"),
    SearchKind.OCCUPATIONS: ("level", "soc"),
    SearchKind.PLACES: (),
    SearchKind.POSTINGS: ("soc", "title_start"),
}
_COUNTED_FIELDS: dict[SearchKind, tuple[str, ...]] = {
    SearchKind.CREDENTIALS: (
        *("credential_kind", "credential_state", "cluster", "soc_major_group", "delivery", "language"),
    ),
    SearchKind.OCCUPATIONS: ("soc_major_group",),
    SearchKind.PLACES: (),
    SearchKind.POSTINGS: (
        *("state", "county", "soc_major_group", "credential_id", "source", "employment_type"),
        *("cluster", "shift", "language"),
    ),
}
"""Raw fields with columns, for facets."""
_NUMBERS: dict[SearchKind, tuple[str, ...]] = {
    SearchKind.CREDENTIALS: ("cost", "weeks"),
    SearchKind.OCCUPATIONS: (),
    SearchKind.PLACES: (),
    SearchKind.POSTINGS: ("pay", "latitude", "longitude"),
}
_BY_NAME = (SearchKind.CREDENTIALS, SearchKind.OCCUPATIONS, SearchKind.PLACES)
_ANALYZER_LANGUAGE: dict[Analyzer, str | None] = {"exact": None, "en": "english", "es": "spanish"}
TITLE_START_SEPARATOR = "\x1f"


def make_analyzer(analyzer: Analyzer) -> tantivy.TextAnalyzer:
    """Text is folded before it comes here; the analyzer cuts words and, for a language, their endings."""
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.remove_long(40))
    language = _ANALYZER_LANGUAGE[analyzer]
    return (builder.filter(tantivy.Filter.stemmer(language)) if language else builder).build()


ANALYZERS: tuple[Analyzer, ...] = ("exact", "en", "es")


def register_analyzers(index: tantivy.Index) -> None:
    """Needed after every opening: an index keeps the names of its analyzers only."""
    for analyzer in ANALYZERS:
        index.register_tokenizer(f"portal_{analyzer}", make_analyzer(analyzer))


def build_schema(kind: SearchKind) -> tantivy.Schema:
    """Schema of one kind."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("code", tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("label", stored=True)
    if kind in _BY_NAME:
        builder.add_bytes_field("label_es", stored=True)
        builder.add_text_field("label_sort", tokenizer_name="raw", index_option="basic", fast=True)
    for field in TEXT_FIELDS[kind]:
        builder.add_text_field(field.name, tokenizer_name=f"portal_{field.analyzer}", index_option="position")
    for name in _RAW_FIELDS[kind]:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in _COUNTED_FIELDS[kind]:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in _NUMBERS[kind]:
        builder.add_float_field(name, indexed=True, fast=True)
    if kind in PRIOR_FIELDS:
        builder.add_integer_field(PRIOR_FIELDS[kind], fast=True)
    if kind is SearchKind.POSTINGS:
        builder.add_text_field("point", stored=True, tokenizer_name="raw", index_option="basic")
        builder.add_bytes_field("employer_label", stored=True)
        builder.add_integer_field("posted_day", stored=True, indexed=True, fast=True)
        for name in ("posting_id", "first_day", "last_day"):
            builder.add_integer_field(name, indexed=True, fast=True)
        for name in ("remote", "no_experience"):
            builder.add_boolean_field(name, indexed=True, fast=True)
    return builder.build()
