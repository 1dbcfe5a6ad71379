"""The XML that job boards after Indeed take from employers: `<source>` with one `<job>` a posting.

Source: docs.indeed.com, "XML feed reference" (elements of `<job>`). One job in several towns is several elements with
a `referencenumber` each. Many systems write this form under another root (`<jobs>`) and leave elements out.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from ingest.errors import RecordRejected
from ingest.kit.dates import parse_date
from ingest.kit.document import Document, Fetcher, Outcome, Surroundings
from ingest.kit.outcomes import NotOpen, map_rows, short_ref
from ingest.kit.records import build_record
from ingest.kit.rows import StrictRow
from ingest.kit.terms import find_employment_types, parse_pay_unit, place_from_parts, says_remote, stated_pay
from ingest.kit.xml_text import read_xml_records
from portal.domain.job_posting import PostingRecord, StatedPay, StatedPlace
from portal.domain.model import DataModel

ROOTS = ("source", "jobs")
_UNUSED = (
    "requisitionid", "internalcode", "category", "department", "experience", "education", "sponsored", "budget",
    "phone", "email", "buttons", "tracking_url", "logo", "lastactivitydate", "sourcename", "indeed-apply-data",
    "metadata", "recruitername", "facebook-apply-data", "benefits", "language",
    "languageCode", "categories", "isHybrid", "publisher",
)  # fmt: skip
_REMOTE_TYPES = {
    "": False, "fully remote": True, "remote": True, "yes": True, "true": True, "hybrid remote": False,
    "hybrid": False, "covid-19": False, "no": False, "false": False, "onsite": False, "on-site": False,
}  # fmt: skip
_AMOUNT = re.compile(r"\$\s?(\d[\d,]*(?:\.\d+)?)\s*([kK])?")
_PERIOD = re.compile(
    r"(?:\bper|\ban?|/)\s*(hour|hr|day|week|wk|month|year|yr|annum)\b"
    r"|\b(hourly|daily|weekly|monthly|yearly|annually)\b",
    re.I,
)
_PERIOD_WORDS = {"hr": "hour", "wk": "week", "yr": "year", "annum": "year"}


class IndeedXmlOptions(DataModel):
    """`[options]` of a source with this adapter."""

    url: str = Field(default="", pattern=r"^(https?://\S+)?$")
    employer_name: str = Field(default="", description="where the feed names none")
    unused: tuple[str, ...] = Field(default=(), description="elements that we know and do not read")


class IndeedXml:
    """Adapter for XML in the form of Indeed."""

    is_local = False

    def __init__(self, options: Mapping[str, Any], _surroundings: Surroundings) -> None:
        self._options = IndeedXmlOptions.model_validate(options)

    def waits_for(self) -> str:
        """The address of a feed."""
        return "" if self._options.url else "the address of an employer's XML feed: options.url"

    def fetch(self, fetcher: Fetcher) -> Iterator[Document]:
        """The one feed; Indeed's rules ask employers to put all their jobs into it."""
        yield fetcher.get(self._options.url)

    def parse(self, document: Document) -> Iterator[Outcome]:
        """Jobs to records."""
        employer = self._options.employer_name

        def jobs() -> Iterator[dict[str, Any]]:
            nonlocal employer
            for name, fields in read_xml_records(document, depth=1, roots=ROOTS):
                if name == "company" and not employer:
                    employer = str(fields.get("", ""))
                elif name == "job":
                    yield fields

        unused = (*_UNUSED, *self._options.unused)
        yield from map_rows(document, jobs(), lambda row: _record(row, employer), ref=_ref, unused=unused)


def _ref(fields: Mapping[str, Any]) -> str:
    for name in ("referencenumber", "id", "jobid"):
        if isinstance(fields.get(name), str) and fields[name]:
            return str(fields[name])
    return str(fields.get("url") or "")


def _record(row: StrictRow, employer: str) -> PostingRecord:
    names = ("referencenumber", "id", "jobid")
    fields: dict[str, Any] = {name: row.pop_text(name) for name in names}
    url = row.pop_text("url")
    ref = _ref({**fields, "url": url})
    if not ref:
        raise RecordRejected("missing field", "referencenumber")
    status = row.pop_text("status")
    if status and status.lower() not in ("open", "active", "published"):
        raise NotOpen(f"status is {status[:40]}")
    job_type = _first(row, "jobtype", "type")
    kinds, is_understood = find_employment_types(job_type)
    if not is_understood:
        row.doubt(f"jobtype “{job_type[:60]}” says no kind of employment that we know; it stays unknown.")
    remote = _first(row, "remotetype", "remote", "isremote", "isRemote")
    if remote.lower() not in _REMOTE_TYPES:
        raise RecordRejected("unknown category", f"remotetype is “{remote[:40]}”")
    # some writers put several towns below <locations>
    located = [_place(place) for place in (row, *row.pop_row("locations").pop_rows("location"))]
    return build_record(
        source_ref=short_ref(ref),
        title=row.pop_text("title", required=True),
        employer_name=_first(row, "company", "employer") or employer,
        description_html=row.pop_text("description"),
        url=url,
        posted_on=parse_date(_first(row, "date", "pubdate", "published"), field="date"),
        valid_through_on=parse_date(_first(row, "expirationdate", "expiration_date"), field="expirationdate"),
        employment_types=kinds,
        places=tuple(dict.fromkeys(place for place, _ in located if place is not None)),
        is_remote=_REMOTE_TYPES[remote.lower()] or any(is_remote for _, is_remote in located),
        pay=_pay(row),
    )


def _place(row: StrictRow) -> tuple[StatedPlace | None, bool]:
    city = row.pop_text("city")
    place = place_from_parts(
        street=row.pop_text("streetaddress"),
        locality="" if says_remote(city) else city,
        region=row.pop_text("state"),
        postal_code=row.pop_text("postalcode"),
        country=row.pop_text("country"),
    )
    return place, says_remote(city)


def _first(row: StrictRow, *names: str) -> str:
    """The first of these elements that says something; all are taken out."""
    texts = [row.pop_text(name) for name in names]
    return next(filter(None, texts), "")


def _pay(row: StrictRow) -> StatedPay | None:
    """Pay of a text like "$18.50 - $21 per hour"; a text without a sure amount and period gives none."""
    text = row.pop_text("salary")
    amounts = [
        float(number.replace(",", "")) * (1000 if thousands else 1)
        for number, thousands in _AMOUNT.findall(text)
    ]
    found = _PERIOD.search(text)
    if not found or not 1 <= len(amounts) <= 2:
        if text:
            row.doubt("a salary text without a sure amount and period was not read.")
        return None
    word = (found[1] or found[2]).lower()
    unit = parse_pay_unit(_PERIOD_WORDS.get(word, word), field="salary")
    return stated_pay(amounts[0], amounts[-1], unit=unit)
