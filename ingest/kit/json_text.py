"""Reads JSON documents and says plainly what came instead."""

import json
from typing import Any

from ingest.errors import SourceChanged
from ingest.kit.document import Document


def parse_json(document: Document, *, max_bytes: int = 1_000_000_000) -> Any:
    """The value that the document holds.

    Raises: SourceChanged when it is empty, cut off, HTML or not JSON.
    """
    content = document.content(max_bytes=max_bytes).removeprefix(b"\xef\xbb\xbf")
    if not content.strip():
        raise SourceChanged(f"{document.name}: the document is empty, not JSON.")
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        start = content.lstrip()[:60].decode("utf-8", "replace")
        kind = "HTML" if content.lstrip()[:1] == b"<" else "not JSON, or cut off"
        raise SourceChanged(
            f"{document.name}: the document is {kind} ({error}). It begins: {start}"
        ) from error
