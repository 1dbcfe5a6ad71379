"""`portal staff …` for records: age, new keys, an organisation's copy and its end."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlmodel import Session, col, select

from portal.cli import main
from portal.domain.person_export import read_export
from portal.domain.staff import Purpose, Role
from portal.store.audit import list_entries
from portal.store.caseload_tables import PersonRow
from portal.store.engine import open_engine
from portal.store.sealing import Sealer, place
from portal.store.staff import find_account
from portal.store.staff_tables import AccountRow, OrganisationRow
from tests.portal.store.test_erasure import OTHER_KEY
from tests.portal.web.staff_world import SEAL_KEY, StaffWorld, fill_staff_world


@pytest.fixture
def store(
    tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Session, StaffWorld]]:
    path = tmp_path / "site.sqlite"
    path.write_bytes(sqlite_template.read_bytes())
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{path}")
    monkeypatch.setenv("PORTAL_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("PORTAL_SEAL_KEYS", SEAL_KEY)
    monkeypatch.setenv("PORTAL_AS_OF", "2026-06-20")
    engine = open_engine(f"sqlite:///{path}")
    with Session(engine) as session:
        world = fill_staff_world(session)
        session.commit()
        yield session, world
    engine.dispose()


def run(*arguments: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(main, ["staff", *arguments], input=typed)


def test_age_is_counted_before_it_deletes(
    store: tuple[Session, StaffWorld], monkeypatch: pytest.MonkeyPatch
) -> None:
    session, world = store
    assert run("retention").output == "Nothing is old enough.\n"
    monkeypatch.setenv("PORTAL_AS_OF", "2029-06-20")
    counted = run("retention", "--dry-run")
    assert f"{world.school}  3 people, kept 1,095 days" in counted.output
    assert len(session.exec(select(PersonRow.id)).all()) == 4
    session.rollback()
    deleted = run("retention")
    assert f"{world.school}  3 people" in deleted.output
    assert "  consent_grant: 10" in deleted.output
    assert session.exec(select(PersonRow.id)).all() == []


def test_keys_are_changed(store: tuple[Session, StaffWorld], monkeypatch: pytest.MonkeyPatch) -> None:
    session, world = store
    alone = run("rotate-keys")
    assert (alone.exit_code, "Put a new one in front" in alone.stderr) == (1, True)
    monkeypatch.setenv("PORTAL_SEAL_KEYS", f"{OTHER_KEY},{SEAL_KEY}")
    done = run("rotate-keys")
    assert done.exit_code == 0, done.output
    assert "0 sealed anew\nThe old key is needed for nothing here." in done.output
    new = Sealer((OTHER_KEY,))
    session.expire_all()
    person = session.get_one(PersonRow, world.ana)
    assert new.open(person.label_sealed, about=place("person", "label", world.ana)) == "Ana"
    account = find_account(session, new, "counselor@school.example")
    assert account is not None
    assert account.id == world.account(Role.COUNSELOR)


def test_the_copy_is_of_who_agreed_or_of_everybody_and_takes_no_files_place(
    store: tuple[Session, StaffWorld], tmp_path: Path
) -> None:
    session, world = store
    for options, people in (((), 2), (("--everything",), 3)):
        target = tmp_path / f"copy{people}.zip"
        done = run("export-organisation", world.school, "--to", str(target), *options)
        assert done.exit_code == 0, done.output
        assert target.stat().st_mode & 0o077 == 0
        with zipfile.ZipFile(target) as archive:
            exports = [read_export(archive.read(name)) for name in archive.namelist() if "people/" in name]
            log = [json.loads(line) for line in archive.read("log.jsonl").splitlines()]
        assert len(exports) == people
        newest = list_entries(session, world.school, limit=1)[0]
        session.rollback()
        assert (newest.action, len(newest.about), len(log)) == ("system.export", people, newest.number - 1)
    assert {each.label for each in exports} == {"Ana", "Ben", "Olga"}
    assert Purpose.PLAN not in next(each for each in exports if each.label == "Ben").left_out
    again = run("export-organisation", world.school, "--to", str(target))
    assert (again.exit_code, "is there already" in again.stderr) == (1, True)
    assert run("export-organisation", "nobody", "--to", str(tmp_path / "x.zip")).exit_code == 4
    assert not (tmp_path / "x.zip").exists()


def test_an_organisation_ends_only_by_its_name(store: tuple[Session, StaffWorld]) -> None:
    session, world = store
    assert run("erase-organisation", world.school, typed="Lake View\n").exit_code == 1
    assert run("erase-organisation", "nobody", "--name", "x").exit_code == 4
    assert session.get(PersonRow, world.ana) is not None
    session.rollback()
    done = run("erase-organisation", world.school, "--name", "Lake View School")
    assert done.exit_code == 0, done.output
    session.expire_all()
    left = session.exec(select(PersonRow.id).where(PersonRow.organisation_id == world.school)).all()
    assert left == []
    assert session.exec(select(AccountRow).where(col(AccountRow.organisation_id) == world.school)).all() == []
    assert session.get_one(OrganisationRow, world.school).closed_at is not None
    assert session.get(PersonRow, world.cleo) is not None
    assert run("check-log").exit_code == 0
