"""The hand-over CSV: one posting a row, columns after schema.org JobPosting (docs/sources/jobposting_csv.md)."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from ingest.errors import FetchFailed, RecordRejected, SourceChanged
from ingest.kit.dates import parse_date
from ingest.kit.document import Alarm, Document, Fetcher, Outcome, Rejection, Surroundings
from ingest.kit.mirror import read_local
from ingest.kit.records import build_record
from ingest.kit.rows import StrictRow
from portal.domain.codes import parse_soc_code
from portal.domain.errors import InvalidCode
from portal.domain.job_posting import PayUnit, PostingRecord, StatedPay, StatedPlace
from portal.domain.model import DataModel

MAX_FIELD = 1_000_000
_ALIASES: dict[str, tuple[str, ...]] = {
    "identifier": ("id", "jobid", "requisition", "requisitionid", "reference", "referencenumber"),
    "title": ("jobtitle", "positiontitle", "position"),
    "hiringOrganization": ("employer", "company", "companyname", "organization", "hiringorganizationname"),
    "description": ("jobdescription", "summary"),
    "qualifications": ("requirements", "minimumqualifications", "experiencerequirements"),
    "preferred": ("preferredqualifications", "preferredskills"),
    "datePosted": ("posted", "posteddate", "dateposted", "startdate"),
    "validThrough": ("expires", "expirationdate", "closingdate", "applyby", "enddate"),
    "employmentType": ("jobtype", "type"),
    "workHours": ("hoursperweek", "hours"),
    "streetAddress": ("street", "address"),
    "addressLocality": ("city", "locality", "town"),
    "addressRegion": ("state", "region"),
    "postalCode": ("zip", "zipcode", "postcode"),
    "addressCountry": ("country",),
    "jobLocation": ("location", "place"),
    "jobLocationType": ("locationtype", "remote"),
    "latitude": ("lat",),
    "longitude": ("lon", "lng"),
    "salaryMin": ("minvalue", "paymin", "basesalarymin", "salaryfrom", "minimumpay"),
    "salaryMax": ("maxvalue", "paymax", "basesalarymax", "salaryto", "maximumpay"),
    "salaryUnit": ("unittext", "payunit", "payper", "basesalaryunit", "salaryperiod"),
    "salaryCurrency": ("currency", "basesalarycurrency"),
    "url": ("link", "jobposturl", "posturl"),
    "applyUrl": ("applylink", "applicationurl"),
    "occupationalCategory": ("soc", "soccode", "onetsoc"),
    "totalJobOpenings": ("openings", "numberofopenings"),
    "internal": ("internalonly",),
}
_UNITS = {
    "HOUR": PayUnit.HOUR, "HOURLY": PayUnit.HOUR, "HR": PayUnit.HOUR, "H": PayUnit.HOUR,
    "DAY": PayUnit.DAY, "DAILY": PayUnit.DAY, "WEEK": PayUnit.WEEK, "WEEKLY": PayUnit.WEEK, "WK": PayUnit.WEEK,
    "MONTH": PayUnit.MONTH, "MONTHLY": PayUnit.MONTH, "MON": PayUnit.MONTH,
    "YEAR": PayUnit.YEAR, "YEARLY": PayUnit.YEAR, "ANNUAL": PayUnit.YEAR, "ANNUALLY": PayUnit.YEAR, "ANN": PayUnit.YEAR,
}  # fmt: skip
_TYPES = {
    "FULLTIME": "FULL_TIME", "PARTTIME": "PART_TIME", "CONTRACTOR": "CONTRACTOR", "CONTRACT": "CONTRACTOR",
    "TEMPORARY": "TEMPORARY", "TEMP": "TEMPORARY", "SEASONAL": "TEMPORARY", "INTERN": "INTERN", "INTERNSHIP": "INTERN",
    "VOLUNTEER": "VOLUNTEER", "PERDIEM": "PER_DIEM", "PRN": "PER_DIEM", "OTHER": "OTHER",
    "APPRENTICESHIP": "OTHER", "PERMANENT": "FULL_TIME",
}  # fmt: skip
_YES, _NO = (
    frozenset({"YES", "TRUE", "1", "TELECOMMUTE", "REMOTE"}),
    frozenset({"", "NO", "FALSE", "0", "ONSITE"}),
)


class CsvOptions(DataModel):
    """`[options]` of a source with this adapter: a folder of files, or one address."""

    folder: str = Field(default="", description="relative to the base; all *.csv in it are read")
    base: Literal["data_dir", "config_dir", "absolute"] = "data_dir"
    url: str = Field(default="", pattern=r"^(https?://\S+)?$")
    is_sample: bool = False
    relative_dates: bool = Field(default=False, description="read -12d and +30d; for the sample source only")
    default_state: str = ""


class JobPostingCsv:
    """Adapter for CSV files in the documented form."""

    def __init__(self, options: Mapping[str, Any], surroundings: Surroundings) -> None:
        self._options = CsvOptions.model_validate(options)
        if bool(self._options.folder) == bool(self._options.url):
            raise ValueError("options: give either folder or url")
        if self._options.relative_dates and not self._options.is_sample:
            raise ValueError("options: relative_dates is for a sample source only")
        self._today: date = surroundings.today
        bases = {
            "data_dir": surroundings.data_dir,
            "config_dir": surroundings.config_dir,
            "absolute": Path("/"),
        }
        self._folder = bases[self._options.base] / self._options.folder if self._options.folder else None
        self.is_local = self._folder is not None
        names = {_key(name): name for name in _ALIASES}
        self._names = names | {alias: name for name, aliases in _ALIASES.items() for alias in aliases}

    def waits_for(self) -> str:
        """A file in the folder."""
        if self._folder is None or self._paths():
            return ""
        return f"a CSV file in {self._options.folder} (docs/sources/jobposting_csv.md shows its form)"

    def fetch(self, fetcher: Fetcher) -> Iterator[Document]:
        """Every CSV of the folder, or the one at the address."""
        if self._folder is None:
            yield fetcher.get(self._options.url)
            return
        if not self._paths():
            raise FetchFailed(f"no *.csv file stands in {self._folder}.", retryable=False)
        for path in self._paths():
            yield read_local(path, max_bytes=MAX_FIELD * 500)

    def _paths(self) -> list[Path]:
        return sorted(self._folder.glob("*.csv")) if self._folder is not None else []

    def parse(self, document: Document) -> Iterator[Outcome]:
        """Rows to records; a rejected row is named by its line."""
        text = _decoded(document)
        lines = text.splitlines(keepends=True)
        if not text.strip():
            raise SourceChanged(f"{document.name}: the file is empty.")
        if text.lstrip()[:1] == "<":
            raise SourceChanged(f"{document.name}: the file is HTML, not CSV.")
        csv.field_size_limit(MAX_FIELD)
        reader = csv.reader(lines, delimiter=_delimiter(lines[0]), strict=True)
        header, unknown = self._header(document, next(reader))
        for name in unknown:
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
            if not any(cell.strip() for cell in cells):
                continue
            yield self._outcome(header, cells, line=first)

    def _header(self, document: Document, cells: Sequence[str]) -> tuple[list[str], list[str]]:
        names: list[str] = []
        unknown: list[str] = []
        for cell in cells:
            name = self._names.get(_key(cell), "")
            if not name:
                unknown.append(cell.strip())
            if name and name in names:
                raise SourceChanged(f"{document.name}: two columns mean {name}; keep one.")
            names.append(name)
        missing = [name for name in ("title", "hiringOrganization") if name not in names]
        if missing:
            raise SourceChanged(
                f"{document.name}: no column {' and '.join(missing)}. docs/sources/jobposting_csv.md lists the names."
            )
        return names, [name for name in unknown if name]

    def _outcome(self, header: Sequence[str], cells: Sequence[str], *, line: int) -> Outcome:
        fields = {name: cell.strip() for name, cell in zip(header, cells, strict=False) if name}
        ref = fields.get("identifier", "")
        try:
            if len(cells) != len(header):
                raise RecordRejected(
                    "wrong number of cells", f"{len(cells)} cells under {len(header)} column names"
                )
            return self._record(StrictRow(fields))
        except RecordRejected as error:
            detail = f"line {line}: {error.detail or error.reason}"
            return Rejection(error.reason, detail, source_ref=ref, record=fields)

    def _record(self, row: StrictRow) -> PostingRecord:
        relative_to = self._today if self._options.relative_dates else None
        openings = row.pop_number("totalJobOpenings")
        return build_record(
            source_ref=row.pop_text("identifier", required=True),
            title=row.pop_text("title", required=True),
            employer_name=row.pop_text("hiringOrganization", required=True),
            description_html=row.pop_text("description"),
            qualifications_html=row.pop_text("qualifications"),
            preferred_html=row.pop_text("preferred"),
            url=row.pop_text("url"),
            apply_url=row.pop_text("applyUrl"),
            posted_on=parse_date(row.pop_text("datePosted"), field="datePosted", relative_to=relative_to),
            valid_through_on=parse_date(
                row.pop_text("validThrough"), field="validThrough", relative_to=relative_to
            ),
            employment_types=_types(row.pop_text("employmentType")),
            hours_per_week=row.pop_number("workHours"),
            places=self._places(row),
            is_remote=_flag(row.pop_text("jobLocationType"), field="jobLocationType"),
            pay=_pay(row),
            occupation_hints=_hints(row.pop_text("occupationalCategory")),
            is_internal=_flag(row.pop_text("internal"), field="internal"),
            is_sample=self._options.is_sample,
            openings=int(openings) if openings and openings >= 1 else None,
        )

    def _places(self, row: StrictRow) -> tuple[StatedPlace, ...]:
        place = {
            "street": row.pop_text("streetAddress"),
            "locality": row.pop_text("addressLocality"),
            "region": row.pop_text("addressRegion") or self._options.default_state,
            "postal_code": row.pop_text("postalCode"),
            "text": row.pop_text("jobLocation"),
        }
        country = row.pop_text("addressCountry").upper() or "US"
        latitude, longitude = row.pop_number("latitude"), row.pop_number("longitude")
        if not any(place.values()):
            return ()
        try:
            return (
                StatedPlace(
                    **place,
                    country="US" if country in ("US", "USA", "UNITED STATES") else country,
                    latitude=latitude,
                    longitude=longitude,
                ),
            )
        except ValueError:
            raise RecordRejected("invalid value", f"latitude {latitude}, longitude {longitude}") from None


def _decoded(document: Document) -> str:
    content = document.content(max_bytes=500 * MAX_FIELD)
    if b"\x00" in content[:1000]:
        raise SourceChanged(f"{document.name}: not a text file. Save it as “CSV UTF-8”.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")  # what spreadsheets on Windows write


def _delimiter(first_line: str) -> str:
    return max(",;\t", key=first_line.count)


def _key(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _types(text: str) -> tuple[str, ...]:
    kinds: list[str] = []
    for part in filter(None, (re.sub(r"[^A-Z]", "", p) for p in re.split(r"[,;|/]", text.upper()))):
        if part not in _TYPES:
            raise RecordRejected("unknown category", f"employmentType is “{text[:40]}”")
        kinds.append(_TYPES[part])
    return tuple(dict.fromkeys(kinds))


def _pay(row: StrictRow) -> StatedPay | None:
    minimum, maximum = row.pop_number("salaryMin"), row.pop_number("salaryMax")
    unit, currency = row.pop_text("salaryUnit").upper(), row.pop_text("salaryCurrency").upper() or "USD"
    if not minimum and not maximum:
        return None
    if unit not in _UNITS:
        raise RecordRejected(
            "unknown category", f"salaryUnit is “{unit[:40]}”; write HOUR, DAY, WEEK, MONTH or YEAR"
        )
    if (minimum or 0) < 0 or (maximum or 0) < 0:
        raise RecordRejected("invalid value", "a salary below zero")
    return StatedPay(minimum=minimum or None, maximum=maximum or None, unit=_UNITS[unit], currency=currency)


def _hints(text: str) -> tuple[str, ...]:
    try:
        return tuple(
            dict.fromkeys(parse_soc_code(part.split()[0]) for part in text.split(",") if part.strip())
        )
    except InvalidCode as error:
        raise RecordRejected("invalid value", f"occupationalCategory: {error}") from error


def _flag(text: str, *, field: str) -> bool:
    if text.upper() in _YES:
        return True
    if text.upper() in _NO:
        return False
    raise RecordRejected("unknown category", f"{field} is “{text[:40]}”; write yes or no")
