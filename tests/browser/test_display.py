"""Colours, size, spacing, movement: at once with JavaScript, by a form without; nothing is lost at the largest."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import OpenPage
from tests.browser.test_accessible import CUT_OFF, PAGES

if TYPE_CHECKING:
    from playwright.sync_api import Page

GROUND = "getComputedStyle(document.body).backgroundColor"


def test_a_choice_counts_at_once_and_on_the_next_page(
    open_page: OpenPage, axe: "Callable[[Page], list[str]]"
) -> None:
    page = open_page("/", width=320)
    page.locator(".site-display > summary").click()
    panel = page.locator(".site-display-panel")
    panel.get_by_label("High contrast").check()
    assert page.evaluate(GROUND) == "rgb(0, 0, 0)"
    panel.get_by_label("Larger").check()
    panel.get_by_label("Wide").check()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.keyboard.press("Escape")
    assert not panel.is_visible()
    assert "Display" in page.evaluate("document.activeElement.textContent")
    page.goto("/jobs")
    assert page.evaluate("({...document.documentElement.dataset})") == {
        "theme": "contrast",
        "text": "larger",
        "space": "wide",
    }
    page.goto("/display")
    page.locator("main").get_by_label("Light").check()
    assert page.evaluate(GROUND) == "rgb(251, 247, 239)"


def test_the_form_works_without_javascript(open_page: OpenPage) -> None:
    page = open_page("/jobs?q=nurse", java_script_enabled=False, color_scheme="light")
    page.locator(".site-display > summary").click()
    page.locator(".site-display-panel").get_by_label("Dark").check()
    page.get_by_role("button", name="Use these").click()
    assert page.url.endswith("/jobs?q=nurse")
    assert page.locator("html").get_attribute("data-theme") == "dark"


@pytest.mark.parametrize("width", [320, 1280])
def test_the_largest_text_loses_nothing(open_page: OpenPage, width: int) -> None:
    page = open_page("/display", width=width)
    page.context.add_cookies(
        [{"name": "rungs_display", "value": "theme-dark.text-larger.space-wide", "url": page.url}]
    )
    for name in ("start", "jobs", "job", "ladder", "credential", "search", "empty plan"):
        page.goto(PAGES[name])
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert page.evaluate(CUT_OFF) == [], name
