"""Documents and settings of the Meilisearch engine, in the forms of its documented interface."""

from typing import Any

from portal.domain.codes import soc_major_group
from portal.search.config import SearchConfig
from portal.search.documents import PostingDocument, SearchDocument
from portal.search.fold import fold
from portal.search.port import SearchKind

NO_END = 9_999_999
MAX_TOTAL_HITS = 5_000_000
"""Above every index, so that totals are exact (`pagination.maxTotalHits` cuts them off)."""
MAX_FACET_VALUES = 5_000
"""Enough for every credential that postings name."""

SEARCHABLE: dict[SearchKind, tuple[str, ...]] = {
    SearchKind.CREDENTIALS: (
        *("name", "aliases", "name_es", "aliases_es", "issuer"),
        *("competencies", "summary", "summary_es"),
    ),
    SearchKind.OCCUPATIONS: ("name", "aliases", "definition"),
    SearchKind.PLACES: ("name", "other_names"),
    SearchKind.POSTINGS: (
        *("title", "occupation_name", "credential_names", "credential_names_es"),
        *("employer_name", "place_names", "description"),
    ),
}
"""In order of weight: the server knows ranks of attributes, no numbers."""
NAMES: dict[SearchKind, tuple[str, ...]] = {
    SearchKind.CREDENTIALS: ("name", "aliases", "name_es", "aliases_es"),
    SearchKind.OCCUPATIONS: ("name", "aliases"),
    SearchKind.PLACES: ("name", "other_names"),
    SearchKind.POSTINGS: ("title",),
}
FILTERABLE: dict[SearchKind, tuple[str, ...]] = {
    SearchKind.CREDENTIALS: (
        *("codes", "soc_codes", "soc_major_group", "clusters", "kind", "states", "is_anywhere"),
        *("deliveries", "language", "cost_usd", "weeks"),
    ),
    SearchKind.OCCUPATIONS: ("codes", "soc_codes", "soc_major_group"),
    SearchKind.PLACES: ("codes",),
    SearchKind.POSTINGS: (
        *("codes", "soc_codes", "soc_major_group", "states", "county_fips", "credential_ids", "is_remote"),
        *("source_key", "posting_id", "employment_types", "clusters", "shifts", "language", "no_experience"),
        *("annual_pay_min_usd", "posted_day", "first_day", "last_day", "title_key", "_geo", "_geojson"),
    ),
}
SORTABLE: dict[SearchKind, tuple[str, ...]] = {
    SearchKind.CREDENTIALS: ("label_sort", "cost_usd", "weeks"),
    SearchKind.OCCUPATIONS: ("label_sort", "employment"),
    SearchKind.PLACES: ("label_sort", "size"),
    SearchKind.POSTINGS: ("posted_day", "annual_pay_min_usd", "_geo"),
}
_PRIORS = {SearchKind.OCCUPATIONS: "employment:desc", SearchKind.PLACES: "size:desc"}


def index_settings(kind: SearchKind, config: SearchConfig) -> dict[str, Any]:
    """Settings of one index (`PATCH /indexes/{uid}/settings`)."""
    rules = ["words", "typo", "proximity", "attribute", "sort", "exactness"]
    prior = _PRIORS.get(kind)
    return {
        "searchableAttributes": list(SEARCHABLE[kind]),
        "filterableAttributes": ["key", *FILTERABLE[kind]],
        "sortableAttributes": list(SORTABLE[kind]),
        "rankingRules": [*rules, prior] if prior else rules,
        "stopWords": sorted(config.stop_words),
        "synonyms": _synonyms(config),
        "typoTolerance": {
            "enabled": True,
            "minWordSizeForTypos": {
                "oneTypo": config.typos.min_letters,
                "twoTypos": config.typos.two_typos_min_letters,
            },
            "disableOnWords": sorted(config.typos.never),
            "disableOnNumbers": True,
        },
        "faceting": {"maxValuesPerFacet": MAX_FACET_VALUES, "sortFacetValuesBy": {"*": "count"}},
        "pagination": {"maxTotalHits": MAX_TOTAL_HITS},
    }


def _synonyms(config: SearchConfig) -> dict[str, list[str]]:
    return {
        " ".join(phrase): [" ".join(other) for other in concept if other != phrase]
        for concept in config.synonyms
        for phrase in concept
    }


def document_key(document_id: str) -> str:
    """The id as the server takes it: letters, digits, hyphen, underscore (`zip:46402:25` has colons)."""
    return document_id.replace(":", "_")


def to_meilisearch(document: SearchDocument) -> dict[str, Any]:
    """One document as the server takes it. What is not known is left out, so that it sorts last."""
    out = {name: value for name, value in document.model_dump(mode="json").items() if value is not None}
    out["key"], out["id"] = document.id, document_key(document.id)
    soc_codes = out.get("soc_codes", [])
    out["soc_major_group"] = list(dict.fromkeys(soc_major_group(code) for code in soc_codes))
    if isinstance(document, PostingDocument):
        out |= _posting_fields(document)
        for name in ("posted_on", "valid_through_on", "shown_from_on", "points"):
            out.pop(name, None)
        return out
    out["label_sort"] = fold(document.name)
    if "states" in out:
        out["is_anywhere"] = not out["states"]
    if "languages" in out:
        out["language"] = out.pop("languages")
    if "definition" in out:
        out["codes"] = [document.id]
    return out


def _posting_fields(document: PostingDocument) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "posting_id": int(document.id),
        "title_key": fold(document.title),
        "last_day": document.valid_through_on.toordinal() if document.valid_through_on else NO_END,
    }
    if document.shown_from_on is not None:
        fields["first_day"] = document.shown_from_on.toordinal()
    if document.posted_on is not None:
        fields["posted_day"] = document.posted_on.toordinal()
    if document.points:
        latitude, longitude = document.points[0]
        fields["_geo"] = {"lat": latitude, "lng": longitude}
        coordinates = [[longitude, latitude] for latitude, longitude in document.points]
        fields["_geojson"] = {
            "type": "Feature",
            "geometry": {"type": "MultiPoint", "coordinates": coordinates},
        }
    return fields
