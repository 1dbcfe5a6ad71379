"""A hard word opens its meaning by touch and by key, closes again, and is a link where there is no JavaScript."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.browser.conftest import OpenPage

if TYPE_CHECKING:
    from playwright.sync_api import Page

MEANING = "The state lets you do a job"


def test_a_word_opens_its_meaning_in_its_place(
    open_page: OpenPage, axe: "Callable[[Page], list[str]]"
) -> None:
    page = open_page("/credentials")
    word, note = page.get_by_role("link", name="Licenses"), page.locator(".term-text")
    word.focus()
    page.keyboard.press("Enter")
    assert MEANING in note.inner_text()
    assert word.get_attribute("aria-expanded") == "true"
    assert MEANING in page.locator("[data-portal-live]").inner_text()
    box, at = note.bounding_box(), word.bounding_box()
    assert box is not None
    assert at is not None
    assert 0 <= box["y"] - at["y"] - at["height"] < 20, "it stands under its word"
    assert axe(page) == []
    page.keyboard.press("Escape")
    assert not note.is_visible()
    assert "Licenses" in page.evaluate("document.activeElement.textContent")
    assert word.get_attribute("aria-expanded") is None
    word.click()
    page.get_by_role("link", name="badges").click()
    assert "one skill" in note.inner_text(), "one meaning at a time"
    page.get_by_role("link", name="badges").click()
    assert not note.is_visible(), "a second tap closes it"


def test_on_a_phone_the_meaning_stands_at_the_foot_and_nothing_is_lost(open_page: OpenPage) -> None:
    page = open_page("/credentials", width=320, has_touch=True)
    page.get_by_role("link", name="Licenses").tap()
    box = page.locator(".term-text").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    assert 850 < box["y"] + box["height"] <= 900
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_without_javascript_a_word_leads_to_the_glossary(open_page: OpenPage) -> None:
    page = open_page("/credentials", java_script_enabled=False)
    page.get_by_role("link", name="Licenses").click()
    assert page.url.endswith("/glossary#license")
    assert MEANING in page.locator("#license").inner_text()
