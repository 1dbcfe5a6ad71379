"""What the page of the one box shows: the best of each kind."""

from sqlmodel import Session

from portal.domain.errors import SearchUnavailable
from portal.domain.model import DataModel
from portal.domain.region import Region, ResolvedRegion
from portal.search.hydrate import find_postings_fairly
from portal.search.port import SearchEngine, SearchKind, SearchQuery, SearchResult
from portal.search.query_text import SplitText
from portal.settings import Settings
from portal.web.choices import Choices
from portal.web.credentials.filters import CredentialFilters
from portal.web.credentials.list_page import CredentialCard, build_card
from portal.web.jobs.cards import JobCard, build_job_cards
from portal.web.jobs.filters import JobFilters
from portal.web.knowledge import Knowledge
from portal.web.search.offers import Offer, list_places
from portal.web.words import region_label
from portal.web.work_names import name_work

EACH = 5


class SearchPage(DataModel):
    """The best of each kind, and where there is more."""

    text: str
    region_label: str
    credentials: tuple[CredentialCard, ...] = ()
    credentials_total: int = 0
    credentials_url: str = ""
    occupations: tuple[Offer, ...] = ()
    jobs: tuple[JobCard, ...] = ()
    jobs_total: int = 0
    jobs_url: str = ""
    places: tuple[Offer, ...] = ()
    has_samples: bool = False
    corrected: str = ""
    is_down: bool = False
    names_place: bool = False
    """What was typed is, or ends with, a place that we know."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found; a place that is merely spelled alike is no find."""
        return not (self.credentials or self.occupations or self.jobs or self.names_place)


def build_search_page(
    session: Session,
    engine: SearchEngine,
    *,
    known: Knowledge,
    split: SplitText,
    text: str,
    resolved: ResolvedRegion,
    settings: Settings,
) -> SearchPage:
    """Look in all kinds for what was typed; `split` is the text without its place, `resolved` where to look."""
    page = SearchPage(text=text, region_label=region_label(resolved))
    if not text:
        return page
    now = settings.now()
    query = SearchQuery(
        kind=SearchKind.POSTINGS, text=split.text, region=resolved, today=now.date(), size=EACH
    )
    try:
        found, filled = find_postings_fairly(session, engine, query, now=now)
        credentials = _named(engine, SearchKind.CREDENTIALS, split.text)
        occupations = _named(engine, SearchKind.OCCUPATIONS, split.text)
        places = list_places(engine, text, settings)
    except SearchUnavailable:
        return page.model_copy(update={"is_down": True})
    region: Region | None = split.place.region if split.place else None
    cards = build_job_cards(known, [row.card for row in filled.rows], Choices(region=region))
    return page.model_copy(
        update={
            "credentials": tuple(
                build_card(known.graph.credentials[hit.id])
                for hit in credentials.hits
                if hit.id in known.graph.credentials
            ),
            "credentials_total": credentials.total,
            "credentials_url": CredentialFilters(text=split.text).url(1),
            "occupations": tuple(
                Offer(
                    label=(work := name_work(hit.id, known.occupation_title(hit.id))).title,
                    url=JobFilters(soc=hit.id, choices=Choices(region=region)).url(),
                    lang="en" if work.is_english else "",
                )
                for hit in occupations.hits
                if hit.id in known.occupation_titles
            ),
            "jobs": cards,
            "jobs_total": filled.total,
            "jobs_url": JobFilters(text=split.text, choices=Choices(region=region)).url(),
            "places": tuple(
                Offer(label=one.name, url=JobFilters(choices=Choices(region=Region.parse(one.id))).url())
                for one in places
            ),
            "has_samples": any(card.is_sample for card in cards),
            "names_place": split.place is not None,
            "corrected": found.corrected or credentials.corrected or "",
        }
    )


def _named(engine: SearchEngine, kind: SearchKind, text: str) -> SearchResult:
    if not text:
        return SearchResult(hits=(), total=0, took_ms=0.0)
    result = engine.search(SearchQuery(kind=kind, text=text, size=EACH))
    # What has only some of the words is noise beside the other groups.
    return result if not result.is_relaxed else SearchResult(hits=(), total=0, took_ms=0.0)
