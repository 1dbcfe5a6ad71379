"""From the bytes of a file to JSON, with a clear answer where they are something else. Nothing in it gets lost."""

import gzip
import json
import math
import re
import zlib
from typing import Any

from portal.ctdl.errors import UnreadableCtdl

MAX_BYTES = 200_000_000
MAX_DEPTH = 100
_SUSPECT = re.compile(r"\\u(?:[dD][89a-fA-F]|0000)")
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
_HALF = re.compile("[\ud800-\udfff]")
_GZIP = b"\x1f\x8b"


def parse_json_bytes(raw: bytes, *, name: str, max_bytes: int = MAX_BYTES) -> tuple[Any, tuple[str, ...]]:
    """The value in a JSON file (also gzip'd) and the names that stood twice in one object.

    JSON leaves open what a name that stands twice means, and readers keep the last. Here all its values are kept.

    Raises: UnreadableCtdl when it is empty, too large, too deep, HTML, cut off or not JSON.
    """
    content = _unpack(raw, name=name, max_bytes=max_bytes)
    if len(content) > max_bytes:
        raise UnreadableCtdl(f"{name}: is larger than {max_bytes:,} bytes. Split it into several files.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableCtdl(
            f"{name}: is not UTF-8 text (byte {error.start}). Save it as UTF-8, or fetch it again."
        ) from error
    if not text.strip():
        raise UnreadableCtdl(f"{name}: is empty. Fetch it again.")
    repeated: list[str] = []

    def keep_all(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in pairs:
            if key in found:
                repeated.append(key)
                value = [*_as_list(found[key]), *_as_list(value)]
            found[key] = value
        return found

    try:
        value = json.loads(
            text,
            object_pairs_hook=keep_all,
            parse_constant=_no_constant,
            parse_int=_parse_int,
            parse_float=_parse_float,
        )
    except RecursionError as error:
        raise UnreadableCtdl(f"{name}: is nested too deeply to be CTDL.") from error
    except ValueError as error:
        raise UnreadableCtdl(_explain(text, name=name, error=error)) from error
    _check_depth(value, name=name)
    _check_characters(text, value, name=name)
    return value, tuple(dict.fromkeys(repeated))


def _unpack(raw: bytes, *, name: str, max_bytes: int) -> bytes:
    if not raw.startswith(_GZIP):
        return raw
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        content = unpacker.decompress(raw, max_bytes + 1)
    except (zlib.error, gzip.BadGzipFile) as error:
        raise UnreadableCtdl(f"{name}: the gzip file is damaged ({error}). Fetch it again.") from error
    if not unpacker.eof and len(content) <= max_bytes:
        raise UnreadableCtdl(f"{name}: the gzip file ends too early. Fetch it again.")
    return content


def _explain(text: str, *, name: str, error: ValueError) -> str:
    start = " ".join(text[:80].split())
    if text.lstrip().startswith("<"):
        return f"{name}: is a web page or XML, not JSON. Fetch the JSON-LD itself. It begins: {start}"
    if isinstance(error, json.JSONDecodeError) and (
        error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string")
    ):
        return f"{name}: ends in the middle (after {len(text):,} characters). Fetch it again."
    return f"{name}: is not JSON: {error}. Mend that place, or fetch the file again."


def _no_constant(word: str) -> None:
    raise ValueError(f"{word} is no number in JSON")


def _parse_int(word: str) -> int:
    _parse_float(word)
    return int(word)


def _parse_float(word: str) -> float:
    number = float(word)
    if math.isinf(number):
        raise ValueError(f"the number {word[:20]}… is larger than any that can be kept")
    return number


def _check_characters(text: str, value: Any, *, name: str) -> None:
    """Refuse what JSON can write and a database cannot hold: half a character, and the one with the number 0."""
    if not _SUSPECT.search(text):
        return
    told = json.dumps(value, ensure_ascii=False)
    if _NUL.search(told):
        raise UnreadableCtdl(
            f"{name}: has the character \\u0000 in a text, which no database keeps. "
            "Take it out, or fetch the file again."
        )
    if half := _HALF.search(told):
        wrong = f"half of a character (\\u{ord(half[0]):04x})"
        raise UnreadableCtdl(f"{name}: has {wrong} in a text. Take it out, or fetch the file again.")


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _check_depth(value: Any, *, name: str) -> None:
    """Refuse nesting that would exhaust the stack of those who walk it. Walks without recursion itself."""
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [
            inner
            for outer in level
            if isinstance(outer, dict | list)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
        if not level:
            return
    raise UnreadableCtdl(f"{name}: is nested more than {MAX_DEPTH} deep, which CTDL never is.")
