"""The last regions that were asked for, folded: the first question of a region folds it, the following ones do not."""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from portal.domain.region import ResolvedRegion
from portal.stacks.reach import Reach
from portal.stacks.region_mask import region_mask
from portal.stacks.unlock import UnlockIndex

MOST_BYTES = 64_000_000
"""Of a million postings, a county takes some 2 MB and the nation some 20."""


@dataclass(frozen=True, slots=True, eq=False)
class Within:
    """The postings of one region and day: as a mask for lists, and folded for counts.

    Shape: `mask` one boolean a posting, in the order of the columns; it cannot be written to.
    """

    mask: npt.NDArray[np.bool_]
    reach: Reach


class KeptReaches:
    """Folds a region and day once and keeps it, the longest unused dropped first. Threads may share it.

    It belongs to one version of the postings: a new index comes with a new one.
    """

    def __init__(self, index: UnlockIndex, *, most_bytes: int = MOST_BYTES) -> None:
        self._index = index
        self._most_bytes = most_bytes
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[ResolvedRegion, date], Within] = OrderedDict()
        self._bytes = 0

    def within(self, region: ResolvedRegion, *, today: date) -> Within:
        """The postings that a region covers and that are open on `today`, as `region_mask` gives them."""
        key = (region, today)
        with self._lock:
            if (found := self._kept.get(key)) is not None:
                self._kept.move_to_end(key)
                return found
        mask = region_mask(self._index.columns, region, today=today)
        mask.flags.writeable = False
        made = Within(mask, self._index.reach(mask))
        with self._lock:
            if key not in self._kept:
                self._kept[key] = made
                self._bytes += _size(made)
            # The newest stays even where it alone is more than the bound.
            while self._bytes > self._most_bytes and len(self._kept) > 1:
                self._bytes -= _size(self._kept.popitem(last=False)[1])
        return made

    def __len__(self) -> int:
        return len(self._kept)


def _size(within: Within) -> int:
    return within.mask.nbytes + within.reach.nbytes
