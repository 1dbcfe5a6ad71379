"""A reader's steady view of one embedded index, with what is computed once per commit."""

import threading
import time
from collections import OrderedDict
from collections.abc import Hashable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
import tantivy

from portal.domain.errors import SearchUnavailable
from portal.domain.region import COUNTY_SEPARATOR, ResolvedRegion, split_counties
from portal.search.distance import miles_from
from portal.search.embedded_schema import TEXT_FIELDS, register_analyzers
from portal.search.embedded_starts import read_title_starts
from portal.search.index_files import Hold, IndexFiles
from portal.search.port import FacetCount, SearchKind
from portal.search.spelling import Speller

Stamp = tuple[int, int, int]


COUNTS_KEPT = 2_000
STARTS_KEPT = 2_000
STARTS_SECONDS = 300.0
"""A title that is new may be offered so much later."""


class CountMemory:
    """Facet counts of one commit, the latest used ones. Safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: OrderedDict[Hashable, tuple[FacetCount, ...]] = OrderedDict()

    def get(self, key: Hashable) -> tuple[FacetCount, ...] | None:
        """What was counted before; None when it was not or is forgotten."""
        with self._lock:
            if key in self._counts:
                self._counts.move_to_end(key)
            return self._counts.get(key)

    def put(self, key: Hashable, counts: tuple[FacetCount, ...]) -> None:
        """Keep a count."""
        with self._lock:
            self._counts[key] = counts
            if len(self._counts) > COUNTS_KEPT:
                self._counts.popitem(last=False)


class View:
    """One commit of one index. Everything asked of it is of the same moment."""

    def __init__(
        self,
        kind: SearchKind,
        searcher: tantivy.Searcher,
        schema: tantivy.Schema,
        *,
        starts: dict[str, Sequence[str]],
        frequent: Mapping[str, Sequence[str]],
    ) -> None:
        self.kind = kind
        self.searcher = searcher
        self.schema = schema
        self._lock = threading.Lock()
        self._points: tuple[list[str], np.ndarray, np.ndarray] | None = None
        self._speller: Speller | None = None
        self._starts = starts
        self._frequent = frequent
        self.counts = CountMemory()

    def point_terms(self, region: ResolvedRegion) -> list[str]:
        """The index terms of every place within the region's radius, by exact distance."""
        if region.region.radius_miles is None:
            return []
        return self.points_by_distance(region)[0]

    def points_by_distance(self, region: ResolvedRegion) -> tuple[list[str], list[float]]:
        """The index terms of every place within the region's radius, nearest first, and their miles.

        A region without a radius takes all places.
        """
        if region.latitude is None or region.longitude is None:
            return [], []
        with self._lock:
            if self._points is None:
                terms = [term for term, _ in self.searcher.terms_with_prefix("point", "")]
                degrees = np.array([term.split(",") for term in terms], dtype=np.float64).reshape(-1, 2)
                self._points = (terms, degrees[:, 0], degrees[:, 1])
            terms, latitudes, longitudes = self._points
        miles = miles_from(region.latitude, region.longitude, latitudes=latitudes, longitudes=longitudes)
        radius = region.region.radius_miles
        within = np.flatnonzero(miles <= radius) if radius is not None else np.arange(len(terms))
        order = within[np.argsort(miles[within], kind="stable")]
        return [terms[at] for at in order], miles[order].tolist()

    @cached_property
    def county_sets(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Terms of places of which only a set of counties is known, each with its counties (postings index only)."""
        if self.kind is not SearchKind.POSTINGS:
            return ()
        terms = (term for term, _ in self.searcher.terms_with_prefix("county", ""))
        return tuple((term, split_counties(term)) for term in terms if COUNTY_SEPARATOR in term)

    @cached_property
    def has_spanish_texts(self) -> bool:
        """Whether any posting is written in Spanish; without, its field need not be asked."""
        return bool(self.searcher.doc_freq("language", "es"))

    def title_starts(self, start: str, limit: int) -> Sequence[str]:
        """Terms of titles that have `start` at the beginning of a word, those of most postings first."""
        if (noted := self._frequent.get(start)) is not None:
            return noted[:limit]
        with self._lock:
            known = self._starts.get(start)
        if known is None:
            known = [term for term, _ in self.searcher.terms_with_prefix("title_start", start, limit=limit)]
            with self._lock:
                if len(self._starts) < STARTS_KEPT:
                    self._starts[start] = known
        return known

    def speller(self) -> Speller:
        """Spelling by the words of the name fields."""
        with self._lock:
            if self._speller is None:
                counts: dict[str, int] = {}
                for field in TEXT_FIELDS[self.kind]:
                    if field.is_name and field.analyzer == "exact":
                        for word, count in self.searcher.terms_with_prefix(field.name, ""):
                            counts[word] = max(count, counts.get(word, 0))
                self._speller = Speller(counts)
            return self._speller

    @cached_property
    def acronyms(self) -> frozenset[str]:
        """Acronyms that credentials go by (credentials index only)."""
        if self.kind is not SearchKind.CREDENTIALS:
            return frozenset()
        return frozenset(term for term, _ in self.searcher.terms_with_prefix("acronym", ""))


class Reader:
    """Follows the current index of one kind across commits and swaps, in this process or another."""

    def __init__(self, files: IndexFiles) -> None:
        self._files = files
        self._lock = threading.Lock()
        self._folder: Path | None = None
        self._index: tantivy.Index | None = None
        self._stamp: Stamp | None = None
        self._view: View | None = None
        self._hold: Hold | None = None
        self._starts: dict[str, Sequence[str]] = {}
        self._frequent: Mapping[str, Sequence[str]] = {}
        self._starts_until = 0.0

    def view(self) -> View:
        """The newest commit. Raises: SearchUnavailable."""
        with self._lock:
            for attempt in range(3):
                folder = self._files.current()
                try:
                    return self._refresh(folder)
                except (OSError, ValueError) as error:
                    # Swapped and dropped between reading the pointer and opening: read it again.
                    self._let_go()
                    if attempt == 2:
                        raise SearchUnavailable(
                            f"The search index {folder.name} is damaged ({error}). Run: portal reindex"
                        ) from error
        raise AssertionError("the loop returns or raises")

    def close(self) -> None:
        """Let go of the files."""
        with self._lock:
            self._let_go()

    def _refresh(self, folder: Path) -> View:
        if folder != self._folder or self._index is None:
            self._let_go()
            self._hold = Hold(folder)
            self._index = tantivy.Index.open(str(folder))
            register_analyzers(self._index)
            self._index.config_reader(reload_policy="manual")
            self._folder = folder
        # A commit replaces meta.json by a rename, so its inode and time tell of one; that is cheaper than a
        # watcher thread and leaves no lag.
        found = (folder / "meta.json").stat()
        stamp = (found.st_ino, found.st_mtime_ns, found.st_size)
        if self._view is None or stamp != self._stamp:
            self._index.reload()
            if time.monotonic() > self._starts_until:
                # Which titles are frequent outlives a commit; how many of them are open is counted each time.
                self._starts, self._starts_until = {}, time.monotonic() + STARTS_SECONDS
            if self._files.kind is SearchKind.POSTINGS:
                self._frequent = read_title_starts(folder).terms
            self._view = View(
                self._files.kind,
                self._index.searcher(),
                self._index.schema,
                starts=self._starts,
                frequent=self._frequent,
            )
            self._stamp = stamp
        return self._view

    def _let_go(self) -> None:
        self._view = None
        self._index = None
        self._folder = None
        self._stamp = None
        if self._hold is not None:
            self._hold.close()
            self._hold = None
