"""The kiosk in Chromium when somebody leaves, the network goes or a file is wrong: nothing is left behind."""

import json
import re

import pytest

from tests.browser.kiosk_hands import (
    EVENT,
    IDLE_MS,
    REPORTED,
    STEPS,
    STORED,
    WARNING_MS,
    Kiosk,
    at_attract,
    ready,
    some_long,
    tap,
    to_ladder,
    to_take,
    until,
)


def test_nothing_is_left_for_the_next_person(kiosk: Kiosk) -> None:
    page = kiosk()
    clean = page.evaluate(STORED)
    asked: list[tuple[str, str, str]] = []
    page.on("request", lambda request: asked.append((request.method, request.url, request.post_data or "")))
    STEPS["zip"](page)
    page.keyboard.type("46402")
    tap(page, "Use this ZIP code")
    page.get_by_role("button", name="Keep this job").first.click()
    tap(page, "Take it with me")
    page.wait_for_selector(".kiosk-qr")
    words = ["46402", "31-1131", "Nursing assistant"]
    assert [one for one in asked if any(word in "".join(one) for word in words)] == [], "nothing was told"
    assert page.evaluate(STORED) == clean, "and nothing was written"
    state = page.context.storage_state()
    assert {cookie["name"] for cookie in state["cookies"]} <= {"rungs_kiosk", "rungs_session"}
    tap(page, "I am done. Clear the screen.")
    at_attract(page)
    assert page.evaluate(STORED) == clean
    beats = [one for one in asked if one[1].endswith("/beat")]
    told = [json.loads(body) for _, _, body in beats if body]  # a beacon does not show its body
    assert all(set(each) == {*REPORTED} for each in told)
    assert not any(word in page.content() for word in ("31-1131", "Kept", "kiosk-qr"))
    page.go_back()
    page.wait_for_selector("html[data-ready].kiosk--attract .kiosk-starts, #code")
    assert "Nursing" not in page.locator("body").inner_text()
    page.go_forward()
    at_attract(page)
    assert "Nursing" not in page.locator("body").inner_text()


def test_a_page_from_the_memory_of_pages_shows_nothing(kiosk: Kiosk) -> None:
    page = kiosk()
    to_ladder(page)
    page.goto("/about-data")
    page.go_back()
    at_attract(page)
    assert page.evaluate("performance.getEntriesByType('navigation')[0].notRestoredReasons !== undefined")
    assert "Nursing assistant" not in page.locator("body").inner_text()


@pytest.mark.parametrize("step", some_long(STEPS, now=("works", "take")))
def test_nobody_there_clears_every_screen(kiosk: Kiosk, step: str) -> None:
    page = kiosk(clock=True)
    clean = page.evaluate(STORED)
    STEPS[step](page)
    page.clock.run_for(IDLE_MS + 1000)
    dialog = page.get_by_role("dialog", name="Are you still here?")
    assert dialog.is_visible()
    assert re.search(r"clears in \d+ seconds", dialog.inner_text())
    heading = page.locator("#kiosk-heading").inner_text()
    page.keyboard.press("Shift")
    assert dialog.count() == 0
    assert page.locator("#kiosk-heading").inner_text() == heading, "it goes on where it was"
    page.clock.run_for(IDLE_MS + 1000)
    page.mouse.click(5, 5)
    assert dialog.count() == 0
    page.clock.run_for(IDLE_MS + 1000)
    page.clock.run_for(WARNING_MS + 1000)
    at_attract(page)
    assert page.evaluate(STORED) == clean


def test_asking_for_more_time_presses_nothing_else(kiosk: Kiosk) -> None:
    page = kiosk(clock=True, has_touch=True)
    STEPS["works"](page)
    heading = page.locator("#kiosk-heading").inner_text()
    page.locator("#tool-done").focus()
    page.clock.run_for(IDLE_MS + 1000)
    page.get_by_role("dialog", name="Are you still here?").wait_for()
    page.keyboard.press("Enter")
    assert page.get_by_role("dialog").count() == 0
    assert page.locator("#kiosk-heading").inner_text() == heading, "Enter did not end the visit"
    page.clock.run_for(IDLE_MS + 1000)
    page.get_by_role("button", name="I need more time").tap()
    assert page.get_by_role("dialog").count() == 0
    assert page.locator("#kiosk-heading").inner_text() == heading, "the card below was not touched"
    page.clock.run_for(1000)
    tap(page, "Nursing assistant")
    page.wait_for_selector(".kiosk-rungs")


NO_ROOM = """
  const full = () => Promise.reject(new DOMException("no room", "QuotaExceededError"));
  Cache.prototype.put = full;
  Storage.prototype.setItem = () => { throw new DOMException("no room", "QuotaExceededError"); };
"""


def test_a_device_whose_storage_is_full_works_and_is_cleared_in_its_place(kiosk: Kiosk) -> None:
    page = kiosk(init=NO_ROOM)
    to_take(page)
    page.context.set_offline(True)
    tap(page, "I am done. Clear the screen.")
    at_attract(page)
    assert "Nursing" not in page.locator("body").inner_text()
    to_take(page)
    page.context.set_offline(False)


def test_two_tabs_of_one_kiosk_know_nothing_of_each_other(kiosk: Kiosk) -> None:
    page = kiosk()
    other = page.context.new_page()
    other.goto(f"/kiosk/{EVENT}")
    ready(other)
    to_ladder(page)
    assert "Nursing" not in other.locator("body").inner_text()
    tap(page, "I am done")
    at_attract(page)
    STEPS["how"](other)
    assert other.locator("#kiosk-heading").inner_text() == "How do you want to look?"


