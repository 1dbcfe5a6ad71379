"""Makes the table of docs/accessibility.md anew: `python -m tests.browser.page_table` writes it between its two marks.

It opens every page of the browser tests over their small world: what axe finds (English in three themes, Spanish at
320 px), weight, reading grade of the page's own words, and Lighthouse's four scores.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from portal.domain.reading import english_grade, spanish_ease
from portal.setup.chromium import FLAGS, HOW_TO_INSTALL, find_chromium
from portal.store.engine import open_engine
from portal.store.migrate import migrate
from portal.web.app import create_app
from tests.browser.test_accessible import PAGES, bytes_of_page, open_all
from tests.browser.test_lighthouse import CATEGORIES, ERRORS, LEAST, LOOKS, measure
from tests.fixtures.browser import list_violations
from tests.fixtures.loopback import serving
from tests.portal.web.world import build_index, fill_store, settings_for

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs" / "accessibility.md"
BEGIN, END = "<!-- table by page: begin -->", "<!-- table by page: end -->"
HEAD = (
    *("page", "axe", "axe, Spanish, 320 px", "HTML + CSS + JS", "all, with fonts and icons"),
    *("grade", "ease (Spanish)", "Lighthouse: performance", "accessibility", "best practices", "SEO"),
)
# The sentences of the page itself, one a line: what stands in another language is not ours (a job's text, a name).
OWN_WORDS = """
() => [...document.querySelectorAll('main :is(h1, h2, h3, p, li, dt, dd, label, legend, summary, th, td, caption)')]
  .filter(e => e.checkVisibility() && !e.querySelector('p, li, dt, dd, label, td'))
  .filter(e => e.closest('[lang]').lang === document.documentElement.lang && !e.querySelector('[lang]'))
  .map(e => e.innerText.trim().replace(/\\s+/g, ' '))
  .filter(text => /[.!?…]$/.test(text))
"""


@contextmanager
def small_site() -> Iterator[str]:
    """The address of the site over the small world."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'site.sqlite'}"
        engine = open_engine(url)
        migrate(engine)
        engine.dispose()
        fill_store(url, ROOT / "config")
        settings = settings_for(url, folder, ROOT / "config")
        build_index(settings)
        app = create_app(settings)
        with serving(app) as address:
            yield address


def look_at(browser: "Browser", site_url: str, path: str) -> list[str]:
    """The cells of a page but its name and Lighthouse's scores."""
    page = browser.new_page(base_url=site_url, locale="en-US", color_scheme="light", service_workers="block")
    page.goto(path)
    page.wait_for_load_state("networkidle")
    text, whole = bytes_of_page(page)
    grade = english_grade("\n".join(page.evaluate(OWN_WORDS)))
    open_all(page)
    found = len(list_violations(page))
    page.emulate_media(color_scheme="dark")
    found += len(list_violations(page, "color-contrast"))
    page.evaluate("document.documentElement.dataset.theme = 'contrast'")
    found += len(list_violations(page, "color-contrast"))
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(path + ("&" if "?" in path else "?") + "lang=es")
    ease = spanish_ease("\n".join(page.evaluate(OWN_WORDS)))
    open_all(page)
    spanish = len(list_violations(page))
    page.close()
    return [
        *(str(found), str(spanish), f"{text / 1000:.0f} kB", f"{whole / 1000:.0f} kB"),
        *("–" if grade is None else f"{grade:.1f}", "–" if ease is None else f"{ease:.0f}"),
    ]


def best_scores(site_url: str) -> dict[str, dict[str, int]]:
    """Lighthouse's best score of each page in each category, of as many looks as the test gives it."""
    best: dict[str, dict[str, int]] = {name: {} for name in PAGES if name not in ERRORS}
    low = list(best)
    for _ in range(LOOKS):
        verdicts = measure([site_url + PAGES[name] for name in low]) if low else {}
        for name in low:
            told = verdicts[site_url + PAGES[name]]["scores"]
            best[name] = {each: max(best[name].get(each, 0), told[each] or 0) for each in CATEGORIES}
        low = [name for name in low if best[name]["performance"] < LEAST]
    return best


def make_table(*, with_lighthouse: bool) -> str:
    """The table as Markdown."""
    rows = [HEAD, ("---",) * len(HEAD)]
    with small_site() as site_url:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
            cells = {name: look_at(browser, site_url, path) for name, path in PAGES.items()}
            browser.close()
        scores = best_scores(site_url) if with_lighthouse else {}
    for name in PAGES:
        found = scores.get(name, {})
        told = [str(found[each]) if found.get(each) is not None else "–" for each in CATEGORIES]
        rows.append((name, *cells[name], *told))
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def main() -> int:
    """Write the table into the document; return the process's exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--no-lighthouse", action="store_true", help="leave its scores out")
    arguments = parser.parse_args()
    if find_chromium() is None:
        raise SystemExit(HOW_TO_INSTALL)
    table = make_table(with_lighthouse=not arguments.no_lighthouse)
    before, rest = DOCUMENT.read_text(encoding="utf-8").split(BEGIN)
    after = rest.split(END)[1]
    DOCUMENT.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
