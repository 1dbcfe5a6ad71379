"""Which open jobs fit the filters: by words through the search engine, by standing through the unlock index."""

from datetime import datetime

from flask import current_app
from sqlmodel import Session, col, select

from portal.domain.errors import SearchUnavailable
from portal.domain.model import DataModel
from portal.domain.region import ResolvedRegion
from portal.search.hydrate import fill_postings
from portal.search.port import SearchEngine, SearchKind, SearchQuery
from portal.stacks.assess import PostingState
from portal.stacks.region_mask import region_mask
from portal.store.live import live_conditions
from portal.store.postings import PostingCard, list_posting_cards
from portal.store.tables import JobPostingRow
from portal.web.jobs.filters import JobFilters
from portal.web.knowledge import Knowledge

PAGE_SIZE = 20


class FoundJobs(DataModel):
    """One page of jobs. `search_is_down`: the words could not be looked for, so all jobs of the place are shown."""

    cards: tuple[PostingCard, ...]
    total: int
    corrected: str = ""
    ignored_words: tuple[str, ...] = ()
    is_relaxed: bool = False
    search_is_down: bool = False


def find_jobs(
    session: Session, known: Knowledge, filters: JobFilters, *, resolved: ResolvedRegion, now: datetime
) -> FoundJobs:
    """One page of the open jobs that fit, each checked against the store and the clock."""
    ids = _standing_ids(known, filters, resolved=resolved, now=now)
    engine: SearchEngine = current_app.extensions["search"]
    query = SearchQuery(
        kind=SearchKind.POSTINGS,
        text=filters.text,
        region=resolved,
        soc_codes=frozenset({filters.soc} - {""}),
        credential_ids=frozenset({filters.credential} - {""}),
        posting_ids=ids,
        today=now.date(),
        page=filters.page,
        size=PAGE_SIZE,
    )
    try:
        result = engine.search(query)
    except SearchUnavailable:
        return _from_store(session, known, ids, filters=filters, resolved=resolved, now=now)
    filled = fill_postings(session, result, now=now)
    return FoundJobs(
        cards=tuple(row.card for row in filled.rows),
        total=filled.total,
        corrected=result.corrected or "",
        ignored_words=result.ignored_words,
        is_relaxed=result.is_relaxed,
    )


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
    mask = region_mask(known.index.columns, resolved, today=now.date())
    person = filters.choices.person(state=resolved.home_state)
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
    columns = known.index.columns
    if ids is None:
        ids = frozenset(columns.posting_ids[region_mask(columns, resolved, today=now.date())].tolist())
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
