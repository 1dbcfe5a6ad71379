"""The kiosk in Chromium: by touch, keyboard and switch, in both languages, offline, and what is left after a visit."""

import json
import re
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import segno
from werkzeug.serving import make_server

from portal.kiosk.codes import start_code
from portal.web.app import create_app
from portal.web.kiosk.events import get_event
from tests.browser.voice import VOICE
from tests.portal.web.world import build_index, close_site, fill_store, settings_for

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

CONFIG = Path(__file__).resolve().parents[2] / "config"
EVENT = "sample-fair"
IDLE_MS, WARNING_MS = 60_000, 30_000
SMALLEST_TARGET = 60
START = re.compile("English")
STORED = """async () => ({
  local: {...localStorage}, session: {...sessionStorage}, cookies: document.cookie,
  databases: (await indexedDB.databases()).length, caches: (await caches.keys()).sort(), name: window.name,
})"""
Kiosk = Callable[..., "Page"]


@contextmanager
def serving(folder: Path, sqlite_template: Path) -> Iterator[tuple[str, str]]:
    """Address and start code of an event over the small world, its bundle built, over plain HTTP."""
    shutil.copyfile(sqlite_template, folder / "site.sqlite")
    url = f"sqlite:///{folder / 'site.sqlite'}"
    fill_store(url, CONFIG)
    settings = settings_for(url, folder, CONFIG)
    build_index(settings)
    app = create_app(settings)
    app.extensions["kiosk_bundles"].build(get_event(settings, EVENT))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield (
            f"http://127.0.0.1:{server.server_port}",
            start_code(EVENT, number=0, secret=settings.secret_key),
        )
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        close_site(app)


@pytest.fixture(scope="module")
def kiosk_site(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[tuple[str, str]]:
    with serving(tmp_path_factory.mktemp("kiosk-site"), sqlite_template) as site:
        yield site


@pytest.fixture
def kiosk(chromium: "Browser", kiosk_site: tuple[str, str]) -> Iterator[Kiosk]:
    """Starts a kiosk in a browser of its own; fails the test for anything that the browser complains about."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []
    address, code = kiosk_site

    def open_(
        *,
        width: int = 1280,
        height: int = 800,
        clock: bool = False,
        voice: bool = False,
        init: str = "",
        **options: Any,
    ) -> "Page":
        context = chromium.new_context(
            base_url=address, viewport={"width": width, "height": height}, locale="en-US", **options
        )
        contexts.append(context)
        context.set_default_timeout(15_000)
        for script in (VOICE if voice else "", init):
            if script:
                context.add_init_script(script)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console", lambda message: complaints.append(message.text) if message.type == "error" else None
        )
        page.goto(f"/kiosk/{EVENT}")
        page.fill("#code", code)
        if clock:
            page.clock.install()
        page.click("button[type=submit]")
        ready(page)
        return page

    yield open_
    for context in contexts:
        context.close()
    network = ("ERR_INTERNET_DISCONNECTED", "status of 4")
    assert [text for text in complaints if not any(word in text for word in network)] == []


def ready(page: "Page") -> None:
    page.wait_for_selector("html[data-ready][data-kept].kiosk--attract #kiosk-heading")


def until(page: "Page", holds: Callable[[], bool]) -> None:
    for _ in range(100):
        if holds():
            return
        page.wait_for_timeout(50)
    pytest.fail("it does not come true")


def tap(page: "Page", text: str) -> None:
    page.get_by_role("button", name=text).first.click()


def to_ladder(page: "Page") -> None:
    """The nursing assistant's ladder: start, and three taps."""
    page.get_by_role("button", name=START).click()
    tap(page, "A career field")
    tap(page, "Health Science")
    tap(page, "Nursing assistant")
    page.wait_for_selector(".kiosk-rungs")


def to_take(page: "Page") -> None:
    to_ladder(page)
    tap(page, "Take it with me")
    page.wait_for_selector(".kiosk-qr")


def at_attract(page: "Page") -> None:
    page.wait_for_selector("html[data-ready].kiosk--attract .kiosk-starts")


def some_long(each: Iterable[str], *, now: tuple[str, ...]) -> list[Any]:
    """All of a matrix in the long run, some of it each time."""
    return [one if one in now else pytest.param(one, marks=pytest.mark.long) for one in each]


def to(*names: str | re.Pattern[str]) -> Callable[["Page"], None]:
    """Taps one after the other, from the first screen on."""

    def go(page: "Page") -> None:
        for name in names:
            page.get_by_role("button", name=name).first.click()

    return go


STEPS: dict[str, Callable[["Page"], None]] = {
    "how": to(START),
    "pictures": to(START, "Pictures of work"),
    "fields": to(START, "A career field"),
    "bands": to(START, "What pays near me"),
    "works": to(START, "A career field", "Health Science"),
    "ladder": to_ladder,
    "jobs": to(START, "A career field", "Health Science", "Nursing assistant", "Jobs and booths"),
    "zip": to(
        *(START, "A career field", "Health Science", "Nursing assistant", "Jobs and booths"),
        "How far is it from me?",
    ),
    "take": to_take,
}


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


def check_targets(page: "Page", width: int) -> None:
    boxes = page.evaluate(
        "() => [...document.querySelectorAll('button')].map(each => { const box = each.getBoundingClientRect();"
        " return [each.innerText, box.width, box.height]; })"
    )
    assert boxes
    assert [box for box in boxes if box[1] < SMALLEST_TARGET or box[2] < SMALLEST_TARGET] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


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


REPORTED = ("battery_percent", "is_charging", "bundle_as_of", "visits", "finishes", "ladders")


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


def test_a_browser_without_speech_is_a_kiosk_too(kiosk: Kiosk) -> None:
    page = kiosk(init="delete window.speechSynthesis; delete Window.prototype.speechSynthesis;")
    assert page.evaluate("typeof speechSynthesis") == "undefined"
    to_take(page)
    page.keyboard.press("Escape")
    assert page.locator("#kiosk-heading").inner_text() == "Your way to: Nursing assistant"


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
    for name in ("Un área de trabajo", "Ciencias de la salud", "Auxiliar de enfermería"):
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
