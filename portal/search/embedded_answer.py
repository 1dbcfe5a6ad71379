"""Answers one query over one view of an embedded index."""

from collections.abc import Sequence
from dataclasses import dataclass

import tantivy

from portal.search.config import SearchConfig
from portal.search.embedded_query import MUST, QueryBuilder, stem
from portal.search.embedded_schema import TEXT_FIELDS, Analyzer
from portal.search.embedded_view import View
from portal.search.fold import fold
from portal.search.matched import Matcher
from portal.search.port import (
    MAX_OFFSET,
    Facet,
    FacetCount,
    Hit,
    SearchKind,
    SearchQuery,
    SearchResult,
    SearchSort,
    Suggestion,
)
from portal.search.query_text import QueryText, parse_query_text
from portal.search.sought import Concepts, Lexicon, Sought, Variant, seek

LANGUAGES: tuple[Analyzer, ...] = ("en", "es")
FACET_SIZE = 1_000
_FACET_FIELDS: dict[Facet, str] = {
    Facet.STATE: "state",
    Facet.SOC_MAJOR_GROUP: "soc_major_group",
    Facet.CREDENTIAL: "credential_id",
    Facet.SOURCE: "source",
    Facet.REMOTE: "remote",
    Facet.EMPLOYMENT_TYPE: "employment_type",
    Facet.CLUSTER: "cluster",
    Facet.CREDENTIAL_KIND: "credential_kind",
}


