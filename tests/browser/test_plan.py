"""My plan in real Chromium: kept by the browser with JavaScript, carried in the address without it."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import icalendar
import pytest

from tests.browser.conftest import OpenPage
from tests.browser.test_accessible import SMALLEST_TARGET_PX, TOO_SMALL
from tests.browser.test_journeys import tab_to
from tests.portal.paper.reading import ReadPdf, check_ua
from tests.portal.web.test_pages import LADDER
from tests.portal.web.world import REAL

if TYPE_CHECKING:
    from playwright.sync_api import Page

STORED = "localStorage.getItem('rungs-plan')"
CODE = re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}")


def take_out(page: "Page", name: str) -> None:
    page.locator(".plan-item", has_text=name).get_by_role("button").first.click()
    page.get_by_text(f"Taken out: {name}").wait_for()


def save(page: "Page", path: str, button: str = "Save to my plan") -> None:
    page.set_default_timeout(8000)
    page.goto(path)
    page.get_by_role("button", name=button).click()
    page.wait_for_url(re.compile(r"/plan(\?|$)"))
    page.get_by_role("heading", name="My plan", exact=True).wait_for()


def test_the_browser_keeps_the_plan_and_the_address_does_not(open_page: OpenPage) -> None:
    page = open_page(LADDER)
    save(page, LADDER)
    assert page.url.endswith("/plan")
    first = page.evaluate(STORED)
    assert len(first) > 50
    save(page, f"/jobs/{REAL}")
    assert page.evaluate(STORED) != first
    assert page.locator("main .plan-item").count() == 4, "goal, what is held, ladder and job are together"
    page.goto("/")
    page.get_by_role("link", name="My plan").click()
    page.get_by_role("link", name="Nurse Aide, hospital").wait_for()
    page.wait_for_function("!location.search")
    page.get_by_role("link", name="Nurse Aide, hospital").click()
    assert "plan=" not in page.url
    page.goto("/plan")
    take_out(page, "Nurse Aide, hospital")
    page.get_by_role("button", name="Put it back").click()
    page.get_by_role("link", name="Nurse Aide, hospital").wait_for()
    page.evaluate(
        "() => { localStorage.setItem('rungs-interests-answers', 'l');"
        " localStorage.setItem('rungs-read-aloud-rate', '1'); return caches.open('rungs-pages') }"
    )
    page.get_by_role("button", name="Delete everything").click()
    page.get_by_text("All that we kept is deleted.").wait_for()
    assert page.evaluate("Object.keys(localStorage)") == ["rungs-read-aloud-rate"]
    page.wait_for_function("caches.keys().then((names) => !names.length)")
    page.goto("/plan")
    page.get_by_text("Nothing in it yet").wait_for()


def test_two_windows_change_the_same_plan(open_page: OpenPage) -> None:
    one = open_page(LADDER)
    save(one, LADDER)
    two = one.context.new_page()
    two.goto("/plan")
    two.get_by_label("For you, or for somebody who helps you").fill("from the second window")
    two.get_by_role("button", name="Save my notes").click()
    two.wait_for_url(re.compile("#notes"))
    one.locator("[data-portal-plan-newer]").wait_for()
    take_out(one, "High School Diploma")
    assert (
        one.get_by_label("For you, or for somebody who helps you").input_value() == "from the second window"
    )


def test_a_link_from_elsewhere_never_replaces_the_plan_kept_here(open_page: OpenPage) -> None:
    learner = open_page(LADDER)
    save(learner, LADDER)
    link = learner.get_by_label("Link to this plan").input_value()
    counselor = open_page(f"/jobs/{REAL}")
    save(counselor, f"/jobs/{REAL}")
    own = counselor.evaluate(STORED)
    counselor.goto(link)
    assert counselor.get_by_text("This plan is not kept in this browser.").is_visible()
    assert counselor.evaluate(STORED) == own
    counselor.get_by_role("link", name="Show the plan that is kept here").click()
    counselor.get_by_role("link", name="Nurse Aide, hospital").wait_for()
    counselor.goto(link)
    counselor.get_by_role("button", name="Keep this plan here").click()
    assert counselor.evaluate(STORED) != own
    assert counselor.url.endswith("/plan")


@pytest.mark.parametrize("junk", ["{not: a plan", "x" * 200_000, "eyJ2ZXJzaW9uIjo5fQ.c2lnbmVkLWJ5LW5vYm9keQ"])
def test_a_plan_broken_by_another_hand_stops_nobody(open_page: OpenPage, junk: str) -> None:
    page = open_page("/privacy")
    page.set_default_timeout(8000)
    page.evaluate("junk => localStorage.setItem('rungs-plan', junk)", junk)
    page.goto("/plan")
    page.get_by_role("heading", name="My plan", exact=True).wait_for()
    save(page, LADDER)
    if page.locator("main [role=alert]").count():
        assert "We cannot read this plan" in page.locator("main [role=alert]").inner_text()
        save(page, LADDER)
    page.wait_for_function("!location.search")
    assert page.locator("main .plan-item").count() == 3
    assert page.evaluate(STORED) != junk
    assert page.evaluate("localStorage.getItem('rungs-plan-unread')") in (None, junk)


def test_without_javascript_the_plan_goes_along_in_the_address(open_page: OpenPage) -> None:
    page = open_page(LADDER, java_script_enabled=False)
    page.get_by_role("button", name="Save to my plan").click()
    assert "/plan?plan=" in page.url
    page.get_by_role("link", name="Jobs", exact=True).click()
    page.get_by_role("link", name="Nurse Aide, hospital").first.click()
    page.get_by_role("button", name="Save to my plan").click()
    assert page.locator("main .plan-item").count() == 4
    page.get_by_role("button", name="Make a code").click()
    found = CODE.search(page.locator("main").inner_text())
    assert found
    other = open_page("/plan", java_script_enabled=False)
    other.get_by_label("Code of a plan").fill(found[0].lower())
    other.get_by_role("button", name="Open the plan").click()
    assert other.locator("main .plan-item").count() == 4
    other.get_by_role("button", name="Español").click()
    assert "Mi plan" in other.locator("h1").inner_text()
    assert other.locator("main .plan-item").count() == 4


def test_the_calendar_file_comes_down_and_opens(open_page: OpenPage) -> None:
    page = open_page(LADDER)
    save(page, LADDER)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Calendar file").click()
    content = waiting.value.path().read_bytes()
    assert len(icalendar.Calendar.from_ical(content).walk("VEVENT")) == 2


@pytest.mark.parametrize(
    ("language", "link", "javascript"),
    [("en", "my-plan.pdf?plan=", True), ("es", "my-plan.pdf?print=large", False)],
)
def test_the_pdf_comes_down_by_keyboard_in_the_language_of_the_page(
    open_page: OpenPage, language: str, link: str, *, javascript: bool
) -> None:
    page = open_page(LADDER, java_script_enabled=javascript)
    save(page, LADDER)
    if language == "es":
        page.get_by_role("button", name="Español").click()
        page.locator("html[lang=es] [data-portal-plan]:not([data-portal-plan=''])").wait_for()
    tab_to(page, link)
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    pdf = ReadPdf(waiting.value.path().read_bytes())
    check_ua(pdf, language=language, title={"en": "My plan", "es": "Mi plan"}[language])
    assert "1. " in pdf.text


def test_the_plan_by_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page(f"/jobs/{REAL}")
    save(page, f"/jobs/{REAL}")
    tab_to(page, ">Take out")
    page.keyboard.press("Enter")
    page.get_by_text("Taken out:").wait_for()
    tab_to(page, ">Put it back")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Nurse Aide, hospital").wait_for()


@pytest.mark.parametrize(("scheme", "language", "width"), [("light", "en", 1280), ("dark", "es", 320)])
def test_a_full_plan_is_accessible(
    open_page: OpenPage, axe: "Callable[[Page], list[str]]", scheme: str, language: str, width: int
) -> None:
    page = open_page(LADDER, color_scheme=scheme, reduced_motion="reduce", width=width)
    save(page, LADDER)
    save(page, f"/jobs/{REAL}")
    page.get_by_role("button", name="Make a code").click()
    page.locator(".plan-code").wait_for()
    take_out(page, "Nurse Aide, hospital")
    if language == "es":
        page.get_by_role("button", name="Español").click()
        # the address has no plan: the page comes empty first, and then with the plan that the browser keeps
        page.locator('html[lang=es] [data-portal-plan]:not([data-portal-plan=""])').wait_for()
        page.get_by_text("Parar este código").first.wait_for()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(TOO_SMALL, SMALLEST_TARGET_PX) == []


def test_it_prints_on_one_page_with_its_code(open_page: OpenPage) -> None:
    page = open_page(LADDER)
    save(page, LADDER)
    page.get_by_role("button", name="Make a code").click()
    page.locator(".plan-code").wait_for()
    page.emulate_media(media="print")
    assert page.locator(".printed-address svg").is_visible()
    assert not page.get_by_role("button", name="Take out").first.is_visible()
    assert page.pdf(format="Letter").count(b"/Type /Page\n") == 1
