"""The text of a class list: bytes as schools' systems write them, made into letters, or refused with the reason."""

import re

from portal.domain.errors import PortalError

MAX_BYTES = 1_000_000
MAX_LINE = 10_000
"""Letters. A longer line is no row of a class list: a quote was not closed, or it is another kind of file."""
_NOT_TEXT = {b"PK\x03\x04": "workbook", b"\xd0\xcf\x11\xe0": "workbook", b"%PDF": "not_text"}
_HIDDEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff]"
)
"""Control letters, and those that cannot be seen or turn the text around them. Not the joiners of Persian or Hindi."""


class ListRefused(PortalError):
    """A list of which nothing can be read. `reason` is one of `REASONS`; `line` where one is to blame, from 1."""

    REASONS = ("empty", "too_large", "workbook", "not_text", "long_line", "open_quote", "too_many", "wide")

    def __init__(self, reason: str, line: int | None = None) -> None:
        self.reason, self.line = reason, line
        super().__init__(f"class list: {reason}" + (f", line {line}" if line else ""))


def read_text(data: bytes) -> str:
    """The letters of a file: UTF-8 with or without its mark, UTF-16, else Windows-1252, as Excel writes them.

    Line ends are made one kind.

    Raises: ListRefused (too_large, workbook, not_text, long_line, empty).
    """
    if len(data) > MAX_BYTES:
        raise ListRefused("too_large")
    for start, reason in _NOT_TEXT.items():
        if data.startswith(start):
            raise ListRefused(reason)
    text = _decode(data).replace("\r\n", "\n").replace("\r", "\n")
    if "\x00" in text:
        raise ListRefused("not_text")
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > MAX_LINE:
            raise ListRefused("long_line", number)
    if not text.strip():
        raise ListRefused("empty")
    return text


def plain_cell(text: str) -> str:
    """A cell as one line of plain text, without letters that cannot be seen."""
    return " ".join(_HIDDEN.sub(" ", text).split()) if _HIDDEN.search(text) else " ".join(text.split())


def _decode(data: bytes) -> str:
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16")
        if (order := _order_without_mark(data)) is not None:
            return data.decode(order)
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ListRefused("not_text")
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise ListRefused("not_text") from error


def _order_without_mark(data: bytes) -> str | None:
    """UTF-16 that does not say so: nearly every second byte of western text is nothing."""
    head = data[:2000]
    if len(head) < 8:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    most = len(head) // 2 * 0.6
    if odd > most and not even:
        return "utf-16-le"
    return "utf-16-be" if even > most and not odd else None
