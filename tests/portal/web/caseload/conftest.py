"""Signed-in clients over a site of this test file's own."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session
from werkzeug.test import TestResponse

from portal.domain.staff import Role
from tests.portal.web.page_client import Page, PageClient, check_page
from tests.portal.web.staff_world import StaffWorld, sign_in
from tests.portal.web.world import TODAY

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


class Desk:
    """Somebody's browser: pages are checked, forms are sent."""

    def __init__(self, app: Flask, account_id: str) -> None:
        self.app = app
        self.account_id = account_id
        self.client: FlaskClient = app.test_client()
        sign_in(self.client, app, account_id)
        self.pages = PageClient(self.client)

    def get(self, path: str, *, status: int = 200) -> Page:
        """A page, checked."""
        return self.pages.get(f"/staff{path}", status=status)

    def send(self, path: str, form: dict[str, Any] | None = None, *, status: int = 303) -> TestResponse:
        """Send a form; the answer, checked where it is a page."""
        answer = self.client.post(f"/staff{path}", data=form or {}, headers={"Accept-Language": "en"})
        assert answer.status_code == status, f"{path}: {answer.status_code} {answer.headers.get('Location')}"
        if status != 303:
            check_page(Page(answer.get_data(as_text=True), status), path)
        return answer

    def after(self, path: str, form: dict[str, Any] | None = None) -> Page:
        """Send a form and follow it to the page it leads to."""
        location = self.send(path, form).headers["Location"]
        assert location.startswith("/staff"), location
        return self.get(location.removeprefix("/staff").split("#")[0])

    def add(self, label: str, **form: str) -> str:
        """Add somebody; their id."""
        location = self.send("/people/add", {"label": label, "way": "pseudonym", **form}).headers["Location"]
        return id_of(location)


def id_of(location: str) -> str:
    """The last id of an address."""
    return str(re.findall(r"[0-9a-f]{24}", location)[-1])


@pytest.fixture
def desk(staff_site: Flask, staff_world: StaffWorld) -> Desk:
    """The counselor of the school."""
    return Desk(staff_site, staff_world.account(Role.COUNSELOR))


@pytest.fixture
def desk_of(staff_site: Flask, staff_world: StaffWorld) -> Callable[..., Desk]:
    """Anybody's."""
    return lambda role, organisation="school": Desk(staff_site, staff_world.account(role, organisation))


@pytest.fixture
def store(staff_site: Flask) -> Session:
    return Session(staff_site.extensions["store_engine"])
