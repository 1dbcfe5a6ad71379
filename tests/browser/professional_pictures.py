"""The professional's side as pictures: python -m tests.browser.professional_pictures --out docs/img/professionals.

Makes a site over the embedded and sample data in a folder of its own, walks both journeys of `professionals.py` on
it, and prints the log of the first as a table for docs/professionals.md.
"""

import argparse
import shutil
import sys
import tempfile
from datetime import date
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from rich.console import Console

from portal.prepare import prepare_store
from portal.settings import Settings
from portal.setup.chromium import FLAGS, find_chromium
from portal.web.app import create_app
from tests.browser.offices import Offices
from tests.browser.professionals import LogLine, counselor_journey, vr_journey
from tests.fixtures.loopback import serving
from tests.fixtures.whole_site import load_postings
from tests.portal.web.staff_world import SEAL_KEY

AS_OF = date(2026, 6, 20)
QUALITY = 58
TALLEST_PX = {1280: 860, 390: 1100}
KEPT = {
    "said-yes": "#yes",
    "plan": "h1",
    "document": "h1",
    "log": "h1",
    "desk": "h1",
    "changes": "h1",
    "benefits": "#benefits",
    "outcomes-of-all": "h1",
}
"""Which pages of the journeys become pictures, and what stands at the top of each."""


class Camera:
    """Takes pictures of chosen pages; with `all_pages` of every page, also narrow and dark, for looking at."""

    def __init__(self, folder: Path, *, all_pages: bool) -> None:
        self.folder, self.all_pages = folder, all_pages
        folder.mkdir(parents=True, exist_ok=True)

    def __call__(self, page: Page, name: str) -> None:
        if self.all_pages:
            self._take_everywhere(page, name)
        elif name in KEPT:
            self._take(page, name)

    def _take(self, page: Page, name: str) -> None:
        size = page.viewport_size
        assert size is not None
        page.set_viewport_size({"width": size["width"], "height": TALLEST_PX[size["width"]]})
        page.evaluate("document.activeElement.blur()")
        top = page.locator(KEPT[name]).first.evaluate("each => each.getBoundingClientRect().top + scrollY")
        page.evaluate("top => scrollTo(0, top - 6)", top)
        file = self.folder / f"{name}.jpg"
        page.screenshot(path=file, type="jpeg", quality=QUALITY, animations="disabled")
        page.set_viewport_size(size)
        sys.stdout.write(f"{file} {file.stat().st_size // 1024} KiB\n")

    def _take_everywhere(self, page: Page, name: str) -> None:
        size = page.viewport_size
        for width, scheme in ((1280, "light"), (1280, "dark"), (320, "light"), (320, "dark")):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=self.folder / f"{name}-{width}-{scheme}.png", full_page=True)
        page.emulate_media(color_scheme="light")
        if size is not None:
            page.set_viewport_size(size)


def log_table(lines: tuple[LogLine, ...]) -> str:
    """The log as Markdown; what was done several times in a row is one line."""
    rows = ["| number | who | what | about |", "|---|---|---|---|"]
    for (who, what, about), each in groupby(lines, key=attrgetter("who", "what", "about")):
        numbers = [line.number for line in each]
        span = str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}-{numbers[-1]}"
        rows.append(f"| {span} | {who} | {what} | {about} |")
    return "\n".join(rows) + "\n"


def walk_both(browser: Browser, folder: Path, camera: Camera) -> None:
    """Walk both journeys on the site of a data folder."""
    settings = Settings(
        secret_key="0123456789abcdef0123456789abcdef",
        data_dir=folder,
        as_of=AS_OF,
        seal_keys=(SEAL_KEY,),
        argon2_memory_kib=64,
    )
    app = create_app(settings)
    with serving(app) as address:
        offices = Offices(app, address, browser, seen=camera)
        came = counselor_journey(offices, folder)
        if camera.all_pages:
            (camera.folder / "individual-plan.pdf").write_bytes(came.pdf)
        sys.stdout.write(f"{came.chain}\n{log_table(came.log)}")
        vr_journey(offices)
        offices.close()


def main() -> int:
    """Take them; print where they are, and the log."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument(
        "--embedded", type=Path, help="a data folder with the embedded data, to copy; else it is made"
    )
    parser.add_argument(
        "--all", action="store_true", help="every page, two widths and themes: for looking at"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        if options.embedded:
            shutil.copytree(options.embedded, folder, dirs_exist_ok=True)
        else:
            settings = Settings(secret_key="0123456789abcdef0123456789abcdef", data_dir=folder, as_of=AS_OF)
            prepare_store(settings, Console(quiet=True)).dispose()
        load_postings(folder, "sample", as_of=AS_OF)
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        walk_both(browser, folder, Camera(options.out, all_pages=options.all))
        browser.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
