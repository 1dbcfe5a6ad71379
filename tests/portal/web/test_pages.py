"""Every page keeps the laws, says what it should, and errors help."""

import json

import pytest
from flask import Flask

from tests.portal.web.page_client import PageClient, markup, swapped_main, words_of
from tests.portal.web.world import CLOSED, INTERNAL, LICENSED, NONE_ASKED, NOTHING_FOUND, OPEN, REAL

LADDER = "/ladder?goal=occupation:29-2061&region=zip:46402:25&held=high-school-diploma"
ALL = (
    "/",
    "/credentials",
    "/credentials?q=nurse&cluster=health-science",
    "/credentials?q=zzzz",
    "/credentials/cna-in",
    "/credentials/lpn-license-in?region=county:18117",
    "/credentials/food-handler",
    "/jobs",
    "/jobs?q=nurse&region=zip:46402:25",
    "/jobs?region=county:18117",
    f"/jobs/{OPEN}",
    f"/jobs/{NONE_ASKED}?held=cna-in",
    f"/jobs/{NOTHING_FOUND}",
    f"/jobs/{REAL}?held=cna-in",
    LADDER,
    "/ladder?goal=occupation:29-2061&region=county:18117",
    "/ladder?goal=credential:cna-in",
    "/ladder?goal=cluster:health-science",
    "/ladder?goal=wage:30000",
    "/ladder?goal=doors:2",
    f"/ladder?goal=posting:{LICENSED}",
    "/about-data",
    "/about-quality",
    "/data-health",
    "/accessibility",
    "/privacy",
)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("url", ALL)
def test_every_page_keeps_the_laws(pages: PageClient, url: str, language: str) -> None:
    page = pages.get(url, language=language)
    assert page.all("html")[0].get("lang") == language
    alternates = {link.get("hreflang") for link in page.all("link", rel="alternate")}
    assert alternates == {"en", "es"}


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/nothing-here", 404),
        ("/jobs/9999", 404),
        (f"/jobs/{INTERNAL}", 404),
        (f"/jobs/{CLOSED}", 410),
        ("/credentials/nothing", 404),
        ("/credentials?cluster=nothing", 422),
        ("/credentials?page=0", 422),
        ("/jobs?state=nothing", 422),
        ("/jobs?region=123", 422),
        ("/jobs?soc=abc", 422),
        ("/ladder", 422),
        ("/ladder?goal=nonsense&region=46402", 422),
        ("/ladder?goal=occupation:99-9999&region=zip:46402:25", 422),
        ("/ladder?goal=occupation:29-2061&region=99999", 422),
        ("/ladder?goal=occupation:29-2061&held=<script>", 422),
    ],
)
def test_wrong_addresses_get_a_page_that_helps(pages: PageClient, url: str, status: int) -> None:
    page = pages.get(url, status=status)
    assert "<script>" not in page.words()
    main = page.by_id("main")
    ways_on = [link for link in main.iter() if link.get("href") or link.get("action")]
    assert ways_on, "an error page must lead on"


def test_a_wrong_zip_keeps_the_rest_of_the_form(pages: PageClient) -> None:
    page = pages.get("/ladder?goal=occupation:31-1131&held=cna-in&held=food-handler&region=4640", status=422)
    assert "five digits" in page.words()
    (place,) = page.all("input", name="region")
    assert place.get("value") == "4640"
    assert place.get("aria-invalid") == "true"
    checked = {box.get("value") for box in page.all("input", name="held") if box.get("checked") is not None}
    assert checked == {"cna-in", "food-handler"}
    chosen = [box.get("value") for box in page.all("input", name="goal") if box.get("checked") is not None]
    assert chosen == ["occupation:31-1131"]


def test_the_form_leads_to_one_address_to_save_and_share(pages: PageClient) -> None:
    response = pages.client.get(
        "/ladder?region=Lake+County,+IN&miles=25&goal=occupation:29-2061&held=cna-in&held=high-school-diploma"
    )
    assert response.status_code == 302
    assert response.headers["Location"] == (
        "/ladder?goal=occupation:29-2061&region=county:18089&held=cna-in,high-school-diploma"
    )


def test_the_ladder_shows_steps_jobs_pay_and_proof(pages: PageClient) -> None:
    page = pages.get(LADDER + "&way=soonest")
    rungs = [item for item in page.all("li") if "rung " in f"{item.get('class')} "]
    here, nurse_aide, school, licence = (words_of(rung) for rung in rungs)
    assert "You are here High School Diploma" in here
    assert "1 open job" in here  # the kitchen helper's text says that nothing is needed
    assert "Your next rung" in nurse_aide
    assert "6 weeks" in nurse_aide
    assert "+1 more open job" in nurse_aide
    assert "$19.20 an hour median , Nursing Assistants, Gary, IN area, May 2025" in nurse_aide
    assert "Rules, part 1" in nurse_aide
    assert "checked May 1, 2026" in nurse_aide
    assert "1 more may fit" in nurse_aide  # the hospital asks for a year of work, of which nothing was told
    assert "5 weeks" in school
    assert "because you hold Certified Nurse Aide" in school
    assert "an hour" not in school, "the pay belongs to the license that is still to come"
    assert "$29.40 an hour" in licence
    assert "+1 more open job" in licence


