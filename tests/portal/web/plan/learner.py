"""A browser without JavaScript, which follows the forms of a plan as they stand on the page."""

import re

from flask import Flask
from flask.testing import FlaskClient

from portal.domain.plan_document import PlanDocument
from portal.web.plan.link import read_signed_plan, sign_plan
from tests.portal.web.page_client import Page, check_page

LADDER = "/ladder?goal=occupation:29-2061&region=zip:46402:25&held=high-school-diploma"


class Learner:
    """One browser."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()
        self.page: Page
        self.address = ""

    def open(self, address: str, *, status: int = 200) -> Page:
        response = self.client.get(address, headers={"Accept-Language": "en"})
        assert response.status_code == status, address
        self.page, self.address = Page(response.get_data(as_text=True), status), address
        check_page(self.page, address)
        return self.page

    def send(self, action: str, *, status: int = 200, **values: str) -> Page:
        """Send the first form that goes to `action`, some of its fields filled in, and follow where it leads."""
        form = next(
            form
            for form in self.page.all("form", action=action)
            if all(
                value in [f.get("value") for f in form.iter() if f.get("name") == name]
                for name, value in values.items()
                if name in ("part", "key")
            )
        )
        fields = {
            each.get("name"): each.get("value") or "".join(each.itertext())
            for each in form.iter()
            if each.get("name")
        }
        response = self.client.post(action, data={**fields, **values}, headers={"Accept-Language": "en"})
        if response.status_code == 303:
            self.address = response.headers["Location"]
            response = self.client.get(self.address, headers={"Accept-Language": "en"})
        assert response.status_code == status, response.get_data(as_text=True)[:300]
        self.page = Page(response.get_data(as_text=True), status)
        check_page(self.page, self.address)
        self.headers = response.headers
        return self.page

    def plan(self) -> PlanDocument:
        token = next(
            e.get("data-portal-plan") for e in self.page.all("div") if "data-portal-plan" in e.attrib
        )
        assert token
        return read_signed_plan(token, secret=self.app.extensions["settings"].secret_key)

    def code(self) -> str:
        found = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", self.page.words())
        assert found
        return found[0]


def with_ladder(learner: Learner) -> Learner:
    """The learner, who saved a ladder."""
    learner.open(LADDER)
    learner.send("/plan/ladders")
    return learner


def token_of(learner: Learner, plan: PlanDocument) -> str:
    """A plan as links of the learner's site carry it."""
    return sign_plan(plan, secret=learner.app.extensions["settings"].secret_key)
