"""Which credentials open which parts, and from that the single steps of every signature at once."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt


class Openers:
    """A table of parts by credentials, with its entries listed row by row. Never changed.

    Shape: `table` (parts, credentials): earning the credential meets the part.
    """

    def __init__(self, table: npt.NDArray[np.bool_]) -> None:
        self._table = table
        self._columns = np.nonzero(table)[1]
        self._counts = np.count_nonzero(table, axis=1)
        self._starts = np.cumsum(self._counts) - self._counts

    def also(self, entries: Sequence[tuple[int, int]]) -> "Openers":
        """The same table with more entries (part row, credential column)."""
        table = self._table.copy()
        rows, columns = zip(*entries, strict=True)
        table[list(rows), list(columns)] = True
        return Openers(table)

    def single_steps(
        self, owners: npt.NDArray[np.int32], parts: npt.NDArray[np.int32], *, total: int
    ) -> npt.NDArray[np.int32]:
        """Pairs (signature, credential) where the credential opens every open part of the signature.

        `owners[i]` is the signature of the open part `parts[i]`; owners rise, so the parts of one signature
        stand together. Starts from what opens a signature's first part and strikes out what another refuses.

        Shape: (2, n).
        """
        if not len(owners):
            return np.zeros((2, 0), dtype=np.int32)
        first = np.flatnonzero(np.r_[True, owners[1:] != owners[:-1]])
        starts = np.zeros(total, dtype=np.int64)
        starts[owners[first]] = first
        sizes = np.bincount(owners, minlength=total)
        at, credentials = self._entries(parts[first])
        signatures = owners[first][at]
        for place in range(1, int(sizes.max())):
            longer = sizes[signatures] > place
            keep = ~longer
            other = parts[starts[signatures[longer]] + place]
            keep[longer] = self._table[other, credentials[longer]]
            signatures, credentials = signatures[keep], credentials[keep]
        return np.stack([signatures, credentials]).astype(np.int32)

    def _entries(self, rows: npt.NDArray[np.int32]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """As `np.nonzero(table[rows])`, read from the listed entries."""
        counts = self._counts[rows]
        at = np.repeat(np.arange(len(rows)), counts)
        within = np.arange(len(at)) - np.repeat(np.cumsum(counts) - counts, counts)
        return at, self._columns[self._starts[rows][at] + within]
