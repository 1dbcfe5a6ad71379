"""Loads the small O*NET snapshot that ships; the whole of O*NET, once loaded from its source, wins over it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Boolean, Float, Integer, delete
from sqlmodel import Session, SQLModel, insert

from portal.store.reference_tables import (
    OnetElementRow,
    OnetJobZoneRow,
    OnetOccupationRow,
    OnetRatingRow,
    OnetRelatedRow,
    OnetTaskRow,
    OnetTitleRow,
)
from portal.store.runs import last_good_run
from portal.store.snapshots import read_table_header, read_table_rows

TABLES: tuple[type[SQLModel], ...] = (
    OnetOccupationRow,
    OnetJobZoneRow,
    OnetTaskRow,
    OnetRelatedRow,
    OnetRatingRow,
    OnetElementRow,
    OnetTitleRow,
)


def load_onet_core_snapshot(session: Session, folder: Path) -> int:
    """Put the snapshot into the store unless O*NET itself is loaded. Gives the number of rows. The caller commits.

    Raises: StoreUnavailable when the snapshot is damaged.
    """
    if last_good_run(session, "onet") is not None:
        return 0
    count = 0
    for table in TABLES:
        path = folder / f"{table.__tablename__}.tsv.gz"
        rows = list(_rows(path, table))
        session.execute(delete(table))
        session.execute(insert(table), rows)
        count += len(rows)
    return count


def _rows(path: Path, table: type[SQLModel]) -> Iterator[dict[str, Any]]:
    columns = table.__table__.c  # type: ignore[attr-defined]
    names = read_table_header(path)
    for cells in read_table_rows(path, len(names)):
        yield {name: _value(cell, columns[name]) for name, cell in zip(names, cells, strict=True)}


def _value(cell: str, column: Any) -> Any:
    if isinstance(column.type, Boolean):
        return cell == "1"
    if cell == "" and column.nullable:
        return None
    if isinstance(column.type, Integer):
        return int(cell)
    return float(cell) if isinstance(column.type, Float) else cell
