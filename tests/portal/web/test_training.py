"""Training near a place on the page of a credential: what the list says, the nearest first, and no more."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from portal.domain.errors import InvalidSettings
from portal.domain.training_list import lists_for, parse_training_lists
from portal.settings import ROOT, read_config_toml
from portal.web.app import create_app
from tests.fixtures.training import SAID, add_training
from tests.portal.web.page_client import PageClient
from tests.portal.web.world import REAL, build_index, close_site, fill_store, settings_for

CONFIG = ROOT / "config"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("training")
    shutil.copyfile(sqlite_template, folder / "site.sqlite")
    url = f"sqlite:///{folder / 'site.sqlite'}"
    fill_store(url, CONFIG)
    add_training(url)
    settings = settings_for(url, folder, CONFIG)
    build_index(settings)
    app = create_app(settings)
    app.config["TESTING"] = True
    yield app
    close_site(app)


def section(site: Flask, path: str) -> str:
    page = PageClient(site.test_client()).get(path)
    (found,) = [one for one in page.all("section") if one.get("aria-labelledby") == "training"]
    return " ".join("".join(found.itertext()).split())


def test_programs_are_shown_with_what_the_list_says(site: Flask) -> None:
    text = section(site, "/credentials/cna-in?region=zip:46402:25")

    assert "Helper class near" in text
    assert "Gary, IN · about 1 mile away · $1,000 · 4 weeks to 11 weeks, 105 class hours" in text
    assert "tuition $800 and fees $50. These parts do not add up to the total of the list." in text
    assert "The school has evening classes · Not offered: child care" in text
    assert "92 %: The share who finished." in text
    assert "That is of 40 people. The numbers of the list do not add up." in text
    assert "The list says that this program leads to" in text
    assert "list of 2026-01-02" in text
    assert "not yet checked at its source" in text
    assert "online only · free · 6 months, 19 hours a week" in text


def test_what_is_far_away_stands_apart(site: Flask) -> None:
    near, _, far = section(site, "/credentials/cna-in?region=zip:46402:25").partition("in other places")
    assert "Paoli" not in near
    assert "Paoli, IN · about 216 miles away" in far
    assert "Nursing helper class, Lake School NJ" in far

    of_paoli, _, far = section(site, "/credentials/cna-in?region=county:18117").partition("in other places")
    assert of_paoli.index("Paoli") < of_paoli.index("online only"), "the nearest first"
    assert "Gary" in far


def test_an_address_that_is_no_web_page_is_no_link(site: Flask) -> None:
    page = PageClient(site.test_client()).get("/credentials/cna-in?region=zip:46402:25")

    assert not [one for one in page.all("a") if "javascript" in (one.get("href") or "")]


def test_what_is_not_known_is_said_and_the_states_own_list_is_linked(site: Flask) -> None:
    text = section(site, "/credentials/practical-nursing?region=zip:46402:25")

    assert "We know of no program for this here." in text
    assert "INTraining" in text
    assert "yet" not in text, "there is a list of Indiana in this world"
    assert "We hold no list of training programs for Ohio yet." in section(
        site, "/credentials/practical-nursing?region=state:OH"
    )


def test_the_page_is_spanish_in_spanish(site: Flask) -> None:
    text = section(site, "/credentials/cna-in?region=zip:46402:25&lang=es")

    assert "a cerca de 1 milla" in text
    assert "La parte que terminó." in text


def test_the_lists_that_ship_are_read_the_states_own_first() -> None:
    lists = parse_training_lists(read_config_toml(CONFIG / "training-lists.toml"))

    assert [one.state for one in lists_for(lists, "IN")] == ["IN", None]
    assert [one.state for one in lists_for(lists, "OH")] == [None]


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ({"lists": []}, "no such table “lists”"),
        ({"list": [{"url": "ftp://x"}]}, "list 1: title"),
        (
            {"list": [{"title": {"en": "A", "es": "B"}, "url": "https://x.example", "evidence": SAID}] * 2},
            "all states stands twice",
        ),
    ],
)
def test_a_list_that_is_written_wrong_is_named(tables: dict[str, object], said: str) -> None:
    with pytest.raises(InvalidSettings, match=said):
        parse_training_lists(tables)


def test_skills_at_work_are_marked_as_inferred_with_the_words_they_rest_on(site: Flask) -> None:
    page = PageClient(site.test_client()).get("/credentials/cna-in?region=zip:46402:25")
    (found,) = [one for one in page.all("section") if one.get("aria-labelledby") == "proves"]
    text = " ".join("".join(found.itertext()).split())

    assert "Worked out by us Matched by the same words, not stated by the issuer." in text
    assert "Patient care: Provide care to patients who cannot care for themselves." in text
    assert "Same words: patient, care" in text


def test_the_skills_that_a_job_asks_for_stand_in_its_page(site: Flask) -> None:
    page = PageClient(site.test_client()).get(f"/jobs/{REAL}?held=cna-in")
    (found,) = [one for one in page.all("section") if one.get("aria-labelledby") == "skills"]
    text = " ".join("".join(found.itertext()).split())
    assert text.startswith(
        "Skills this job asks for What you hold shows 1 of these. Patient care you can show it"
    )
    assert "“Patient care is your first task.”" in text
    assert "Worked out by us" in text
