"""Makes a machine ready to serve: store migrated, embedded data and samples loaded, search index built."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from portal.domain.errors import PortalError, StoreUnavailable
from portal.search.build import open_search_engine
from portal.search.port import SearchEngine
from portal.search.reindex import reindex
from portal.settings import Settings
from portal.store.embedded import load_embedded
from portal.store.engine import open_engine, open_session
from portal.store.migrate import migrate
from portal.store.runs import data_version, last_good_run

SAMPLE_SOURCE = "sample"
SAMPLE_MAX_AGE = timedelta(days=1)
EXPECTED_ROWS = {"oews": 237_000, "places": 42_000}
"""About how many rows a snapshot has: only for the length of a progress bar."""


def prepare(settings: Settings, console: Console) -> Engine:
    """Bring everything that the site reads up to date; doing it again changes nothing.

    Raises: PortalError with one sentence when the store, the disk or a snapshot is unfit.
    """
    engine = prepare_store(settings, console)
    with _explaining_the_store(), open_session(engine) as session:
        if _samples_are_due(session, settings):
            session.rollback()
            _load_samples(console)
        with closing(open_search_engine(settings)) as search:
            if search.version() != data_version(session):
                _build_search(session, search, console)
    return engine


def prepare_store(settings: Settings, console: Console) -> Engine:
    """Migrate the store and load the embedded data and the catalog.

    Raises: PortalError with one sentence when the store, the disk or a snapshot is unfit.
    """
    engine = open_engine(settings.store_url())
    with _explaining_the_store():
        if migrate(engine):
            console.print("Database ready.")
        with open_session(engine) as session, _bars(console) as bars:
            tasks: dict[str, TaskID] = {}

            def advance(name: str, rows: int) -> None:
                if name not in tasks:
                    tasks[name] = bars.add_task(f"Loading {name}", total=EXPECTED_ROWS.get(name))
                bars.update(tasks[name], completed=rows)

            loaded = load_embedded(
                session,
                settings.config_dir,
                now=settings.now(),
                progress=advance,
                data_dir=settings.data_dir,
            )
        for name, rows in loaded.items():
            if rows:
                console.print(f"Loaded {name}: {rows:,} rows.")
    return engine


def rebuild_search(settings: Settings, console: Console) -> None:
    """Build the search index anew from the store.

    Raises: PortalError with one sentence when the store or the disk is unfit.
    """
    engine = open_engine(settings.store_url())
    with (
        _explaining_the_store(),
        open_session(engine) as session,
        closing(open_search_engine(settings)) as search,
    ):
        _build_search(session, search, console)
    engine.dispose()


@contextmanager
def _explaining_the_store() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise StoreUnavailable(
            f"The database refused ({error.orig}). Check that the disk has space and is writable; "
            "where a table is missing, run: portal migrate"
        ) from error


def _samples_are_due(session: Session, settings: Settings) -> bool:
    run = last_good_run(session, SAMPLE_SOURCE)
    return run is None or run.as_of < settings.now() - SAMPLE_MAX_AGE or run.as_of > settings.now()


def _load_samples(console: Console) -> None:
    """Runs the loop in its own process: `portal` never imports `ingest`."""
    console.print("Loading sample postings (fictional, so that every ladder can be tried) …")
    command = [sys.executable, "-m", "ingest", "run", SAMPLE_SOURCE]
    result = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    if result.returncode != 0:
        last = (result.stderr.strip() or result.stdout.strip()).splitlines()[-1:]
        raise PortalError(f"The sample postings could not be loaded: {' '.join(last)}")


def _build_search(session: Session, search: SearchEngine, console: Console) -> None:
    with _bars(console) as bars:
        task = bars.add_task("Building the search index", total=None)
        reindex(
            session,
            search,
            progress=lambda _name, done: bars.update(task, completed=done),
        )
    console.print("Search index ready.")


@contextmanager
def _bars(console: Console) -> Iterator[Progress]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:,}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        yield bars
