"""`portal staff …`: from nothing to a first administrator's link, and a log that shows when it was touched."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, text

from portal.cli import main
from tests.portal.web.staff_world import SEAL_KEY


@pytest.fixture
def store(tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    path = tmp_path / "site.sqlite"
    path.write_bytes(sqlite_template.read_bytes())
    url = f"sqlite:///{path}"
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("PORTAL_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("PORTAL_SEAL_KEYS", SEAL_KEY)
    return url


def run(*arguments: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(main, ["staff", *arguments], input=typed)


def test_the_first_administrator_gets_a_link(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("list").exit_code == 4
    made = run("create-organisation", "Lake View School", "--kind", "school")
    organisation = made.stdout.strip()
    assert re.fullmatch(r"[0-9a-f]{24}", organisation)
    monkeypatch.setenv("PORTAL_PUBLIC_URL", "https://rungs.example")
    invited = run("invite", organisation, typed="Ada@Lake.Example\n")
    assert invited.exit_code == 0, invited.output
    assert re.search(r"^https://rungs\.example/staff/join/[\w-]{43}$", invited.stdout, re.MULTILINE)
    listed = run("list")
    assert "ada@lake.example" in listed.stdout
    assert "administrator" in listed.stdout
    assert "invited" in listed.stdout


def test_what_is_wrong_is_said_in_a_sentence(store: str) -> None:
    organisation = run("create-organisation", "North Agency", "--kind", "vr").stdout.strip()
    assert run("create-organisation", " ", "--kind", "vr").exit_code == 2
    assert run("invite", "nothing", "--email", "a@b.org").exit_code == 4
    wrong = run("invite", organisation, "--email", "no address")
    assert (wrong.exit_code, "name@school.org" in wrong.stderr) == (2, True)
    assert run("invite", organisation, "--email", "a@b.org").exit_code == 0
    again = run("invite", organisation, "--email", "A@B.org")
    assert (again.exit_code, "cannot be invited" in again.stderr) == (1, True)
    assert run("unlock", "nothing").exit_code == 4


def test_without_a_key_nothing_is_written(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_SEAL_KEYS", "")
    monkeypatch.setenv("PORTAL_ENVIRONMENT", "production")
    monkeypatch.setenv("PORTAL_SECRET_KEY", "x" * 40)
    told = run("create-organisation", "Lake View School", "--kind", "school")
    assert told.exit_code == 1
    assert "PORTAL_SEAL_KEYS" in told.stderr


def test_a_log_that_was_touched_is_told(store: str) -> None:
    organisation = run("create-organisation", "Lake View School", "--kind", "school").stdout.strip()
    run("invite", organisation, "--email", "a@b.org")
    whole = run("check-log")
    assert (whole.exit_code, "2 entries, whole" in whole.stdout) == (0, True)
    engine = create_engine(store)
    with engine.begin() as connection:
        triggers = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all()
        for (name,) in triggers:
            connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text("UPDATE audit_entry SET action = 'nothing' WHERE number = 1"))
    engine.dispose()
    broken = run("check-log")
    assert (broken.exit_code, "broken at entry 1" in broken.stdout) == (1, True)


def test_an_account_is_unlocked(store: str) -> None:
    organisation = run("create-organisation", "Lake View School", "--kind", "school").stdout.strip()
    run("invite", organisation, "--email", "a@b.org")
    found = re.findall(r"[0-9a-f]{24}", run("list").stdout)
    (account,) = set(found) - {organisation}
    assert run("unlock", account).stdout == "Unlocked.\n"
