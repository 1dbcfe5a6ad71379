"""A small world for each adapter: what its options are, what its server answers, and what must come of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ingest.errors import FetchFailed
from ingest.kit.document import Document
from tests.ingest.conftest import DATA


@dataclass(frozen=True)
class World:
    """`routes`: address (without query) -> file below tests/data. `taken`: references; `rejected`: reasons counted."""

    key: str
    options: Mapping[str, Any]
    routes: Mapping[str, str]
    taken: frozenset[str]
    rejected: Mapping[str, int] = field(default_factory=dict)
    alarms: int = 0


class CannedFetcher:
    """The network's edge: answers from files, in the order asked, and 404 for anything else."""

    def __init__(self, routes: Mapping[str, str | bytes | int]) -> None:
        self.routes = dict(routes)
        self.asked: list[tuple[str, dict[str, str]]] = []

    def get(
        self, url: str, *, params: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> Document:
        self.asked.append((url, {**(params or {}), **(headers or {})}))
        found = self.routes.get(url, self.routes.get(url.split("?")[0], 404))
        if isinstance(found, int):
            raise FetchFailed(f"{url}: {found}", retryable=False, status=found or None)
        raw = found if isinstance(found, bytes) else (DATA / found).read_bytes()
        return Document(name=url.split("?")[0].rsplit("/", 1)[-1], url=url.split("?")[0], raw=raw)

    def post_json(
        self, url: str, body: Mapping[str, Any], *, headers: Mapping[str, str] | None = None
    ) -> Document:
        return self.get(url, params={key: str(value) for key, value in body.items()}, headers=headers)


def _board(key: str, board: str, routes: Mapping[str, str], taken: set[str], **more: Any) -> World:
    return World(
        key, {"board": board, "pause_seconds": 0}, routes, frozenset(taken), more.pop("rejected", {}), **more
    )


_WD = "https://calumet.wd5.myworkdayjobs.com/wday/cxs/calumet/Careers"
_SR = "https://api.smartrecruiters.com/v1/companies/LakeCare/postings"
_RP = "https://ats.rippling.com/api/v2/board/vein/jobs"
_IC = "https://careers-regionbus.icims.com"
_CL = "https://clinic.example.org"

WORLDS = [
    _board(
        "greenhouse", "calumetsteel",
        {"https://boards-api.greenhouse.io/v1/boards/calumetsteel/jobs": "greenhouse/jobs.json"},
        {"4001", "4002"}, rejected={"not a date": 1},
    ),
    _board(
        "lever", "dunes", {"https://api.lever.co/v0/postings/dunes": "lever/postings.json"},
        {"11-a", "11-c"}, rejected={"unknown category": 1}, alarms=1,
    ),
    _board(
        "ashby", "labco", {"https://api.ashbyhq.com/posting-api/job-board/labco": "ashby/board.json"},
        {"as-1"}, rejected={"not open": 1, "unknown category": 1},
    ),
    _board(
        "workable", "harbor",
        {"https://apply.workable.com/api/v1/widget/accounts/harbor": "workable/widget.json"},
        {"FK1"}, rejected={"missing field": 1},
    ),
    _board(
        "smartrecruiters", "LakeCare",
        {
            _SR: "smartrecruiters/list.json", f"{_SR}/7440001": "smartrecruiters/7440001.json",
            f"{_SR}/7440002": "smartrecruiters/7440002.json",
        },
        {"7440001"}, rejected={"not open": 1},
    ),
    _board(
        "recruitee", "portforge", {"https://portforge.recruitee.com/api/offers/": "recruitee/offers.json"},
        {"31"}, rejected={"not open": 1, "unknown category": 1},
    ),
    _board(
        "teamtailor", "shore", {"https://shore.teamtailor.com/jobs.rss": "teamtailor/jobs.rss"},
        {"tt-1"}, rejected={"not a date": 1},
    ),
    _board(
        "personio", "region", {"https://region.jobs.personio.de/xml": "personio/feed.xml"},
        {"71"}, rejected={"unknown category": 1},
    ),
    _board(
        "jazzhr", "corner", {"https://app.jazz.co/feeds/export/jobs/corner": "jazzhr/jobs.xml"},
        {"job_1"}, rejected={"not open": 1, "unknown category": 1},
    ),
    World(
        "workday",
        {"host": "calumet.wd5.myworkdayjobs.com", "tenant": "calumet", "site": "Careers", "pause_seconds": 0},
        # the second job was closed between list and page: 404
        {f"{_WD}/jobs": "workday/list.json", f"{_WD}/job/Gary-IN/Machinist_JR-100": "workday/JR-100.json"},
        frozenset({"JR-100"}), {"leads to another site": 1},
    ),
    _board(
        "icims", "careers-regionbus",
        {
            f"{_IC}/jobs/search": "icims/list.html", f"{_IC}/jobs/501/bus-driver/job": "icims/501.html",
            f"{_IC}/jobs/502/mechanic/job": "icims/502.html",
        },
        {"501"}, rejected={"damaged JSON-LD": 1},
    ),
    _board(
        "jobvite", "dockside",
        {
            "https://jobs.jobvite.com/dockside/jobs/viewall": "jobvite/list.html",
            "https://jobs.jobvite.com/dockside/job/oA1": "jobvite/oA1.html",
            "https://jobs.jobvite.com/dockside/job/oB2": "jobvite/oB2.html",
        },
        {"oA1"}, rejected={"missing field": 1},
    ),
    _board(
        "rippling", "vein",
        {_RP: "rippling/list.json", f"{_RP}/rp-1": "rippling/rp-1.json", f"{_RP}/rp-2": "rippling/rp-2.json"},
        {"rp-1"}, rejected={"unknown category": 1},
    ),
    World(
        "avature", {"site": "https://acme.avature.net/careers", "pause_seconds": 0},
        {
            "https://acme.avature.net/careers/sitemap.xml": "avature/sitemap.xml",
            "https://acme.avature.net/careers/JobDetail/Electrician/801": "avature/801.html",
            "https://acme.avature.net/careers/JobDetail/Plumber/802": "avature/802.html",
        },
        frozenset({"801"}), {"no job markup": 1},
    ),
    World(
        "job_pages",
        {"sitemap": f"{_CL}/sitemap.xml", "job_pages": "/jobs/", "pause_seconds": 0},
        {
            f"{_CL}/robots.txt": "job_pages/robots.txt", f"{_CL}/sitemap.xml": "job_pages/sitemap.xml",
            f"{_CL}/sitemap-jobs.xml": "job_pages/sitemap-jobs.xml", f"{_CL}/jobs/1": "job_pages/1.html",
            f"{_CL}/jobs/2": "job_pages/2.html", f"{_CL}/jobs/3": "job_pages/3.html",
        },
        frozenset({f"{_CL}/jobs/1"}), {"unknown category": 1, "page could not be read": 1}, alarms=1,
    ),
    World(
        "employer_xml", {"url": "https://mill.example/feed.xml"},
        {"https://mill.example/feed.xml": "employer_xml/feed.xml"},
        frozenset({"P-1", "P-2"}), {"missing field": 1, "unknown category": 1}, alarms=1,
    ),
    World(
        "feed", {"url": "https://munster.example/jobs.atom", "locality": "Munster", "state": "IN"},
        {"https://munster.example/jobs.atom": "feed/atom.xml"},
        frozenset({"urn:munster:1"}), {"not a date": 1},
    ),
    World(
        "neogov", {"url": "https://www.governmentjobs.com/rss"},
        {"https://www.governmentjobs.com/rss": "neogov/feed.rss"},
        frozenset({"900", "901"}), {"unknown category": 1},
    ),
    World(
        "usajobs_bulk", {"url": "https://archive.example/bulk.xml"},
        {"https://archive.example/bulk.xml": "usajobs_bulk/bulk.xml"},
        frozenset({"1", "4"}), {"not open": 1, "unknown category": 1}, alarms=1,
    ),
    World(
        "adzuna", {"pause_seconds": 0},
        {"https://api.adzuna.com/v1/api/jobs/us/search/1": "adzuna/page1.json"},
        frozenset({"501", "502"}), {"unknown category": 1},
    ),
    World(
        "themuse", {"pause_seconds": 0}, {"https://www.themuse.com/api/public/jobs": "themuse/page0.json"},
        frozenset({"91"}), {"not open": 1, "unknown category": 1},
    ),
    World(
        "careeronestop", {},
        {
            "https://api.careeronestop.org/v2/jobsearch/me/0/IN/0/acquisitiondate/DESC/0/200/30":
                "careeronestop/page1.json",
        },
        frozenset({"ABCD1"}), {"missing field": 1},
    ),
]  # fmt: skip
