"""A place beside the store where a feed is prepared, so that the store is locked only while it is taken over.

On SQLite a file of its own below `data_dir/staging`; on PostgreSQL temporary tables of the one connection. Whatever
is left of a run that was killed is swept away by the source's next one.
"""

import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Engine,
    LargeBinary,
    MetaData,
    Table,
    Text,
    func,
    select,
    text,
)
from sqlalchemy.schema import CreateTable
from sqlmodel import SQLModel

from ingest.dedupe.offers import Offer
from ingest.kit.document import Rejection
from ingest.pipeline.rows import JSON_COLUMNS, PLACE_COLUMNS, STAGED_COLUMNS
from portal.domain.job_posting import PostingRecord
from portal.store.tables import JobPostingPlaceRow, JobPostingRow, RejectedRecordRow

BATCH = 500
LOCK_SECONDS = 600
"""How long a run waits for another writer of the store."""
_SCHEMA = "staging"
REJECTION_COLUMNS = ("source_ref", "reason", "detail", "record")


class Staging:
    """One feed in preparation, on one connection of its own. Postings are named by the offset of their record."""

    def __init__(self, connection: Connection, folder: Path) -> None:
        self.connection = connection
        is_sqlite = connection.dialect.name == "sqlite"
        self.postings = _table(
            "posting", JobPostingRow, ("source_ref", *STAGED_COLUMNS), is_sqlite, is_posting=True
        )
        self.places = _table("place", JobPostingPlaceRow, PLACE_COLUMNS, is_sqlite)
        self.rejections = _table("rejection", RejectedRecordRow, REJECTION_COLUMNS, is_sqlite)
        self.offers = Table(
            "offer" if is_sqlite else f"{_SCHEMA}_offer",
            MetaData(),
            Column("offer_key", BigInteger, primary_key=True, autoincrement=False),
            Column("drawers", LargeBinary),
            Column("traits", LargeBinary),
            schema=_SCHEMA if is_sqlite else None,
            prefixes=[] if is_sqlite else ["TEMPORARY"],
        )
        for table in (self.postings, self.places, self.offers, self.rejections):
            connection.execute(CreateTable(table))
        connection.commit()
        self._mark = "?" if is_sqlite else "%s"
        self._records = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed with the staging
        self._end = 0
        self._rejected: list[tuple[Any, ...]] = []
        self.rejected = 0

    def put_away(self, record_json: bytes) -> int:
        """Keep a record. Shape: its offset."""
        offset = self._end
        self._end += self._records.write(record_json) + self._records.write(b"\n")
        return offset

    def recall(self, offset: int) -> PostingRecord:
        """A record that was put away."""
        self._records.seek(offset)
        line = self._records.readline()
        self._records.seek(self._end)
        return PostingRecord.model_validate_json(line)

    def add(
        self,
        postings: Sequence[tuple[Any, ...]],
        places: Sequence[tuple[Any, ...]],
        offers: Sequence[Offer] = (),
    ) -> None:
        """Keep postings (offset, id in the store or None, reference, columns), places (offset, columns) and offers."""
        self._insert(self.postings, postings)
        self._insert(self.places, places)
        rows = [(offer.key, offer.drawers, offer.traits) for offer in offers]
        self._insert(self.offers, rows, again=" ON CONFLICT DO NOTHING")  # several postings make one offer
        self.connection.commit()

    def drop(self, offsets: Sequence[int]) -> None:
        """Take postings out again."""
        for table in (self.postings, self.places):
            for start in range(0, len(offsets), BATCH):
                some = offsets[start : start + BATCH]
                self.connection.execute(table.delete().where(table.c.position.in_(some)))
        self.connection.commit()

    def count_coded(self) -> int:
        """How many of the postings have an occupation."""
        has_occupation = self.postings.c.soc_code.is_not(None)
        return self.connection.execute(select(func.count()).where(has_occupation)).scalar_one()

    def reject(self, rejection: Rejection) -> None:
        """Keep a rejection."""
        record = json.dumps(dict(rejection.record), default=str)
        self._rejected.append(
            (self.rejected, rejection.source_ref, rejection.reason, rejection.detail, record)
        )
        self.rejected += 1
        if len(self._rejected) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Write what waits in memory."""
        self._insert(self.rejections, self._rejected)
        self._rejected = []
        self.connection.commit()

    def close(self) -> None:
        """Let go of the records' file."""
        self._records.close()

    def _insert(self, table: Table, rows: Sequence[tuple[Any, ...]], *, again: str = "") -> None:
        if rows:
            name = f"{table.schema}.{table.name}" if table.schema else table.name
            marks = ",".join([self._mark] * len(table.columns))
            into = f"INSERT INTO {name} VALUES ({marks}){again}"  # noqa: S608 - our own names and marks only
            self.connection.exec_driver_sql(into, list(rows))


@contextmanager
def open_staging(engine: Engine, folder: Path, source_key: str) -> Iterator[Staging]:
    """A staging that is gone afterwards. Only under the source's lock."""
    home = folder / source_key
    sweep_staging(home)
    home.mkdir(parents=True)
    connection = engine.connect()
    connection.detach()  # closed for good at the end: nobody else gets our tables or patience
    try:
        if connection.dialect.name == "sqlite":
            path = str(home / "feed.sqlite")
            connection.execute(text("ATTACH DATABASE :path AS staging"), {"path": path})
            for pragma in (
                "staging.journal_mode=OFF",
                "staging.synchronous=OFF",
                f"busy_timeout={LOCK_SECONDS}000",
            ):
                connection.exec_driver_sql(f"PRAGMA {pragma}")
            connection.commit()
        staging = Staging(connection, home)
        try:
            yield staging
        finally:
            staging.close()
    finally:
        connection.close()
        sweep_staging(home)


def sweep_staging(home: Path) -> None:
    """Take away what a process that was killed left behind."""
    shutil.rmtree(home, ignore_errors=True)


def _table(
    name: str, model: type[SQLModel], columns: Sequence[str], is_sqlite: bool, *, is_posting: bool = False
) -> Table:
    like = model.__table__.c  # type: ignore[attr-defined]
    return Table(
        name if is_sqlite else f"{_SCHEMA}_{name}",
        MetaData(),
        Column("position", BigInteger, primary_key=is_posting, autoincrement=False),
        *([Column("key", BigInteger)] if is_posting else []),
        *(Column(c, Text if c in JSON_COLUMNS or c == "record" else like[c].type) for c in columns),
        schema=_SCHEMA if is_sqlite else None,
        prefixes=[] if is_sqlite else ["TEMPORARY"],
    )
