"""The bulk XML that USAJOBS gave out until about 2013: HR-XML 3 `ShowPositionOpening`.

No longer offered; kept because archives and some state systems still hold files of this form.
Source: files of 2012-13 kept by GSA (jobs_api). Codes of rate, schedule and offering as in the USAJOBS code lists.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from ingest.errors import RecordRejected
from ingest.kit.dates import parse_date
from ingest.kit.document import Document, Fetcher, Outcome, Surroundings
from ingest.kit.outcomes import NotOpen, map_rows
from ingest.kit.records import build_record
from ingest.kit.rows import StrictRow
from ingest.kit.terms import place_from_text, stated_pay
from ingest.kit.xml_text import read_xml_records
from portal.domain.job_posting import PayUnit, PostingRecord, StatedPay, StatedPlace
from portal.domain.model import DataModel

ROOTS = ("ShowPositionOpening",)
OAGIS = "http://www.openapplications.org/oagis/9"
_RATES: dict[str, PayUnit | None] = {
    "PA": PayUnit.YEAR, "PH": PayUnit.HOUR, "PD": PayUnit.DAY, "PM": PayUnit.MONTH,
    # no period that could be put on a year
    "BW": None, "FB": None, "PW": None, "ST": None, "SY": None, "WC": None,
}  # fmt: skip
_SCHEDULES = {
    "1": "FULL_TIME", "2": "PART_TIME", "3": "OTHER", "4": "OTHER", "5": "PART_TIME", "6": "OTHER",
}  # fmt: skip
_OFFERINGS = {
    "15317": "", "15318": "TEMPORARY", "15319": "TEMPORARY", "15320": "", "15321": "", "15322": "TEMPORARY",
    "15323": "TEMPORARY", "15324": "", "15326": "", "15327": "", "15328": "INTERN", "15522": "PER_DIEM",
    "15667": "", "15668": "", "15669": "",
}  # fmt: skip
_STAFF_ONLY = frozenset({"15509", "15510", "15511", "15513", "15580", "29555", "45576", "45577"})
_UNUSED = (
    "PostingRequester", "PositionProfile.PostingInstruction", "PositionProfile.PositionID",
    "PositionProfile.JobGradeCode", "PositionProfile.PositionLocation.LocationID",
    "PositionProfile.PositionLocation.UserArea", "PositionProfile.OfferedRemunerationPackage.Description",
    "PositionProfile.PositionOrganization.UserArea", "PositionProfile.PositionOrganization.OrganizationIdentifiers.*",
    "PositionProfile.UserArea.GOVT_PayGradeLow", "PositionProfile.UserArea.GOVT_PayGradeHigh",
    "PositionProfile.UserArea.GOVT_PromotionPotential", "UserArea.*", "PositionProfile.PositionPeriod.*",
)  # fmt: skip
_UNUSED_BODY = (
    "Overview.WhoMayApplyText", "Overview.AppointmentDurationText", "Overview.AgencyMarketingStatement",
    "QualificationsAndEvaluation.Evaluations", "HowToApplyInformation", "BenefitsAndOtherInformation",
)  # fmt: skip
_STAFF_OFFERINGS = frozenset({"15667", "15668"})
"""ICTAP only, agency employees only."""
_HOURS = re.compile(r"\b(\d{1,2})\s+hours\b", re.I)


class BulkOptions(DataModel):
    """`[options]` of a source with this adapter: the address of the file."""

    url: str = Field(default="", pattern=r"^(https?://\S+)?$")


class UsajobsBulk:
    """Adapter for the HR-XML bulk files of USAJOBS."""

    is_local = False

    def __init__(self, options: Mapping[str, Any], _surroundings: Surroundings) -> None:
        self._url = BulkOptions.model_validate(options).url

    def waits_for(self) -> str:
        """The address of a file of this form."""
        return "" if self._url else "the address of a bulk file: options.url (USAJOBS no longer offers one)"

    def fetch(self, fetcher: Fetcher) -> Iterator[Document]:
        """The one file."""
        yield fetcher.get(self._url)

    def parse(self, document: Document) -> Iterator[Outcome]:
        """Position openings to records; what is marked inactive is rejected as not open."""
        openings = (
            fields
            for name, fields in read_xml_records(document, depth=2, roots=ROOTS, prefixes={OAGIS: ""})
            if name == "PositionOpening"
        )
        unused = (*_UNUSED, *(f"PositionProfile.UserArea.GOVT_XMLJobBody.{name}" for name in _UNUSED_BODY))
        yield from map_rows(document, openings, _record, ref="DocumentID", unused=unused)


def _record(row: StrictRow) -> PostingRecord:
    number = row.pop_text("DocumentID", required=True)
    status = row.pop_text("PositionOpeningStatusCode")
    if status == "Inactive":
        raise NotOpen("PositionOpeningStatusCode is Inactive")
    if status != "Active":
        raise RecordRejected("unknown category", f"PositionOpeningStatusCode is “{status[:40]}”")
    profile = row.pop_row("PositionProfile")
    area = profile.pop_row("UserArea")
    body = area.pop_row("GOVT_XMLJobBody")
    overview, needs = body.pop_row("Overview"), body.pop_row("QualificationsAndEvaluation")
    period = profile.pop_row("PositionPeriod")
    organization = profile.pop_row("PositionOrganization").pop_row("OrganizationIdentifiers")
    series = profile.pop_text("JobCategoryCode")
    hours = _HOURS.search(overview.pop_text("JobStatusText"))
    openings = area.pop_text("GOVT_TotalOpenings")
    offering = profile.pop_text("PositionOfferingTypeCode")
    return build_record(
        source_ref=number,
        title=profile.pop_text("PositionTitle", required=True),
        employer_name=organization.pop_text("OrganizationName"),
        description_html="\n\n".join(
            filter(None, (overview.pop_text("JobSummary"), *body.pop_row("Duties").pop_texts("MajorDuties")))
        ),
        qualifications_html="\n\n".join(
            filter(
                None,
                (
                    *overview.pop_texts("KeyRequirement"),
                    needs.pop_text("Qualifications"),
                    needs.pop_text("Education"),
                    needs.pop_text("Requirements"),
                ),
            )
        ),
        url=f"https://www.usajobs.gov/GetJob/ViewDetails/{number}" if number.isdigit() else "",
        apply_url=row.pop_row("UserArea").pop_text("GOVT_ApplyOnlineURL"),
        posted_on=_period_day(period, "StartDate"),
        valid_through_on=_period_day(period, "EndDate"),
        employment_types=_employment(profile.pop_text("PositionScheduleTypeCode"), offering),
        # a federal part-time notice states hours of two weeks above 32 ("Part Time 40 hours")
        hours_per_week=float(hours[1]) if hours and 0 < int(hours[1]) <= 32 else None,
        places=_places(profile),
        pay=_pay(profile.pop_row("OfferedRemunerationPackage").pop_row("RemunerationRange")),
        series_hint=f"GS-{series.replace('-', ' ', 1)}" if series else "",
        is_internal=area.pop_text("GOVT_WhoMayApply").split("-")[0] in _STAFF_ONLY
        or offering.split("-")[0] in _STAFF_OFFERINGS,
        openings=int(openings) if openings.isdigit() and int(openings) >= 1 else None,  # "Many" is unknown
    )


def _period_day(period: StrictRow, name: str) -> Any:
    return parse_date(period.pop_row(name).pop_text("FormattedDateTime"), field=name)


def _employment(schedule: str, offering: str) -> tuple[str, ...]:
    kinds: list[str] = []
    for name, text, codes in (
        ("PositionScheduleTypeCode", schedule, _SCHEDULES),
        ("PositionOfferingTypeCode", offering, _OFFERINGS),
    ):
        code = text.split("-")[0]
        if text and code not in codes:
            raise RecordRejected("unknown category", f"{name} is “{text[:40]}”")
        if text and codes[code]:
            kinds.append(codes[code])
    return tuple(dict.fromkeys(kinds))


def _places(profile: StrictRow) -> tuple[StatedPlace, ...]:
    places: list[StatedPlace] = []
    for location in profile.pop_rows("PositionLocation"):
        name = location.pop_text("LocationName")
        if name.isdigit():
            location.doubt(f"LocationName is “{name}”, a code and not a place; it was left out.")
        elif place := place_from_text(name):
            places.append(place)
    return tuple(places)


def _pay(pay: StrictRow) -> StatedPay | None:
    code = pay.pop_text("RemunerationRateIntervalCode")
    minimum, maximum = (
        pay.pop_number("RemunerationMinimumAmount"),
        pay.pop_number("RemunerationMaximumAmount"),
    )
    if code and code not in _RATES:
        raise RecordRejected("unknown category", f"RemunerationRateIntervalCode is “{code[:40]}”")
    unit = _RATES.get(code)
    return stated_pay(minimum, maximum, unit=unit) if unit is not None else None
