"""Cells of a CSV file that a spreadsheet opens as text, whatever somebody typed into them.

Source: OWASP, "CSV Injection": a cell that begins with one of these letters is run as a formula by spreadsheets.
"""

import csv
import io
import re
from collections.abc import Iterable
from datetime import date

_STARTS = frozenset("=+-@|%\uff1d\uff0b\uff0d\uff20")
"""With the wide forms of the first four."""
_CONTROLS = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]"
)
"""Control letters, and those that hide or turn the text around them."""

Cell = str | int | float | date | None


def safe_cell(value: Cell) -> str:
    """A value as text that no spreadsheet takes for a formula: what looks like one gets an apostrophe in front.

    Numbers stay numbers, also below zero. A day is written 2026-06-20. Not told is an empty cell.
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        return str(value)
    text = _CONTROLS.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    first = text.lstrip()[:1]
    return f"'{text}" if first in _STARTS or (first and text[0] in "\t\n") else text


def write_csv(rows: Iterable[Iterable[Cell]]) -> str:
    """A whole file: every cell safe and in quotes, so that no cell can begin another one. UTF-8 mark in front."""
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(
        [safe_cell(cell) for cell in row] for row in rows
    )
    return "\ufeff" + out.getvalue()
