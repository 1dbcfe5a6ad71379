"""From hits to what the store has now: a hit that is no longer open is never shown."""

from datetime import datetime

from sqlmodel import Session

from portal.domain.credential import Credential
from portal.domain.model import DataModel
from portal.search.exposure import WINDOW, fair_order
from portal.search.port import Hit, SearchEngine, SearchKind, SearchQuery, SearchResult, SearchSort
from portal.store.catalog import list_credentials
from portal.store.postings import PostingCard, list_posting_cards
from portal.store.runs import data_version


class FilledPosting(DataModel):
    """One open posting with why it was found."""

    hit: Hit
    card: PostingCard


class FilledCredential(DataModel):
    """One credential of the catalog with why it was found."""

    hit: Hit
    credential: Credential


class FilledPostings(DataModel):
    """A page of postings. `closed` hits were left out: the index had them, the store has closed them."""

    rows: tuple[FilledPosting, ...]
    total: int
    closed: int


class IndexLag(DataModel):
    """Whether the index stands on the same data as the store. Units: seconds since the index was written."""

    is_behind: bool
    index_version: str | None
    store_version: str
    age_seconds: float | None


def fill_postings(session: Session, result: SearchResult, *, now: datetime) -> FilledPostings:
    """Check each hit against the store and the clock, and read its card.

    `total` counts what the index has, less the hits of this page that turned out closed.
    """
    hits = [hit for hit in result.hits if hit.kind is SearchKind.POSTINGS]
    found = list_posting_cards(session, [hit.posting_id for hit in hits], now=now)
    cards = {card.id: card for card in found}
    rows = tuple(
        FilledPosting(hit=hit, card=cards[hit.posting_id]) for hit in hits if hit.posting_id in cards
    )
    closed = len(hits) - len(rows)
    return FilledPostings(rows=rows, total=max(0, result.total - closed), closed=closed)


def find_postings_fairly(
    session: Session, engine: SearchEngine, query: SearchQuery, *, now: datetime
) -> tuple[SearchResult, FilledPostings]:
    """One page of open postings in a fair order (`exposure`), filled in.

    The first hundred hits are put in order together, so that pages never repeat one; pages beyond, and orders
    by pay or distance, are the engine's own. The day of the query seeds the turns.
    Raises: SearchUnavailable.
    """
    first = (query.page - 1) * query.size
    by_rank = query.sort in (SearchSort.RELEVANCE, SearchSort.NEWEST)
    if not by_rank or first + query.size > WINDOW or query.today is None:
        result = engine.search(query)
        return result, fill_postings(session, result, now=now)
    result = engine.search(query.model_copy(update={"page": 1, "size": WINDOW}))
    has_scores = any(hit.score for hit in result.hits)
    ordered = fair_order(
        result.hits,
        day=query.today,
        id_of=lambda hit: hit.id,
        rank_of=lambda hit: hit.score if has_scores else _day(hit),
        employer_of=lambda hit: hit.employer_name,
        keeps_bands=has_scores,
    )
    # Rows of the store cost most: only those of the page are read.
    page = result.model_copy(update={"hits": tuple(ordered[first : first + query.size])})
    return result, fill_postings(session, page, now=now)


def _day(hit: Hit) -> float:
    return float(hit.posted_on.toordinal()) if hit.posted_on else 0.0


def fill_credentials(session: Session, result: SearchResult) -> tuple[FilledCredential, ...]:
    """Read the credentials of the hits; one that left the catalog is left out."""
    hits = [hit for hit in result.hits if hit.kind is SearchKind.CREDENTIALS]
    found = {c.id: c for c in list_credentials(session, [hit.id for hit in hits])}
    return tuple(FilledCredential(hit=hit, credential=found[hit.id]) for hit in hits if hit.id in found)


def index_lag(session: Session, engine: SearchEngine, *, now: datetime) -> IndexLag:
    """How far the index is behind the store, for Data health.

    Raises: SearchUnavailable when there is no index.
    """
    store_version = data_version(session)
    index_version = engine.version()
    oldest = min(engine.state(kind).committed_at for kind in SearchKind)
    return IndexLag(
        is_behind=index_version != store_version,
        index_version=index_version,
        store_version=store_version,
        age_seconds=max(0.0, (now - oldest).total_seconds()),
    )
