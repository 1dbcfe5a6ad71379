"""The kiosk as pictures for docs: python -m tests.browser.kiosk_pictures --out docs/img/kiosk --url BASE --code CODE.

One strip a way up and orientation: each screen as a visitor sees it, on one sheet.
"""

import argparse
import base64
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from portal.setup.chromium import FLAGS, find_chromium

SIZES = {"portrait": (1080, 1920, 210), "landscape": (1280, 800, 380)}
"""Width and height of the screen, and the width at which a picture of it is shown. Units: pixels."""
WAY = (
    "English",
    "A career field",
    "Health Science",
    "Nursing assistant",
    "Jobs and booths",
    "Take it with me",
)
"""Names of the buttons, one tap each."""
QUALITY = 60
SETTLE_MS = 500
"""Icons come from one file, which is drawn a moment after it came."""


def take_screens(page: Page, *, event: str, code: str) -> list[bytes]:
    """Each screen of the shortest way with a look at the booths, from the first to what is taken along."""
    page.goto(f"/kiosk/{event}")
    page.fill("#code", code)
    page.click("button[type=submit]")
    page.wait_for_selector("html[data-ready].kiosk--attract .kiosk-starts")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(SETTLE_MS)
    shots = [page.screenshot(animations="disabled")]
    for name in WAY:
        page.get_by_role("button", name=name).first.click()
        shots.append(page.screenshot(animations="disabled"))
    return shots


def write_strip(browser: Browser, shots: list[bytes], file: Path, *, shown_width: int, columns: int) -> None:
    """The screens side by side, so many in a row, as JPEG."""
    sheet = browser.new_page(viewport={"width": (shown_width + 12) * columns + 12, "height": 300})
    pictures = "".join(
        f'<img width="{shown_width}" src="data:image/png;base64,{base64.b64encode(shot).decode()}">'
        for shot in shots
    )
    style = "margin:12px;display:flex;flex-wrap:wrap;place-items:start;place-content:start;gap:12px;background:#777"
    sheet.set_content(f'<body style="{style}">{pictures}</body>')
    sheet.wait_for_function("[...document.images].every(each => each.complete)")
    file.parent.mkdir(parents=True, exist_ok=True)
    sheet.screenshot(path=file, type="jpeg", quality=QUALITY, full_page=True)
    sheet.close()


def main() -> int:
    """Take both; print where they are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--url", required=True, help="a running site with the event's bundle built")
    parser.add_argument("--event", default="sample-fair")
    parser.add_argument("--code", required=True, help="the event's start code")
    options = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        for name, (width, height, shown) in SIZES.items():
            context = browser.new_context(
                base_url=options.url,
                viewport={"width": width, "height": height},
                locale="en-US",
                reduced_motion="reduce",
            )
            shots = take_screens(context.new_page(), event=options.event, code=options.code)
            context.close()
            file = options.out / f"{name}.jpg"
            columns = len(shots) if height > width else 3
            write_strip(browser, shots, file, shown_width=shown, columns=columns)
            sys.stdout.write(f"{file} {file.stat().st_size // 1024} KiB\n")
        browser.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
