"""A professional at the match desk of one person who holds a certificate, over a small site of the test file's own."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session

from portal.domain.plan_document import PlanDocument
from portal.domain.staff import Purpose, Role
from portal.store.caseload_tables import PersonRow, TieRow
from portal.store.ids import new_id
from portal.store.sealing import Sealer
from tests.fixtures.staff_site import small_staff_site
from tests.portal.web.page_client import Page, PageClient, check_page
from tests.portal.web.staff_world import (
    SEAL_KEY,
    StaffWorld,
    add_account,
    add_person,
    sign_in,
)
from tests.portal.web.world import TODAY

PROFILE = {
    "region": "46402",
    "miles": "25",
    "schooling": "high_school",
    "age": "18_20",
    "experience_months": "3",
    "least_pay_usd": "38000",
    "most_hours": "30",
}


class MatchDesk:
    """One professional and one person: pages are checked, forms are sent with the version that the page shows."""

    def __init__(self, app: Flask, account_id: str, person_id: str) -> None:
        self.app, self.account_id, self.person_id = app, account_id, person_id
        self.base = f"/staff/people/{person_id}"
        self.client: FlaskClient = app.test_client()
        sign_in(self.client, app, account_id)
        self.pages = PageClient(self.client)

    def get(self, path: str = "desk", *, status: int = 200, language: str = "en") -> Page:
        return self.pages.get(f"{self.base}/{path}", status=status, language=language)

    def send(self, path: str, form: dict[str, Any], *, status: int = 303) -> Page:
        """Send a form, and follow it where it leads."""
        answer = self.client.post(f"{self.base}/{path}", data=form, headers={"Accept-Language": "en"})
        text = answer.get_data(as_text=True)
        assert answer.status_code == status, f"{path}: {answer.status_code} {text[:300]}"
        if status == 303:
            return self.pages.get(answer.headers["Location"])
        page = Page(text, status)
        check_page(page, path)
        return page

    def tell(self, needs: tuple[str, ...] = ("standing", "shift-day"), **more: str) -> Page:
        """Write down what a job must have."""
        with self.session() as session:
            person = session.get(PersonRow, self.person_id)
            assert person is not None
            version = person.desk_version
        return self.send("desk", {**PROFILE, "version": str(version), "needs": list(needs), **more})

    def session(self) -> Session:
        return Session(self.app.extensions["store_engine"])


NewDesk = Callable[..., MatchDesk]


@pytest.fixture(scope="session")
def staff_site(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Flask]:
    """One site for all files of the match desk: each test has a person of its own."""
    with small_staff_site(tmp_path_factory.mktemp("desk"), sqlite_template) as app:
        app.config["TESTING"] = True
        app.config["WTF_CSRF_ENABLED"] = False
        yield app


@pytest.fixture
def new_desk(staff_site: Flask, staff_world: StaffWorld) -> NewDesk:
    """Makes a desk with a person of its own."""

    def make(
        *, held: tuple[str, ...] = ("cna-in",), purposes: tuple[Purpose, ...] = tuple(Purpose)
    ) -> MatchDesk:
        account = staff_world.account(Role.COUNSELOR)
        with Session(staff_site.extensions["store_engine"]) as session:
            person = add_person(
                session,
                Sealer((SEAL_KEY,)),
                staff_world.school,
                label="Dana",
                account_id=account,
                purposes=purposes,
                plan=PlanDocument(created_on=TODAY, changed_on=TODAY, held=held),
            )
            session.commit()
        return MatchDesk(staff_site, account, person)

    return make


@pytest.fixture
def desk(new_desk: NewDesk) -> MatchDesk:
    return new_desk()


@pytest.fixture
def second(staff_site: Flask, staff_world: StaffWorld, desk: MatchDesk) -> MatchDesk:
    """Another professional of the same school at the same person's desk."""
    with Session(staff_site.extensions["store_engine"]) as session:
        account = add_account(
            session,
            Sealer((SEAL_KEY,)),
            organisation_id=staff_world.school,
            role=Role.COUNSELOR,
            email=f"{new_id()}@school.example",
            name="Robin Second",
        )
        session.add(
            TieRow(
                id=new_id(),
                organisation_id=staff_world.school,
                person_id=desk.person_id,
                account_id=account,
                part="support",
                starts_on=TODAY,
            )
        )
        session.commit()
    return MatchDesk(staff_site, account, desk.person_id)
