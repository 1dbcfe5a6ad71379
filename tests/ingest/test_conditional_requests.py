"""Pages that did not change are not sent again, and pages that hang end a run: against a server of this test."""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from ingest.enrich.understand import Reader
from ingest.errors import FetchFailed
from ingest.kit.document import Surroundings
from ingest.kit.http import HttpFetcher
from ingest.kit.json_text import READ_AT_ONCE
from ingest.kit.page_memory import FILE, PageMemory
from ingest.pipeline.report import RunReport
from ingest.pipeline.run import run_source
from ingest.pipeline.workshop import RunRequest, Workshop
from ingest.registry import build_adapter
from portal.domain.source import SourceConfig
from tests.ingest.conftest import CONFIG
from tests.ingest.feeds import Pages, good_rows, source


class _Feed(ThreadingHTTPServer):
    body = b""
    answers: list[int]
    asked: list[dict[str, str]]
    manner = "etag"


class _Handler(BaseHTTPRequestHandler):
    server: _Feed

    def log_message(self, *_args: object) -> None: ...

    def do_GET(self) -> None:
        server, tag = self.server, f'"{hash(self.server.body)}"'
        server.asked.append(dict(self.headers.items()))
        if server.manner == "etag" and self.headers.get("If-None-Match") == tag:
            server.answers.append(304)
            self.send_response(304)
            self.end_headers()
            return
        server.answers.append(200)
        self.send_response(200)
        self.send_header("ETag", tag)
        self.send_header("Content-Length", str(len(server.body)))
        self.end_headers()
        try:
            if server.manner == "silent":
                time.sleep(1.5)
            if server.manner == "drips":
                for byte in server.body[:40]:
                    self.wfile.write(bytes([byte]))
                    self.wfile.flush()
                    time.sleep(0.05)
            self.wfile.write(server.body[:10] if server.manner == "cut off" else server.body)
        except OSError:
            pass  # the other side hung up, as it should


@pytest.fixture
def feed() -> Iterator[_Feed]:
    server = _Feed(("127.0.0.1", 0), _Handler)
    server.answers, server.asked = [], []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def _xml(count: int, *, title: str = "Cook") -> bytes:
    jobs = "".join(
        f"<job><title>{title}</title><referencenumber>{n}</referencenumber><company>Fern</company>"
        f"<city>Gary</city><state>IN</state><description>Cook.</description></job>"
        for n in range(count)
    )
    return f"<source>{jobs}</source>".encode()


def _run(feed: _Feed, workshop: Workshop, **limits: float) -> RunReport:
    config: SourceConfig = source(
        "employer_xml", options={"url": f"http://127.0.0.1:{feed.server_port}/jobs.xml?key=secret"}
    )
    around = Surroundings(today=workshop.now.date(), data_dir=workshop.data_dir, config_dir=CONFIG)
    memory = PageMemory(workshop.data_dir / "archive" / config.key)
    fetcher = HttpFetcher(
        timeout_seconds=limits.get("timeout_seconds", 5), total_seconds=limits.get("total_seconds"),
        max_bytes=10_000_000, allow_private_addresses=True, wait=lambda _s: None, memory=memory,
    )  # fmt: skip
    report = run_source(
        config, build_adapter(config, around), fetcher, workshop=workshop, request=RunRequest()
    )
    memory.save()
    return report


def test_an_unchanged_page_is_not_sent_again_and_confirms_its_postings(
    feed: _Feed, workshop: Workshop
) -> None:
    feed.body = _xml(3)
    first, second = _run(feed, workshop), _run(feed, workshop)
    assert feed.answers == [200, 304]
    assert (first.inserted, second.status, second.unchanged, second.removed) == (3, "succeeded", 3, 0)
    assert [d.get("not_modified") for d in (*first.documents, *second.documents)] == [None, True]
    assert "secret" not in (workshop.data_dir / "archive" / "employer_xml" / FILE).read_text()
    feed.body = _xml(4)
    third = _run(feed, workshop)
    assert (feed.answers[-1], third.inserted, third.unchanged) == (200, 1, 3)


def test_a_page_whose_postings_never_loaded_is_read_when_it_is_not_modified(
    feed: _Feed, workshop: Workshop
) -> None:
    feed.body = _xml(5)
    assert _run(feed, workshop).inserted == 5
    feed.body = _xml(2)
    assert _run(feed, workshop).status == "quarantined"
    again = _run(feed, workshop)
    assert feed.answers == [200, 200, 304]
    assert again.status == "quarantined", "what was not believed is not confirmed by standing still"


