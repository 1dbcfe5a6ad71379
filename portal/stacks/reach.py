"""The postings within reach, folded: how many of them ask what. Made once for a region and day, for every person."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from portal.stacks.part_index import Entries, PartIndex
from portal.stacks.postings import PostingColumns

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Signatures of equally many parts, side by side, so that adding over their parts is adding whole columns.

    Shape: `asked` parts by signatures (places in `Reach.parts`), of the signatures at `start` and after it.
    """

    start: int
    asked: npt.NDArray[np.int32]

    @property
    def rows(self) -> slice:
        """Its signatures, as places in `Reach.rows`."""
        return slice(self.start, self.start + self.asked.shape[1])


@dataclass(frozen=True, eq=False)
class Reach:
    """What counting needs of the postings of a mask. It holds no posting, so it is small and can be kept.

    Shape: `rows` the signatures that ask for something, by number of parts, and `counts` postings of each (as floats,
    for they are weights); `blocks` their parts; `parts` the parts that occur, rising, as rows of the index. `free`
    postings ask for nothing and say so. `double_rows` (places in `rows`) have double openers: by place there, their
    parts (`double_asked`, a bit each in `asked_bits`) and those openers (with the bits of what they open).
    `silent_rows`, `silent_socs`, `silent_counts` are the silent postings by signature and occupation (-1: not coded).
    """

    total: int
    free: int
    rows: npt.NDArray[np.int64]
    counts: npt.NDArray[np.float64]
    blocks: tuple[Block, ...]
    parts: npt.NDArray[np.int64]
    double_rows: npt.NDArray[np.int64]
    double_asked: Entries
    asked_bits: npt.NDArray[np.uint64]
    double_openers: Entries
    double_bits: npt.NDArray[np.uint64]
    silent_rows: npt.NDArray[np.int64]
    silent_socs: npt.NDArray[np.int64]
    silent_counts: npt.NDArray[np.int64]
    index: PartIndex

    @property
    def nbytes(self) -> int:
        """Bytes of its arrays, without what is made when first asked for."""
        values = [getattr(self, each.name) for each in fields(self)]
        values += [block.asked for block in self.blocks]
        values += [
            array for pair in values if isinstance(pair, Entries) for array in (pair.starts, pair.values)
        ]
        return sum(value.nbytes for value in values if isinstance(value, np.ndarray))

    @cached_property
    def by_part(self) -> Entries:
        """By place in `parts`: the signatures that ask for it, as places in `rows`. Made when first asked for."""
        asked = np.concatenate([np.zeros(0, np.int32), *(block.asked.ravel() for block in self.blocks)])
        owners = np.concatenate([np.zeros(0, np.int32), *(self._owners(block) for block in self.blocks)])
        # Owners rise within a block and blocks follow each other, so a stable sort leaves them rising in each part.
        order = np.argsort(asked, kind="stable")
        starts = np.zeros(len(self.parts) + 1, dtype=np.int64)
        np.cumsum(np.bincount(asked, minlength=len(self.parts)), out=starts[1:])
        return Entries(starts, owners[order])

    @cached_property
    def place_of_part(self) -> npt.NDArray[np.int64]:
        """Place in `parts` of each part of the index; -1 where nothing here asks for it."""
        places = np.full(len(self.index.parts), -1, dtype=np.int64)
        places[self.parts] = np.arange(len(self.parts))
        return places

    def rows_asking(self, parts: npt.NDArray[np.integer]) -> npt.NDArray[np.int64]:
        """Signatures that ask for any of these rows of the index, as places in `rows`, rising."""
        places = self.place_of_part[parts]
        _, entries = self.by_part.spread(places[places >= 0])
        is_asking = np.zeros(len(self.rows), dtype=np.bool_)
        is_asking[self.by_part.values[entries]] = True
        return np.flatnonzero(is_asking)

    def count_by_part(
        self, counts: npt.NDArray[np.float64], is_wanted: npt.NDArray[np.bool_]
    ) -> npt.NDArray[np.float64]:
        """Add what is counted of each signature to each of its parts that is wanted.

        Shape: `counts` one a signature, `is_wanted` one a place in `parts`, as is the result.
        """
        found = np.zeros(len(self.parts))
        for block in self.blocks:
            some = np.flatnonzero(counts[block.rows] != 0)
            weights = np.tile(counts[block.rows][some], len(block.asked))
            found += np.bincount(block.asked[:, some].ravel(), weights=weights, minlength=len(found))
        found[~is_wanted] = 0
        return found

    def _owners(self, block: Block) -> npt.NDArray[np.int32]:
        each = np.arange(block.rows.start, block.rows.stop, dtype=np.int32)
        return np.tile(each, len(block.asked))