def test_the_link_of_a_rung_lists_what_the_rung_counts(pages: PageClient) -> None:
    page = pages.get(LADDER + "&way=soonest")
    rungs = [item for item in page.all("li") if "rung " in f"{item.get('class')} "]
    link = next(a for a in rungs[1].iter() if "opened_by" in (a.get("href") or ""))
    listed = pages.get(str(link.get("href")))
    assert "1 open job" in listed.words()
    assert "Nurse Aide, days" in listed.words()
    assert "Nurse Aide, hospital" not in listed.words()


def test_an_empty_place_says_so_and_leads_wider(pages: PageClient) -> None:
    page = pages.get("/ladder?goal=occupation:29-2061&region=zip:47454:5")
    assert "We know of no open job in this place right now" in page.words()
    assert any("zip:47454:50" in (link.get("href") or "") for link in page.all("a"))


def test_a_place_without_a_typed_name_keeps_its_code_until_the_name_is_changed(pages: PageClient) -> None:
    page = pages.get("/ladder?goal=occupation:29-2061&region=metro:23844")
    (place,) = page.all("input", name="region")
    (code,) = page.all("input", name="region_code")
    assert place.get("value") == "Gary, IN"
    query = {"goal": "occupation:29-2061", "region_code": code.get("value")}
    same = pages.client.get("/ladder", query_string={**query, "region": place.get("value")})
    assert same.headers["Location"].endswith("region=metro:23844")
    other = pages.client.get("/ladder", query_string={**query, "region": "46402"})
    assert other.headers["Location"].endswith("region=zip:46402:25")


def test_a_rung_without_a_job_of_its_own_never_claims_one_and_a_count_never_stands_beside_none(
    pages: PageClient,
) -> None:
    for way in ("fastest", "cheapest", "soonest"):
        page = pages.get(f"{LADDER}&way={way}")
        for rung in (words_of(item) for item in page.all("li") if "rung " in f"{item.get('class')} "):
            assert not ("No job of its own" in rung and "more open job" in rung)


def test_the_start_page_counts_open_jobs_by_field(pages: PageClient) -> None:
    page = pages.get("/")
    tiles = {a.get("href"): words_of(a) for a in page.all("a") if "tile" in (a.get("class") or "")}
    assert "open job" in tiles["/fields/health-science"]
    assert "in our whole list" in page.words()


def test_no_way_up_says_what_blocks(pages: PageClient) -> None:
    page = pages.get("/ladder?goal=occupation:29-2061&region=us")
    assert page.all("h1")
    page = pages.get("/ladder?goal=wage:900000")
    assert "Try a lower pay" in page.words()


def test_a_missing_wage_says_why(pages: PageClient) -> None:
    words = pages.get("/credentials/food-handler?region=county:18089").words()
    assert "$14.10 an hour" in words
    assert "United States, May 2025" in words
    assert "BLS has a figure and does not release it" in words


def test_a_credential_page_says_what_is_not_known(pages: PageClient) -> None:
    words = pages.get("/credentials/food-handler").words()
    assert "Time We don't know yet" in words
    assert "Cost We don't know yet" in words
    assert "Not yet checked" in words


def test_a_job_page_shows_each_sentence_and_what_is_unknown(pages: PageClient) -> None:
    page = pages.get(f"/jobs/{REAL}?held=cna-in")
    words = page.words()
    assert (
        "You have this Licenses and certificates Certified Nurse Aide (Indiana) “You must hold a cna-in now.”"
        in words
    )
    assert (
        "You have not told us Time in the field 1 year of work in the field “One year of experience is required.”"
        in words
    )
    assert "$18.00–$20.50 an hour about $37,440–$42,640 a year" in words
    assert "10th to 90th percentile, Gary, IN area, May 2025" in words
    assert "alert(1)" not in page.text


def test_structured_data_only_on_real_open_jobs(pages: PageClient) -> None:
    (script,) = pages.get(f"/jobs/{REAL}").all("script", type="application/ld+json")
    data = json.loads(script.text or "")
    assert data["@type"] == "JobPosting"
    assert data["baseSalary"]["value"] == {
        "@type": "QuantitativeValue",
        "unitText": "HOUR",
        "minValue": 18.0,
        "maxValue": 20.5,
    }
    sample = pages.get(f"/jobs/{OPEN}")
    assert sample.all("script", type="application/ld+json") == []
    assert "Sample data" in sample.words()
    assert not any("jobs.example" in (link.get("href") or "") for link in sample.all("a"))
    assert pages.get(f"/jobs/{CLOSED}", status=410).all("script", type="application/ld+json") == []


