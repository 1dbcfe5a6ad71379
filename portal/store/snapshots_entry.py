"""Reads the entry snapshot: typical entry and projected employment of the nation, without a database."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from portal.domain.errors import StoreUnavailable
from portal.store.snapshots import read_snapshot_manifest, read_table_rows


class EntryRelease(NamedTuple):
    """Which projections the snapshot holds."""

    start_year: int
    end_year: int
    source_name: str
    source_url: str

    @property
    def period(self) -> str:
        """`2024-2034`."""
        return f"{self.start_year}-{self.end_year}"


class EntryOccupation(NamedTuple):
    """A row of the projections; `level` is line_item or summary, and a summary has no entry words.

    Units: jobs; percent over the whole period. None: not published.
    """

    soc_code: str
    title: str
    level: str
    education: str
    experience: str
    training: str
    base_employment: float | None
    projected_employment: float | None
    change: float | None
    change_percent: float | None
    annual_openings: float | None
    annual_exits: float | None
    annual_transfers: float | None


def read_entry_release(folder: Path) -> EntryRelease:
    """Years and source of the entry snapshot.

    Raises: StoreUnavailable when the manifest is missing or states no facts.
    """
    facts = read_snapshot_manifest(folder).get("facts")
    if not isinstance(facts, dict) or "start_year" not in facts:
        raise StoreUnavailable(
            "The manifest of the entry snapshot states no years. Build the snapshot again."
        )
    return EntryRelease(
        int(facts["start_year"]), int(facts["end_year"]), facts["source_name"], facts["source_url"]
    )


def read_entry_occupations(folder: Path) -> Iterator[EntryOccupation]:
    """Rows of the entry snapshot, by code. Raises: StoreUnavailable when the file is damaged."""
    for row in read_table_rows(folder / "occupations.tsv.gz", 13):
        yield EntryOccupation(*row[:6], *(float(cell) if cell else None for cell in row[6:]))  # type: ignore[arg-type]
