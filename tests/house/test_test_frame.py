"""The frame that the other tests stand on: databases, browser, sockets, warnings."""

import ast
import socket
import warnings
from collections.abc import Callable

import pytest
import pytest_socket
from playwright.sync_api import Browser, Page
from sqlalchemy import create_engine, inspect, text

from portal.store.migrate import migrate
from portal.store.tables import IngestRunRow
from tests.fixtures.longest_first import LONGEST, ROOT


def _tables(url: str) -> int:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE rung (id INTEGER PRIMARY KEY)"))
        connection.execute(text("INSERT INTO rung VALUES (1)"))
        count = connection.execute(text("SELECT count(*) FROM rung")).scalar_one()
    engine.dispose()
    return int(count)


@pytest.mark.parametrize("time", ["first", "second"])
def test_each_test_has_an_empty_database_of_its_own(database_url: str, time: str) -> None:
    assert _tables(database_url) == 1  # CREATE TABLE would fail on a database that another test used


@pytest.mark.parametrize("time", ["first", "second"])
def test_each_test_has_a_migrated_store_of_its_own(store_url: str, time: str) -> None:
    engine = create_engine(store_url)
    with engine.begin() as connection:
        assert inspect(connection).has_table(IngestRunRow.__tablename__)
        connection.execute(text("CREATE TABLE rung (id INTEGER PRIMARY KEY)"))
    assert migrate(engine) is False
    engine.dispose()


def test_postgresql_is_a_real_server(postgres_url: str) -> None:
    engine = create_engine(postgres_url)
    with engine.connect() as connection:
        version = connection.execute(text("SELECT version()")).scalar_one()
    engine.dispose()
    assert version.startswith("PostgreSQL ")


def test_a_connection_to_another_machine_is_refused() -> None:
    with (
        socket.socket() as connection,
        pytest.warns(UserWarning, match=r"192\.0\.2\.1"),
        pytest.raises(pytest_socket.SocketConnectBlockedError),
    ):
        connection.connect(("192.0.2.1", 80))


def test_a_warning_is_an_error() -> None:
    with pytest.raises(UserWarning, match="look at me"):
        warnings.warn("look at me", UserWarning, stacklevel=1)


def test_axe_names_what_is_wrong(chromium: Browser, axe: Callable[[Page], list[str]]) -> None:
    page = chromium.new_page()
    page.set_content('<html lang="en"><title>t</title><main><h1>t</h1><img src="data:,"></main></html>')
    violations = axe(page)
    page.close()
    assert [line for line in violations if line.startswith("image-alt")], violations


def test_axe_is_silent_on_a_sound_page(chromium: Browser, axe: Callable[[Page], list[str]]) -> None:
    page = chromium.new_page()
    page.set_content(
        '<html lang="en"><title>Rungs</title><main><h1>Rungs</h1><p>Your next rung.</p></main></html>'
    )
    assert axe(page) == []
    page.close()


def test_files_that_begin_first_exist_and_are_named_once() -> None:
    assert [name for name in LONGEST if not (ROOT / name).is_file()] == []
    assert len(set(LONGEST)) == len(LONGEST)


def test_the_longest_files_come_first_and_the_rest_keeps_its_order(request: pytest.FixtureRequest) -> None:
    names = list(dict.fromkeys(item.path.relative_to(ROOT).as_posix() for item in request.session.items))
    listed = [name for name in names if name in LONGEST]
    assert names[: len(listed)] == listed == [name for name in LONGEST if name in listed]


CHANGES = (
    "time",
    "now",
    "today",
    "monotonic",
    "uuid4",
    "token_hex",
    "token_bytes",
    "token_urlsafe",
    "generate_key",
)
"""Calls that give another value each time; and `gzip.compress` without `mtime`, which writes the time down."""


def _changing_calls(code: str) -> list[str]:
    """Calls in the decorators of tests whose value changes: each process of a run would give the test another name."""
    found = []
    for node in ast.walk(ast.parse(code)):
        for decorator in node.decorator_list if isinstance(node, ast.FunctionDef) else ():
            for call in ast.walk(decorator):
                if not isinstance(call, ast.Call):
                    continue
                name = ast.unparse(call.func).split(".")[-1]
                is_dated = name == "compress" and not any(each.arg == "mtime" for each in call.keywords)
                if name in CHANGES or (is_dated and "gzip" in ast.unparse(call.func)):
                    found.append(ast.unparse(call))
    return found


def test_a_test_has_the_same_name_in_every_process() -> None:
    found = {
        path.relative_to(ROOT).as_posix(): calls
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        if (calls := _changing_calls(path.read_text(encoding="utf-8")))
    }
    assert found == {}, "processes of one run must collect the same tests"


def test_a_changing_name_is_seen() -> None:
    code = "@mark.parametrize('x', [gzip.compress(b'a'), int(time.time())])\ndef test_x(x): pass"
    assert _changing_calls(code) == ["gzip.compress(b'a')", "time.time()"]
    assert _changing_calls(code.replace("b'a'", "b'a', mtime=0").replace("int(time.time())", "7")) == []
