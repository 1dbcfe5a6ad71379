"""Every page in real Chromium: axe finds nothing in light, dark and Spanish, and nothing is lost at 320 px."""

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import OpenPage
from tests.portal.web.test_pages import LADDER
from tests.portal.web.world import CLOSED, NOTHING_FOUND, REAL

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAGES = {
    "start": "/",
    "start with errors": "/ladder?region=4640&held=cna-in",
    "credentials": "/credentials",
    "nothing found": "/credentials?q=zzzz",
    "credentials narrowed": "/credentials?cost=500&sort=jobs&region=zip:46402:25",
    "no credentials": "/credentials?q=nurse&kind=Badge&cost=100",
    "credential": "/credentials/practical-nursing",
    "credentials side by side": "/credentials/compare?id=cna-in,practical-nursing&region=zip:46402:25",
    "fields": "/fields",
    "field": "/fields/health-science?region=zip:46402:25",
    "field, place unknown": "/fields/health-science?region=4640",
    "jobs": "/jobs?region=zip:46402:25&held=cna-in&state=qualifies",
    "no jobs": "/jobs?q=aide&pay=100000&region=zip:46402:25",
    "search": "/search?q=nurse",
    "search, nothing found": "/search?q=zzzzzz",
    "job": f"/jobs/{REAL}?held=cna-in",
    "job that says little": f"/jobs/{NOTHING_FOUND}",
    "closed job": f"/jobs/{CLOSED}",
    "ladder": LADDER + "&way=soonest",
    "empty place": "/ladder?goal=occupation:29-2061&region=county:18117",
    "no way up": "/ladder?goal=wage:900000",
    "about the data": "/about-data",
    "how often we are right": "/about-quality",
    "data health": "/data-health",
    "accessibility": "/accessibility",
    "privacy": "/privacy",
    "empty plan": "/plan",
    "broken plan": "/plan?plan=broken",
    "not found": "/nothing-here",
}
SMALLEST_TARGET_PX = 44
# Links within a sentence are not targets of their own (WCAG 2.5.8, "inline"); boxes are as large as their labels.
TOO_SMALL = """
size => [...document.querySelectorAll('a, button, input:not([type=hidden]), select, summary, label.check')]
  .filter(e => e.checkVisibility() && !e.closest('.visually-hidden') && !e.classList.contains('skip'))
  .filter(e => !(e.matches('input[type=checkbox], input[type=radio]')))
  .filter(e => !(e.matches('a') && getComputedStyle(e).display === 'inline'))
  .map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
  .filter(([, r]) => r.height < size - 0.5 || r.width < size - 0.5)
  .map(([html, r]) => `${html} ${Math.round(r.width)}x${Math.round(r.height)}`)
"""

CUT_OFF = """
[...document.querySelectorAll('main *')]
  .filter(e => e.checkVisibility() && !e.closest('.visually-hidden, svg'))
  .filter(e => getComputedStyle(e).overflow === 'hidden' && e.scrollHeight > e.clientHeight + 2)
  .map(e => e.outerHTML.slice(0, 80))
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(
    open_page: OpenPage, axe: "Callable[[Page], list[str]]", name: str, scheme: str
) -> None:
    page = open_page(PAGES[name], color_scheme=scheme, reduced_motion="reduce")
    for details in page.query_selector_all("details"):
        details.evaluate("e => { e.open = true }")
    assert axe(page) == []


@pytest.mark.parametrize("name", ["start", "credential", "job", "ladder"])
def test_axe_finds_nothing_on_a_small_phone_in_spanish(
    open_page: OpenPage, axe: "Callable[[Page], list[str]]", name: str
) -> None:
    address = PAGES[name]
    page = open_page(
        address + ("&" if "?" in address else "?") + "lang=es", width=320, reduced_motion="reduce"
    )
    assert axe(page) == []


@pytest.mark.parametrize("width", [320, 768])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_scrolls_sideways_and_targets_are_large(open_page: OpenPage, name: str, width: int) -> None:
    """320 px is also what 400 percent zoom of a 1280 px window leaves (WCAG 1.4.10)."""
    page = open_page(PAGES[name], width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(TOO_SMALL, SMALLEST_TARGET_PX) == []


@pytest.mark.parametrize("name", ["start", "ladder", "jobs"])
def test_wide_text_spacing_loses_nothing(open_page: OpenPage, name: str) -> None:
    """WCAG 1.4.12."""
    page = open_page(PAGES[name], width=320, bypass_csp=True)
    page.add_style_tag(
        content="* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
        "p { margin-bottom: 2em !important }"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate(CUT_OFF) == []


def test_the_table_is_printed_and_the_stair_is_not(open_page: OpenPage) -> None:
    page = open_page(PAGES["ladder"])
    page.emulate_media(media="print")
    assert page.locator("table").is_visible()
    assert not page.locator(".stair").is_visible()
    assert not page.locator(".site-nav").is_visible()


def test_the_tops_of_the_treads_make_a_stair(open_page: OpenPage) -> None:
    page = open_page(PAGES["ladder"], reduced_motion="reduce")
    tops = page.evaluate("[...document.querySelectorAll('.tread')].map(e => e.getBoundingClientRect().top)")
    assert len(tops) == 4
    rises = {round(lower - upper) for lower, upper in pairwise(tops)}
    assert len(rises) == 1, "each step rises as much as the others"
    assert rises.pop() > 40
