"""Pictures of every kind of page, for looking at: python -m tests.browser.screenshots --out DIR --url BASE.

Three widths, light and dark, the ladder in print and at 400 percent zoom, and Spanish.
"""

import argparse
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from portal.setup.chromium import FLAGS, HOW_TO_INSTALL, find_chromium

LADDER = "/ladder?goal=occupation:29-2061&region=zip:46402:25&held=high-school-diploma&way=soonest"
PAGES = {
    "start": "/",
    "ladder": LADDER,
    "ladder-nyc": "/ladder?goal=occupation:29-1141&region=zip:10001:25&held=high-school-diploma",
    "credentials": "/credentials?q=nurse",
    "credential": "/credentials/cna-in?region=zip:46402:25",
    "jobs": "/jobs?q=nurse&region=zip:46402:50",
    "about-data": "/about-data",
    "about-quality": "/about-quality",
    "not-found": "/nothing-here",
}
WIDTHS = (320, 768, 1280)
ZOOMED = (320, 225)
"""What 400 percent zoom leaves of a window of 1280 x 900."""


def take_pictures(browser: Browser, base: str, folder: Path) -> list[Path]:
    """Take all pictures; return their files.

    Raises: AssertionError when a page is broader than the window.
    """
    shots = [
        (f"{name}-{width}-{scheme}", path, width, 900, {"color_scheme": scheme})
        for name, path in PAGES.items()
        for width in WIDTHS
        for scheme in ("light", "dark")
    ]
    shots += [
        (f"{name}-es-390", f"{PAGES[name]}{'&' if '?' in PAGES[name] else '?'}lang=es", 390, 800, {})
        for name in PAGES
    ]
    shots.append(("ladder-zoom-400", LADDER, *ZOOMED, {}))
    shots.append(("ladder-forced-colors", LADDER, 1280, 900, {"forced_colors": "active"}))
    files = []
    for name, path, width, height, options in shots:
        context = browser.new_context(
            base_url=base,
            viewport={"width": width, "height": height},
            locale="en-US",
            reduced_motion="reduce",
            **options,
        )
        page = context.new_page()
        page.goto(path, wait_until="networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} scrolls sideways"
        files.append(folder / f"{name}.png")
        page.screenshot(path=files[-1], full_page=True)
        context.close()
    files.append(folder / "ladder-print.pdf")
    page = browser.new_page(base_url=base)
    page.goto(LADDER, wait_until="networkidle")
    page.pdf(path=files[-1], format="Letter")
    page.emulate_media(media="print")
    files.append(folder / "ladder-print.png")
    page.screenshot(path=files[-1], full_page=True)
    page.close()
    return files


def main() -> None:
    """Take the pictures of a running site."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--url", required=True, help="http://127.0.0.1:8000")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    path = find_chromium()
    if path is None:
        raise SystemExit(HOW_TO_INSTALL)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        for file in take_pictures(browser, arguments.url, arguments.out):
            sys.stdout.write(f"{file}\n")
        browser.close()


if __name__ == "__main__":
    main()
