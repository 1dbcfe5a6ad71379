"""Adapters on real and recorded inputs, the broken ones too; figures as counted in the files by hand."""

import json
from collections import Counter
from typing import Any

import pytest

from ingest.errors import SourceChanged
from ingest.kit.document import Alarm, Document, Outcome, Rejection, Surroundings
from ingest.pipeline.run import run_source
from ingest.pipeline.workshop import RunRequest, Workshop
from ingest.registry import build_adapter, get_source
from portal.domain.job_posting import PayUnit, PostingRecord, StatedPlace
from tests.ingest.conftest import CONFIG
from tests.ingest.sources.worlds import CannedFetcher
from tests.real_data import SHARED, real_file

pytestmark = pytest.mark.real_data


def _outcomes(
    key: str, file: str, surroundings: Surroundings, *, url: str = "", **options: Any
) -> list[Outcome]:
    source = get_source(CONFIG, key)
    source = source.model_copy(update={"options": {**source.options, **options}})
    path = real_file(f"jobs/{file}")
    adapter = build_adapter(source, surroundings)
    document = Document(name=path.name, url=url or path.as_uri(), raw=path.read_bytes())
    return list(adapter.parse(document))  # type: ignore[union-attr]


def _tally(outcomes: list[Outcome]) -> tuple[int, dict[str, int], int]:
    return (
        sum(isinstance(o, PostingRecord) for o in outcomes),
        dict(Counter(o.reason for o in outcomes if isinstance(o, Rejection))),
        sum(isinstance(o, Alarm) for o in outcomes),
    )


WD = "https://acme.wd5.myworkdayjobs.com/wday/cxs/acme/Careers/job/Leeds/Logistics-Analyst_R2"
CASES: list[tuple[str, str, str, tuple[int, dict[str, int], int]]] = [
    # source, file, address of the page, (taken, rejected, alarms)
    ("usajobs_bulk", "feeds/usajobs_bulk_sample.xml", "", (3, {}, 0)),
    ("usajobs_bulk", "feeds/usajobs_bulk_sample_2.xml", "", (2, {"not open": 1}, 0)),
    ("usajobs_bulk", "feeds/usajobs_bulk_bad_locations.xml", "", (2, {}, 1)),
    ("neogov", "feeds/neogov_sample.rss", "", (4, {"not a date": 1}, 1)),
    ("neogov", "feeds/neogov_expired.rss", "", (1, {}, 0)),
    ("neogov", "feeds/neogov_bad_locations.rss", "", (1, {}, 0)),
    ("adzuna", "unclear_licence/adzuna_search_us_2023-05.json", "", (10, {}, 0)),
    ("adzuna", "unclear_licence/adzuna_search_gb_2023.json", "", (50, {}, 0)),
    ("lever", "unclear_licence/lever_postings_nisum_2020.json", "", (19, {}, 0)),
    ("greenhouse", "unclear_licence/greenhouse_offices_intercom_2021.json", "", (90, {}, 0)),
    ("greenhouse", "unclear_licence/greenhouse_office_intercom_chicago_2021.json", "", (18, {}, 0)),
    ("greenhouse", "ats_fixtures/greenhouse.json", "", (2, {}, 0)),
    ("lever", "ats_fixtures/lever.json", "", (1, {}, 0)),
    ("ashby", "ats_fixtures/ashby.json", "", (1, {"not open": 1}, 0)),
    ("workable", "ats_fixtures/workable.json", "", (2, {}, 0)),
    ("recruitee", "ats_fixtures/recruitee.json", "", (1, {"not open": 1}, 0)),
    ("teamtailor", "ats_fixtures/teamtailor.xml", "", (2, {}, 0)),
    ("personio", "ats_fixtures/personio.xml", "", (2, {}, 0)),
    ("jazzhr", "ats_fixtures/jazzhr.xml", "", (1, {"not open": 1}, 0)),
    ("smartrecruiters", "ats_fixtures/smartrecruiters_posting.html", "", (1, {}, 0)),
    ("workday", "ats_fixtures/workday_list.json", "", (0, {"leads to another site": 1}, 0)),
    ("workday", "ats_fixtures/workday_job.json", WD, (1, {}, 0)),
    ("icims", "ats_fixtures/icims_list_0.html", "", (0, {}, 0)),
    ("icims", "ats_fixtures/icims_job.html", "", (1, {}, 0)),
    ("jobvite", "ats_fixtures/jobvite_job.html", "https://jobs.jobvite.com/initech/job/oAbC1dEf", (1, {}, 0)),
    ("rippling", "ats_fixtures/rippling_list.json", "", (0, {}, 0)),
    ("rippling", "ats_fixtures/rippling_job.json", "", (1, {}, 0)),
    ("avature", "ats_fixtures/avature_sitemap.xml", "", (0, {}, 0)),
    ("avature", "ats_fixtures/avature_feed.xml", "", (3, {}, 0)),
    ("feed", "ats_fixtures/avature_feed.xml", "", (3, {}, 0)),
    ("employer_xml", "ats_fixtures/jazzhr.xml", "", (1, {"not open": 1}, 0)),
    ("employer_xml", "ats_fixtures/google_feed.xml", "", (5, {}, 0)),
    ("job_pages", "schema_org/jobposting_examples_30.0.html", "", (0, {"missing field": 12}, 0)),
]


