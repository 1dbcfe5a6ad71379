"""`ingest try`: what it shows, and that it writes nothing and goes nowhere it should not."""

import json
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from ingest.cli import ingest
from ingest.kit.document import Surroundings
from ingest.kit.http import HttpFetcher
from ingest.try_feed import try_target
from portal.domain.source import parse_source
from tests.ingest.conftest import DATA, ROOT
from tests.ingest.sources.worlds import WORLDS, CannedFetcher

_WORLD = {world.key: world for world in WORLDS}


def test_a_board_is_shown_with_what_would_be_read_and_a_file_that_connects_it(
    surroundings: Surroundings,
) -> None:
    fetcher = CannedFetcher(_WORLD["greenhouse"].routes)
    report = try_target("https://job-boards.greenhouse.io/calumetsteel", fetcher, surroundings=surroundings)  # type: ignore[arg-type]
    assert (report.error, report.taken, report.rejected) == ("", 2, {"not a date": 1})
    assert report.rejected_samples[0]["source_ref"] == "4003"
    assert report.samples[0]["title"] == "Maintenance Technician"
    source = parse_source(report.toml, name="greenhouse_calumetsteel.toml")
    assert source.options == {"board": "calumetsteel"}
    assert not source.enabled, "a person reads the licence first"


def test_a_web_page_that_shows_a_board_leads_to_the_board(surroundings: Surroundings) -> None:
    page = b'<html><body><a href="https://jobs.lever.co/dunes">Jobs</a></body></html>'
    fetcher = CannedFetcher({**_WORLD["lever"].routes, "https://dunes.example/careers": page})
    report = try_target("https://dunes.example/careers", fetcher, surroundings=surroundings)  # type: ignore[arg-type]
    assert (report.adapter, report.taken) == ("ats_lever", 2)
    assert "the page shows" in report.why


def test_a_large_site_is_looked_at_in_part_and_says_so(
    surroundings: Surroundings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.try_feed.MAX_DOCUMENTS", 5)  # a page a second
    base = "https://big.example"
    entries = "".join(f"<url><loc>{base}/jobs/{n}</loc></url>" for n in range(50))
    job = b'<script type="application/ld+json">{"@type":"JobPosting","title":"T","datePosted":"2026-10-01"}</script>'
    routes: dict[str, str | bytes | int] = {
        f"{base}/jobs/{n}": b"<html>" + job + b"</html>" for n in range(50)
    }
    routes[f"{base}/sitemap.xml"] = f"<urlset>{entries}</urlset>".encode()
    fetcher = CannedFetcher(routes)
    report = try_target(f"{base}/sitemap.xml", fetcher, surroundings=surroundings)  # type: ignore[arg-type]
    assert not report.is_complete
    assert report.taken == 2, "after the address itself, robots.txt and the sitemap"
    assert len(fetcher.asked) == 5


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1/jobs", "http://localhost:8000/jobs.rss", "http://10.1.2.3/", "http://169.254.169.254/latest",
        "http://[::1]/x", "http://192.168.0.1/feed.xml", "http://0.0.0.0/", "http://[::ffff:127.0.0.1]/x",
    ],
)  # fmt: skip
def test_private_addresses_are_refused(target: str, surroundings: Surroundings) -> None:
    fetcher = HttpFetcher(timeout_seconds=1, max_bytes=1000, wait=lambda _seconds: None)
    report = try_target(target, fetcher, surroundings=surroundings)
    assert "private network" in report.error
    assert report.documents == 0


def test_other_schemes_are_files_or_nothing(surroundings: Surroundings) -> None:
    fetcher = CannedFetcher({})
    report = try_target("ftp://example.org/x", fetcher, surroundings=surroundings)  # type: ignore[arg-type]
    assert "cannot be read" in report.error
    assert fetcher.asked == []


def test_the_command_prints_and_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = tmp_path / "data"
    monkeypatch.setenv("PORTAL_DATA_DIR", str(data))
    file = str(DATA / "employer_xml" / "feed.xml")
    shown = CliRunner().invoke(ingest, ["try", file])
    assert shown.exit_code == 0, shown.output
    assert "2 postings would be read, 2 rejected" in shown.output
    assert "missing field" in shown.output
    assert "Nothing was written." in shown.output
    as_json = json.loads(CliRunner().invoke(ingest, ["try", file, "--json"]).stdout)
    assert (as_json["adapter"], as_json["taken"]) == ("indeed_xml", 2)
    documented = (ROOT / "docs" / "cli" / "ingest.md").read_text(encoding="utf-8")
    schema = re.search(r"```json schema=try\n(.*?)```", documented, re.S)
    assert schema is not None
    jsonschema.validate(as_json, json.loads(schema[1]))
    nothing = CliRunner().invoke(ingest, ["try", str(DATA / "job_pages" / "3.html")])
    assert nothing.exit_code == 1
    assert "docs/connect-your-feeds.md" in nothing.output
    left = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    assert left <= {"secret_key", "seal_key"}, "a try leaves nothing but what loading the settings makes"


class _Board(BaseHTTPRequestHandler):
    """A Workday board that really speaks HTTP."""

    def do_POST(self) -> None:
        size = int(self.headers["Content-Length"])
        self.server.bodies.append(json.loads(self.rfile.read(size)))  # type: ignore[attr-defined]
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/elsewhere")
            self.end_headers()
            return
        body = b'{"total": 0, "jobPostings": []}'
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def board() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Board)
    server.bodies = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_search_by_post_is_sent_as_json_and_its_redirect_is_refused(board: ThreadingHTTPServer) -> None:
    fetcher = HttpFetcher(timeout_seconds=5, max_bytes=1000, allow_private_addresses=True)
    base = f"http://127.0.0.1:{board.server_port}"
    answer = fetcher.post_json(f"{base}/jobs", {"offset": 20, "searchText": ""})
    assert json.loads(answer.raw) == {"total": 0, "jobPostings": []}
    assert board.bodies == [{"offset": 20, "searchText": ""}]  # type: ignore[attr-defined]
    with pytest.raises(Exception, match="redirects a search"):
        fetcher.post_json(f"{base}/moved", {})
