"""The gate itself, before a few views made for these tests: when a sign-in ends, what is logged, and in which order."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Blueprint, Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select

from portal.domain.staff import Permission, Purpose, Role
from portal.store.audit import AuditEntry, list_entries
from portal.store.caseload_tables import PersonRow, TieRow
from portal.store.consent import revoke
from portal.store.staff_tables import AccountRow, OrganisationRow, StaffSessionRow
from portal.web.app import create_app
from portal.web.gate.access import current_person, current_staff
from portal.web.gate.audit import looked_at
from portal.web.gate.rules import rule
from portal.web.store_session import store_session
from tests.portal.web.staff_world import SEAL_KEY, StaffWorld, fill_staff_world, sign_in
from tests.portal.web.world import NOW, TODAY, close_site, settings_for

CONFIG = Path(__file__).resolve().parents[4] / "config"
room = Blueprint("room", __name__, url_prefix="/staff/try")


@room.get("/<person_id>")
@rule(Permission.SEE_PEOPLE, purpose=Purpose.PLAN)
def look(person_id: str) -> str:
    return f"{current_staff().name} sees {current_person().id}"


@room.post("/<person_id>")
@rule(Permission.CHANGE_PEOPLE, purpose=Purpose.PLAN)
def change(person_id: str) -> str:
    current_person().plan_version += 1
    store_session().commit()
    return "changed"


@room.post("/<person_id>/refused")
@rule(Permission.CHANGE_PEOPLE, purpose=Purpose.PLAN)
def refuse(person_id: str) -> tuple[str, int]:
    return "what you sent is not right", 422


@room.get("/all")
@rule(Permission.SEE_PEOPLE)
def everybody() -> str:
    people = store_session().exec(select(PersonRow.id)).all()
    looked_at(people)
    return str(len(people))


@room.get("/sensitive")
@rule(Permission.OWN_ACCOUNT, fresh=True)
def sensitive() -> str:
    return "sensitive"


@room.get("/forgotten")
def forgotten() -> str:
    return "nobody thought of a rule"


@dataclass
class Site:
    app: Flask
    world: StaffWorld

    def client(self, role: Role = Role.COUNSELOR, organisation: str = "school") -> FlaskClient:
        client = self.app.test_client()
        sign_in(client, self.app, self.world.account(role, organisation))
        return client

    def entries(self) -> list[AuditEntry]:
        with self.session() as session:
            return list_entries(session, self.world.school)

    def session(self) -> Session:
        return Session(self.app.extensions["store_engine"])


@pytest.fixture
def site(tmp_path: Path, sqlite_template: Path) -> Iterator[Site]:
    shutil.copyfile(sqlite_template, tmp_path / "site.sqlite")
    settings = settings_for(f"sqlite:///{tmp_path / 'site.sqlite'}", tmp_path, CONFIG)
    app = create_app(settings.model_copy(update={"seal_keys": (SEAL_KEY,)}))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    app.register_blueprint(room)
    with Session(app.extensions["store_engine"]) as session:
        world = fill_staff_world(session)
        session.commit()
    yield Site(app, world)
    close_site(app)


def _change_session(site: Site, **values: object) -> None:
    with site.session() as session:
        (row,) = session.exec(select(StaffSessionRow)).all()
        for name, value in values.items():
            setattr(row, name, value)
        session.add(row)
        session.commit()


def test_who_is_signed_in_sees_their_own_people_and_it_is_written_down(site: Site) -> None:
    answer = site.client().get(f"/staff/try/{site.world.ana}")
    assert answer.get_data(as_text=True) == f"Counselor Smith sees {site.world.ana}"
    (entry,) = site.entries()
    assert (entry.kind, entry.action, entry.about) == ("look", "room.look", (site.world.ana,))
    assert (entry.account_id, entry.actor) == (site.world.account(Role.COUNSELOR), "counselor")


def test_who_is_not_signed_in_is_asked_to_and_comes_back(site: Site) -> None:
    answer = site.app.test_client().get(f"/staff/try/{site.world.ana}?a=1&b=2")
    assert answer.status_code == 303
    assert (
        answer.headers["Location"] == f"/staff/sign-in?next=%2Fstaff%2Ftry%2F{site.world.ana}%3Fa%3D1%26b%3D2"
    )
    swapped = site.app.test_client().get(f"/staff/try/{site.world.ana}", headers={"HX-Request": "true"})
    assert (swapped.status_code, swapped.get_data()) == (204, b"")
    assert swapped.headers["HX-Redirect"].startswith("/staff/sign-in?next=")


@pytest.mark.parametrize(
    "change",
    [
        {"seen_at": NOW - timedelta(minutes=31)},
        {"made_at": NOW - timedelta(hours=10, minutes=1)},
        {"ended_at": NOW},
    ],
)
def test_a_sign_in_ends(site: Site, change: dict[str, object]) -> None:
    client = site.client()
    _change_session(site, **change)
    assert client.get(f"/staff/try/{site.world.ana}").status_code == 303


def test_a_sign_in_that_is_used_does_not_grow_idle(site: Site) -> None:
    client = site.client()
    _change_session(site, seen_at=NOW - timedelta(minutes=29))
    assert client.get(f"/staff/try/{site.world.ana}").status_code == 200
    with site.session() as session:
        assert session.exec(select(StaffSessionRow.seen_at)).one().replace(tzinfo=NOW.tzinfo) == NOW


@pytest.mark.parametrize("what", ["account", "organisation"])
def test_an_ended_account_or_organisation_ends_its_sign_ins(site: Site, what: str) -> None:
    client = site.client()
    with site.session() as session:
        if what == "account":
            account = session.get_one(AccountRow, site.world.account(Role.COUNSELOR))
            account.ended_at = NOW
        else:
            session.get_one(OrganisationRow, site.world.school).closed_at = NOW
        session.commit()
    assert client.get(f"/staff/try/{site.world.ana}").status_code == 303


def test_a_change_of_role_counts_at_once(site: Site) -> None:
    client = site.client()
    with site.session() as session:
        session.get_one(AccountRow, site.world.account(Role.COUNSELOR)).role = Role.READ_ONLY.value
        session.commit()
    assert client.get(f"/staff/try/{site.world.ana}").status_code == 200
    assert client.post(f"/staff/try/{site.world.ana}").status_code == 403


@pytest.mark.parametrize("token", ["", "x" * 43, 7, None, ["a"]])
def test_a_token_of_no_sign_in_opens_nothing(site: Site, token: object) -> None:
    client = site.app.test_client()
    with client.session_transaction() as cookie:
        cookie["staff"] = token
    assert client.get(f"/staff/try/{site.world.ana}").status_code == 303


def test_the_id_of_a_sign_in_is_not_its_token(site: Site) -> None:
    site.client()
    with site.session() as session:
        (id_,) = session.exec(select(StaffSessionRow.id)).all()
    client = site.app.test_client()
    with client.session_transaction() as cookie:
        cookie["staff"] = id_
    assert client.get(f"/staff/try/{site.world.ana}").status_code == 303


def test_a_view_without_a_rule_is_closed_to_everybody(site: Site) -> None:
    assert site.client(Role.ADMINISTRATOR).get("/staff/try/forgotten").status_code == 403


def test_what_is_refused_is_neither_shown_nor_written_as_seen(site: Site) -> None:
    client, world = site.client(), site.world
    assert client.get(f"/staff/try/{world.cleo}").status_code == 404
    assert client.get(f"/staff/try/{world.old}").status_code == 404
    refused = client.get(f"/staff/try/{world.ben}", headers={"Accept-Language": "en"})
    assert refused.status_code == 403
    assert "See my plan and work on it with me" in refused.get_data(as_text=True)
    assert f"/staff/people/{world.ben}/consent" in refused.get_data(as_text=True)
    assert site.entries() == []


def test_a_change_and_its_entry_stand_or_fall_together(site: Site) -> None:
    client = site.client()
    assert client.post(f"/staff/try/{site.world.ana}/refused").status_code == 422
    assert site.entries() == []
    assert client.post(f"/staff/try/{site.world.ana}").status_code == 200
    assert [(each.kind, each.action) for each in site.entries()] == [("change", "room.change")]


def test_a_yes_that_is_taken_back_counts_from_the_next_request(site: Site) -> None:
    client = site.client()
    assert client.get(f"/staff/try/{site.world.ana}").status_code == 200
    with site.session() as session:
        revoke(session, person_id=site.world.ana, purpose=Purpose.PLAN, by="person", now=NOW)
        session.commit()
    assert client.get(f"/staff/try/{site.world.ana}").status_code == 403
    assert client.post(f"/staff/try/{site.world.ana}").status_code == 403
    with site.session() as session:
        assert session.get_one(PersonRow, site.world.ana).plan_version == 1


def test_a_tie_counts_from_its_first_day_to_its_last(site: Site) -> None:
    client = site.client()
    for starts, ends, status in (
        (TODAY, None, 200),
        (TODAY, TODAY, 200),
        (TODAY + timedelta(days=1), None, 404),
        (TODAY - timedelta(days=9), TODAY - timedelta(days=1), 404),
    ):
        with site.session() as session:
            (tie,) = session.exec(select(TieRow).where(TieRow.person_id == site.world.ana)).all()
            tie.starts_on, tie.ends_on = starts, ends
            session.add(tie)
            session.commit()
        assert client.get(f"/staff/try/{site.world.ana}").status_code == status, (starts, ends)


def test_a_page_of_several_people_says_whom_it_showed(site: Site) -> None:
    site.client().get("/staff/try/all")
    (entry,) = site.entries()
    assert set(entry.about) == {site.world.ana, site.world.ben, site.world.old, site.world.cleo}


def test_what_is_sensitive_needs_a_fresh_proof(site: Site) -> None:
    client = site.client()
    assert client.get("/staff/try/sensitive").status_code == 200
    _change_session(site, proved_at=NOW - timedelta(minutes=16))
    answer = client.get("/staff/try/sensitive")
    assert (answer.status_code, answer.headers["Location"]) == (
        303,
        "/staff/prove?next=%2Fstaff%2Ftry%2Fsensitive",
    )


def test_without_a_key_the_whole_side_is_closed_and_says_why(tmp_path: Path, sqlite_template: Path) -> None:
    shutil.copyfile(sqlite_template, tmp_path / "site.sqlite")
    app = create_app(settings_for(f"sqlite:///{tmp_path / 'site.sqlite'}", tmp_path, CONFIG))
    app.register_blueprint(room)
    answer = app.test_client().get("/staff/try/sensitive", headers={"Accept-Language": "en"})
    assert answer.status_code == 503
    assert "The professional side is not set up" in answer.get_data(as_text=True)
    close_site(app)
