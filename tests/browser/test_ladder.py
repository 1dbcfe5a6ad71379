"""The ladder's choices in real Chromium: by keyboard alone, without JavaScript, at 320 px, in the dark, light."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import OpenPage
from tests.browser.test_accessible import SMALLEST_TARGET_PX, TOO_SMALL
from tests.browser.test_journeys import FOCUS, tab_to
from tests.portal.web.test_pages import LADDER

if TYPE_CHECKING:
    from playwright.sync_api import Page

WIDE = "() => document.documentElement.scrollWidth"
OPEN_ALL = "() => document.querySelectorAll('main details').forEach((each) => { each.open = true })"


def test_a_limit_by_keyboard_alone_and_its_one_tap_way_out(open_page: OpenPage) -> None:
    page = open_page(LADDER)
    page.evaluate("window.stayed = true")
    tab_to(page, "#ladder-budget")
    page.keyboard.press("Enter")
    assert page.locator("#ladder-limits").evaluate("each => each.open"), "the link opens what it leads to"
    tab_to(page, 'id="ladder-budget"', limit=80)  # once round the page
    page.keyboard.type("300")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"budget=300$"))
    assert page.evaluate("window.stayed") is True, "the page was loaded whole"
    page.wait_for_selector("text=There is no way for $300.")
    page.wait_for_function("document.querySelector('[data-portal-live]').textContent.length > 0")
    page.get_by_role("link", name="Allow $9,300").press("Enter")
    page.wait_for_url(re.compile(r"budget=9300$"))
    page.wait_for_selector(".rung--next")
    tab_to(page, 'id="limit-budget"')
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"held=high-school-diploma$"))


def test_other_ways_and_the_calendar_by_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page(LADDER)
    page.locator("#pathways-timeline summary").focus()
    page.keyboard.press("Enter")
    assert page.locator(".timeline li").count() == 2
    tab_to(page, 'id="other-ways-link"')
    page.keyboard.press("Enter")
    page.wait_for_selector("h2#other-ways")
    assert page.url.endswith("held=high-school-diploma"), "the address stays the ladder's"
    assert "other-ways" in page.evaluate(FOCUS)


def test_all_choices_without_javascript(open_page: OpenPage) -> None:
    page = open_page(LADDER + ",cna-in", java_script_enabled=False)
    page.locator("#ladder-limits > summary").click()
    page.get_by_label("Most that I can pay, in dollars").fill("500")
    page.get_by_label("First day").fill("2026-09-01")
    page.get_by_label("I can take steps side by side").check()
    page.locator("#ladder-runs-out > summary").click()
    page.get_by_label("It has run out: Certified Nurse Aide (Indiana)").check()
    page.get_by_role("button", name="Update my ladder").click()
    assert "lapsed=cna-in" in page.url
    assert "There is no way for $500." in page.locator("main").inner_text()
    page.get_by_role("link", name="Allow $9,300").click()
    assert "Start on Sep 1, 2026" in page.locator("#pathways-timeline").inner_text()
    page.get_by_role("link", name=re.compile("Certified Nurse Aide .*run out")).click()
    assert "lapsed" not in page.url
    page.get_by_role("link", name="Other ways and why they come after this one").click()
    assert "Other ways to Licensed practical" in page.locator("h1").inner_text()
    page.get_by_role("link", name="Back to your ladder").click()
    page.get_by_role("link", name="Change the goal").click()
    page.get_by_label("Find work or a credential").fill("CNA")
    page.get_by_role("button", name="Find").click()
    page.get_by_label("Nursing assistant").check()
    page.get_by_role("button", name="Show my ladder").click()
    assert "goal=occupation:31-1131" in page.url
    assert "budget=9300" in page.url, "what else was chosen stays"


def test_typing_narrows_the_goals_and_keeps_the_chosen_one(open_page: OpenPage) -> None:
    page = open_page("/")
    box = page.get_by_label("Find work or a credential")
    box.press_sequentially("food")
    page.wait_for_selector("#pathways-goals >> text=2 goals fit.")
    assert "goal-work" in page.evaluate(FOCUS), "the focus stays in the box"
    page.get_by_label("Food preparation worker").check()
    box.fill("nurs")
    page.wait_for_selector("#pathways-goals >> text=Licensed practical nurse")
    assert page.get_by_label("Food preparation worker").is_checked()


STATES = (
    LADDER + "&budget=300&weeks=4",
    LADDER + ",cna-in,old-one&way=soonest&until=cna-in:2026-08-01&parallel=1",
    LADDER + "&budget=abc",
    "/ladder?goal=doors:2&region=zip:46402:25",
    LADDER.replace("/ladder", "/ladder/other-ways"),
    "/ladder/goals?work=nurse",
)


@pytest.mark.parametrize("path", STATES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_with_all_opened(
    open_page: OpenPage, axe: "Callable[[Page], list[str]]", path: str, scheme: str
) -> None:
    page = open_page(path, color_scheme=scheme, reduced_motion="reduce")
    page.evaluate(OPEN_ALL)
    assert axe(page) == []


@pytest.mark.parametrize("path", STATES)
def test_on_a_small_phone_nothing_is_too_wide_or_too_small_to_tap(open_page: OpenPage, path: str) -> None:
    page = open_page(path, width=320)
    page.evaluate(OPEN_ALL)
    assert page.evaluate(WIDE) <= 320
    assert page.evaluate(TOO_SMALL, SMALLEST_TARGET_PX) == []


@pytest.mark.parametrize("path", STATES[1:2])
def test_the_first_view_weighs_at_most_100_kb(open_page: OpenPage, path: str) -> None:
    page = open_page("about:blank")
    sizes: list[int] = []
    page.on("response", lambda answer: sizes.append(answer.request.sizes()["responseBodySize"]))
    page.goto(path, wait_until="networkidle")
    assert len(sizes) > 4
    assert sum(sizes) <= 100_000


def test_paper_carries_the_calendar_opened_and_no_form(open_page: OpenPage) -> None:
    page: Page = open_page(LADDER)
    page.emulate_media(media="print")
    assert page.locator(".timeline").is_visible()
    assert not page.locator("#pathways-change").is_visible()
    assert not page.locator("#other-ways-link").is_visible()
