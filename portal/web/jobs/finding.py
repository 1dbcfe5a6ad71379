"""Which open jobs fit the filters: by words through the search engine, by standing through the unlock index."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from flask import current_app
from pydantic import Field
from sqlmodel import Session, col, select

from portal.domain.errors import SearchUnavailable
from portal.domain.model import DataModel
from portal.domain.region import ResolvedRegion
from portal.search.facets import Facet
from portal.search.hydrate import find_postings_fairly
from portal.search.port import (
    FacetCount,
    Hit,
    SearchEngine,
    SearchKind,
    SearchQuery,
    SearchSort,
    SoughtPhrase,
)
from portal.search.relax import Dropped, count_without_each
from portal.search.shift import Shift
from portal.stacks.assess import PostingState
from portal.store.live import live_conditions
from portal.store.postings import PostingCard, list_posting_cards, list_texts
from portal.store.tables import JobPostingRow
from portal.web.jobs.filters import FIT, JobFilters
from portal.web.jobs.fit_order import find_by_fit
from portal.web.knowledge import Knowledge
from portal.web.page_number import count_pages

PAGE_SIZE = 20
MOST_COUNTED = 5_000
"""Ids that are sent to the engine to count a standing: some 10 ms. Where there are more, no number stands there."""
FACETS = (
    *(Facet.CLUSTER, Facet.PAY, Facet.POSTED, Facet.EMPLOYMENT_TYPE, Facet.SHIFT, Facet.REMOTE),
    *(Facet.NO_EXPERIENCE, Facet.LANGUAGE, Facet.SOURCE, Facet.COUNTY, Facet.STATE),
)


class FoundJobs(DataModel):
    """One page of jobs. `search_is_down`: the words could not be looked for, so all jobs of the place are shown.

    `dropped` says, where nothing was found, what each single filter taken away would give. `unsure` more name only
    a city of which a part lies in the place.
    """

    cards: tuple[PostingCard, ...]
    total: int
    corrected: str = ""
    ignored_words: tuple[str, ...] = ()
    is_relaxed: bool = False
    search_is_down: bool = False
    facets: Mapping[Facet, tuple[FacetCount, ...]] = Field(default_factory=dict)
    standings: Mapping[str, int] = Field(default_factory=dict)
    hits: Mapping[int, Hit] = Field(default_factory=dict)
    sought: tuple[SoughtPhrase, ...] = ()
    texts: Mapping[int, str] = Field(default_factory=dict)
    dropped: tuple[Dropped, ...] = ()
    unsure: int = 0
    is_ordered_by_fit: bool = False
    """All that was found is in the order of what fits the person, not this page alone."""
    fit_totals: tuple[int, ...] = ()
    """Then how many qualify, are one step away, are likely, are to be asked, are further; one figure: nothing told."""

    @property
    def pages(self) -> int:
        """Pages of the list that can be asked for; one where it is empty."""
        return count_pages(self.total, PAGE_SIZE)


def find_jobs(
    session: Session, known: Knowledge, filters: JobFilters, *, resolved: ResolvedRegion, now: datetime
) -> FoundJobs:
    """One page of the open jobs that fit, each checked against the store and the clock."""
    ids = _standing_ids(known, filters, resolved=resolved, now=now)
    engine: SearchEngine = current_app.extensions["search"]
    query = _query(filters, ids, resolved=resolved, now=now)
    try:
        by_fit = None
        if filters.sort == FIT:
            result = engine.search(query.model_copy(update={"page": 1, "size": 1}))
            by_fit = find_by_fit(
                session,
                known,
                engine,
                query=query,
                choices=filters.choices,
                resolved=resolved,
                total=result.total,
                now=now,
            )
        if by_fit is None:
            result, filled = find_postings_fairly(session, engine, query, now=now)
        else:
            filled = by_fit.page
        dropped = () if result.total and not result.is_relaxed else count_without_each(engine, query)
        unsure = _count_unsure(engine, query, result.total)
        standings = _count_standings(engine, known, filters, query, resolved=resolved, now=now)
    except SearchUnavailable:
        return _from_store(session, known, ids, filters=filters, resolved=resolved, now=now)
    shown = [row.card.id for row in filled.rows]
    return FoundJobs(
        cards=tuple(row.card for row in filled.rows),
        total=filled.total,
        corrected=result.corrected or "",
        ignored_words=result.ignored_words,
        is_relaxed=result.is_relaxed,
        facets=result.facets,
        standings=standings,
        hits={row.card.id: row.hit for row in filled.rows},
        sought=result.sought,
        texts=list_texts(session, shown) if result.sought else {},
        dropped=dropped if not result.total else (),
        unsure=unsure,
        is_ordered_by_fit=by_fit is not None,
        fit_totals=by_fit.totals if by_fit is not None else (),
    )


def _query(
    filters: JobFilters, ids: frozenset[int] | None, *, resolved: ResolvedRegion, now: datetime
) -> SearchQuery:
    sort = SearchSort.RELEVANCE if filters.sort == FIT else SearchSort(filters.sort)
    if sort is SearchSort.DISTANCE and resolved.latitude is None:
        sort = SearchSort.RELEVANCE
    return SearchQuery(
        kind=SearchKind.POSTINGS,
        text=filters.text,
        region=resolved,
        region_unsure=True if filters.unsure else None,
        soc_codes=frozenset({filters.soc} - {""}),
        credential_ids=frozenset({filters.credential} - {""}),
        clusters=frozenset(filters.cluster),
        shifts=frozenset(Shift(each) for each in filters.shift),
        employment_types=frozenset(filters.hours),
        source_keys=frozenset(filters.source),
        languages=frozenset(filters.language),
        pay_min_usd=filters.pay or None,
        pay_unknown=True if filters.pay_unknown else None,
        posted_since=now.date() - timedelta(days=filters.posted) if filters.posted else None,
        is_remote=filters.remote or None,
        no_experience=True if filters.no_experience else None,
        posting_ids=ids,
        today=now.date(),
        sort=sort,
        facets=FACETS,
        page=filters.page,
        size=PAGE_SIZE,
    )


def _count_unsure(engine: SearchEngine, query: SearchQuery, total: int) -> int:
    if query.region is None or not query.region.county_fips or query.region_unsure:
        return 0
    wider = query.model_copy(update={"region_unsure": True, "facets": (), "size": 1, "page": 1})
    return max(0, engine.search(wider).total - total)


def _count_standings(
    engine: SearchEngine,
    known: Knowledge,
    filters: JobFilters,
    query: SearchQuery,
    *,
    resolved: ResolvedRegion,
    now: datetime,
) -> dict[str, int]:
    """How many of what fits the other filters the person could take now, or with one credential more."""
    counts = {}
    # Everything but the place and the standing is off: nothing has to be asked.
    everything = JobFilters(choices=filters.choices, state=filters.state, opened_by=filters.opened_by)
    plain = filters.model_copy(update={"sort": everything.sort, "page": 1}) == everything
    for state in (PostingState.QUALIFIES, PostingState.ONE_AWAY):
        asked = filters.model_copy(update={"state": state.value, "opened_by": ""})
        ids = _standing_ids(known, asked, resolved=resolved, now=now)
        if ids is None:
            continue
        if plain:  # these are all of the place already
            counts[state.value] = len(ids)
        elif len(ids) <= MOST_COUNTED:
            only = query.model_copy(update={"posting_ids": ids, "facets": (), "size": 1, "page": 1})
            counts[state.value] = engine.search(only).total
    return counts


def count_jobs_asking(credential_id: str, *, resolved: ResolvedRegion, now: datetime) -> int | None:
    """How many open jobs of a place name a credential; None when the engine cannot say.

    The count of the list to which a page links, for it asks the same question.
    """
    engine: SearchEngine = current_app.extensions["search"]
    query = SearchQuery(
        kind=SearchKind.POSTINGS,
        region=resolved,
        credential_ids=frozenset({credential_id}),
        today=now.date(),
        size=1,
    )
    try:
        return engine.search(query).total
    except SearchUnavailable:
        return None


def _standing_ids(
    known: Knowledge, filters: JobFilters, *, resolved: ResolvedRegion, now: datetime
) -> frozenset[int] | None:
    """Ids that the standing filter keeps; None where there is no such filter."""
    if not filters.state and not filters.opened_by:
        return None
    mask = known.within(resolved, today=now.date()).mask
    person = filters.choices.person(state=resolved.home_state, today=now.date())
    person = person.model_copy(
        update={"held": tuple(id_ for id_ in person.held if id_ in known.graph.credentials)}
    )
    if filters.opened_by and filters.state == "asks":
        after = person.model_copy(update={"held": (*person.held, known.graph.get(filters.opened_by).id)})
        return frozenset(known.index.asking(after, mask)) - frozenset(known.index.asking(person, mask))
    if filters.opened_by:
        return frozenset(known.index.opened_by(person, filters.opened_by, mask))
    if filters.state == "likely":
        return frozenset(known.index.likely(person, mask))
    if filters.state == "asks":
        return frozenset(known.index.asking(person, mask))
    return frozenset(known.index.in_state(person, PostingState(filters.state), mask))


def _from_store(
    session: Session,
    known: Knowledge,
    ids: frozenset[int] | None,
    *,
    filters: JobFilters,
    resolved: ResolvedRegion,
    now: datetime,
) -> FoundJobs:
    """Without the engine: jobs of the place and occupation, newest first; the words are left out, and it is said."""
    if ids is None:
        mask = known.within(resolved, today=now.date()).mask
        ids = frozenset(known.index.columns.posting_ids[mask].tolist())
    conditions = [JobPostingRow.soc_code == filters.soc] if filters.soc else []
    ordered = session.exec(
        select(JobPostingRow.id)
        .where(*live_conditions(now), *conditions)
        .order_by(col(JobPostingRow.posted_on).desc(), col(JobPostingRow.id).desc())
    )
    fitting = [id_ for id_ in ordered if id_ in ids]
    first = (filters.page - 1) * PAGE_SIZE
    cards = list_posting_cards(session, [id_ for id_ in fitting if id_][first : first + PAGE_SIZE], now=now)
    return FoundJobs(cards=tuple(cards), total=len(fitting), search_is_down=True)
