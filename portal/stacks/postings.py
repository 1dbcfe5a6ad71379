"""Postings as columns: what the unlock index and region masks read instead of rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from portal.domain.job_posting import Requirements
from portal.stacks.signature import Signature, sign

NO_LAST_DAY = int(np.iinfo(np.int32).max)
"""Day ordinal of a posting that does not say until when one can apply."""


@dataclass(frozen=True, slots=True)
class PostingPlace:
    """One place of a posting. Units: degrees WGS 84.

    `county_fips` is a county, or several of which one is meant (`portal.domain.region.split_counties`).
    """

    state: str
    county_fips: str | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class PostingFacts:
    """What the engine needs of one posting."""

    posting_id: int
    requirements: Requirements
    soc_code: str | None = None
    valid_through_on: date | None = None
    shown_from_on: date | None = None
    is_remote: bool = False
    places: tuple[PostingPlace, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class PostingColumns:
    """Postings in parallel arrays, by rising `posting_ids`; places in parallel arrays, by rising posting row.

    Shape: postings `posting_ids`, `signature_rows`, `soc_rows` (-1: not coded), `first_days` (0: at
    once) and `last_days` (day ordinals),
    `is_remote`; places `place_postings` (posting row), `place_states`, `place_counties` (-1: not known),
    `latitudes`, `longitudes` (NaN: not known). The tuples are the tables that these rows point into.
    """

    posting_ids: npt.NDArray[np.int64]
    signature_rows: npt.NDArray[np.int32]
    soc_rows: npt.NDArray[np.int32]
    first_days: npt.NDArray[np.int32]
    last_days: npt.NDArray[np.int32]
    is_remote: npt.NDArray[np.bool_]
    place_postings: npt.NDArray[np.int32]
    place_states: npt.NDArray[np.int32]
    place_counties: npt.NDArray[np.int32]
    latitudes: npt.NDArray[np.float64]
    longitudes: npt.NDArray[np.float64]
    signatures: tuple[Signature, ...]
    soc_codes: tuple[str, ...]
    states: tuple[str, ...]
    county_fips: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.posting_ids)

    def find_row(self, posting_id: int) -> int | None:
        """Row of a posting; None when it is not among them."""
        row = int(np.searchsorted(self.posting_ids, posting_id))
        return row if row < len(self) and self.posting_ids[row] == posting_id else None


def build_posting_columns(
    facts: Iterable[PostingFacts], jurisdictions: Mapping[str, str | None]
) -> PostingColumns:
    """Turn postings into columns; the order in which they come does not matter.

    `jurisdictions` has every credential of the catalog and the state of a licence (None: counts everywhere).
    """
    signatures: dict[Signature, int] = {}
    socs: dict[str, int] = {}
    states: dict[str, int] = {}
    counties: dict[str, int] = {}
    postings: list[tuple[int, int, int, int, int, bool]] = []
    places: list[tuple[int, int, int, float, float]] = []
    for row, posting in enumerate(sorted(facts, key=lambda posting: posting.posting_id)):
        signature = sign(
            posting.requirements,
            states=frozenset(place.state for place in posting.places),
            jurisdictions=jurisdictions,
        )
        first_day, last_day = posting.shown_from_on, posting.valid_through_on
        postings.append(
            (
                posting.posting_id,
                signatures.setdefault(signature, len(signatures)),
                _row(socs, posting.soc_code),
                0 if first_day is None else first_day.toordinal(),
                NO_LAST_DAY if last_day is None else last_day.toordinal(),
                posting.is_remote,
            )
        )
        places += [
            (
                row,
                _row(states, place.state),
                _row(counties, place.county_fips),
                np.nan if place.latitude is None else place.latitude,
                np.nan if place.longitude is None else place.longitude,
            )
            for place in posting.places
        ]
    ids, signature_rows, soc_rows, first_days, last_days, is_remote = _columns(postings, 6)
    on, place_states, place_counties, latitudes, longitudes = _columns(places, 5)
    return PostingColumns(
        posting_ids=_array(ids, np.int64),
        signature_rows=_array(signature_rows, np.int32),
        soc_rows=_array(soc_rows, np.int32),
        first_days=_array(first_days, np.int32),
        last_days=_array(last_days, np.int32),
        is_remote=_array(is_remote, np.bool_),
        place_postings=_array(on, np.int32),
        place_states=_array(place_states, np.int32),
        place_counties=_array(place_counties, np.int32),
        latitudes=_array(latitudes, np.float64),
        longitudes=_array(longitudes, np.float64),
        signatures=tuple(signatures),
        soc_codes=tuple(socs),
        states=tuple(states),
        county_fips=tuple(counties),
    )


def _row(table: dict[str, int], value: str | None) -> int:
    return -1 if value is None else table.setdefault(value, len(table))


def _columns(rows: Sequence[tuple[Any, ...]], width: int) -> Sequence[Sequence[Any]]:
    return tuple(zip(*rows, strict=True)) if rows else ((),) * width


def _array(values: Sequence[Any], kind: type[np.generic]) -> npt.NDArray[Any]:
    array = np.array(values, dtype=kind)
    array.flags.writeable = False
    return array
