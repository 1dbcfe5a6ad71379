"""The log: whole, in order, and refused to whoever would change it."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from portal.store.audit import append_entry, check_chain, list_entries
from portal.store.engine import open_engine
from portal.store.staff_tables import OrganisationRow

NOW = datetime(2026, 6, 20, 12, tzinfo=UTC)
SCHOOL, AGENCY, ANA, BEN = "a" * 24, "b" * 24, "c" * 24, "d" * 24


@pytest.fixture
def log(store_url: str) -> Iterator[Engine]:
    engine = open_engine(store_url)
    with Session(engine) as session:
        for id_ in (SCHOOL, AGENCY):
            session.add(OrganisationRow(id=id_, name="An organisation", kind="school", made_at=NOW))
        session.commit()
    yield engine
    engine.dispose()


def _append(engine: Engine, organisation_id: str, action: str, *about: str) -> None:
    with Session(engine) as session:
        append_entry(
            session,
            organisation_id=organisation_id,
            account_id="e" * 24,
            actor="counselor",
            kind="look",
            action=action,
            now=NOW,
            about=about,
        )
        session.commit()


def test_entries_are_numbered_by_organisation_and_found_by_person(log: Engine) -> None:
    _append(log, SCHOOL, "one", ANA)
    _append(log, AGENCY, "other", ANA)
    _append(log, SCHOOL, "two", BEN, ANA)
    with Session(log) as session:
        assert [(each.number, each.action, each.about) for each in list_entries(session, SCHOOL)] == [
            (2, "two", (ANA, BEN)),
            (1, "one", (ANA,)),
        ]
        assert [each.action for each in list_entries(session, SCHOOL, person_id=BEN)] == ["two"]
        assert [each.action for each in list_entries(session, SCHOOL, before_number=2)] == ["one"]
        assert check_chain(session, SCHOOL).entries == 2
        assert check_chain(session, AGENCY).broken_at is None


@pytest.mark.parametrize("table", ["audit_entry", "audit_about"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET {}"])
def test_the_database_refuses_to_change_or_delete(log: Engine, table: str, statement: str) -> None:
    _append(log, SCHOOL, "one", ANA)
    change = {"audit_entry": "action = 'x'", "audit_about": "person_id = 'x'"}[table]
    with pytest.raises(DBAPIError, match="append-only"), log.begin() as connection:
        connection.execute(text(statement.format(table, change)))
    with Session(log) as session:
        assert [each.action for each in list_entries(session, SCHOOL)] == ["one"]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit_entry SET action = 'two, changed' WHERE number = 2",
        "UPDATE audit_entry SET account_id = NULL WHERE number = 2",
        "DELETE FROM audit_entry WHERE number = 2",
        "UPDATE audit_about SET person_id = 'f'",
        "DELETE FROM audit_about",
    ],
)
def test_a_change_around_the_triggers_is_noticed(log: Engine, change: str) -> None:
    for action in ("one", "two", "three"):
        _append(log, SCHOOL, action, *([ANA] if action == "two" else []))
    with log.begin() as connection:
        if log.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER ALL"))
            connection.execute(text("ALTER TABLE audit_about DISABLE TRIGGER ALL"))
        else:
            for name in ("audit_entry", "audit_about"):
                connection.execute(text(f"DROP TRIGGER {name}_no_update"))
                connection.execute(text(f"DROP TRIGGER {name}_no_delete"))
        connection.execute(text(change))
    with Session(log) as session:
        found = check_chain(session, SCHOOL)
    assert (found.entries, found.broken_at) == (1, 2)


def test_entries_of_many_at_once_make_one_chain(log: Engine) -> None:
    def work(name: str) -> None:
        for number in range(8):
            _append(log, SCHOOL, f"{name}{number}", ANA)

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Session(log) as session:
        found = check_chain(session, SCHOOL)
        actions = {each.action for each in list_entries(session, SCHOOL)}
    assert (found.entries, found.broken_at) == (32, None)
    assert len(actions) == 32


def test_an_entry_that_is_rolled_back_leaves_no_hole(log: Engine) -> None:
    with Session(log) as session:
        append_entry(
            session,
            organisation_id=SCHOOL,
            account_id=None,
            actor="system",
            kind="change",
            action="x",
            now=NOW,
        )
        session.rollback()
    _append(log, SCHOOL, "one")
    with Session(log) as session:
        assert check_chain(session, SCHOOL).entries == 1
