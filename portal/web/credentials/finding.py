"""Which credentials fit what somebody typed and chose, and how many jobs of a place name each."""

import unicodedata
from collections.abc import Mapping
from datetime import date

from flask import current_app
from pydantic import Field

from portal.domain.credential import Credential, CredentialKind, CredentialStatus, Delivery
from portal.domain.errors import SearchUnavailable
from portal.domain.model import DataModel
from portal.domain.region import ResolvedRegion
from portal.search.facets import Facet
from portal.search.port import FacetCount, SearchEngine, SearchKind, SearchQuery, SearchResult, SearchSort
from portal.search.ranked import search_ranked
from portal.search.relax import Dropped, count_without_each
from portal.web.credentials.filters import CredentialFilters
from portal.web.knowledge import Knowledge
from portal.web.page_number import count_pages
from portal.web.words import credential_name

PAGE_SIZE = 24
FACETS = (
    *(Facet.CLUSTER, Facet.CREDENTIAL_KIND, Facet.COST, Facet.WEEKS),
    *(Facet.DELIVERY, Facet.LANGUAGE, Facet.CREDENTIAL_STATE),
)


class FoundCredentials(DataModel):
    """One page of credentials. `corrected`: the words that were looked for instead.

    `search_is_down`: the engine did not answer, so the words were looked for as they are typed, and nothing is
    counted. `jobs` are open jobs of the place by the credential that they name. `dropped` says, where nothing was
    found, what each single filter taken away would give.
    """

    credentials: tuple[Credential, ...]
    total: int
    corrected: str = ""
    ignored_words: tuple[str, ...] = ()
    is_relaxed: bool = False
    search_is_down: bool = False
    facets: Mapping[Facet, tuple[FacetCount, ...]] = Field(default_factory=dict)
    jobs: Mapping[str, int] = Field(default_factory=dict)
    dropped: tuple[Dropped, ...] = ()

    @property
    def pages(self) -> int:
        """Pages of the list that can be asked for; one where it is empty."""
        return count_pages(self.total, PAGE_SIZE)


def find_credentials(
    known: Knowledge, filters: CredentialFilters, *, resolved: ResolvedRegion, today: date
) -> FoundCredentials:
    """One page of what fits, in the order asked; the best first, or by name where nothing was typed.

    Words and filters go to the search engine; where it does not answer, they are looked for in the catalog here.
    """
    engine: SearchEngine = current_app.extensions["search"]
    query = _query(filters)
    try:
        jobs = count_jobs_by_credential(engine, resolved, today=today)
        result = _search(engine, query, filters, jobs)
        dropped = () if result.total and not result.is_relaxed else count_without_each(engine, query)
    except SearchUnavailable:
        return _find_here(known, filters)
    return FoundCredentials(
        credentials=tuple(
            known.graph.credentials[hit.id] for hit in result.hits if hit.id in known.graph.credentials
        ),
        total=result.total,
        corrected=result.corrected or "",
        ignored_words=result.ignored_words,
        is_relaxed=result.is_relaxed,
        facets=result.facets,
        jobs=jobs,
        dropped=() if result.total else dropped,
    )


def count_jobs_by_credential(
    engine: SearchEngine, resolved: ResolvedRegion, *, today: date
) -> dict[str, int]:
    """How many open jobs of a place name each credential, required or preferred; most first.

    Raises: SearchUnavailable.
    """
    query = SearchQuery(
        kind=SearchKind.POSTINGS, region=resolved, today=today, facets=(Facet.CREDENTIAL,), size=1
    )
    return {one.value: one.count for one in engine.search(query).facets[Facet.CREDENTIAL]}


