"""Reads a sheet of an Excel workbook from bytes, and refuses one that is made to fill the memory or to never end."""

import io
import zipfile
from collections.abc import Iterator

from openpyxl import load_workbook

from ingest.errors import SourceChanged

Cell = str | float | None
"""A number, stripped text, or None for an empty cell."""
MOST_ROWS = 1_048_576
"""Excel's own limit. A row that calls itself a later one would be preceded by empty ones without end."""
MOST_CELLS = 30_000_000
MOST_UNPACKED = 2_000_000_000
MOST_SHARED_TEXT = 200_000_000
"""Bytes of the texts that cells share: those are held in memory all at once."""
BOMB_RATIO, BOMB_SIZE = 200, 50_000_000
"""A workbook of real rows unpacks to some twenty times its size; beyond so many bytes, two hundred times is a bomb."""


def read_sheet_rows(
    content: bytes, *, name: str, sheet: str = "", max_unpacked: int = MOST_UNPACKED
) -> Iterator[tuple[Cell, ...]]:
    """All rows of one sheet (the first, unless named), top to bottom.

    Raises: SourceChanged when it is no workbook, has no such sheet, or unpacks to too much.
    """
    _refuse_bomb(content, name, max_unpacked=max_unpacked)
    try:
        workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise SourceChanged(f"{name}: is not an Excel workbook (.xlsx): {error}. Fetch it again.") from error
    try:
        if sheet and sheet not in workbook.sheetnames:
            raise SourceChanged(f"{name}: has no sheet “{sheet}”, only {', '.join(workbook.sheetnames)}.")
        page = workbook[sheet] if sheet else workbook.worksheets[0]
        # a dimension written wrong by other programs would cut rows off
        page.reset_dimensions()
        cells = 0
        for number, row in enumerate(page.iter_rows(values_only=True), start=1):
            cells += len(row)
            if number > MOST_ROWS or cells > MOST_CELLS:
                raise SourceChanged(
                    f"{name}: has more than {MOST_ROWS:,} rows or {MOST_CELLS:,} cells. Delete the empty rows and "
                    "columns after the table, or save it as CSV."
                )
            yield tuple(_cell(value) for value in row)
    finally:
        workbook.close()


def _refuse_bomb(content: bytes, name: str, *, max_unpacked: int) -> None:
    """By what the package says of itself; the library never unpacks more of a file than that."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = package.infolist()
    except zipfile.BadZipFile as error:
        raise SourceChanged(
            f"{name}: is not an Excel workbook (.xlsx): {error}. Save it as .xlsx or as CSV."
        ) from error
    unpacked = sum(entry.file_size for entry in entries)
    shared = max((entry.file_size for entry in entries if "sharedStrings" in entry.filename), default=0)
    is_bomb = unpacked > BOMB_SIZE and unpacked > BOMB_RATIO * len(content)
    if is_bomb or unpacked > max_unpacked or shared > MOST_SHARED_TEXT:
        raise SourceChanged(
            f"{name}: {len(content):,} bytes unpack to {unpacked:,}; that is refused. Save it anew, or as CSV."
        )


def _cell(value: object) -> Cell:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return " ".join(str(value).split()) or None
    return float(value)
