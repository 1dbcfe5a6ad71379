"""Occupation pages with all reference data, in real Chromium: axe, small screen, dark, Spanish, the map by keyboard."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlmodel import Session

from portal.store.engine import open_engine
from portal.web.app import create_app
from tests.browser.test_accessible import SMALLEST_TARGET_PX, TOO_SMALL
from tests.fixtures.loopback import serving
from tests.portal.web.test_occupations import AIDES, CONFIG, add_reference
from tests.portal.web.world import fill_store, settings_for

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAGES = {
    "list": "/occupations?q=nurs",
    "occupation": AIDES,
    "outlook map": f"{AIDES}&map=outlook",
    "little known": "/occupations/29-2061",
    "compare": "/occupations/compare?soc=31-1131,29-2061",
}


@pytest.fixture(scope="module")
def full_url(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("full-site")
    shutil.copyfile(sqlite_template, folder / "site.sqlite")
    url = f"sqlite:///{folder / 'site.sqlite'}"
    fill_store(url, CONFIG)
    engine = open_engine(url)
    with Session(engine) as session:
        add_reference(session, folder)
        session.commit()
    engine.dispose()
    app = create_app(settings_for(url, folder, CONFIG))
    with serving(app) as address:
        yield address


@pytest.mark.browser
@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "es")])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_nothing_is_lost_on_a_small_screen(
    chromium: "Browser",
    full_url: str,
    axe: "Callable[[Page], list[str]]",
    name: str,
    scheme: str,
    language: str,
) -> None:
    context = chromium.new_context(
        base_url=full_url,
        viewport={"width": 320, "height": 700},
        color_scheme=scheme,
        reduced_motion="reduce",
    )
    page = context.new_page()
    wish = "&" if "?" in PAGES[name] else "?"
    page.goto(f"{PAGES[name]}{wish}lang={language}")
    for details in page.query_selector_all("details"):
        details.evaluate("e => e.open = true")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate(TOO_SMALL, SMALLEST_TARGET_PX) == []
    context.close()


@pytest.mark.browser
def test_the_map_changes_by_keyboard_and_keeps_its_address(chromium: "Browser", full_url: str) -> None:
    context = chromium.new_context(base_url=full_url, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(AIDES)
    page.get_by_role("link", name="Outlook").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**map=outlook**")
    page.get_by_text("Expected change in jobs by state").first.wait_for()
    assert page.locator("#occupations-map [aria-current=true]").inner_text() == "Outlook"
    context.close()
