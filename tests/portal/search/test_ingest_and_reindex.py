"""A run that indexes its changes while a rebuild goes on, and readers all the while: nothing closed is ever shown."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from portal.search.build import open_search_engine
from portal.search.hydrate import fill_postings
from portal.search.port import SearchKind, SearchQuery
from portal.search.reindex import index_postings, reindex
from portal.settings import Settings
from portal.store.engine import open_engine, open_session
from portal.store.tables import JobPostingRow
from tests.portal.search.test_store_side import add_posting

TODAY = date(2026, 6, 20)
NOW = datetime(2026, 6, 20, 12, tzinfo=UTC)
POSTINGS, ROUNDS = 60, 12


@pytest.fixture
def store(store_url: str) -> Iterator[Engine]:
    store = open_engine(store_url)
    with open_session(store) as session:
        for number in range(POSTINGS):
            add_posting(session, str(number), title=f"Welder {number}")
        session.commit()
    yield store
    store.dispose()


WELDERS = SearchQuery(kind=SearchKind.POSTINGS, text="welder", today=TODAY, size=100)


def test_a_run_and_a_rebuild_at_once_leave_the_index_in_step(store: Engine, tmp_path: Path) -> None:
    engine = open_search_engine(Settings(data_dir=tmp_path, as_of=TODAY))
    with open_session(store) as session:
        reindex(session, engine)
    errors: list[str] = []
    done = threading.Event()

    def run_of_a_source() -> None:
        for number in range(ROUNDS):
            with open_session(store) as session:
                row = session.exec(select(JobPostingRow).where(JobPostingRow.source_ref == str(number))).one()
                row.removed_at = NOW
                session.add(row)
                session.commit()
                assert row.id is not None
                index_postings(session, engine, [row.id])

    def rebuild() -> None:
        with open_session(store) as session:
            for _ in range(3):
                reindex(session, engine)

    def read() -> None:
        while not done.is_set():
            with open_session(store) as session:
                closed_before = set(
                    session.exec(select(JobPostingRow.id).where(col(JobPostingRow.removed_at).is_not(None)))
                )
                filled = fill_postings(session, engine.search(WELDERS), now=NOW)
                shown = {row.card.id for row in filled.rows}
                if shown & closed_before:
                    errors.append(f"shown though closed: {sorted(shown & closed_before)}")
                if len(shown) < POSTINGS - ROUNDS:
                    errors.append(f"lost: only {len(shown)} of {POSTINGS - ROUNDS} shown")

    def told(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 (a thread: told to the test)
            errors.append(repr(error))

    workers = [threading.Thread(target=told, args=(work,)) for work in (run_of_a_source, rebuild)]
    reader = threading.Thread(target=told, args=(read,))
    reader.start()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
    done.set()
    reader.join(30)
    assert errors == []
    assert engine.search(WELDERS).total == POSTINGS - ROUNDS
    assert engine.state(SearchKind.POSTINGS).documents == POSTINGS - ROUNDS
    engine.close()
