"""Rows of a list in CSV, Excel, JSON or lines of JSON, each with its line and its cells by column."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from ingest.errors import SourceChanged
from ingest.kit.document import Document
from ingest.kit.json_text import parse_json
from ingest.kit.workbook import read_sheet_rows

MAX_BYTES = 200_000_000
MOST_COLUMNS = 5_000
Row = Mapping[str, Any] | None
"""Cells by column; None for a row with more or fewer cells than the header."""
Format = Literal["csv", "xlsx", "json", "jsonl"]


def read_list_rows(
    document: Document, file_format: Format, *, sheet: str = "", paths: tuple[str, ...] = ()
) -> Iterator[tuple[int, Row]]:
    """All rows with the line (row, entry) where each begins. `paths` lead to the rows of a JSON file (`programs.*`).

    Raises: SourceChanged when the file is not in that form.
    """
    if file_format == "csv":
        yield from _csv_rows(document)
    elif file_format == "xlsx":
        yield from _sheet_rows(document, sheet)
    elif file_format == "jsonl":
        yield from _json_lines(document)
    else:
        value = parse_json(document, max_bytes=MAX_BYTES)
        number = 0
        for path in paths or ("*",):
            for row in _walk(value, path.split("."), {}, ""):
                number += 1
                yield number, row


def _csv_rows(document: Document) -> Iterator[tuple[int, Row]]:
    content = document.content(max_bytes=MAX_BYTES)
    if b"\0" in content:
        raise SourceChanged(f"{document.name}: has zero bytes, which no text has. Save it as UTF-8 CSV.")
    if content.lstrip()[:1] == b"<":
        raise SourceChanged(f"{document.name}: is a web page, not CSV. Fetch the file itself.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceChanged(
            f"{document.name}: is not UTF-8 (byte {error.start}). Save it as UTF-8 CSV."
        ) from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        _check_header(header, document.name)
        line = reader.line_num + 1
        for cells in reader:
            if cells:
                yield line, _cells(header, cells)
            line = reader.line_num + 1
    except csv.Error as error:
        raise SourceChanged(
            f"{document.name}: line {reader.line_num}: {error}. Mend the quotes there."
        ) from error


def _sheet_rows(document: Document, sheet: str) -> Iterator[tuple[int, Row]]:
    rows = read_sheet_rows(document.content(max_bytes=MAX_BYTES), name=document.name, sheet=sheet)
    header = [str(name).strip() if name is not None else "" for name in next(rows, ())]
    while header and not header[-1]:
        header.pop()
    _check_header(header, document.name)
    for line, cells in enumerate(rows, start=2):
        if any(cell is not None for cell in cells):
            values = list(cells) + [None] * (len(header) - len(cells))
            if any(cell is not None for cell in values[len(header) :]):
                yield line, None
            else:
                yield line, dict(zip(header, values, strict=False))


def _check_header(header: list[str], name: str) -> None:
    if not any(header):
        raise SourceChanged(f"{name}: has no header line.")
    if len(header) > MOST_COLUMNS:
        raise SourceChanged(
            f"{name}: has {len(header):,} columns. No list has so many; is it the right file?"
        )
    twice = sorted(column for column, count in Counter(header).items() if count > 1)
    if twice:
        raise SourceChanged(f"{name}: the column {', '.join(twice)} stands twice. Rename one of them.")


def _cells(header: list[str], cells: list[str]) -> Row:
    if len(cells) != len(header):
        return None
    return dict(zip(header, cells, strict=True))


def _json_lines(document: Document) -> Iterator[tuple[int, Row]]:
    for number, line in enumerate(document.content(max_bytes=MAX_BYTES).splitlines(), start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line.decode("utf-8-sig"))
        except (ValueError, RecursionError) as error:
            raise SourceChanged(f"{document.name}: line {number} is not JSON: {error}.") from error
        if not isinstance(value, dict):
            raise SourceChanged(f"{document.name}: line {number} is no object.")
        yield number, dict(_flat(value, ""))


def _walk(value: Any, path: list[str], outer: dict[str, Any], level: str) -> Iterator[Mapping[str, Any]]:
    """Rows at a path; what stands around them is given as `level.name`."""
    if not path:
        if not isinstance(value, dict):
            raise SourceChanged(f"a row at “{level}” is no object; mend file.rows of the mapping")
        yield outer | dict(_flat(value, ""))
        return
    step, *rest = path
    if step == "*" and value is None:
        return
    if step == "*":
        if not isinstance(value, list):
            raise SourceChanged(f"“{level or 'the file'}” is no list; mend file.rows of the mapping")
        for inner in value:
            yield from _walk(inner, rest, outer, level)
        return
    if not isinstance(value, dict) or step not in value:
        raise SourceChanged(f"“{step}” is not in the file; mend file.rows of the mapping")
    around = {f"{level}.{k}" if level else k: v for k, v in value.items() if not isinstance(v, dict | list)}
    yield from _walk(value[step], rest, outer | around, step)


def _flat(value: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
    for key, inner in value.items():
        if isinstance(inner, dict):
            yield from _flat(inner, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", inner
