"""Lever job sites.

Source: github.com/lever/postings-api (`/v0/postings/{site}?mode=json&skip=&limit=`, no key; a site of the European
instance lies at api.eu.lever.co).
"""

import time
from collections.abc import Iterator, Mapping
from typing import Any

from ingest.errors import FetchFailed, RecordRejected
from ingest.kit.ats_mapping import (
    MAX_PAGES,
    BoardAdapter,
    BoardOptions,
    employment_types,
    is_remote_kind,
    places_of_texts,
    read_list,
    sort_sections,
)
from ingest.kit.dates import parse_epoch_ms
from ingest.kit.document import Document, Fetcher, Outcome, Surroundings
from ingest.kit.outcomes import map_rows
from ingest.kit.records import build_record
from ingest.kit.rows import StrictRow
from ingest.kit.terms import stated_pay
from portal.domain.job_posting import PayUnit, PostingRecord, StatedPay

PAGE_SIZE = 100
_INTERVALS: dict[str, PayUnit | None] = {
    "per-year-salary": PayUnit.YEAR, "per-month-salary": PayUnit.MONTH, "per-week-salary": PayUnit.WEEK,
    "per-day-wage": PayUnit.DAY, "per-hour-wage": PayUnit.HOUR,
    # no period that could be put on a year surely
    "bi-month-salary": None, "semi-month-salary": None, "bi-week-salary": None, "one-time": None, "": None,
}  # fmt: skip
_UNUSED = (
    "additionalPlain", "categories.team", "categories.department", "categories.level", "descriptionBody",
    "descriptionBodyPlain", "opening", "openingPlain", "salaryDescription", "salaryDescriptionPlain", "tags",
    "reqCode", "requisitionCodes", "urls", "updatedAt", "additional",
)  # fmt: skip


class LeverOptions(BoardOptions):
    """`[options]` of a source with this adapter."""

    is_european: bool = False


class Lever(BoardAdapter):
    """Adapter for job sites on Lever."""

    example = "acme in jobs.lever.co/acme"

    def __init__(self, options: Mapping[str, Any], surroundings: Surroundings) -> None:
        known = LeverOptions.model_validate(options)
        self._host = "api.eu.lever.co" if known.is_european else "api.lever.co"
        super().__init__(known.model_dump(exclude={"is_european"}), surroundings)

    def fetch(self, fetcher: Fetcher) -> Iterator[Document]:
        """Pages until one is not full."""
        for page in range(MAX_PAGES):
            if page:
                time.sleep(self.pause_seconds)
            document = fetcher.get(
                f"https://{self._host}/v0/postings/{self.board}",
                params={"mode": "json", "skip": str(page * PAGE_SIZE), "limit": str(PAGE_SIZE)},
            )
            yield document
            if len(read_list(document)) < PAGE_SIZE:
                return
        raise FetchFailed(f"{self.board}: too many pages.", retryable=False)

    def parse(self, document: Document) -> Iterator[Outcome]:
        """Postings to records."""
        unused = (*_UNUSED, *self._options.unused)
        yield from map_rows(document, read_list(document), self._record, ref="id", unused=unused)

    def _record(self, row: StrictRow) -> PostingRecord:
        categories = row.pop_row("categories")
        first, every = categories.pop_text("location"), categories.pop_texts("allLocations")
        places, says_remote = places_of_texts(every or [first], country=row.pop_text("country"))
        lists = [
            (part.pop_text("text"), f"<ul>{part.pop_text('content')}</ul>") for part in row.pop_rows("lists")
        ]
        html, plain = row.pop_text("description"), row.pop_text("descriptionPlain")
        closing = row.pop_text("additional")
        description, qualifications, preferred = sort_sections([("", html or plain), *lists, ("", closing)])
        return build_record(
            source_ref=row.pop_text("id", required=True),
            title=row.pop_text("text", required=True),
            employer_name=self.employer_name,
            description_html=description,
            qualifications_html=qualifications,
            preferred_html=preferred,
            url=row.pop_text("hostedUrl"),
            apply_url=row.pop_text("applyUrl"),
            posted_on=parse_epoch_ms(row.pop("createdAt"), field="createdAt"),
            employment_types=employment_types(row, categories.pop_text("commitment"), field="commitment"),
            places=places,
            is_remote=is_remote_kind(row.pop_text("workplaceType"), field="workplaceType") or says_remote,
            pay=_pay(row.pop_row("salaryRange")),
        )


def _pay(row: StrictRow) -> StatedPay | None:
    interval, currency = row.pop_text("interval"), row.pop_text("currency")
    minimum, maximum = row.pop_number("min"), row.pop_number("max")
    if interval not in _INTERVALS:
        raise RecordRejected("unknown category", f"salaryRange.interval is “{interval[:40]}”")
    unit = _INTERVALS[interval]
    return None if unit is None else stated_pay(minimum, maximum, unit=unit, currency=currency)
