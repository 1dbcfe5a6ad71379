"""Unwraps a font for the web (WOFF 1.0, W3C 2012) into the TrueType or OpenType file that it was made from."""

import struct
import zlib

_HEADER = struct.Struct(">4sIIHHIHHIIIII")
_ENTRY = struct.Struct(">4sIIII")
MOST_BYTES = 10_000_000


class NotWoff(ValueError):
    """These bytes are no whole WOFF file."""


def unwrap_woff(woff: bytes) -> bytes:
    """The font file within.

    Raises: NotWoff.
    """
    if len(woff) < _HEADER.size or not woff.startswith(b"wOFF"):
        raise NotWoff("no WOFF 1.0 file: it does not begin with wOFF")
    _, flavor, _, number, *_ = _HEADER.unpack_from(woff)
    tables = []
    for place in range(number):
        try:
            tag, offset, packed, size, checksum = _ENTRY.unpack_from(woff, _HEADER.size + place * _ENTRY.size)
            content = _content(woff[offset : offset + packed], packed=packed, size=size)
        except (struct.error, zlib.error) as error:
            raise NotWoff(f"table {place + 1} of {number} cannot be read: {error}") from error
        tables.append((tag, checksum, content))
    steps = max(number, 1).bit_length() - 1
    search = 16 << steps
    head = struct.pack(">IHHHH", flavor, number, search, steps, number * 16 - search)
    offset = len(head) + 16 * number
    body = b""
    for tag, checksum, content in tables:
        head += struct.pack(">4sIII", tag, checksum, offset + len(body), len(content))
        body += content + b"\0" * (-len(content) % 4)
    return head + body


def _content(data: bytes, *, packed: int, size: int) -> bytes:
    if len(data) != packed or size > MOST_BYTES:
        raise NotWoff("it was cut off, or is far too large")
    content = zlib.decompress(data) if packed < size else data
    if len(content) != size:
        raise NotWoff(f"a table has {len(content)} bytes, not {size}")
    return content
