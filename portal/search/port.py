"""The one port of search: what is asked, what comes back, what an engine can do."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Protocol, Self

from pydantic import BeforeValidator, Field, model_validator

from portal.domain.codes import Slug, SocCode
from portal.domain.credential import CredentialKind
from portal.domain.model import DataModel
from portal.domain.region import ResolvedRegion
from portal.search.documents import SearchDocument

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


class SearchSort(StrEnum):
    """Order of the hits. Without text, relevance means newest for postings and by name for the others."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    PAY = "pay"
    """Highest lower bound of the annual pay first; postings without pay last."""
    NAME = "name"


class Facet(StrEnum):
    """Counts that can be asked for, within all filters of the query."""

    STATE = "state"
    SOC_MAJOR_GROUP = "soc_major_group"
    CREDENTIAL = "credential"
    SOURCE = "source"
    REMOTE = "remote"
    EMPLOYMENT_TYPE = "employment_type"
    CLUSTER = "cluster"
    CREDENTIAL_KIND = "credential_kind"


_ONLY: dict[str, frozenset[SearchKind]] = {
    "region": frozenset({SearchKind.POSTINGS}),
    "credential_ids": frozenset({SearchKind.POSTINGS}),
    "is_remote": frozenset({SearchKind.POSTINGS}),
    "source_keys": frozenset({SearchKind.POSTINGS}),
    "posting_ids": frozenset({SearchKind.POSTINGS}),
    "clusters": frozenset({SearchKind.CREDENTIALS}),
    "credential_kinds": frozenset({SearchKind.CREDENTIALS}),
    "states": frozenset({SearchKind.CREDENTIALS}),
}
_FACETS: dict[SearchKind, frozenset[Facet]] = {
    SearchKind.POSTINGS: frozenset(
        {
            Facet.STATE,
            Facet.SOC_MAJOR_GROUP,
            Facet.CREDENTIAL,
            Facet.SOURCE,
            Facet.REMOTE,
            Facet.EMPLOYMENT_TYPE,
        }
    ),
    SearchKind.CREDENTIALS: frozenset({Facet.CLUSTER, Facet.CREDENTIAL_KIND, Facet.SOC_MAJOR_GROUP}),
    SearchKind.OCCUPATIONS: frozenset({Facet.SOC_MAJOR_GROUP}),
}
_SORTS: dict[SearchKind, frozenset[SearchSort]] = {
    SearchKind.POSTINGS: frozenset({SearchSort.RELEVANCE, SearchSort.NEWEST, SearchSort.PAY}),
    SearchKind.CREDENTIALS: frozenset({SearchSort.RELEVANCE, SearchSort.NAME}),
    SearchKind.OCCUPATIONS: frozenset({SearchSort.RELEVANCE, SearchSort.NAME}),
}


def _whole_characters(text: object) -> object:
    """Halves of characters, which a broken client may send, are replaced instead of refused."""
    return text.encode("utf-8", "replace").decode("utf-8") if isinstance(text, str) else text


class SearchQuery(DataModel):
    """One question. Filters are joined by AND; the values of one filter by OR.

    `region` covers a posting when any of its places fits (`ResolvedRegion`), or when it is remote.
    `soc_codes` may be groups (`31-0000`). `credential_ids` are credentials that a posting names, as required
    or as preferred. `posting_ids` None is no filter, empty finds nothing. `states` keeps credentials that
    count or are taught there, or that are not limited to a state. `today` is asked for with postings: what
    ended before that day is not found and not counted.
    """

    kind: SearchKind
    text: Annotated[str, BeforeValidator(_whole_characters)] = ""
    region: ResolvedRegion | None = None
    soc_codes: frozenset[SocCode] = frozenset()
    clusters: frozenset[Slug] = frozenset()
    credential_kinds: frozenset[CredentialKind] = frozenset()
    states: frozenset[str] = frozenset()
    credential_ids: frozenset[Slug] = frozenset()
    is_remote: bool | None = None
    source_keys: frozenset[str] = frozenset()
    posting_ids: frozenset[int] | None = None
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
        for facet in self.facets:
            if facet not in _FACETS[self.kind]:
                raise ValueError(f"{facet.value} is no facet of {self.kind.value}")
        return self


class Hit(DataModel):
    """One thing found. `matched_words` are the words of its names that fit, else the words as sought."""

    kind: SearchKind
    id: str = Field(description="credential slug, SOC code, or posting id in digits")
    score: float = Field(
        default=0.0, description="comparable within one result only; 0 where sorted otherwise"
    )
    matched_words: tuple[str, ...] = ()

    @property
    def posting_id(self) -> int:
        """The id as the store has it. Raises: ValueError on a hit that is no posting."""
        return int(self.id)


class FacetCount(DataModel):
    """How many of the things found have this value."""

    value: str
    count: int


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


class Suggestion(DataModel):
    """A name to offer while somebody types."""

    kind: SearchKind
    id: str
    name: str
    name_es: str = Field(default="", description="empty: there is no Spanish name")


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

    def suggest(self, prefix: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Credentials and occupations whose name has all words, each as typed or as a beginning, best first."""
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
