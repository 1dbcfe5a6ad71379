"""When nothing is found: which single filter to drop, and how many each would give."""

from portal.domain.model import DataModel
from portal.search.facets import COMPANIONS
from portal.search.port import SearchEngine, SearchQuery

FILTERS = (
    *("posting_ids", "credential_ids", "soc_codes", "clusters", "shifts", "no_experience", "pay_min_usd"),
    *("posted_since", "is_remote", "employment_types", "languages", "source_keys", "credential_kinds"),
    *("deliveries", "cost_max_usd", "weeks_max", "states", "region"),
)
"""Every filter of a query, in the order in which dropping it is offered."""


class Dropped(DataModel):
    """One filter and what would be found without it. `name` is a field of the query, or `text`."""

    name: str
    total: int


def count_without_each(engine: SearchEngine, query: SearchQuery) -> tuple[Dropped, ...]:
    """For each filter that is on, and the words, how many things are found without it; those that give some.

    Raises: SearchUnavailable.
    """
    plain = SearchQuery(kind=query.kind, today=query.today)
    found = []
    for name in (*FILTERS, "text"):
        own = {each: getattr(plain, each) for each in (name, COMPANIONS.get(name, name))}
        if all(getattr(query, each) == off for each, off in own.items()):
            continue
        # Sorting by distance needs the region that may be dropped here.
        asked = query.model_copy(update={**own, "size": 1, "page": 1, "facets": (), "sort": plain.sort})
        result = engine.search(asked)
        if result.total and not (result.is_relaxed or result.ignored_words):
            found.append(Dropped(name=name, total=result.total))
    return tuple(found)