def test_a_device_that_is_taken_out_in_use_forgets_all(kiosk: Kiosk) -> None:
    page = kiosk(clock=True)
    to_ladder(page)
    page.context.clear_cookies(name="rungs_kiosk")
    page.clock.run_for(31_000)
    page.wait_for_selector("#code")
    left = page.evaluate(STORED)
    assert (left["local"], left["session"], left["caches"], left["databases"]) == ({}, {}, [], 0)
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0


def test_a_word_of_the_team_is_never_markup(kiosk: Kiosk) -> None:
    page = kiosk(clock=True)
    answer = {"now": "2026-06-20T12:00:00+00:00", "paused": False, "rehearsal": False, "reload": 0}
    word = "<img src=x onerror=alert(1)>"
    page.route("**/beat", lambda route: route.fulfill(json={**answer, "message": word, "label": word}))
    page.clock.run_for(31_000)
    until(page, lambda: word in page.locator(".kiosk-message").inner_text())
    assert word in page.locator("#device-name").inner_text()
    assert page.locator("img").count() == 0


def test_a_list_of_another_event_or_an_empty_signature_is_refused(kiosk: Kiosk) -> None:
    page = kiosk()
    page.context.set_offline(True)
    replayed = """async ([event, signature]) => {
      const { keptBundle } = await import('/static/js/kiosk-bundle.js');
      const url = '/kiosk/sample-fair/bundle.json', cache = await caches.open('rungs-kiosk-bundle');
      const found = await cache.match(url), headers = new Headers(found.headers);
      if (signature !== null) headers.set('X-Kiosk-Signature', signature);
      const at = `/kiosk/${event}/bundle.json`;
      await cache.put(at, new Response(await found.arrayBuffer(), { headers }));
      const key = document.querySelector('#kiosk').dataset.key;
      return (await keptBundle({ url: at, key, event })) !== null;
    }"""
    assert page.evaluate(replayed, ["other-fair", None]) is False
    assert page.evaluate(replayed, [EVENT, None]) is True
    assert page.evaluate(replayed, [EVENT, "A" * 86]) is False


@pytest.mark.parametrize("cut", some_long(("attract", *STEPS), now=("attract", "ladder")))
def test_without_a_network_from_any_step_on(kiosk: Kiosk, cut: str) -> None:
    page = kiosk()
    if cut == "attract":
        page.context.set_offline(True)
        page.reload()
        ready(page)
        assert "no network right now" in page.locator(".kiosk-notes").inner_text()
        to_ladder(page)
    else:
        STEPS[cut](page)
        page.context.set_offline(True)
        tap(page, "I am done")
        at_attract(page)
        to_ladder(page)
    tap(page, "Take it with me")
    assert page.locator(".kiosk-qr").is_visible()
    tap(page, "Get a short code")
    page.get_by_text("We cannot make a code right now.").wait_for()
    tap(page, "I am done. Clear the screen.")
    at_attract(page)
    kept = json.loads(page.evaluate("localStorage.getItem('rungs-kiosk-counts')"))
    assert set(kept) == {"visits", "finishes"}, "what was picked is not kept"
    page.context.set_offline(False)
    until(page, lambda: "no network" not in page.locator(".kiosk-top").inner_text())


def test_a_kept_bundle_that_was_changed_is_not_shown(kiosk: Kiosk) -> None:
    page = kiosk()
    page.evaluate(
        """async () => {
          const cache = await caches.open('rungs-kiosk-bundle');
          const [key] = await cache.keys();
          const found = await cache.match(key);
          const text = (await found.text()).replaceAll('Nursing assistant', 'Astronaut at once');
          await cache.put(key, new Response(text, { headers: found.headers }));
        }"""
    )
    page.context.set_offline(True)
    page.reload()
    page.get_by_role("alert").wait_for()
    assert "Astronaut" not in page.content()
    page.context.set_offline(False)
    page.wait_for_selector(".kiosk-starts", timeout=20_000)


@pytest.mark.parametrize(
    ("today", "said", "shows_jobs"),
    [
        ("2026-06-22T12:00:00Z", "checked 2 days ago", True),
        ("2026-07-20T12:00:00Z", "too old to show", False),
        ("2019-01-01T12:00:00Z", "clock of this kiosk may be wrong", True),
    ],
    ids=["two days", "past its end", "clock wrong"],
)
def test_without_a_network_it_says_how_old_it_is(
    kiosk: Kiosk, today: str, said: str, shows_jobs: bool
) -> None:
    page = kiosk()
    page.context.set_offline(True)
    page.clock.install(time=today)
    page.reload()
    ready(page)
    assert said in page.locator(".kiosk-notes").inner_text()
    to_ladder(page)
    assert (page.locator(".kiosk-stand-jobs").count() > 0) is shows_jobs
    tap(page, "Jobs and booths")
    assert ("too old to show" in page.locator("#main").inner_text()) is not shows_jobs
    assert page.locator(".kiosk-booth").count() > 0, "booths do not grow old"


def test_the_team_pauses_and_speaks_between_two_visits(kiosk: Kiosk) -> None:
    page = kiosk(clock=True)
    answer = {"now": "2026-06-20T12:00:00+00:00", "rehearsal": True, "reload": 0, "label": "Kiosk 1"}
    told = {**answer, "paused": True, "message": "Lunch at noon"}
    page.route("**/beat", lambda route: route.fulfill(json=told))
    to_ladder(page)
    page.clock.run_for(31_000)
    assert page.locator(".kiosk-rungs").is_visible(), "a visit is not cut off"
    tap(page, "I am done")
    page.get_by_text("This kiosk takes a break.").wait_for()
    assert "Lunch at noon" in page.locator(".kiosk-message").inner_text()
    assert "Rehearsal" in page.locator(".kiosk-notes").inner_text()
    assert page.locator(".kiosk-starts").count() == 0
