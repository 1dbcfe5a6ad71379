"""The hand-over CSV: one posting a row, columns after schema.org JobPosting (docs/sources/jobposting_csv.md)."""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import dropwhile
from typing import Any, TextIO

from ingest.errors import SourceChanged
from ingest.kit.document import Alarm, Document, Fetcher, Outcome, Surroundings
from ingest.kit.handover import HandoverForm
from ingest.kit.handover_folder import MAX_FILE_BYTES, HandoverFolder, HandoverOptions

MAX_FIELD = 1_000_000
LONGEST_LINE = 20_000_000
"""Characters. A line is held as a whole; a cell may go over several."""
_CHUNK = 1_000_000


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
        encoding, start = _looked_through(document)
        csv.field_size_limit(MAX_FIELD)
        with io.TextIOWrapper(
            document.open(max_bytes=MAX_FILE_BYTES), encoding=encoding, errors="replace", newline=""
        ) as text:
            yield from self._rows(document, text, delimiter=_delimiter(start))

    def _rows(self, document: Document, text: TextIO, *, delimiter: str) -> Iterator[Outcome]:
        # Lines as the stream splits them, not splitlines(): a line separator or form feed inside a cell ends no row.
        lines = dropwhile(lambda line: not line.strip("\r\n"), _lines(document, text))
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
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


def _lines(document: Document, text: TextIO) -> Iterator[str]:
    """Lines, none of which can fill the memory. Raises: SourceChanged."""
    number = 0
    while line := text.readline(LONGEST_LINE):
        number += 1
        if len(line) == LONGEST_LINE:
            raise SourceChanged(
                f"{document.name}: line {number} has more than {LONGEST_LINE:,} characters: is it CSV at all?"
            )
        yield line


def _looked_through(document: Document) -> tuple[str, str]:
    """The encoding of the whole file, and its first line.

    Raises: SourceChanged when it is empty, HTML or no text.
    """
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    encoding, start, is_blank = "utf-8-sig", b"", True
    with document.open(max_bytes=MAX_FILE_BYTES) as stream:
        while piece := stream.read(_CHUNK):
            if b"\x00" in piece:
                raise SourceChanged(f"{document.name}: not a text file. Save it as “CSV UTF-8”.")
            if is_blank:
                start, is_blank = piece, not piece.removeprefix(codecs.BOM_UTF8).strip()
            encoding = _encoding(decoder, piece) if encoding == "utf-8-sig" else encoding
    if encoding == "utf-8-sig":
        encoding = _encoding(decoder, b"", final=True)
    if is_blank:
        raise SourceChanged(f"{document.name}: the file is empty.")
    begins = start.decode(encoding, "replace").lstrip()
    if begins.startswith("<"):
        raise SourceChanged(f"{document.name}: the file is HTML, not CSV.")
    return encoding, re.split(r"[\r\n]", begins, maxsplit=1)[0]


def _encoding(decoder: codecs.IncrementalDecoder, piece: bytes, *, final: bool = False) -> str:
    try:
        decoder.decode(piece, final)
    except UnicodeDecodeError:
        return "cp1252"  # what spreadsheets on Windows write
    return "utf-8-sig"


def _delimiter(first_line: str) -> str:
    return max(",;\t", key=first_line.count)
