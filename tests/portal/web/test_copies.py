"""An offer of several sources has one page, which names them all, and a history where it was posted before."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from portal.settings import ROOT
from portal.web.app import create_app
from tests.portal.web.copies_world import AGENCY, BEFORE, COPY, add_copies
from tests.portal.web.page_client import PageClient
from tests.portal.web.world import REAL, build_index, close_site, fill_store, settings_for

CONFIG = ROOT / "config"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("copies")
    shutil.copyfile(sqlite_template, folder / "site.sqlite")
    url = f"sqlite:///{folder / 'site.sqlite'}"
    fill_store(url, CONFIG)
    add_copies(url)
    settings = settings_for(url, folder, CONFIG)
    build_index(settings)
    app = create_app(settings)
    app.config["TESTING"] = True
    yield app
    close_site(app)


@pytest.mark.parametrize(("language", "also", "before"), [
    ("en", "Also seen at", "first saw it on"), ("es", "También está en", "Lo vimos por primera vez"),
])  # fmt: skip
def test_the_page_names_every_source_the_most_trusted_first_and_the_history(
    site: Flask, language: str, also: str, before: str
) -> None:
    page = PageClient(site.test_client()).get(f"/jobs/{REAL}", language=language)
    words = page.words()
    assert also in words
    assert "Brightpath Staffing" in words
    assert before in words
    links = [link.get("href") for link in page.all("a")]
    assert "https://jobs.example/7" in links
    assert ("there also in" if language == "en" else "allí también en") + " Hammond, IN" in words
    assert words.count("Hammond") == 1, "the town that only one copy names"
    # feed (trust 50) stands before adzuna (30)
    assert words.index("Brightpath Staffing") < words.index("Adzuna")


def test_a_copy_leads_to_the_page_of_its_offer(site: Flask) -> None:
    for copy in (COPY, AGENCY):
        answer = site.test_client().get(f"/jobs/{copy}?region=state:IN")
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(f"/jobs/{REAL}?")
    assert site.test_client().get(f"/jobs/{BEFORE}").status_code == 410


def test_the_list_shows_it_once_and_says_at_how_many_other_sources_it_is(site: Flask) -> None:
    page = PageClient(site.test_client()).get("/jobs?region=state:IN")
    links = [link.get("href") or "" for link in page.all("a")]
    assert sum(link.startswith(f"/jobs/{REAL}") for link in links) == 1
    assert not any(link.startswith((f"/jobs/{COPY}", f"/jobs/{AGENCY}")) for link in links)
    assert "also at 2 other sources" in page.words()
