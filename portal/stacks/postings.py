"""Postings as columns: what the unlock index and region masks read instead of rows."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import nan
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
    """Takes postings in any order, many at a time, and holds of them only what the columns will."""

    def __init__(self) -> None:
        self._signatures: dict[Signature, int] = {}
        self._socs = _Table()
        self._states = _Table()
        self._counties = _Table()
        self._days = _Days()
        self._columns: dict[str, array[Any]] = {name: array(kind) for name, kind in _KINDS.items()}

    def signature_row(self, signature: Signature) -> int:
        """The row of a signature in the table, a new one where it is new."""
        return self._signatures.setdefault(signature, len(self._signatures))

    def add(
        self,
        posting_ids: Sequence[int],
        signature_rows: Iterable[int],
        *,
        soc_codes: Iterable[str | None],
        first_days: Iterable[date | str | None],
        last_days: Iterable[date | str | None],
        is_remote: Iterable[bool],
    ) -> None:
        """Take postings. Shape: one entry a posting in each; a day may be written as YYYY-MM-DD."""
        columns = self._columns
        columns["posting_ids"].extend(posting_ids)
        columns["signature_rows"].extend(signature_rows)
        columns["soc_rows"].extend(map(self._socs.__getitem__, soc_codes))
        columns["first_days"].extend(map(self._days.__getitem__, first_days))
        # 0 stands for no day in both: what comes first comes at once, what comes last never does.
        columns["last_days"].extend([self._days[day] or NO_LAST_DAY for day in last_days])
        columns["is_remote"].extend(map(bool, is_remote))

    def add_places(
        self,
        posting_ids: Iterable[int],
        states: Iterable[str],
        *,
        county_fips: Iterable[str | None],
        latitudes: Iterable[float | None],
        longitudes: Iterable[float | None],
    ) -> None:
        """Take places of postings, taken before or not: those of no posting are left out in the end.

        Shape: one entry a place in each.
        """
        columns = self._columns
        columns["place_ids"].extend(posting_ids)
        columns["place_states"].extend(map(self._states.__getitem__, states))
        columns["place_counties"].extend(map(self._counties.__getitem__, county_fips))
        columns["latitudes"].extend([nan if degrees is None else degrees for degrees in latitudes])
        columns["longitudes"].extend([nan if degrees is None else degrees for degrees in longitudes])

    def build(self) -> PostingColumns:
        """The columns of all that was taken. It can be called once: what was taken is given away, not copied."""
        taken = {name: np.frombuffer(column, dtype=column.typecode) for name, column in self._columns.items()}
        self._columns = {}
        ids, of = taken.pop("posting_ids"), taken.pop("place_ids")
        order = _rising(ids)
        ids = ids if order is None else ids[order]
        rows = np.minimum(np.searchsorted(ids, of), max(len(ids) - 1, 0)).astype(np.int32)
        known = np.flatnonzero(ids[rows] == of) if len(ids) else np.zeros(0, dtype=np.int64)
        if len(known) < len(rows):
            taken.update((name, taken[name][known]) for name in _OF_PLACES)
            rows = rows[known]
        by_row = _rising(rows)

        def ordered(name: str, places: npt.NDArray[np.int64] | None) -> npt.NDArray[Any]:
            column = taken.pop(name)
            return _frozen(column if places is None else column[places])

        return PostingColumns(
            posting_ids=_frozen(ids),
            **{name: ordered(name, order) for name in _OF_POSTINGS},
            is_remote=_frozen(ordered("is_remote", order) != 0),
            place_postings=_frozen(rows if by_row is None else rows[by_row]),
            **{name: ordered(name, by_row) for name in _OF_PLACES},
            signatures=tuple(self._signatures),
            soc_codes=self._socs.texts(),
            states=self._states.texts(),
            county_fips=self._counties.texts(),
        )


_OF_POSTINGS = ("signature_rows", "soc_rows", "first_days", "last_days")
_OF_PLACES = ("place_states", "place_counties", "latitudes", "longitudes")
_KINDS = {
    "posting_ids": "q",
    **dict.fromkeys(_OF_POSTINGS, "i"),
    "is_remote": "b",
    "place_ids": "q",
    "place_states": "i",
    "place_counties": "i",
    "latitudes": "d",
    "longitudes": "d",
}


class _Table(dict[str | None, int]):
    """Rows of texts, numbered as they come; none is -1."""

    def __init__(self) -> None:
        super().__init__({None: -1})

    def __missing__(self, text: str) -> int:
        row = self[text] = len(self) - 1
        return row

    def texts(self) -> tuple[str, ...]:
        """The texts by row."""
        return tuple(text for text in self if text is not None)


class _Days(dict[date | str | None, int]):
    """Day ordinals, each worked out once, also of a day written as YYYY-MM-DD; none is 0."""

    def __init__(self) -> None:
        super().__init__({None: 0})

    def __missing__(self, day: date | str) -> int:
        ordinal = self[day] = (date.fromisoformat(day) if isinstance(day, str) else day).toordinal()
        return ordinal


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
            (posting.posting_id,),
            (builder.signature_row(signature),),
            soc_codes=(posting.soc_code,),
            first_days=(posting.shown_from_on,),
            last_days=(posting.valid_through_on,),
            is_remote=(posting.is_remote,),
        )
        builder.add_places(
            [posting.posting_id for _ in posting.places],
            [place.state for place in posting.places],
            county_fips=[place.county_fips for place in posting.places],
            latitudes=[place.latitude for place in posting.places],
            longitudes=[place.longitude for place in posting.places],
        )
    return builder.build()


def _rising(values: npt.NDArray[Any]) -> npt.NDArray[np.int64] | None:
    """The order in which they rise, equal ones as they are; None where they do already."""
    return None if np.all(values[1:] >= values[:-1]) else np.argsort(values, kind="stable")


def _frozen(column: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """A column that nobody writes to."""
    column.flags.writeable = False
    return column
