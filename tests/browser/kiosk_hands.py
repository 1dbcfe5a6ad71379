"""A kiosk in Chromium and the hands that use it, for the tests of the kiosk."""

import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from portal.kiosk.codes import start_code
from portal.web.app import create_app
from portal.web.kiosk.events import get_event
from tests.browser.voice import VOICE
from tests.fixtures import loopback
from tests.portal.web.world import build_index, fill_store, settings_for

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
    with loopback.serving(app) as address:
        yield address, start_code(EVENT, number=0, secret=settings.secret_key)


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


def check_targets(page: "Page", width: int) -> None:
    boxes = page.evaluate(
        "() => [...document.querySelectorAll('button')].map(each => { const box = each.getBoundingClientRect();"
        " return [each.innerText, box.width, box.height]; })"
    )
    assert boxes
    assert [box for box in boxes if box[1] < SMALLEST_TARGET or box[2] < SMALLEST_TARGET] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


REPORTED = ("battery_percent", "is_charging", "bundle_as_of", "visits", "finishes", "ladders")
