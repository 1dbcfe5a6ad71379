"""Pages of open postings, asked after on a server of this test: what is gone is closed, and nothing else."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from sqlmodel import select

from ingest.kit.document import Surroundings
from ingest.kit.http import HttpFetcher
from ingest.pipeline.pages import PAGE_BACK, PAGE_GONE, ask_pages
from ingest.pipeline.report import RunReport
from ingest.pipeline.run import run_source
from ingest.pipeline.workshop import RunRequest, Workshop
from ingest.registry import build_adapter
from portal.domain.source import PageChecks
from portal.store.duplicate_tables import PageCheckRow
from portal.store.engine import open_session
from portal.store.tables import JobPostingRow
from tests.ingest.conftest import CONFIG
from tests.ingest.feeds import source


class _Employer(ThreadingHTTPServer):
    status: dict[str, int]
    asked: list[str]
    robots = "User-agent: *\nDisallow: /jobs/4\n"
    jobs = (1, 2, 3, 4)


class _Handler(BaseHTTPRequestHandler):
    server: _Employer

    def log_message(self, *_args: object) -> None: ...

    def do_GET(self) -> None:
        server = self.server
        where = f"http://127.0.0.1:{server.server_port}"
        if self.path == "/feed.xml":
            items = "".join(
                f"<item><title>Welder {n}</title><guid>{n}</guid><link>{where}/jobs/{n}</link>"
                f"<description>Weld frame number {n} of the plant.</description></item>"
                for n in server.jobs
            )
            body = f"<rss version='2.0'><channel><title>Steel</title>{items}</channel></rss>"
            self._answer(200, body)
        elif self.path == "/robots.txt":
            self._answer(200, server.robots)
        else:
            server.asked.append(self.path)
            self._answer(server.status.get(self.path, 200), "<p>A job</p>")

    def _answer(self, status: int, body: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())


@pytest.fixture
def employer() -> Iterator[_Employer]:
    server = _Employer(("127.0.0.1", 0), _Handler)
    server.status, server.asked = {}, []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


CHECKS = {"enabled": True, "at_most": 10, "pause_seconds": 1, "every_days": 3, "sure_after_hours": 20}


def run(workshop: Workshop, employer: _Employer, *, days: float = 0, **checks: object) -> RunReport:
    at = replace(workshop, now=workshop.now + timedelta(days=days))
    config = source(
        "feed", records={"min": 0, "max": 50, "shrink": 0.0}, check_pages=CHECKS | checks,
        options={"url": f"http://127.0.0.1:{employer.server_port}/feed.xml", "locality": "Gary", "state": "IN"},
    )  # fmt: skip
    around = Surroundings(today=at.now.date(), data_dir=at.data_dir, config_dir=CONFIG)
    fetcher = HttpFetcher(
        timeout_seconds=5, max_bytes=100_000, allow_private_addresses=True, wait=lambda _seconds: None
    )
    report = run_source(config, build_adapter(config, around), fetcher, workshop=at, request=RunRequest())
    assert report.status == "succeeded", report.error
    return report


def state(workshop: Workshop) -> dict[str, str]:
    with open_session(workshop.engine) as session:
        rows = session.exec(select(JobPostingRow)).all()
        return {row.source_ref: row.removed_reason if row.removed_at else "open" for row in rows}


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Pauses are remembered instead of waited for."""
    pauses: list[float] = []
    monkeypatch.setattr(
        "ingest.pipeline.run.ask_pages", lambda *a, **k: ask_pages(*a, **k, wait=pauses.append)
    )
    return pauses


def test_410_closes_at_once_404_only_when_it_says_so_twice(
    workshop: Workshop, employer: _Employer, quick: list[float]
) -> None:
    run(workshop, employer)
    employer.status = {"/jobs/1": 410, "/jobs/2": 404, "/jobs/3": 403}
    assert run(workshop, employer, days=1).removed == 1
    assert state(workshop) == {"1": PAGE_GONE, "2": "open", "3": "open", "4": "open"}
    assert "/jobs/4" not in employer.asked, "robots.txt forbids it"
    assert quick == [1.0, 1.0], "a pause between pages"
    # asked again too soon: nothing; after the time: gone, and only that
    assert run(workshop, employer, days=1.5).removed == 0
    assert run(workshop, employer, days=2).removed == 1
    assert state(workshop) == {"1": PAGE_GONE, "2": PAGE_GONE, "3": "open", "4": "open"}
    # the feed still names both: they stay closed, and a run changes no row of theirs
    again = run(workshop, employer, days=2.1)
    assert (again.reopened, again.updated, again.removed, again.unchanged) == (0, 0, 0, 4)


def test_a_page_that_answers_again_comes_back_with_the_next_feed(
    workshop: Workshop, employer: _Employer, quick: list[float]
) -> None:
    run(workshop, employer)
    employer.status = {"/jobs/1": 410, "/jobs/2": 404}
    run(workshop, employer, days=1)
    employer.status = {}
    run(workshop, employer, days=5)
    assert state(workshop)["1"] == PAGE_BACK
    assert run(workshop, employer, days=6).reopened == 1
    assert state(workshop) == {"1": "open", "2": "open", "3": "open", "4": "open"}
    with open_session(workshop.engine) as session:
        assert {row.first_gone_at for row in session.exec(select(PageCheckRow))} == {None}, (
            "one answer forgets the 404"
        )


def test_few_pages_a_run_the_longest_unasked_first_and_none_where_it_is_off(
    workshop: Workshop, employer: _Employer, quick: list[float]
) -> None:
    run(workshop, employer, enabled=False)
    run(workshop, employer, days=0.1, enabled=False)
    assert employer.asked == []
    assert not PageChecks().enabled, "off unless a source's file turns it on"
    for day in (1, 1.1, 1.2):
        run(workshop, employer, days=day, at_most=1)
    assert employer.asked == ["/jobs/1", "/jobs/2", "/jobs/3"]


def test_a_server_that_is_away_closes_nothing(
    workshop: Workshop, employer: _Employer, quick: list[float]
) -> None:
    run(workshop, employer)
    employer.status = {f"/jobs/{n}": 503 for n in employer.jobs}
    for day in (1, 5, 9):
        assert run(workshop, employer, days=day).removed == 0
    assert set(state(workshop).values()) == {"open"}
