"""The interest profile in Chromium: by keyboard, by touch, without JavaScript, in Spanish, and what axe finds."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import OpenPage
from tests.browser.test_accessible import SMALLEST_TARGET_PX, TOO_SMALL

if TYPE_CHECKING:
    from playwright.sync_api import Page

HELPING = "nnnlnn" * 5
KEPT = "localStorage.getItem('rungs-interests-pictures')"
RESULT = f"/interests/pictures/result?answers={'lnnlnn' * 5}&region=zip:46402:25"
PAGES = {
    "ways in": "/?region=zip:46402:25",
    "surprise": "/surprise?seed=1&region=zip:46402:25",
    "what is held": "/held?field=health-science&held=cna-in",
    "choose": "/interests",
    "one picture": "/interests/pictures?at=7",
    "all pictures": "/interests/pictures?view=all",
    "words": "/interests/words?go=result",
    "result": RESULT,
    "too few answers": "/interests/pictures/result?answers=lll",
}


def test_thirty_pictures_by_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page("/interests/pictures")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "a1":
            break
    assert page.evaluate("getComputedStyle(document.activeElement.closest('label')).outlineWidth") == "3px"
    page.keyboard.press("ArrowDown")
    assert page.locator("#q1").is_visible(), "arrows choose among the answers and do not go on"
    page.keyboard.press("3")
    page.wait_for_selector("#q2:visible")
    assert page.evaluate("document.activeElement.name") == "a2"
    assert page.text_content("[data-portal-live]") == "1 of 30 answered"
    assert page.get_attribute("[data-portal-interests-read]", "data-read-aloud") == "q2"
    page.keyboard.press("Enter")
    page.wait_for_selector("#q3:visible")
    page.go_back()
    page.wait_for_selector("#q2:visible")
    page.locator("#q2 input").first.focus()
    for code in HELPING[1:]:
        page.keyboard.press({"l": "1", "u": "2", "n": "3"}[code])
    page.wait_for_url("**/interests/pictures/result?**")
    assert "help, teach and care for people" in page.text_content("main")
    page.get_by_role("button", name="Keep in my plan").first.press("Enter")
    page.wait_for_url("**/plan**")
    assert "Nurs" in page.text_content("main")


def test_a_tap_goes_on_and_answers_stay_in_this_browser_only(open_page: OpenPage) -> None:
    page = open_page("/interests/pictures", width=390, has_touch=True)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for place in range(1, 8):
        page.wait_for_selector(f"#q{place}:visible")
        page.locator(f"#q{place} .answer").first.tap()
    page.wait_for_selector("#q8:visible")
    assert page.evaluate(KEPT) == "lllllll"
    assert "answers" not in page.url
    assert not [url for url in asked if "/static/" not in url], "nothing is sent"
    page.goto("/interests")
    page.get_by_role("link", name="Go on where you stopped").tap()
    page.wait_for_selector("#q8:visible")
    assert "7 of 30 answered" in page.text_content("form.interests")
    page.get_by_role("link", name="Back").tap()
    page.wait_for_selector("#q7:visible")
    assert page.locator("#q7 input").first.is_checked()
    page.get_by_role("link", name="Start over").tap()
    page.wait_for_selector("#q1:visible")
    assert page.evaluate(KEPT) is None
    page.get_by_role("button", name="Bring my answers back").tap()
    page.wait_for_selector("#q8:visible")
    assert page.evaluate(KEPT) == "lllllll"


def test_answers_of_a_link_count_before_kept_ones_and_leave_the_address(open_page: OpenPage) -> None:
    page = open_page("/interests/pictures?answers=nu")
    page.wait_for_selector("#q3:visible")
    assert page.evaluate(KEPT) == "nu"
    assert "answers" not in page.url


def test_without_javascript_and_in_spanish(open_page: OpenPage) -> None:
    page = open_page("/interests/pictures?lang=es&at=30&answers=" + HELPING[:29], java_script_enabled=False)
    assert page.locator("#q30").is_visible()
    assert page.locator("[role=radiogroup]:visible").count() == 1
    page.get_by_text("No es para mí").locator("visible=true").click()
    page.get_by_role("button", name="Siguiente").click()
    assert "ayudar, enseñar y cuidar a la gente" in (page.text_content("main") or "")
    assert "answers=" + HELPING in page.url


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_on_a_small_dark_phone(
    open_page: OpenPage, axe: "Callable[[Page], list[str]]", name: str
) -> None:
    page = open_page(PAGES[name], width=320, color_scheme="dark", reduced_motion="reduce")
    for details in page.query_selector_all("details"):
        details.evaluate("e => { e.open = true }")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate(TOO_SMALL, SMALLEST_TARGET_PX) == []


def test_pictures_are_seen_in_forced_colours(open_page: OpenPage) -> None:
    page = open_page("/interests/pictures", forced_colors="active")
    line = "getComputedStyle(document.querySelector('.picture')).color"
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(line) != page.evaluate(ground)


@pytest.mark.parametrize("path", ["/interests/pictures?view=all", RESULT + "&all=1"])
def test_first_view_weighs_at_most_100_kb(open_page: OpenPage, path: str) -> None:
    """All thirty pictures with the page, its styles, scripts and fonts, as they come over the wire."""
    page = open_page("about:blank")
    sizes: list[int] = []
    page.on("response", lambda answer: sizes.append(answer.request.sizes()["responseBodySize"]))
    page.goto(path, wait_until="networkidle")
    assert len(sizes) > 4
    assert sum(sizes) <= 100_000


def test_the_other_credentials_come_when_somebody_looks_for_one(open_page: OpenPage) -> None:
    page = open_page("/?held=cna-in")
    page.get_by_label("Find a credential in the list").focus()
    page.wait_for_selector("[data-portal-picker-all]", state="detached")
    held = page.locator("input[name=held]")
    values = held.evaluate_all("boxes => boxes.map(box => box.value)")
    assert len(values) == len(set(values)), "each stands once"
    assert page.locator("input[name=held]:checked").count() == 1
