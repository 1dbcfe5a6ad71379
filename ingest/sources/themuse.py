"""The Muse.

Source: themuse.com/developers/api/v2 ("Public jobs": pages of 20; 500 calls an hour, 3,600 with a key). By
documentation only: no recorded response was at hand.
"""

import time
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from ingest.errors import FetchFailed, RecordRejected, SourceChanged
from ingest.kit.dates import parse_date
from ingest.kit.document import Document, Fetcher, Outcome, Surroundings
from ingest.kit.json_text import announced_number, parse_json
from ingest.kit.outcomes import NotOpen, map_rows
from ingest.kit.records import build_record
from ingest.kit.rows import StrictRow
from ingest.kit.terms import place_from_text, says_remote
from portal.domain.job_posting import PostingRecord
from portal.domain.model import DataModel

URL = "https://www.themuse.com/api/public/jobs"
_UNUSED = (
    "categories", "tags", "short_name", "model_type", "company.id", "company.short_name", "refs.*", "levels.short_name",
)  # fmt: skip
_FLEXIBLE = "flexible / remote"


class TheMuseOptions(DataModel):
    """`[options]` of a source with this adapter: filters as the API has them (location, category, level, company)."""

    search: dict[str, str] = Field(default_factory=dict)
    max_pages: int = Field(default=99, ge=1, le=500)
    pause_seconds: float = Field(default=1.0, ge=0)


class TheMuse:
    """Adapter for the public jobs of The Muse."""

    is_local = False

    def __init__(self, options: Mapping[str, Any], surroundings: Surroundings) -> None:
        self._options = TheMuseOptions.model_validate(options)
        self._key = surroundings.keys.get("themuse_api_key", "")

    def waits_for(self) -> str:
        """Nothing: a key raises the limit only."""
        return ""

    def fetch(self, fetcher: Fetcher) -> Iterator[Document]:
        """Pages until the announced last one."""
        key = {"api_key": self._key} if self._key else {}
        for page in range(self._options.max_pages):
            if page:
                time.sleep(self._options.pause_seconds)
            document = fetcher.get(URL, params={**self._options.search, **key, "page": str(page)})
            _, page_count = _results(document)
            yield document
            if page + 1 >= page_count:
                return
        raise FetchFailed(
            f"The Muse has more than {self._options.max_pages} pages for this search, so the fetch is not complete. "
            "Narrow options.search.",
            retryable=False,
        )

    def parse(self, document: Document) -> Iterator[Outcome]:
        """Results of one page to records."""
        results, _ = _results(document)
        yield from map_rows(document, results, _record, ref="id", unused=_UNUSED)


def _record(row: StrictRow) -> PostingRecord:
    kind = row.pop_text("type")
    if kind not in ("", "external", "internal"):
        raise RecordRejected("unknown category", f"type is “{kind[:40]}”")
    locations = [location.pop_text("name") for location in row.pop_rows("locations")]
    url = row.pop_row("refs").pop_text("landing_page")
    if not url:
        raise NotOpen("refs.landing_page is missing")
    levels = [level.pop_text("name") for level in row.pop_rows("levels")]
    return build_record(
        source_ref=row.pop_text("id", required=True),
        title=row.pop_text("name", required=True),
        employer_name=row.pop_row("company").pop_text("name"),
        description_html=row.pop_text("contents"),
        url=url,
        posted_on=parse_date(row.pop_text("publication_date"), field="publication_date"),
        employment_types=("INTERN",) if levels == ["Internship"] else (),
        places=tuple(
            place
            for name in locations
            if name.lower() != _FLEXIBLE and (place := place_from_text(name)) is not None
        ),
        is_remote=any(name.lower() == _FLEXIBLE or says_remote(name) for name in locations),
    )


def _results(document: Document) -> tuple[list[Any], int]:
    answer = parse_json(document)
    results = answer.get("results") if isinstance(answer, dict) else None
    if not isinstance(results, list):
        shown = str(answer.get("error", "")) if isinstance(answer, dict) else ""
        raise SourceChanged(f"{document.name}: no list “results”. {shown[:120]}".strip())
    return results, announced_number(answer, "page_count", document=document)
