"""Reads a sheet of a publisher's Excel workbook from bytes."""

import io
import zipfile
from collections.abc import Iterator

from openpyxl import load_workbook

from ingest.errors import SourceChanged

Cell = str | float | None
"""A number, stripped text, or None for an empty cell."""


def read_sheet_rows(content: bytes, *, name: str, sheet: str = "") -> Iterator[tuple[Cell, ...]]:
    """All rows of one sheet (the first, unless named), top to bottom.

    Raises: SourceChanged when it is no workbook or has no such sheet.
    """
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
        for row in page.iter_rows(values_only=True):
            yield tuple(_cell(value) for value in row)
    finally:
        workbook.close()


def _cell(value: object) -> Cell:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return " ".join(str(value).split()) or None
    return float(value)
