"""USAJOBS Search API.

Source: developer.usajobs.gov, "GET /api/Search" (headers Host, User-Agent = the e-mail of the key's owner,
Authorization-Key; ResultsPerPage at most 500; Page), and its code lists of July 2024. The response of 2016,
which is recorded, differs: highlight marks `<c0>`, rate "Per Year" for "PA", no codes of organizations.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from ingest.errors import FetchFailed, RecordRejected, SourceChanged
from ingest.kit.dates import parse_date
from ingest.kit.document import Alarm, Document, Fetcher, Outcome, Rejection, Surroundings
from ingest.kit.json_text import parse_json
from ingest.kit.records import build_record
from ingest.kit.rows import StrictRow
from portal.domain.job_posting import PayUnit, PostingRecord, StatedPay, StatedPlace
from portal.domain.model import DataModel

HOST = "data.usajobs.gov"
MAX_PAGES = 200
_MARK = re.compile(r"</?c\d+>")
_RATES: dict[str, PayUnit | None] = {
    "PA": PayUnit.YEAR, "PER YEAR": PayUnit.YEAR, "PH": PayUnit.HOUR, "PER HOUR": PayUnit.HOUR,
    "PD": PayUnit.DAY, "PER DAY": PayUnit.DAY, "PM": PayUnit.MONTH, "PER MONTH": PayUnit.MONTH,
    # no period that could be put on a year
    "BW": None, "FB": None, "PW": None, "ST": None, "SY": None, "WC": None, "BI-WEEKLY": None, "FEE BASIS": None,
    "PIECE WORK": None, "STUDENT STIPEND PAID": None, "SCHOOL YEAR": None, "WITHOUT COMPENSATION": None,
}  # fmt: skip
_SCHEDULES = {
    "1": "FULL_TIME", "2": "PART_TIME", "3": "OTHER", "4": "OTHER", "5": "PART_TIME", "6": "OTHER",
}  # fmt: skip
_OFFERINGS = {
    "15318": "TEMPORARY",
    "15319": "TEMPORARY",
    "15322": "TEMPORARY",
    "15323": "TEMPORARY",
    "15328": "INTERN",
}
_ONLY_FEDERAL_STAFF = frozenset({"15509", "15510", "15511", "15513", "15580", "29555", "45576", "45577"})
_FEDERAL_PATHS = frozenset(
    {
        "fed",
        "fed-competitive",
        "fed-excepted",
        "fed-internal-nosearch",
        "fed-internal-search",
        "fed-transition",
    }
)
_UNUSED = (
    "ApplicationCloseDate", "DepartmentName", "JobGrade", "OrganizationCodes", "PositionEndDate",
    "PositionFormattedDescription", "PositionID", "PositionLocationDisplay", "PositionStartDate", "SubAgency",
)  # fmt: skip
_UNUSED_DETAILS = (
    "AdjudicationType", "AgencyContactEmail", "AgencyContactPhone", "AgencyContactWebsite", "AgencyMarketingStatement",
    "AnnouncementClosingType", "ApplyOnlineUrl", "Benefits", "BenefitsDisplayDefaultText", "BenefitsUrl",
    "CommuteDistance", "DetailStatusUrl", "DrugTestRequired", "EvaluationCriteria", "Evaluations",
    "FinancialDisclosure",
    "HighGrade", "HowToApply", "LowGrade", "MCOTags", "OrganizationCodes", "OtherInformation", "PositionSensitivitiy",
    "PositionSensitivity", "PromotionPotential", "Relocation", "RequiredDocuments", "SecurityClearance", "ServiceType",
    "SubAgencyName", "TeleworkEligible", "TravelCode", "WhatToExpectNext", "WithinArea", "BargainingUnitStatus",
    "DisplayEmail", "DisplayPhone", "Salary",
)  # fmt: skip


class UsajobsOptions(DataModel):
    """`[options]` of a source with this adapter: which search, and the page size."""

    page_size: int = Field(default=500, ge=1, le=500)
    search: dict[str, str] = Field(
        default_factory=dict, description="query parameters, LocationName for instance"
    )


class Usajobs:
    """Adapter for the Search API of USAJOBS."""

    is_local = False

    def __init__(self, options: Mapping[str, Any], surroundings: Surroundings) -> None:
        self._options = UsajobsOptions.model_validate(options)
        self._key = surroundings.keys.get("usajobs_api_key", "")
        self._email = surroundings.keys.get("usajobs_email", "")

    def waits_for(self) -> str:
        """The key and the e-mail address to which USAJOBS gave it."""
        if self._key and self._email:
            return ""
        return "a free key from developer.usajobs.gov: set PORTAL_USAJOBS_API_KEY and PORTAL_USAJOBS_EMAIL"

    def fetch(self, fetcher: Fetcher) -> Iterator[Document]:
        """Pages of the search until all announced results are there."""
        headers = {"Host": HOST, "User-Agent": self._email, "Authorization-Key": self._key}
        got = 0
        for page in range(1, MAX_PAGES + 1):
            document = fetcher.get(
                f"https://{HOST}/api/search",
                params={
                    **self._options.search, "ResultsPerPage": str(self._options.page_size), "Page": str(page),
                    "Fields": "Full",
                },
                headers=headers,
            )  # fmt: skip
            items, total = _items(document)
            yield document
            got += len(items)
            if not items or got >= total:
                break
        if got < total:
            raise FetchFailed(
                f"USAJOBS announced {total} results and gave {got}. Try again later.", retryable=True
            )

    def parse(self, document: Document) -> Iterator[Outcome]:
        """Items of one page to records; a field that nobody knows is an alarm, once a document."""
        new_fields: set[str] = set()
        items, _ = _items(document)
        for item in items:
            ref = str(item.get("MatchedObjectId", "")) if isinstance(item, dict) else ""
            try:
                yield self._record(item, new_fields)
            except RecordRejected as error:
                kept = item if isinstance(item, dict) else {"item": item}
                yield Rejection(error.reason, error.detail, source_ref=ref, record=kept)
        for name in sorted(new_fields):
            yield Alarm(f"{document.name}: new field “{name}”. Map it, or add it to the unused ones.")

    def _record(self, item: Any, new_fields: set[str]) -> PostingRecord:
        outer = StrictRow(_object(item, "item"))
        row = StrictRow(_object(_unmarked(outer.pop("MatchedObjectDescriptor")), "MatchedObjectDescriptor"))
        details = StrictRow(
            _object(_object(row.pop("UserArea") or {}, "UserArea").get("Details") or {}, "Details")
        )
        control_number = outer.pop_text("MatchedObjectId", required=True)
        duties = details.pop("MajorDuties")
        summary = details.pop_text("JobSummary")
        record = build_record(
            source_ref=control_number,
            title=row.pop_text("PositionTitle", required=True),
            employer_name=row.pop_text("OrganizationName"),
            description_html="\n\n".join(filter(None, (summary, *_texts(duties)))),
            qualifications_html="\n\n".join(
                filter(
                    None,
                    (
                        row.pop_text("QualificationSummary"),
                        *_texts(details.pop("KeyRequirements")),
                        *_texts(details.pop("Requirements")),
                        *_texts(details.pop("Education")),
                    ),
                )
            ),
            url=row.pop_text("PositionURI").replace(":443/", "/"),
            apply_url=next(iter(_texts(row.pop("ApplyURI"))), "").replace(":443/", "/"),
            posted_on=parse_date(row.pop_text("PublicationStartDate"), field="PublicationStartDate"),
            valid_through_on=_closes_on(row),
            employment_types=_employment(row),
            places=tuple(
                _place(place) for place in _objects(row.pop("PositionLocation"), "PositionLocation")
            ),
            is_remote=_true(details.pop("RemoteIndicator")),
            pay=_pay(row),
            series_hint=_series(row),
            is_internal=_is_internal(details),
            openings=_openings(details.pop("TotalOpenings")),
        )
        new_fields.update(row.left_over(known=_UNUSED))
        new_fields.update(f"Details.{name}" for name in details.left_over(known=_UNUSED_DETAILS))
        return record


def _items(document: Document) -> tuple[list[Any], int]:
    answer = parse_json(document)
    result = answer.get("SearchResult") if isinstance(answer, dict) else None
    items = result.get("SearchResultItems") if isinstance(result, dict) else None
    if not isinstance(result, dict) or not isinstance(items, list):
        raise SourceChanged(
            f"{document.name}: no SearchResult.SearchResultItems. Is it a Search API response?"
        )
    return items, int(result.get("SearchResultCountAll") or 0)


def _object(value: Any, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise RecordRejected("wrong type", f"{name} is {type(value).__name__}, not an object")
    return value


def _objects(value: Any, name: str) -> list[dict[str, Any]]:
    if not isinstance(value, list):
        raise RecordRejected("wrong type", f"{name} is {type(value).__name__}, not a list")
    return [_object(entry, name) for entry in value]


def _unmarked(value: Any) -> Any:
    """The same value without highlight marks."""
    if isinstance(value, str):
        return _MARK.sub("", value)
    if isinstance(value, list):
        return [_unmarked(entry) for entry in value]
    if isinstance(value, dict):
        return {key: _unmarked(entry) for key, entry in value.items()}
    return value


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value.strip()] if value.strip() else []
    return (
        [entry.strip() for entry in value if isinstance(entry, str) and entry.strip()]
        if isinstance(value, list)
        else []
    )


def _true(value: Any) -> bool:
    return value is True or str(value).strip().lower() == "true"


def _openings(value: Any) -> int | None:
    text = str(value or "").strip()
    return int(text) if text.isdigit() and int(text) >= 1 else None  # "Few", "Many" stay unknown


def _closes_on(row: StrictRow) -> Any:
    close, end = row.pop_text("ApplicationCloseDate"), row.pop_text("PositionEndDate")
    return parse_date(close or end, field="ApplicationCloseDate")


def _employment(row: StrictRow) -> tuple[str, ...]:
    kinds: list[str] = []
    for name, codes in (("PositionSchedule", _SCHEDULES), ("PositionOfferingType", _OFFERINGS)):
        for entry in _objects(row.pop(name) or [], name):
            kind = codes.get(str(entry.get("Code", "")))
            if kind is not None and kind not in kinds:
                kinds.append(kind)
    return tuple(kinds)


def _place(entry: dict[str, Any]) -> StatedPlace:
    """City and state; a base or complex stands before its city: "Point Loma Complex, San Diego, California"."""
    row = StrictRow(entry)
    region = row.pop_text("CountrySubDivisionCode")
    text = row.pop_text("LocationName")
    parts = [part.strip() for part in (row.pop_text("CityName") or text).split(",")]
    country = row.pop_text("CountryCode")
    if len(parts) > 1 and parts[-1].lower() in (region.lower(), country.lower()):
        parts.pop()
    return StatedPlace(
        street=", ".join(parts[:-1]),
        locality=parts[-1],
        region="" if region == "N/A" else region,
        country="US" if country in ("United States", "US", "USA") else country,
        text=text,
        latitude=row.pop_number("Latitude"),
        longitude=row.pop_number("Longitude"),
    )


def _pay(row: StrictRow) -> StatedPay | None:
    stated = _objects(row.pop("PositionRemuneration") or [], "PositionRemuneration")
    if len(stated) != 1:
        return None
    pay = StrictRow(stated[0])
    code = pay.pop_text("RateIntervalCode")
    if code.upper() not in _RATES:
        raise RecordRejected("unknown category", f"RateIntervalCode is “{code[:40]}”")
    unit = _RATES[code.upper()]
    minimum, maximum = pay.pop_number("MinimumRange"), pay.pop_number("MaximumRange")
    if unit is None or (not minimum and not maximum):
        return None
    return StatedPay(minimum=minimum or None, maximum=maximum or None, unit=unit)


def _series(row: StrictRow) -> str:
    entries = _objects(row.pop("JobCategory") or [], "JobCategory")
    return "; ".join(f"GS-{entry.get('Code', '')} {entry.get('Name', '')}".strip() for entry in entries)


def _is_internal(details: StrictRow) -> bool:
    """Only for people who work for the government already; groups of the public (veterans, students) are not that."""
    paths = {text.lower() for text in _texts(details.pop("HiringPath"))}
    who = details.pop("WhoMayApply")
    if paths:
        return paths <= _FEDERAL_PATHS
    return isinstance(who, dict) and str(who.get("Code", "")) in _ONLY_FEDERAL_STAFF
