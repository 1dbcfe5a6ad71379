"""Postings in an open-data table on Socrata. Which column means what stands in the source's options.

Source: Socrata (Tyler Data & Insights) SODA 2, "Paging through Data": `$limit`, `$offset`, and an `$order` that
keeps pages stable. No key is needed.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from pydantic import Field, field_validator

from ingest.errors import FetchFailed, RecordRejected
from ingest.kit.dates import parse_date
from ingest.kit.document import Alarm, Document, Fetcher, Outcome, Rejection, Surroundings
from ingest.kit.json_text import read_json_items
from ingest.kit.records import build_record
from ingest.kit.rows import StrictRow
from ingest.kit.terms import stated_pay
from portal.domain.job_posting import PayUnit, PostingRecord, StatedPay, StatedPlace
from portal.domain.model import DataModel

MAX_PAGES = 2_000
_HOURS = re.compile(
    r"\b(\d{2}(?:\.\d{1,2})?)\s*(?:hours?|hrs?\.?)\b(?:\s*(?:/|per|a|each)?\s*(?:week|wk|weekly))?", re.I
)
_WEEKLY = re.compile(r"week|wk", re.I)


class Columns(DataModel):
    """Name of the column that holds each thing; empty where the table has none."""

    reference: tuple[str, ...] = Field(min_length=1, description="joined by a dash they name one posting")
    title: str
    employer: str
    description: str
    qualifications: str = ""
    preferred: str = ""
    posted_on: str = ""
    valid_through_on: str = ""
    openings: str = ""
    location: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    hours: str = ""
    pay_minimum: str = ""
    pay_maximum: str = ""
    pay_period: str = ""
    employment: str = ""
    audience: str = ""
    unused: tuple[str, ...] = Field(default=(), description="columns that we know and do not read")


class PlacePattern(DataModel):
    """A text of the location column (regular expression, case ignored) and the place that it surely means."""

    pattern: str
    locality: str = ""
    postal_code: str = ""

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, value: str) -> str:
        try:
            re.compile(value)
        except re.error as error:
            raise ValueError(f"is not a regular expression ({error})") from error
        return value


class SocrataOptions(DataModel):
    """`[options]` of a source with this adapter."""

    url: str = Field(pattern=r"^https://\S+\.json$")
    page_size: int = Field(default=1000, ge=1, le=50_000)
    order: str = ":id"
    columns: Columns
    audience_internal: tuple[str, ...] = ()
    audience_public: tuple[str, ...] = ()
    pay_periods: dict[str, PayUnit] = Field(default_factory=dict)
    employment_types: dict[str, str] = Field(default_factory=dict)
    default_employer: str = ""
    region: str = Field(description="state in which all its places lie, two letters")
    default_locality: str = Field(default="", description="where no pattern fits")
    places: tuple[PlacePattern, ...] = ()


class SocrataJobs:
    """Adapter for tables of postings on Socrata."""

    is_local = False

    def __init__(self, options: Mapping[str, Any], surroundings: Surroundings) -> None:
        self._options = SocrataOptions.model_validate(options)
        self._today: date = surroundings.today

    def waits_for(self) -> str:
        """Nothing: the tables are public."""
        return ""

    @cached_property
    def _patterns(self) -> list[tuple[re.Pattern[str], PlacePattern]]:
        return [(re.compile(place.pattern, re.I), place) for place in self._options.places]

    def fetch(self, fetcher: Fetcher) -> Iterator[Document]:
        """Pages of rows, in a stable order, until a page is not full."""
        size = self._options.page_size
        for page in range(MAX_PAGES):
            document = fetcher.get(
                self._options.url,
                params={"$limit": str(size), "$offset": str(page * size), "$order": self._options.order},
            )
            yield document
            if sum(1 for _ in read_json_items(document)) < size:
                return
        raise FetchFailed(
            f"{self._options.url}: more than {MAX_PAGES} pages. Raise page_size.", retryable=False
        )

    def parse(self, document: Document) -> Iterator[Outcome]:
        """Rows of one page to records; a column that nobody knows is an alarm, once a document."""
        new_columns: set[str] = set()
        for fields in read_json_items(document):
            if not isinstance(fields, dict):
                yield Rejection("wrong type", f"a row is {type(fields).__name__}, not an object")
                continue
            parts = [str(fields.get(column) or "") for column in self._options.columns.reference]
            ref = "-".join(parts) if all(parts) else ""
            try:
                row = StrictRow(fields)
                yield self._record(row)
                new_columns.update(row.left_over(known=self._options.columns.unused))
            except RecordRejected as error:
                yield Rejection(error.reason, error.detail, source_ref=ref, record=fields)
        for column in sorted(new_columns):
            yield Alarm(f"{document.name}: new column “{column}”. Map it, or add it to columns.unused.")

    def _record(self, row: StrictRow) -> PostingRecord:
        columns, options = self._options.columns, self._options
        audience = row.pop_text(columns.audience, required=True) if columns.audience else ""
        if columns.audience and audience not in (*options.audience_internal, *options.audience_public):
            raise RecordRejected("unknown category", f"{columns.audience} is “{audience[:40]}”")
        reference = [
            audience if column == columns.audience else row.pop_text(column, required=True)
            for column in columns.reference
        ]
        openings = row.pop_number(columns.openings) if columns.openings else None
        posted_on, valid_through_on = (
            parse_date(row.pop_text(column), field=column) if column else None
            for column in (columns.posted_on, columns.valid_through_on)
        )
        return build_record(
            source_ref="-".join(reference),
            title=row.pop_text(columns.title, required=True),
            employer_name=row.pop_text(columns.employer) or options.default_employer,
            description_html=row.pop_text(columns.description),
            qualifications_html=row.pop_text(columns.qualifications) if columns.qualifications else "",
            preferred_html=row.pop_text(columns.preferred) if columns.preferred else "",
            posted_on=posted_on,
            valid_through_on=valid_through_on,
            employment_types=self._employment(row),
            hours_per_week=self._hours(row),
            places=self._places(row),
            pay=self._pay(row),
            series_hint=" ".join(filter(None, (row.pop_text(column) for column in columns.series))),
            is_internal=audience in options.audience_internal,
            openings=int(openings) if openings and openings >= 1 else None,
        )

    def _employment(self, row: StrictRow) -> tuple[str, ...]:
        column = self._options.columns.employment
        value = row.pop_text(column) if column else ""
        if not value:
            return ()
        if value not in self._options.employment_types:
            raise RecordRejected("unknown category", f"{column} is “{value[:40]}”")
        return (self._options.employment_types[value],)

    def _hours(self, row: StrictRow) -> float | None:
        column = self._options.columns.hours
        text = row.pop_text(column) if column else ""
        found = {float(match[1]) for match in _HOURS.finditer(text) if _WEEKLY.search(text)}
        return found.pop() if len(found) == 1 and max(found) <= 80 else None

    def _pay(self, row: StrictRow) -> StatedPay | None:
        columns = self._options.columns
        if not columns.pay_period:
            return None
        period = row.pop_text(columns.pay_period)
        minimum, maximum = row.pop_number(columns.pay_minimum), row.pop_number(columns.pay_maximum)
        if not minimum and not maximum:
            return None
        if period not in self._options.pay_periods:
            raise RecordRejected("unknown category", f"{columns.pay_period} is “{period[:40]}”")
        return stated_pay(minimum, maximum, unit=self._options.pay_periods[period])

    def _places(self, row: StrictRow) -> tuple[StatedPlace, ...]:
        texts = [row.pop_text(column) for column in self._options.columns.location]
        text = next(filter(None, texts), "")
        region = self._options.region
        for pattern, place in self._patterns:
            if pattern.search(text):
                return (
                    StatedPlace(
                        street=text,
                        locality=place.locality,
                        region=region,
                        postal_code=place.postal_code,
                        text=text,
                    ),
                )
        return (StatedPlace(street=text, locality=self._options.default_locality, region=region, text=text),)
