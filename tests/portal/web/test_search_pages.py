"""The one box, narrowing, why a job is there, and what people see while search is away."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from portal.search.build import open_search_engine
from portal.settings import Settings
from tests.portal.web.page_client import PageClient, text_of
from tests.portal.web.world import OPEN


def test_the_one_box_shows_every_kind_in_groups(pages: PageClient) -> None:
    page = pages.get("/search?q=nurse")
    headings = [text_of(heading) for heading in page.all("h2")]
    assert headings[:2] == ["Occupations", "Credentials"]
    assert any(heading.startswith("Open jobs") for heading in headings)
    assert "Licensed Practical Nurse (Indiana)" in page.words()
    assert "Nurse Aide, days" in page.words()


def test_the_one_box_without_words_or_results_still_is_a_page(pages: PageClient) -> None:
    assert not pages.get("/search").all("h2")
    assert "We found nothing for “zzzzqq”" in pages.get("/search?q=zzzzqq").words()


def test_a_place_that_is_only_spelled_alike_is_no_find(pages: PageClient) -> None:
    assert "We found nothing for “gery”" in pages.get("/search?q=gery").words()
    assert "We found nothing" not in pages.get("/search?q=gary").words()


def test_offers_come_in_groups_with_roles_and_addresses(pages: PageClient) -> None:
    fragment = pages.fragment("/search/suggest?q=nurse+a")
    assert 'id="search-suggestions"' in fragment
    assert 'role="group" aria-labelledby="suggest-postings"' in fragment
    assert 'role="option"' in fragment
    assert "/jobs?q=Nurse+Aide%2C+days" in fragment


def test_offers_without_the_list_lead_to_the_page(pages: PageClient) -> None:
    response = pages.client.get("/search/suggest?q=nurse+aide")
    assert (response.status_code, response.headers["Location"]) == (302, "/search?q=nurse+aide")


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("aide in gary", "/jobs?q=aide&region=zip:46402:25"),
        ("46402", "/jobs?region=zip:46402:25"),
        ("lake county", "/jobs?region=county:18089"),
        ("lakeside gary", "/jobs?q=lakeside&region=zip:46402:25"),
        ("gary jobs", "/jobs?region=zip:46402:25"),
    ],
)
def test_a_place_that_is_typed_becomes_the_place(pages: PageClient, typed: str, wanted: str) -> None:
    response = pages.client.get("/jobs", query_string={"q": typed})
    assert (response.status_code, response.headers["Location"]) == (302, wanted)


def test_a_card_says_why_it_is_there_and_quotes_the_text_where_only_that_has_it(pages: PageClient) -> None:
    page = pages.get("/jobs?q=aide+lakeside&region=zip:46402:25")
    marked = [text_of(mark) for mark in page.all("mark")]
    assert marked[:2] == ["Aide", "Lakeside"]
    assert "Why here: title" in page.words()


def test_choices_carry_counts_and_those_that_change_nothing_are_off(pages: PageClient) -> None:
    page = pages.get("/jobs?region=zip:46402:25")
    inputs = {(i.get("name"), i.get("value")): i for i in page.all("input") if i.get("form") == "jobs-form"}
    assert inputs["pay", "100000"].get("disabled") is not None, "no job pays that"
    assert inputs["pay", "25000"].get("disabled") is not None, "every job pays that"
    assert inputs["source", "nyc"].get("disabled") is None


def test_chips_take_one_filter_away_each_and_the_address_keeps_the_rest(pages: PageClient) -> None:
    page = pages.get("/jobs?region=zip:46402:25&source=nyc&pay=35000")
    chips = {text_of(a): a.get("href") for a in page.all("a") if "chip" in (a.get("class") or "")}
    (without_pay,) = [href for label, href in chips.items() if label.startswith("pays $35,000")]
    assert without_pay == "/jobs?region=zip:46402:25&source=nyc"


def test_where_nothing_is_found_each_filter_says_what_it_costs(pages: PageClient) -> None:
    page = pages.get("/jobs?q=aide&region=zip:46402:25&pay=100000")
    assert "If you take one thing away:" in page.words()
    assert "without the pay (2)" in page.words()
    assert "without your words" not in page.words(), "no job pays that at all"


@pytest.mark.parametrize(
    "address",
    [
        *("/jobs?pay=7", "/jobs?shift=noon", "/jobs?cluster=no", "/jobs?sort=random"),
        *("/jobs?credential=%22x", "/jobs?opened_by=A+B", "/jobs?credential=" + "a" * 81),
    ],
)
def test_a_choice_that_there_is_not_is_refused(pages: PageClient, address: str) -> None:
    pages.get(address, status=422)


@pytest.fixture
def without_search(small_site: Flask, tmp_path: Path) -> Iterator[PageClient]:
    """The site while its index is gone."""
    engine = small_site.extensions["search"]
    small_site.extensions["search"] = open_search_engine(Settings(data_dir=tmp_path))
    yield PageClient(small_site.test_client())
    small_site.extensions["search"] = engine


def test_pages_work_from_the_store_while_search_is_away_and_say_so(without_search: PageClient) -> None:
    jobs = without_search.get("/jobs?q=aide&region=zip:46402:25")
    assert "Searching by words does not work right now" in jobs.words()
    assert f"/jobs/{OPEN}?" in jobs.text
    assert "Search does not work right now" in without_search.get("/search?q=nurse").words()
    assert "Licensed Practical Nurse" in without_search.get("/credentials?q=practical").words()
    assert without_search.fragment("/search/suggest?q=nurse").count("option") == 0
