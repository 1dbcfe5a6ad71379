"""One engine a process, one session a request. SQLite in WAL mode, or PostgreSQL."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from pydantic_core import from_json
from sqlalchemy import Engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlmodel import Session, create_engine

from portal.domain.errors import StoreUnavailable

SQLITE_BUSY_MS = 10_000


def open_engine(url: str, *, busy_seconds: int = SQLITE_BUSY_MS // 1000) -> Engine:
    """Open the store and prove that it answers. On SQLite a writer waits `busy_seconds` for another one.

    Raises: StoreUnavailable with one sentence that says what to do.
    """
    try:
        address = make_url(url)
        if address.get_backend_name() == "sqlite" and address.database not in (None, "", ":memory:"):
            Path(str(address.database)).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(
            address, pool_pre_ping=address.get_backend_name() != "sqlite", json_deserializer=_read_json
        )
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError, OSError) as error:
        raise StoreUnavailable(
            f"The database address cannot be used ({error}). Set DATABASE_URL to sqlite:///file or postgresql://…"
        ) from error
    if address.get_backend_name() == "sqlite":
        event.listen(engine, "connect", partial(_prepare_sqlite, busy_ms=busy_seconds * 1000))
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except DBAPIError as error:
        raise StoreUnavailable(_explain(str(error.orig), address.render_as_string())) from error
    return engine


def _read_json(text_or_bytes: str | bytes) -> Any:
    """As `json.loads` in a fifth of its time: the index and every page read JSON columns."""
    try:
        return from_json(text_or_bytes)
    except ValueError:  # halves of pairs of signs, as a broken feed may hold: the library knows what we wrote
        return json.loads(text_or_bytes)


def _prepare_sqlite(connection: Any, _record: Any, *, busy_ms: int) -> None:
    cursor = connection.cursor()
    try:
        cursor.execute(f"PRAGMA busy_timeout={busy_ms}")
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.execute("PRAGMA foreign_keys=ON")
    finally:
        cursor.close()


def _explain(message: str, address: str) -> str:
    first = message.strip().splitlines()[0] if message.strip() else "no answer"
    if "not a database" in message or "malformed" in message:
        return f"The database file is damaged ({first}). Move {address} away and start again: it is rebuilt."
    if "disk is full" in message or "disk I/O" in message:
        return f"The disk is full or broken ({first}). Free some space and start again."
    return (
        f"The database at {address} does not answer ({first}). Check DATABASE_URL and that the server runs."
    )


@contextmanager
def open_session(engine: Engine) -> Iterator[Session]:
    """A session that the caller commits; it rolls back what was not committed."""
    with Session(engine, expire_on_commit=False) as session:
        yield session
