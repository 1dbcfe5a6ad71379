"""The postings within reach, folded: how many of them ask what. Made once for a region and day, for every person."""

from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
import numpy.typing as npt

from portal.stacks.part_index import Entries, PartIndex
from portal.stacks.postings import PostingColumns

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Reach:
    """What counting needs of the postings of a mask. It holds no posting, so it is small and can be kept.

    Shape: `rows` the signatures that occur, rising, and `counts` postings of each; `starts` and `asked` the parts of
    those of them that have any (`having`, as places in `rows`); `double_rows` (as places in `rows`) the signatures that
    have double openers, with their parts and bits, and `double_at` (as places in `double_rows`) those openers;
    `silent_rows`, `silent_socs`, `silent_counts` the silent postings by signature and occupation (-1: not coded).
    """

    total: int
    rows: npt.NDArray[np.int64]
    counts: npt.NDArray[np.int64]
    having: npt.NDArray[np.int64]
    starts: npt.NDArray[np.int64]
    asked: npt.NDArray[np.int32]
    double_rows: npt.NDArray[np.int64]
    double_starts: npt.NDArray[np.int64]
    double_asked: npt.NDArray[np.int32]
    asked_bits: npt.NDArray[np.uint64]
    double_at: npt.NDArray[np.int64]
    double_credentials: npt.NDArray[np.int32]
    double_bits: npt.NDArray[np.uint64]
    silent_rows: npt.NDArray[np.int64]
    silent_socs: npt.NDArray[np.int64]
    silent_counts: npt.NDArray[np.int64]
    index: PartIndex

    @property
    def nbytes(self) -> int:
        """Bytes of its arrays, without what is made when first asked for."""
        values = (getattr(self, each.name) for each in fields(self))
        return sum(value.nbytes for value in values if isinstance(value, np.ndarray))

    @cached_property
    def by_part(self) -> Entries:
        """By part: the signatures that ask for it, as places in `rows`. Made when first asked for."""
        owners = np.repeat(self.having, np.diff(np.append(self.starts, len(self.asked))))
        order = np.argsort(self.asked, kind="stable")
        starts = np.zeros(len(self.index.parts) + 1, dtype=np.int64)
        np.cumsum(np.bincount(self.asked, minlength=len(self.index.parts)), out=starts[1:])
        return Entries(starts, owners[order].astype(np.int32))

    def only(self, places: npt.NDArray[np.int64]) -> "Reach":
        """The same for some of its signatures, given as places in `rows`, rising. Leaves silent postings out."""
        return _reach(self.index, self.rows[places], self.counts[places], silent=None)


def fold(columns: PostingColumns, index: PartIndex, mask: Mask | None = None) -> Reach:
    """Fold the masked postings; without a mask, all of them and every signature, asked by a posting or not."""
    chosen = slice(None) if mask is None else np.flatnonzero(mask)
    signature_rows = columns.signature_rows[chosen]
    counts = np.bincount(signature_rows, minlength=len(columns.signatures))
    rows = np.arange(len(columns.signatures)) if mask is None else np.flatnonzero(counts)
    is_silent = index.is_silent[signature_rows]
    socs = columns.soc_rows[chosen][is_silent].astype(np.int64)
    width = len(columns.soc_codes) + 1
    keys, found = np.unique(signature_rows[is_silent].astype(np.int64) * width + socs + 1, return_counts=True)
    return _reach(index, rows, counts[rows], silent=(keys // width, keys % width - 1, found))


def _reach(
    index: PartIndex,
    rows: npt.NDArray[np.int64],
    counts: npt.NDArray[np.int64],
    *,
    silent: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]] | None,
) -> Reach:
    having = np.flatnonzero(index.asked.sizes_of(rows))
    of, places = index.asked.spread(rows[having])
    openers = index.doubles.credentials
    double_rows = np.flatnonzero(openers.sizes_of(rows))
    double_at, double_places = openers.spread(rows[double_rows])
    double_of, asked_places = index.asked.spread(rows[double_rows])
    first = index.asked.starts[rows[double_rows]][double_of]
    none = np.zeros(0, dtype=np.int64)
    silent_rows, silent_socs, silent_counts = silent or (none, none, none)
    return Reach(
        total=int(counts.sum()),
        rows=rows,
        counts=counts,
        having=having,
        starts=np.searchsorted(of, np.arange(len(having))),
        asked=index.asked.values[places],
        double_rows=double_rows,
        double_starts=np.searchsorted(double_of, np.arange(len(double_rows))),
        double_asked=index.asked.values[asked_places],
        asked_bits=np.left_shift(np.uint64(1), (asked_places - first).astype(np.uint64)),
        double_at=double_at,
        double_credentials=openers.values[double_places],
        double_bits=index.doubles.bits[double_places],
        silent_rows=silent_rows,
        silent_socs=silent_socs,
        silent_counts=silent_counts,
        index=index,
    )
