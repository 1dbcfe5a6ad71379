"""The site over the small world behind a real server on this machine, and pages of a real Chromium."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from portal.web.app import create_app
from tests.browser.kiosk_hands import kiosk, kiosk_site  # noqa: F401 - fixtures of the kiosk's tests
from tests.fixtures.loopback import serving
from tests.fixtures.training import add_training
from tests.portal.web.copies_world import add_copies
from tests.portal.web.world import build_index, fill_store, settings_for

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CONFIG = Path(__file__).resolve().parents[2] / "config"
OpenPage = Callable[..., "Page"]


@pytest.fixture(scope="session")
def site_url(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("browser-site")
    shutil.copyfile(sqlite_template, folder / "site.sqlite")
    url = f"sqlite:///{folder / 'site.sqlite'}"
    fill_store(url, CONFIG)
    add_copies(url)
    add_training(url)
    settings = settings_for(url, folder, CONFIG)
    build_index(settings)
    app = create_app(settings)
    with serving(app) as address:
        yield address


@pytest.fixture
def open_page(chromium: "Browser", site_url: str) -> Iterator[OpenPage]:
    """Opens an address in a browser of its own; fails the test for anything that the browser complains about."""
    contexts = []
    complaints: list[str] = []

    def open_(path: str, **options: Any) -> "Page":
        width = options.pop("width", 1280)
        script = options.pop("init", "")
        # Only the tests of it need the service worker (test_offline.py): it would fetch pages beside each test.
        options.setdefault("service_workers", "block")
        context = chromium.new_context(
            base_url=site_url, viewport={"width": width, "height": 900}, locale="en-US", **options
        )
        contexts.append(context)
        page = context.new_page()
        if script:
            page.add_init_script(script)
        page.on(
            "console", lambda message: complaints.append(message.text) if message.type == "error" else None
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert [text for text in complaints if "the server responded with a status of 4" not in text] == []
