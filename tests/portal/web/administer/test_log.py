"""The log as an administrator reads it: whole, filtered, as a file, checked; and reading it stands in it."""

import csv
import io
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlmodel import Session

from portal.domain.staff import Role
from portal.store.audit import append_entry, list_entries
from portal.web.administer.log import COLUMNS, SIZE
from tests.portal.web.page_client import PageClient
from tests.portal.web.staff_world import StaffWorld, sign_in
from tests.portal.web.world import NOW, TODAY

URL = "/staff/admin/log"


@pytest.fixture
def store(staff_site: Flask) -> Iterator[Session]:
    with Session(staff_site.extensions["store_engine"]) as session:
        yield session


@pytest.fixture
def admin(staff_site: Flask, staff_world: StaffWorld) -> FlaskClient:
    client = staff_site.test_client()
    sign_in(client, staff_site, staff_world.account(Role.ADMINISTRATOR))
    return client


@pytest.fixture(scope="module")
def filled(staff_site: Flask) -> None:
    """Sixty looks at Ana by the counselor, one change yesterday, and one look in the other organisation."""
    world: StaffWorld = staff_site.extensions["staff_world"]
    with Session(staff_site.extensions["store_engine"]) as session:
        _add(session, world, "school", kind="change", days=-1)
        for _ in range(60):
            _add(session, world, "school")
        _add(session, world, "agency")
        session.commit()


def _add(
    session: Session, world: StaffWorld, organisation: str, *, kind: str = "look", days: int = 0
) -> None:
    role = Role.COUNSELOR
    append_entry(
        session,
        organisation_id=getattr(world, organisation),
        account_id=world.account(role, organisation),
        actor=role.value,
        kind=kind,
        action="sharing.open_plan",
        now=NOW + timedelta(days=days),
        about=(world.ana if organisation == "school" else world.cleo,),
        detail={"rows": 3},
    )


pytestmark = pytest.mark.usefixtures("filled")


def _rows(admin: FlaskClient, query: str = "") -> list[list[str]]:
    answer = admin.get(f"{URL}.csv{query}")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="log.csv"'
    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))
    assert tuple(rows[0]) == COLUMNS
    return rows[1:]


def test_pages_name_who_and_what_and_give_ids_for_people(admin: FlaskClient, staff_world: StaffWorld) -> None:
    page = PageClient(admin).get(URL)
    words = page.words()
    assert "Counselor Smith, Counselor" in words
    assert "Opened the plan" in words
    assert staff_world.ana[:8] in words
    assert "Ana" not in words
    assert "in order and unchanged" in words
    assert len(page.all("tr")) == SIZE + 1
    (older,) = page.all("a", rel="next")
    assert len(PageClient(admin).get(str(older.get("href"))).all("tr")) > 5
    PageClient(admin).get(URL, language="es")


def test_another_organisation_is_not_in_it(admin: FlaskClient, staff_world: StaffWorld) -> None:
    assert staff_world.cleo not in admin.get(f"{URL}.csv").get_data(as_text=True)
    assert _rows(admin, f"?person={staff_world.cleo}") == []
    assert _rows(admin, f"?account={staff_world.account(Role.COUNSELOR, 'agency')}") == []


def test_filters_leave_what_they_say(admin: FlaskClient, staff_world: StaffWorld) -> None:
    assert {row[4] for row in _rows(admin, "?kind=change")} == {"change"}
    assert (
        len(
            _rows(admin, f"?person={staff_world.ana}&kind=look&account={staff_world.account(Role.COUNSELOR)}")
        )
        == 60
    )
    yesterday = (TODAY - timedelta(days=1)).isoformat()
    assert len(_rows(admin, f"?until={yesterday}")) == 1
    assert yesterday not in "".join(row[1] for row in _rows(admin, f"?since={TODAY}"))
    words = PageClient(admin).get(f"{URL}?kind=change&since={yesterday}&until={yesterday}").words()
    assert "Opened the plan" in words


@pytest.mark.parametrize(
    "query",
    ["?person=x", "?kind=all", "?since=soon", "?until=9999-12-31", "?before=-1", "?before=1e9", "?account='"],
)
def test_a_filter_that_cannot_be_read_asks_for_all(admin: FlaskClient, query: str) -> None:
    assert len(PageClient(admin).get(URL + query).all("tr")) == SIZE + 1


def test_reading_it_stands_in_it_and_with_the_person_who_was_asked_for(
    admin: FlaskClient, store: Session, staff_world: StaffWorld
) -> None:
    admin.get(URL)
    newest = list_entries(store, staff_world.school, limit=1)[0]
    assert (newest.action, newest.actor, newest.about) == ("administer.log", "administrator", ())
    admin.get(f"{URL}.csv?person={staff_world.ana}")
    newest = list_entries(store, staff_world.school, limit=1)[0]
    assert (newest.action, newest.about) == ("administer.log_file", (staff_world.ana,))


def test_only_who_may_reads_it(staff_site: Flask, staff_world: StaffWorld) -> None:
    for role in set(Role) - {Role.ADMINISTRATOR}:
        client = staff_site.test_client()
        sign_in(client, staff_site, staff_world.account(role))
        assert {client.get(URL).status_code, client.get(f"{URL}.csv").status_code} == {403}


def test_a_replaced_entry_is_refused_and_a_forged_one_is_told(
    admin: FlaskClient, store: Session, staff_world: StaffWorld
) -> None:
    """The forged entry is put back, so that other tests of this file find a whole log."""
    connection = store.connection()
    with pytest.raises(Exception, match="append-only"):
        connection.execute(
            text("INSERT OR REPLACE INTO audit_entry SELECT * FROM audit_entry WHERE number = 2")
        )
    store.rollback()
    where = f"number = 2 AND organisation_id = '{staff_world.school}'"
    with store.connection() as raw:
        trigger = raw.execute(
            text("SELECT sql FROM sqlite_master WHERE name = 'audit_entry_no_update'")
        ).scalar_one()
        raw.execute(text("DROP TRIGGER audit_entry_no_update"))
        raw.execute(text(f"UPDATE audit_entry SET kind = 'change' WHERE {where}"))
        raw.commit()
        try:
            assert "Entry 2 does not follow" in PageClient(admin).get(URL).words()
        finally:
            raw.execute(text(f"UPDATE audit_entry SET kind = 'look' WHERE {where}"))
            raw.execute(text(trigger))
            raw.commit()
    assert "in order and unchanged" in PageClient(admin).get(URL).words()
