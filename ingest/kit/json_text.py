"""Reads JSON documents and says plainly what came instead."""

import json
import re
from typing import Any

from ingest.errors import SourceChanged
from ingest.kit.document import Document

_UNSTORABLE_ESCAPE = re.compile(rb"\\u(?:0000|d[89a-f])", re.I)
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")


def parse_json(document: Document, *, max_bytes: int = 1_000_000_000) -> Any:
    """The value that the document holds.

    Raises: SourceChanged when it is empty, cut off, HTML or not JSON.
    """
    content = document.content(max_bytes=max_bytes).removeprefix(b"\xef\xbb\xbf")
    if not content.strip():
        raise SourceChanged(f"{document.name}: the document is empty, not JSON.")
    try:
        value = json.loads(content)
        return _storable(value) if _UNSTORABLE_ESCAPE.search(content) else value
    except (ValueError, RecursionError) as error:
        start = content.lstrip()[:60].decode("utf-8", "replace")
        kind = "HTML" if content.lstrip()[:1] == b"<" else "not JSON, or cut off"
        raise SourceChanged(
            f"{document.name}: the document is {kind} ({error}). It begins: {start}"
        ) from error


def announced_number(answer: Any, name: str, *, document: Document) -> int:
    """A count that an answer announces under `name`; 0 when it announces none.

    Raises: SourceChanged when it is no whole number.
    """
    value = answer.get(name) if isinstance(answer, dict) else None
    if value is None or value == "":
        return 0
    if isinstance(value, bool) or not str(value).isdigit():
        raise SourceChanged(f"{document.name}: “{name}” is {str(value)[:40]}, not a number.")
    return int(str(value))


def _storable(value: Any) -> Any:
    """The value without what no database takes: NUL goes, half a character pair becomes the replacement mark."""
    if isinstance(value, str):
        return _LONE_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", value.replace("\x00", ""))
    if isinstance(value, list):
        return [_storable(entry) for entry in value]
    if isinstance(value, dict):
        return {_storable(key): _storable(entry) for key, entry in value.items()}
    return value
