"""The most frequent titles for each beginning that very many titles share, worked out once and kept with the index.

Walking the terms of a beginning costs about 2 µs each: nothing for *phleb* in a town, 20 ms for *nur* among a million
postings. So the writer notes the best of every beginning that has many; readers walk only the others.
"""

import json
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import tantivy

from portal.domain.model import DataModel
from portal.search.embedded_schema import TITLE_START_SEPARATOR

MANY = 300
"""Terms from which a beginning is noted."""
KEPT = 40
"""Terms that are noted of each."""
SMALL_INDEX = 50_000
"""Postings up to which everything is worked out at every change: that takes less than the change itself."""
STALE_SHARE = 0.02
"""Share of changed postings from which a larger index is worked out again: frequent titles change slowly."""
FILE = "starts.json"
CHANGES_FILE = "starts.changes"
_LAST_SIGN = "\U0010ffff"


class TitleStarts(DataModel):
    """Terms of titles by their beginning, most frequent first."""

    terms: Mapping[str, tuple[str, ...]] = {}


def read_title_starts(folder: Path) -> TitleStarts:
    """What is noted in an index folder; nothing where there is no note or it is damaged: then terms are walked."""
    try:
        return TitleStarts.model_validate_json((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return TitleStarts()


def count_changes(folder: Path) -> int | None:
    """Postings changed since the frequent titles were noted; None where nobody knows, so that they are noted anew."""
    try:
        return int((folder / CHANGES_FILE).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def keep_title_starts(folder: Path, searcher: tantivy.Searcher, *, changes: int | None) -> None:
    """Note the frequent titles of an index after a commit. `changes` None: after a rebuild."""
    before = count_changes(folder) if changes is not None and (folder / FILE).exists() else None
    if before is not None and changes is not None and searcher.num_docs > SMALL_INDEX:
        changed = before + changes
        if changed < STALE_SHARE * searcher.num_docs:
            # Of a million postings the note has 3 MB, which a change of ten need not write again.
            _write(folder / CHANGES_FILE, str(changed))
            return
    starts = TitleStarts(terms=find_frequent(searcher.terms_with_prefix("title_start", "")))
    _write(folder / FILE, json.dumps(starts.model_dump(mode="json"), ensure_ascii=False))
    _write(folder / CHANGES_FILE, "0")


def find_frequent(terms: Sequence[tuple[str, int]]) -> dict[str, tuple[str, ...]]:
    """For each beginning that more than `MANY` terms share, the most frequent of them; of equals by letter."""
    ordered = sorted(terms)
    names = [term for term, _ in ordered]
    counts = np.array([count for _, count in ordered], dtype=np.int64)
    found: dict[str, tuple[str, ...]] = {}
    for start, low, high in _shared(names, 0, len(names), ""):
        part = counts[low:high]
        # Above the last that is kept by number, so that a stable sort of few gives the exact order of all.
        least = np.partition(part, -KEPT)[-KEPT]
        best = np.flatnonzero(part >= least)
        best = best[np.argsort(-part[best], kind="stable")][:KEPT]
        found[start] = tuple(names[low + at] for at in best.tolist())
    return found


def _shared(names: list[str], low: int, high: int, start: str) -> Iterator[tuple[str, int, int]]:
    """Every beginning of more than `MANY` of the sorted names, with their range; the empty one is left out."""
    at = low
    while at < high:
        longer = names[at][: len(start) + 1]
        if len(longer) == len(start):
            at += 1
            continue
        end = bisect_left(names, longer + _LAST_SIGN, at, high)
        # What comes after the separator is the title itself, which nobody types.
        if end - at > MANY and not longer.endswith(TITLE_START_SEPARATOR):
            yield longer, at, end
            yield from _shared(names, at, end, longer)
        at = end


def _write(file: Path, text: str) -> None:
    part = file.with_name(f"{file.name}.part")
    part.write_text(text, encoding="utf-8")
    part.replace(file)
