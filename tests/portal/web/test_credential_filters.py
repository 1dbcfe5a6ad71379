"""The list of credentials: filters with counts, orders, what is not known, addresses, and help where nothing fits."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from portal.search.build import open_search_engine
from portal.settings import Settings
from tests.portal.web.page_client import PageClient, markup, swapped_main, text_of


def names(pages: PageClient, address: str) -> list[str]:
    return [text_of(heading) for heading in pages.get(address).all("h3")]


def inputs(pages: PageClient, address: str) -> dict[tuple[str | None, str | None], object]:
    page = pages.get(address)
    return {
        (i.get("name"), i.get("value")): i for i in page.all("input") if i.get("form") == "credentials-form"
    }


CNA, DIPLOMA, FOOD = "Certified Nurse Aide (Indiana)", "High School Diploma", "Food Handler Card"
LPN, PRACTICAL = "Licensed Practical Nurse (Indiana)", "Practical Nursing Certificate"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [CNA, FOOD, DIPLOMA, LPN, PRACTICAL]),
        ("cluster=health-science&kind=License", [LPN]),
        ("kind=License&kind=Certificate", [LPN, PRACTICAL]),
        ("cost=500", [LPN]),
        ("cost=2000&cost_unknown=1", [CNA, FOOD, DIPLOMA, LPN]),
        ("cost_unknown=1", [FOOD, DIPLOMA]),
        ("weeks=12&sort=weeks", [CNA, LPN]),
        ("sort=cost&kind=License&kind=Certification&kind=Certificate", [LPN, CNA, PRACTICAL]),
        ("sort=jobs", [CNA, LPN, FOOD, DIPLOMA, PRACTICAL]),
        ("state=NY", [CNA, FOOD, DIPLOMA, PRACTICAL]),
        ("q=practical&cost=500", [LPN]),
    ],
)
def test_each_filter_and_order(pages: PageClient, query: str, found: list[str]) -> None:
    assert names(pages, f"/credentials?{query}") == found


def test_choices_carry_counts_and_those_that_change_nothing_are_off(pages: PageClient) -> None:
    boxes = inputs(pages, "/credentials?cost=500")
    assert boxes["cost", "0"].get("disabled") is not None, "none is free"  # type: ignore[attr-defined]
    assert boxes["cost", "2000"].get("disabled") is None  # type: ignore[attr-defined]
    words = pages.get("/credentials").words()
    assert "Health Science 3" in words
    assert "Indiana 5" in words, "what no state limits counts in Indiana too"


def test_what_is_not_known_is_said_and_can_be_taken_in(pages: PageClient) -> None:
    page = pages.get("/credentials?cost=500")
    assert "2 more: cost not known." in page.words()
    (link,) = [a.get("href") for a in page.all("a") if text_of(a) == "Show them too"]
    assert link == "/credentials?cost=500&cost_unknown=1"
    assert "time not known · cost not known" in pages.get("/credentials?q=food").words()


def test_jobs_of_the_place_stand_on_the_card(pages: PageClient) -> None:
    page = pages.get("/credentials?q=aide&region=county:18089")
    assert "2 open jobs here name it" in page.words()
    assert "/jobs?region=county:18089&amp;credential=cna-in" in page.text
    assert "name it" not in pages.get("/credentials?q=aide&region=county:18117").words()


def test_chips_and_zero_results_help(pages: PageClient) -> None:
    page = pages.get("/credentials?kind=License&cost=100&state=IN")
    chips = {text_of(a): a.get("href") for a in page.all("a") if "chip" in (a.get("class") or "")}
    (href,) = [href for label, href in chips.items() if label.startswith("costs $100 or less")]
    assert href == "/credentials?kind=License&state=IN"
    assert "Nothing fits all of that." in page.words()
    assert "without the cost (1)" in page.words()


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("/credentials?page=00019", "/credentials"),
        ("/credentials?page=19&kind=License", "/credentials?kind=License"),
        ("/credentials?page=01", "/credentials"),
        ("/credentials?region=46402", "/credentials?region=zip:46402:25"),
        ("/jobs?page=00019&region=county:18089", "/jobs?region=county:18089"),
        ("/jobs?page=99&region=county:18089", "/jobs?region=county:18089"),
    ],
)
def test_an_address_that_is_another_one_leads_there(pages: PageClient, address: str, wanted: str) -> None:
    response = pages.client.get(address)
    assert (response.status_code, response.headers["Location"]) == (302, wanted)
    pages.get(wanted)


@pytest.mark.parametrize(
    "query", ["cost=7", "weeks=x", "kind=No", "state=ZZ", "sort=best", "delivery=x", "page=0", "page=501"]
)
def test_a_choice_that_there_is_not_is_refused(pages: PageClient, query: str) -> None:
    pages.get(f"/credentials?{query}", status=422)


def test_a_place_that_is_none_is_told_beside_the_list(pages: PageClient) -> None:
    page = pages.get("/credentials?region=Atlantis", status=422)
    assert "We do not know a place called" in page.words()
    assert page.all("h3"), "the list is there"


@pytest.mark.parametrize("query", ["", "?q=nurse&cost=10000", "?sort=jobs&kind=License"])
def test_the_swapped_part_equals_a_fresh_page(pages: PageClient, query: str) -> None:
    old, new = pages.get("/credentials"), pages.get(f"/credentials{query}")
    swapped = swapped_main(old, pages.fragment(f"/credentials{query}"))
    assert markup(new.by_id("credentials-results")) in swapped


@pytest.fixture
def without_search(small_site: Flask, tmp_path: Path) -> Iterator[PageClient]:
    engine = small_site.extensions["search"]
    small_site.extensions["search"] = open_search_engine(Settings(data_dir=tmp_path))
    yield PageClient(small_site.test_client())
    small_site.extensions["search"] = engine


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=License&kind=Certificate", [LPN, PRACTICAL]),
        ("cost=2000&cost_unknown=1", [CNA, FOOD, DIPLOMA, LPN]),
        ("sort=cost", [LPN, CNA, PRACTICAL, FOOD, DIPLOMA]),
        ("state=NY&weeks=12", [CNA]),
        ("q=practical&sort=weeks", [LPN, PRACTICAL]),
    ],
)
def test_filters_and_orders_hold_while_search_is_away(
    without_search: PageClient, query: str, found: list[str]
) -> None:
    assert names(without_search, f"/credentials?{query}") == found