@pytest.mark.parametrize(("key", "file", "url", "expected"), CASES, ids=lambda value: str(value)[:60])
def test_every_record_of_a_real_input_is_taken_or_rejected_with_its_reason(
    key: str, file: str, url: str, expected: tuple[int, dict[str, int], int], surroundings: Surroundings
) -> None:
    country = {"country": "gb"} if "_gb_" in file else {}
    outcomes = _outcomes(key, file, surroundings, url=url, **country)
    taken, rejected, alarms = _tally(outcomes)
    assert (rejected, alarms) == expected[1:], [o for o in outcomes if not isinstance(o, PostingRecord)]
    assert taken == expected[0]


def test_broken_places_of_the_bulk_file_are_kept_as_stated_and_never_become_a_town(
    surroundings: Surroundings, reader: Any
) -> None:
    outcomes = _outcomes("usajobs_bulk", "feeds/usajobs_bulk_bad_locations.xml", surroundings)
    officer, physician = (o for o in outcomes if isinstance(o, PostingRecord))
    assert [place.text for place in officer.places] == ["Nationwide", "Okinawa Island Japan", "Fulton, MD"]
    assert [place.text for place in physician.places] == ["Prisons-Nationwide"]
    understood = reader.understand(officer)
    assert [(place.state, place.place_name) for place in understood.places] == [("MD", "Fulton")]
    assert "Okinawa" in understood.place_note
    assert reader.understand(physician).places == ()


def test_expired_postings_are_read_with_their_dates(surroundings: Surroundings) -> None:
    [dentist] = _outcomes("neogov", "feeds/neogov_expired.rss", surroundings)
    assert isinstance(dentist, PostingRecord)
    assert str(dentist.valid_through_on) == "2012-03-13"
    assert dentist.pay is not None
    assert (dentist.pay.minimum, dentist.pay.unit, dentist.employment_types) == (
        37.33, PayUnit.HOUR, ("PART_TIME",),
    )  # fmt: skip


def test_recorded_counts_of_careeronestop_are_told_from_a_list(surroundings: Surroundings) -> None:
    with pytest.raises(SourceChanged, match="holds the count of jobs"):
        _outcomes("careeronestop", "careeronestop/jobs_api_v1_response.json", surroundings)


def test_each_example_of_schema_org_is_read_when_its_page_has_an_address(surroundings: Surroundings) -> None:

    examples = json.loads(real_file("jobs/schema_org/jobposting_examples_30.0.json").read_text())
    adapter = build_adapter(get_source(CONFIG, "job_pages"), surroundings)
    taken, alarms = {}, []
    for number, example in enumerate(examples):
        page = f'<script type="application/ld+json">{json.dumps(example)}</script>'.encode()
        url = f"https://e.example/jobs/{number}"
        for outcome in adapter.parse(Document(name=str(number), url=url, raw=page)):  # type: ignore[union-attr]
            assert not isinstance(outcome, Rejection), outcome
            if isinstance(outcome, PostingRecord):
                taken[number] = outcome
            else:
                alarms.append(outcome.message)
    assert len(taken) == 12
    engineer = taken[0]
    assert engineer.pay is None, "100000 of what: the example does not say"
    assert any("without a period" in alarm for alarm in alarms)
    assert engineer.places == (StatedPlace(locality="Kirkland", region="WA", country=""),)
    assert (engineer.employment_types, engineer.hours_per_week) == (("FULL_TIME",), 40)
    assert "Bachelor's Degree" in engineer.qualifications_html
    assert "60 months of experience" in taken[10].qualifications_html


@pytest.mark.parametrize(
    "key", ["neogov", "usajobs_bulk", "greenhouse", "recruitee", "jazzhr", "personio", "teamtailor"]
)
def test_real_inputs_run_twice_through_the_loop(
    key: str, sqlite_workshop: Workshop, surroundings: Surroundings
) -> None:
    source = get_source(CONFIG, key)

    def run() -> Any:
        adapter = build_adapter(source, surroundings)
        return run_source(
            source, adapter, CannedFetcher({}), workshop=sqlite_workshop, request=RunRequest(mirror=SHARED)
        )  # type: ignore[arg-type]

    first, second = run(), run()
    assert (first.status, first.error) == ("succeeded", "")
    assert first.inserted == first.parsed > 0
    assert (second.status, second.inserted, second.updated, second.removed) == ("succeeded", 0, 0, 0)
    assert second.unchanged == first.parsed
