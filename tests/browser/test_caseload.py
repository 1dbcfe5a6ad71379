"""The caseload in real Chromium: a class is read in and one student opened by keyboard, and axe on every page."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask
from sqlmodel import Session, select

from portal.domain.staff import Role
from portal.store.caseload_tables import PersonRow
from tests.browser.hands import Keys
from tests.browser.offices import sign_in_browser
from tests.browser.test_accessible import SMALLEST_TARGET_PX, TOO_SMALL
from tests.fixtures.loopback import serving
from tests.fixtures.staff_site import small_staff_site
from tests.portal.web.staff_world import StaffWorld

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CONFIG = Path(__file__).resolve().parents[2] / "config"
CLASS = (
    "Last Name,First Name,DOB,Student ID,Period\nMuñoz,Zoë,2010-01-01,17,3\nLee,Li,2010-02-02,18,3\n,,,19,3\n"
)
PAGES = {
    "week": "/staff",
    "people": "/staff/people",
    "add": "/staff/people/add",
    "list": "/staff/people/import",
    "groups": "/staff/groups",
    "person": "{ana}",
    "edit": "{ana}/edit",
    "notes": "{ana}/notes",
    "tasks": "{ana}/tasks",
    "ties": "{ana}/ties",
    "hand-over": "/staff/admin/hand-over?from={counselor}",
}


class School:
    """The site, and pages of the school's professionals."""

    def __init__(self, app: Flask, url: str, chromium: "Browser", *, world: StaffWorld) -> None:
        self.app, self.url, self.world = app, url, world
        self._chromium = chromium

    def open(self, path: str, *, role: Role = Role.COUNSELOR, width: int = 1280) -> "Page":
        options: dict[str, Any] = {"viewport": {"width": width, "height": 900}, "service_workers": "block"}
        context = self._chromium.new_context(base_url=self.url, locale="en-US", **options)
        sign_in_browser(context, self.app, self.url, account_id=self.world.account(role))
        page = context.new_page()
        page.set_default_timeout(8000)
        ana, counselor = f"/staff/people/{self.world.ana}", self.world.account(Role.COUNSELOR)
        page.goto(path.format(ana=ana, counselor=counselor))
        return page


@pytest.fixture(scope="module")
def school(
    chromium: "Browser", tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path
) -> Iterator[School]:
    with small_staff_site(tmp_path_factory.mktemp("school"), sqlite_template) as app:
        world: StaffWorld = app.extensions["staff_world"]
        with serving(app) as address:
            yield School(app, address, chromium, world=world)


def test_a_class_is_read_in_and_one_student_opened_by_keyboard(
    school: School, axe: "Callable[..., list[str]]", tmp_path: Path
) -> None:
    file = tmp_path / "class.csv"
    file.write_text(CLASS, encoding="utf-8")
    page = school.open("/staff")
    keys = Keys(page)
    keys.use(".staff-nav a[href='/staff/people']")
    page.get_by_role("heading", name="People", exact=True).wait_for()
    keys.use("main a[href='/staff/people/import']")
    page.get_by_role("heading", name="Read in a class list").wait_for()
    page.set_input_files("#list-file", file)
    keys.use("main form button")
    page.get_by_role("heading", name="2 people would be added").wait_for()
    assert axe(page) == []
    assert "Left out and not kept: DOB" in page.locator("main").inner_text()
    assert "Line 4: There is no name." in page.locator("main").inner_text()
    keys.use("form[action$='/do'] button, [formaction$='/do']")
    page.get_by_role("heading", name="2 people added").wait_for()
    assert axe(page) == []
    keys.use("main a[href='/staff/people?state=unasked']")
    page.locator("#people-q").wait_for()
    keys.write("#people-q", "zoë")
    page.keyboard.press("Enter")
    page.get_by_text("1 person", exact=True).wait_for()
    with Session(school.app.extensions["store_engine"]) as session:
        ids = list(session.exec(select(PersonRow.id).where(PersonRow.way == "import")))
    assert len(ids) == 2
    keys.use("main tbody a")
    page.get_by_role("heading", name="Zoë Muñoz", exact=True).wait_for()
    assert axe(page) == []
    keys.use("main a[href$='/ties']")
    page.get_by_role("heading", name="Add a colleague").wait_for()
    keys.write("#reason", "helps with applications")
    page.keyboard.press("Enter")
    page.get_by_text("Added.").wait_for()
    assert axe(page) == []
    page.context.close()


@pytest.mark.parametrize("name", PAGES)
def test_no_page_breaks_a_rule_in_any_theme_or_width(
    school: School, axe: "Callable[..., list[str]]", name: str
) -> None:
    role = Role.ADMINISTRATOR if name == "hand-over" else Role.COUNSELOR
    page = school.open(PAGES[name], role=role)
    assert axe(page) == []
    page.emulate_media(color_scheme="dark")
    assert axe(page, "color-contrast") == []
    for width in (768, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} scrolls sideways"
    assert page.evaluate(TOO_SMALL, SMALLEST_TARGET_PX) == []
    page.context.close()
