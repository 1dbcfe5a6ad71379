"""Changed postings taken into columns: the arrays are made anew, the signatures of what did not change are not."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from portal.stacks.postings import PostingColumns

T = TypeVar("T")


def change_columns(
    columns: PostingColumns, changed: PostingColumns, gone: Iterable[int] = ()
) -> PostingColumns:
    """The columns with some postings new or as they are now (`changed`), and some `gone` (ids; unknown ones are none).

    Signatures keep their rows and new ones come after them, so an index over the former columns can grow. Rows of
    signatures that no posting has any more stay: `dead_signatures` counts them.
    """
    out = np.concatenate([changed.posting_ids, np.fromiter(gone, dtype=np.int64)])
    is_kept = ~np.isin(columns.posting_ids, out)
    kept_ids = columns.posting_ids[is_kept]
    at = np.searchsorted(kept_ids, changed.posting_ids)
    signatures, signature_rows = _joined(columns.signatures, changed.signatures)
    socs, soc_rows = _joined(columns.soc_codes, changed.soc_codes)
    states, state_rows = _joined(columns.states, changed.states)
    counties, county_rows = _joined(columns.county_fips, changed.county_fips)

    def posting(name: str, rows: npt.NDArray[np.int32] | None = None) -> npt.NDArray[Any]:
        return _frozen(np.insert(getattr(columns, name)[is_kept], at, _moved(changed, name, rows)))

    # Rows of kept postings move up by what comes in before them, and down by what goes.
    before = np.cumsum(np.bincount(at, minlength=len(kept_ids) + 1))[: len(kept_ids)]
    row_of = np.full(len(columns), -1, dtype=np.int64)
    row_of[is_kept] = np.arange(len(kept_ids)) + before
    stays = is_kept[columns.place_postings]
    owners = np.concatenate(
        [row_of[columns.place_postings[stays]], (at + np.arange(len(at)))[changed.place_postings]]
    )
    order = np.argsort(owners, kind="stable")

    def place(name: str, rows: npt.NDArray[np.int32] | None = None) -> npt.NDArray[Any]:
        both = np.concatenate([getattr(columns, name)[stays], _moved(changed, name, rows)])
        return _frozen(both[order])

    return PostingColumns(
        posting_ids=posting("posting_ids"),
        signature_rows=posting("signature_rows", signature_rows),
        soc_rows=posting("soc_rows", soc_rows),
        first_days=posting("first_days"),
        last_days=posting("last_days"),
        is_remote=posting("is_remote"),
        place_postings=_frozen(owners[order].astype(np.int32)),
        place_states=place("place_states", state_rows),
        place_counties=place("place_counties", county_rows),
        latitudes=place("latitudes"),
        longitudes=place("longitudes"),
        signatures=signatures,
        soc_codes=socs,
        states=states,
        county_fips=counties,
    )


def dead_signatures(columns: PostingColumns) -> int:
    """Signatures that no posting has any more: where they are many, building anew is worth its time."""
    used = np.zeros(len(columns.signatures), dtype=np.bool_)
    used[columns.signature_rows] = True
    return int(np.count_nonzero(~used))


def _joined(table: tuple[T, ...], more: Sequence[T]) -> tuple[tuple[T, ...], npt.NDArray[np.int32]]:
    """Both tables as one, and the row in it of each entry of the second; its last entry is for row -1."""
    wanted = set(more)
    rows = {value: row for row, value in enumerate(table) if value in wanted}
    new = [value for value in more if value not in rows]
    rows.update((value, len(table) + place) for place, value in enumerate(new))
    found = np.array([*(rows[value] for value in more), -1], dtype=np.int32)
    return (*table, *new), found


def _moved(columns: PostingColumns, name: str, rows: npt.NDArray[np.int32] | None) -> npt.NDArray[Any]:
    column: npt.NDArray[Any] = getattr(columns, name)
    return column if rows is None else rows[column]


def _frozen(column: npt.NDArray[Any]) -> npt.NDArray[Any]:
    column.flags.writeable = False
    return column
