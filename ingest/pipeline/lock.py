"""Locks that free themselves when their process dies: of a source, of the scheduler, and of taking feeds over.

They are files of this machine. Where the store is PostgreSQL, which several machines may share, a lock of the database
stands beside each.
"""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from ingest.errors import SourceBusy

TAKING_OVER = "taking-over"
"""One at a time commits a feed and tells the search index, so that neither ever lacks the other's changes."""


@contextmanager
def hold_lock(
    folder: Path, name: str, *, engine: Engine | None = None, waits: bool = False
) -> Iterator[None]:
    """Hold `folder/<name>.lock` as long as the block runs, and the same lock of `engine` if that is PostgreSQL.

    Raises: SourceBusy when another process holds it, unless `waits`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{name}.lock").open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if waits else fcntl.LOCK_NB))
        except OSError as error:
            raise _busy(name) from error
        if engine is None or engine.dialect.name != "postgresql":
            yield
            return
        connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        connection.detach()  # the lock ends with the connection, be it closed here or lost on the way
        try:
            _lock(connection, name, waits=waits)
            try:
                yield
            finally:
                _free(connection, name)
        finally:
            connection.close()


def _lock(connection: Connection, name: str, *, waits: bool) -> None:
    key = {"key": _number(name)}
    if waits:
        connection.execute(text("SELECT pg_advisory_lock(:key)"), key)
    elif not connection.execute(text("SELECT pg_try_advisory_lock(:key)"), key).scalar_one():
        raise _busy(name)


def _free(connection: Connection, name: str) -> None:
    """At once: a server that is busy notices only later that a connection was closed."""
    with suppress(DBAPIError):  # the connection was lost, and the lock with it
        connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _number(name)})


def _number(name: str) -> int:
    return int.from_bytes(hashlib.sha256(f"rungs ingest {name}".encode()).digest()[:8], signed=True)


def _busy(name: str) -> SourceBusy:
    return SourceBusy(f"{name}: another process is running it. Wait until it is done.")
