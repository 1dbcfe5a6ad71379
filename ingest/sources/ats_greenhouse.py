"""Greenhouse job boards.

Source: developers.greenhouse.io, Job Board API (`/v1/boards/{board}/jobs?content=true&pay_transparency=true`: all jobs
in one answer, no key). The older `offices` answer, with jobs below offices and departments, is read too.
"""

import re
from collections.abc import Iterator
from typing import Any

from ingest.errors import SourceChanged
from ingest.kit.ats_mapping import BoardAdapter, places_of_texts
from ingest.kit.dates import parse_date
from ingest.kit.document import Document, Fetcher, Outcome
from ingest.kit.json_text import parse_json
from ingest.kit.outcomes import map_rows
from ingest.kit.records import build_record
from ingest.kit.rows import StrictRow
from ingest.kit.terms import stated_pay
from portal.domain.job_posting import PayUnit, PostingRecord, StatedPay

_UNUSED = (
    "internal_job_id", "requisition_id", "metadata", "departments", "offices", "data_compliance", "language",
    "education", "updated_at", "include_ai_disclaimer", "questions", "location_questions", "compliance",
    "demographic_questions",
)  # fmt: skip
_YEARLY = re.compile(r"\b(annual(ly)?|year(ly)?|per annum|salary|ote)\b", re.I)
_HOURLY = re.compile(r"\b(hour(ly)?)\b", re.I)


class Greenhouse(BoardAdapter):
    """Adapter for boards on Greenhouse."""

    example = "acme in job-boards.greenhouse.io/acme"

    def fetch(self, fetcher: Fetcher) -> Iterator[Document]:
        """The one answer with all jobs."""
        yield fetcher.get(
            f"https://boards-api.greenhouse.io/v1/boards/{self.board}/jobs",
            params={"content": "true", "pay_transparency": "true"},
        )

    def parse(self, document: Document) -> Iterator[Outcome]:
        """Jobs to records."""
        unused = (*_UNUSED, *self._options.unused)
        yield from map_rows(document, _jobs(document), self._record, ref="id", unused=unused)

    def _record(self, row: StrictRow) -> PostingRecord:
        places, is_remote = places_of_texts([row.pop_row("location").pop_text("name")])
        return build_record(
            source_ref=row.pop_text("id", required=True),
            title=row.pop_text("title", required=True),
            employer_name=self._options.employer_name or row.pop_text("company_name") or self.board,
            description_html=row.pop_text("content"),
            url=row.pop_text("absolute_url"),
            posted_on=parse_date(row.pop_text("first_published"), field="first_published"),
            valid_through_on=parse_date(row.pop_text("application_deadline"), field="application_deadline"),
            places=places,
            is_remote=is_remote,
            pay=_pay(row.pop_rows("pay_input_ranges")),
        )


def _pay(ranges: list[StrictRow]) -> StatedPay | None:
    """The one stated range, when its title says whether it is for an hour or a year; ranges by zone are left out."""
    if len(ranges) != 1:
        for other in ranges:
            _take(other)
        return None
    minimum, maximum, currency, title = _take(ranges[0])
    unit = PayUnit.HOUR if _HOURLY.search(title) else PayUnit.YEAR if _YEARLY.search(title) else None
    if unit is None:
        return None
    return stated_pay(minimum, maximum, unit=unit, currency=currency)


def _take(row: StrictRow) -> tuple[float | None, float | None, str, str]:
    minimum, maximum = row.pop_number("min_cents"), row.pop_number("max_cents")
    title = f"{row.pop_text('title')} {row.pop_text('blurb')}"
    return (
        minimum / 100 if minimum else None,
        maximum / 100 if maximum else None,
        row.pop_text("currency_type"),
        title,
    )


def _jobs(document: Document) -> list[Any]:
    answer = parse_json(document)
    if isinstance(answer, dict) and isinstance(answer.get("jobs"), list):
        return list(answer["jobs"])
    offices = _objects(answer.get("offices")) or [answer] if isinstance(answer, dict) else []
    if not offices or not all("departments" in office for office in offices):
        raise SourceChanged(f"{document.name}: no list “jobs”. Is it an answer of the Job Board API?")
    departments = [department for office in offices for department in _objects(office["departments"])]
    found = [job for department in departments for job in _objects(department.get("jobs"))]
    # one job stands below each of its offices and departments
    return list({str(job.get("id")): job for job in found}.values())


def _objects(value: Any) -> list[dict[str, Any]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []
