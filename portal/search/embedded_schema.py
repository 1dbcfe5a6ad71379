"""Schema of the embedded indexes: fields, analyzers, and document → tantivy document."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, assert_never

import tantivy

from portal.domain.codes import soc_major_group
from portal.domain.errors import InvalidSettings
from portal.search.documents import CredentialDocument, OccupationDocument, PostingDocument, SearchDocument
from portal.search.fold import fold
from portal.search.port import SearchKind

SCHEMA_VERSION = 1
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
    SearchKind.OCCUPATIONS: _texts("name", "name_en", about=("about_en",)),
    SearchKind.POSTINGS: _texts(
        *("title", "title_en", "occupation", "occupation_en"),
        *("credential", "credential_en", "credential_es", "employer", "place"),
        about=("body_en",),
    ),
}
TITLE_FIELDS: dict[SearchKind, tuple[str, ...]] = {
    SearchKind.CREDENTIALS: ("name", "name_en", "name_es", "alias", "alias_en", "alias_es"),
    SearchKind.OCCUPATIONS: ("name", "name_en"),
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


_RAW_FIELDS: dict[SearchKind, tuple[str, ...]] = {
    SearchKind.CREDENTIALS: (
        "credential_kind",
        "cluster",
        "soc",
        "soc_major_group",
        "credential_state",
        "acronym",
    ),
    SearchKind.OCCUPATIONS: ("level", "soc", "soc_major_group"),
    SearchKind.POSTINGS: (
        *("state", "county", "point", "soc", "soc_major_group"),
        *("credential_id", "source", "employment_type"),
    ),
}
_ANALYZER_LANGUAGE: dict[Analyzer, str | None] = {"exact": None, "en": "english", "es": "spanish"}
ANYWHERE = "*"
"""State of a credential that is not limited to states."""


def make_analyzer(analyzer: Analyzer) -> tantivy.TextAnalyzer:
    """Text is folded before it comes here; the analyzer cuts words and, for a language, their endings."""
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.remove_long(40))
    builder = builder.filter(tantivy.Filter.lowercase())
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
    builder.add_text_field("label", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("label_es", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("label_sort", tokenizer_name="raw", index_option="basic", fast=True)
    for field in TEXT_FIELDS[kind]:
        builder.add_text_field(field.name, tokenizer_name=f"portal_{field.analyzer}", index_option="position")
    for name in _RAW_FIELDS[kind]:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=name != "point")
    if kind is SearchKind.POSTINGS:
        for name in ("posting_id", "posted_day", "last_day"):
            builder.add_integer_field(name, indexed=True, fast=True)
        builder.add_float_field("pay", indexed=True, fast=True)
        builder.add_boolean_field("remote", indexed=True, fast=True)
    return builder.build()


def point_term(latitude: float, longitude: float) -> str:
    """A place as an index term, without loss: the distance is computed from exactly this point."""
    return f"{latitude!r},{longitude!r}"


def to_tantivy(document: SearchDocument) -> tantivy.Document:
    """One document as the engine takes it. Fields are added by type: plain numbers would all become i64."""
    out = tantivy.Document()
    out.add_text("key", document.id)
    match document:
        case CredentialDocument():
            _add_credential(out, document)
        case OccupationDocument():
            _add_label(out, document.name)
            _add_texts(out, ("name", "name_en"), (document.name,))
            _add_texts(out, ("about_en",), (document.definition,))
            out.add_text("code", document.id)
            out.add_text("level", document.level)
            _add_soc(out, document.soc_codes)
        case PostingDocument():
            _add_posting(out, document)
        case _:
            assert_never(document)
    return out


def _add_credential(out: tantivy.Document, document: CredentialDocument) -> None:
    _add_label(out, document.name, name_es=document.name_es)
    _add_texts(out, ("name", "name_en"), (document.name,))
    _add_texts(out, ("name", "name_es"), (document.name_es,))
    _add_texts(out, ("alias", "alias_en"), document.aliases)
    _add_texts(out, ("alias", "alias_es"), document.aliases_es)
    _add_texts(out, ("issuer",), (document.issuer,))
    _add_texts(out, ("about_en",), (document.summary, *document.competencies))
    _add_texts(out, ("about_es",), (document.summary_es,))
    for code in (*document.codes, document.id):
        out.add_text("code", code)
    for name in (document.name, *document.aliases, *document.aliases_es):
        for word in name.replace("(", " ").replace(")", " ").replace("/", " ").split():
            letters = word.replace(".", "")
            if 2 <= len(letters) <= 6 and letters.isupper() and letters.isalpha():
                out.add_text("acronym", fold(letters))
    out.add_text("credential_kind", document.kind)
    for cluster in document.clusters:
        out.add_text("cluster", cluster)
    for state in document.states or (ANYWHERE,):
        out.add_text("credential_state", state)
    _add_soc(out, document.soc_codes)


def _add_posting(out: tantivy.Document, document: PostingDocument) -> None:
    _add_label(out, document.title)
    _add_texts(out, ("title", "title_en"), (document.title,))
    _add_texts(out, ("occupation", "occupation_en"), (document.occupation_name,))
    _add_texts(out, ("credential", "credential_en"), document.credential_names)
    _add_texts(out, ("credential", "credential_es"), document.credential_names_es)
    _add_texts(out, ("employer",), (document.employer_name,))
    _add_texts(out, ("place",), document.place_names)
    _add_texts(out, ("body_en",), (document.description,))
    for name, values in (
        ("code", document.codes),
        ("state", document.states),
        ("county", document.county_fips),
        ("point", tuple(point_term(*point) for point in document.points)),
        ("credential_id", document.credential_ids),
        ("source", (document.source_key,)),
        ("employment_type", document.employment_types),
    ):
        for value in values:
            out.add_text(name, value)
    _add_soc(out, document.soc_codes)
    out.add_integer("posting_id", int(document.id))
    if document.posted_on is not None:
        out.add_integer("posted_day", document.posted_on.toordinal())
    out.add_integer(
        "last_day", document.valid_through_on.toordinal() if document.valid_through_on else NO_END
    )
    if document.annual_pay_min_usd is not None:
        out.add_float("pay", document.annual_pay_min_usd)
    out.add_boolean("remote", document.is_remote)


def _add_label(out: tantivy.Document, name: str, *, name_es: str = "") -> None:
    out.add_text("label", name)
    if name_es:
        out.add_text("label_es", name_es)
    out.add_text("label_sort", fold(name))


def _add_texts(out: tantivy.Document, fields: tuple[str, ...], values: tuple[str, ...]) -> None:
    for value in values:
        if value:
            folded = fold(value)
            for field in fields:
                out.add_text(field, folded)


def _add_soc(out: tantivy.Document, soc_codes: tuple[str, ...]) -> None:
    for code in soc_codes:
        out.add_text("soc", code)
    for major in dict.fromkeys(soc_major_group(code) for code in soc_codes):
        out.add_text("soc_major_group", major)
