"""What servers said of the version of each page (ETag, Last-Modified), kept beside the archive of its bytes.

A server that answers *304 not modified* stands for the archived bytes, and the loop goes on with those: whatever has
changed on our side (a catalog, an adapter, a run that broke off) is read anew all the same.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from ingest.kit.archive import find_archived
from ingest.kit.document import Document

FILE = "versions.json"
MOST_PAGES = 20_000


class PageMemory:
    """Versions of the pages of one source. Addresses are kept as digests, for they can hold a key."""

    def __init__(self, archive: Path) -> None:
        self._archive = archive
        self._pages: dict[str, dict[str, str]] = {}
        self._is_changed = False
        try:
            read = json.loads((archive / FILE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return  # nothing is remembered, so everything is asked for
        if isinstance(read, dict):
            self._pages = {key: page for key, page in read.items() if isinstance(page, dict)}

    @staticmethod
    def key(url: str, params: Mapping[str, str], headers: Mapping[str, str]) -> str:
        """One question as a digest."""
        asked = json.dumps([url, sorted(params.items()), sorted(headers.items())])
        return hashlib.sha256(asked.encode()).hexdigest()

    def recall(self, key: str) -> tuple[dict[str, str], Document] | None:
        """Headers that ask whether the page changed, and the page as it was; None where either is not at hand."""
        page = self._pages.get(key)
        if page is None:
            return None
        names = {"etag": "If-None-Match", "last_modified": "If-Modified-Since"}
        headers = {header: page[name] for name, header in names.items() if page.get(name)}
        sha256 = page.get("sha256", "")
        if not headers or len(sha256) != 64:
            return None
        document = find_archived(page.get("name", ""), sha256, url=page.get("url", ""), folder=self._archive)
        return (headers, document) if document is not None else None

    def keep(self, key: str, document: Document, *, etag: str, last_modified: str) -> None:
        """Note the version of a page that came."""
        if etag or last_modified:
            self._pages.pop(key, None)
            self._pages[key] = {
                "etag": etag,
                "last_modified": last_modified,
                "sha256": document.sha256,
                "name": document.name,
                "url": document.url,
            }
            self._is_changed = True
        elif self._pages.pop(key, None):
            self._is_changed = True

    def save(self) -> None:
        """Write down what is remembered, the newest pages only. Raises: OSError."""
        if not self._is_changed:
            return
        self._archive.mkdir(parents=True, exist_ok=True)
        newest = dict(list(self._pages.items())[-MOST_PAGES:])
        part = self._archive / f"{FILE}.part"
        part.write_text(json.dumps(newest), encoding="utf-8")
        part.replace(self._archive / FILE)
        self._is_changed = False
