"""BLS Employment Projections: the workbook `occupation.xlsx` (tables 1.2 and 1.10), as published since 2022."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import Field, ValidationError

from ingest.errors import SourceChanged
from ingest.kit.document import Document, Fetcher, Surroundings
from ingest.kit.projections import projection_table
from ingest.kit.reference import ReferenceLoad, ReferenceTable
from ingest.kit.workbook import Cell, read_sheet_rows
from portal.domain.credential import EducationLevel
from portal.domain.model import DataModel
from portal.domain.outlook import EntryExperience, EntryTraining, Projection, TypicalEntry

T = TypeVar("T")
SOURCE_KEY = "bls_ep"
NATION = "0000000"
MAX_BYTES = 50_000_000
ENTRY_COLUMNS = ("soc_code", "edition", "education", "experience", "training")
EDUCATION = {
    "No formal educational credential": EducationLevel.NONE,
    "High school diploma or equivalent": EducationLevel.HIGH_SCHOOL,
    "Some college, no degree": EducationLevel.SOME_COLLEGE,
    "Postsecondary nondegree award": EducationLevel.POSTSECONDARY_CERTIFICATE,
    "Associate's degree": EducationLevel.ASSOCIATE,
    "Bachelor's degree": EducationLevel.BACHELOR,
    "Master's degree": EducationLevel.MASTER,
    "Doctoral or professional degree": EducationLevel.DOCTORAL,
}
EXPERIENCE = {
    "None": EntryExperience.NONE,
    "Less than 5 years": EntryExperience.UNDER_FIVE_YEARS,
    "5 years or more": EntryExperience.FIVE_YEARS_OR_MORE,
}
TRAINING = {
    "None": EntryTraining.NONE,
    "Short-term on-the-job training": EntryTraining.SHORT_TERM,
    "Moderate-term on-the-job training": EntryTraining.MODERATE_TERM,
    "Long-term on-the-job training": EntryTraining.LONG_TERM,
    "Apprenticeship": EntryTraining.APPRENTICESHIP,
    "Internship/residency": EntryTraining.INTERNSHIP_RESIDENCY,
}
MISSING = ("—", "–", "-", None)
_COLUMNS = {
    "title": r"\d{4} National Employment Matrix title",
    "code": r"\d{4} National Employment Matrix code",
    "kind": r"Occupation type",
    "base": r"Employment, (?P<start>\d{4})",
    "projected": r"Employment, (?P<end>\d{4})",
    "change": r"Employment change, numeric, \d{4}–\d{2,4}",
    "percent": r"Employment change, percent, \d{4}–\d{2,4}",
    "openings": r"Occupational openings, \d{4}–\d{2,4} annual average",
}
_ENTRY_COLUMNS = _COLUMNS | {
    "education": r"Typical education needed for entry",
    "experience": r"Work experience in a related occupation",
    "training": r"Typical on-the-job training needed to attain competency in the occupation",
}
_SEPARATION_COLUMNS = _COLUMNS | {
    "exits": r"Labor force exits, \d{4}–\d{2,4} annual average",
    "transfers": r"Occupational transfers, \d{4}–\d{2,4} annual average",
}
_KNOWN_BESIDE = (
    r"Employment distribution, percent, \d{4}",
    r"Percent self employed, \d{4}",
    r"Median annual wage, dollars, \d{4}",
    r"Related Occupational Outlook Handbook \(OOH\) content.*",
    r"(Labor force exit|Occupational transfer|Total occupational separations) rate, \d{4}–\d{2,4} annual average",
    r"Total occupational separations, \d{4}–\d{2,4} annual average",
)


@dataclass(frozen=True)
class EmploymentProjections:
    """The workbook read: a projection a row, and the typical entry of every line item. `alarms`: new columns."""

    start_year: int
    end_year: int
    projections: tuple[Projection, ...]
    entries: tuple[TypicalEntry, ...]
    alarms: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Table:
    years: tuple[int, int]
    rows: Mapping[str, Mapping[str, Cell]]
    alarms: tuple[str, ...]


def parse_projections(content: bytes, *, name: str) -> EmploymentProjections:
    """Read the occupation workbook; thousands become jobs.

    Raises: SourceChanged when a column or category is not known, or the two tables do not hold the same rows.
    """
    entry = _table(content, name=name, sheet="Table 1.2", columns=_ENTRY_COLUMNS)
    separations = _table(content, name=name, sheet="Table 1.10", columns=_SEPARATION_COLUMNS)
    if entry.years != separations.years or set(entry.rows) != set(separations.rows):
        raise SourceChanged(
            f"{name}: tables 1.2 and 1.10 do not hold the same occupations and years. Fetch it again."
        )
    start, end = entry.years
    projections, entries = [], []
    for code, row in entry.rows.items():
        projections.append(_projection(name, code, row, beside=separations.rows[code], years=entry.years))
        if row["kind"] == "Line item":
            entries.append(
                TypicalEntry(
                    soc_code=code,
                    printed_code=code,
                    is_group=False,
                    education=_word(EDUCATION, row, "education", name=name, code=code),
                    experience=_word(EXPERIENCE, row, "experience", name=name, code=code),
                    training=_word(TRAINING, row, "training", name=name, code=code),
                    edition=f"{start}-{end}",
                )
            )
    return EmploymentProjections(
        start, end, tuple(projections), tuple(entries), (*entry.alarms, *separations.alarms)
    )


def _table(content: bytes, *, name: str, sheet: str, columns: Mapping[str, str]) -> _Table:
    rows = read_sheet_rows(content, name=name, sheet=sheet)
    header = next((row for row in rows if len(row) > 2 and "Matrix code" in str(row[1])), None)
    if header is None:
        raise SourceChanged(f"{name}: “{sheet}” has no header with a Matrix code.")
    places, years, alarms = _places(header, columns, where=f"{name}: “{sheet}”")
    found: dict[str, Mapping[str, Cell]] = {}
    for row in rows:
        code = row[places["code"]] if len(row) > places["code"] else None
        if code is None:  # footnotes stand below the data, in the first column
            continue
        if not re.fullmatch(r"\d{2}-\d{4}", str(code)) or code in found:
            raise SourceChanged(f"{name}: “{sheet}” has the code “{code}”, not a new code like 11-1011.")
        found[str(code)] = {field: row[place] for field, place in places.items()}
    return _Table(years, found, tuple(alarms))


def _places(
    header: tuple[Cell, ...], columns: Mapping[str, str], *, where: str
) -> tuple[dict[str, int], tuple[int, int], list[str]]:
    places: dict[str, int] = {}
    years: dict[str, int] = {}
    alarms = []
    for place, cell in enumerate(header):
        text = re.sub(r"\[\d+\]", "", str(cell or "")).strip()
        for field, pattern in columns.items():
            match = re.fullmatch(pattern, text)
            if match and field not in places:
                places[field] = place
                years |= {which: int(year) for which, year in match.groupdict().items()}
                break
        else:
            if text and not any(re.fullmatch(pattern, text) for pattern in _KNOWN_BESIDE):
                alarms.append(f"{where} has a new column “{text}”.")
    missing = [field for field in columns if field not in places]
    if missing:
        raise SourceChanged(f"{where} lacks the columns for {', '.join(missing)}. Has its layout changed?")
    return places, (years["start"], years["end"]), alarms


def _projection(
    name: str, code: str, row: Mapping[str, Cell], *, beside: Mapping[str, Cell], years: tuple[int, int]
) -> Projection:
    def jobs(cells: Mapping[str, Cell], field: str) -> float | None:
        number = _number(cells[field], f"{name}: {code}: {field}")
        return None if number is None else float(round(number * 1000))

    try:
        return Projection(
            area_code=NATION,
            soc_code=code,
            title=str(row["title"]),
            is_summary=row["kind"] != "Line item",
            source_key=SOURCE_KEY,
            start_year=years[0],
            end_year=years[1],
            base_employment=jobs(row, "base"),
            projected_employment=jobs(row, "projected"),
            change=jobs(row, "change"),
            change_percent=_number(row["percent"], f"{name}: {code}: percent"),
            annual_openings=jobs(row, "openings"),
            annual_exits=jobs(beside, "exits"),
            annual_transfers=jobs(beside, "transfers"),
        )
    except ValidationError as error:
        raise SourceChanged(f"{name}: {code}: {error.errors()[0]['msg']}.") from error


def _number(cell: Cell, where: str) -> float | None:
    if cell in MISSING:
        return None
    if not isinstance(cell, float):
        raise SourceChanged(f"{where} is “{cell}”, not a number. Has the layout changed?")
    return cell


def _word(words: Mapping[str, T], row: Mapping[str, Cell], field: str, *, name: str, code: str) -> T:
    cell = str(row[field]).replace("’", "'")
    if cell not in words:
        raise SourceChanged(f"{name}: {code}: “{cell}” is no known {field}. There are: {', '.join(words)}.")
    return words[cell]


class BlsEpOptions(DataModel):
    """Options of a source with this adapter."""

    url: str = Field(pattern=r"^https://\S+\.xlsx$")


class BlsEp:
    """Adapter for the occupation workbook of BLS Employment Projections."""

    is_local = False

    def __init__(self, options: Mapping[str, Any], _surroundings: Surroundings) -> None:
        self._options = BlsEpOptions.model_validate(options)

    def waits_for(self) -> str:
        """Nothing: the workbook is open to all."""
        return ""

    def fetch(self, fetcher: Fetcher) -> Iterator[Document]:
        """The workbook."""
        yield fetcher.get(self._options.url)

    def read(self, documents: Sequence[Document]) -> ReferenceLoad:
        """Typical entry and projections of one edition; other editions stay. Raises: SourceChanged."""
        if len(documents) != 1:
            raise SourceChanged(f"{SOURCE_KEY}: {len(documents)} workbooks where one is read at a time.")
        read = parse_projections(documents[0].content(max_bytes=MAX_BYTES), name=documents[0].name)
        edition = f"{read.start_year}-{read.end_year}"
        entries = [
            (one.soc_code, one.edition, one.education.value, one.experience.value, one.training.value)
            for one in read.entries
        ]
        return ReferenceLoad(
            (
                ReferenceTable("occupation_entry", ENTRY_COLUMNS, entries, {"edition": frozenset({edition})}),
                projection_table(read.projections),
            ),
            records=len(read.projections),
            alarms=read.alarms,
        )
