"""What belongs to a person or an organisation is gone, whichever table it stands in, and others keep theirs."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, func, select
from sqlmodel import Session

from portal.domain.errors import NotFound
from portal.store.audit import append_entry, check_chain
from portal.store.engine import open_engine
from portal.store.erasure import (
    LOG_TABLES,
    erase_organisation,
    erase_person,
    tables_about_people,
)
from portal.store.every_table import every_table
from portal.store.sealing import Sealer
from tests.portal.store.every_row import fill_every_table, tables_of_the_side
from tests.portal.web.staff_world import SEAL_KEY

OTHER_KEY = "YW5vdGhlciBrZXkgb2YgdGhlIHRlc3RzLCBhbHNvLi4="
NOW = datetime(2026, 6, 20, 12, tzinfo=UTC)


@pytest.fixture
def store(store_url: str) -> Iterator[tuple[Engine, dict[str, str], dict[str, str]]]:
    """Two organisations with one row in each table."""
    engine = open_engine(store_url)
    with Session(engine) as session:
        sealer = Sealer((SEAL_KEY,))
        ours = fill_every_table(session, sealer, now=NOW)
        theirs = fill_every_table(session, Sealer((OTHER_KEY,)), now=NOW)  # no fingerprint twice
        for ids in (ours, theirs):
            append_entry(
                session,
                organisation_id=ids["organisation"],
                account_id=None,
                actor="system",
                kind="change",
                action="test",
                now=NOW,
                about=(ids["person"],),
            )
        session.commit()
    yield engine, ours, theirs
    engine.dispose()


def _count(session: Session, name: str) -> int:
    found = (
        session.connection().execute(select(func.count()).select_from(every_table().tables[name])).scalar()
    )
    assert found is not None
    return found


def test_every_table_that_points_to_a_person_says_so_by_its_name() -> None:
    tables = every_table().tables
    for table in tables.values():
        for column in table.c:
            for key in column.foreign_keys:
                if key.column.table.name == "person":
                    assert column.name == "person_id", f"{table.name}.{column.name}"
                if key.column.table.name == "account":
                    assert column.name == "account_id", f"{table.name}.{column.name}"
    for table in tables_about_people():
        assert "organisation_id" in table.c, f"{table.name}: whose is it?"
    for name, table in tables.items():
        if any(column.name.endswith("_sealed") for column in table.c):
            assert name == "person" or "organisation_id" in table.c or "account_id" in table.c, name


def test_a_person_is_deleted_from_every_table_and_nobody_else_is(
    store: tuple[Engine, dict[str, str], dict[str, str]],
) -> None:
    engine, ours, theirs = store
    with Session(engine) as session:
        with pytest.raises(NotFound):
            erase_person(session, theirs["person"], organisation_id=ours["organisation"])
        counts = erase_person(session, ours["person"], organisation_id=ours["organisation"])
        session.commit()
        names = {table.name for table in tables_about_people()}
        assert set(counts) == names | {"person"}
        assert set(counts.values()) == {1}
        for name in names | {"person"}:
            assert _count(session, name) == 1, name
        for name in ("account", "organisation", "person_group"):
            assert _count(session, name) == 2, name
        assert _count(session, "audit_about") == 2
        assert check_chain(session, ours["organisation"]).broken_at is None


def test_an_organisation_is_deleted_from_every_table_and_its_log_stays(
    store: tuple[Engine, dict[str, str], dict[str, str]],
) -> None:
    engine, ours, theirs = store
    with Session(engine) as session:
        erase_organisation(session, ours["organisation"], now=NOW)
        session.commit()
        for table in tables_of_the_side():
            expected = 2 if table.name in LOG_TABLES | {"organisation"} else 1
            assert _count(session, table.name) == expected, table.name
        assert check_chain(session, ours["organisation"]).entries == 1
        with pytest.raises(NotFound):
            erase_organisation(session, "f" * 24, now=NOW)
        assert _count(session, "person") == 1
        assert (
            theirs["person"]
            == session.connection().execute(select(every_table().tables["person"].c.id)).scalar()
        )
