"""Document → document of the embedded index."""

from functools import lru_cache
from typing import assert_never

import tantivy

from portal.domain.codes import soc_major_group
from portal.search.documents import (
    CredentialDocument,
    OccupationDocument,
    PlaceDocument,
    PostingDocument,
    SearchDocument,
)
from portal.search.embedded_schema import NO_END, TITLE_START_SEPARATOR
from portal.search.facets import ANYWHERE
from portal.search.fold import fold, split_words

_LEAST_EMPLOYMENT = 1_000
"""Stands for an occupation without a published number of jobs, so that groups of occupations come after it."""
_SUGGESTED_WORDS = 5
_LONGEST_SUGGESTION = 80


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
            _add_texts(out, ("alias", "alias_en"), document.aliases)
            _add_texts(out, ("about_en",), (document.definition,))
            out.add_text("code", document.id)
            out.add_text("level", document.level)
            _add_soc(out, document.soc_codes)
            is_detailed = document.level == "detailed"
            out.add_integer("employment", max(document.employment, _LEAST_EMPLOYMENT) if is_detailed else 0)
        case PlaceDocument():
            _add_label(out, document.name)
            _add_texts(out, ("name",), (document.name,))
            _add_texts(out, ("other",), document.other_names)
            for code in document.codes:
                out.add_text("code", code)
            out.add_integer("size", document.size)
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
    for delivery in document.deliveries:
        out.add_text("delivery", delivery)
    for language in document.languages:
        out.add_text("language", language)
    if document.weeks is not None:
        out.add_float("weeks", document.weeks)
    if document.cost_usd is not None:
        out.add_float("cost", document.cost_usd)
    for cluster in document.clusters:
        out.add_text("cluster", cluster)
    for state in document.states or (ANYWHERE,):
        out.add_text("credential_state", state)
    _add_soc(out, document.soc_codes)


def _add_posting(out: tantivy.Document, document: PostingDocument) -> None:
    out.add_bytes("label", document.title.encode())
    if document.employer_name:
        out.add_bytes("employer_label", document.employer_name.encode())
    _add_names(out, ("title", "title_en"), (document.title,))
    _add_names(out, ("occupation", "occupation_en"), (document.occupation_name,))
    _add_names(out, ("credential", "credential_en"), document.credential_names)
    _add_names(out, ("credential", "credential_es"), document.credential_names_es)
    _add_names(out, ("employer",), (document.employer_name,))
    _add_names(out, ("place",), document.place_names)
    _add_texts(out, ("body_es" if document.language == "es" else "body_en",), (document.description,))
    for start in title_starts(document.title):
        out.add_text("title_start", start)
    for name, values in (
        ("code", document.codes),
        ("state", document.states),
        ("county", document.county_fips),
        ("credential_id", document.credential_ids),
        ("employment_type", document.employment_types),
        ("cluster", document.clusters),
        ("shift", document.shifts),
    ):
        for value in values:
            out.add_text(name, value)
    out.add_text("source", document.source_key)
    for point in document.points:
        out.add_text("point", point_term(*point))
    if len(document.points) == 1:
        # Columns for sorting by distance; a posting with several places is told apart by having none here.
        out.add_float("latitude", document.points[0][0])
        out.add_float("longitude", document.points[0][1])
    if document.language:
        out.add_text("language", document.language)
    _add_soc(out, document.soc_codes)
    out.add_integer("posting_id", int(document.id))
    if document.posted_on is not None:
        out.add_integer("posted_day", document.posted_on.toordinal())
    out.add_integer(
        "last_day", document.valid_through_on.toordinal() if document.valid_through_on else NO_END
    )
    if document.shown_from_on is not None:
        out.add_integer("first_day", document.shown_from_on.toordinal())
    if document.annual_pay_min_usd is not None:
        out.add_float("pay", document.annual_pay_min_usd)
    out.add_boolean("remote", document.is_remote)
    out.add_boolean("no_experience", document.no_experience)


@lru_cache(maxsize=20_000)
def title_starts(title: str) -> tuple[str, ...]:
    """A title from each of its first words on, each followed by the title itself: for suggestions.

    *Nurse Aide* gives *nurse aide* and *aide*, so that a beginning of any word finds the title in one walk
    along the sorted terms, with the number of its postings, at any commit.
    """
    title = " ".join(title.split())
    words = split_words(fold(title))[:_SUGGESTED_WORDS]
    if not words or len(title) > _LONGEST_SUGGESTION:
        return ()
    return tuple(" ".join(words[at:]) + TITLE_START_SEPARATOR + title for at in range(len(words)))


def _add_label(out: tantivy.Document, name: str, *, name_es: str = "") -> None:
    out.add_bytes("label", name.encode())
    if name_es:
        out.add_bytes("label_es", name_es.encode())
    out.add_text("label_sort", fold(name))


def label_of(document: tantivy.Document, field: str = "label") -> str:
    """The name that a stored document carries; empty when it has none."""
    value = document.get_first(field)
    return bytes(value).decode() if value is not None else ""


def _add_texts(out: tantivy.Document, fields: tuple[str, ...], values: tuple[str, ...]) -> None:
    for value in values:
        if value:
            folded = fold(value)
            for field in fields:
                out.add_text(field, folded)


def _add_names(out: tantivy.Document, fields: tuple[str, ...], values: tuple[str, ...]) -> None:
    """As `_add_texts`, of names that stand in many documents."""
    for value in values:
        if value:
            folded = _fold_name(value)
            for field in fields:
                out.add_text(field, folded)


_fold_name = lru_cache(maxsize=50_000)(fold)


def _add_soc(out: tantivy.Document, soc_codes: tuple[str, ...]) -> None:
    for code in soc_codes:
        out.add_text("soc", code)
    for major in dict.fromkeys(soc_major_group(code) for code in soc_codes):
        out.add_text("soc_major_group", major)