def _query(filters: CredentialFilters) -> SearchQuery:
    sort = SearchSort.RELEVANCE if filters.sort == "jobs" else SearchSort(filters.sort)
    return SearchQuery(
        kind=SearchKind.CREDENTIALS,
        text=filters.text,
        clusters=frozenset(filters.cluster),
        credential_kinds=frozenset(CredentialKind(each) for each in filters.kind),
        deliveries=frozenset(Delivery(each) for each in filters.delivery),
        languages=frozenset(filters.language),
        states=frozenset({filters.state} - {""}),
        cost_max_usd=filters.cost,
        cost_unknown=True if filters.cost_unknown else None,
        weeks_max=filters.weeks,
        weeks_unknown=True if filters.weeks_unknown else None,
        sort=sort,
        facets=FACETS,
        page=filters.page,
        size=PAGE_SIZE,
    )


def _search(
    engine: SearchEngine, query: SearchQuery, filters: CredentialFilters, jobs: Mapping[str, int]
) -> SearchResult:
    if filters.sort != "jobs":
        return engine.search(query)
    return search_ranked(engine, query, sorted(jobs, key=lambda id_: (-jobs[id_], id_)))


def _find_here(known: Knowledge, filters: CredentialFilters) -> FoundCredentials:
    words = fold(filters.text).split()
    ranked = [
        (rank, each)
        for each in known.catalog.credentials
        if _fits(each, filters) and (rank := _rank(known, each, words)) is not None
    ]
    asked = known.asked_by_jobs

    def order(item: tuple[int, Credential]) -> tuple[float, str]:
        rank, credential = item
        by: dict[str, float] = {
            "relevance": rank,
            "cost": credential.cost.typical if credential.cost else float("inf"),
            "weeks": credential.weeks.typical if credential.weeks else float("inf"),
            "jobs": -asked.get(credential.id, 0),
        }
        return by[filters.sort], fold(credential_name(credential))

    first = (filters.page - 1) * PAGE_SIZE
    ordered = [credential for _, credential in sorted(ranked, key=order)]
    return FoundCredentials(
        credentials=tuple(ordered[first : first + PAGE_SIZE]), total=len(ordered), search_is_down=True
    )


def _fits(credential: Credential, filters: CredentialFilters) -> bool:
    """Whether a credential that can be earned is among what was chosen; the laws are those of the engine."""
    states = {*credential.offered_in, *([credential.jurisdiction] if credential.jurisdiction else [])}
    languages = credential.exam_profile.languages if credential.exam_profile else ()
    return (
        credential.status in (CredentialStatus.ACTIVE, CredentialStatus.PROBATIONARY)
        and (not filters.cluster or not set(filters.cluster).isdisjoint(credential.clusters))
        and (not filters.kind or credential.kind.value in filters.kind)
        and (not filters.delivery or any(each.value in filters.delivery for each in credential.delivery))
        and (not filters.language or not set(filters.language).isdisjoint(languages))
        and (not filters.state or not states or filters.state in states)
        and _is_within(
            credential.cost.typical if credential.cost else None, filters.cost, filters.cost_unknown
        )
        and _is_within(
            credential.weeks.typical if credential.weeks else None, filters.weeks, filters.weeks_unknown
        )
    )


def _is_within(figure: float | None, most: int | None, takes_unknown: bool) -> bool:
    if most is None and not takes_unknown:
        return True
    return takes_unknown if figure is None else most is not None and figure <= most


def _rank(known: Knowledge, credential: Credential, words: list[str]) -> int | None:
    """0 when the names have every word, 1 when other text has; None when a word stands nowhere."""
    if not words:
        return 0
    names = fold(" ".join((credential.name, credential.name_es, *credential.aliases, *credential.aliases_es)))
    if all(f" {word}" in f" {names}" for word in words):
        return 0
    occupations = (known.occupation_title(code) for code in credential.soc_codes)
    rest = (credential.summary.en, credential.summary.es, credential.issuer, *credential.competencies)
    text = f" {names} {fold(' '.join((*rest, *occupations)))}"
    return 1 if all(f" {word}" in text for word in words) else None


def fold(text: str) -> str:
    """Lower case without accents or marks, so that `tecnico` finds técnico."""
    plain = unicodedata.normalize("NFD", text.casefold())
    return "".join(char if char.isalnum() else " " for char in plain if not unicodedata.combining(char))
