"""The kiosk in Chromium: by touch, keyboard and switch, in both languages, spoken, and what is taken along."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
import segno

if TYPE_CHECKING:
    from playwright.sync_api import Page

from tests.browser.kiosk_hands import (
    IDLE_MS,
    START,
    STEPS,
    Kiosk,
    at_attract,
    check_targets,
    some_long,
    tap,
    to_ladder,
    to_take,
)


@pytest.mark.parametrize(
    ("width", "height"), [(1080, 1920), (1280, 800), pytest.param(768, 1024, marks=pytest.mark.long)]
)
def test_by_touch_every_target_is_large_and_nothing_leads_out(kiosk: Kiosk, width: int, height: int) -> None:
    page = kiosk(width=width, height=height, has_touch=True)
    taps = 0
    entries = page.evaluate("history.length")
    path: list[str | re.Pattern[str]] = [
        START,
        "A career field",
        "Health Science",
        "Nursing assistant",
        "Jobs and booths",
    ]
    path += ["How far is it from me?", "4", "6", "4", "0", "2", "Use this ZIP code", "Take it with me"]
    for name in path:
        check_targets(page, width)
        page.get_by_role("button", name=name).first.tap()
        taps += 1
    assert page.locator(".kiosk-qr").is_visible()
    check_targets(page, width)
    assert taps == 13, "four to a ladder from the first touch; six for a ZIP code"
    assert page.evaluate("history.length") == entries
    assert page.locator("a[href]").count() == 0
    tap(page, "I am done. Clear the screen.")
    at_attract(page)
    assert page.evaluate("history.length") == entries


def test_a_browser_without_speech_is_a_kiosk_too(kiosk: Kiosk) -> None:
    page = kiosk(init="delete window.speechSynthesis; delete Window.prototype.speechSynthesis;")
    assert page.evaluate("typeof speechSynthesis") == "undefined"
    to_take(page)
    page.keyboard.press("Escape")
    assert page.locator("#kiosk-heading").inner_text() == "Your way to: Nursing assistant"


def test_by_keyboard_alone(kiosk: Kiosk) -> None:
    page = kiosk()
    page.keyboard.press("Enter")
    for name in (
        "A career field",
        "Health Science",
        "Nursing assistant",
        "Jobs and booths",
        "Take it with me",
    ):
        heading = page.locator("#kiosk-heading").inner_text()
        assert page.evaluate("document.activeElement.id") == "kiosk-heading", "focus goes to the heading"
        for _ in range(30):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.innerText").startswith(name):
                break
        else:
            pytest.fail(f"Tab does not come to {name}")
        page.keyboard.press("Enter")
        page.wait_for_function(
            "before => document.querySelector('#kiosk-heading').innerText !== before", arg=heading
        )
    assert page.locator(".kiosk-qr").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#kiosk-heading").inner_text() == "Who to talk to today"


def test_by_one_switch_alone(kiosk: Kiosk) -> None:
    page = kiosk(clock=True)
    page.keyboard.press("Space")
    for name in (
        "Touch to start · English",
        "A career field",
        "Health Science",
        "Nursing assistant",
        "Take it with me",
    ):
        for _ in range(40):
            if page.locator(".kiosk-scanned").inner_text().startswith(name):
                break
            page.clock.run_for(2500)
        else:
            pytest.fail(f"the frame does not come to {name}")
        page.keyboard.press("Space")
    assert page.locator(".kiosk-qr").is_visible()
    page.clock.run_for(IDLE_MS // 2)
    assert page.get_by_role("dialog").count() == 0


def test_by_two_switches(kiosk: Kiosk) -> None:
    page = kiosk()
    tap(page, "Ways to use this")
    tap(page, "Two switches")
    page.keyboard.press("Tab")
    assert page.locator(".kiosk-scanned").count() == 0, "Tab turns it off"
    tap(page, "Two switches")
    for name in (
        "Close",
        "Touch to start · English",
        "A career field",
        "Health Science",
        "Nursing assistant",
    ):
        for _ in range(40):
            if page.locator(".kiosk-scanned").inner_text().startswith(name):
                break
            page.keyboard.press("Space")
        else:
            pytest.fail(f"the frame does not come to {name}")
        page.keyboard.press("Enter")
    assert page.locator(".kiosk-rungs").is_visible()


@pytest.mark.parametrize("theme", some_long(("light", "dark", "contrast"), now=("light",)))
def test_axe_finds_nothing_on_any_screen(
    kiosk: Kiosk, axe: "Callable[[Page], list[str]]", theme: str
) -> None:
    page = kiosk(reduced_motion="reduce")
    page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
    found = {"attract": axe(page)}
    page.get_by_role("button", name=START).click()
    for screen, name in (
        ("how", "A career field"),
        ("fields", "Health Science"),
        ("works", "Nursing assistant"),
        ("ladder", "Jobs and booths"),
        ("jobs", "How far is it from me?"),
        ("zip", "Back"),
        ("jobs again", "Take it with me"),
        ("take", "Ways to use this"),
    ):
        found[screen] = axe(page)
        page.locator("#tool-back").click() if name == "Back" else tap(page, name)
    found["settings"] = axe(page)
    assert {screen: errors for screen, errors in found.items() if errors} == {}


@pytest.mark.parametrize(
    "step", some_long(("how", "works", "ladder", "jobs", "zip", "take"), now=("ladder",))
)
def test_at_400_percent_and_the_largest_text_nothing_is_cut_off(kiosk: Kiosk, step: str) -> None:
    page = kiosk(width=320, height=256)
    STEPS[step](page)
    page.evaluate("document.documentElement.dataset.size = '145'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    last = page.locator("button:visible").last
    last.scroll_into_view_if_needed()
    assert last.is_visible()


def test_in_spanish(kiosk: Kiosk) -> None:
    page = kiosk()
    tap(page, "Español")
    assert page.evaluate("document.documentElement.lang") == "es"
    for name in ("Un campo de trabajo", "Ciencias de la salud", "Auxiliar de enfermería"):
        tap(page, name)
    assert "Tu próximo paso" in page.locator("#main").inner_text()
    tap(page, "Llevármelo")
    assert "Apunta la cámara" in page.locator("#main").inner_text()
    tap(page, "Formas de usarlo")
    page.get_by_role("dialog").get_by_role("button", name="English").click()
    tap(page, "Close")
    assert page.locator("#kiosk-heading").inner_text() == "Take it with you", (
        "the way goes on in the other language"
    )


def test_the_screen_reader_hears_each_screen(kiosk: Kiosk) -> None:
    page = kiosk()
    to_ladder(page)
    tree = page.locator("body").aria_snapshot()
    assert 'heading "Your way to: Nursing assistant" [level=1]' in tree
    assert 'button "I am still in school" [pressed]' in tree
    assert "list" in tree
    assert "navigation" in tree
    tap(page, "Take it with me")
    assert re.search(r'img "Picture for your phone', page.locator("body").aria_snapshot())


def test_it_speaks_with_a_voice_of_the_device_and_stops_at_the_end(kiosk: Kiosk) -> None:
    page = kiosk(voice=True)
    page.get_by_role("button", name=START).click()
    tap(page, "Read to me")
    assert "How do you want to look?" in page.evaluate("window.spoken.map(one => one.text).join(' ')")
    tap(page, "Ways to use this")
    assert "headphones" in page.get_by_role("dialog").inner_text()
    tap(page, "Louder")
    assert "Volume 100 of 100" in page.get_by_role("dialog").inner_text()


def test_the_reach_zone_moves_all_controls_to_the_lower_part(kiosk: Kiosk) -> None:
    page = kiosk(width=1080, height=1920)
    tap(page, "Move down")
    page.get_by_role("button", name=START).click()
    tops = page.evaluate(
        "[...document.querySelectorAll('button')].map(each => each.getBoundingClientRect().top)"
    )
    assert min(tops) > 0.38 * 1920
    tap(page, "Move up")
    tops = page.evaluate(
        "[...document.querySelectorAll('button')].map(each => each.getBoundingClientRect().top)"
    )
    assert min(tops) < 0.38 * 1920


def test_a_code_and_paper(kiosk: Kiosk, kiosk_site: tuple[str, str]) -> None:
    page = kiosk()
    page.evaluate("() => { window.print = () => {}; }")
    to_take(page)
    tap(page, "Get a short code")
    code = page.locator(".kiosk-code-text").inner_text()
    tap(page, "Print a slip")
    slip = page.evaluate("document.querySelector('.kiosk-slip').textContent")
    assert code in slip
    assert "Certified Nurse Aide (Indiana)" in slip
    page.emulate_media(media="print")
    assert page.locator(".kiosk-slip").is_visible()
    assert not page.locator(".kiosk-frame").is_visible()
    phone = page.context.browser.new_context(base_url=kiosk_site[0]).new_page()  # type: ignore[union-attr]
    phone.goto("/plan")
    phone.fill("input[name=code]", code)
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/plan**")
    phone.get_by_text("Nursing").first.wait_for()
    phone.context.close()


def test_the_picture_is_the_one_that_the_standard_asks_for(kiosk: Kiosk) -> None:
    """Texts that fill a version of level M whole: the library pads shorter ones with a byte more than the standard."""
    page = kiosk()
    for capacity in (14, 84, 122, 213, 362, 666):
        text = ("https://rungs.example.org/kiosk/take?goal=occupation:31-1131&" * 12)[:capacity]
        rows = page.evaluate("async text => (await import('/static/js/kiosk-qr.js')).makeQr(text)", text)
        version = (len(rows) - 17) // 4
        drawn = [
            [[bool(dot & 1) for dot in row] for row in made.matrix]
            for mask in range(8)
            for made in [
                segno.make(
                    text.encode(), error="m", mode="byte", version=version, mask=mask, boost_error=False
                )
            ]
        ]
        assert rows in drawn, f"version {version}"


def test_a_short_text_is_padded_as_the_standard_asks(kiosk: Kiosk) -> None:
    page = kiosk()
    rows = page.evaluate("async text => (await import('/static/js/kiosk-qr.js')).makeQr(text)", "a")
    assert len(rows) == 21
    first = [(20 - step // 2, 20 - step % 2) for step in range(24)]  # the last two columns, from below
    masks: tuple[Callable[[int, int], bool], ...] = (
        lambda x, y: (x + y) % 2 == 0,
        lambda _x, y: y % 2 == 0,
        lambda x, _y: x % 3 == 0,
        lambda x, y: (x + y) % 3 == 0,
        lambda x, y: (x // 3 + y // 2) % 2 == 0,
        lambda x, y: x * y % 2 + x * y % 3 == 0,
        lambda x, y: (x * y % 2 + x * y % 3) % 2 == 0,
        lambda x, y: ((x + y) % 2 + x * y % 3) % 2 == 0,
    )
    read = {
        int("".join(str(int(rows[y][x] ^ mask(x, y))) for y, x in first), 2).to_bytes(3, "big")
        for mask in masks
    }
    assert bytes([0x40, 0x16, 0x10]) in read, "byte mode, one letter, “a”, and the end"
