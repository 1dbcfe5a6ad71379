"""Projections Central: long-term projections by state, as a table with one row an occupation and state."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import Field

from ingest.errors import SourceChanged
from ingest.kit.document import Document, Fetcher, Surroundings
from ingest.kit.projections import projection_table
from ingest.kit.reference import ReferenceLoad
from portal.domain.model import DataModel
from portal.domain.outlook import Projection, YearsBasis

SOURCE_KEY = "projections_central"
MAX_BYTES = 50_000_000
_COLUMNS = ("title", "base", "projected", "percentchange", "avgannualopenings", "stfips", "occcode")
_YEARS = ("baseyear", "projyear")
_KNOWN_BESIDE = {"", "areaname", "change", *_YEARS}
_OTHER_NAMES = {"code": "occcode", "name": "title", "proj": "projected"}
"""The site's own download writes these columns under other names."""


class ProjectionsCentralOptions(DataModel):
    """Options of a source with this adapter. The years stand here only where the file does not state them."""

    url: str = Field(default="", pattern=r"^(https://\S+)?$")
    start_year: int | None = Field(default=None, ge=2000, le=2100)
    end_year: int | None = Field(default=None, ge=2000, le=2100)


class ProjectionsCentral:
    """Adapter for long-term state projections, tab- or comma-separated."""

    is_local = False

    def __init__(self, options: Mapping[str, Any], _surroundings: Surroundings) -> None:
        self._options = ProjectionsCentralOptions.model_validate(options)

    def waits_for(self) -> str:
        """The address of the download."""
        return "" if self._options.url else "options.url, the address of the long-term download, or a mirror"

    def fetch(self, fetcher: Fetcher) -> Iterator[Document]:
        """The table."""
        yield fetcher.get(self._options.url)

    def read(self, documents: Sequence[Document]) -> ReferenceLoad:
        """Projections of all states. Raises: SourceChanged when a column is missing or no year is known."""
        projections: list[Projection] = []
        rejections: Counter[str] = Counter()
        alarms: list[str] = []
        records = 0
        for document in documents:
            text = document.content(max_bytes=MAX_BYTES).decode("utf-8-sig")
            for row in _rows(text, document.name, alarms):
                if not any(row.values()):  # the table has empty rows
                    continue
                records += 1
                try:
                    projections.append(self._projection(row, document.name))
                except ValueError as error:
                    rejections[str(error)] += 1
        kept = {(one.area_code, one.soc_code, one.period): one for one in projections}
        if len(kept) < len(projections):
            rejections["the same row twice"] = len(projections) - len(kept)
        return ReferenceLoad(
            (projection_table(tuple(kept.values())),), records, dict(rejections), tuple(alarms)
        )

    def _projection(self, row: Mapping[str, str], name: str) -> Projection:
        code, state = row["occcode"], row["stfips"]
        if not re.fullmatch(r"\d{2}-\d{4}", code):
            raise ValueError("no SOC code")  # spreadsheets turn 11-2011 into Nov-11
        if not re.fullmatch(r"\d{1,2}", state):
            raise ValueError("no state")
        start, end, basis = self._years(row, name)
        return Projection(
            area_code=f"{int(state):02d}00000",
            soc_code=code,
            title=row["title"],
            is_summary=code.endswith("0000"),
            source_key=SOURCE_KEY,
            start_year=start,
            end_year=end,
            years_basis=basis,
            base_employment=_number(row["base"]),
            projected_employment=_number(row["projected"]),
            change_percent=_number(row["percentchange"]),
            annual_openings=_number(row["avgannualopenings"]),
        )

    def _years(self, row: Mapping[str, str], name: str) -> tuple[int, int, YearsBasis]:
        if row.get("baseyear") and row.get("projyear"):
            return int(row["baseyear"]), int(row["projyear"]), YearsBasis.PUBLISHED
        if self._options.start_year is None or self._options.end_year is None:
            raise SourceChanged(f"{name}: states no years. Give options.start_year and options.end_year.")
        return self._options.start_year, self._options.end_year, YearsBasis.INFERRED


def _rows(text: str, name: str, alarms: list[str]) -> Iterator[dict[str, str]]:
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text), delimiter="\t" if "\t" in first else ",")
    header = [_OTHER_NAMES.get(one, one) for one in (cell.strip().lower() for cell in next(reader, []))]
    missing = [column for column in _COLUMNS if column not in header]
    if missing:
        raise SourceChanged(f"{name}: lacks the columns {', '.join(missing)}. Has its layout changed?")
    alarms += [
        f"{name} has a new column “{one}”." for one in header if one not in (*_COLUMNS, *_KNOWN_BESIDE)
    ]
    for cells in reader:
        yield {column: cell.strip() for column, cell in zip(header, cells, strict=False) if column}


def _number(text: str) -> float | None:
    """A number, or None where the state does not publish it. Raises: ValueError."""
    cleaned = text.replace(",", "")
    if cleaned in ("", "*", "N/A", "—"):
        return None
    if not re.fullmatch(r"-?\d+(\.\d+)?", cleaned):
        raise ValueError("value is no number")
    return float(cleaned)
