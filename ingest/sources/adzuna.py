"""Adzuna, a search engine for postings of many boards.

Source: developer.adzuna.com, "Search" (`/v1/api/jobs/{country}/search/{page}`, at most 50 results a page), and its
terms of service: 25 calls a minute, 250 a day, each listing labelled "Jobs by Adzuna" with their logo and link. Texts
are cut after 500 characters. A salary that Adzuna predicts is not the employer's and is not read.
"""

import re
import time
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from ingest.errors import FetchFailed, RecordRejected, SourceChanged
from ingest.kit.dates import parse_date
from ingest.kit.document import Document, Fetcher, Outcome, Surroundings
from ingest.kit.json_text import announced_number, parse_json
from ingest.kit.outcomes import map_rows
from ingest.kit.records import build_record
from ingest.kit.rows import StrictRow
from ingest.kit.terms import place_from_parts, stated_pay
from portal.domain.job_posting import PayUnit, PostingRecord, StatedPay, StatedPlace
from portal.domain.model import DataModel

HOST = "https://api.adzuna.com"
PAGE_SIZE = 50
_CURRENCY = {
    "us": "USD",
    "gb": "GBP",
    "ca": "CAD",
    "au": "AUD",
    "de": "EUR",
    "fr": "EUR",
    "nl": "EUR",
    "at": "EUR",
}
_TIMES = {"": (), "full_time": ("FULL_TIME",), "part_time": ("PART_TIME",)}
_TYPES: dict[str, tuple[str, ...]] = {"": (), "permanent": (), "contract": ("CONTRACTOR",)}
_SESSION = re.compile(r"(?<=[?&])se=[^&]*&?")
"""Differs from answer to answer for one and the same posting."""
_UNUSED = (
    "__CLASS__", "adref", "category", "category.*", "company.*", "location.*",
)  # fmt: skip


class AdzunaOptions(DataModel):
    """`[options]` of a source with this adapter: which search, and how many pages of 50 at most."""

    country: str = Field(default="us", pattern=r"^[a-z]{2}$")
    search: dict[str, str] = Field(
        default_factory=dict, description="where, distance, what, category, max_days_old"
    )
    max_pages: int = Field(default=200, ge=1, le=250, description="their limit is 250 calls a day")
    pause_seconds: float = Field(default=2.5, ge=0, description="their limit is 25 calls a minute")


class Adzuna:
    """Adapter for the search of Adzuna."""

    is_local = False

    def __init__(self, options: Mapping[str, Any], surroundings: Surroundings) -> None:
        self._options = AdzunaOptions.model_validate(options)
        self._id = surroundings.keys.get("adzuna_app_id", "")
        self._key = surroundings.keys.get("adzuna_app_key", "")

    def waits_for(self) -> str:
        """The id and key of an application."""
        if self._id and self._key:
            return ""
        return "a free key from developer.adzuna.com: set PORTAL_ADZUNA_APP_ID and PORTAL_ADZUNA_APP_KEY"

    def fetch(self, fetcher: Fetcher) -> Iterator[Document]:
        """Pages of the search, oldest last, until all announced results are there."""
        options, got = self._options, 0
        for page in range(1, options.max_pages + 1):
            if page > 1:
                time.sleep(options.pause_seconds)
            document = fetcher.get(
                f"{HOST}/v1/api/jobs/{options.country}/search/{page}",
                params={
                    **options.search, "app_id": self._id, "app_key": self._key, "results_per_page": str(PAGE_SIZE),
                    "sort_by": "date", "content-type": "application/json",
                },
            )  # fmt: skip
            results, total = _results(document)
            yield document
            got += len(results)
            if got >= total:
                return
            if not results:
                raise FetchFailed(
                    f"Adzuna announced {total} results and gave {got}. Try again later.", retryable=True
                )
        raise FetchFailed(
            f"Adzuna has more results than {options.max_pages} pages hold, so the fetch is not complete. "
            "Narrow options.search (where, distance, max_days_old).",
            retryable=False,
        )

    def parse(self, document: Document) -> Iterator[Outcome]:
        """Results of one page to records."""
        results, _ = _results(document)
        yield from map_rows(document, results, self._record, ref="id", unused=_UNUSED)

    def _record(self, row: StrictRow) -> PostingRecord:
        contract_time, contract_type = row.pop_text("contract_time"), row.pop_text("contract_type")
        for name, value, known in (
            ("contract_time", contract_time, _TIMES),
            ("contract_type", contract_type, _TYPES),
        ):
            if value not in known:
                raise RecordRejected("unknown category", f"{name} is “{value[:40]}”")
        place = _place(row)
        return build_record(
            source_ref=row.pop_text("id", required=True),
            title=row.pop_text("title", required=True),
            employer_name=row.pop_row("company").pop_text("display_name"),
            description_html=row.pop_text("description"),
            url=_SESSION.sub("", row.pop_text("redirect_url")),
            posted_on=parse_date(row.pop_text("created"), field="created"),
            employment_types=(*_TIMES[contract_time], *_TYPES[contract_type]),
            places=(place,) if place else (),
            pay=self._pay(row),
        )

    def _pay(self, row: StrictRow) -> StatedPay | None:
        predicted = row.pop_text("salary_is_predicted")
        minimum, maximum = row.pop_number("salary_min"), row.pop_number("salary_max")
        currency = _CURRENCY.get(self._options.country, "")
        if predicted == "1" or not currency:
            return None
        if predicted not in ("", "0"):
            raise RecordRejected("unknown category", f"salary_is_predicted is “{predicted[:40]}”")
        return stated_pay(minimum, maximum, unit=PayUnit.YEAR, currency=currency)


def _place(row: StrictRow) -> StatedPlace | None:
    """`area` goes from the country down: US, New Jersey, Gloucester County, Deptford."""
    location = row.pop_row("location")
    area, shown = location.pop_texts("area"), location.pop_text("display_name")
    latitude, longitude = row.pop_number("latitude"), row.pop_number("longitude")
    return place_from_parts(
        locality=area[-1] if len(area) > 2 else "",
        region=area[1] if len(area) > 1 else "",
        country=area[0] if area else "",
        text=shown,
        # the point of a county or a state is no place of work
        latitude=latitude if len(area) > 3 else None,
        longitude=longitude if len(area) > 3 else None,
    )


def _results(document: Document) -> tuple[list[Any], int]:
    answer = parse_json(document)
    results = answer.get("results") if isinstance(answer, dict) else None
    if not isinstance(results, list):
        shown = str(answer.get("display", "")) if isinstance(answer, dict) else ""
        raise SourceChanged(f"{document.name}: no list “results”. {shown[:120]}".strip())
    return results, announced_number(answer, "count", document=document)
