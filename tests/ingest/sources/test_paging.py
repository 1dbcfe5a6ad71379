"""Every page is asked for, in order, until the announced end; nothing is asked for twice."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from ingest.errors import FetchFailed
from ingest.kit.document import Document, Surroundings
from ingest.registry import build_adapter, get_source
from tests.ingest.conftest import CONFIG

TOTAL = 45


class _Server:
    """Answers lists of TOTAL entries in pages; `short`: the number after which it holds nothing more."""

    def __init__(self, *, short: int = TOTAL) -> None:
        self._short = short
        self.pages: list[int] = []

    def get(self, url: str, *, params: Mapping[str, str] | None = None, **_: object) -> Document:
        if url.endswith("/robots.txt"):
            raise FetchFailed("none", retryable=False, status=404)
        asked = dict(pair.split("=") for pair in url.partition("?")[2].split("&") if pair) | dict(
            params or {}
        )
        path = url.partition("?")[0]
        if "lever.co" in url:
            return self._answer(int(asked["skip"]), int(asked["limit"]), lambda items: items)
        if path.endswith("/postings"):
            start, size = int(asked["offset"]), int(asked["limit"])
            return self._answer(start, size, lambda items: {"totalFound": 2 * TOTAL + 20, "content": items})
        if "adzuna" in url:
            size = int(asked["results_per_page"])
            start = (int(path.rsplit("/", 1)[-1]) - 1) * size
            return self._answer(start, size, lambda items: {"count": 2 * TOTAL + 20, "results": items})
        return Document(name="job", url=url, raw=b"{}")

    def post_json(self, _url: str, body: Mapping[str, Any], **_: object) -> Document:
        start, size = int(body["offset"]), int(body["limit"])
        # a Workday site announces its total on the first page only
        total = 0 if start else TOTAL
        return self._answer(start, size, lambda items: {"total": total, "jobPostings": items})

    def _answer(self, start: int, size: int, wrap: Any) -> Document:
        self.pages.append(start)
        end = min(start + size, max(self._short, 0) if size == 20 else self._short * 2 + 20)
        items = [{"id": str(n), "externalPath": f"/job/Gary/T_{n}"} for n in range(start, end)]
        return Document(
            name=f"page-{start}", url="https://e.example/list", raw=json.dumps(wrap(items)).encode()
        )


CASES = {
    "workday": (
        {"host": "a.wd5.myworkdayjobs.com", "tenant": "a", "site": "S", "pause_seconds": 0},
        [0, 20, 40],
    ),
    "lever": ({"board": "a", "pause_seconds": 0}, [0, 100]),
    "smartrecruiters": ({"board": "a", "pause_seconds": 0}, [0, 100]),
    "adzuna": ({"pause_seconds": 0}, [0, 50, 100]),
}


def _fetch(key: str, server: _Server, surroundings: Surroundings) -> list[Document]:
    source = get_source(CONFIG, key).model_copy(update={"options": dict(CASES[key][0])})
    adapter = build_adapter(source, surroundings)
    return list(adapter.fetch(server))  # type: ignore[arg-type, union-attr]


@pytest.mark.parametrize("key", CASES)
def test_all_pages_are_asked_for(key: str, with_keys: Surroundings) -> None:
    server = _Server()
    documents = _fetch(key, server, with_keys)
    assert server.pages == CASES[key][1]
    jobs = [document for document in documents if document.name == "job"]
    assert len({document.url for document in jobs}) == len(jobs), "no page is asked for twice"
    if key == "workday":
        assert len(jobs) == TOTAL


@pytest.mark.parametrize("key", ["workday", "smartrecruiters", "adzuna"])
def test_a_list_that_ends_early_is_no_complete_fetch(key: str, with_keys: Surroundings) -> None:
    with pytest.raises(FetchFailed, match="announced"):
        _fetch(key, _Server(short=10), with_keys)
