"""Counts of an embedded index, each as if its own filter were off; kept for one commit."""

import itertools
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import tantivy

from portal.search.embedded_query import MUST
from portal.search.embedded_view import View
from portal.search.facets import (
    COMPANIONS,
    COST_CEILINGS,
    FACET_FILTERS,
    PAY_FLOORS,
    POSTED_DAYS,
    UNKNOWN,
    WEEKS_CEILINGS,
    Facet,
)
from portal.search.port import FacetCount, SearchQuery

FACET_SIZE = 300
"""Values of a facet that are told, most frequent first."""
MOST_CREDENTIALS = 5_000
"""Of credentials that postings name all are told, for putting them in order."""
_FIELDS: dict[Facet, str] = {
    Facet.STATE: "state",
    Facet.COUNTY: "county",
    Facet.SOC_MAJOR_GROUP: "soc_major_group",
    Facet.CREDENTIAL: "credential_id",
    Facet.SOURCE: "source",
    Facet.REMOTE: "remote",
    Facet.EMPLOYMENT_TYPE: "employment_type",
    Facet.CLUSTER: "cluster",
    Facet.CREDENTIAL_KIND: "credential_kind",
    Facet.CREDENTIAL_STATE: "credential_state",
    Facet.SHIFT: "shift",
    Facet.LANGUAGE: "language",
    Facet.NO_EXPERIENCE: "no_experience",
    Facet.DELIVERY: "delivery",
}
_FLOORS: dict[Facet, tuple[str, tuple[int, ...]]] = {Facet.PAY: ("pay", PAY_FLOORS)}
_CEILINGS: dict[Facet, tuple[str, tuple[int, ...]]] = {
    Facet.COST: ("cost", COST_CEILINGS),
    Facet.WEEKS: ("weeks", WEEKS_CEILINGS),
}
Clauses = Mapping[str, tantivy.Query]
Always = Sequence[tuple[tantivy.Occur, tantivy.Query]]


def count_facets(
    view: View,
    query: SearchQuery,
    *,
    text: tantivy.Query,
    clauses: Clauses,
    always: Always,
    key: Hashable,
    total: int,
) -> dict[Facet, tuple[FacetCount, ...]]:
    """Counts of the facets asked for. Facets whose own filter is off are counted together, in one pass.

    `key` stands for the text and the day; with the filters it names a count in the view's memory. `total` is
    how many there are with all filters on.
    """
    counts: dict[Facet, tuple[FacetCount, ...]] = {}
    passes: dict[str | None, list[Facet]] = {}
    keys: dict[Facet, Hashable] = {}
    for facet in query.facets:
        own = FACET_FILTERS[facet]
        dropped = own if own in clauses else None
        keys[facet] = (facet, key, _filters_key(query, clauses, dropped))
        known = view.counts.get(keys[facet])
        if known is not None:
            counts[facet] = known
        else:
            passes.setdefault(dropped, []).append(facet)
    for dropped, facets in passes.items():
        kept = [(MUST, clause) for name, clause in clauses.items() if name != dropped]
        whole = tantivy.Query.boolean_query([(MUST, text), *kept, *always])
        answers = view.searcher.aggregate(whole, {facet.value: _request(facet, query) for facet in facets})
        found = total
        if dropped is not None and any(facet in _FLOORS or facet in _CEILINGS for facet in facets):
            # The package's type file does not know of `count`.
            found = int(view.searcher.search(whole, limit=1).count)  # type: ignore[attr-defined]
        for facet in facets:
            counts[facet] = _read(facet, query, answers[facet.value]["buckets"], found=found)
            view.counts.put(keys[facet], counts[facet])
    return {facet: counts[facet] for facet in query.facets}


def _filters_key(query: SearchQuery, clauses: Clauses, dropped: str | None) -> Hashable:
    return tuple(
        (name, getattr(query, name), getattr(query, COMPANIONS.get(name, name)))
        for name in clauses
        if name != dropped
    )


def _request(facet: Facet, query: SearchQuery) -> dict[str, Any]:
    if facet in _FLOORS:
        field, floors = _FLOORS[facet]
        return {"range": {"field": field, "ranges": _bands(floors)}}
    if facet in _CEILINGS:
        field, ceilings = _CEILINGS[facet]
        # A band holds its lower bound and not its upper one: half a unit keeps "at most" what it says.
        edges = [ceiling + 0.5 for ceiling in ceilings]
        return {"range": {"field": field, "ranges": _bands([-1.0, *edges])}}
    if facet is Facet.POSTED:
        return {"range": {"field": "posted_day", "ranges": _bands(_days(query))}}
    size = MOST_CREDENTIALS if facet is Facet.CREDENTIAL else FACET_SIZE
    return {"terms": {"field": _FIELDS[facet], "size": size}}


def _bands(edges: Sequence[float]) -> list[dict[str, float]]:
    ordered = sorted(edges)
    bands = [{"from": float(low), "to": float(high)} for low, high in itertools.pairwise(ordered)]
    return [*bands, {"from": float(ordered[-1])}]


def _days(query: SearchQuery) -> list[int]:
    today = query.today.toordinal() if query.today else 0
    return [today - days for days in POSTED_DAYS]


def _read(
    facet: Facet, query: SearchQuery, buckets: Sequence[Mapping[str, Any]], *, found: int
) -> tuple[FacetCount, ...]:
    if facet in _FLOORS:
        floors = _FLOORS[facet][1]
        steps = tuple(FacetCount(value=str(floor), count=_above(buckets, floor)) for floor in floors)
        return (*steps, _unknown(buckets, found))
    if facet in _CEILINGS:
        ceilings = _CEILINGS[facet][1]
        steps = tuple(FacetCount(value=str(top), count=_below(buckets, top + 0.5)) for top in ceilings)
        return (*steps, _unknown(buckets, found))
    if facet is Facet.POSTED:
        return tuple(
            FacetCount(value=str(days), count=_above(buckets, since))
            for days, since in zip(POSTED_DAYS, _days(query), strict=True)
        )
    return tuple(
        FacetCount(value=str(bucket.get("key_as_string", bucket["key"])), count=int(bucket["doc_count"]))
        for bucket in buckets
    )


def _unknown(buckets: Sequence[Mapping[str, Any]], found: int) -> FacetCount:
    """What is in no band: the bands, with the open ones at both ends, hold every figure."""
    return FacetCount(value=UNKNOWN, count=found - sum(int(bucket["doc_count"]) for bucket in buckets))


def _above(buckets: Sequence[Mapping[str, Any]], floor: float) -> int:
    return sum(int(b["doc_count"]) for b in buckets if b.get("from") is not None and b["from"] >= floor)


def _below(buckets: Sequence[Mapping[str, Any]], top: float) -> int:
    return sum(int(b["doc_count"]) for b in buckets if b.get("to") is not None and b["to"] <= top)
