"""What matters, chosen on a phone: with the fold open, by axe, without JavaScript, and back again."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import OpenPage
from tests.browser.test_accessible import SMALLEST_TARGET_PX, TOO_SMALL
from tests.portal.web.world import OPEN

if TYPE_CHECKING:
    from playwright.sync_api import Page

NEEDS = "needs=standing,lifting,noise,shift-day,transport,hours-20,pay-40000"
PAGES = {
    "job": f"/jobs/{OPEN}?held=food-handler&region=zip:46402:25&{NEEDS}",
    "jobs": f"/jobs?held=cna-in&region=zip:46402:25&{NEEDS}",
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_with_the_choice_open(
    open_page: OpenPage, axe: "Callable[[Page], list[str]]", name: str, scheme: str
) -> None:
    page = open_page(PAGES[name], color_scheme=scheme, width=320)
    page.locator(".needs > summary").click()
    assert page.get_by_label("No heavy lifting").is_checked()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate(TOO_SMALL, SMALLEST_TARGET_PX) == []


def test_what_matters_is_chosen_by_keyboard_on_the_page_of_a_job(open_page: OpenPage) -> None:
    page = open_page(f"/jobs/{OPEN}?held=cna-in")
    page.locator(".needs > summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.get_by_role("button", name="Show what fits").press("Enter")
    page.wait_for_url("**needs=standing**")
    assert "held=cna-in" in page.url
    assert "Not much standing" in page.locator("section.fit .asks").last.inner_text()


def test_what_matters_is_chosen_and_taken_off_without_javascript(open_page: OpenPage) -> None:
    page = open_page("/jobs?held=cna-in", java_script_enabled=False)
    before = page.locator(".cards > li").count()
    page.locator(".needs > summary").click()
    page.get_by_label("They train you").check()
    page.get_by_role("button", name="Show what fits").click()
    assert "needs=training" in page.url
    assert page.locator(".cards > li").count() == before
    assert "Ask: They train you" in page.locator(".cards").inner_text()
    page.locator(".needs > summary").click()
    page.get_by_label("They train you").uncheck()
    page.get_by_role("button", name="Show what fits").click()
    assert "needs=training" not in page.url
