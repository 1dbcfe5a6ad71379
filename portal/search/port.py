"""The one port of search: what is asked, what comes back, what an engine can do."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal, Protocol, Self

from pydantic import BeforeValidator, Field, model_validator

from portal.domain.codes import Slug, SocCode
from portal.domain.credential import CredentialKind, Delivery
from portal.domain.model import DataModel
from portal.domain.region import ResolvedRegion
from portal.search.documents import SearchDocument
from portal.search.facets import Facet
from portal.search.shift import Shift

MAX_PAGE_SIZE = 100
MAX_OFFSET = 10_000
"""Nobody pages further; a page beyond has the total and no hits."""

Progress = Callable[[str, int], None]
"""Called with the kind and the number of documents done so far."""


class SearchKind(StrEnum):
    """What can be searched; each kind has an index of its own."""

    CREDENTIALS = "credentials"
    POSTINGS = "postings"
    OCCUPATIONS = "occupations"
    PLACES = "places"


ALL_KINDS = (SearchKind.CREDENTIALS, SearchKind.OCCUPATIONS, SearchKind.POSTINGS, SearchKind.PLACES)
"""In the order in which one box offers them."""


class SearchSort(StrEnum):
    """Order of the hits. Without text, relevance means newest for postings and by name for the others."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    PAY = "pay"
    """Highest lower bound of the annual pay first; postings without pay last."""
    DISTANCE = "distance"
    """Nearest place of a posting first; what is only remote last. Needs a region with a centre."""
    NAME = "name"
    COST = "cost"
    """Lowest typical cost first; credentials whose cost is not known last."""
    WEEKS = "weeks"
    """Fewest typical weeks first; credentials whose duration is not known last."""


_POSTINGS = frozenset({SearchKind.POSTINGS})
_CREDENTIALS = frozenset({SearchKind.CREDENTIALS})
_ONLY: dict[str, frozenset[SearchKind]] = {
    "region": _POSTINGS,
    "region_unsure": _POSTINGS,
    "credential_ids": _POSTINGS,
    "is_remote": _POSTINGS,
    "source_keys": _POSTINGS,
    "posting_ids": _POSTINGS,
    "shifts": _POSTINGS,
    "languages": _POSTINGS | _CREDENTIALS,
    "employment_types": _POSTINGS,
    "no_experience": _POSTINGS,
    "pay_min_usd": _POSTINGS,
    "pay_unknown": _POSTINGS,
    "posted_since": _POSTINGS,
    "clusters": _POSTINGS | _CREDENTIALS,
    "credential_kinds": _CREDENTIALS,
    "states": _CREDENTIALS,
    "deliveries": _CREDENTIALS,
    "cost_max_usd": _CREDENTIALS,
    "weeks_max": _CREDENTIALS,
    "cost_unknown": _CREDENTIALS,
    "weeks_unknown": _CREDENTIALS,
    "only_ids": _CREDENTIALS,
    "without_ids": _CREDENTIALS,
}
_FACETS: dict[SearchKind, frozenset[Facet]] = {
    SearchKind.POSTINGS: frozenset(
        {
            *(Facet.STATE, Facet.COUNTY, Facet.SOC_MAJOR_GROUP, Facet.CREDENTIAL, Facet.SOURCE, Facet.REMOTE),
            *(Facet.EMPLOYMENT_TYPE, Facet.CLUSTER, Facet.SHIFT, Facet.LANGUAGE, Facet.NO_EXPERIENCE),
            *(Facet.PAY, Facet.POSTED),
        }
    ),
    SearchKind.CREDENTIALS: frozenset(
        {
            *(Facet.CLUSTER, Facet.CREDENTIAL_KIND, Facet.SOC_MAJOR_GROUP),
            *(Facet.DELIVERY, Facet.COST, Facet.WEEKS, Facet.CREDENTIAL_STATE, Facet.LANGUAGE),
        }
    ),
    SearchKind.OCCUPATIONS: frozenset({Facet.SOC_MAJOR_GROUP}),
    SearchKind.PLACES: frozenset(),
}
_SORTS: dict[SearchKind, frozenset[SearchSort]] = {
    SearchKind.POSTINGS: frozenset(
        {SearchSort.RELEVANCE, SearchSort.NEWEST, SearchSort.PAY, SearchSort.DISTANCE}
    ),
    SearchKind.CREDENTIALS: frozenset(
        {SearchSort.RELEVANCE, SearchSort.NAME, SearchSort.COST, SearchSort.WEEKS}
    ),
    SearchKind.OCCUPATIONS: frozenset({SearchSort.RELEVANCE, SearchSort.NAME}),
    SearchKind.PLACES: frozenset({SearchSort.RELEVANCE, SearchSort.NAME}),
}


