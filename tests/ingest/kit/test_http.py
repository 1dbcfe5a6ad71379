"""The way to the network, against a server of this test."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from ingest.errors import FetchFailed
from ingest.kit.http import HttpFetcher


class _Server(ThreadingHTTPServer):
    seen: list[tuple[str, dict[str, str]]]
    broken_left: int = 0


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def log_message(self, *_args: object) -> None: ...

    def do_GET(self) -> None:
        self.server.seen.append((self.path, dict(self.headers.items())))
        if self.path == "/loop":
            self.send_response(302)
            self.send_header("Location", "/loop")
            self.end_headers()
            return
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", f"http://localhost:{self.server.server_port}/ok")
            self.end_headers()
            return
        if self.path == "/flaky" and self.server.broken_left:
            self.server.broken_left -= 1
            self.send_error(503)
            return
        if self.path == "/denied":
            self.send_error(401)
            return
        body = b"x" * 5000 if self.path == "/large" else b"fine"
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def server() -> Iterator[_Server]:
    server = _Server(("127.0.0.1", 0), _Handler)
    server.seen = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def fetcher(**settings: bool) -> HttpFetcher:
    return HttpFetcher(timeout_seconds=5, max_bytes=1000, wait=lambda _seconds: None, **settings)


def address(server: _Server, path: str) -> str:
    return f"http://127.0.0.1:{server.server_port}{path}"


def test_private_addresses_are_refused_unless_the_source_allows_them(server: _Server) -> None:
    with pytest.raises(FetchFailed, match="allow_private_addresses"):
        fetcher().get(address(server, "/ok"))
    assert server.seen == []
    document = fetcher(allow_private_addresses=True).get(address(server, "/ok"), params={"q": "1"})
    assert document.raw == b"fine"
    assert "?" not in document.url, "a query can hold a key"


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://example.org/x", "http:///x", "gopher://x"])
def test_only_the_web_is_fetched(url: str) -> None:
    with pytest.raises(FetchFailed, match="only http and https"):
        fetcher().get(url)


def test_a_server_that_is_down_for_a_moment_is_asked_again(server: _Server) -> None:
    server.broken_left = 2
    assert fetcher(allow_private_addresses=True).get(address(server, "/flaky")).raw == b"fine"
    assert len(server.seen) == 3


def test_it_gives_up_and_says_what_the_server_said(server: _Server) -> None:
    server.broken_left = 99
    with pytest.raises(FetchFailed, match="503"):
        fetcher(allow_private_addresses=True).get(address(server, "/flaky"))
    assert len(server.seen) == 4
    with pytest.raises(FetchFailed, match="Check the key") as denied:
        fetcher(allow_private_addresses=True).get(
            address(server, "/denied"), headers={"Authorization-Key": "s3cret"}
        )
    assert "s3cret" not in str(denied.value)
    assert len(server.seen) == 5, "a refusal is not asked again"


def test_size_and_redirects_are_limited(server: _Server) -> None:
    with pytest.raises(FetchFailed, match="larger than 1,000 bytes"):
        fetcher(allow_private_addresses=True).get(address(server, "/large"))
    with pytest.raises(FetchFailed, match="redirects"):
        fetcher(allow_private_addresses=True).get(address(server, "/loop"))


def test_a_key_does_not_travel_to_another_host(server: _Server) -> None:
    fetcher(allow_private_addresses=True).get(
        address(server, "/away"), headers={"Authorization-Key": "s3cret"}
    )
    assert [("Authorization-Key" in headers) for _, headers in server.seen] == [True, False]
