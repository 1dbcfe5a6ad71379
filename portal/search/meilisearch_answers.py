"""One page of hits and one list of names, asked of a Meilisearch server and read from its answers."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from portal.search.facets import Facet
from portal.search.meilisearch_documents import NAMES
from portal.search.meilisearch_query import FACET_ATTRIBUTES, METERS_PER_MILE, open_on, order
from portal.search.port import (
    MAX_OFFSET,
    FacetCount,
    Hit,
    SearchKind,
    SearchQuery,
    SearchResult,
    SearchSort,
    SoughtPhrase,
    Suggestion,
)
from portal.search.query_text import QueryText

Answer = Mapping[str, Any]
"""One result of a multi-search, as the server's documentation has it."""


def hits_question(
    query: SearchQuery, typed: QueryText, *, expressions: Mapping[str, str], base: Mapping[str, Any]
) -> dict[str, Any]:
    """The question for one page of hits; beyond what anybody pages to, for the total alone."""
    beyond = (query.page - 1) * query.size > MAX_OFFSET
    return {
        **base,
        "filter": list(expressions.values()),
        "sort": order(query, has_text=bool(typed.words or typed.phrases or typed.codes)),
        "page": query.page,
        "hitsPerPage": 0 if beyond else query.size,
        "showRankingScore": True,
        "attributesToRetrieve": ["key", "employer_name", "posted_day"],
    }


def suggestion_question(kind: SearchKind, text: str, *, today: date, limit: int) -> dict[str, Any]:
    """The question for names of one kind; each title of open postings once."""
    question: dict[str, Any] = {
        "q": text,
        "limit": limit,
        "matchingStrategy": "all",
        "attributesToSearchOn": list(NAMES[kind]),
        "attributesToRetrieve": ["key", "name", "name_es", "title"],
    }
    if kind is SearchKind.POSTINGS:
        question |= {"filter": [open_on(today)], "distinct": "title_key"}
    return question


def read_result(
    query: SearchQuery,
    typed: QueryText,
    *,
    answers: Sequence[Answer],
    steps: Sequence[tuple[Facet, str | None]],
) -> SearchResult:
    """The first answer has the hits, each other one the count of a facet or of one of its steps."""
    facets: dict[Facet, list[FacetCount]] = {facet: [] for facet in query.facets}
    for (facet, step), answer in zip(steps, answers[1:], strict=True):
        if step is not None:
            facets[facet].append(FacetCount(value=step, count=answer["totalHits"]))
            continue
        values = answer["facetDistribution"].get(FACET_ATTRIBUTES[facet], {})
        facets[facet] += [FacetCount(value=value, count=count) for value, count in values.items()]
    words = tuple(word.text for word in typed.words)
    return SearchResult(
        hits=tuple(_read_hit(query, hit, words=words) for hit in answers[0]["hits"]),
        total=answers[0]["totalHits"],
        facets={facet: tuple(found) for facet, found in facets.items()},
        took_ms=0.0,
        sought=tuple(SoughtPhrase(typed=word, phrases=((word,),), is_prefix=True) for word in words),
    )


def read_suggestion(kind: SearchKind, hit: Answer) -> Suggestion:
    """A name; of postings it is the title."""
    name = str(hit.get("title") if kind is SearchKind.POSTINGS else hit["name"])
    key = name if kind is SearchKind.POSTINGS else str(hit["key"])
    return Suggestion(kind=kind, id=key, name=name, name_es=str(hit.get("name_es") or ""))


def _read_hit(query: SearchQuery, hit: Answer, *, words: tuple[str, ...]) -> Hit:
    meters, posted_day = hit.get("_geoDistance"), hit.get("posted_day")
    by_score = query.sort is SearchSort.RELEVANCE
    return Hit(
        kind=query.kind,
        id=str(hit["key"]),
        score=float(hit.get("_rankingScore", 0.0)) if by_score else 0.0,
        matched_words=words,
        distance_miles=None if meters is None else meters / METERS_PER_MILE,
        employer_name=str(hit.get("employer_name") or ""),
        posted_on=None if posted_day is None else date.fromordinal(posted_day),
    )
