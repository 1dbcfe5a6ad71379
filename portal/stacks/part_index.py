"""Signatures and what opens them as sparse tables: built once for a version of the data, never changed.

Nothing here knows a person. Every table is a list of entries with the places where each row's entries start, so its
size is the number of facts, not parts times credentials.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from portal.stacks.graph import CredentialGraph
from portal.stacks.parts import Part, PartKind
from portal.stacks.signature import Signature

MOST_PARTS = 63
"""Parts of one signature: each has a bit of an integer. A posting that asks for more is unknown, never met."""
AT_ONCE = 1 << 20
"""Entries that are sorted at once while the table of double openers is built, to bound the memory."""


@dataclass(frozen=True, slots=True, eq=False)
class Entries:
    """Rows of columns: the entries of row `r` stand in `values[starts[r]:starts[r + 1]]`."""

    starts: npt.NDArray[np.int64]
    values: npt.NDArray[np.int32]

    @classmethod
    def of(cls, rows: Iterable[Iterable[int]]) -> "Entries":
        """From a list of lists."""
        values: list[int] = []
        starts = [0]
        for row in rows:
            values.extend(row)
            starts.append(len(values))
        return cls(np.array(starts, dtype=np.int64), np.array(values, dtype=np.int32))

    def __getitem__(self, row: int) -> npt.NDArray[np.int32]:
        return self.values[self.starts[row] : self.starts[row + 1]]

    def sizes(self) -> npt.NDArray[np.int64]:
        """Number of entries of each row."""
        return np.diff(self.starts)

    def sizes_of(self, rows: npt.NDArray[np.integer]) -> npt.NDArray[np.int64]:
        """Number of entries of some rows."""
        sizes: npt.NDArray[np.int64] = self.starts[rows + 1] - self.starts[rows]
        return sizes

    def spread(self, rows: npt.NDArray[np.integer]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """All entries of the given rows: which of `rows` each belongs to, and its place in `values`.

        Shape: two arrays of one integer an entry.
        """
        return np.repeat(np.arange(len(rows)), self.sizes_of(rows)), self.places(rows)

    def places(self, rows: npt.NDArray[np.integer]) -> npt.NDArray[np.int64]:
        """The places in `values` of all entries of the given rows, row after row."""
        starts = self.starts[rows]
        sizes = self.starts[rows + 1] - starts
        ends = np.cumsum(sizes)
        places = np.repeat(starts - ends + sizes, sizes)
        places += np.arange(len(places))
        return places

    def followed_by(self, more: "Entries") -> "Entries":
        """The rows of both, one after the other."""
        starts = np.concatenate([self.starts, more.starts[1:] + len(self.values)])
        return Entries(starts, np.concatenate([self.values, more.values]))

    def turned(self, width: int) -> "Entries":
        """The same entries by column. `width` is the number of columns."""
        # Of 16 bits numpy sorts by digits, several times as fast.
        order = np.argsort(self.values.astype(np.uint16) if width <= 1 << 16 else self.values, kind="stable")
        rows = np.repeat(np.arange(len(self.starts) - 1, dtype=np.int32), self.sizes())
        starts = np.zeros(width + 1, dtype=np.int64)
        np.cumsum(np.bincount(self.values, minlength=width), out=starts[1:])
        return Entries(starts, rows[order])


@dataclass(frozen=True, slots=True, eq=False)
class DoubleOpeners:
    """By signature: the credentials that open two or more of its parts, with a bit for each part that they open.

    Only these can open a signature of which more than one part is open. Shape: `bits` one entry a `credentials.values`.
    """

    credentials: Entries
    bits: npt.NDArray[np.uint64]

    def followed_by(self, more: "DoubleOpeners") -> "DoubleOpeners":
        """Those of further signatures after these."""
        return DoubleOpeners(
            self.credentials.followed_by(more.credentials), np.concatenate([self.bits, more.bits])
        )


class PartIndex:
    """The parts of every signature, and the credentials that, earned alone, meet a part, whoever the person is."""

    def __init__(
        self, signatures: Sequence[Signature], graph: CredentialGraph, *, former: "PartIndex | None" = None
    ) -> None:
        """`former` is an index of the first of the signatures over the same graph: only the rest is read."""
        known = len(former.is_silent) if former else 0
        self.row: dict[str, int] = former.row if former else {id_: row for row, id_ in enumerate(graph.ids)}
        # A copy: pages may still read the former one while this is made.
        self._row_of_part: dict[Part, int] = dict(former._row_of_part) if former else {}
        rows = self._row_of_part
        asked = Entries.of(
            [rows.setdefault(part, len(rows)) for part in _bounded(signature.parts(graph))]
            for signature in signatures[known:]
        )
        self.asked: Entries = former.asked.followed_by(asked) if former else asked
        self.parts = tuple(rows)
        self.sizes: npt.NDArray[np.uint8] = self.asked.sizes().astype(np.uint8)
        """Number of parts of each signature."""
        silent = np.array([signature.is_silent for signature in signatures[known:]], dtype=np.bool_)
        self.is_silent: npt.NDArray[np.bool_] = (
            np.concatenate([former.is_silent, silent]) if former else silent
        )
        opens = Entries.of(self._openers(graph, self.parts[len(former.parts) if former else 0 :]))
        self.opens: Entries = former.opens.followed_by(opens) if former else opens
        self.opened = self.opens.turned(len(graph.ids))
        """By credential: the parts that it opens."""
        doubles = self._doubles(known)
        self.doubles: DoubleOpeners = former.doubles.followed_by(doubles) if former else doubles

    def _openers(self, graph: CredentialGraph, parts: Sequence[Part]) -> Iterator[list[int]]:
        known: dict[frozenset[str], list[int]] = {}
        for part in parts:
            if part.any_of not in known:
                givers = frozenset().union(*(graph.bringers[id_] for id_ in part.any_of)) & graph.earnable
                known[part.any_of] = sorted(self.row[id_] for id_ in givers)
            yield known[part.any_of]

    def _doubles(self, first: int) -> DoubleOpeners:
        """Of the signatures from row `first` on."""
        found = [self._doubles_of(rows) for rows in self._batches(first)]
        empty = (np.zeros(0, np.int64), np.zeros(0, np.int32), np.zeros(0, np.uint64))
        signatures, credentials, bits = (
            np.concatenate(column) for column in zip(*(found or [empty]), strict=True)
        )
        starts = np.searchsorted(signatures, np.arange(first, len(self.is_silent) + 1))
        return DoubleOpeners(Entries(starts, credentials), bits)

    def _batches(self, first: int) -> Iterator[npt.NDArray[np.int64]]:
        """Signatures of two parts or more, as many at once as have some number of entries in all."""
        several = first + np.flatnonzero(self.sizes[first:] >= 2)
        if not len(several):
            return
        weight = np.add.reduceat(
            np.append(self.opens.sizes()[self.asked.values], 0), self.asked.starts[several]
        )
        batch = np.cumsum(weight) // AT_ONCE
        yield from np.split(several, np.flatnonzero(np.diff(batch)) + 1)

    def _doubles_of(
        self, rows: npt.NDArray[np.int64]
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32], npt.NDArray[np.uint64]]:
        of, places = self.asked.spread(rows)
        asked = self.asked.values[places]
        bit = np.left_shift(np.uint64(1), (places - self.asked.starts[rows][of]).astype(np.uint64))
        at, entries = self.opens.spread(asked)
        keys = rows[of[at]] * len(self.row) + self.opens.values[entries]
        order = np.argsort(keys, kind="stable")
        keys, bits = keys[order], bit[at][order]
        first = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if len(keys) else np.zeros(0, np.int64)
        counts = np.diff(np.append(first, len(keys)))
        together = np.bitwise_or.reduceat(bits, first) if len(first) else np.zeros(0, np.uint64)
        twice = counts >= 2
        keys = keys[first[twice]]
        return (
            keys // len(self.row),
            (keys % len(self.row)).astype(np.int32),
            together[twice],
        )


def _bounded(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """As many parts as can be counted; of more, the last stands for all that are left out, and nobody meets it."""
    if len(parts) <= MOST_PARTS:
        return parts
    return (*parts[: MOST_PARTS - 1], Part(PartKind.CREDENTIAL, is_unresolved=True))
