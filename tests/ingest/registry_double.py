"""A registry of envelopes on a loopback address: list and feeds as the Registry's own code and pages describe them."""

import io
import json
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

WEB = "https://credentialengineregistry.org"
CONTEXT = f"{WEB}/contexts/ctdl"


def ctid(number: int) -> str:
    """A CTID for tests."""
    return f"ce-{number:08x}-0000-4000-8000-000000000000"


def node(number: int, *, kind: str = "Certification", name: str = "", **terms: Any) -> dict[str, Any]:
    """A resource, owned by number 1."""
    own = {
        "@id": f"{WEB}/resources/{ctid(number)}",
        "@type": f"ceterms:{kind}",
        "ceterms:ctid": ctid(number),
        "ceterms:name": {"en-US": name or f"Credential {number}"},
    }
    owner = {} if kind.endswith("Organization") else {"ceterms:ownedBy": [f"{WEB}/graph/{ctid(1)}"]}
    return own | owner | {f"ceterms:{term}": value for term, value in terms.items()}


def envelope(
    number: int, *nodes: dict[str, Any], at: str = "2026-06-01T00:00:00.000Z", **facts: Any
) -> dict[str, Any]:
    """An envelope as the Registry's list gives it; `facts` replace parts of it."""
    parts = nodes or (node(number),)
    return {
        "envelope_community": "ce_registry",
        "envelope_id": f"{number:08x}-0000-4000-8000-00000000e000",
        "envelope_ceterms_ctid": ctid(number),
        "envelope_ctdl_type": parts[0].get("@type"),
        "envelope_type": "resource_data",
        "envelope_version": "1.0.0",
        "decoded_resource": {
            "@context": CONTEXT, "@id": f"{WEB}/graph/{ctid(number)}", "@graph": list(parts),
        },
        "resource_format": "json",
        "resource_encoding": "jwt",
        "node_headers": {"created_at": at, "updated_at": at, "deleted_at": None},
        "updated_at": at,
    } | facts  # fmt: skip


def packed(members: dict[str, bytes | str]) -> bytes:
    """A zip."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return held.getvalue()


class Registry(ThreadingHTTPServer):
    """What the server holds. `answers` replaces the answer to a path; `cap` is the most it gives a page."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.envelopes: dict[str, dict[str, Any]] = {}
        self.events: list[dict[str, str]] = []
        self.answers: dict[str, bytes] = {}
        self.asked: list[tuple[str, dict[str, list[str]], dict[str, str]]] = []
        self.cap = 200

    @property
    def host(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.server_port}"

    def publish(self, *envelopes: dict[str, Any], event: str = "create") -> None:
        """Put envelopes in place and tell it in the feed of changes."""
        for one in envelopes:
            ref, at = one["envelope_ceterms_ctid"], one.get("updated_at", "")
            self.envelopes[ref] = dict(one)
            self.events.insert(0, {"envelope_ceterms_ctid": ref, "event": event, "created_at": at})

    def delete(self, number: int, *, at: str) -> None:
        """Take a resource away, as the Registry does: the envelope stays and is marked."""
        held = self.envelopes[ctid(number)]
        held["node_headers"] = held["node_headers"] | {"deleted_at": at}
        self.events.insert(0, {"envelope_ceterms_ctid": ctid(number), "event": "destroy", "created_at": at})

    def answer(self, path: str, asked: dict[str, list[str]]) -> bytes | None:
        """The body of an answer; None: there is no such thing."""
        if path in self.answers:
            return self.answers[path]
        base = "/ce-registry/envelopes"
        if path == base:
            everything = list(self.envelopes.values())
            if asked.get("include_deleted") != ["true"]:
                everything = [one for one in everything if not one["node_headers"]["deleted_at"]]
            return self._page(everything, asked)
        if path == f"{base}/events":
            after = asked["after"][0]
            return self._page([one for one in self.events if one["created_at"] >= after], asked)
        found = self.envelopes.get(path.removeprefix(f"{base}/"))
        if found is None or found["node_headers"]["deleted_at"]:
            return None
        return json.dumps(found).encode()

    def _page(self, items: list[Any], asked: dict[str, list[str]]) -> bytes:
        size = min(int(asked["per_page"][0]), self.cap)
        start = (int(asked["page"][0]) - 1) * size
        return json.dumps(items[start : start + size]).encode()


class _Handler(BaseHTTPRequestHandler):
    server: Registry

    def log_message(self, *_args: object) -> None: ...

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        asked = parse_qs(parts.query)
        self.server.asked.append((parts.path, asked, dict(self.headers.items())))
        body = self.server.answer(parts.path, asked)
        self.send_response(404 if body is None else 200)
        body = b'{"errors": ["Couldn\'t find Envelope"]}' if body is None else body
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def serving() -> Iterator[Registry]:
    """A registry that answers until the end of the block."""
    registry = Registry()
    thread = threading.Thread(target=registry.serve_forever, daemon=True)
    thread.start()
    try:
        yield registry
    finally:
        registry.shutdown()
        registry.server_close()
        thread.join()
