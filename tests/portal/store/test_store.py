"""The store's own laws, on SQLite and on PostgreSQL."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

from portal.domain.errors import Gone, NotFound, StoreUnavailable
from portal.store.engine import open_engine, open_session
from portal.store.live import is_live
from portal.store.migrate import migrate
from portal.store.postings import (
    count_live_postings,
    find_posting,
    get_posting,
    list_posting_cards,
    similar_live_postings,
)
from portal.store.runs import data_version, last_good_run, list_runs
from portal.store.tables import IngestRunRow, JobPostingPlaceRow, JobPostingRow

NOW = datetime(2026, 6, 20, 12, tzinfo=UTC)


@pytest.fixture
def engine(database_url: str) -> Engine:
    engine = open_engine(database_url)
    migrate(engine)
    yield engine
    engine.dispose()


def posting(ref: str, **values: object) -> JobPostingRow:
    row = {
        "source_key": "board",
        "source_ref": ref,
        "content_hash": ref,
        "title": f"Nurse aide {ref}",
        "first_seen_at": NOW,
        "changed_at": NOW,
        "employment_types": [],
        "soc_candidates": [],
        "requirements_state": "nothing_found",
        "requirements": {"state": "nothing_found"},
        "soc_code": "31-1131",
        **values,
    }
    return JobPostingRow(**row)


def run(status: str, **values: object) -> IngestRunRow:
    row = {
        "source_key": "board",
        "status": status,
        "started_at": NOW,
        "as_of": NOW,
        "documents": [],
        "rejections": {},
        "warnings": [],
        **values,
    }
    return IngestRunRow(**row)


def test_migrations_make_exactly_the_tables_of_the_code(engine: Engine) -> None:
    made = inspect(engine)
    for table in SQLModel.metadata.sorted_tables:
        columns = {column["name"] for column in made.get_columns(table.name)}
        assert columns == set(table.columns.keys()), table.name
        indexes = {index["name"] for index in made.get_indexes(table.name)}
        assert {index.name for index in table.indexes} <= indexes, table.name


def test_migrating_again_changes_nothing(engine: Engine) -> None:
    assert migrate(engine) is False


def test_a_store_of_a_newer_version_is_refused_with_a_sentence(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreUnavailable, match="another version"):
        migrate(engine)


def test_identity_of_a_posting_is_unique(engine: Engine) -> None:
    with open_session(engine) as session:
        session.add_all([posting("a"), posting("a")])
        with pytest.raises(IntegrityError):
            session.commit()


@pytest.mark.parametrize(
    ("values", "live"),
    [
        ({}, True),
        ({"valid_through_on": date(2026, 6, 20)}, True),
        ({"valid_through_on": date(2026, 6, 19)}, False),
        ({"removed_at": NOW - timedelta(days=1)}, False),
        ({"is_internal": True}, False),
        ({"is_sample": True, "is_sample_retired": True}, False),
    ],
)
def test_open_means_the_same_in_sql_and_in_python(
    engine: Engine, values: dict[str, object], live: bool
) -> None:
    with open_session(engine) as session:
        row = posting("a", **values)
        session.add(row)
        session.commit()
        assert count_live_postings(session, now=NOW) == int(live)
        assert is_live(row, NOW) is live
        assert row.id is not None
        assert len(list_posting_cards(session, [row.id], now=NOW)) == int(live)


def test_a_closed_posting_is_gone_and_an_internal_one_was_never_there(engine: Engine) -> None:
    with open_session(engine) as session:
        closed, internal = posting("a", removed_at=NOW), posting("b", is_internal=True)
        session.add_all([closed, internal])
        session.commit()
        assert closed.id is not None
        assert internal.id is not None
        with pytest.raises(Gone):
            get_posting(session, closed.id, now=NOW)
        with pytest.raises(NotFound):
            get_posting(session, internal.id, now=NOW)
        with pytest.raises(NotFound):
            get_posting(session, 10**12, now=NOW)
        assert find_posting(session, closed.id) is not None
        assert find_posting(session, internal.id) is None


def test_similar_postings_put_the_same_state_first_and_leave_closed_ones_out(engine: Engine) -> None:
    with open_session(engine) as session:
        rows = [posting("here"), posting("far"), posting("near"), posting("old", removed_at=NOW)]
        session.add_all(rows)
        session.flush()
        for row, state in zip(rows, ("IN", "NY", "IN", "IN"), strict=True):
            assert row.id is not None
            place = JobPostingPlaceRow(posting_id=row.id, precision="state", place_name=state, state=state)
            session.add(place)
        session.commit()
        assert similar_live_postings(session, rows[0], now=NOW) == [rows[2].id, rows[1].id]


def test_only_a_run_that_changed_something_changes_the_version_of_the_data(engine: Engine) -> None:
    with open_session(engine) as session:
        empty = data_version(session)
        session.add(run("failed", inserted=5))
        session.add(run("succeeded", unchanged=5))
        session.commit()
        assert data_version(session) == empty
        session.add(run("succeeded", inserted=1))
        session.commit()
        assert data_version(session) != empty


def test_a_failed_run_never_moves_the_last_good_one(engine: Engine) -> None:
    with open_session(engine) as session:
        good = run("succeeded")
        session.add(good)
        session.commit()
        session.add_all([run("failed"), run("quarantined"), run("running")])
        session.commit()
        found = last_good_run(session, "board")
        assert found is not None
        assert found.id == good.id
        assert [r.status for r in list_runs(session)][-1] == "succeeded"
        assert last_good_run(session, "other") is None


def test_a_file_that_is_no_database_gives_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "broken.sqlite"
    file.write_bytes(b"this is not a database, whatever its name says" * 100)
    with pytest.raises(StoreUnavailable, match="damaged"):
        open_engine(f"sqlite:///{file}")


@pytest.mark.parametrize(
    "url",
    ["nonsense", "postgresql+psycopg://nobody@127.0.0.1:9/none?connect_timeout=2", "oracle+none://x"],
)
def test_a_store_that_does_not_answer_gives_one_sentence(url: str) -> None:
    with pytest.raises(StoreUnavailable, match="DATABASE_URL"):
        open_engine(url)


def test_an_id_beyond_all_ids_is_not_found(engine: Engine) -> None:
    with open_session(engine) as session:
        assert find_posting(session, 10**30) is None
        with pytest.raises(NotFound):
            get_posting(session, 2**31, now=NOW)


def test_a_database_without_its_driver_is_one_sentence() -> None:
    with pytest.raises(StoreUnavailable, match="DATABASE_URL"):
        open_engine("mysql://host/name")
