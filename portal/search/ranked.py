"""Things in an order that the engine does not know, such as by how many jobs ask for them; pages stay exact."""

from collections.abc import Sequence

from portal.search.port import MAX_PAGE_SIZE, Hit, SearchEngine, SearchQuery, SearchResult


def search_ranked(engine: SearchEngine, query: SearchQuery, first: Sequence[str]) -> SearchResult:
    """The answer to a query for credentials: those of `first` that fit come first, in that order; then the others.

    The others come as the query sorts them. `total` and counts are those of the query.
    Raises: SearchUnavailable.
    """
    result = engine.search(query)
    ranked = _fitting(engine, query, result, first)
    start = (query.page - 1) * query.size
    hits = ranked[start : start + query.size]
    if len(hits) < query.size:
        hits += _others(
            engine, query, result, first, start=max(0, start - len(ranked)), count=query.size - len(hits)
        )
    return result.model_copy(update={"hits": tuple(hits)})


def _fitting(
    engine: SearchEngine, query: SearchQuery, result: SearchResult, first: Sequence[str]
) -> list[Hit]:
    found: dict[str, Hit] = {}
    page = 1
    while first:
        part = engine.search(
            query.model_copy(
                update={"only_ids": frozenset(first), "facets": (), "page": page, "size": MAX_PAGE_SIZE}
            )
        )
        if not _is_of(part, result):
            break
        found.update((hit.id, hit) for hit in part.hits)
        if not part.hits or len(found) >= part.total:
            break
        page += 1
    return [found[id_] for id_ in first if id_ in found]


def _others(
    engine: SearchEngine,
    query: SearchQuery,
    result: SearchResult,
    first: Sequence[str],
    *,
    start: int,
    count: int,
) -> list[Hit]:
    """`count` hits from the `start`-th on of those that are not in `first`: they may lie on two pages."""
    rest = query.model_copy(update={"without_ids": frozenset(first), "facets": ()})
    hits: list[Hit] = []
    page = start // query.size + 1
    for number in (page, page + 1):
        part = engine.search(rest.model_copy(update={"page": number}))
        if not _is_of(part, result):
            return []
        hits += part.hits
    skipped = start % query.size
    return hits[skipped : skipped + count]


def _is_of(part: SearchResult, whole: SearchResult) -> bool:
    """Whether a part was found by the same words: where it has none of its own, the engine looks for fewer words."""
    return (part.is_relaxed, part.ignored_words) == (whole.is_relaxed, whole.ignored_words)
