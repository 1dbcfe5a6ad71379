"""No value that a source may hold ends a run: records are taken or rejected, or the whole document is refused."""

import copy
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from ingest.errors import SourceChanged
from ingest.kit.document import Alarm, Document, Rejection, Surroundings
from ingest.registry import build_adapter, get_source
from portal.domain.job_posting import PostingRecord
from tests.ingest.conftest import CONFIG, DATA
from tests.ingest.sources.worlds import WORLDS, CannedFetcher, World

STRANGE: list[Any] = [
    None, "", "nan", "-inf", "1e999", "x" * 400, -1, 0, 1e300, True, [], {}, [1, None, "a"], {"a": {"b": []}}, [[]],
    "http://[", "2026-99-99", "\ud800"[:0] + "\x00",
]  # fmt: skip
JSON_WORLDS = [w for w in WORLDS if any(f.endswith(".json") for f in w.routes.values())]
XML_WORLDS = [w for w in WORLDS if any(f.endswith((".xml", ".rss")) for f in w.routes.values())]
XML_STARTS = (b"<?xml", b"<rss", b"<ShowPositionOpening")


def _adapter_and_documents(world: World, surroundings: Surroundings) -> tuple[Any, list[Document]]:
    source = get_source(CONFIG, world.key).model_copy(update={"options": dict(world.options)})
    adapter = build_adapter(source, surroundings)
    return adapter, list(adapter.fetch(CannedFetcher(world.routes)))  # type: ignore[arg-type, union-attr]


def _paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    entries = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for name, entry in entries:
        yield from _paths(entry, (*path, name))


def _replaced(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    changed = copy.deepcopy(value)
    inner = changed
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = new
    return changed


def _must_end_well(adapter: Any, document: Document, what: object) -> None:
    try:
        for outcome in adapter.parse(document):
            assert isinstance(outcome, PostingRecord | Rejection | Alarm)
            if isinstance(outcome, Rejection):
                json.dumps(dict(outcome.record))
    except SourceChanged:
        pass
    except Exception as error:
        raise AssertionError(f"{document.name}: {what}: {type(error).__name__}: {error}") from error


@pytest.mark.parametrize("world", JSON_WORLDS, ids=lambda world: world.key)
def test_any_value_of_a_json_source(world: World, with_keys: Surroundings) -> None:
    adapter, documents = _adapter_and_documents(world, with_keys)
    for document in documents:
        answer = json.loads(document.raw)
        for path in list(_paths(answer)):
            for new in STRANGE:
                raw = json.dumps(_replaced(answer, path, new)).encode()
                _must_end_well(adapter, Document(name=document.name, url=document.url, raw=raw), (path, new))


@pytest.mark.parametrize("world", XML_WORLDS, ids=lambda world: world.key)
def test_any_text_of_an_xml_source(world: World, with_keys: Surroundings) -> None:
    adapter, documents = _adapter_and_documents(world, with_keys)
    strange = [
        b"", b"nan", b"1e999", b"-5", b"x" * 400, b"<a><b>1</b></a>", b"<a/><a/>", b"2026-99-99",
        b'<a href="x"/>', b"http://[",
    ]  # fmt: skip
    for document in documents:
        if not document.raw.startswith(XML_STARTS):
            continue  # a job page, or a page that cannot be had
        leaves = list(re.finditer(rb"(?<=>)(?:<!\[CDATA\[.*?\]\]>|[^<>]+)(?=</)", document.raw, re.S))
        assert leaves
        for leaf in leaves:
            for new in strange:
                raw = document.raw[: leaf.start()] + new + document.raw[leaf.end() :]
                changed = Document(name=document.name, url=document.url, raw=raw)
                _must_end_well(adapter, changed, (leaf[0][:40], new))


@pytest.mark.parametrize("file", ["job_pages/1.html", "avature/801.html", "icims/501.html"])
def test_any_value_of_json_ld(file: str, with_keys: Surroundings) -> None:

    text = (DATA / file).read_text(encoding="utf-8")
    block = re.search(r'ld\+json">(.*?)</script>', text, re.S)
    assert block is not None
    stated = json.loads(re.sub(r",(\s*[}\]])", r"\1", block[1]))
    adapter = build_adapter(get_source(CONFIG, "job_pages"), with_keys)
    for path in list(_paths(stated)):
        for new in STRANGE:
            page = f'<script type="application/ld+json">{json.dumps(_replaced(stated, path, new))}</script>'
            _must_end_well(
                adapter, Document(name=file, url="https://e.example/jobs/1", raw=page.encode()), (path, new)
            )
