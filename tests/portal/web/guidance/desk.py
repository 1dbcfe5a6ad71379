"""A professional at a person's plan, as tests drive one."""

from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session

from portal.domain.plan_document import PlanDocument
from portal.store.caseload_tables import PersonRow
from portal.store.sealing import Sealer
from portal.store.shared_plans import read_shared_plan
from tests.portal.web.page_client import Page, PageClient, check_page
from tests.portal.web.staff_world import SEAL_KEY, sign_in
from tests.portal.web.world import TODAY

NURSE = "occupation:29-2061"


class Desk:
    """One professional at the plan of one person: opens its page, and sends the forms that stand on it."""

    def __init__(self, app: Flask, account_id: str, person_id: str) -> None:
        self.app, self.person_id = app, person_id
        self.base = f"/staff/people/{person_id}/plan"
        self.client: FlaskClient = app.test_client()
        sign_in(self.client, app, account_id)
        self.page = Page("<h1></h1>", 0)

    def open(self, query: str = "", *, status: int = 200) -> Page:
        self.page = PageClient(self.client).get(self.base + query, status=status)
        return self.page

    def fields(self, action: str) -> dict[str, str]:
        """What the first form to an address would send."""
        form = self.page.all("form", action=f"{self.base}/{action}")[0]
        found = {field.get("name", ""): field.get("value", "") for field in form.iter() if field.get("name")}
        for area in (each for each in form.iter() if each.tag.endswith("textarea")):
            found[area.get("name", "")] = (area.text or "").lstrip("\n")
        return found

    def send(self, action: str, *, status: int = 303, **values: str) -> Page:
        """Send a form of the page that is open, with some fields as typed; follow to the next page."""
        if action == "notes" and not self.page.all("form", action=f"{self.base}/notes"):
            self.open("/notes")
        fields = self.fields(action) if self.page.all("form", action=f"{self.base}/{action}") else {}
        response = self.client.post(
            f"{self.base}/{action}", data={**fields, **values}, headers={"Accept-Language": "en"}
        )
        assert response.status_code == status, response.get_data(as_text=True)[:600]
        if status == 303:
            where = response.headers["Location"].partition("#")[0]
            self.page = PageClient(self.client).get(where)
        else:
            self.page = Page(response.get_data(as_text=True), status)
            check_page(self.page, action)
        return self.page

    def plan(self) -> PlanDocument:
        with Session(self.app.extensions["store_engine"]) as session:
            person = session.get(PersonRow, self.person_id)
            assert person is not None
            return read_shared_plan(person, Sealer((SEAL_KEY,)), today=TODAY).plan
