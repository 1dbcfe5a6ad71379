"""schema.org JobPosting, from JSON-LD or microdata, as a posting record.

Source: schema.org/JobPosting (30.0) and Google's "Job posting structured data" (employmentType, jobLocationType,
baseSalary, applicantLocationRequirements, directApply). An `estimatedSalary` is not the employer's and is not read.
"""

import re
from collections.abc import Iterator
from typing import Any

from ingest.errors import RecordRejected
from ingest.kit.dates import parse_date
from ingest.kit.document import Document
from ingest.kit.html_page import json_ld_objects, microdata_objects, parse_page
from ingest.kit.outcomes import short_ref
from ingest.kit.records import build_record
from ingest.kit.rows import StrictRow
from ingest.kit.terms import (
    find_employment_types,
    parse_pay_unit,
    place_from_parts,
    place_from_text,
    says_remote,
    stated_pay,
)
from portal.domain.codes import parse_soc_code
from portal.domain.errors import InvalidCode
from portal.domain.job_posting import PostingRecord, StatedPay, StatedPlace

KIND = "JobPosting"
UNUSED = (
    "@context", "@id", "@type", "@graph", "additionalType", "alternateName", "applicantLocationRequirements",
    "applicationContact", "benefits", "directApply", "disambiguatingDescription", "educationalCredentialAwarded",
    "eligibilityToWorkRequirement", "employerOverview", "employmentUnit", "estimatedSalary",
    "experienceInPlaceOfEducation", "image", "incentiveCompensation", "incentives", "industry", "inLanguage",
    "jobBenefits", "jobImmediateStart", "jobStartDate", "logo", "mainEntityOfPage", "potentialAction", "publisher",
    "relevantOccupation", "sameAs", "securityClearanceRequirement", "sensoryRequirement", "physicalRequirement",
    "specialCommitments", "subjectOf", "workPerspective", "dateModified", "datePublished", "jobDuration",
    "workFeatured", "yearsExperience", "salaryRange", "department", "speakable", "isPartOf", "keywords",
    "hiringOrganization.*", "hiringOrganization", "identifier.*", "jobLocation.*", "baseSalary.*",
)  # fmt: skip
_SOC = re.compile(r"\b(\d{2}-\d{4})(?:\.\d{2})?\b")
_HOURS = re.compile(r"^\s*(\d{1,2}(?:\.\d+)?)\s*(?:hours?|hrs?)?\s*(?:(?:per|a|/)\s*week)?\s*$", re.I)


def read_page_postings(document: Document) -> tuple[list[dict[str, Any]], Any]:
    """The JobPosting objects of a page (JSON-LD, else microdata) and the page.

    Raises: SourceChanged when it is empty; RecordRejected when its JSON-LD is damaged.
    """
    page = parse_page(document)
    try:
        found = list(json_ld_objects(page, kind=KIND))
    except ValueError as error:
        raise RecordRejected("damaged JSON-LD", str(error)[:120]) from error
    return found or list(microdata_objects(page, kind=KIND)), page


def record_from_schema_org(row: StrictRow, *, page_url: str = "", employer_name: str = "") -> PostingRecord:
    """One JobPosting object as a record. `employer_name` stands in where the object names none.

    Its reference is its identifier, else its own address, else the page's.

    Raises: RecordRejected.
    """
    identifier = _text_of(row.pop("identifier"), "value", "@id", "name")
    url = _first_text(row.pop("url")) or page_url
    ref = identifier or url
    if not ref:
        raise RecordRejected("missing field", "identifier or url")
    location_type = " ".join(row.pop_texts("jobLocationType"))
    if location_type and location_type.upper() not in ("TELECOMMUTE", "HYBRID", "ON_SITE", "ONSITE"):
        raise RecordRejected("unknown category", f"jobLocationType is “{location_type[:40]}”")
    places, names_remote = _places(row.pop("jobLocation"))
    openings = _text_of(row.pop("totalJobOpenings"), "value")
    employer = row.pop("hiringOrganization")
    return build_record(
        source_ref=short_ref(ref),
        title=row.pop_text("title") or row.pop_text("name", required=True),
        employer_name=_text_of(employer, "name", "legalName") or employer_name,
        description_html=_joined(row, "description", "responsibilities"),
        qualifications_html=_joined(
            row, "qualifications", "educationRequirements", "experienceRequirements", "skills"
        ),
        url=url if url.startswith(("http://", "https://")) else page_url,
        posted_on=parse_date(_first_text(row.pop("datePosted")), field="datePosted"),
        valid_through_on=parse_date(_first_text(row.pop("validThrough")), field="validThrough"),
        employment_types=_employment(row),
        hours_per_week=_hours(row),
        places=places,
        is_remote=location_type.upper() == "TELECOMMUTE" or names_remote,
        pay=_pay(row),
        occupation_hints=_occupations(row.pop("occupationalCategory")),
        openings=int(openings) if openings.isdigit() and int(openings) >= 1 else None,
    )


