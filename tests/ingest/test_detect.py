"""`ingest try` knows public boards by their address and feeds by their form."""

import io

import pytest
from openpyxl import Workbook

from ingest.detect import detect_address, detect_document
from ingest.errors import SourceChanged
from ingest.kit.document import Document
from tests.ingest.conftest import DATA


@pytest.mark.parametrize(
    ("url", "adapter", "options"),
    [
        ("https://job-boards.greenhouse.io/acme/jobs/4", "ats_greenhouse", {"board": "acme"}),
        ("https://boards.greenhouse.io/embed/job_board?for=acme", "ats_greenhouse", {"board": "acme"}),
        ("https://boards-api.greenhouse.io/v1/boards/acme/jobs", "ats_greenhouse", {"board": "acme"}),
        ("https://jobs.lever.co/acme", "ats_lever", {"board": "acme"}),
        ("https://jobs.eu.lever.co/acme", "ats_lever", {"board": "acme", "is_european": True}),
        ("https://jobs.ashbyhq.com/acme/u-1", "ats_ashby", {"board": "acme"}),
        ("https://apply.workable.com/acme/", "ats_workable", {"board": "acme"}),
        ("https://jobs.smartrecruiters.com/Acme1/74-x", "ats_smartrecruiters", {"board": "Acme1"}),
        ("https://acme.recruitee.com/", "ats_recruitee", {"board": "acme"}),
        ("https://acme.teamtailor.com/jobs", "ats_teamtailor", {"board": "acme"}),
        ("https://acme.jobs.personio.com/", "ats_personio", {"board": "acme", "host": "jobs.personio.com"}),
        ("https://acme.applytojob.com/apply/", "ats_jazzhr", {"board": "acme"}),
        ("https://careers-acme.icims.com/jobs/intro", "ats_icims", {"board": "careers-acme"}),
        ("https://jobs.jobvite.com/careers/acme/jobs", "ats_jobvite", {"board": "acme"}),
        ("https://ats.rippling.com/en-US/acme/jobs", "ats_rippling", {"board": "acme"}),
        (
            "https://acme.wd5.myworkdayjobs.com/en-US/Careers/job/Gary/X_R1",
            "ats_workday",
            {"host": "acme.wd5.myworkdayjobs.com", "tenant": "acme", "site": "Careers"},
        ),
        (
            "https://acme.avature.net/careers/SearchJobs",
            "ats_avature",
            {"site": "https://acme.avature.net/careers"},
        ),
        (
            "https://www.governmentjobs.com/careers/lakecounty",
            "neogov_rss",
            {"url": "https://www.governmentjobs.com/SearchEngine/JobsFeed?agency=lakecounty"},
        ),
    ],
)
def test_a_board_is_known_by_its_address(url: str, adapter: str, options: dict[str, object]) -> None:
    found = detect_address(url)
    assert found is not None
    assert (found.adapter, dict(found.options)) == (adapter, options)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.recruitee.com/",
        "https://greenhouse.io.evil.example/acme",
        "https://example.org/jobs.lever.co/acme",
        "https://jobs.lever.co/",
        "https://acme.wd5.myworkdayjobs.com/",
    ],
)
def test_another_address_is_not_taken_for_a_board(url: str) -> None:
    assert detect_address(url) is None


@pytest.mark.parametrize(
    ("file", "adapter"),
    [
        ("greenhouse/jobs.json", "ats_greenhouse"),
        ("lever/postings.json", "ats_lever"),
        ("ashby/board.json", "ats_ashby"),
        ("workable/widget.json", "ats_workable"),
        ("smartrecruiters/list.json", None),
        ("smartrecruiters/7440001.json", "ats_smartrecruiters"),
        ("recruitee/offers.json", "ats_recruitee"),
        ("teamtailor/jobs.rss", "ats_teamtailor"),
        ("personio/feed.xml", "ats_personio"),
        ("jazzhr/jobs.xml", "ats_jazzhr"),
        ("workday/list.json", "ats_workday"),
        ("workday/JR-100.json", "ats_workday"),
        ("jobvite/oA1.html", "ats_jobvite"),
        ("rippling/list.json", "ats_rippling"),
        ("rippling/rp-1.json", "ats_rippling"),
        ("job_pages/1.html", "schema_org_pages"),
        ("job_pages/2.html", "schema_org_pages"),
        ("job_pages/3.html", None),
        ("job_pages/sitemap.xml", "schema_org_pages"),
        ("employer_xml/feed.xml", "indeed_xml"),
        ("feed/atom.xml", "feed"),
        ("feed/rss1.xml", "feed"),
        ("neogov/feed.rss", "neogov_rss"),
        ("usajobs_bulk/bulk.xml", "usajobs_bulk"),
        ("adzuna/page1.json", "adzuna"),
        ("themuse/page0.json", "themuse"),
        ("careeronestop/page1.json", "careeronestop"),
    ],
)
def test_a_document_is_known_by_its_form(file: str, adapter: str | None) -> None:
    found = detect_document(Document(name=file, url="", raw=(DATA / file).read_bytes()))
    assert (found.adapter if found else None) == adapter


def test_hand_over_files_are_known_and_other_tables_are_not() -> None:
    csv = b"Job Title;Employer;Zip\r\nCook;Diner;46402\r\n"
    found = detect_document(Document(name="jobs.csv", url="", raw=csv))
    assert found is not None
    assert found.adapter == "jobposting_csv"
    assert detect_document(Document(name="x.csv", url="", raw=b"a,b,c\n1,2,3\n")) is None
    book = Workbook()
    book.active.append(["title", "company"])
    raw = io.BytesIO()
    book.save(raw)
    found = detect_document(Document(name="jobs.xlsx", url="", raw=raw.getvalue()))
    assert found is not None
    assert found.adapter == "jobposting_xlsx"


def test_a_page_that_shows_a_board_leads_to_it() -> None:
    page = b'<html><body><script src="https://boards.greenhouse.io/embed/job_board/js?for=acme"></script></body></html>'
    found = detect_document(Document(name="careers", url="https://acme.example/careers", raw=page))
    assert found is not None
    assert (found.adapter, dict(found.options)) == ("ats_greenhouse", {"board": "acme"})


def test_a_cut_off_answer_says_so() -> None:
    with pytest.raises(SourceChanged, match="cut off"):
        detect_document(Document(name="x", url="", raw=b'{"jobs": [{"id": 1'))
