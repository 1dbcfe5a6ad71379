"""What the command line prints: the same answers as the pages give, as data."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from flask import current_app

from portal.domain.model import DataModel
from portal.domain.person import Person
from portal.domain.region import Region, ResolvedRegion
from portal.search.hydrate import fill_credentials, fill_postings
from portal.search.port import SearchEngine, SearchKind, SearchQuery
from portal.settings import Settings
from portal.store.occupations import list_occupations
from portal.store.places import resolve_region
from portal.web.app import create_app
from portal.web.credentials.renamed import ids_of_today, read_renamed
from portal.web.knowledge import Knowledge, knowledge
from portal.web.store_session import store_session


class FoundItem(DataModel):
    """One hit of a search."""

    kind: str
    id: str
    name: str
    matched_words: tuple[str, ...]


class SearchAnswer(DataModel):
    """`portal search`. `corrected` is the text that was searched instead, where a word had a typing error."""

    text: str
    kind: str
    region: str | None
    total: int
    corrected: str | None
    items: tuple[FoundItem, ...]


class Gain(DataModel):
    """Open postings that one more credential alone would open."""

    credential: str
    name: str
    opens: int


class UnlockReport(DataModel):
    """`portal unlock`: postings of a region by state for what is held, and what each credential would open."""

    region: str
    region_name: str
    as_of: date
    held: tuple[str, ...]
    total: int
    qualifies: int
    one_away: int
    further: int
    unknown: int
    likely: int
    gains: tuple[Gain, ...]


@contextmanager
def answering(settings: Settings) -> Iterator[Knowledge]:
    """Everything that a page would know, for the time of one command."""
    app = create_app(settings)
    try:
        with app.test_request_context():
            yield knowledge()
    finally:
        app.extensions["search"].close()
        app.extensions["store_engine"].dispose()


def answer_search(
    settings: Settings, *, text: str, kind: SearchKind, region: Region | None, size: int
) -> SearchAnswer:
    """Search as the pages do; only what is open now is found.

    Raises: SearchUnavailable, NotFound for an unknown region.
    """
    now = settings.now()
    with answering(settings):
        engine: SearchEngine = current_app.extensions["search"]
        session = store_session()
        resolved = resolve_region(session, region) if region is not None else None
        result = engine.search(
            SearchQuery(
                kind=kind,
                text=text,
                region=resolved if kind is SearchKind.POSTINGS else None,
                today=now.date() if kind is SearchKind.POSTINGS else None,
                size=size,
            )
        )
        if kind is SearchKind.POSTINGS:
            names = {str(row.card.id): row.card.title for row in fill_postings(session, result, now=now).rows}
        elif kind is SearchKind.CREDENTIALS:
            names = {row.credential.id: row.credential.name for row in fill_credentials(session, result)}
        else:
            rows = list_occupations(session, [hit.id for hit in result.hits])
            names = {code: row.soc_title for code, row in rows.items()}
    return SearchAnswer(
        text=text,
        kind=kind.value,
        region=str(region) if region is not None else None,
        total=result.total,
        corrected=result.corrected,
        items=tuple(
            FoundItem(kind=kind.value, id=hit.id, name=names[hit.id], matched_words=hit.matched_words)
            for hit in result.hits
            if hit.id in names
        ),
    )


def answer_unlock(settings: Settings, *, person: Person, region: Region, limit: int) -> UnlockReport:
    """Count the open postings of a region by state, and what each further credential alone would open.

    Raises: NotFound for an unknown region or held credential.
    """
    today = settings.now().date()
    held = ids_of_today(person.held, read_renamed(settings.config_dir))
    person = person.model_copy(update={"held": held})
    with answering(settings) as known:
        resolved = resolve_region(store_session(), region)
        within = known.within(resolved, today=today)
        answer = known.index.answer(_at_home(person, resolved), within.reach)
        gains = sorted(answer.gains.items(), key=lambda item: (-item[1], item[0]))
        return UnlockReport(
            region=str(region),
            region_name=resolved.label,
            as_of=today,
            held=person.held,
            total=answer.total,
            qualifies=answer.qualifies,
            one_away=answer.one_away,
            further=answer.further,
            unknown=answer.unknown,
            likely=answer.likely,
            gains=tuple(
                Gain(credential=id_, name=known.graph.get(id_).name, opens=count)
                for id_, count in gains[:limit]
            ),
        )


def _at_home(person: Person, resolved: ResolvedRegion) -> Person:
    return person.model_copy(update={"state": resolved.home_state})
