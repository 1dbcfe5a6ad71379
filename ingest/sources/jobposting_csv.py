"""The hand-over CSV: one posting a row, columns after schema.org JobPosting (docs/sources/jobposting_csv.md)."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from ingest.errors import SourceChanged
from ingest.kit.document import Alarm, Document, Fetcher, Outcome, Surroundings
from ingest.kit.handover import HandoverForm
from ingest.kit.handover_folder import MAX_FILE_BYTES, HandoverFolder, HandoverOptions

MAX_FIELD = 1_000_000


class JobPostingCsv:
    """Adapter for CSV files in the documented form."""

    def __init__(self, options: Mapping[str, Any], surroundings: Surroundings) -> None:
        self._options = HandoverOptions.model_validate(options)
        self._today: date = surroundings.today
        self._folder = HandoverFolder(self._options, surroundings, pattern="*.csv")
        self.is_local = self._folder.is_local

    def waits_for(self) -> str:
        """A file in the folder."""
        return self._folder.waits_for()

    def fetch(self, fetcher: Fetcher) -> Iterator[Document]:
        """Every CSV of the folder, or the one at the address."""
        return self._folder.fetch(fetcher)

    def parse(self, document: Document) -> Iterator[Outcome]:
        """Rows to records; a rejected row is named by its line."""
        text = _decoded(document)
        if not text.strip():
            raise SourceChanged(f"{document.name}: the file is empty.")
        if text.lstrip()[:1] == "<":
            raise SourceChanged(f"{document.name}: the file is HTML, not CSV.")
        csv.field_size_limit(MAX_FIELD)
        text = text.lstrip("\r\n")
        # Not splitlines(): a line separator or form feed inside a cell ends no row.
        lines = io.StringIO(text, newline="")
        reader = csv.reader(
            lines, delimiter=_delimiter(re.split(r"[\r\n]", text, maxsplit=1)[0]), strict=True
        )
        try:
            names = next(reader)
        except csv.Error as error:
            raise SourceChanged(f"{document.name}: the column names are not CSV ({error}).") from error
        form = HandoverForm(
            names,
            file_name=document.name,
            relative_to=self._today if self._options.relative_dates else None,
            is_sample=self._options.is_sample,
            default_state=self._options.default_state,
        )
        for name in form.unknown:
            yield Alarm(f"{document.name}: column “{name}” is not known and is not read.")
        line = reader.line_num + 1
        while True:
            try:
                cells = next(reader, None)
            except csv.Error as error:
                raise SourceChanged(
                    f"{document.name}: line {reader.line_num} is not CSV ({error})."
                ) from error
            if cells is None:
                return
            first, line = line, reader.line_num + 1
            if any(cell.strip() for cell in cells):
                yield form.outcome(cells, line=first)


def _decoded(document: Document) -> str:
    content = document.content(max_bytes=MAX_FILE_BYTES)
    if b"\x00" in content:
        raise SourceChanged(f"{document.name}: not a text file. Save it as “CSV UTF-8”.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")  # what spreadsheets on Windows write


def _delimiter(first_line: str) -> str:
    return max(",;\t", key=first_line.count)
