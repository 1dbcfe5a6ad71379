"""One row in every table of the professional side, made from the columns: no test can forget a new table."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, Float, Integer, Table, insert
from sqlmodel import Session
from sqlmodel.sql.sqltypes import UTCDateTime

from portal.store.every_table import every_table
from portal.store.ids import new_id
from portal.store.key_rotation import SEALED
from portal.store.sealing import Sealer, place

LOG = ("audit_entry", "audit_about")
SECRET = "Something that only Ana told"


def tables_of_the_side() -> list[Table]:
    """Every table of an organisation, an account or a person, those pointed to first."""
    return [
        table
        for table in every_table().sorted_tables
        if {"organisation_id", "account_id", "person_id"} & set(table.c.keys())
        or table.name == "organisation"
    ]


def fill_every_table(
    session: Session, sealer: Sealer, *, now: datetime, within: Mapping[str, str] | None = None
) -> dict[str, str]:
    """A new organisation with one row in each table; return the ids by table. The caller commits.

    `within`: ids of rows that stand already, by table; the new rows belong to them.
    """
    tables = [table for table in tables_of_the_side() if table.name not in LOG]
    standing = within or {}
    ids = {table.name: standing.get(table.name) or new_id() for table in tables}
    for table in tables:
        if table.name in standing:
            continue
        row = {column.name: _value(column, ids, sealer, now=now) for column in table.c}
        session.connection().execute(insert(table).values(row))
    return ids


def _value(column: Column[Any], ids: dict[str, str], sealer: Sealer, *, now: datetime) -> Any:
    table, name = column.table.name, column.name
    if name.endswith("_id") and name.removesuffix("_id") in ids:
        return ids[name.removesuffix("_id")]
    for key in column.foreign_keys:
        return ids[key.column.table.name]
    if name.endswith(SEALED):
        text = name.removesuffix(SEALED)
        return sealer.seal(SECRET, about=place(table, text, ids[table]))
    if name == "email_hash" or name == "reference_hash":
        return sealer.fingerprints(SECRET, about=f"{table}.{name.removesuffix('_hash')}")[0]
    if name.endswith("_hash") or column.unique or column.primary_key:
        return ids[table] if not isinstance(column.type, Integer) else None
    if column.nullable and name in ("closed_at", "ended_at", "deleted_at"):
        return None
    return _plain(column, now=now)


def _plain(column: Column[Any], *, now: datetime) -> Any:
    if isinstance(column.type, Boolean):
        return True
    if isinstance(column.type, Integer | Float):
        return 1
    if isinstance(column.type, UTCDateTime):
        return now
    if isinstance(column.type, Date):
        return now.date()
    return {} if isinstance(column.type, JSON) else "x"
