"""Reads a sheet of a publisher's workbook below its header row."""

from collections.abc import Iterator
from pathlib import Path

from openpyxl import load_workbook


def read_sheet(path: Path, columns: tuple[str, ...], *, sheet: str = "") -> Iterator[tuple[str, ...]]:
    """Rows below the header that starts with `columns`, as stripped text; empty cells are empty text.

    Reads the first sheet unless one is named.

    Publishers put title lines above the header, so it is looked for in the first 20 rows.
    Raises: ValueError when no row has these columns, or there is no such sheet.
    """
    workbook = load_workbook(path, data_only=True)
    try:
        if sheet and sheet not in workbook.sheetnames:
            raise ValueError(f"{path.name}: no sheet “{sheet}”, only {', '.join(workbook.sheetnames)}.")
        page = workbook[sheet] if sheet else workbook.worksheets[0]
        rows = page.iter_rows(values_only=True)
        for number, row in enumerate(rows):
            if _cells(row, len(columns)) == columns:
                break
            if number == 20:
                raise ValueError(f"{path.name}: no header with the columns {', '.join(columns)} in 20 rows.")
        else:
            raise ValueError(f"{path.name}: no header with the columns {', '.join(columns)}.")
        for row in rows:
            cells = _cells(row, len(columns))
            if any(cells):
                yield cells
    finally:
        workbook.close()


def _cells(row: tuple[object, ...], width: int) -> tuple[str, ...]:
    return tuple("" if cell is None else " ".join(str(cell).split()) for cell in row[:width])
