"""A server on loopback that answers in the documented forms of Meilisearch and keeps every request.

It stores documents and works tasks off at once; it does not search. What it cannot show: that a real server finds
what the embedded engine finds. The contract suite does that where MEILISEARCH_URL is set.
"""

import json
import re
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

WHEN = "2026-06-20T12:00:00.000000Z"
Answer = tuple[int, dict[str, Any]]


@dataclass
class MeilisearchDouble:
    """What was asked, what stands there, and what shall go wrong."""

    requests: list[tuple[str, str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    indexes: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    tasks: list[dict[str, Any]] = field(default_factory=list)
    failing: dict[str, dict[str, str]] = field(default_factory=dict)
    """Type of task → error with which it ends."""
    results: list[dict[str, Any]] = field(default_factory=list)
    """Answers of the next multi-search, in order; then empty ones."""

    def asked(self, method: str, pattern: str) -> list[Any]:
        return [body for verb, path, body in self.requests if verb == method and re.fullmatch(pattern, path)]

    def answer(self, method: str, path: str, body: Any) -> Answer:
        self.requests.append((method, path, body))
        path = path.partition("?")[0]
        if path == "/keys" and method == "POST":
            made = {"uid": "6062abda-a5aa-4414-ac91-ecd7944c0f8d", "key": "signing-key"}
            return 201, {**made, "createdAt": WHEN, "updatedAt": WHEN, **body}
        if path == "/multi-search" and body.get("federation") is not None:
            return self._federated(body)
        if path == "/multi-search":
            return 200, {"results": [self._result(query) for query in body["queries"]]}
        if path == "/swap-indexes":
            for pair in body:
                one, other = pair["indexes"]
                self.indexes[one], self.indexes[other] = self.indexes[other], self.indexes[one]
            return self._task("indexSwap", None)
        if found := re.fullmatch(r"/tasks/(\d+)", path):
            return 200, self.tasks[int(found[1])]
        if path == "/indexes" and method == "POST":
            if "indexCreation" not in self.failing:
                self.indexes[body["uid"]] = {}
            return self._task("indexCreation", body["uid"])
        if path == "/indexes":
            rows = [
                {"uid": uid, "primaryKey": "id", "createdAt": WHEN, "updatedAt": WHEN} for uid in self.indexes
            ]
            return 200, {"results": rows, "offset": 0, "limit": 1000, "total": len(rows)}
        found = re.fullmatch(r"/indexes/([^/]+)(/.*)?", path)
        assert found, f"{method} {path} is not in the documented interface"
        return self._of_index(method, found[1], found[2] or "", body)

    def _of_index(self, method: str, uid: str, rest: str, body: Any) -> Answer:
        if method == "DELETE" and not rest:
            self.indexes.pop(uid, None)
            return self._task("indexDeletion", uid)
        if rest == "/settings" and method == "PATCH":
            return self._task("settingsUpdate", uid)
        if rest == "/documents" and method == "POST":
            if "documentAdditionOrUpdate" not in self.failing:
                self.indexes.setdefault(uid, {}).update({str(row["id"]): row for row in body})
            return self._task("documentAdditionOrUpdate", uid)
        if rest == "/documents/delete":
            keys = re.findall(r'"([^"]*)"', body["filter"].removeprefix("key IN "))
            rows = self.indexes[uid]
            self.indexes[uid] = {id: row for id, row in rows.items() if row["key"] not in keys}
            return self._task("documentDeletion", uid)
        if uid not in self.indexes:
            return 404, _error("index_not_found", f"Index `{uid}` not found.")
        if rest == "/stats":
            return 200, {
                "numberOfDocuments": len(self.indexes[uid]), "isIndexing": False, "fieldDistribution": {}
            }  # fmt: skip
        key = rest.removeprefix("/documents/")
        if key not in self.indexes[uid]:
            return 404, _error("document_not_found", f"Document `{key}` not found.")
        return 200, self.indexes[uid][key]

    def _task(self, kind: str, uid: str | None) -> Answer:
        number, error = len(self.tasks), self.failing.get(kind)
        self.tasks.append(
            {
                "uid": number, "indexUid": uid, "status": "failed" if error else "succeeded", "type": kind,
                "canceledBy": None, "details": {}, "error": error, "duration": "PT0.01S", "enqueuedAt": WHEN,
                "startedAt": WHEN, "finishedAt": WHEN,
            }
        )  # fmt: skip
        return 202, {
            "taskUid": number,
            "indexUid": uid,
            "status": "enqueued",
            "type": kind,
            "enqueuedAt": WHEN,
        }

    def _federated(self, body: Any) -> Answer:
        """One merged list; what the documentation forbids within it is refused as the server refuses it."""
        for number, query in enumerate(body["queries"]):
            for name in ("limit", "offset", "page", "hitsPerPage", "facets"):
                if name in query:
                    message = (
                        f"Inside `.queries[{number}]`: Using `{name}` is not allowed in federated queries."
                    )
                    return 400, _error("invalid_multi_search_query_pagination", message)
        hits = [hit for result in self.results for hit in result["hits"]]
        self.results.clear()
        return 200, {
            "hits": hits,
            "processingTimeMs": 1,
            **body["federation"],
            "estimatedTotalHits": len(hits),
        }

    def _result(self, query: dict[str, Any]) -> dict[str, Any]:
        empty = {
            "indexUid": query["indexUid"], "hits": [], "query": query["q"], "processingTimeMs": 1, "page": 1,
            "hitsPerPage": query.get("hitsPerPage", 20), "totalHits": 0, "totalPages": 0, "facetDistribution": {},
        }  # fmt: skip
        return {**empty, **(self.results.pop(0) if self.results else {})}


def _error(code: str, message: str) -> dict[str, str]:
    return {"message": message, "code": code, "type": "invalid_request", "link": "https://docs.example"}


def serve(double: MeilisearchDouble) -> ThreadingHTTPServer:
    """The double behind a port of this machine. The caller shuts it down."""

    class Handler(BaseHTTPRequestHandler):
        def _do(self) -> None:
            size = int(self.headers.get("Content-Length") or 0)
            raw = self.rfile.read(size)
            double.keys.append(self.headers.get("Authorization", ""))
            status, body = double.answer(self.command, self.path, json.loads(raw) if raw else None)
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PATCH = do_DELETE = _do  # noqa: N815

        def log_message(self, *_arguments: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
