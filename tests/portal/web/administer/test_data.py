"""Records as an administrator keeps them: who asked to be deleted, what age deleted, and a copy of all who agreed."""

import io
import json
import zipfile
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session

from portal.domain.person_export import read_export
from portal.domain.staff import Purpose, Role
from portal.store.audit import list_entries
from portal.store.caseload_tables import PersonRow
from portal.store.consent import revoke
from portal.store.ids import new_id
from portal.store.privacy_tables import ErasureRequestRow, RetentionReportRow
from portal.store.sealing import Sealer
from portal.store.staff_tables import OrganisationRow
from tests.portal.web.page_client import PageClient
from tests.portal.web.staff_world import SEAL_KEY, StaffWorld, add_person, sign_in
from tests.portal.web.world import NOW

URL = "/staff/admin/data"


@pytest.fixture
def store(staff_site: Flask) -> Iterator[Session]:
    with Session(staff_site.extensions["store_engine"]) as session:
        yield session


@pytest.fixture
def admin(staff_site: Flask, staff_world: StaffWorld) -> FlaskClient:
    client = staff_site.test_client()
    sign_in(client, staff_site, staff_world.account(Role.ADMINISTRATOR))
    return client


def _ask(store: Session, world: StaffWorld, organisation: str) -> tuple[str, str]:
    organisation_id = getattr(world, organisation)
    person = add_person(
        store,
        Sealer((SEAL_KEY,)),
        organisation_id,
        label="Dana",
        account_id=world.account(Role.COUNSELOR, organisation),
    )
    asked = new_id()
    store.add(ErasureRequestRow(id=asked, organisation_id=organisation_id, person_id=person, asked_at=NOW))
    store.commit()
    return person, asked


def test_who_asked_is_shown_without_a_name_and_deleted(
    admin: FlaskClient, store: Session, staff_world: StaffWorld
) -> None:
    person, asked = _ask(store, staff_world, "school")
    words = PageClient(admin).get(URL).words()
    assert person[:8] in words
    assert "Counselor Smith" in words
    assert "Dana" not in words
    assert admin.post(f"{URL}/requests/{asked}/keep").headers["Location"] == f"{URL}?said=kept"
    assert "kept since June 20, 2026" in PageClient(admin).get(f"{URL}?said=kept", language="en").words()
    assert admin.post(f"{URL}/requests/{asked}/delete").status_code == 422, (
        "not without being asked once more"
    )
    assert store.get(PersonRow, person) is not None
    confirmed = {"confirmed": "yes"}
    answer = admin.post(f"{URL}/requests/{asked}/delete", data=confirmed)
    assert answer.headers["Location"] == f"{URL}?said=deleted"
    store.expire_all()
    assert store.get(PersonRow, person) is None
    assert store.get(ErasureRequestRow, asked) is None
    actions = [entry.action for entry in list_entries(store, staff_world.school, person_id=person)]
    assert actions == ["administer.delete_asked", "administer.keep_asked"]
    assert admin.post(f"{URL}/requests/{asked}/delete", data=confirmed).status_code == 404


def test_another_organisations_question_is_not_there(
    admin: FlaskClient, store: Session, staff_world: StaffWorld
) -> None:
    person, asked = _ask(store, staff_world, "agency")
    assert person[:8] not in PageClient(admin).get(URL).words()
    for answer in ("delete", "keep"):
        assert admin.post(f"{URL}/requests/{asked}/{answer}").status_code == 404
    store.expire_all()
    assert store.get(PersonRow, person) is not None


def test_own_deletion_is_a_choice_of_the_organisation(
    admin: FlaskClient, store: Session, staff_world: StaffWorld
) -> None:
    for form, expected in (({"lets_people_erase": "yes"}, True), ({}, False)):
        admin.post(f"{URL}/own-deletion", data=form)
        store.expire_all()
        assert store.get_one(OrganisationRow, staff_world.school).lets_people_erase is expected
        assert store.get_one(OrganisationRow, staff_world.agency).lets_people_erase is False


def test_what_age_deleted_is_told_in_counts(
    admin: FlaskClient, store: Session, staff_world: StaffWorld
) -> None:
    store.add(
        RetentionReportRow(
            id=new_id(),
            organisation_id=staff_world.school,
            ran_at=NOW,
            retention_days=100,
            people=1234,
            counts={"person": 1234, "note": 3, "task": 2, "something_new": 5},
        )
    )
    store.commit()
    words = PageClient(admin).get(URL).words()
    assert "1,234" in words
    assert "3 notes, 2 tasks and 5 other parts" in words


def test_the_copy_holds_who_agreed_and_what_they_agreed_to(
    admin: FlaskClient, store: Session, staff_world: StaffWorld
) -> None:
    revoke(store, person_id=staff_world.ana, purpose=Purpose.NOTES, by="person", now=NOW)
    store.commit()
    answer = admin.post(f"{URL}/export")
    assert answer.mimetype == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        people = [read_export(archive.read(name)) for name in archive.namelist() if "people/" in name]
        about = json.loads(archive.read("organisation.json"))
    answer.close()
    assert {person.label for person in people} == {"Ana", "Olga"}
    ana = next(person for person in people if person.label == "Ana")
    assert ana.left_out == (Purpose.NOTES,)
    assert about["people_kept_back"] >= 1
    assert b"Ben" not in answer.data
    entry = list_entries(store, staff_world.school, limit=1)[0]
    assert (entry.action, set(entry.about)) == ("administer.export", {staff_world.ana, staff_world.old})


def test_only_an_administrator_decides(staff_site: Flask, staff_world: StaffWorld) -> None:
    for role in set(Role) - {Role.ADMINISTRATOR}:
        client = staff_site.test_client()
        sign_in(client, staff_site, staff_world.account(role))
        assert client.get(URL).status_code == 403
        assert client.post(f"{URL}/export").status_code == 403
