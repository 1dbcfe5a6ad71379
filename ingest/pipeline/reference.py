"""Takes reference data over: floors, difference by hash, and all its tables replaced in one transaction."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Table, delete, insert
from sqlmodel import Session, SQLModel

from ingest.errors import AssertionFailed
from ingest.kit.reference import ReferenceLoad, ReferenceTable
from portal.domain.source import SourceConfig
from portal.store import reference_tables
from portal.store.runs import last_good_run

BATCH = 5_000
TABLE_MARK = "table "
"""Stands before the name of a table among the documents of a run: what the run made of the documents."""


def check_load(
    source: SourceConfig, load: ReferenceLoad, *, last_count: int | None, accept_shrink: bool
) -> None:
    """Believe the load only above its floors.

    Raises: AssertionFailed: nothing is changed then.
    """
    count, bounds = load.records, source.records
    if count < bounds.min:
        raise AssertionFailed(
            f"{source.key}: {count} records, fewer than the floor of {bounds.min}. Nothing was changed. Look at the "
            f"source; if that is right, lower records.min in config/sources/{source.key}.toml."
        )
    if last_count and count < bounds.shrink * last_count and not accept_shrink:
        raise AssertionFailed(
            f"{source.key}: {count} records after {last_count} in the last good run, less than {bounds.shrink:.0%}. "
            "Nothing was changed. Look at the source; if that is right, run it with --accept-shrink."
        )


def describe_tables(load: ReferenceLoad) -> list[dict[str, object]]:
    """One entry a table, in the form of a run's documents."""
    return [
        {"name": f"{TABLE_MARK}{one.name}", "url": "", "sha256": one.sha256(), "rows": len(one.rows)}
        for one in load.tables
    ]


def is_standing(session: Session, source_key: str, described: list[dict[str, object]]) -> bool:
    """The store holds exactly this load already, by the last good run's own record."""
    last = last_good_run(session, source_key)
    before = {_entry(one) for one in last.documents} if last else set()
    return bool(described) and {_entry(one) for one in described} <= before


def replace_tables(session: Session, load: ReferenceLoad, *, progress: Callable[[int], None]) -> int:
    """Replace what stands in the tables within the load's scope. Gives the number of rows. The caller commits."""
    count = 0
    for one in load.tables:
        table = _table(one)
        session.execute(delete(table).where(*(table.c[name].in_(held) for name, held in one.scope.items())))
        for start in range(0, len(one.rows), BATCH):
            batch = [dict(zip(one.columns, row, strict=True)) for row in one.rows[start : start + BATCH]]
            session.execute(insert(table), batch)
            progress(len(batch))
        count += len(one.rows)
    return count


def _table(one: ReferenceTable) -> Table:
    known = SQLModel.metadata.tables
    assert reference_tables.__name__  # the import fills the metadata
    table = known[one.name]
    unknown = {*one.columns, *one.scope} - set(table.c.keys())
    assert not unknown, f"{one.name} has no column {unknown}"
    return table


def _entry(document: Mapping[str, Any]) -> tuple[str, str]:
    return str(document.get("name")), str(document.get("sha256"))
