"""The five journeys as pictures for docs/: python -m tests.browser.journey_pictures --out docs/img/journeys --url BASE.

One strip a person: each page they came through, as their phone showed it, on one sheet.
"""

import argparse
import base64
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from portal.setup.chromium import FLAGS, find_chromium
from tests.browser.hands import Finger
from tests.browser.personas import PERSONAS, Persona, Walk

PHONE = {"width": 390, "height": 844}
SHOWN_WIDTH_PX = 260
QUALITY = 60


def take_journey(browser: Browser, base: str, persona: Persona, file: Path) -> None:
    """Walk the journey by touch; write its pages side by side to `file` (JPEG)."""
    context = browser.new_context(
        base_url=base, viewport=PHONE, has_touch=True, is_mobile=True, locale="en-US"
    )
    page = context.new_page()
    shots: list[bytes] = []

    def take(_name: str) -> None:
        page.evaluate("scrollTo(0, 0)")
        shots.append(page.screenshot())

    page.goto("/")
    if persona.language == "es":
        Finger(page).use('form[action="/language/es"] button')
        page.wait_for_selector("html[lang=es]")
        page.wait_for_load_state()
    take("start")
    persona.walk(Walk(Finger(page), take))
    context.close()
    sheet = browser.new_page(viewport={"width": (SHOWN_WIDTH_PX + 12) * len(shots) + 12, "height": 600})
    pictures = "".join(
        f'<img width="{SHOWN_WIDTH_PX}" src="data:image/png;base64,{base64.b64encode(shot).decode()}">'
        for shot in shots
    )
    sheet.set_content(f'<body style="margin:12px;display:flex;gap:12px;background:#777">{pictures}</body>')
    sheet.wait_for_function("[...document.images].every(each => each.complete)")
    file.parent.mkdir(parents=True, exist_ok=True)
    sheet.locator("body").screenshot(path=file, type="jpeg", quality=QUALITY)
    sheet.close()


def main() -> int:
    """Take all five; print where they are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--url", required=True, help="a running site over the sample postings")
    options = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        for persona in PERSONAS:
            file = options.out / f"{persona.key}.jpg"
            take_journey(browser, options.url, persona, file)
            sys.stdout.write(f"{file}\n")
        browser.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
