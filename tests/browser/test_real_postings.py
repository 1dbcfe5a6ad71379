"""The main job on real input: New York City's table of June 2026 through the loop, and a nursing ladder over it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.fixtures.whole_site import whole_site
from tests.real_data import SHARED

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LADDER = "/ladder?goal=occupation:29-1141&region=zip:10001:25&held=high-school-diploma"


@pytest.fixture(scope="module")
def new_york_url(tmp_path_factory: pytest.TempPathFactory, embedded_folder: Path) -> Iterator[str]:
    folder, june = tmp_path_factory.mktemp("new-york"), date(2026, 6, 20)
    with whole_site(folder, "nyc", "--mirror", str(SHARED), embedded=embedded_folder, as_of=june) as url:
        yield url


@pytest.mark.real_data
def test_a_nursing_ladder_in_new_york_city_stands_on_real_postings(
    chromium: "Browser", new_york_url: str
) -> None:
    page = chromium.new_page(base_url=new_york_url, locale="en-US")
    page.goto(LADDER)
    top = page.locator(".rung").last
    assert "Nurse" in top.locator("h2").inner_text()
    assert "New York" in top.inner_text(), "the wage names its area"
    assert "sample" not in page.locator("main").inner_text().lower()
    counted = int(top.locator(".figure").inner_text().lstrip("+"))
    assert counted > 0
    top.locator(".open a").click()
    assert page.locator("#jobs-results .card").count() == min(counted, 20)
    page.locator("#jobs-results .card a").first.click()
    text = page.locator("main").inner_text()
    assert "Jobs NYC postings" in text
    assert "What it asks for" in text
    page.close()
