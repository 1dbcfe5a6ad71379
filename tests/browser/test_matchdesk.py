"""The match desk in real Chromium: a client's way from the desk to a placement by keyboard, and axe on every page."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask
from sqlmodel import Session, select

from portal.domain.plan_document import PlanDocument
from portal.domain.staff import Purpose, Role
from portal.store.desk_tables import ShortlistRow
from portal.store.sealing import Sealer
from tests.browser.hands import Keys
from tests.browser.offices import sign_in_browser
from tests.browser.test_accessible import SMALLEST_TARGET_PX, TOO_SMALL
from tests.fixtures.loopback import serving
from tests.fixtures.staff_site import small_staff_site
from tests.portal.web.staff_world import SEAL_KEY, StaffWorld, add_person
from tests.portal.web.world import OPEN, TODAY

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CONFIG = Path(__file__).resolve().parents[2] / "config"
PAGES = {
    "desk": "desk?band=qualifies",
    "changes": "desk/changes",
    "job": f"desk/{OPEN}",
    "sheet": "shortlist/sheet",
}


class Office:
    """The site, and pages of the agency's VR counselor, who has a client."""

    def __init__(
        self, app: Flask, url: str, chromium: "Browser", *, world: StaffWorld, client_id: str
    ) -> None:
        self.app, self.url, self.world, self.client_id = app, url, world, client_id
        self._chromium = chromium

    @property
    def base(self) -> str:
        return f"/staff/people/{self.client_id}"

    def open(self, path: str, *, width: int = 1280, **options: Any) -> "Page":
        context = self._chromium.new_context(
            base_url=self.url, viewport={"width": width, "height": 900}, service_workers="block", **options
        )
        sign_in_browser(
            context, self.app, self.url, account_id=self.world.account(Role.VR_COUNSELOR, "agency")
        )
        page = context.new_page()
        page.set_default_timeout(8000)
        page.goto(path if path.startswith("/") else f"{self.base}/{path}")
        return page


@pytest.fixture(scope="module")
def office(
    chromium: "Browser", tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path
) -> Iterator[Office]:
    with small_staff_site(tmp_path_factory.mktemp("office"), sqlite_template) as app:
        world: StaffWorld = app.extensions["staff_world"]
        with Session(app.extensions["store_engine"]) as session:
            client_id = add_person(
                session,
                Sealer((SEAL_KEY,)),
                world.agency,
                label="Kim",
                account_id=world.account(Role.VR_COUNSELOR, "agency"),
                purposes=tuple(Purpose),
                plan=PlanDocument(created_on=TODAY, changed_on=TODAY, held=("cna-in",)),
            )
            session.commit()
        with serving(app) as address:
            yield Office(app, address, chromium, world=world, client_id=client_id)


def test_a_client_goes_from_the_desk_to_a_placement_by_keyboard(
    office: Office, axe: "Callable[..., list[str]]"
) -> None:
    page = office.open("desk")
    keys = Keys(page)
    keys.write("#desk-region", "46402")
    keys.write("#desk-most_hours", "30")
    keys.write("#desk-least_pay_usd", "30000")
    keys.use("input[value=standing]")
    keys.use("#desk-form button")
    page.get_by_text("That is every open job here").wait_for()
    assert axe(page) == []
    keys.use(".desk-tabs a[href$='/changes']")
    page.get_by_role("heading", name="A change that the employer makes").wait_for()
    assert axe(page) == []
    page.go_back()
    keys.use(f".desk-card a[href$='/desk/{OPEN}']")
    page.get_by_role("heading", name="How this job fits Kim").wait_for()
    assert axe(page) == []
    keys.use(f"form[action$='/shortlist']:has(input[value='{OPEN}']) button")
    page.get_by_role("heading", name="Write down what happened").wait_for()
    assert axe(page) == []
    keys.write("#entry-status", "Placed")
    keys.write("#entry-wage", "18.25")
    keys.write("#entry-hours", "24")
    keys.use("form.stack button")
    page.get_by_text("$18.25 an hour · 24 hours a week").wait_for()
    page.goto("/staff/outcomes")
    row = page.locator("section[aria-labelledby=figures] tr", has_text="Pay an hour at placement")
    assert "$18.25" in row.inner_text()
    assert axe(page) == []
    with Session(office.app.extensions["store_engine"]) as session:
        (entry,) = session.exec(select(ShortlistRow).where(ShortlistRow.person_id == office.client_id)).all()
    assert (entry.posting_id, entry.status) == (OPEN, "placed")
    page.context.close()


@pytest.mark.parametrize("name", PAGES)
def test_no_page_breaks_a_rule_in_any_theme_or_width(
    office: Office, axe: "Callable[..., list[str]]", name: str
) -> None:
    page = office.open(PAGES[name])
    assert axe(page) == []
    page.emulate_media(color_scheme="dark")
    assert axe(page, "color-contrast") == []
    for width in (768, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} scrolls sideways"
    assert page.evaluate(TOO_SMALL, SMALLEST_TARGET_PX) == []
    page.goto(page.url + ("&" if "?" in page.url else "?") + "lang=es")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, f"{name} scrolls sideways in Spanish"
    page.context.close()
