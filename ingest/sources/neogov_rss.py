"""RSS of NEOGOV (governmentjobs.com), which thousands of states, cities and schools use.

Source: feeds of 2012-13 kept by GSA (jobs_api); the present feed keeps the `joblisting:` namespace and has more fields.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from ingest.errors import RecordRejected
from ingest.kit.dates import parse_date
from ingest.kit.document import Document, Fetcher, Outcome, Surroundings
from ingest.kit.outcomes import map_rows
from ingest.kit.records import build_record
from ingest.kit.rows import StrictRow
from ingest.kit.terms import find_employment_types, parse_pay_unit, place_from_parts, says_remote, stated_pay
from ingest.kit.xml_text import read_xml_records
from portal.domain.job_posting import PostingRecord, StatedPay, StatedPlace
from portal.domain.model import DataModel

NAMESPACE = "http://www.neogov.com/namespaces/JobListing"
ATOM = "http://www.w3.org/2005/Atom"
_PREFIXES = {NAMESPACE: "neogov", ATOM: "atom"}
_NO_LAST_DAY = frozenset({"", "continuous", "open until filled", "until filled"})
_NO_PLACE = frozenset(
    {"", "various", "various locations", "statewide", "multiple locations", "see description"}
)
_NOT_SHOWN = re.compile(r"not displayed|see (position )?description|depends|negotiable|tbd|n/?a|doq", re.I)
_STATE_TAIL = re.compile(r",\s*[A-Z]{2}$")
_UNUSED = (
    "categories.*", "categories", "category", "neogov:advertiseFromDateUTC", "neogov:advertiseToDateTimeUTC",
    "neogov:jobNumberSingle", "pubDate", "neogov:departmentNumber", "neogov:division", "neogov:salary",
    "neogov:timeZone", "neogov:UTCOffset", "neogov:applyLink", "neogov:benefits", "neogov:supplementalQuestions",
    "neogov:additionalInformation",
)  # fmt: skip


class NeogovOptions(DataModel):
    """`[options]` of a source with this adapter."""

    url: str = Field(default="", pattern=r"^(https?://\S+)?$")
    employer_name: str = Field(default="", description="where the feed names none")
    state: str = Field(default="", description="two letters; for feeds whose items name no state")


class NeogovRss:
    """Adapter for an agency's NEOGOV feed."""

    is_local = False

    def __init__(self, options: Mapping[str, Any], _surroundings: Surroundings) -> None:
        self._options = NeogovOptions.model_validate(options)

    def waits_for(self) -> str:
        """The address of an agency's feed."""
        return "" if self._options.url else "the address of an agency's feed: options.url"

    def fetch(self, fetcher: Fetcher) -> Iterator[Document]:
        """The one feed; it holds all open jobs of the agency."""
        yield fetcher.get(self._options.url)

    def parse(self, document: Document) -> Iterator[Outcome]:
        """Items to records."""
        agency = self._options.employer_name

        def items() -> Iterator[dict[str, Any]]:
            nonlocal agency
            for name, fields in read_xml_records(document, depth=2, roots=("rss",), prefixes=_PREFIXES):
                if name == "title" and not agency:
                    agency = _STATE_TAIL.sub("", str(fields.get("", "")))
                elif name == "item":
                    yield fields

        yield from map_rows(
            document, items(), lambda row: self._record(row, agency), ref="neogov:jobId", unused=_UNUSED
        )

    def _record(self, row: StrictRow, agency: str) -> PostingRecord:
        job_id = row.pop_text("neogov:jobId", required=True)
        job_type = row.pop_text("neogov:jobType")
        kinds, is_understood = find_employment_types(job_type)
        if not is_understood:
            row.doubt(f"jobType “{job_type[:60]}” says no kind of employment that we know; it stays unknown.")
        link = row.pop_text("link")
        guid = row.pop("guid")
        department = row.pop_text("neogov:department")
        location = row.pop_text("neogov:location")
        return build_record(
            source_ref=job_id,
            title=row.pop_text("title", required=True),
            employer_name=", ".join(filter(None, (agency, department))),
            description_html=row.pop_text("description") + row.pop_text("neogov:examplesOfDuties"),
            qualifications_html="\n\n".join(
                filter(
                    None,
                    (
                        row.pop_text("neogov:qualifications"),
                        row.pop_text("neogov:minimumQualifications"),
                        row.pop_text("neogov:requirements"),
                    ),
                )
            ),
            url=link or (guid if isinstance(guid, str) and guid.startswith("http") else ""),
            posted_on=parse_date(row.pop_text("neogov:advertiseFromDate"), field="advertiseFromDate"),
            valid_through_on=_last_day(row.pop_text("neogov:advertiseToDateTime")),
            employment_types=kinds,
            places=self._places(row, location),
            is_remote=says_remote(location),
            pay=_pay(row),
        )

    def _places(self, row: StrictRow, location: str) -> tuple[StatedPlace, ...]:
        region = row.pop_text("neogov:state") or self._options.state
        is_place = location.lower() not in _NO_PLACE and not says_remote(location)
        locality, _, rest = location.partition(",") if is_place else ("", "", "")
        found = re.search(r"\b(\d{5})(?:-\d{4})?\s*$", rest)
        place = place_from_parts(
            locality=re.sub(r"^City of ", "", locality.strip()),
            region=region,
            postal_code=found[1] if found else "",
            country="US",
            text=", ".join(filter(None, (location, region))),
        )
        return (place,) if place else ()


def _last_day(text: str) -> Any:
    return None if text.lower() in _NO_LAST_DAY else parse_date(text, field="advertiseToDateTime")


def _pay(row: StrictRow) -> StatedPay | None:
    amounts: list[float | None] = []
    for name in ("neogov:minimumSalary", "neogov:maximumSalary"):
        text = row.pop_text(name)
        amounts.append(None if _NOT_SHOWN.search(text) else StrictRow({name: text}).pop_number(name))
    interval, currency = row.pop_text("neogov:salaryInterval"), row.pop_text("neogov:salaryCurrency")
    if not any(amounts):
        return None
    if interval.lower() in (
        "biweekly",
        "bi-weekly",
        "semi-monthly",
        "semimonthly",
        "per session",
        "flat rate",
    ):
        return None  # no period that could be put on a year surely
    if not interval:
        raise RecordRejected("unknown category", "a salary without salaryInterval")
    return stated_pay(
        amounts[0], amounts[1], unit=parse_pay_unit(interval, field="salaryInterval"), currency=currency
    )
