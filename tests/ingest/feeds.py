"""Feeds for tests: the bytes of a source, served without a network."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ingest.errors import FetchFailed
from ingest.kit.document import Document
from portal.domain.source import SourceConfig, parse_source
from tests.ingest.conftest import CONFIG, DATA


def source(key: str, **changes: Any) -> SourceConfig:
    config = parse_source(
        (CONFIG / "sources" / f"{key}.toml").read_text(encoding="utf-8"), name=f"{key}.toml"
    )
    return SourceConfig.model_validate(config.model_dump() | changes)


def document(path: str) -> Document:
    file = DATA / path
    return Document(name=file.name, url="https://example.org/feed", raw=file.read_bytes())


def rows() -> list[Any]:
    return list(json.loads((DATA / "nyc" / "rows.json").read_text(encoding="utf-8")))


def good_rows(count: int) -> list[dict[str, Any]]:
    """Rows of `count` jobs without a fault."""
    first = rows()[0]
    return [first | {"job_id": str(number)} for number in range(count)]


def write_mirror(folder: Path, feed: Any) -> Path:
    """A mirror folder in which the nyc source finds this feed (bytes, or rows)."""
    file = folder / "jobs" / "nyc" / "nyc_open_data_kpav-sd4t_test.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(feed if isinstance(feed, bytes) else json.dumps(feed).encode())
    return folder


class Pages:
    """A fetcher that answers with these pages in turn and remembers what it was asked."""

    def __init__(self, *pages: bytes) -> None:
        self._pages = list(pages)
        self.asked: list[tuple[str, dict[str, str], dict[str, str]]] = []

    def get(
        self, url: str, *, params: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> Document:
        self.asked.append((url, dict(params or {}), dict(headers or {})))
        if not self._pages:
            raise FetchFailed("no more pages", retryable=False)
        return Document(name="page.json", url=url, raw=self._pages.pop(0))