def fold(columns: PostingColumns, index: PartIndex, mask: Mask | None = None) -> Reach:
    """Fold the masked postings; without a mask, all of them and every signature, asked by a posting or not."""
    signature_rows = columns.signature_rows if mask is None else columns.signature_rows[mask]
    soc_rows = columns.soc_rows if mask is None else columns.soc_rows[mask]
    counts = np.bincount(signature_rows, minlength=len(columns.signatures))
    rows = np.flatnonzero(index.sizes if mask is None else (counts > 0) & (index.sizes > 0))
    silent = np.flatnonzero(index.is_silent[signature_rows])
    width = len(columns.soc_codes) + 1
    keys = np.sort(signature_rows[silent].astype(np.int64) * width + soc_rows[silent] + 1)
    first = np.flatnonzero(np.diff(keys, prepend=-1))
    found = np.diff(np.append(first, len(keys)))
    keys = keys[first]
    order = np.argsort(index.sizes[rows], kind="stable")
    rows = rows[order]
    asked_counts = counts[rows].astype(np.float64)
    blocks, parts = _blocks(index, rows)
    return Reach(
        total=len(signature_rows),
        free=len(signature_rows) - len(silent) - int(asked_counts.sum()),
        rows=rows,
        counts=asked_counts,
        blocks=blocks,
        parts=parts,
        **_doubles(index, rows, parts),
        silent_rows=keys // width,
        silent_socs=keys % width - 1,
        silent_counts=found,
        index=index,
    )


def _blocks(index: PartIndex, rows: npt.NDArray[np.int64]) -> tuple[tuple[Block, ...], npt.NDArray[np.int64]]:
    asked = list(_asked(index, rows))
    occurs = np.zeros(len(index.parts), dtype=np.bool_)
    for _, table in asked:
        occurs[table] = True
    parts = np.flatnonzero(occurs)
    place = np.zeros(len(index.parts), dtype=np.int32)
    place[parts] = np.arange(len(parts), dtype=np.int32)
    return tuple(Block(start, place[table]) for start, table in asked), parts


def _asked(index: PartIndex, rows: npt.NDArray[np.int64]) -> Iterator[tuple[int, npt.NDArray[np.int32]]]:
    """The parts of signatures that stand by number of parts, a table for each number."""
    ends = np.cumsum(np.bincount(index.sizes[rows], minlength=1)).tolist()
    for size, (start, end) in enumerate(zip([0, *ends], ends, strict=False)):
        if end > start:
            places = index.asked.starts[rows[start:end]]
            yield start, np.stack([index.asked.values[places + nth] for nth in range(size)])


def _doubles(index: PartIndex, rows: npt.NDArray[np.int64], parts: npt.NDArray[np.int64]) -> dict[str, Any]:
    openers = index.doubles.credentials
    double_rows = np.flatnonzero(openers.sizes_of(rows))
    chosen = rows[double_rows]
    asked_of, asked = index.asked.spread(chosen)
    nth = asked - index.asked.starts[chosen][asked_of]
    opening = openers.places(chosen)
    return {
        "double_rows": double_rows,
        "double_asked": Entries(
            _starts(index.asked.sizes_of(chosen)),
            np.searchsorted(parts, index.asked.values[asked]).astype(np.int32),
        ),
        "asked_bits": np.left_shift(np.uint64(1), nth.astype(np.uint64)),
        "double_openers": Entries(_starts(openers.sizes_of(chosen)), openers.values[opening]),
        "double_bits": index.doubles.bits[opening],
    }


def _starts(sizes: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