def answer(
    view: View,
    query: SearchQuery,
    *,
    config: SearchConfig,
    concepts: Concepts,
    acronyms: frozenset[str],
) -> SearchResult:
    """Find, count and order. `took_ms` is left to the caller, who knows when it began."""
    typed = parse_query_text(query.text)
    sought = seek(typed, config=config, concepts=concepts, lexicon=_lexicon(view, acronyms))
    asked = _Asked(view, query, typed=typed, config=config)
    found = asked.run(sought)
    ignored: tuple[str, ...] = ()
    is_relaxed = False
    if not found.total and len(sought) + len(typed.codes) > 1:
        known = [item for item in sought if asked.is_anywhere(item)]
        if known and len(known) < len(sought):
            ignored = tuple(item.typed for item in sought if item not in known)
            sought = known
            found = asked.run(sought)
        if not found.total and len(sought) > 1:
            is_relaxed = True
            found = asked.run(sought, minimum=(len(sought) + len(typed.codes) + 1) // 2)
        if not found.total:
            ignored, is_relaxed = (), False
    matcher = Matcher(sought, lambda word: stem("en", word))
    return SearchResult(
        hits=tuple(
            Hit(kind=query.kind, id=key, score=score, matched_words=matcher.words(label))
            for score, key, label in found.rows
        ),
        total=found.total,
        facets={facet: _count(view, found.query, facet) for facet in query.facets},
        took_ms=0.0,
        corrected=_corrected(query.text, sought),
        ignored_words=ignored,
        is_relaxed=is_relaxed,
    )


def suggest_names(
    view: View, prefix: str, *, config: SearchConfig, limit: int
) -> list[tuple[float, Suggestion]]:
    """Names that have all words, each as typed or as a beginning, with their scores."""
    words = [(word.text,) for word in parse_query_text(prefix).words]
    if not words or limit < 1:
        return []
    # Every word may go on here: `auto te` means automotive technology.
    sought = [
        Sought(word[0], (Variant(word), Variant(word, boost=config.boosts.prefix, is_prefix=True)))
        for word in words
    ]
    query = QueryBuilder(view, config, titles_only=True).text(sought, codes=())
    offers = []
    for score, address in view.searcher.search(query, limit=limit, count=False).hits:
        document = view.searcher.doc(address)
        suggestion = Suggestion(
            kind=view.kind,
            id=str(document.get_first("key")),
            name=str(document.get_first("label")),
            name_es=str(document.get_first("label_es") or ""),
        )
        offers.append((float(score), suggestion))
    return offers


@dataclass(frozen=True, slots=True)
class _Found:
    query: tantivy.Query
    rows: list[tuple[float, str, str]]
    """Score, key, label."""
    total: int


class _Asked:
    """One query with its filters, to be run with all that is sought or with less."""

    def __init__(self, view: View, query: SearchQuery, *, typed: QueryText, config: SearchConfig) -> None:
        self._view = view
        self._query = query
        self._codes = typed.codes
        self._builder = QueryBuilder(view, config)
        self._clauses = [*self._builder.filters(query), *self._builder.excluded(typed.excluded)]

    def is_anywhere(self, item: Sought) -> bool:
        """Whether the index has this at all, filters aside."""
        return _total(self._view.searcher.search(self._builder.one(item), limit=1)) > 0

    def run(self, sought: Sequence[Sought], *, minimum: int | None = None) -> _Found:
        """One page of hits and the exact count."""
        text = self._builder.text(sought, codes=self._codes, minimum=minimum)
        whole = tantivy.Query.boolean_query([(MUST, text), *self._clauses])
        searcher = self._view.searcher
        offset = (self._query.page - 1) * self._query.size
        if offset > MAX_OFFSET:
            return _Found(whole, [], _total(searcher.search(whole, limit=1)))
        field, order = _order(self._query, has_text=bool(sought or self._codes))
        result = searcher.search(
            whole, limit=self._query.size, offset=offset, order_by_field=field, order=order
        )
        rows = []
        for score, address in result.hits:
            document = searcher.doc(address)
            key, label = str(document.get_first("key")), str(document.get_first("label"))
            rows.append((0.0 if field else float(score), key, label))
        return _Found(whole, rows, _total(result))


def _total(result: tantivy.SearchResult) -> int:
    # The package's type file does not know of `count`.
    return int(result.count)  # type: ignore[attr-defined]


def _lexicon(view: View, acronyms: frozenset[str]) -> Lexicon:
    searcher = view.searcher
    names = [field for field in TEXT_FIELDS[view.kind] if field.is_name]
    texts = [field for field in TEXT_FIELDS[view.kind] if not field.is_name and field.analyzer == "en"]
    return Lexicon(
        in_names=lambda word: any(
            searcher.doc_freq(f.name, stem(f.analyzer, word)) for f in names if f.analyzer != "es"
        ),
        same_stem=lambda one, other: any(stem(a, one) == stem(a, other) for a in LANGUAGES),
        in_texts=lambda word: max(searcher.doc_freq(f.name, stem(f.analyzer, word)) for f in texts),
        starts_word=lambda word: any(
            searcher.terms_with_prefix(f.name, word, limit=1) for f in names if f.analyzer == "exact"
        ),
        speller=view.speller,
        acronyms=acronyms,
    )


def _order(query: SearchQuery, *, has_text: bool) -> tuple[str | None, tantivy.Order]:
    if query.sort is SearchSort.RELEVANCE and has_text:
        return None, tantivy.Order.Desc
    if query.sort is SearchSort.PAY:
        return "pay", tantivy.Order.Desc
    if query.kind is SearchKind.POSTINGS:
        return "posted_day", tantivy.Order.Desc
    return "label_sort", tantivy.Order.Asc


def _count(view: View, whole: tantivy.Query, facet: Facet) -> tuple[FacetCount, ...]:
    request = {"counts": {"terms": {"field": _FACET_FIELDS[facet], "size": FACET_SIZE}}}
    buckets = view.searcher.aggregate(whole, request)["counts"]["buckets"]
    return tuple(
        FacetCount(value=str(bucket.get("key_as_string", bucket["key"])), count=int(bucket["doc_count"]))
        for bucket in buckets
    )


def _corrected(text: str, sought: Sequence[Sought]) -> str | None:
    changes = {item.typed: item.corrected for item in sought if item.corrected}
    if not changes:
        return None
    return " ".join(changes.get(fold(word), word) for word in text.split())
