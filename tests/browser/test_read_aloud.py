"""The page reads itself: each word is marked, the person stays in charge, each language has its voice."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.voice import VOICE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

MARKED = "name => [...(CSS.highlights.get(name) ?? [])].map(range => range.toString().trim())"
OpenSpeaking = Callable[..., "Page"]


@pytest.fixture
def open_speaking(chromium: "Browser", site_url: str) -> Iterator[OpenSpeaking]:
    """Opens a page in a browser that has voices."""
    contexts = []

    def open_(path: str, before: str = "", **options: Any) -> "Page":
        context = chromium.new_context(base_url=site_url, locale="en-US", service_workers="block", **options)
        contexts.append(context)
        context.add_init_script(before + VOICE)
        page = context.new_page()
        page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()


def test_a_page_is_read_word_by_word_and_goes_on_where_it_was_stopped(
    open_speaking: OpenSpeaking, axe: "Callable[[Page], list[str]]"
) -> None:
    page = open_speaking("/privacy", before="window.holdAtWord = 'need';")
    page.get_by_role("button", name="Listen").press("Enter")
    page.wait_for_function("() => CSS.highlights.get('read-aloud-word') && spoken.length === 2")
    page.wait_for_function("() => [...CSS.highlights.get('read-aloud-word')][0].toString() === 'need'")
    assert page.evaluate(MARKED, "read-aloud-sentence") == [
        "You need no account, and we do not ask who you are."
    ]
    assert page.evaluate("document.activeElement.dataset.portalRead") == "pause"
    assert axe(page) == []
    page.keyboard.press("Space")
    page.evaluate("window.holdAtWord = 'account,'")
    page.keyboard.press("Space")
    page.wait_for_function("() => spoken.length === 3")
    assert page.evaluate("spoken[2].text") == "need no account, and we do not ask who you are."
    page.wait_for_function(
        "() => [...(CSS.highlights.get('read-aloud-word') ?? [])][0]?.toString().startsWith('account')"
    )
    page.get_by_label("Speed").select_option("Slow")
    page.wait_for_function("() => spoken.at(-1).rate === 0.8")
    assert page.evaluate("spoken.at(-1).text").startswith("account,")
    page.get_by_role("button", name="Next").click()
    page.wait_for_function("() => spoken.at(-1).text === 'What you tell us'")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Listen"
    assert not page.get_by_role("region", name="Read aloud").is_visible()
    assert page.evaluate("CSS.highlights.size") == 0
    page.reload()
    assert page.locator("[data-portal-read=rate]").input_value() == "0.8"


def test_marked_words_come_first_and_each_language_has_its_voice(open_speaking: OpenSpeaking) -> None:
    page = open_speaking("/jobs?lang=es")
    page.evaluate("getSelection().selectAllChildren(document.querySelector('.card h3, .card h2'))")
    page.get_by_role("button", name="Escuchar").click()
    page.wait_for_function("() => document.querySelector('[data-portal-read-bar]').hidden")
    spoken = page.evaluate("spoken")
    assert spoken[0]["voice"] == "near", "the name of the first job is English"
    assert {each["voice"] for each in spoken} == {"near", "cerca"}
    assert all((each["voice"] == "near") == (each["lang"] == "en") for each in spoken)


def test_only_what_can_be_seen_is_read_and_an_element_can_be_read_alone(open_speaking: OpenSpeaking) -> None:
    page = open_speaking("/credentials/practical-nursing")
    page.evaluate(
        """() => {
          const part = document.createElement("div");
          part.innerHTML = '<p id="alone">Only <b>this</b>. <span data-read-aloud="off">Not this.</span></p>'
            + '<details><summary>Shut</summary><p>Hidden words.</p></details>'
            + '<button type="button" data-read-aloud="alone">Read this</button>';
          document.getElementById("main").replaceChildren(part);
        }"""
    )
    page.get_by_role("button", name="Read this").click()
    page.wait_for_function("() => document.querySelector('[data-portal-read-bar]').hidden")
    page.get_by_role("button", name="Listen").click()
    page.wait_for_function(
        "() => spoken.length > 1 && document.querySelector('[data-portal-read-bar]').hidden"
    )
    said = page.evaluate("spoken.map(each => each.text)")
    assert said == ["Only this.", "Only this.", "Shut", "Read this"]


def test_a_voice_that_would_send_the_text_away_is_no_voice(open_speaking: OpenSpeaking) -> None:
    page = open_speaking("/privacy", before="window.onlyFarVoices = true;")
    assert not page.locator(".site-listen button").is_visible()


def test_without_highlights_the_part_that_is_read_is_marked(open_speaking: OpenSpeaking) -> None:
    page = open_speaking("/privacy", before="delete window.Highlight; window.holdAtWord = 'need';")
    page.get_by_role("button", name="Listen").click()
    page.wait_for_selector(".read-aloud-now:text('You need no account')")
