"""From the start page to a job: by keyboard alone, without JavaScript, and with htmx."""

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import OpenPage
from tests.portal.web.test_pages import LADDER

if TYPE_CHECKING:
    from playwright.sync_api import Page

FOCUS = "() => document.activeElement.outerHTML.slice(0, 200)"
RING = "() => { const s = getComputedStyle(document.activeElement); return s.outlineStyle + ' ' + s.outlineWidth }"


def tab_to(page: "Page", wanted: str, *, limit: int = 60) -> None:
    """Press Tab until the focused element's markup holds `wanted`; each stop must show the focus."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        if wanted in page.evaluate(FOCUS):
            return
    raise AssertionError(f"{wanted} was not reached in {limit} tabs; at {page.evaluate(FOCUS)}")


def test_start_to_ladder_to_job_by_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page("/")
    page.keyboard.press("Tab")
    assert "Skip to the content" in page.evaluate(FOCUS)
    page.keyboard.press("Enter")
    tab_to(page, 'id="region"')
    assert page.evaluate(RING) == "solid 3px"
    page.keyboard.type("46402")
    tab_to(page, 'value="high-school-diploma"')
    page.keyboard.press("Space")
    tab_to(page, 'id="goal-work"')
    page.keyboard.type("Licensed Practical")
    page.wait_for_selector("#pathways-goals :text('2 goals fit.')")
    tab_to(page, 'value="occupation:29-2061"')
    page.keyboard.press("Space")
    tab_to(page, "Show my ladder")
    page.keyboard.press("Enter")
    page.wait_for_url(
        re.compile(r"/ladder\?goal=occupation:29-2061&region=zip:46402:25&held=high-school-diploma$")
    )
    assert page.locator("h1").inner_text().startswith("Your ladder to Licensed practical")
    tab_to(page, "<summary>Good to know")
    page.keyboard.press("Enter")
    assert page.locator("details.why[open]").count() == 1
    tab_to(page, "opened_by")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/jobs\?"))
    tab_to(page, 'href="/jobs/')
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/jobs/\d+"))
    assert "What it asks for" in page.locator("main").inner_text()


def test_the_whole_way_without_javascript(open_page: OpenPage) -> None:
    page = open_page("/", java_script_enabled=False)
    page.get_by_label("Where are you?").fill("Lake County, IN")
    page.get_by_label("High School Diploma").check()
    page.get_by_label("Find work or a credential").fill("licensed practical")
    page.get_by_role("button", name="Show my ladder").click()
    assert "Pick one of these." in page.locator("main").inner_text()
    page.get_by_label("Licensed practical nurse", exact=True).check()
    page.get_by_role("button", name="Show my ladder").click()
    assert page.locator(".rung").count() >= 3
    page.get_by_role("link", name="Soonest paycheck").click()
    assert "Certified Nurse Aide (Indiana)" in page.locator(".rung--next").inner_text()
    page.get_by_role("link", name=re.compile("Certified Nurse Aide.*put it on")).click()
    assert "held=high-school-diploma,cna-in" in page.url
    page.locator(".rung--here .open a").click()
    page.get_by_role("link", name="Nurse Aide, days").click()
    assert "You have everything that this job says it must have." in page.locator("main").inner_text()
    page.get_by_role("button", name="Español").click()
    assert "Qué pide" in page.locator("main").inner_text()
    assert re.search(r"/jobs/\d+\?", page.url)


def test_a_chip_swaps_the_ladder_keeps_the_focus_and_says_so(open_page: OpenPage) -> None:
    page = open_page(LADDER)
    page.evaluate("window.stayed = true")
    page.locator("#held-high-school-diploma").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"region=zip:46402:25$"))
    assert page.evaluate("window.stayed") is True, "the page was loaded whole"
    page.wait_for_function("document.querySelector('[data-portal-live]').textContent.length > 0")
    assert page.evaluate("() => document.activeElement.id") == "held-high-school-diploma"
    page.go_back()
    page.wait_for_url(re.compile("held=high-school-diploma$"))
    page.wait_for_selector(".rung--here :text('High School Diploma')")


def test_typing_in_the_search_shortens_the_list(open_page: OpenPage) -> None:
    page = open_page("/credentials")
    page.get_by_label("Name or kind of work").press_sequentially("food")
    page.wait_for_selector("#credentials-results :text('1 credential')")
    assert "q=food" in page.url


def test_the_held_list_narrows_and_keeps_what_is_checked(open_page: OpenPage) -> None:
    page = open_page("/")
    box = page.get_by_label("Find a credential in the list")
    box.fill("food hand")
    page.get_by_label("Food Handler Card").check()
    box.fill("practical")
    visible = page.locator(".check:visible").all_inner_texts()
    assert any("Practical Nursing" in text for text in visible)
    assert any("Food Handler" in text for text in visible)
    assert not any("High School" in text for text in visible)


@pytest.mark.parametrize("path", ["/", "/credentials", "/jobs", LADDER])
def test_first_view_weighs_at_most_100_kb(open_page: OpenPage, path: str) -> None:
    """HTML, CSS, JavaScript, fonts and pictures together, as they come over the wire."""
    page = open_page("about:blank")
    sizes: list[int] = []
    page.on("response", lambda answer: sizes.append(answer.request.sizes()["responseBodySize"]))
    page.goto(path, wait_until="networkidle")
    assert len(sizes) > 4
    assert sum(sizes) <= 100_000


def test_the_copy_button_copies_this_very_ladder_and_says_so(open_page: OpenPage) -> None:
    page = open_page(LADDER, permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("link", name="Soonest paycheck").click()
    page.wait_for_url(re.compile("way=soonest"))
    page.get_by_role("button", name="Copy the link to this ladder").click()
    page.wait_for_selector("text=Link copied")
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    assert page.locator("[data-portal-live]").inner_text() == "Link copied"


def test_without_javascript_no_button_stands_that_does_nothing(open_page: OpenPage) -> None:
    page = open_page(LADDER, java_script_enabled=False)
    assert not page.locator("[data-portal-copy]").is_visible()
    assert not page.locator("[data-portal-print]").is_visible()


def test_paper_carries_the_table_and_the_way_back(open_page: OpenPage) -> None:
    page = open_page(LADDER)
    page.emulate_media(media="print")
    assert page.locator(".twin table").is_visible()
    assert not page.locator(".stair").is_visible()
    assert page.locator(".printed-address svg").bounding_box()["width"] >= 96  # an inch, for a phone's camera
    assert page.locator(".printed-address .address").inner_text() == page.url


def test_the_stair_climbs_one_even_step_at_a_time(open_page: OpenPage) -> None:
    page = open_page(LADDER, reduced_motion="reduce")
    boxes = [each.bounding_box() for each in page.locator(".tread").all()]
    tops = [box["y"] for box in boxes]
    rises = {round(low - high) for low, high in pairwise(tops)}
    assert len(boxes) > 2
    assert len(rises) == 1
    assert rises.pop() > 40
    assert len({round(box["y"] + box["height"]) for box in boxes}) == 1, "all stand on the floor"


def test_a_place_that_stands_there_is_replaced_by_what_is_typed(open_page: OpenPage) -> None:
    page = open_page("/jobs")
    box = page.locator("#jobs-region")
    assert box.input_value() == "Indiana"
    box.click()
    page.keyboard.type("46402")
    assert box.input_value() == "46402"
    box.click()
    page.keyboard.type("0")
    assert len(box.input_value()) == 6, "who is in the box already can mend a letter"
