"""What each adapter reads in its source's own form: dates, places, pay, kinds of work, and nothing guessed."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ingest.errors import FetchFailed
from ingest.kit.document import Alarm, Document, Rejection, Surroundings
from ingest.registry import build_adapter, get_source
from portal.domain.job_posting import PayUnit, PostingRecord, StatedPay, StatedPlace
from tests.ingest.conftest import CONFIG, DATA
from tests.ingest.sources.worlds import WORLDS, CannedFetcher

_WORLD = {world.key: world for world in WORLDS}


@pytest.fixture
def read(with_keys: Surroundings) -> Any:
    """Records of a world by reference; other answers of its server can be given."""

    def _read(key: str, **routes: str | bytes | int) -> dict[str, PostingRecord]:
        world = _WORLD[key]
        source = get_source(CONFIG, key).model_copy(update={"options": dict(world.options)})
        adapter = build_adapter(source, with_keys)
        fetcher = CannedFetcher({**world.routes, **routes})
        return {
            outcome.source_ref: outcome
            for document in adapter.fetch(fetcher)  # type: ignore[arg-type, union-attr]
            for outcome in adapter.parse(document)  # type: ignore[union-attr]
            if isinstance(outcome, PostingRecord)
        }

    return _read


def test_greenhouse(read: Any) -> None:
    jobs = read("greenhouse")
    technician = jobs["4001"]
    assert technician.employer_name == "Calumet Steel"
    assert technician.pay == StatedPay(minimum=24.5, maximum=31, unit=PayUnit.HOUR)
    assert (technician.posted_on, technician.valid_through_on) == (date(2026, 10, 1), date(2026, 12, 31))
    assert technician.places == (StatedPlace(text="Gary, IN", country=""),)
    assert technician.description_html.startswith("&lt;p&gt;"), "left as received"
    assert [place.text for place in jobs["4002"].places] == ["Gary, IN", "Hammond, IN"], "no city is lost"
    assert jobs["4002"].pay is None, "two ranges by zone: neither is this job's surely"


def test_lever(read: Any) -> None:
    cook, ranger = read("lever")["11-a"], read("lever")["11-c"]
    assert cook.pay == StatedPay(minimum=16, maximum=18.5, unit=PayUnit.HOUR)
    assert cook.employment_types == ("PART_TIME", "TEMPORARY")
    assert [place.text for place in cook.places] == ["Chesterton, IN", "Porter, IN"]
    assert "ServSafe" in cook.qualifications_html
    assert "Spanish" in cook.preferred_html
    assert "Prep" in cook.description_html
    assert not cook.is_remote
    assert ranger.employment_types == (), "a word that we do not know stays unknown"


def test_ashby(read: Any) -> None:
    job = read("ashby")["as-1"]
    assert job.pay == StatedPay(minimum=45000, maximum=52000, unit=PayUnit.YEAR)
    assert [(place.locality, place.region, place.country) for place in job.places] == [
        ("Indianapolis", "Indiana", "US"),
        ("Gary", "IN", "US"),
    ]
    assert (job.employment_types, job.is_remote) == (("FULL_TIME",), False)


def test_workable(read: Any) -> None:
    job = read("workable")["FK1"]
    assert (job.url, job.apply_url) == (
        "https://apply.workable.com/harbor/j/FK1",
        "https://apply.workable.com/harbor/j/FK1/apply",
    )
    assert job.places == (StatedPlace(locality="Gary", region="Indiana", country="US"),), (
        "one place, told twice"
    )


def test_smartrecruiters(read: Any) -> None:
    job = read("smartrecruiters")["7440001"]
    assert "CNA certification" in job.qualifications_html
    assert "We care" in job.description_html
    assert job.places[0].country == "US"
    assert (job.employment_types, job.posted_on) == (("FULL_TIME",), date(2026, 10, 19))


def test_recruitee_teamtailor_personio_jazzhr(read: Any) -> None:
    welder = read("recruitee")["31"]
    assert welder.pay == StatedPay(minimum=24, maximum=31, unit=PayUnit.HOUR)
    assert (welder.hours_per_week, welder.places[0].postal_code) == (40, "46368")
    assert "AWS" in welder.qualifications_html
    keeper = read("teamtailor")["tt-1"]
    assert (keeper.posted_on, keeper.places[0].locality) == (date(2026, 10, 6), "Michigan City")
    assert keeper.employment_types == (), "the feed does not say"
    assistant = read("personio")["71"]
    assert assistant.employer_name == "Region Clinics LLC"
    assert [place.text for place in assistant.places] == ["Gary, IN", "Merrillville, IN", "Hobart, IN"]
    assert assistant.employment_types == ("FULL_TIME", "PART_TIME")
    assert "CPR card" in assistant.qualifications_html
    driver = read("jazzhr")["job_1"]
    assert (driver.employer_name, driver.places[0].postal_code) == ("Corner Bakery Supply", "46383")
    assert driver.posted_on is None, "the feed does not say"


def test_workday(read: Any) -> None:
    job = read("workday")["JR-100"]
    assert (job.posted_on, job.valid_through_on) == (date(2026, 10, 20), date(2026, 12, 20))
    assert [place.text for place in job.places] == ["Gary, IN", "Hobart, IN"]
    assert job.employer_name == "Calumet Machines"
    assert not job.is_remote


def test_icims_and_jobvite_and_avature(read: Any) -> None:
    driver = read("icims")["501"]
    assert [(place.locality, place.region) for place in driver.places] == [
        ("Gary", "IN"),
        ("East Chicago", "IN"),
    ], "the page names a town that its JSON-LD leaves out"
    assert driver.occupation_hints == ("53-3052",)
    assert driver.valid_through_on == date(2027, 1, 12)
    deckhand = read("jobvite")["oA1"]
    assert (deckhand.title, deckhand.employment_types) == ("Deckhand", ("FULL_TIME",))
    assert [place.text for place in deckhand.places] == ["East Chicago, Indiana"]
    electrician = read("avature")["801"]
    assert electrician.pay == StatedPay(minimum=28, maximum=36, unit=PayUnit.HOUR)
    assert electrician.places[0].country == "US"


def test_rippling(read: Any) -> None:
    job = read("rippling")["rp-1"]
    assert job.pay == StatedPay(minimum=19, maximum=23, unit=PayUnit.HOUR)
    assert (job.employment_types, job.posted_on) == (("PART_TIME",), date(2026, 9, 30))


def test_job_pages_by_json_ld_with_a_trailing_comma(read: Any) -> None:
    nurse = read("job_pages")["https://clinic.example.org/jobs/1"]
    assert nurse.pay == StatedPay(minimum=30, maximum=38, unit=PayUnit.HOUR), (
        "the employer's, not the estimate"
    )
    assert nurse.description_html == "<p>Café nights</p>", "UTF-8 without a declaration"
    assert (nurse.hours_per_week, nurse.openings, nurse.valid_through_on) == (36, 2, date(2026, 12, 15))
    assert nurse.employment_types == ("FULL_TIME", "PART_TIME")
    assert nurse.occupation_hints == ("29-1141",)
    assert (nurse.places[0].street, nurse.places[0].latitude) == ("1 Main St", 41.4)


def test_job_pages_by_microdata(read: Any) -> None:
    page = (DATA / "job_pages" / "2.html").read_bytes().replace(b"fortnight", b"HOUR")
    front = read("job_pages", **{"https://clinic.example.org/jobs/2": page})[
        "https://clinic.example.org/jobs/2"
    ]
    assert front.pay == StatedPay(minimum=17.5, maximum=17.5, unit=PayUnit.HOUR)
    assert (front.title, front.employer_name, front.is_remote) == ("Receptionist", "Lake Clinic", True)
    assert "<b>phones</b>" in front.description_html
    assert front.places == ()


def test_an_unknown_period_of_pay_rejects_and_is_never_guessed(with_keys: Surroundings) -> None:
    adapter = build_adapter(get_source(CONFIG, "job_pages"), with_keys)
    page = Document(
        name="2", url="https://clinic.example.org/jobs/2", raw=(DATA / "job_pages/2.html").read_bytes()
    )
    [outcome] = adapter.parse(page)  # type: ignore[union-attr]
    assert isinstance(outcome, Rejection)
    assert "fortnight" in outcome.detail
    assert outcome.source_ref == page.url, "so that the posting stays as it is"


def test_indeed_form(read: Any) -> None:
    operator, writer = read("employer_xml")["P-1"], read("employer_xml")["P-2"]
    assert operator.pay == StatedPay(minimum=21.5, maximum=24, unit=PayUnit.HOUR)
    assert (operator.posted_on, operator.valid_through_on) == (date(2026, 10, 19), date(2026, 12, 24))
    assert (operator.places[0].postal_code, operator.employment_types) == ("46312", ("FULL_TIME",))
    assert (writer.is_remote, writer.pay, writer.posted_on) == (True, None, date(2026, 10, 10))
    assert writer.places == (StatedPlace(country="US", text="US"),)


def test_atom_and_rss_1(read: Any, with_keys: Surroundings) -> None:
    guard = read("feed")["urn:munster:1"]
    assert (guard.url, guard.posted_on) == ("https://munster.example/jobs/1", date(2026, 10, 1))
    assert guard.employer_name == "Town of Munster jobs"
    assert "<b>swimmers</b>" in guard.description_html
    assert (guard.places[0].locality, guard.places[0].region) == ("Munster", "IN")
    adapter = build_adapter(get_source(CONFIG, "feed"), with_keys)
    rss = Document(name="rss1.xml", url="", raw=(DATA / "feed/rss1.xml").read_bytes())
    [page] = adapter.parse(rss)  # type: ignore[union-attr]
    assert isinstance(page, PostingRecord)
    assert (page.source_ref, page.posted_on, page.places) == ("https://lib.example/1", date(2026, 10, 4), ())


def test_neogov(read: Any) -> None:
    jobs = read("neogov")
    dispatcher, hidden = jobs["900"], jobs["901"]
    assert dispatcher.employer_name == "Lake County, Sheriff"
    assert dispatcher.pay == StatedPay(minimum=21.5, maximum=27, unit=PayUnit.HOUR)
    assert dispatcher.valid_through_on is None, "continuous"
    place = dispatcher.places[0]
    assert (place.locality, place.postal_code, place.region) == ("Crown Point", "46307", "Indiana")
    assert (hidden.pay, hidden.valid_through_on) == (None, date(2026, 11, 12))
    assert hidden.places[0].locality == "", "“Various” is no town"


def test_usajobs_bulk(read: Any) -> None:
    clerk, placeless = read("usajobs_bulk")["1"], read("usajobs_bulk")["4"]
    assert clerk.places[0].locality == "Gary"
    assert (clerk.pay.minimum, clerk.pay.unit, clerk.openings) == (15.5, PayUnit.HOUR, 2)
    assert (clerk.posted_on, clerk.valid_through_on) == (date(2012, 12, 28), date(2013, 1, 31))
    assert placeless.places == (), "a code is no place"


def test_searches(read: Any) -> None:
    caregiver, aide = read("adzuna")["501"], read("adzuna")["502"]
    assert caregiver.pay == StatedPay(minimum=31000, maximum=36000, unit=PayUnit.YEAR)
    assert "SESSION" not in caregiver.url, "it differs from answer to answer and would change every row"
    assert aide.pay is None, "predicted by Adzuna, not stated by the employer"
    assert aide.places == (StatedPlace(region="Indiana", country="US", text="Indiana"),)
    teller = read("themuse")["91"]
    assert (teller.is_remote, [place.text for place in teller.places]) == (True, ["Indianapolis, IN"])
    cashier = read("careeronestop")["ABCD1"]
    assert (cashier.posted_on, cashier.places[0].text) == (date(2026, 10, 30), "Gary, IN")


def test_a_key_is_sent_and_stands_in_no_document(with_keys: Surroundings) -> None:
    source = get_source(CONFIG, "careeronestop")
    keyed = replace(with_keys, keys={"careeronestop_user_id": "USER7", "careeronestop_token": "TOKEN7"})
    adapter = build_adapter(source, keyed)
    page = _WORLD["careeronestop"].routes.copy()
    [(url, file)] = page.items()
    fetcher = CannedFetcher({url.replace("/me/", "/USER7/"): file})
    documents = list(adapter.fetch(fetcher))  # type: ignore[arg-type, union-attr]
    assert fetcher.asked[0][1]["Authorization"] == "Bearer TOKEN7"
    assert all("USER7" not in f"{d.url}{d.name}" for d in documents)


@pytest.mark.parametrize(
    ("key", "url", "answer"),
    [
        ("adzuna", "https://api.adzuna.com/v1/api/jobs/us/search/2", b'{"count": 9, "results": []}'),
        ("smartrecruiters", "https://api.smartrecruiters.com/v1/companies/LakeCare/postings", None),
    ],
)
def test_pages_that_end_before_the_announced_number_fail_the_run(
    key: str, url: str, answer: bytes | None, with_keys: Surroundings
) -> None:
    world = _WORLD[key]
    source = get_source(CONFIG, key).model_copy(update={"options": dict(world.options)})
    adapter = build_adapter(source, with_keys)
    first = next(iter(world.routes))
    more = (DATA / world.routes[first]).read_bytes()
    routes: dict[str, str | bytes | int] = dict(world.routes)
    if answer is None:
        routes[url] = b'{"totalFound": 300, "content": []}'
    else:
        routes[first], routes[url] = more.replace(b'"count": 3', b'"count": 9'), answer
    with pytest.raises(FetchFailed, match="announced"):
        list(adapter.fetch(CannedFetcher(routes)))  # type: ignore[arg-type, union-attr]


def test_many_broken_pages_fail_the_run_and_few_are_told(with_keys: Surroundings) -> None:
    base = "https://clinic.example.org"
    source = get_source(CONFIG, "job_pages").model_copy(
        update={"options": {"sitemap": f"{base}/s.xml", "job_pages": "/jobs/", "pause_seconds": 0}}
    )
    job = (DATA / "job_pages/1.html").read_bytes()

    def routes(broken: int) -> dict[str, str | bytes | int]:
        urls = [f"{base}/jobs/{n}" for n in range(20)]
        listed = "".join(f"<url><loc>{url}</loc></url>" for url in urls)
        answers: dict[str, str | bytes | int] = {
            url: 500 if n < broken else job for n, url in enumerate(urls)
        }
        return {**answers, f"{base}/s.xml": f"<urlset>{listed}</urlset>".encode()}

    def outcomes(broken: int) -> list[Any]:
        adapter = build_adapter(source, with_keys)
        fetcher = CannedFetcher(routes(broken))
        return [o for d in adapter.fetch(fetcher) for o in adapter.parse(d)]  # type: ignore[arg-type, union-attr]

    found = outcomes(2)
    rejected = [o for o in found if isinstance(o, Rejection)]
    assert [(o.reason, o.source_ref) for o in rejected] == [
        ("page could not be read", f"{base}/jobs/0"),
        ("page could not be read", f"{base}/jobs/1"),
    ]
    assert sum(isinstance(o, PostingRecord) for o in found) == 18
    assert not any(isinstance(o, Alarm) for o in found)
    with pytest.raises(FetchFailed, match="5 of 20 pages"):
        outcomes(5)
