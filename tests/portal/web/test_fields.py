"""Career fields, credentials side by side, and the sitemap."""

from xml.etree import ElementTree

import pytest

from tests.portal.web.page_client import PageClient, markup

LAKE = "region=county:18089"
NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    "url",
    [
        "/fields",
        f"/fields/health-science?{LAKE}",
        "/fields/marketing-sales?region=us",
        f"/credentials/compare?id=cna-in,practical-nursing&{LAKE}",
        "/credentials/compare?id=food-handler",
    ],
)
def test_every_page_keeps_the_laws(pages: PageClient, url: str, language: str) -> None:
    assert pages.get(url, language=language).all("html")[0].get("lang") == language


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/fields/no-such-field", 404),
        ("/fields/health-science?region=4640", 422),
        ("/credentials/compare", 422),
        (
            "/credentials/compare?id=cna-in,practical-nursing,food-handler,lpn-license-in,high-school-diploma",
            422,
        ),
        ("/credentials/compare?id=no-such-credential", 404),
        ("/credentials/compare?id=..%2Fetc", 422),
    ],
)
def test_wrong_addresses_get_a_page_that_helps(pages: PageClient, url: str, status: int) -> None:
    assert pages.get(url, status=status).all("a")


def test_all_fields_of_both_frameworks_are_there(pages: PageClient) -> None:
    links = [one.get("href") or "" for one in pages.get("/fields").all("a")]
    assert len({link for link in links if link.startswith("/fields/")}) == 14 + 16


def test_a_field_shows_work_with_dated_pay_and_counts_and_first_steps(pages: PageClient) -> None:
    page = pages.get(f"/fields/health-science?{LAKE}")
    words = page.words()
    assert "2 open jobs" in words
    assert "Gary, IN area, May 2025" in words
    assert "Jobs counted on June 20, 2026" in words
    (first,) = [one for one in page.all("section") if one.get("aria-labelledby") == "first"]
    assert "Certified Nurse Aide" in markup(first)
    assert "Practical Nursing" not in markup(first), "it asks for a diploma first"


def test_a_typed_place_becomes_an_address_of_its_own(pages: PageClient) -> None:
    page = pages.get("/fields/health-science?region=46402", status=302)
    assert "/fields/health-science?region=zip:46402:25" in page.text


def test_credentials_side_by_side_each_with_its_own_figures(pages: PageClient) -> None:
    page = pages.get(f"/credentials/compare?id=cna-in,practical-nursing&{LAKE}")
    (table,) = page.all("table")
    heads = [one for one in table.iter() if one.tag.endswith("}th") and one.get("scope") == "col"]
    assert len(heads) == 2
    assert "Certified Nurse Aide" in markup(heads[0])
    rows = {
        markup(one).partition("role=rowheader>")[2].partition("<")[0]: markup(one)
        for one in table.iter()
        if one.tag.endswith("}tr")
    }
    first_cell = rows["Credential"].replace("&amp;", "&").partition("</td>")[0]
    assert "id=practical-nursing&" in first_cell, "taking the first out leaves the other"
    assert "6 weeks" in rows["What it takes"]
    assert "High School Diploma" in rows["You need this first"]
    assert "no other credential that we know of" in rows["You need this first"]


def test_what_is_alike_can_be_put_beside(pages: PageClient) -> None:
    text = pages.get(f"/credentials/compare?id=practical-nursing&{LAKE}").text
    assert "/credentials/compare?id=practical-nursing,lpn-license-in&" in text.replace("&amp;", "&")


def test_the_sitemap_lists_pages_that_exist(pages: PageClient) -> None:
    raw = pages.client.get("/sitemap.xml").get_data(as_text=True)
    addresses = [one.text or "" for one in ElementTree.fromstring(raw).iter(f"{NAMESPACE}loc")]
    paths = [address.removeprefix("http://localhost") for address in addresses]
    assert len(paths) == len(set(paths))
    assert "/credentials/cna-in" in paths
    assert "/occupations/31-1131" in paths
    for path in paths:
        pages.get(path)
    robots = pages.client.get("/robots.txt").get_data(as_text=True)
    assert "Sitemap: http://localhost/sitemap.xml" in robots


def test_what_is_given_in_other_states_only_stands_apart(pages: PageClient) -> None:
    def listed(region: str) -> list[str]:
        found = pages.get(f"/fields/health-science?region={region}").all("section")
        (every,) = [one for one in found if one.get("aria-labelledby") == "all"]
        return [markup(one) for one in every.iter() if one.tag.endswith("details")]

    [here] = listed("county:18089")
    assert "Licensed Practical Nurse (Indiana)" in here
    here, elsewhere = listed("state:NY")
    assert "Practical Nursing" in here
    assert "Licensed Practical Nurse (Indiana)" not in here
    assert "Licensed Practical Nurse (Indiana)" in elsewhere
    assert "given in" in elsewhere
