"""After keys were changed nothing needs the old one, whichever table it stands in, and no run can lose a text."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, select, update
from sqlmodel import Session

from portal.store.engine import open_engine
from portal.store.every_table import every_table
from portal.store.ids import new_id
from portal.store.key_rotation import (
    StrayFingerprint,
    fingerprint_columns,
    rotate_keys,
    sealed_columns,
)
from portal.store.sealing import SealBroken, Sealer, place
from tests.portal.store.every_row import SECRET, fill_every_table
from tests.portal.store.test_erasure import OTHER_KEY
from tests.portal.web.staff_world import SEAL_KEY

NOW = datetime(2026, 6, 20, 12, tzinfo=UTC)
OLD, NEW, BOTH = Sealer((SEAL_KEY,)), Sealer((OTHER_KEY,)), Sealer((OTHER_KEY, SEAL_KEY))


@pytest.fixture
def store(store_url: str) -> Iterator[tuple[Engine, dict[str, str]]]:
    engine = open_engine(store_url)
    with Session(engine) as session:
        ids = fill_every_table(session, OLD, now=NOW)
        session.commit()
    yield engine, ids
    engine.dispose()


def _value(session: Session, table: str, column: str) -> str:
    found = session.connection().execute(select(every_table().tables[table].c[column])).scalar()
    return str(found)


def _opened_with(session: Session, sealer: Sealer, ids: dict[str, str]) -> set[str]:
    """Every sealed text of every table, opened for its place."""
    return {
        sealer.open(
            _value(session, table, column), about=place(table, column.removesuffix("_sealed"), ids[table])
        )
        for table, columns in sealed_columns().items()
        for column in columns
    }


def test_every_sealed_column_stands_in_a_table_that_rotation_can_walk() -> None:
    assert {"person", "note", "task", "account"} <= set(sealed_columns())
    for name in sealed_columns():
        table = every_table().tables[name]
        assert [column.name for column in table.primary_key] == ["id"], name
    assert fingerprint_columns() == {"account": ("email_hash",), "person": ("reference_hash",)}


def test_no_column_holds_words_of_people_unsealed() -> None:
    """A text column of a table about people is a code, an id or a hash of bounded length; words are sealed."""
    from portal.store.erasure import tables_about_people

    known = {"title", "employer_name", "address", "snapshot"}
    for table in (*tables_about_people(), every_table().tables["person"], every_table().tables["account"]):
        for column in table.c:
            length = getattr(column.type, "length", 0)
            if column.name.endswith(("_sealed", "_hash")) or column.name in known or length == 0:
                continue
            assert length is not None, f"{table.name}.{column.name} holds a text: seal it"
            assert length <= 80, f"{table.name}.{column.name} holds a text: seal it"


def test_after_rotation_the_new_key_alone_opens_and_finds_everything(
    store: tuple[Engine, dict[str, str]],
) -> None:
    engine, ids = store
    with Session(engine) as session:
        done = list(rotate_keys(session, BOTH))
        assert {each.table for each in done} == set(sealed_columns())
        assert all(each.rows == each.renewed == 1 for each in done)
        assert _opened_with(session, NEW, ids) == {SECRET}
        for table, (column,) in fingerprint_columns().items():
            kind = f"{table}.{column.removesuffix('_hash')}"
            assert (_value(session, table, column),) == NEW.fingerprints(SECRET, about=kind)
        assert sum(each.renewed for each in rotate_keys(session, BOTH)) == 0, "a second run has nothing to do"
        assert sum(each.renewed for each in rotate_keys(session, NEW)) == 0, "the old key is not missed"


def test_a_run_that_was_killed_goes_on(store: tuple[Engine, dict[str, str]]) -> None:
    engine, ids = store
    with Session(engine) as session:
        run = rotate_keys(session, BOTH, batch=1)
        next(run), next(run)
        run.close()
    with Session(engine) as session:
        assert _opened_with(session, BOTH, ids) == {SECRET}, "half-way, both keys open all"
        assert 0 < sum(each.renewed for each in rotate_keys(session, BOTH)) < len(sealed_columns())
        assert _opened_with(session, NEW, ids) == {SECRET}


def test_what_somebody_else_writes_meanwhile_is_not_overwritten(
    store: tuple[Engine, dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, ids = store
    note = every_table().tables["note"]
    newer = BOTH.seal("newer", about=place("note", "text", ids["note"]))
    renew = BOTH.renew

    def write_between(sealed: str) -> str:
        with Session(engine) as other:
            other.connection().execute(update(note).values(text_sealed=newer))
            other.commit()
        return renew(sealed)

    with Session(engine) as session:
        old = _value(session, "note", "text_sealed")
        session.rollback()
        monkeypatch.setattr(
            BOTH, "renew", lambda sealed: write_between(sealed) if sealed == old else renew(sealed)
        )
        done = {each.table: each for each in rotate_keys(session, BOTH)}
        assert done["note"].renewed == 0
        assert _value(session, "note", "text_sealed") == newer


def test_a_text_that_no_key_opens_stops_the_run(store: tuple[Engine, dict[str, str]]) -> None:
    engine, _ids = store
    with Session(engine) as session, pytest.raises(SealBroken):
        list(rotate_keys(session, NEW))


def test_a_fingerprint_that_is_not_of_its_text_is_told(store: tuple[Engine, dict[str, str]]) -> None:
    engine, _ids = store
    with Session(engine) as session:
        session.connection().execute(update(every_table().tables["account"]).values(email_hash=new_id()))
        with pytest.raises(StrayFingerprint, match="email_hash"):
            list(rotate_keys(session, BOTH))


def test_a_number_is_found_within_its_organisation_after_rotation(
    store: tuple[Engine, dict[str, str]],
) -> None:
    engine, ids = store
    about = f"person.reference:{ids['organisation']}"
    person = every_table().tables["person"]
    with Session(engine) as session:
        session.connection().execute(
            update(person).values(reference_hash=OLD.fingerprints(SECRET, about=about)[0])
        )
        list(rotate_keys(session, BOTH))
        assert (_value(session, "person", "reference_hash"),) == NEW.fingerprints(SECRET, about=about)
