"""The picture in the README: python -m tests.browser.readme_picture, while a site with sample data runs (--url)."""

import argparse
import sys

from playwright.sync_api import sync_playwright

from portal.settings import ROOT
from portal.setup.chromium import FLAGS, find_chromium

LADDER = "/ladder?goal=credential:lpn-license-in&region=zip:46204:25&held=high-school-diploma&way=soonest"
PICTURE = ROOT / "docs" / "img" / "ladder.png"


def main() -> None:
    """Photograph the ladder page of a running site."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    base = parser.parse_args().url.rstrip("/")
    PICTURE.parent.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        page = browser.new_page(viewport={"width": 1280, "height": 1330}, color_scheme="light")
        page.goto(base + LADDER)
        page.screenshot(path=PICTURE)
        browser.close()
    sys.stdout.write(f"{PICTURE.relative_to(ROOT)} written\n")


if __name__ == "__main__":
    main()
