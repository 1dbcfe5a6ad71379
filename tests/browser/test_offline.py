"""Without a line the last pages are still there and say how old they are; a plan never is, and all can be wiped."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.portal.web.test_pages import LADDER

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NOBODYS = "/ladder?goal=occupation:29-2061&region=zip:46402:25"
KEPT = """async () => {
  const names = (await caches.keys()).filter(name => name.startsWith("rungs-pages-"));
  const keys = await Promise.all(names.map(async name => (await caches.open(name)).keys()));
  return keys.flat().map(key => new URL(key.url).pathname + new URL(key.url).search);
}"""
READY = (
    "async () => { await navigator.serviceWorker.ready; return navigator.serviceWorker.controller !== null }"
)
OpenKept = Callable[..., "Page"]


@pytest.fixture
def open_kept(chromium: "Browser", site_url: str) -> Iterator[OpenKept]:
    """Opens a page and waits until the service worker has charge of it."""
    contexts = []

    def open_(path: str, **options: Any) -> "Page":
        context = chromium.new_context(base_url=site_url, locale="en-US", **options)
        contexts.append(context)
        page = context.new_page()
        page.goto(path)
        page.wait_for_function(READY)
        wait_until_kept(page, path)
        return page

    yield open_
    for context in contexts:
        context.close()


def wait_until_kept(page: "Page", path: str) -> None:
    """A page is put away beside its showing."""
    for _ in range(100):
        if path in page.evaluate(KEPT):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{path} was not kept: {page.evaluate(KEPT)}")


def test_pages_seen_are_there_without_a_line_and_say_how_old_they_are(
    open_kept: OpenKept, axe: "Callable[[Page], list[str]]"
) -> None:
    page = open_kept("/jobs")
    page.goto(NOBODYS)
    wait_until_kept(page, NOBODYS)
    page.context.set_offline(True)
    page.goto(NOBODYS)
    assert page.locator(".rung").count() >= 3
    assert "This page was kept this minute. Jobs may have closed" in page.locator(".offline").inner_text()
    assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith("Atkinson")
    assert axe(page) == []
    page.goto("/credentials/cna-in")
    assert page.locator("h1").inner_text() == "You are offline"
    page.get_by_role("link", name="Open jobs").click()
    assert page.locator(".card").count() > 0
    page.context.set_offline(False)
    page.goto("/credentials/cna-in")
    assert page.locator("h1").inner_text().startswith("Certified Nurse Aide")
    assert not page.locator(".offline").is_visible()


def test_nothing_personal_is_kept_and_deleting_the_plan_wipes_the_rest(open_kept: OpenKept) -> None:
    page = open_kept("/jobs")
    page.goto(LADDER)
    page.get_by_role("button", name="Save to my plan").first.click()
    page.wait_for_selector("h1:text('My plan')")
    page.goto("/display")
    page.goto("/plan?plan=broken")
    page.goto("/jobs?plan=x")
    for told in ("held=cna-in", "needs=standing", "age=17", "held=cna-in&until=cna-in:2027-01-01"):
        page.goto(f"{NOBODYS}&{told}")
    page.goto("/jobs?q=nurse&held=")
    wait_until_kept(page, "/jobs?q=nurse&held=")
    page.goto("/nothing-here")
    page.wait_for_timeout(300)
    assert sorted(page.evaluate(KEPT)) == sorted(["/jobs", "/jobs?q=nurse&held="])
    page.goto("/plan")
    page.get_by_role("button", name="Delete everything").click()
    page.wait_for_url("**/plan*")
    page.wait_for_timeout(300)
    assert page.evaluate(KEPT) == []
    page.goto("/display")
    page.wait_for_timeout(300)
    page.context.set_offline(True)
    page.goto("/plan")
    assert page.locator("h1").inner_text() == "You are offline"
    assert "No page is kept yet." in page.locator("main").inner_text()


def test_it_keeps_thirty_pages_and_speaks_the_language_of_the_last(open_kept: OpenKept) -> None:
    page = open_kept("/privacy")
    page.evaluate(
        """async () => {
          const name = (await caches.keys()).find(name => name.startsWith("rungs-pages-"));
          const cache = await caches.open(name);
          const headers = { "X-Kept-At": new Date(Date.now() - 26 * 3600e3).toISOString() };
          for (let at = 0; at < 40; at += 1)
            await cache.put(`/jobs?q=${at}`, new Response("<title>Old</title>", { headers }));
        }"""
    )
    page.goto("/jobs?lang=es")
    wait_until_kept(page, "/jobs?lang=es")
    page.wait_for_timeout(200)
    kept = page.evaluate(KEPT)
    assert len(kept) == 30
    assert "/jobs?q=39" in kept
    assert "/jobs?q=5" not in kept
    page.context.set_offline(True)
    page.goto("/glossary")
    assert page.locator("h1").inner_text() == "No tienes conexión"
    assert page.locator(".kept li").first.inner_text().startswith("Empleos abiertos")
    assert page.locator(".kept li").nth(1).inner_text() == "Old ayer"
    page.get_by_role("button", name="Borrar estas páginas").click()
    page.wait_for_selector("text=Aún no hay páginas guardadas.")
