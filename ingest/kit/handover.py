"""The hand-over form: one posting a row, columns after schema.org JobPosting. CSV and XLSX share it.

docs/sources/jobposting_csv.md lists the columns.
"""

import re
from collections.abc import Sequence
from datetime import date

from ingest.errors import RecordRejected, SourceChanged
from ingest.kit.dates import parse_date
from ingest.kit.document import Outcome, Rejection
from ingest.kit.records import build_record
from ingest.kit.rows import StrictRow
from ingest.kit.terms import parse_employment_types, parse_pay_unit, stated_pay
from portal.domain.codes import parse_soc_code
from portal.domain.errors import InvalidCode
from portal.domain.job_posting import PostingRecord, StatedPay, StatedPlace

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
_YES, _NO = (
    frozenset({"YES", "TRUE", "1", "TELECOMMUTE", "REMOTE"}),
    frozenset({"", "NO", "FALSE", "0", "ONSITE"}),
)
_NAMES = {re.sub(r"[^a-z0-9]", "", name.lower()): name for name in _ALIASES} | {
    alias: name for name, aliases in _ALIASES.items() for alias in aliases
}


class HandoverForm:
    """Reads rows of the hand-over form under one header."""

    def __init__(
        self,
        cells: Sequence[str],
        *,
        file_name: str,
        relative_to: date | None = None,
        is_sample: bool = False,
        default_state: str = "",
    ) -> None:
        """Read the header.

        Raises: SourceChanged when a needed column is missing or two mean the same.
        """
        self._relative_to = relative_to
        self._is_sample = is_sample
        self._default_state = default_state
        self._columns: list[str] = []
        self.unknown: list[str] = []
        """Columns that are not of the form; they are not read."""
        for cell in cells:
            name = _NAMES.get(re.sub(r"[^a-z0-9]", "", cell.lower()), "")
            if not name and cell.strip():
                self.unknown.append(cell.strip())
            if name and name in self._columns:
                raise SourceChanged(f"{file_name}: two columns mean {name}; keep one.")
            self._columns.append(name)
        missing = [name for name in ("title", "hiringOrganization") if name not in self._columns]
        if missing:
            raise SourceChanged(
                f"{file_name}: no column {' and '.join(missing)}. docs/sources/jobposting_csv.md lists the names."
            )

    def place_of(self, name: str) -> int | None:
        """At which place a column stands, counted from 0; None where there is none."""
        return self._columns.index(name) if name in self._columns else None

    @staticmethod
    def knows(cells: Sequence[str]) -> bool:
        """Is this the header of a hand-over file?"""
        names = {_NAMES.get(re.sub(r"[^a-z0-9]", "", cell.lower()), "") for cell in cells}
        return {"title", "hiringOrganization"} <= names

    def outcome(self, cells: Sequence[str], *, line: int) -> Outcome:
        """One row to a record, or to a rejection that names its line."""
        fields = {name: cell.strip() for name, cell in zip(self._columns, cells, strict=False) if name}
        ref = fields.get("identifier", "")
        try:
            if len(cells) != len(self._columns):
                raise RecordRejected(
                    "wrong number of cells", f"{len(cells)} cells under {len(self._columns)} column names"
                )
            return self._record(StrictRow(fields))
        except RecordRejected as error:
            detail = f"line {line}: {error.detail or error.reason}"
            return Rejection(error.reason, detail, source_ref=ref, record=fields)

    def _record(self, row: StrictRow) -> PostingRecord:
        relative_to = self._relative_to
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
            employment_types=parse_employment_types(row.pop_text("employmentType"), field="employmentType"),
            hours_per_week=row.pop_number("workHours"),
            places=self._places(row),
            is_remote=_flag(row.pop_text("jobLocationType"), field="jobLocationType"),
            pay=_pay(row),
            occupation_hints=_hints(row.pop_text("occupationalCategory")),
            is_internal=_flag(row.pop_text("internal"), field="internal"),
            is_sample=self._is_sample,
            openings=int(openings) if openings and openings >= 1 else None,
        )

    def _places(self, row: StrictRow) -> tuple[StatedPlace, ...]:
        place = {
            "street": row.pop_text("streetAddress"),
            "locality": row.pop_text("addressLocality"),
            "region": row.pop_text("addressRegion") or self._default_state,
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


def _pay(row: StrictRow) -> StatedPay | None:
    minimum, maximum = row.pop_number("salaryMin"), row.pop_number("salaryMax")
    unit, currency = row.pop_text("salaryUnit"), row.pop_text("salaryCurrency")
    if not minimum and not maximum:
        return None
    return stated_pay(minimum, maximum, unit=parse_pay_unit(unit, field="salaryUnit"), currency=currency)


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
