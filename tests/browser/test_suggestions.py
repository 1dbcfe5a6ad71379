"""The open list under the search box: keys, what a screen reader hears, axe, a narrow screen."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import OpenPage
from tests.browser.test_accessible import SMALLEST_TARGET_PX

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHOSEN = "[role=option][aria-selected=true]"


def typed(page: "Page", text: str) -> "Page":
    page.locator("main [role=combobox]").press_sequentially(text)
    page.wait_for_selector("main [role=listbox]:not([hidden]) [role=option]")
    return page


def active(page: "Page") -> str:
    """Text of the option that the box names as the active one; empty: none."""
    return str(
        page.evaluate(
            "() => { const box = document.querySelector('main [role=combobox]');"
            " const id = box.getAttribute('aria-activedescendant');"
            " return id ? document.getElementById(id).innerText.replace(/\\s+/g, ' ').trim() : '' }"
        )
    )


def test_arrows_home_and_end_move_and_the_focus_stays_in_the_box(open_page: OpenPage) -> None:
    page = typed(open_page("/search"), "nurse a")
    box, options = page.locator("main [role=combobox]"), page.locator("main [role=option]")
    texts = [" ".join(text.split()) for text in options.all_inner_texts()]
    assert len(texts) >= 3
    assert box.get_attribute("aria-expanded") == "true"
    assert active(page) == ""
    for key, wanted in (
        ("ArrowDown", texts[0]), ("ArrowDown", texts[1]), ("ArrowUp", texts[0]), ("ArrowUp", texts[-1]),
        ("ArrowDown", texts[0]), ("End", texts[-1]), ("Home", texts[0]),
    ):  # fmt: skip
        page.keyboard.press(key)
        assert active(page) == wanted, key
        assert page.locator(CHOSEN).count() == 1
    assert page.evaluate("() => document.activeElement.id") == "search-q"


def test_escape_closes_and_keeps_the_words_and_enter_without_a_choice_searches(open_page: OpenPage) -> None:
    page = typed(open_page("/search"), "nurse a")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    box = page.locator("main [role=combobox]")
    assert box.get_attribute("aria-expanded") == "false"
    assert box.get_attribute("aria-activedescendant") is None
    assert box.input_value() == "nurse a"
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=nurse+a")


def test_enter_on_a_choice_goes_there(open_page: OpenPage) -> None:
    page = typed(open_page("/search"), "practical nurse")
    page.keyboard.press("ArrowDown")
    wanted = page.locator(CHOSEN).get_attribute("data-href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{wanted}")


def test_a_screen_reader_hears_how_many_there_are_and_when_there_are_none(open_page: OpenPage) -> None:
    page = typed(open_page("/search"), "nurse a")
    count = page.locator("main [role=option]").count()
    said = page.locator("main [data-portal-suggest-status]")
    assert said.inner_text() == f"{count} suggestions. Use the up and down arrows."
    page.locator("main [role=combobox]").fill("zzzzqq")
    page.wait_for_selector("main [data-portal-suggest-status] >> text='No suggestions.'", state="attached")
    assert page.locator("main [role=listbox]").is_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("path", "language"), [("/search", "en"), ("/jobs", "es")])
def test_axe_finds_nothing_with_the_list_open(
    open_page: OpenPage, axe: "Callable[[Page], list[str]]", scheme: str, path: str, language: str
) -> None:
    page = typed(open_page(f"{path}?lang={language}", color_scheme=scheme, width=320), "nurs")
    page.keyboard.press("ArrowDown")
    assert axe(page) == []
    small = [
        box for option in page.locator("main [role=option]").all()
        if (box := option.bounding_box()) and box["height"] < SMALLEST_TARGET_PX
    ]  # fmt: skip
    assert small == []
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
