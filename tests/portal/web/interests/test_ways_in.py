"""The ways in on the start page, what is open near, and the step that is drawn by a number."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.portal.web.page_client import PageClient, markup, words_of

LAKE = "region=county:18089"


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    "url", [f"/?{LAKE}&held=cna-in", f"/surprise?seed=0&{LAKE}", "/surprise?seed=1&region=county:18117"]
)
def test_every_page_keeps_the_laws(pages: PageClient, url: str, language: str) -> None:
    assert pages.get(url, language=language).all("html")[0].get("lang") == language


def test_all_ways_in_lead_somewhere(pages: PageClient) -> None:
    page = pages.get("/")
    ways = [
        a.get("href") or ""
        for li in page.all("li")
        if "way-in" in (li.get("class") or "")
        for a in li
        if a.get("href")
    ]
    assert len(ways) == 7
    ids = {one.get("id") for one in page.root.iter()}
    for way in ways:
        if way.startswith("#"):
            assert way[1:] in ids
        else:
            assert pages.client.get(way).status_code in (200, 302), way


def near(pages: PageClient, url: str) -> str:
    return words_of(pages.get(url).by_id("near"))


def test_what_is_open_near_has_its_place_and_day(pages: PageClient) -> None:
    text = near(pages, f"/?{LAKE}")
    assert "Lake County" in text
    assert "Counted on June 20, 2026" in text
    assert re.search(r"\d+ open jobs", text)


def test_counts_near_lead_to_exactly_these_jobs(pages: PageClient) -> None:
    page = pages.get(f"/?{LAKE}&held=cna-in")
    links = [a for a in page.by_id("near").iter() if (a.get("class") or "") == "near-count"]
    assert len(links) == 2
    for link in links:
        count = int(words_of(link).split()[0])
        listed = pages.get(str(link.get("href"))).words()
        assert re.search(rf"\b{count} open job|\b{count} job", listed), link.get("href")
    assert "open to you with what you hold" in words_of(links[1])


def test_a_place_without_jobs_says_so(pages: PageClient) -> None:
    assert "We know of no open job here" in near(pages, "/?region=county:18117")


def test_an_unknown_place_is_no_place(pages: PageClient) -> None:
    assert "Indiana" in near(pages, "/?region=county:99999")


def test_a_form_with_errors_stands_first(pages: PageClient) -> None:
    page = pages.get("/ladder?region=4640&held=cna-in", status=422)
    assert "way-in" not in markup(page.by_id("main"))


def test_the_same_number_draws_the_same_step_and_it_says_why(pages: PageClient) -> None:
    first = pages.get(f"/surprise?seed=7&{LAKE}")
    words = first.words()
    assert words == pages.get(f"/surprise?seed=7&{LAKE}").words()
    assert "Certified Nurse Aide" in words, "the only short first step of this small world with open jobs"
    assert "asks for no more than this" in words or "ask for no more than this" in words
    assert "Drawn by chance from 1 step like this. It is no advice." in words
    hrefs = [one.get("href") or "" for one in first.all("a")]
    assert any(parse_qs(urlsplit(href).query).get("goal") == ["credential:cna-in"] for href in hrefs)


def test_what_is_held_is_not_drawn(pages: PageClient) -> None:
    words = pages.get(f"/surprise?seed=7&{LAKE}&held=cna-in").words()
    assert "We found no short first step with open jobs here" in words


def test_without_a_number_one_is_drawn_and_the_place_goes_along(pages: PageClient) -> None:
    response = pages.client.get(f"/surprise?{LAKE}&held=cna-in")
    assert response.status_code == 302
    query = parse_qs(urlsplit(response.headers["Location"]).query)
    assert (query["region"], query["held"]) == (["county:18089"], ["cna-in"])
    assert query["seed"][0].isdigit()


@pytest.mark.parametrize(
    "url", ["/surprise?seed=x", "/surprise?seed=-1", "/surprise?seed=٣", "/surprise?seed=1&region=4640"]
)
def test_a_broken_link_is_said(pages: PageClient, url: str) -> None:
    assert pages.get(url, status=422).all("a")


def test_what_is_held_is_chosen_field_by_field_without_javascript(pages: PageClient) -> None:
    page = pages.get(f"/held?{LAKE}&goal=occupation:29-2061&held=cna-in&field=health-science", language="es")
    boxes = {one.get("value"): one.get("checked") for one in page.all("input", name="held")}
    assert boxes["cna-in"] is not None
    assert boxes["practical-nursing"] is None
    assert {one.get("value") for one in page.all("input", name="goal")} == {"occupation:29-2061"}
    (form,) = [one for one in page.all("form") if one.get("action") == "/#start-form"]
    assert "field=" not in (form.get("action") or "")
    back = pages.get(f"/?{LAKE}&held=cna-in&held=practical-nursing")
    chosen = [one.get("value") for one in back.all("input", name="held") if one.get("checked") is not None]
    assert sorted(chosen) == ["cna-in", "practical-nursing"]


def test_the_list_that_comes_later_has_every_credential_once(pages: PageClient) -> None:
    values = re.findall(r'name="held" value="([^"]+)"', pages.fragment("/held"))
    assert sorted(values) == [
        "cna-in", "food-handler", "high-school-diploma", "lpn-license-in", "practical-nursing",
    ]  # fmt: skip
