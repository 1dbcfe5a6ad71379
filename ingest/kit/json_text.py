"""Reads JSON documents and says plainly what came instead."""

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from ingest.errors import SourceChanged
from ingest.kit.document import Document

_UNSTORABLE_ESCAPE = re.compile(rb"\\u(?:0000|d[89a-f])", re.I)
READ_AT_ONCE = 1_000_000
"""Bytes. A document that is shorter is read as a whole."""
MOST_AT_ONCE = 200_000_000
"""Bytes. What is no list is held as a whole, and takes some ten times as much memory."""
MOST_OF_AN_ENTRY = 50_000_000
"""Characters. An entry is held as a whole; no posting says so much, and a text without end would fill the memory."""
_NOT_SPACE = re.compile(r"[^ \t\n\r]")
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")


def parse_json(document: Document, *, max_bytes: int = MOST_AT_ONCE) -> Any:
    """The value that the document holds.

    Raises: SourceChanged when it is empty, cut off, HTML, not JSON, or larger than `max_bytes`.
    """
    if document.size > max_bytes:
        raise SourceChanged(f"{document.name}: larger than {max_bytes:,} bytes; it is refused.")
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


def read_json_items(document: Document, *, max_bytes: int = 1_000_000_000) -> Iterator[Any]:
    """The entries of a list, one after another; a large document is never held as a whole.

    Raises: SourceChanged as `parse_json`, of a large document also after its first entries; and when it is no list.
    """
    with document.open(max_bytes=max_bytes) as stream:
        start = stream.read(READ_AT_ONCE)
        text = start.removeprefix(codecs.BOM_UTF8)
        if len(start) == READ_AT_ONCE and text.lstrip()[:1] == b"[":
            yield from _items(_Text(document.name, text, stream))
            return
    value = parse_json(document, max_bytes=min(max_bytes, MOST_AT_ONCE))
    if not isinstance(value, list):
        message = value.get("message", "") if isinstance(value, dict) else ""
        raise SourceChanged(f"{document.name}: not a list of rows. {message}".strip())
    yield from value


class _Text:
    """The part of a long text that is being read."""

    def __init__(self, name: str, start: bytes, stream: BinaryIO) -> None:
        self.name, self._stream = name, stream
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._step = READ_AT_ONCE
        self.text, self.at = self._decoded(start), 0

    def _decoded(self, piece: bytes) -> str:
        try:
            return self._decoder.decode(piece, not piece)
        except UnicodeDecodeError as error:
            raise self.broken(str(error)) from error

    def more(self, why: str) -> None:
        """Read on. Raises: SourceChanged at the end of the document."""
        if len(self.text) - self.at > MOST_OF_AN_ENTRY:
            raise self.broken(f"an entry has more than {MOST_OF_AN_ENTRY:,} characters")
        piece = self._stream.read(self._step)
        if not piece:
            self._decoded(b"")
            raise self.broken(why)
        self._step = min(2 * self._step, 16 * READ_AT_ONCE)  # an entry that is long is not read over and over
        self.text, self.at = self.text[self.at :] + self._decoded(piece), 0

    def next_mark(self) -> str:
        """The next character that is no white space, taken out; empty at the end."""
        while True:
            found = _NOT_SPACE.search(self.text, self.at)
            if found:
                self.at = found.end()
                return found[0]
            self.at = len(self.text)
            try:
                self.more("")
            except SourceChanged:
                return ""

    def broken(self, why: str) -> SourceChanged:
        start = self.text[self.at : self.at + 60]
        return SourceChanged(
            f"{self.name}: the document is not JSON, or cut off ({why}). There it says: {start}"
        )


def _items(text: _Text) -> Iterator[Any]:
    decode = json.JSONDecoder().raw_decode
    text.next_mark()  # the bracket that opens the list
    mark = text.next_mark()
    while mark != "]":
        text.at -= len(mark)
        while True:
            try:
                value, end = decode(text.text, text.at)
                if _NOT_SPACE.search(text.text, end):  # else a number may go on
                    break
                text.more("it ends within the list")
            except (ValueError, RecursionError) as error:
                text.more(str(error))
        raw, text.at = text.text[text.at : end], end
        yield _storable(value) if "\\u" in raw else value
        mark = text.next_mark()
        if mark == ",":
            mark = text.next_mark()
            if mark != "]":
                continue
        elif mark == "]":
            break
        raise text.broken("a comma or the end of the list is missing")
    if text.next_mark():
        raise text.broken("something stands after the list")


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