def _whole_characters(text: object) -> object:
    """Halves of characters, which a broken client may send, are replaced instead of refused."""
    return text.encode("utf-8", "replace").decode("utf-8") if isinstance(text, str) else text


class SearchQuery(DataModel):
    """One question. Filters are joined by AND; the values of one filter by OR.

    `region` covers a posting when any of its places fits (`ResolvedRegion`), or when it is remote.
    `soc_codes` may be groups (`31-0000`). `credential_ids` are credentials that a posting names, as required
    or as preferred. `posting_ids` None is no filter, empty finds nothing. `states` keeps credentials that
    count or are taught there, or that are not limited to a state. `languages` are of a posting's
    text, or in which a credential's examination is known to be offered. `today` is asked for with postings: what
    ended before that day is not found and not counted. `pay_min_usd` (a year), `cost_max_usd` and `weeks_max`
    leave out what states no such figure, as does `posted_since`; `pay_unknown`, `cost_unknown` and
    `weeks_unknown` True take that in too, or alone where no bound is set. `no_experience` True keeps postings
    whose text says that no experience is needed. `region_unsure` True takes in postings that name only a city
    of which a part lies in the region. `only_ids` and `without_ids` are credentials by id; `only_ids` None is
    no filter, empty finds nothing.
    """

    kind: SearchKind
    text: Annotated[str, BeforeValidator(_whole_characters)] = ""
    region: ResolvedRegion | None = None
    region_unsure: Literal[True] | None = None
    soc_codes: frozenset[SocCode] = frozenset()
    clusters: frozenset[Slug] = frozenset()
    credential_kinds: frozenset[CredentialKind] = frozenset()
    states: frozenset[str] = frozenset()
    credential_ids: frozenset[Slug] = frozenset()
    is_remote: bool | None = None
    source_keys: frozenset[str] = frozenset()
    posting_ids: frozenset[int] | None = None
    employment_types: frozenset[str] = frozenset()
    shifts: frozenset[Shift] = frozenset()
    languages: frozenset[str] = frozenset()
    no_experience: Literal[True] | None = None
    pay_min_usd: float | None = Field(default=None, ge=0)
    pay_unknown: Literal[True] | None = None
    posted_since: date | None = None
    deliveries: frozenset[Delivery] = frozenset()
    cost_max_usd: float | None = Field(default=None, ge=0)
    cost_unknown: Literal[True] | None = None
    weeks_max: float | None = Field(default=None, ge=0)
    weeks_unknown: Literal[True] | None = None
    only_ids: frozenset[Slug] | None = None
    without_ids: frozenset[Slug] = frozenset()
    today: date | None = None
    sort: SearchSort = SearchSort.RELEVANCE
    facets: tuple[Facet, ...] = ()
    page: int = Field(default=1, ge=1)
    size: int = Field(default=20, ge=1, le=MAX_PAGE_SIZE)

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        for name, kinds in _ONLY.items():
            value = getattr(self, name)
            if value is not None and value != frozenset() and self.kind not in kinds:
                raise ValueError(f"{name} is no filter of {self.kind.value}")
        if self.kind is SearchKind.POSTINGS and self.today is None:
            raise ValueError("today is needed with postings, so that ended ones are not counted")
        if self.sort not in _SORTS[self.kind]:
            raise ValueError(f"{self.kind.value} cannot be sorted by {self.sort.value}")
        if self.sort is SearchSort.DISTANCE and (self.region is None or self.region.latitude is None):
            raise ValueError("sorting by distance needs a region around a place")
        for facet in self.facets:
            if facet not in _FACETS[self.kind]:
                raise ValueError(f"{facet.value} is no facet of {self.kind.value}")
        return self


