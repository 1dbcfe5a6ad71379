"""What completes a whole together with what a person holds, and so opens parts that it does not open for everybody."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from portal.stacks.graph import CredentialGraph
from portal.stacks.part_index import PartIndex
from portal.stacks.part_table import PartTable

if TYPE_CHECKING:
    from portal.stacks.standing import Standing


@dataclass(frozen=True, slots=True, eq=False)
class Completing:
    """Openers of parts that only one person has. Shape: `parts` and `credentials` in parallel, as rows of the index."""

    parts: npt.NDArray[np.int64]
    credentials: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.parts)

    def steps(
        self, standing: "Standing", index: PartIndex, among: npt.NDArray[np.bool_] | None = None
    ) -> npt.NDArray[np.int64]:
        """Signatures that one of these credentials opens alone, by completing a whole and beside it.

        `among` leaves only some signatures of the reach. Shape: (place of the signature in the reach, credential row).
        """
        reach = standing.reach
        none = np.zeros((2, 0), dtype=np.int64)
        if not len(self):
            return none
        places = reach.place_of_part[self.parts]
        here = places >= 0
        of, entries = reach.by_part.spread(places[here])
        rows, credentials = reach.by_part.values[entries].astype(np.int64), self.credentials[here][of]
        if among is not None:
            rows, credentials = rows[among[rows]], credentials[among[rows]]
        # Each of these parts is open and its credential is no opener of it: it brings so many of the signature.
        width = len(index.row)
        keys, brought = np.unique(rows * width + credentials, return_counts=True)
        rows, credentials = keys // width, keys % width
        left = standing.open_parts[rows] - brought
        some = np.flatnonzero(left)
        # Of the few that also need others of its openings, look those up.
        asking, at = index.asked.spread(reach.rows[rows[some]])
        asked = index.asked.values[at].astype(np.int64)
        is_open = ~standing.judged.is_met[asked]
        asking, asked = asking[is_open], asked[is_open]
        opens = _pairs_among(index, np.unique(credentials[some]), width)
        is_opened = _is_in(asked * width + credentials[some][asking], opens)
        left[some] -= np.bincount(asking[is_opened], minlength=len(some)).astype(left.dtype)
        done = left == 0
        return np.stack([rows[done], credentials[done]])


def find_completing(
    closure: frozenset[str],
    graph: CredentialGraph,
    *,
    index: PartIndex,
    table: PartTable,
    is_met: npt.NDArray[np.bool_],
) -> Completing:
    """The open parts that a credential meets for who has this closure, and not for everybody."""
    none = np.zeros(0, dtype=np.int64)
    parts, credentials = [none], [none]
    for id_, brought in graph.completing(closure).items():
        row = index.row[id_]
        asking = np.unique(np.concatenate([none, *(table.rows_asking.get(other, none) for other in brought)]))
        asking = asking[~is_met[asking]]
        new = asking[~_is_in(asking, index.opened[row])]
        parts.append(new)
        credentials.append(np.full(len(new), row))
    return Completing(np.concatenate(parts), np.concatenate(credentials))


def _pairs_among(index: PartIndex, credentials: npt.NDArray[np.int64], width: int) -> npt.NDArray[np.int64]:
    """Keys of all openings of some credentials, rising."""
    of, entries = index.opened.spread(credentials)
    return np.sort(index.opened.values[entries].astype(np.int64) * width + credentials[of])


def _is_in(keys: npt.NDArray[np.int64], known: npt.NDArray[np.integer]) -> npt.NDArray[np.bool_]:
    if not len(known):
        return np.zeros(len(keys), dtype=np.bool_)
    places = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    found: npt.NDArray[np.bool_] = known[places] == keys
    return found
