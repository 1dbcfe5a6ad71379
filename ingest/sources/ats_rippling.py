"""Rippling job boards.

Source: developer.rippling.com, Job Board API v2 (`ats.rippling.com/api/v2/board/{board}/jobs?page=&pageSize=`, pages
from 0, and `/jobs/{id}`; no key), in the shape that others recorded. The job has the text and pay.
"""

from collections.abc import Iterator

from ingest.errors import FetchFailed, RecordRejected, SourceChanged
from ingest.kit.ats_mapping import (
    MAX_PAGES,
    BoardAdapter,
    is_remote_kind,
    places_of_texts,
    read_list,
    sort_sections,
)
from ingest.kit.crawl import PageCrawl
from ingest.kit.dates import parse_date
from ingest.kit.document import Document, Fetcher, Outcome
from ingest.kit.json_text import announced_number, parse_json
from ingest.kit.outcomes import is_unreadable, map_rows, unreadable_page
from ingest.kit.records import build_record
from ingest.kit.rows import StrictRow
from ingest.kit.terms import stated_pay
from portal.domain.job_posting import PayUnit, PostingRecord, StatedPay

HOST = "https://ats.rippling.com"
PAGE_SIZE = 50
_TYPES: dict[str, tuple[str, ...]] = {
    "": (), "SALARIED_FT": ("FULL_TIME",), "SALARIED_PT": ("PART_TIME",), "HOURLY_FT": ("FULL_TIME",),
    "HOURLY_PT": ("PART_TIME",), "CONTRACTOR": ("CONTRACTOR",), "INTERN": ("INTERN",), "TEMP": ("TEMPORARY",),
    "TEMPORARY": ("TEMPORARY",),
}  # fmt: skip
_FREQUENCIES = {
    "ANNUAL": PayUnit.YEAR, "YEAR": PayUnit.YEAR, "HOUR": PayUnit.HOUR, "HOURLY": PayUnit.HOUR,
    "MONTH": PayUnit.MONTH, "MONTHLY": PayUnit.MONTH, "WEEK": PayUnit.WEEK, "WEEKLY": PayUnit.WEEK,
    "DAY": PayUnit.DAY, "DAILY": PayUnit.DAY,
}  # fmt: skip
_UNUSED = (
    "employmentType.label", "department", "language", "board", "companyName", "updatedOn", "status",
    "payRangeDetails.*", "description.*", "locations",
)  # fmt: skip


class Rippling(BoardAdapter):
    """Adapter for boards on Rippling."""

    example = "acme in ats.rippling.com/acme/jobs"

    def fetch(self, fetcher: Fetcher) -> Iterator[Document]:
        """Pages of the list, then every job."""
        crawl, ids = PageCrawl(fetcher, pause_seconds=self.pause_seconds, is_documented=True), list[str]()
        base = f"{HOST}/api/v2/board/{self.board}/jobs"
        for page in range(MAX_PAGES):
            document = crawl.get(f"{base}?page={page}&pageSize={PAGE_SIZE}")
            entries = read_list(document, "items")
            yield document
            ids += [str(entry["id"]) for entry in entries if isinstance(entry, dict) and entry.get("id")]
            if page + 1 >= announced_number(parse_json(document), "totalPages", document=document):
                break
        else:
            raise FetchFailed(f"{self.board}: too many pages.", retryable=False)
        # a job with several places stands several times in the list
        yield from crawl.pages(f"{base}/{ref}" for ref in dict.fromkeys(ids))

    def parse(self, document: Document) -> Iterator[Outcome]:
        """A job to a record; pages of the list give none."""
        if is_unreadable(document):
            yield unreadable_page(document, source_ref=document.url.rsplit("/", 1)[-1])
            return
        answer = parse_json(document)
        if not isinstance(answer, dict):
            raise SourceChanged(f"{document.name}: not an answer of a Rippling board.")
        if isinstance(answer.get("items"), list):
            return
        unused = (*_UNUSED, *self._options.unused)
        yield from map_rows(document, [answer], self._record, ref="uuid", unused=unused)

    def _record(self, row: StrictRow) -> PostingRecord:
        ref = row.pop_text("uuid", required=True)
        kind = row.pop_row("employmentType").pop_text("id")
        if kind not in _TYPES:
            raise RecordRejected("unknown category", f"employmentType is “{kind[:40]}”")
        places, is_remote = places_of_texts(row.pop_texts("workLocations"))
        text = row.pop_row("description")
        description, qualifications, preferred = sort_sections(
            [("", text.pop_text("role")), ("", text.pop_text("company"))]
        )
        workplace = is_remote_kind(row.pop_text("workplaceType"), field="workplaceType")
        return build_record(
            source_ref=ref,
            title=row.pop_text("name", required=True),
            employer_name=self.employer_name,
            description_html=description,
            qualifications_html=qualifications,
            preferred_html=preferred,
            url=row.pop_text("url") or (f"{HOST}/{self.board}/jobs/{ref}" if self.board else ""),
            posted_on=parse_date(row.pop_text("createdOn"), field="createdOn"),
            employment_types=_TYPES[kind],
            places=places,
            is_remote=is_remote or workplace,
            pay=_pay(row.pop_rows("payRangeDetails")),
        )


def _pay(ranges: list[StrictRow]) -> StatedPay | None:
    """The one stated range; several, by place, give none."""
    if len(ranges) != 1:
        return None
    frequency = ranges[0].pop_text("frequency")
    if frequency.upper() not in _FREQUENCIES:
        raise RecordRejected("unknown category", f"payRangeDetails.frequency is “{frequency[:40]}”")
    return stated_pay(
        ranges[0].pop_number("rangeStart"),
        ranges[0].pop_number("rangeEnd"),
        unit=_FREQUENCIES[frequency.upper()],
        currency=ranges[0].pop_text("currency"),
    )
