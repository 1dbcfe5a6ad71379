"""Postings as columns: what the unlock index and region masks read instead of rows."""

from array import array
from collections.abc import Iterable, Mapping
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
    """One place of a posting. Units: degrees WGS 84."""

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

    Shape: postings `posting_ids`, `signature_rows`, `soc_rows` (-1: not coded), `first_days` (0: at once) and
    `last_days` (day ordinals), `is_remote`; places `place_postings` (posting row), `place_states`, `place_counties`
    (-1: not known), `latitudes`, `longitudes` (NaN: not known). The tuples are the tables that these rows point into;
    a table may hold what no posting has any more.
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


class ColumnsBuilder:
    """Takes postings one by one, in any order, and holds of them only what the columns will."""

    def __init__(self) -> None:
        self._signatures: dict[Signature, int] = {}
        self._socs: dict[str, int] = {}
        self._states: dict[str, int] = {}
        self._counties: dict[str, int] = {}
        self._ids = array("q")
        self._rows = array("i")
        self._place_rows = array("i")
        self._points = array("d")

    def signature_row(self, signature: Signature) -> int:
        """The row of a signature in the table, a new one where it is new."""
        return self._signatures.setdefault(signature, len(self._signatures))

    def add(
        self,
        posting_id: int,
        signature_row: int,
        *,
        soc_code: str | None,
        first_day: date | None,
        last_day: date | None,
        is_remote: bool,
    ) -> None:
        """Take one posting, before its places."""
        socs = self._socs
        self._ids.append(posting_id)
        self._rows.extend(
            (
                signature_row,
                -1 if soc_code is None else socs.setdefault(soc_code, len(socs)),
                0 if first_day is None else first_day.toordinal(),
                NO_LAST_DAY if last_day is None else last_day.toordinal(),
                is_remote,
            )
        )

    def add_place(
        self, state: str, county_fips: str | None, latitude: float | None, longitude: float | None
    ) -> None:
        """Take one place of the posting that was taken last."""
        states, counties = self._states, self._counties
        self._place_rows.extend(
            (
                len(self._ids) - 1,
                states.setdefault(state, len(states)),
                -1 if county_fips is None else counties.setdefault(county_fips, len(counties)),
            )
        )
        self._points.extend(
            (np.nan if latitude is None else latitude, np.nan if longitude is None else longitude)
        )

    def build(self) -> PostingColumns:
        """The columns of all that was taken."""
        ids = np.array(self._ids, dtype=np.int64)
        rows = np.array(self._rows, dtype=np.int32).reshape(-1, 5)
        places = np.array(self._place_rows, dtype=np.int32).reshape(-1, 3)
        points = np.array(self._points, dtype=np.float64).reshape(-1, 2)
        if np.any(ids[1:] <= ids[:-1]):
            order = np.argsort(ids, kind="stable")
            row_of = np.empty(len(ids), dtype=np.int32)
            row_of[order] = np.arange(len(ids), dtype=np.int32)
            ids, rows = ids[order], rows[order]
            places[:, 0] = row_of[places[:, 0]]
            order = np.argsort(places[:, 0], kind="stable")
            places, points = places[order], points[order]
        return PostingColumns(
            posting_ids=_frozen(ids),
            signature_rows=_frozen(rows[:, 0]),
            soc_rows=_frozen(rows[:, 1]),
            first_days=_frozen(rows[:, 2]),
            last_days=_frozen(rows[:, 3]),
            is_remote=_frozen(rows[:, 4] != 0),
            place_postings=_frozen(places[:, 0]),
            place_states=_frozen(places[:, 1]),
            place_counties=_frozen(places[:, 2]),
            latitudes=_frozen(points[:, 0]),
            longitudes=_frozen(points[:, 1]),
            signatures=tuple(self._signatures),
            soc_codes=tuple(self._socs),
            states=tuple(self._states),
            county_fips=tuple(self._counties),
        )


def build_posting_columns(
    facts: Iterable[PostingFacts], jurisdictions: Mapping[str, str | None]
) -> PostingColumns:
    """Turn postings into columns; the order in which they come does not matter.

    `jurisdictions` has every credential of the catalog and the state of a licence (None: counts everywhere).
    """
    builder = ColumnsBuilder()
    for posting in facts:
        signature = sign(
            posting.requirements,
            states=frozenset(place.state for place in posting.places),
            jurisdictions=jurisdictions,
        )
        builder.add(
            posting.posting_id,
            builder.signature_row(signature),
            soc_code=posting.soc_code,
            first_day=posting.shown_from_on,
            last_day=posting.valid_through_on,
            is_remote=posting.is_remote,
        )
        for place in posting.places:
            builder.add_place(place.state, place.county_fips, place.latitude, place.longitude)
    return builder.build()


def _frozen(column: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """A column of its own, that nobody writes to."""
    own = np.ascontiguousarray(column)
    own.flags.writeable = False
    return own
