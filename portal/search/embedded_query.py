"""Builds the engine's queries from what is sought and from the filters."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

import tantivy

from portal.domain.region import RegionKind
from portal.search.config import SearchConfig
from portal.search.embedded_schema import (
    TEXT_FIELDS,
    TITLE_FIELDS,
    Analyzer,
    TextField,
    make_analyzer,
)
from portal.search.embedded_view import View
from portal.search.facets import ANYWHERE, UNKNOWN_TOO
from portal.search.port import SearchKind, SearchQuery
from portal.search.sought import Sought, Variant

Query = tantivy.Query
MUST, SHOULD, MUST_NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot
CODE_BOOST = 1_000.0
"""The thing that bears a code comes before what belongs to it."""
TIE_BREAKER = 0.1
"""How much the other fields add to the best one."""


class QueryBuilder:
    """Queries over one view, in all its text fields or in the things' own names only."""

    def __init__(self, view: View, config: SearchConfig, *, titles_only: bool = False) -> None:
        self._view = view
        self._schema = view.schema
        titles = TITLE_FIELDS[view.kind]
        self._titles = [field for field in TEXT_FIELDS[view.kind] if field.name in titles]
        self._fields: Sequence[TextField] = self._titles if titles_only else _fields_of(view)
        self._weights = config.weights[view.kind.value]
        self._boosts = config.boosts

    def text(
        self, sought: Sequence[Sought], *, codes: Sequence[str], minimum: int | None = None
    ) -> tantivy.Query:
        """Everything sought must be there, or at least `minimum` of it; better where the name has it."""
        parts = [self.one(item) for item in sought] + [self.code(code) for code in codes]
        if not parts:
            return Query.all_query()
        if minimum is None:
            must = [(MUST, part) for part in parts]
        else:
            must = [
                (MUST, Query.boolean_query([(SHOULD, p) for p in parts], minimum_number_should_match=minimum))
            ]
        return Query.boolean_query([*must, *((SHOULD, query) for query in self._name_boosts(sought))])

    def one(self, item: Sought) -> tantivy.Query:
        """One thing sought, in any field and any variant."""
        return Query.disjunction_max_query(
            [query for variant in item.variants for query in self._variant(variant, self._fields)],
            tie_breaker=TIE_BREAKER,
        )

    def code(self, code: str) -> tantivy.Query:
        """A code, whole. A group of occupations finds what belongs to it."""
        found = Query.boost_query(
            Query.term_query(self._schema, "code", code, index_option="basic"), CODE_BOOST
        )
        if self._view.kind is SearchKind.PLACES:
            return found
        group = Query.term_query(self._schema, "soc", code, index_option="basic")
        return Query.disjunction_max_query([found, group])

    def filters(self, query: SearchQuery) -> dict[str, tantivy.Query]:
        """The filters that are on, by their name in the query; `today` is what has not ended."""
        clauses: dict[str, tantivy.Query] = {}
        if (region := self._region(query)) is not None:
            clauses["region"] = region
        for name, field, values in (
            ("soc_codes", "soc", query.soc_codes),
            ("clusters", "cluster", query.clusters),
            ("credential_kinds", "credential_kind", {kind.value for kind in query.credential_kinds}),
            ("states", "credential_state", query.states and query.states | {ANYWHERE}),
            ("credential_ids", "credential_id", query.credential_ids),
            ("source_keys", "source", query.source_keys),
            ("employment_types", "employment_type", query.employment_types),
            ("shifts", "shift", {shift.value for shift in query.shifts}),
            ("languages", "language", query.languages),
            ("deliveries", "delivery", {delivery.value for delivery in query.deliveries}),
        ):
            if values:
                clauses[name] = self._any_of(field, values)
        for name, field, lower, upper in (
            ("pay_min_usd", "pay", query.pay_min_usd, None),
            ("cost_max_usd", "cost", None, query.cost_max_usd),
            ("weeks_max", "weeks", None, query.weeks_max),
        ):
            parts = []
            if lower is not None or upper is not None:
                parts.append(self._between(field, lower, upper))
            if getattr(query, UNKNOWN_TOO[name]):
                parts.append(self._without(self._between(field, 0.0, None)))
            if parts:
                clauses[name] = Query.boolean_query([(SHOULD, part) for part in parts])
        if query.posted_since is not None:
            clauses["posted_since"] = Query.range_query(
                self._schema,
                "posted_day",
                tantivy.FieldType.Integer,
                lower_bound=query.posted_since.toordinal(),
            )
        if query.is_remote is not None:
            clauses["is_remote"] = Query.term_query(self._schema, "remote", query.is_remote)
        if query.no_experience:
            clauses["no_experience"] = Query.term_query(self._schema, "no_experience", True)
        if query.posting_ids is not None:
            ids = sorted(query.posting_ids)
            clauses["posting_ids"] = (
                Query.term_set_query(self._schema, "posting_id", ids) if ids else Query.empty_query()
            )
        if query.only_ids is not None:
            clauses["only_ids"] = (
                self._any_of("key", query.only_ids) if query.only_ids else Query.empty_query()
            )
        if query.without_ids:
            clauses["without_ids"] = self._without(self._any_of("key", query.without_ids))
        return {name: Query.const_score_query(clause, 0.0) for name, clause in clauses.items()}

    def ended(self, today: date) -> tantivy.Query:
        """Postings whose last day was before today, and copies that wait for a better one to close.

        Few, so leaving them out costs less than keeping the rest.
        """
        past = Query.range_query(
            self._schema,
            "last_day",
            tantivy.FieldType.Integer,
            upper_bound=today.toordinal() - 1,
            use_inverted_index=True,
        )
        waiting = Query.range_query(
            self._schema,
            "first_day",
            tantivy.FieldType.Integer,
            lower_bound=today.toordinal() + 1,
            use_inverted_index=True,
        )
        return Query.boolean_query([(SHOULD, past), (SHOULD, waiting)])

    def points(self, terms: Sequence[str]) -> tantivy.Query:
        """What has a place at one of these points."""
        return Query.const_score_query(self._any_of("point", terms), 0.0)

    def codes(self, codes: Sequence[str]) -> tantivy.Query:
        """What bears one of these codes."""
        return self._any_of("code", codes)

    def title_starts(self, terms: Sequence[str]) -> tantivy.Query:
        """Postings with one of these titles (`embedded_documents.title_starts`)."""
        return self._any_of("title_start", terms)

    def excluded(self, phrases: Iterable[tuple[str, ...]]) -> list[tuple[tantivy.Occur, tantivy.Query]]:
        """Words and phrases that no result may have, as written."""
        return [
            (MUST_NOT, query)
            for phrase in phrases
            for query in self._variant(Variant(phrase, is_exact=True), self._fields)
        ]

    def _name_boosts(self, sought: Sequence[Sought]) -> Iterable[tantivy.Query]:
        titles = self._titles
        firsts = [item.variants[1] if item.corrected else item.variants[0] for item in sought]
        if firsts:
            all_words = [
                (
                    MUST,
                    Query.disjunction_max_query([q for v in item.variants for q in self._variant(v, titles)]),
                )
                for item in sought
            ]
            yield Query.boost_query(Query.boolean_query(all_words), self._boosts.all_words_in_name)
        words = tuple(word for variant in firsts for word in variant.words)
        if len(words) > 1:
            whole = self._variant(Variant(words), titles)
            yield Query.boost_query(Query.disjunction_max_query(whole), self._boosts.whole_name)

    def _variant(self, variant: Variant, fields: Sequence[TextField]) -> list[tantivy.Query]:
        queries = []
        for field in fields:
            # What must be as written is not sought by its stem, save where a text has no other field.
            if variant.is_exact and field.analyzer != "exact" and field.is_name:
                continue
            if variant.is_prefix and field.analyzer != "exact":
                continue
            query = self._in_field(variant, field)
            if query is not None:
                queries.append(Query.boost_query(query, self._weights[field.name] * variant.boost))
        return queries

    def _in_field(self, variant: Variant, field: TextField) -> tantivy.Query | None:
        words = variant.words if variant.is_prefix else _stems(field.analyzer, variant.words)
        if not words:
            return None
        if len(words) > 1:
            if variant.is_prefix:
                return Query.phrase_prefix_query(self._schema, field.name, list(words))
            return Query.phrase_query(self._schema, field.name, list(words))
        if variant.is_prefix:
            return Query.fuzzy_term_query(self._schema, field.name, words[0], distance=0, prefix=True)
        return Query.term_query(self._schema, field.name, words[0])

    def _region(self, query: SearchQuery) -> tantivy.Query | None:
        region = query.region
        if region is None or region.region.kind is RegionKind.US:
            return None
        parts = [Query.term_query(self._schema, "remote", True)]
        for field, values in (
            ("state", region.states),
            ("county", self._counties(region.county_fips, is_unsure=bool(query.region_unsure))),
            ("point", self._view.point_terms(region)),
        ):
            if values:
                parts.append(self._any_of(field, values))
        return Query.boolean_query([(SHOULD, part) for part in parts])

    def _counties(self, wanted: frozenset[str], *, is_unsure: bool) -> frozenset[str]:
        """The counties, and the sets of counties that lie wholly within them (or, `is_unsure`, partly)."""
        covers = any if is_unsure else all
        sets = self._view.county_sets
        return wanted | {text for text, members in sets if covers(one in wanted for one in members)}

    def _between(self, field: str, lower: float | None, upper: float | None) -> tantivy.Query:
        return Query.range_query(
            self._schema, field, tantivy.FieldType.Float, lower_bound=lower, upper_bound=upper
        )

    def _without(self, query: tantivy.Query) -> tantivy.Query:
        return Query.boolean_query([(MUST, Query.all_query()), (MUST_NOT, query)])

    def _any_of(self, field: str, values: Iterable[str]) -> tantivy.Query:
        wanted = sorted(values)
        if len(wanted) == 1:
            return Query.term_query(self._schema, field, wanted[0], index_option="basic")
        return Query.term_set_query(self._schema, field, wanted)


def _fields_of(view: View) -> Sequence[TextField]:
    fields = TEXT_FIELDS[view.kind]
    if view.kind is SearchKind.POSTINGS and not view.has_spanish_texts:
        return [field for field in fields if field.name != "body_es"]
    return fields


@lru_cache(maxsize=4096)
def _stems(analyzer: Analyzer, words: tuple[str, ...]) -> tuple[str, ...]:
    return words if analyzer == "exact" else tuple(_analyzer(analyzer).analyze(" ".join(words)))


@lru_cache(maxsize=4)
def _analyzer(analyzer: Analyzer) -> tantivy.TextAnalyzer:
    return make_analyzer(analyzer)


def stem(analyzer: Analyzer, word: str) -> str:
    """One folded word as a text field of this analyzer holds it."""
    return next(iter(_stems(analyzer, (word,))), word)