def _joined(row: StrictRow, *names: str) -> str:
    texts: dict[str, None] = {}
    for name in names:
        for text in _texts(row.pop(name)):
            # in microdata the parts of a description repeat it
            if not any(text in other for other in texts):
                texts.setdefault(text)
    return "\n\n".join(texts)


def _texts(value: Any) -> Iterator[str]:
    for entry in value if isinstance(value, list) else [value]:
        if isinstance(entry, dict):
            months = entry.get("monthsOfExperience")
            if months:
                yield f"{months} months of experience"
            else:
                yield from filter(
                    None, [_text_of(entry, "name", "description", "credentialCategory", "termCode")]
                )
        elif isinstance(entry, str) and entry.strip():
            yield entry.strip()


def _first_text(value: Any) -> str:
    value = value[0] if isinstance(value, list) and value else value
    return value.strip() if isinstance(value, str) else ""


def _text_of(value: Any, *names: str) -> str:
    """The text itself, or the first of these names of an object, or of a list's first entry."""
    if isinstance(value, list):
        return _text_of(value[0], *names) if value else ""
    if isinstance(value, dict):
        return next(
            (found for name in names if (found := _text_of(value.get(name), *names))),
            "",
        )
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _employment(row: StrictRow) -> tuple[str, ...]:
    kinds: list[str] = []
    for text in row.pop_texts("employmentType"):
        if text.upper() == "OTHER":
            kinds.append("OTHER")
            continue
        found, is_understood = find_employment_types(text.replace("_", " "))
        kinds.extend(found)
        if not is_understood:
            row.doubt(f"employmentType “{text[:60]}” says no kind that we know; it stays unknown.")
    return tuple(dict.fromkeys(kinds))


def _hours(row: StrictRow) -> float | None:
    found = _HOURS.match(" ".join(_texts(row.pop("workHours"))))
    return float(found[1]) if found and 0 < float(found[1]) <= 80 else None


def _places(value: Any) -> tuple[tuple[StatedPlace, ...], bool]:
    places: dict[StatedPlace, None] = {}
    is_remote = False
    for entry in value if isinstance(value, list) else [value]:
        if isinstance(entry, str):
            is_remote |= says_remote(entry)
            place = None if says_remote(entry) else place_from_text(entry)
        elif isinstance(entry, dict):
            place, names_remote = _place(StrictRow(entry))
            is_remote |= names_remote
        else:
            continue
        if place is not None:
            places.setdefault(place)
    return tuple(places), is_remote


def _place(location: StrictRow) -> tuple[StatedPlace | None, bool]:
    address, geo = location.pop("address"), location.pop("geo")
    if isinstance(address, list):
        address = address[0] if address else None
    name = location.pop_text("name")
    if not isinstance(address, dict) or not address:
        text = address if isinstance(address, str) and address else name
        return (None, True) if says_remote(text) else (place_from_text(text), False)
    parts = StrictRow(address)
    locality = _first_text(parts.pop("addressLocality"))
    point = StrictRow(geo) if isinstance(geo, dict) else location
    is_remote = says_remote(locality)
    place = place_from_parts(
        street=_first_text(parts.pop("streetAddress")),
        locality="" if is_remote else locality,
        region=_first_text(parts.pop("addressRegion")),
        postal_code=_text_of(parts.pop("postalCode")),
        country=_text_of(parts.pop("addressCountry"), "name", "identifier", "@id"),
        latitude=point.pop_number("latitude"),
        longitude=point.pop_number("longitude"),
    )
    return place, is_remote


def _pay(row: StrictRow) -> StatedPay | None:
    """Pay of `baseSalary` when it has a period; a bare number has none, and none is guessed."""
    stated, default_currency = row.pop("baseSalary"), row.pop_text("salaryCurrency")
    if isinstance(stated, list):
        stated = stated[0] if len(stated) == 1 else None
    if not isinstance(stated, dict):
        if stated:
            row.doubt("a baseSalary without a period was not read.")
        return None
    salary = StrictRow(stated)
    value = salary.pop("value")
    amounts = StrictRow(value) if isinstance(value, dict) else salary
    one = (
        amounts.pop_number("value")
        if isinstance(value, dict)
        else StrictRow({"value": value}).pop_number("value")
    )
    minimum, maximum = amounts.pop_number("minValue"), amounts.pop_number("maxValue")
    unit = _text_of(amounts.pop("unitText") or salary.pop("unitText") or amounts.pop("unitCode"))
    if not (one or minimum or maximum):
        return None
    if not unit:
        row.doubt("a baseSalary without a period was not read.")
        return None
    return stated_pay(
        minimum or one,
        maximum or (None if minimum else one),
        unit=parse_pay_unit(unit, field="baseSalary.value.unitText"),
        currency=salary.pop_text("currency") or default_currency,
    )


def _occupations(value: Any) -> tuple[str, ...]:
    """SOC codes that the posting states; a category of the employer's own is none."""
    hints: list[str] = []
    for entry in value if isinstance(value, list) else [value]:
        text = _text_of(entry, "codeValue", "termCode", "name")
        for code in _SOC.findall(text):
            try:
                hints.append(parse_soc_code(code))
            except InvalidCode:
                continue
    return tuple(dict.fromkeys(hints))
