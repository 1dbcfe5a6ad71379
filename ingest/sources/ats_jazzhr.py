"""JazzHR (ApplyToJob) boards.

Source: JazzHR help centre, "XML job feed" (`https://app.jazz.co/feeds/export/jobs/{company}`: all jobs, no key).
"""

from collections.abc import Iterator
from typing import Any

from ingest.errors import RecordRejected
from ingest.kit.ats_mapping import BoardAdapter, employment_types
from ingest.kit.dates import parse_date
from ingest.kit.document import Document, Fetcher, Outcome
from ingest.kit.outcomes import NotOpen, map_rows
from ingest.kit.records import build_record
from ingest.kit.rows import StrictRow
from ingest.kit.terms import place_from_parts, says_remote
from ingest.kit.xml_text import read_xml_records
from portal.domain.job_posting import PostingRecord

_UNUSED = (
    "internalcode",
    "department",
    "experience",
    "buttons",
    "hiringlead",
    "salary",
    "category",
    "education",
)
_CLOSED = frozenset({"closed", "draft", "filled", "on hold", "cancelled", "needs approval"})


class Jazzhr(BoardAdapter):
    """Adapter for boards on JazzHR."""

    example = "acme in acme.applytojob.com"

    def fetch(self, fetcher: Fetcher) -> Iterator[Document]:
        """The one feed with all jobs."""
        yield fetcher.get(f"https://app.jazz.co/feeds/export/jobs/{self.board}")

    def parse(self, document: Document) -> Iterator[Outcome]:
        """Jobs to records; closed ones are rejected as not open."""
        employer = self._options.employer_name

        def jobs() -> Iterator[dict[str, Any]]:
            nonlocal employer
            for name, fields in read_xml_records(document, depth=1, roots=("jobs",)):
                if name == "company" and not employer:
                    employer = str(fields.get("", ""))
                elif name == "job":
                    yield fields

        unused = (*_UNUSED, *self._options.unused)
        yield from map_rows(
            document, jobs(), lambda row: _record(row, employer or self.board), ref="id", unused=unused
        )


def _record(row: StrictRow, employer: str) -> PostingRecord:
    status = row.pop_text("status")
    if status.lower() in _CLOSED:
        raise NotOpen(f"status is {status}")
    if status.lower() not in ("", "open"):
        raise RecordRejected("unknown category", f"status is “{status[:40]}”")
    city = row.pop_text("city")
    place = place_from_parts(
        locality="" if says_remote(city) else city,
        region=row.pop_text("state"),
        postal_code=row.pop_text("postalcode"),
        country=row.pop_text("country"),
    )
    return build_record(
        source_ref=row.pop_text("id", required=True),
        title=row.pop_text("title", required=True),
        employer_name=employer,
        description_html=row.pop_text("description"),
        url=row.pop_text("url"),
        posted_on=parse_date(row.pop_text("date") or row.pop_text("opendate"), field="date"),
        employment_types=employment_types(row, row.pop_text("type"), field="type"),
        places=(place,) if place else (),
        is_remote=says_remote(city),
    )