def test_a_closed_job_offers_others(pages: PageClient) -> None:
    words = pages.get(f"/jobs/{CLOSED}", status=410).words()
    assert "is no longer open" in words
    assert "Nurse Aide, hospital" in words
    assert "We care" not in words


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/credentials", "/credentials?q=nurse"),
        ("/credentials?q=nurse", "/credentials?q=zzzz"),
        ("/jobs?region=zip:46402:25", "/jobs?region=zip:46402:25&credential=cna-in"),
        (LADDER, LADDER + ",cna-in"),
        (LADDER, LADDER + "&way=soonest"),
    ],
)
def test_a_swap_equals_a_fresh_load(pages: PageClient, old: str, new: str) -> None:
    """What the person typed or chose in the form around the fragment is in the browser already: it is left out."""
    after_swap = swapped_main(pages.get(old), pages.fragment(new))
    fresh = pages.get(new)
    fragment_id = "pathways-ladder" if "ladder" in new else new[1:].split("?")[0] + "-results"
    assert markup(fresh.by_id(fragment_id)) in after_swap


def test_an_htmx_request_that_fails_gets_the_error_as_the_whole_content(pages: PageClient) -> None:
    response = pages.client.get("/credentials?cluster=nothing", headers={"HX-Request": "true"})
    assert response.status_code == 422
    assert response.headers["HX-Retarget"] == "#main"
    assert response.get_data(as_text=True).strip().startswith('<div id="errors-error"')


def test_history_restores_get_the_whole_page(pages: PageClient) -> None:
    response = pages.client.get(
        "/credentials", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"}
    )
    assert "<!doctype html>" in response.get_data(as_text=True)


def test_language_by_address_then_choice_then_browser(small_site: Flask) -> None:
    client = small_site.test_client()
    assert 'lang="es"' in client.get("/privacy", headers={"Accept-Language": "es-MX"}).get_data(as_text=True)
    client.get("/privacy?lang=es")
    assert '<html lang="es">' in client.get("/privacy").get_data(as_text=True)
    assert '<html lang="en">' in client.get("/privacy?lang=en").get_data(as_text=True)
    assert '<html lang="en">' in client.get("/privacy?lang=zz").get_data(as_text=True)


def test_choosing_a_language_needs_the_token_and_comes_back(pages: PageClient) -> None:
    assert pages.client.post("/language/es").status_code == 400
    page = pages.get("/jobs")
    token = page.all("input", name="csrf_token")[0].get("value")
    referrer = "http://localhost/jobs?q=nurse&lang=en"
    answer = pages.client.post("/language/es", data={"csrf_token": token}, headers={"Referer": referrer})
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/jobs?q=nurse"
    elsewhere = {"Referer": "http://evil.example//jobs"}
    answer = pages.client.post("/language/es", data={"csrf_token": token}, headers=elsewhere)
    assert answer.headers["Location"] == "/"


def test_health_tells_ready_and_which_data(pages: PageClient) -> None:
    body = pages.client.get("/health").get_json()
    assert body["ready"] is True
    assert body["open_postings"] == 5
    assert body["credentials"] == 5
    assert body["as_of"].startswith("2026-06-20")


def test_static_files_are_kept_for_a_year_only_by_their_version(pages: PageClient) -> None:
    page = pages.get("/")
    (sheet,) = page.all("link", rel="stylesheet")
    answer = pages.client.get(str(sheet.get("href")), headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Cache-Control"].endswith("immutable")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "immutable" not in pages.client.get("/static/site.css?v=old").headers["Cache-Control"]
    assert pages.client.get("/static/../portal/settings.py").status_code == 404


def test_no_page_asks_another_site_for_anything(pages: PageClient) -> None:
    for url in ("/", LADDER, f"/jobs/{REAL}"):
        page = pages.get(url)
        fetched = [element.get("src") for tag in ("img", "script") for element in page.all(tag)]
        fetched += [link.get("href") for link in page.all("link") if link.get("rel") != "alternate"]
        assert all((address or "/").startswith("/") for address in fetched)


@pytest.mark.parametrize("page", [LADDER, "/credentials/cna-in?region=", "/occupations/31-1131?region="])
def test_counts_say_that_samples_are_among_them_and_only_there(pages: PageClient, page: str) -> None:
    empty = LADDER.replace("zip:46402:25", "county:18117") if page == LADDER else f"{page}county:18117"
    full = page if page == LADDER else f"{page}zip:46402:25"
    assert "Sample data" in pages.get(full).words()
    assert "Sample data" not in pages.get(empty).words()
