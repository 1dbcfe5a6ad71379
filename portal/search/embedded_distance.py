"""Postings by distance: nearest place first, exact, without reading more than a page needs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import tantivy

from portal.domain.region import ResolvedRegion
from portal.search.distance import miles_from
from portal.search.embedded_view import View

MUST, MUST_NOT = tantivy.Occur.Must, tantivy.Occur.MustNot
MEASURED = 3_000
"""Up to so many, all are measured: cheaper than halving."""
MakePoints = Callable[[Sequence[str]], tantivy.Query]


@dataclass(frozen=True, slots=True)
class NearestPage:
    """Documents with their miles (None: no place within reach, remote) and the exact total."""

    rows: list[tuple[tantivy.Document, float | None]]
    total: int


class Nearest:
    """The points of one index by their distance from the centre of a region."""

    def __init__(self, view: View, region: ResolvedRegion) -> None:
        self._searcher = view.searcher
        self._region = region
        self._terms, self._miles = view.points_by_distance(region)
        self._miles_of = dict(zip(self._terms, self._miles, strict=True))

    def page(self, whole: tantivy.Query, *, points: MakePoints, offset: int, size: int) -> NearestPage:
        """One page of what `whole` finds. A posting with several places counts at its nearest one.

        Where very many are found, the smallest set of nearest points that fills the page is found by halving,
        and only what is there is measured.
        """
        total = self._count(whole)
        near, placed = self._within(whole, points, len(self._terms))
        need = min(offset + size, placed)
        if placed > MEASURED:
            near, _ = self._within(whole, points, self._smallest(whole, points, need))
        rows: list[tuple[tantivy.Document, float | None]] = []
        if offset < placed:
            rows = [(self._searcher.doc(at), miles) for miles, at in self._measure(near)[offset:need]]
        missing = min(size, total - offset) - len(rows)
        if missing > 0:
            clauses = [(MUST, whole)]
            if self._terms:
                clauses.append((MUST_NOT, points(self._terms)))
            elsewhere = self._searcher.search(
                tantivy.Query.boolean_query(clauses),
                limit=missing,
                offset=max(0, offset - placed),
                order_by_field="posted_day",
            )
            rows += [(self._searcher.doc(address), None) for _, address in elsewhere.hits]
        return NearestPage(rows, total)

    def _measure(self, near: tantivy.Query) -> list[tuple[float, tantivy.DocAddress]]:
        found = self._searcher.search(near, limit=max(1, self._count(near)), count=False).hits
        addresses = [address for _, address in found]
        columns = [self._searcher.fast_field_values(name, addresses) for name in ("latitude", "longitude")]
        latitudes, longitudes = (np.array(values, dtype=np.float64) for values in columns)
        miles = miles_from(
            self._region.latitude or 0.0,
            self._region.longitude or 0.0,
            latitudes=latitudes,
            longitudes=longitudes,
        )
        for at in np.flatnonzero(np.isnan(miles)):
            places = self._searcher.doc(addresses[at]).get_all("point")
            miles[at] = min(self._miles_of.get(str(place), np.inf) for place in places)
        keys = np.array(self._searcher.fast_field_values("posting_id", addresses), dtype=np.int64)
        scores = np.array([float(score) for score, _ in found])
        order = np.lexsort((keys, -scores, miles))
        return [(float(miles[at]), addresses[at]) for at in order]

    def _smallest(self, whole: tantivy.Query, points: MakePoints, need: int) -> int:
        low, high = 0, 1
        while high < len(self._terms) and self._within(whole, points, high)[1] < need:
            low, high = high, high * 4
        high = min(high, len(self._terms))
        while high - low > 1:
            middle = (low + high) // 2
            if self._within(whole, points, middle)[1] < need:
                low = middle
            else:
                high = middle
        return high

    def _within(self, whole: tantivy.Query, points: MakePoints, number: int) -> tuple[tantivy.Query, int]:
        if not number:
            return tantivy.Query.empty_query(), 0
        near = tantivy.Query.boolean_query([(MUST, whole), (MUST, points(self._terms[:number]))])
        return near, self._count(near)

    def _count(self, query: tantivy.Query) -> int:
        return int(self._searcher.search(query, limit=1).count)  # type: ignore[attr-defined]
