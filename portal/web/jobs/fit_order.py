"""“What fits me best” over the whole result: every job stands in one of five groups, and no job is left out.

The groups are where the person stands before what a job asks: qualifies, one step away, likely, to be asked, not yet.
They come from the unlock index, so they are as large as they are; the engine orders the jobs within each, in turns
that are fair to employers. What the person wishes for orders a short result as a whole, and a long one page by page.
"""

from collections.abc import Sequence
from datetime import datetime

import numpy as np
import numpy.typing as npt
from sqlmodel import Session

from portal.domain.model import DataModel
from portal.domain.region import ResolvedRegion
from portal.matching.order import order_matches
from portal.search.exposure import WINDOW
from portal.search.hydrate import FilledPosting, FilledPostings, find_postings_fairly
from portal.search.port import SearchEngine, SearchQuery
from portal.stacks.assess import PostingState
from portal.stacks.standing import CODE
from portal.web.choices import Choices
from portal.web.jobs.fit_basis import has_told, match_jobs
from portal.web.knowledge import Knowledge
from portal.web.matching_config import matching_config

MOST_IN_A_GROUP = 5_000
"""Ids that are sent to the engine for one group: some 10 ms. A result with a larger group is not ordered as a whole."""


class ByFit(DataModel):
    """One page of the whole result, and how many jobs stand in each group, best first: one group or five."""

    page: FilledPostings
    totals: tuple[int, ...]


def find_by_fit(
    session: Session,
    known: Knowledge,
    engine: SearchEngine,
    *,
    query: SearchQuery,
    choices: Choices,
    resolved: ResolvedRegion,
    total: int,
    now: datetime,
) -> ByFit | None:
    """One page of the whole result in the order of what fits; None where it is too large for that.

    `total` is how many the engine finds without groups: where the groups do not add up to it, because the index lags,
    the answer is None as well, so that no job is lost.
    Raises: SearchUnavailable.
    """
    groups = standing_groups(known, choices, resolved=resolved, only=query.posting_ids, now=now)
    if max(map(len, groups), default=0) > MOST_IN_A_GROUP:
        return None
    asked = [
        query.model_copy(update={"posting_ids": frozenset(ids.tolist()), "facets": (), "page": 1})
        for ids in groups
    ]
    totals = [
        engine.search(each.model_copy(update={"size": 1})).total if each.posting_ids else 0 for each in asked
    ]
    if sum(totals) != total:
        return None
    first = (query.page - 1) * query.size
    if total <= WINDOW and choices.needs:
        whole = [each.model_copy(update={"size": WINDOW}) for each in asked]
        rows = [
            row
            for each, count in zip(whole, totals, strict=True)
            if count
            for row in find_postings_fairly(session, engine, each, now=now)[1].rows
        ]
        rows = _by_wishes(session, known, rows, choices=choices, resolved=resolved, now=now)
        shown = tuple(rows[first : first + query.size])
        page = FilledPostings(rows=shown, total=len(rows), closed=total - len(rows))
        return ByFit(page=page, totals=tuple(totals))
    rows, before = [], 0
    for each, count in zip(asked, totals, strict=True):
        start, stop = max(first - before, 0), min(first + query.size - before, count)
        if start < stop:
            rows += _rows(session, engine, each, start=start, stop=stop, now=now)
        before += count
    return ByFit(page=FilledPostings(rows=tuple(rows), total=total, closed=0), totals=tuple(totals))


def standing_groups(
    known: Knowledge,
    choices: Choices,
    *,
    resolved: ResolvedRegion,
    only: frozenset[int] | None,
    now: datetime,
) -> tuple[npt.NDArray[np.int64], ...]:
    """Ids of the place's open postings by where the person stands, best first; each is in exactly one group."""
    index = known.index
    mask = known.within(resolved, today=now.date()).mask
    ids = index.columns.posting_ids
    if only is not None:
        mask = mask & np.isin(ids, np.fromiter(only, dtype=np.int64, count=len(only)))
    if not has_told(choices):
        return (ids[mask],)
    person = choices.known(frozenset(known.graph.ids)).person(state=resolved.home_state, today=now.date())
    states = index.posting_states(person)
    is_unknown = states == CODE[PostingState.UNKNOWN]
    is_likely = np.isin(ids, index.likely(person, mask))
    is_silent = index.parts.is_silent[index.columns.signature_rows]
    is_open = is_unknown & (is_silent | np.isin(ids, index.asking(person, mask)))
    groups = (
        states == CODE[PostingState.QUALIFIES],
        states == CODE[PostingState.ONE_AWAY],
        is_open & is_likely,
        is_open & ~is_likely,
        (states == CODE[PostingState.FURTHER]) | (is_unknown & ~is_open),
    )
    return tuple(ids[mask & group] for group in groups)


def _rows(
    session: Session, engine: SearchEngine, query: SearchQuery, *, start: int, stop: int, now: datetime
) -> list[FilledPosting]:
    """The rows of one group from `start` to before `stop`, which may lie on two pages."""
    size = query.size
    found: list[FilledPosting] = []
    for number in range(start // size, (stop - 1) // size + 1):
        page = query.model_copy(update={"page": number + 1})
        rows = find_postings_fairly(session, engine, page, now=now)[1].rows
        found += rows[max(start - number * size, 0) : stop - number * size]
    return found


def _by_wishes(
    session: Session,
    known: Knowledge,
    rows: Sequence[FilledPosting],
    *,
    choices: Choices,
    resolved: ResolvedRegion,
    now: datetime,
) -> list[FilledPosting]:
    matches = match_jobs(
        session,
        known,
        [row.card.id for row in rows],
        choices=choices,
        centre=resolved,
        home_state=resolved.home_state,
        now=now,
    )
    kept = [row for row in rows if row.card.id in matches]
    order = order_matches([matches[row.card.id] for row in kept], matching_config())
    return [kept[place] for place in order]
