"""A class list as a table: lines and cells of a CSV text, and where each stood in the file."""

import csv
import io
from collections import Counter

from portal.caseload.list_text import ListRefused, plain_cell, read_text
from portal.domain.model import DataModel

MAX_ROWS = 1000
MAX_COLUMNS = 60
_DELIMITERS = (",", ";", "\t", "|")
_LOOKED_AT = 20
"""Lines by which the sign between cells is found."""


class ListRow(DataModel):
    """One row. `line`: the line of the file on which it began, from 1."""

    line: int
    cells: tuple[str, ...]


class ClassTable(DataModel):
    """The rows of a list, empty ones left out, each with as many cells as the widest."""

    rows: tuple[ListRow, ...]
    columns: int


def read_class_table(data: bytes) -> ClassTable:
    """Read a CSV file of at most `MAX_ROWS` people and a heading.

    `csv.Sniffer` is not used: it takes letters of names for the sign between cells, and fails on a single column.

    Raises: ListRefused, with the line where one is to blame.
    """
    text = read_text(data)
    delimiter, skipped = _told_delimiter(text)
    if skipped:
        text = text.split("\n", 1)[1] if "\n" in text else ""
    rows = _parse(text, delimiter or _find_delimiter(text), skipped=skipped)
    if not rows:
        raise ListRefused("empty")
    columns = max(len(row.cells) for row in rows)
    if columns > MAX_COLUMNS:
        raise ListRefused("wide")
    filled = tuple(
        row.model_copy(update={"cells": row.cells + ("",) * (columns - len(row.cells))}) for row in rows
    )
    return ClassTable(rows=filled, columns=columns)


def _parse(text: str, delimiter: str, *, skipped: int) -> list[ListRow]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[ListRow] = []
    start = 1
    try:
        for raw in reader:
            cells = tuple(plain_cell(cell) for cell in raw)
            if any(cells):
                rows.append(ListRow(line=start + skipped, cells=cells))
            if len(rows) > MAX_ROWS + 1:  # one may be the heading
                raise ListRefused("too_many")
            start = reader.line_num + 1
    except csv.Error as error:
        # A cell that is never closed, or a letter right after a closing quote: both begin with a stray quote.
        raise ListRefused("open_quote", start + skipped) from error
    return rows


def _told_delimiter(text: str) -> tuple[str, int]:
    """Excel's own first line `sep=;` says which sign stands between cells. With it one line is skipped."""
    first = text.split("\n", 1)[0].strip().strip('"')
    if first[:4].lower() == "sep=" and len(first) <= 5 and first[4:] in ("", *_DELIMITERS):
        return first[4:] or "\t", 1
    return "", 0


def _find_delimiter(text: str) -> str:
    """The sign that stands, outside quotes, equally often in most of the first lines; a comma where none does."""
    lines = [line for line in text.split("\n") if line.strip()][:_LOOKED_AT]
    best, best_score = ",", (0, 0)
    for delimiter in _DELIMITERS:
        counts = Counter(count for line in lines if (count := _count_outside(line, delimiter)))
        if counts:
            often, lines_alike = counts.most_common(1)[0]
            if (lines_alike, often) > best_score:
                best, best_score = delimiter, (lines_alike, often)
    return best


def _count_outside(line: str, delimiter: str) -> int:
    return sum(part.count(delimiter) for part in line.split('"')[0::2])
