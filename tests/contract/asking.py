"""Short ways to ask an engine in the contract tests."""

from portal.domain.region import Region, ResolvedRegion
from portal.search.facets import Facet
from portal.search.port import SearchEngine, SearchKind, SearchQuery, SearchResult
from tests.contract.search_samples import TODAY


def credentials(engine: SearchEngine, text: str, **values: object) -> SearchResult:
    return engine.search(SearchQuery(kind=SearchKind.CREDENTIALS, text=text, **values))


def postings(engine: SearchEngine, text: str = "", **values: object) -> SearchResult:
    return engine.search(SearchQuery(kind=SearchKind.POSTINGS, text=text, today=TODAY, **values))


def ids(result: SearchResult) -> list[str]:
    assert result.total >= len(result.hits)
    return [hit.id for hit in result.hits]


def around(point: tuple[float, float], miles: int) -> ResolvedRegion:
    return ResolvedRegion(
        region=Region.parse(f"zip:46402:{miles}"), label="here", latitude=point[0], longitude=point[1]
    )


def counts_of(result: SearchResult) -> dict[Facet, dict[str, int]]:
    return {facet: {one.value: one.count for one in rows} for facet, rows in result.facets.items()}