class Hit(DataModel):
    """One thing found. `matched_words` are the words of its names that fit, else the words as sought."""

    kind: SearchKind
    id: str = Field(description="credential slug, SOC code, posting id in digits, or region (county:18089)")
    score: float = Field(
        default=0.0, description="comparable within one result only; 0 where sorted otherwise"
    )
    matched_words: tuple[str, ...] = ()
    distance_miles: float | None = Field(default=None, description="only where sorted by distance")
    employer_name: str = Field(default="", description="of a posting, as the index has it")
    posted_on: date | None = Field(default=None, description="of a posting, as the index has it")

    @property
    def posting_id(self) -> int:
        """The id as the store has it. Raises: ValueError on a hit that is no posting."""
        return int(self.id)


class FacetCount(DataModel):
    """How many of the things found have this value."""

    value: str
    count: int


class SoughtPhrase(DataModel):
    """One thing sought: as typed (or corrected), and all phrases that count as it, folded, as typed first."""

    typed: str
    phrases: tuple[tuple[str, ...], ...]
    is_prefix: bool = Field(default=False, description="the last word may go on")


class SearchResult(DataModel):
    """The answer to one query. `total` is exact.

    `corrected` is the text that was searched instead, when a word had a typing error. `ignored_words` were
    found nowhere and left out. `is_relaxed`: nothing has all words; these have at least half of them.
    All three are to be told to the person.
    """

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[Facet, tuple[FacetCount, ...]] = Field(default_factory=dict)
    took_ms: float
    corrected: str | None = None
    ignored_words: tuple[str, ...] = ()
    is_relaxed: bool = False
    sought: tuple[SoughtPhrase, ...] = Field(default=(), description="for saying why a hit is there")


class Suggestion(DataModel):
    """A name to offer while somebody types. Of postings it is a title that open ones have; its id is the title."""

    kind: SearchKind
    id: str
    name: str
    name_es: str = Field(default="", description="empty: there is no Spanish name")
    count: int | None = Field(default=None, description="open postings of this title")


class IndexState(DataModel):
    """What stands in the index of one kind."""

    kind: SearchKind
    documents: int
    committed_at: datetime
    data_version: str = Field(description="portal.store.runs.data_version at the last write")


class SearchEngine(Protocol):
    """What the portal and the ingest loop need of an engine. Safe for threads; one writer at a time.

    Each method raises SearchUnavailable when the index is missing, damaged or of another version; pages
    then go on from the store.
    """

    def search(self, query: SearchQuery) -> SearchResult:
        """Answer one query. Any text is allowed; none makes it fail."""
        ...

    def suggest(
        self, prefix: str, *, today: date, limit: int = 5, kinds: Sequence[SearchKind] = ALL_KINDS
    ) -> tuple[Suggestion, ...]:
        """Names that have all words, each as typed or as a beginning: at most `limit` of each kind, best first.

        Kinds come in the order asked. `today` decides which postings' titles are open.
        """
        ...

    def state(self, kind: SearchKind) -> IndexState:
        """What stands in one index now."""
        ...

    def version(self) -> str | None:
        """The data version on which all indexes stand; None when one is missing or they differ."""
        ...

    def apply_changes(
        self,
        kind: SearchKind,
        upserts: Iterable[SearchDocument],
        *,
        deletes: Collection[str] = (),
        data_version: str | None = None,
    ) -> IndexState:
        """Put in, replace and take out documents by id: all of them or, on an error, none.

        `data_version` None keeps the version that the index has. A reader sees the change at its next query.
        """
        ...

    def rebuild(
        self,
        kind: SearchKind,
        documents: Iterable[SearchDocument],
        *,
        expected: Callable[[], int],
        data_version: str,
        progress: Progress | None = None,
    ) -> IndexState:
        """Build anew beside the live index, check the count, swap. The old one answers until then.

        No other writer runs while `documents` is read. `expected` is asked after its last one.
        Raises: SearchUnavailable when the count differs from `expected()`; the old index stays.
        """
        ...

    def note_version(self, data_version: str) -> None:
        """Note that all indexes stand on this data version."""
        ...

    def close(self) -> None:
        """Let go of files."""
        ...
