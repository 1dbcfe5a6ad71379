"""The question of the unlock index in SQL, for SQLite and DuckDB: who qualifies, and what each credential opens.

The tables hold what the index holds: the parts that each posting asks for, and what opens a part (the closure is worked
out before, as for the index). What a person meets already stands in one more table, filled for each question.
"""

import sqlite3
from typing import Any, Protocol

import duckdb
import numpy as np
import numpy.typing as npt

from portal.domain.person import Person
from portal.stacks.unlock import UnlockIndex

TABLES = (
    "CREATE TABLE posting (id INTEGER PRIMARY KEY, county INTEGER NOT NULL, is_silent INTEGER NOT NULL)",
    "CREATE TABLE asks (posting_id INTEGER NOT NULL, county INTEGER NOT NULL, part_id INTEGER NOT NULL)",
    "CREATE TABLE opens (part_id INTEGER NOT NULL, credential_id INTEGER NOT NULL)",
    "CREATE TABLE met (part_id INTEGER PRIMARY KEY)",
)
INDEXES = (
    "CREATE INDEX asks_by_county ON asks (county, posting_id, part_id)",
    "CREATE INDEX opens_by_part ON opens (part_id, credential_id)",
    "CREATE INDEX posting_by_county ON posting (county)",
)
OPEN = "SELECT posting_id, part_id FROM asks WHERE part_id NOT IN (SELECT part_id FROM met) {where}"
QUALIFIES = """
    SELECT count(*) FROM posting WHERE is_silent = 0 {posting}
    AND id NOT IN (SELECT posting_id FROM ({open}))
"""
GAINS = """
    WITH wanting AS ({open}), needed AS (SELECT posting_id, count(*) AS parts FROM wanting GROUP BY posting_id),
    met_by AS (
        SELECT wanting.posting_id, opens.credential_id, count(*) AS parts
        FROM wanting JOIN opens USING (part_id) GROUP BY wanting.posting_id, opens.credential_id
    )
    SELECT credential_id, count(*) FROM met_by JOIN needed USING (posting_id, parts) GROUP BY credential_id
"""


class Connection(Protocol):
    """What SQLite and DuckDB have in common."""

    def execute(self, sql: str, parameters: Any = ...) -> Any:
        """Run one statement."""


def connect_sqlite(index: UnlockIndex) -> sqlite3.Connection:
    """SQLite in memory, with its tables filled and analysed."""
    database = sqlite3.connect(":memory:")
    for statement in TABLES:
        database.execute(statement)
    postings, asks, opens = _tables(index)
    database.executemany("INSERT INTO posting VALUES (?, ?, ?)", postings.tolist())
    database.executemany("INSERT INTO asks VALUES (?, ?, ?)", asks.tolist())
    database.executemany("INSERT INTO opens VALUES (?, ?)", opens.tolist())
    for statement in (*INDEXES, "ANALYZE"):
        database.execute(statement)
    return database


def connect_duckdb(index: UnlockIndex) -> duckdb.DuckDBPyConnection:
    """DuckDB in memory, two threads, with its tables filled from arrays."""
    database = duckdb.connect(":memory:", config={"threads": 2})
    for statement in TABLES:
        database.execute(statement)
    for name, rows in zip(("posting", "asks", "opens"), _tables(index), strict=True):
        given = {f"c{n}": np.ascontiguousarray(rows[:, n]) for n in range(rows.shape[1])}
        database.register("given", given)
        database.execute(f"INSERT INTO {name} SELECT * FROM given")
        database.unregister("given")
    return database


def ask(
    database: Connection, index: UnlockIndex, person: Person, county: int | None
) -> tuple[int, dict[str, int]]:
    """How many postings of a county (None: all) a person qualifies for, and what each credential opens."""
    judged = index.judge(person)
    met = np.flatnonzero(~judged.is_open).tolist()
    database.execute("DELETE FROM met")
    values = ", ".join(f"({part})" for part in met)
    if values:
        database.execute(f"INSERT INTO met VALUES {values}")
    where = "" if county is None else f"AND county = {county}"
    wanting = OPEN.format(where=where)
    qualifies = database.execute(QUALIFIES.format(posting=where, open=wanting)).fetchone()[0]
    gains = database.execute(GAINS.format(open=wanting)).fetchall()
    ids = index.graph.ids
    return int(qualifies), {ids[row]: int(count) for row, count in gains}


def _tables(
    index: UnlockIndex,
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    columns, parts = index.columns, index.parts
    rows, county = columns.signature_rows, columns.place_counties
    postings = np.stack([columns.posting_ids, county, parts.is_silent[rows]], axis=1).astype(np.int64)
    of, places = parts.asked.spread(rows)
    asks = np.stack([columns.posting_ids[of], county[of], parts.asked.values[places]], axis=1).astype(
        np.int64
    )
    part, entries = parts.opens.spread(np.arange(len(parts.parts)))
    return postings, asks, np.stack([part, parts.opens.values[entries]], axis=1).astype(np.int64)
