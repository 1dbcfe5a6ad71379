"""The hand-over workbook: the form of the hand-over CSV on the first sheet of an XLSX file."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from ingest.errors import SourceChanged
from ingest.kit.document import Alarm, Document, Fetcher, Outcome, Surroundings
from ingest.kit.handover import HandoverForm
from ingest.kit.handover_folder import MAX_FILE_BYTES, HandoverFolder, HandoverOptions
from ingest.kit.workbook import Cell, read_sheet_rows


class JobPostingXlsx:
    """Adapter for XLSX files in the documented form."""

    def __init__(self, options: Mapping[str, Any], surroundings: Surroundings) -> None:
        self._options = HandoverOptions.model_validate(options)
        self._today: date = surroundings.today
        self._folder = HandoverFolder(self._options, surroundings, pattern="*.xlsx")
        self.is_local = self._folder.is_local

    def waits_for(self) -> str:
        """A file in the folder."""
        return self._folder.waits_for()

    def fetch(self, fetcher: Fetcher) -> Iterator[Document]:
        """Every XLSX of the folder, or the one at the address."""
        return self._folder.fetch(fetcher)

    def parse(self, document: Document) -> Iterator[Outcome]:
        """Rows of the first sheet; a rejected row is named by its number. What stands above the header is skipped."""
        content = document.content(max_bytes=MAX_FILE_BYTES)
        rows = read_sheet_rows(content, name=document.name, max_unpacked=MAX_FILE_BYTES)
        form: HandoverForm | None = None
        width = 0
        for number, row in enumerate(rows, start=1):
            cells = [_text(cell) for cell in row]
            if not any(cells):
                continue
            if form is None:
                if number < 20 and not HandoverForm.knows(cells):
                    continue  # a title or a note above the table
                while cells and not cells[-1]:
                    cells.pop()
                width = len(cells)
                form = HandoverForm(
                    cells,
                    file_name=document.name,
                    relative_to=self._today if self._options.relative_dates else None,
                    is_sample=self._options.is_sample,
                    default_state=self._options.default_state,
                )
                for name in form.unknown:
                    yield Alarm(f"{document.name}: column “{name}” is not known and is not read.")
                continue
            at = form.place_of("postalCode")
            if at is not None and at < len(row) and isinstance(row[at], float):
                cells[at] = _zip_code(cells[at])
            while len(cells) > width and not cells[-1]:
                cells.pop()
            yield form.outcome(cells + [""] * (width - len(cells)), line=number)
        if form is None:
            raise SourceChanged(
                f"{document.name}: no row with title and hiringOrganization. "
                "docs/sources/jobposting_csv.md lists the names."
            )


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return cell


def _zip_code(number: str) -> str:
    """A ZIP code that the sheet holds as a number, with the zeros that numbers do not begin with."""
    return number.zfill(5) if len(number) <= 5 else number.zfill(9)
