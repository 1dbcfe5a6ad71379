"""A school and an agency on one site, as their journeys meet them: pages of each professional, by keyboard alone."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import Flask
from sqlmodel import Session

from portal.domain.staff import Role
from portal.store.staff_tables import AccountRow
from tests.browser.hands import Keys
from tests.portal.web.staff_world import fill_staff_world, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

PASSWORD = "quiet rungs above lake 41"
LONGEST_WAIT_MS = 15_000
Seen = Callable[["Page", str], None]
"""What is called on each page of a journey, with the page's name: axe, or a camera."""


def sign_in_browser(context: "BrowserContext", app: Flask, url: str, *, account_id: str) -> None:
    """Give a browser the cookie of a sign-in that stands."""
    client = app.test_client()
    sign_in(client, app, account_id)
    cookie = client.get_cookie("rungs_session")
    assert cookie is not None
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": url}])


class Offices:
    """A site with both organisations; what was opened is closed by `close`."""

    def __init__(self, app: Flask, url: str, chromium: "Browser", *, seen: Seen) -> None:
        self.app, self.url, self.seen = app, url, seen
        self._chromium = chromium
        self._contexts: list[Any] = []
        with self.store() as session:
            self.world = fill_staff_world(session)
            counselor = session.get_one(AccountRow, self.world.account(Role.COUNSELOR))
            counselor.password_hash = app.extensions["password_keeper"].hash(PASSWORD)
            session.commit()

    def store(self) -> Session:
        """The rows of the site."""
        return Session(self.app.extensions["store_engine"])

    def open(
        self, path: str, *, role: Role | None = None, organisation: str = "school", width: int = 1280
    ) -> "Walker":
        """A browser of its own at a page: of somebody who is signed in, or of nobody where there is no role."""
        context = self._chromium.new_context(
            base_url=self.url,
            viewport={"width": width, "height": 900},
            locale="en-US",
            service_workers="block",
        )
        self._contexts.append(context)
        if role is not None:
            sign_in_browser(context, self.app, self.url, account_id=self.world.account(role, organisation))
        page = context.new_page()
        page.set_default_timeout(LONGEST_WAIT_MS)
        page.goto(path)
        return Walker(page, self.seen)

    def close(self) -> None:
        """Close every browser that was opened."""
        for context in self._contexts:
            context.close()


class Walker:
    """Somebody at a page, with a keyboard and no mouse."""

    def __init__(self, page: "Page", seen: Seen) -> None:
        self.page, self.seen = page, seen
        self.keys = Keys(page)

    def go(self, selector: str, name: str = "") -> None:
        """Use what leads to another page, wait until it is there, and look at it if it has a name."""
        with self.page.expect_navigation():
            self.keys.use(selector)
        self.page.wait_for_load_state()
        if name:
            self.seen(self.page, name)

    def write(self, selector: str, text: str) -> None:
        """Put text in a box, or choose from a list by its first letters."""
        self.keys.write(selector, text)

    def save_file(self, selector: str) -> bytes:
        """Use a link to a file; the file."""
        with self.page.expect_download() as waiting:
            self.keys.use(selector)
        return waiting.value.path().read_bytes()

    def heading(self) -> str:
        """What the page calls itself."""
        return self.page.locator("h1").inner_text()

    def text(self) -> str:
        """The words of the page's own part, white space evened out."""
        return " ".join(self.page.locator("main").inner_text().split())
