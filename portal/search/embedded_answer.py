"""Answers one query over one view of an embedded index."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import tantivy

from portal.domain.states import STATE_NAMES
from portal.search.config import SearchConfig
from portal.search.embedded_distance import Nearest
from portal.search.embedded_documents import label_of
from portal.search.embedded_facets import count_facets
from portal.search.embedded_query import MUST, MUST_NOT, QueryBuilder, stem
from portal.search.embedded_schema import PRIOR_FIELDS, TEXT_FIELDS
from portal.search.embedded_view import View
from portal.search.fold import fold
from portal.search.matched import Matcher
from portal.search.port import (
    MAX_OFFSET,
    Hit,
    SearchKind,
    SearchQuery,
    SearchResult,
    SearchSort,
    SoughtPhrase,
)
from portal.search.query_text import QueryText, parse_query_text
from portal.search.sought import Concepts, Lexicon, Sought, seek

STATES = frozenset(fold(code) for code in STATE_NAMES)


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
    lexicon = lexicon_of(view, acronyms)
    last_words = STATES if query.kind is SearchKind.PLACES else frozenset()
    sought = seek(typed, config=config, concepts=concepts, lexicon=lexicon, last_words=last_words)
    asked = _Asked(view, query, typed=typed, config=config)
    found = asked.run(sought)
    if not found.total and typed.words:
        doubted = seek(
            typed,
            config=config,
            concepts=concepts,
            lexicon=lexicon,
            last_words=last_words,
            doubts_rare=True,
        )
        if doubted != sought and (instead := asked.run(doubted)).total:
            sought, found = doubted, instead
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
            Hit(
                kind=query.kind,
                id=row.key,
                score=row.score,
                matched_words=matcher.words(row.label),
                distance_miles=row.distance_miles,
                employer_name=row.employer_name,
                posted_on=date.fromordinal(row.posted_day) if row.posted_day else None,
            )
            for row in found.rows
        ),
        total=found.total,
        facets=count_facets(
            view,
            query,
            text=found.text,
            clauses=asked.clauses,
            always=asked.always,
            key=(query.text, query.today),
            total=found.total,
        ),
        took_ms=0.0,
        corrected=corrected_text(query.text, sought),
        ignored_words=ignored,
        is_relaxed=is_relaxed,
        sought=sought_phrases(sought),
    )


@dataclass(frozen=True, slots=True)
class _Row:
    key: str
    label: str
    score: float = 0.0
    distance_miles: float | None = None
    employer_name: str = ""
    posted_day: int | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    text: tantivy.Query
    rows: list[_Row]
    total: int


class _Asked:
    """One query with its filters, to be run with all that is sought or with less."""

    def __init__(self, view: View, query: SearchQuery, *, typed: QueryText, config: SearchConfig) -> None:
        self._view = view
        self._query = query
        self._codes = typed.codes
        self._builder = QueryBuilder(view, config)
        self.clauses = self._builder.filters(query)
        self.always = self._builder.excluded(typed.excluded)
        if query.kind is SearchKind.POSTINGS and query.today is not None:
            self.always.append((MUST_NOT, self._builder.ended(query.today)))

    def is_anywhere(self, item: Sought) -> bool:
        """Whether the index has this at all, filters aside."""
        return count_of(self._view.searcher.search(self._builder.one(item), limit=1)) > 0

    def run(self, sought: Sequence[Sought], *, minimum: int | None = None) -> _Found:
        """One page of hits and the exact count."""
        text = self._builder.text(sought, codes=self._codes, minimum=minimum)
        clauses = [(MUST, clause) for clause in self.clauses.values()]
        whole = tantivy.Query.boolean_query([(MUST, text), *clauses, *self.always])
        searcher, query = self._view.searcher, self._query
        offset = (query.page - 1) * query.size
        if offset > MAX_OFFSET:
            return _Found(text, [], count_of(searcher.search(whole, limit=1)))
        has_text = bool(sought or self._codes)
        if query.sort is SearchSort.DISTANCE and query.region is not None:
            page = Nearest(self._view, query.region).page(
                whole, points=self._builder.points, offset=offset, size=query.size
            )
            rows = [
                _Row(str(doc.get_first("key")), label_of(doc), distance_miles=miles)
                for doc, miles in page.rows
            ]
            return _Found(text, rows, page.total)
        field, order = _order(query, has_text=has_text)
        result = searcher.search(
            whole,
            limit=query.size,
            offset=offset,
            order_by_field=field,
            order=order,
            weight_by_field=None if field else PRIOR_FIELDS.get(query.kind),
        )
        rows = []
        for score, address in result.hits:
            document = searcher.doc(address)
            row = _Row(
                str(document.get_first("key")),
                label_of(document),
                score=0.0 if field else float(score),
                employer_name=label_of(document, "employer_label"),
                posted_day=document.get_first("posted_day"),
            )
            rows.append(row)
        return _Found(text, rows, count_of(result))


def count_of(result: tantivy.SearchResult) -> int:
    """The exact number of documents that a search found."""
    # The package's type file does not know of `count`.
    return int(result.count)  # type: ignore[attr-defined]


def lexicon_of(view: View, acronyms: frozenset[str]) -> Lexicon:
    """What one index knows about words."""
    searcher = view.searcher
    names = [field for field in TEXT_FIELDS[view.kind] if field.is_name]
    texts = [
        field
        for field in TEXT_FIELDS[view.kind]
        if not field.is_name and (field.analyzer != "es" or view.kind is SearchKind.POSTINGS)
    ]
    return Lexicon(
        in_names=lambda word: max(
            (searcher.doc_freq(f.name, stem(f.analyzer, word)) for f in names if f.analyzer != "es"),
            default=0,
        ),
        # Only where the word is found by that ending: Spanish endings make equals of many English words.
        same_stem=lambda one, other: any(
            stem(f.analyzer, one) == stem(f.analyzer, other)
            and searcher.doc_freq(f.name, stem(f.analyzer, one))
            for f in names
            if f.analyzer != "exact"
        ),
        in_texts=lambda word: max(searcher.doc_freq(f.name, stem(f.analyzer, word)) for f in texts),
        starts_word=lambda word: any(
            searcher.terms_with_prefix(f.name, word, limit=1) for f in names if f.analyzer == "exact"
        ),
        speller=view.speller,
        acronyms=acronyms,
    )


def corrected_text(text: str, sought: Sequence[Sought]) -> str | None:
    """What was searched instead of what was typed; None when nothing was corrected."""
    changes = {item.typed: item.corrected for item in sought if item.corrected}
    if not changes:
        return None
    return " ".join(changes.get(fold(word), word) for word in text.split())


def sought_phrases(sought: Sequence[Sought]) -> tuple[SoughtPhrase, ...]:
    """What was sought, for saying why a hit is there."""
    return tuple(
        SoughtPhrase(
            typed=item.corrected or item.typed,
            phrases=tuple(dict.fromkeys(variant.words for variant in item.variants)),
            is_prefix=any(variant.is_prefix for variant in item.variants),
        )
        for item in sought
    )


_COLUMNS: dict[SearchSort, tuple[str, tantivy.Order]] = {
    SearchSort.PAY: ("pay", tantivy.Order.Desc),
    SearchSort.COST: ("cost", tantivy.Order.Asc),
    SearchSort.WEEKS: ("weeks", tantivy.Order.Asc),
}


def _order(query: SearchQuery, *, has_text: bool) -> tuple[str | None, tantivy.Order]:
    if query.sort is SearchSort.RELEVANCE and has_text:
        return None, tantivy.Order.Desc
    if query.sort in _COLUMNS:
        return _COLUMNS[query.sort]
    if query.kind is SearchKind.POSTINGS:
        return "posted_day", tantivy.Order.Desc
    return "label_sort", tantivy.Order.Asc