def test_a_new_way_of_reading_reads_an_unchanged_page_anew(feed: _Feed, workshop: Workshop) -> None:
    feed.body = _xml(3)
    _run(feed, workshop)
    newer: Reader = replace(workshop.reader, fingerprint="newer")
    report = _run(feed, replace(workshop, reader=newer))
    assert (feed.answers, report.updated) == ([200, 304], 3)


@pytest.mark.parametrize("damage", ["gone", "changed", "no memory"])
def test_without_the_archived_bytes_the_page_is_asked_for_as_a_whole(
    feed: _Feed, workshop: Workshop, damage: str
) -> None:
    feed.body = _xml(3)
    _run(feed, workshop)
    archive = workshop.data_dir / "archive" / "employer_xml"
    for path in archive.glob("*.xml"):
        path.unlink() if damage == "gone" else path.write_bytes(
            b"<source/>" if damage == "changed" else feed.body
        )
    if damage == "no memory":
        (archive / FILE).write_text("[not json")
    assert _run(feed, workshop).unchanged == 3
    assert feed.answers == [200, 200]


@pytest.mark.parametrize(
    ("manner", "says"), [("silent", "broke off"), ("drips", "not complete after"), ("cut off", "broke off")]
)
def test_a_page_that_hangs_or_breaks_off_fails_the_run_in_time_and_changes_nothing(
    feed: _Feed, workshop: Workshop, manner: str, says: str
) -> None:
    feed.body = _xml(3)
    _run(feed, workshop)
    feed.body, feed.manner = _xml(1, title="Other"), manner
    started = time.monotonic()
    report = _run(feed, workshop, timeout_seconds=0.3, total_seconds=0.5)
    assert time.monotonic() - started < 5
    assert report.status == "failed"
    assert says in report.error
    assert "secret" not in report.error
    feed.manner, feed.body = "etag", _xml(3)
    assert _run(feed, workshop).unchanged == 3


def test_a_large_page_waits_in_a_file(feed: _Feed, tmp_path: Path) -> None:
    feed.body = b" " * 5_000_000 + b"<source/>"
    fetcher = HttpFetcher(
        timeout_seconds=5, max_bytes=10_000_000, allow_private_addresses=True, spool=tmp_path
    )
    document = fetcher.get(f"http://127.0.0.1:{feed.server_port}/")
    assert document.path is not None
    assert (document.size, document.raw[-9:]) == (5_000_009, b"<source/>")
    small = HttpFetcher(timeout_seconds=5, max_bytes=4_500_000, allow_private_addresses=True, spool=tmp_path)
    with pytest.raises(FetchFailed, match="larger than"):
        small.get(f"http://127.0.0.1:{feed.server_port}/")


def _streamed(raw: bytes, workshop: Workshop) -> RunReport:
    folder = workshop.data_dir / "m" / "jobs" / "nyc"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "nyc_open_data_kpav-sd4t_test.json").write_bytes(raw)
    config = source("nyc", records={"min": 1})
    around = Surroundings(today=workshop.now.date(), data_dir=workshop.data_dir, config_dir=CONFIG)
    adapter, request = build_adapter(config, around), RunRequest(mirror=workshop.data_dir / "m")
    return run_source(config, adapter, Pages(), workshop=workshop, request=request)


def test_a_large_list_is_read_entry_by_entry_and_a_cut_one_changes_nothing(workshop: Workshop) -> None:
    rows: list[dict[str, Any]] = [
        row | {"preferred_skills": 'é\u0000 \\ " ],' * 40_000, "job_id": str(n)}
        for n, row in enumerate(good_rows(4))
    ]
    raw = b"\xef\xbb\xbf \n" + json.dumps(rows, indent=1).encode()
    assert len(raw) > 2 * READ_AT_ONCE
    assert _streamed(raw, workshop).inserted == 4
    for broken, says in (
        (raw[:-200], "cut off"),
        (raw[:-1], "cut off"),
        (raw + b"]", "after the list"),
        (raw.replace(b"\n },\n {", b"\n }\n {"), "comma"),
    ):
        report = _streamed(broken, workshop)
        assert report.status == "failed"
        assert says in report.error
    assert _streamed(json.dumps(rows).encode(), workshop).unchanged == 4
