"""Fair exposure: equals take turns by day, and one employer has at most three places before others."""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

import numpy as np
import numpy.typing as npt

Row = TypeVar("Row")

MOST_IN_A_ROUND = 3
"""Places of one employer before those of others."""
WINDOW = 100
"""So many of the best are put in a fair order; what comes after stays as the engine orders it."""
BAND = 0.5
"""An employer's further jobs give way to jobs that fit at least this share as well, never to worse ones."""


def fair_order(
    rows: Sequence[Row],
    *,
    day: date,
    id_of: Callable[[Row], str],
    rank_of: Callable[[Row], float],
    employer_of: Callable[[Row], str],
    keeps_bands: bool,
) -> list[Row]:
    """The same rows, best first by `rank_of`, equals in an order that changes every day.

    `keeps_bands`: ranks are scores, and a job never gives way to one that fits half as well. Without, ranks are
    days or the like, and rounds of employers go over all rows. Rows without an employer are employers of their own.
    """
    ordered = sorted(rows, key=lambda row: (-_rounded(rank_of(row)), _turn(day, id_of(row))))
    seen: Counter[str] = Counter()
    placed: list[tuple[int, int, Row]] = []
    band, band_top = 0, rank_of(ordered[0]) if ordered else 0.0
    for row in ordered:
        if keeps_bands and rank_of(row) < band_top * BAND:
            band, band_top = band + 1, rank_of(row)
        employer = employer_of(row).strip().casefold() or f"#{id_of(row)}"
        placed.append((band, seen[employer] // MOST_IN_A_ROUND, row))
        seen[employer] += 1
    return [row for _, _, row in sorted(placed, key=lambda item: item[:2])]


def _rounded(rank: float) -> float:
    """Three digits: scores that differ less are equals."""
    return float(f"{rank:.3g}") if rank < 100_000 else rank


def _turn(day: date, id: str) -> bytes:
    return hashlib.blake2b(f"{day.isoformat()}:{id}".encode(), digest_size=8).digest()


def fair_rows(
    ids: npt.NDArray[np.int64], employers: npt.NDArray[np.int64], *, day: date
) -> npt.NDArray[np.int64]:
    """The same law for very many equals at once: turns by day, and rounds of employers over all of them.

    Shape: `ids` and `employers` (the same number for the same name) one entry a job; the rows in their order.
    """
    seed = np.uint64(int.from_bytes(hashlib.blake2b(day.isoformat().encode(), digest_size=8).digest()))
    order = np.lexsort((ids, _mixed(ids.astype(np.uint64) ^ seed)))
    names = employers[order]
    by_name = np.argsort(names, kind="stable")
    is_first = np.diff(names[by_name], prepend=names.min(initial=0) - 1) != 0
    starts = np.maximum.accumulate(np.where(is_first, np.arange(len(names)), 0))
    seen = np.empty(len(names), dtype=np.int64)
    seen[by_name] = np.arange(len(names)) - starts
    found: npt.NDArray[np.int64] = order[np.argsort(seen // MOST_IN_A_ROUND, kind="stable")]
    return found


def _mixed(numbers: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """SplitMix64's last step: numbers that are near each other come out far apart, each only once."""
    mixed = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    found: npt.NDArray[np.uint64] = mixed ^ (mixed >> np.uint64(31))
    return found
