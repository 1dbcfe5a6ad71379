"""Which offer lies in which drawers, for very many offers: two columns of numbers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class DrawerSheet:
    """One row for each drawer of each offer. Units: hashes, 64 bits, signed."""

    offers: Keys
    drawers: Keys

    @classmethod
    def of(cls, rows: Iterable[tuple[int, bytes]]) -> "DrawerSheet":
        """Of offers with their drawers packed as numbers of 64 bits; an offer may come more than once."""
        keys: list[int] = []
        counts: list[int] = []
        packed = bytearray()
        known: set[int] = set()
        for key, drawers in rows:
            if key not in known:
                known.add(key)
                keys.append(key)
                counts.append(len(drawers) // 8)
                packed += drawers
        offers = np.repeat(np.array(keys, dtype=np.int64), np.array(counts, dtype=np.int64))
        return cls(offers, np.frombuffer(bytes(packed), dtype=np.int64))

    def keys(self) -> Keys:
        """Its offers, sorted, each once."""
        return np.unique(self.offers)

    def without(self, keys: Iterable[int]) -> "DrawerSheet":
        """The rows of all other offers."""
        out = np.fromiter(keys, dtype=np.int64)
        if not len(out):
            return self
        stays = ~np.isin(self.offers, out)
        return DrawerSheet(self.offers[stays], self.drawers[stays])

    def joined(self, other: "DrawerSheet") -> "DrawerSheet":
        """Rows of both; no offer may stand in both."""
        return DrawerSheet(
            np.concatenate([self.offers, other.offers]), np.concatenate([self.drawers, other.drawers])
        )

    def parts(self, size: int) -> Iterator[tuple[Keys, Keys]]:
        """Its drawers, sorted, with the number of its offers in each, so many at a time."""
        drawers, counts = np.unique(self.drawers, return_counts=True)
        for start in range(0, len(drawers), size):
            yield drawers[start : start + size], counts[start : start + size]


NOTHING = DrawerSheet(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64))
