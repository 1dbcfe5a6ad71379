"""Wholes that postings ask for and that several parts complete: what a bound on several steps must not miss."""

import numpy as np
import numpy.typing as npt

from portal.stacks.graph import CredentialGraph
from portal.stacks.part_index import Entries, PartIndex
from portal.stacks.part_table import PartTable


class AskedWholes:
    """Wholes of two parts or more that count as something a posting asks for. What one part completes, it opens alone.

    Shape: `asking` by whole the rows of the parts that ask for what it counts as.
    """

    def __init__(self, graph: CredentialGraph, index: PartIndex, table: PartTable) -> None:
        self._graph = graph
        self._row = index.row
        found = {}
        for whole, needed in graph.completions.items():
            asking = {int(row) for id_ in graph.gives[whole] for row in table.rows_asking.get(id_, ())}
            if asking and len(needed) > 1:
                found[whole] = sorted(asking)
        self.ids = tuple(found)
        self.asking = Entries.of(found.values())
        self._place = {whole: place for place, whole in enumerate(self.ids)}
        self._bringing = Entries.of(self._bringers(graph.completions[whole]) for whole in self.ids)

    def most_by_whole(
        self, counts: npt.NDArray[np.float64], closure: frozenset[str]
    ) -> npt.NDArray[np.float64]:
        """At most so many postings could each whole help to open, for who has this closure.

        `counts` are postings by part of the index. Shape: one sum a whole.
        """
        of = np.repeat(np.arange(len(self.ids)), self.asking.sizes())
        most = np.zeros(len(self.ids))
        most += np.bincount(of, weights=counts[self.asking.values], minlength=len(self.ids))
        most[[self._place[id_] for id_ in closure & self._place.keys()]] = 0
        return most

    def most_by_credential(
        self, counts: npt.NDArray[np.float64], closure: frozenset[str]
    ) -> npt.NDArray[np.float64]:
        """The same for each credential that brings the part of a whole that fewest bring.

        Shape: one sum a credential. Wholes of which one part is missing are left out: `Completing` has them.
        """
        most = self.most_by_whole(counts, closure)
        begun = self.begun(closure)
        left = most.copy()
        left[list(begun)] = 0
        found = np.zeros(len(self._row))
        found += np.bincount(
            self._bringing.values,
            weights=np.repeat(left, self._bringing.sizes()),
            minlength=len(self._row),
        )
        for place, missing in begun.items():
            if most[place] and len(missing) > 1:
                found[self._bringers(missing)] += most[place]
        return found

    def begun(self, closure: frozenset[str]) -> dict[int, frozenset[str]]:
        """Wholes of which the closure has some part: their missing ones. Shape: place in `ids` → credential ids."""
        touched = self._graph.wholes_of(closure)
        return {
            self._place[whole]: self._graph.completions[whole] - closure
            for whole in touched
            if whole in self._place
        }

    def _bringers(self, missing: frozenset[str]) -> list[int]:
        least = min(missing, key=lambda id_: (len(self._graph.bringers[id_]), id_), default=None)
        if least is None:
            return []
        return sorted(self._row[id_] for id_ in self._graph.bringers[least] & self._graph.earnable)
