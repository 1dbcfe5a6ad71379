"""Seal every personal column anew with the first key, so that an old key can be taken out.

Which columns there are is told by their names, over every table. Each batch is one transaction: a run that was killed
goes on when it is started again, and what another process writes meanwhile is never overwritten.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Table, select, update
from sqlmodel import Session

from portal.domain.errors import PortalError
from portal.domain.model import DataModel
from portal.store.every_table import every_table
from portal.store.sealing import Sealer, place

SEALED = "_sealed"
HASH = "_hash"
ORGANISATION = "organisation_id"
BATCH = 200


class Rotated(DataModel):
    """What was done in one table: rows looked at, and rows that were sealed or found by an older key."""

    table: str
    rows: int
    renewed: int


class StrayFingerprint(PortalError):
    """A fingerprint that no key makes of the text beside it: the row could no longer be found by it."""


def sealed_columns() -> dict[str, tuple[str, ...]]:
    """Names of sealed columns by table."""
    found = {
        table.name: tuple(column.name for column in table.c if column.name.endswith(SEALED))
        for table in every_table().sorted_tables
    }
    return {name: columns for name, columns in found.items() if columns}


def fingerprint_columns() -> dict[str, tuple[str, ...]]:
    """Names of the columns that hold the fingerprint of the sealed column beside them, by table."""
    tables = every_table().tables
    found = {
        name: tuple(
            column.removesuffix(SEALED) + HASH
            for column in columns
            if column.removesuffix(SEALED) + HASH in tables[name].c
        )
        for name, columns in sealed_columns().items()
    }
    return {name: columns for name, columns in found.items() if columns}


def rotate_keys(session: Session, sealer: Sealer, *, batch: int = BATCH) -> Iterator[Rotated]:
    """Renew table by table; commits after every batch.

    Raises: SealBroken when no key opens a text, StrayFingerprint. What was done before stays done.
    """
    for name in sealed_columns():
        table = every_table().tables[name]
        rows = renewed = 0
        last = ""
        while True:
            found = session.connection().execute(_next(table, last, batch)).mappings().all()
            for row in found:
                renewed += _renew(session, sealer, table, row)
                rows, last = rows + 1, row["id"]
            session.commit()
            if not found:
                break
        yield Rotated(table=name, rows=rows, renewed=renewed)


def _next(table: Table, last: str, batch: int) -> Any:
    about = (ORGANISATION,) if ORGANISATION in table.c else ()
    names = ("id", *about, *sealed_columns()[table.name], *fingerprint_columns().get(table.name, ()))
    columns = [table.c[name] for name in names]
    return select(*columns).where(table.c.id > last).order_by(table.c.id).limit(batch)


def _renew(session: Session, sealer: Sealer, table: Table, row: Any) -> bool:
    """True where something was written: one statement that finds the row only as it was read."""
    new: dict[str, str] = {}
    for name in sealed_columns()[table.name]:
        if row[name] and not sealer.is_current(row[name]):
            new[name] = sealer.renew(row[name])
    for name in fingerprint_columns().get(table.name, ()):
        text = name.removesuffix(HASH)
        opened = sealer.open(row[text + SEALED], about=place(table.name, text, row["id"]))
        if not opened or not row[name]:
            continue
        kind = f"{table.name}.{text}"
        prints = next(
            (
                found
                for about in (
                    kind,
                    f"{kind}:{row.get(ORGANISATION)}",
                )  # of the whole site, or within an organisation
                if row[name] in (found := sealer.fingerprints(opened, about=about))
            ),
            None,
        )
        if prints is None:
            raise StrayFingerprint(
                f"{table.name} {row['id']}: {name} does not belong to its text. Put all keys back, and save it anew."
            )
        if row[name] != prints[0]:
            new[name] = prints[0]
    if not new:
        return False
    as_read = [table.c[name] == row[name] for name in row if name != "id"]
    done = session.connection().execute(update(table).where(table.c.id == row["id"], *as_read).values(new))
    return done.rowcount == 1
