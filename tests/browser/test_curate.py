"""The curator's desk and the reports in real Chromium: three entries decided by keyboard, and axe on every page."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask
from sqlmodel import Session, col, select

from portal.domain.staff import Role
from portal.store.curate_tables import CurateStepRow
from portal.store.review_tables import ReviewDecisionRow
from tests.browser.hands import Keys
from tests.browser.offices import sign_in_browser
from tests.browser.test_accessible import SMALLEST_TARGET_PX, TOO_SMALL
from tests.fixtures.loopback import serving
from tests.fixtures.staff_site import small_staff_site
from tests.portal.web.curate.curate_world import fill_curate_world
from tests.portal.web.reports.report_world import fill_report_world
from tests.portal.web.staff_world import StaffWorld

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CONFIG = Path(__file__).resolve().parents[2] / "config"
PAGES = {
    "desk": (Role.CURATOR, "/staff/curate"),
    "entry": (Role.CURATOR, "/staff/curate/4"),
    "records": (Role.CURATOR, "/staff/curate/rejected:usajobs:unknown-category"),
    "report": (Role.COUNSELOR, "/staff/reports?period=month&group={group}"),
}


class Desk:
    """The site, and pages of professionals who are signed in."""

    def __init__(self, app: Flask, url: str, chromium: "Browser", *, world: StaffWorld, group: str) -> None:
        self.app, self.url, self.world, self.group = app, url, world, group
        self._chromium = chromium

    def open(self, role: Role, path: str, *, width: int = 1280, **options: Any) -> "Page":
        """A page as somebody of the school sees it."""
        context = self._chromium.new_context(
            base_url=self.url, viewport={"width": width, "height": 900}, service_workers="block", **options
        )
        sign_in_browser(context, self.app, self.url, account_id=self.world.account(role))
        page = context.new_page()
        page.set_default_timeout(8000)
        page.goto(path.format(group=self.group))
        return page


@pytest.fixture(scope="module")
def desk(
    chromium: "Browser", tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path
) -> Iterator[Desk]:
    with small_staff_site(tmp_path_factory.mktemp("desk"), sqlite_template) as app:
        world: StaffWorld = app.extensions["staff_world"]
        with Session(app.extensions["store_engine"]) as session:
            fill_curate_world(session)
            group, _ = fill_report_world(session, world)
            session.commit()
        with serving(app) as address:
            yield Desk(app, address, chromium, world=world, group=group)


def test_three_entries_are_decided_by_keyboard(desk: Desk) -> None:
    page = desk.open(Role.CURATOR, "/staff/curate?kind=understanding")
    keys = Keys(page)
    keys.use(".curate-list a")
    page.get_by_role("heading", name="Which kind of work is this title?").wait_for()
    keys.use("input[value='assign 31-1131']")
    keys.use("main form button")
    page.get_by_text("Written down. Here is the next one.").wait_for()
    page.get_by_role("heading", name="Which credential does this name mean?").wait_for()
    keys.use("input[value=other]")
    keys.write("#curate-other", "cna-in")
    keys.write("#curate-note", "Asked the employer")
    keys.use("main form button")
    page.get_by_role("heading", name="Which kind of work is this title?").wait_for()
    keys.use("input[value=defer]")
    keys.write("#curate-note", "Nobody knows yet")
    page.keyboard.press("Tab")
    page.keyboard.type("07012026")
    keys.use("main form button")
    page.get_by_role("heading", name="Which place is this?").wait_for()
    with Session(desk.app.extensions["store_engine"]) as session:
        decided = session.exec(select(ReviewDecisionRow).order_by(col(ReviewDecisionRow.id))).all()
        (put_off,) = session.exec(select(CurateStepRow)).all()
    assert [(row.value, row.note) for row in decided] == [("31-1131", ""), ("cna-in", "Asked the employer")]
    assert str(put_off.until) == "2026-07-01"
    page.context.close()


@pytest.mark.parametrize("name", PAGES)
def test_no_page_breaks_a_rule_in_any_theme_or_width(
    desk: Desk, axe: "Callable[..., list[str]]", name: str
) -> None:
    role, path = PAGES[name]
    page = desk.open(role, path, width=320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate(TOO_SMALL, SMALLEST_TARGET_PX) == []
    assert axe(page) == []
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme="dark")
    assert axe(page, "color-contrast", "scrollable-region-focusable") == []
    page.context.close()
