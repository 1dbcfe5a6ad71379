"""Every other id that an address holds (a note, a group, a class, an account …), tried with what is somebody else's.

Made from the routes: a new kind of id has to be named here. The rows are real ones, in a third organisation, and in
the own organisation but of a colleague and a person whom one no longer works with. Nothing of them opens or changes.
"""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlmodel import Session
from werkzeug.routing import Rule as Route

from portal.domain.staff import Role
from portal.store.every_table import every_table
from portal.store.sealing import Sealer
from portal.web.gate.rules import is_behind_gate, rule_of
from tests.portal.store.every_row import LOG, fill_every_table, tables_of_the_side
from tests.portal.web.gate.test_matrix import MAY
from tests.portal.web.staff_world import SEAL_KEY, StaffWorld, sign_in
from tests.portal.web.world import NOW

OTHER_KEY = "YW4gb3RoZXIga2V5IG9mIHRlc3RzLCBub3QgYSBzZWM="
"""No fingerprint twice: the rows of the second filling are sealed by it."""
TABLE_OF = {
    "account_id": "account",
    "class_id": "classroom",
    "entry_id": "shortlist",
    "group_id": "person_group",
    "import_id": "class_import",
    "note_id": "note",
    "passkey_id": "passkey",
    "request_id": "erasure_request",
    "session_id": "staff_session",
    "task_id": "task",
    "tie_id": "tie",
}
OF_ALL = {"person_id", "posting_id", "token"}
"""The matrix tries people; a posting is everybody's; a token is a secret, not an id."""
OF_THE_SITE = "/staff/curate/"
"""What a curator decides counts for the whole site."""
ENDS_ONE_OF_MINE = {"accounts.passkey_remove", "accounts.end_one"}
"""Said twice they answer the same, so that a second tap is no error; what is not mine stays, as the rows show."""
OF_THE_OWN_ORGANISATION = {"account_id", "request_id"}
"""An administrator keeps those of every colleague."""


def _ids(route: Route) -> set[str]:
    return set(route.arguments) - OF_ALL


def _routes(app: Flask) -> list[Route]:
    return [
        route
        for route in app.url_map.iter_rules()
        if is_behind_gate(route.rule) and _ids(route) and not route.rule.startswith(OF_THE_SITE)
    ]


def _address(route: Route, person_id: str, ids: dict[str, str]) -> str:
    told = route.rule.replace("<person_id>", person_id)
    return re.sub(r"<(\w+)>", lambda found: ids[TABLE_OF[found[1]]], told)


def _role(app: Flask, route: Route) -> Role:
    rule = rule_of(app, route.endpoint)
    assert rule is not None
    assert rule.permission is not None
    return next(role for role in Role if rule.permission.value in MAY[role])


def _kept(app: Flask, ids: dict[str, str]) -> dict[str, object]:
    """The rows themselves, as they stand."""
    with Session(app.extensions["store_engine"]) as session:
        return {
            table.name: session.connection().execute(select(table).where(key == ids[table.name])).all()
            for table in tables_of_the_side()
            if table.name not in LOG and (key := next(iter(table.primary_key.columns))) is not None
        }


def _fill(app: Flask, key: str, within: dict[str, str] | None = None) -> dict[str, str]:
    """Rows of every table, with a class that still goes on."""
    with Session(app.extensions["store_engine"]) as session:
        ids = fill_every_table(session, Sealer((key,)), now=NOW, within=within)
        room = every_table().tables["classroom"]
        session.connection().execute(
            update(room).where(room.c.id == ids["classroom"]).values(ends_at=NOW + timedelta(hours=1))
        )
        session.commit()
    return ids


@pytest.fixture(scope="module")
def others(staff_site: Flask) -> dict[str, dict[str, str]]:
    world: StaffWorld = staff_site.extensions["staff_world"]
    near = {
        "organisation": world.school,
        "account": world.account(Role.VR_COUNSELOR),
        "person": world.old,
    }
    return {
        "another organisation's": _fill(staff_site, OTHER_KEY),
        "a colleague's": _fill(staff_site, SEAL_KEY, near),
    }


def test_each_kind_of_id_is_known(staff_site: Flask) -> None:
    kinds = set().union(*(_ids(route) for route in _routes(staff_site)))
    assert kinds == set(TABLE_OF)
    assert set(TABLE_OF.values()) <= set(every_table().tables)


@pytest.mark.parametrize("whose", ["another organisation's", "a colleague's"])
def test_nothing_of_somebody_else_opens_or_changes(
    staff_site: Flask, staff_world: StaffWorld, others: dict[str, dict[str, str]], whose: str
) -> None:
    ids, wrong, count = others[whose], [], 0
    before = _kept(staff_site, ids)
    clients = {role: staff_site.test_client() for role in Role}
    for role, client in clients.items():
        sign_in(client, staff_site, staff_world.account(role))
    for route in _routes(staff_site):
        if whose == "a colleague's" and _ids(route) & OF_THE_OWN_ORGANISATION:
            continue
        for method in sorted((route.methods or set()) & {"GET", "POST"}):
            address = _address(route, staff_world.ana, ids)
            answer = clients[_role(staff_site, route)].open(address, method=method, data={"role": "curator"})
            count += 1
            if answer.status_code != (303 if route.endpoint in ENDS_ONE_OF_MINE else 404):
                wrong.append((method, route.rule, answer.status_code, answer.headers.get("Location")))
    assert wrong == []
    assert count > 20
    assert _kept(staff_site, ids) == before


def test_the_same_rows_are_found_by_whose_they_are(
    staff_site: Flask, staff_world: StaffWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the test above would hold for pages that open to nobody."""
    mine = {
        "organisation": staff_world.school,
        "account": staff_world.account(Role.COUNSELOR),
        "person": staff_world.ana,
    }
    ids = _fill(staff_site, SEAL_KEY, mine)
    client = staff_site.test_client()
    sign_in(client, staff_site, mine["account"])
    monkeypatch.setitem(
        staff_site.config, "PROPAGATE_EXCEPTIONS", False
    )  # "x" is no status: found, not shown
    seen = {
        route.rule: client.get(_address(route, staff_world.ana, ids)).status_code
        for route in _routes(staff_site)
        if "GET" in (route.methods or set()) and _role(staff_site, route) is Role.COUNSELOR
    }
    assert len(seen) > 5
    assert {rule: status for rule, status in seen.items() if status == 404} == {}
