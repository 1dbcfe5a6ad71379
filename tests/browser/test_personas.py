"""Five people, from the start page to a printed plan: by touch, by keyboard, without JavaScript, in Spanish."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.hands import Finger, Hand, Keys, Plain
from tests.browser.personas import PERSONAS, Persona, Walk
from tests.fixtures.whole_site import whole_site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ENGLISH = re.compile(r"\b(the|and|your|with|open jobs|which)\b", re.IGNORECASE)
OWN_WORDS = """() => {
  const main = document.querySelector('main').cloneNode(true);
  main.querySelectorAll('[lang=en], .picker, script, style, textarea').forEach(each => each.remove());
  return main.textContent.replace(/\\s+/g, ' ');
}"""
WAYS: dict[str, tuple[type[Hand], str]] = {
    "touch": (Finger, "en"),
    "keyboard": (Keys, "en"),
    "no-javascript": (Plain, "en"),
    "spanish": (Finger, "es"),
}
EVERY_DAY = {
    ("sophomore", "touch"),
    ("nurse-aide", "keyboard"),
    ("senior", "no-javascript"),
    ("parent", "spanish"),
}
"""What the daily tests walk; all twenty are walked by `make test-long`."""


@pytest.fixture(scope="module")
def sample_url(tmp_path_factory: pytest.TempPathFactory, embedded_folder: Path) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("sample")
    with whole_site(folder, "sample", embedded=embedded_folder, as_of=date(2026, 6, 20)) as url:
        yield url


@contextmanager
def opened(chromium: "Browser", url: str, way: str) -> "Iterator[Page]":
    hand, language = WAYS[way]
    options = dict(hand.OPTIONS)
    context = chromium.new_context(
        base_url=url, viewport={"width": options.pop("width"), "height": 844}, locale="en-US", **options
    )
    page = context.new_page()
    page.set_default_timeout(10_000)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto("/")
    if language == "es":
        hand(page).use('form[action="/language/es"] button')
        page.wait_for_selector("html[lang=es]")
        page.wait_for_load_state()
    yield page
    context.close()
    assert complaints == []


def look_at(page: "Page", name: str) -> None:
    """What holds of each page that a person sees on the way."""
    assert page.locator("h1").count() == 1, name
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{name} must be scrolled sideways"
    troubles = page.locator(
        'main :is(.error, .notice--warning, [aria-invalid="true"]):visible'
    ).all_inner_texts()
    assert troubles == [] or name == "choose", f"{name} says that something went wrong"
    if page.locator("html").get_attribute("lang") == "es":
        own = page.evaluate(OWN_WORDS)
        assert len(own) > 100
        assert not (left := ENGLISH.findall(own)), f"{name} has English of ours: {left}"


@pytest.mark.parametrize(
    ("persona", "way"),
    [
        pytest.param(
            persona,
            way,
            id=f"{persona.key}-{way}",
            marks=() if (persona.key, way) in EVERY_DAY else pytest.mark.long,
        )
        for persona in PERSONAS
        for way in WAYS
    ],
)
def test_from_the_start_page_to_a_printed_plan(
    chromium: "Browser", sample_url: str, persona: Persona, way: str
) -> None:
    with opened(chromium, sample_url, way) as page:
        look_at(page, "start")
        persona.walk(Walk(WAYS[way][0](page), lambda name: look_at(page, name)))
        links = page.eval_on_selector_all("main a", "all => all.map(each => decodeURIComponent(each.href))")
        for kept in persona.kept:
            assert any(kept in link for link in links), f"{kept} is not in the plan"
        page.emulate_media(media="print")
        assert page.locator(".print-only:visible").count(), "paper has the day"
        assert not page.locator("header nav").is_visible()
        paper = page.pdf() if way != "keyboard" else page.pdf(format="Letter")
        assert paper.startswith(b"%PDF")
        assert len(paper) > 5000
