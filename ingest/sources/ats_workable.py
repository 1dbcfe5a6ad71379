"""Workable job boards.

Source: the public widget of a board (`apply.workable.com/api/v1/widget/accounts/{account}?details=true`: all published
jobs in one answer, no key).
"""

from collections.abc import Iterator

from ingest.kit.ats_mapping import BoardAdapter, employment_types, is_remote_kind, read_list
from ingest.kit.dates import parse_date
from ingest.kit.document import Document, Fetcher, Outcome
from ingest.kit.json_text import parse_json
from ingest.kit.outcomes import map_rows
from ingest.kit.records import build_record
from ingest.kit.rows import StrictRow
from ingest.kit.terms import place_from_parts
from portal.domain.job_posting import PostingRecord, StatedPlace

_UNUSED = (
    "code", "department", "experience", "industry", "function", "education", "shortlink", "created_at", "salary",
    "locations.hidden", "locations.countryCode", "countryCode",
)  # fmt: skip


class Workable(BoardAdapter):
    """Adapter for boards on Workable."""

    example = "acme in apply.workable.com/acme"

    def fetch(self, fetcher: Fetcher) -> Iterator[Document]:
        """The one answer with all published jobs."""
        yield fetcher.get(
            f"https://apply.workable.com/api/v1/widget/accounts/{self.board}", params={"details": "true"}
        )

    def parse(self, document: Document) -> Iterator[Outcome]:
        """Jobs to records."""
        jobs = read_list(document, "jobs")
        employer = self._options.employer_name or str(parse_json(document).get("name") or "") or self.board
        unused = (*_UNUSED, *self._options.unused)
        yield from map_rows(
            document, jobs, lambda row: _record(row, employer), ref="shortcode", unused=unused
        )


def _record(row: StrictRow, employer: str) -> PostingRecord:
    is_remote = is_remote_kind(row.pop_text("workplace_type"), field="workplace_type")
    form, page = row.pop_text("url"), row.pop_text("application_url")
    # in answers of both orders one address ends in /apply/
    apply_url = next((url for url in (form, page) if url.rstrip("/").endswith("apply")), "")
    url = next((url for url in (form, page) if url and url != apply_url), apply_url)
    return build_record(
        source_ref=row.pop_text("shortcode", required=True),
        title=row.pop_text("title", required=True),
        employer_name=employer,
        description_html=row.pop_text("description"),
        qualifications_html=row.pop_text("requirements"),
        url=url,
        apply_url=apply_url,
        posted_on=parse_date(row.pop_text("published_on"), field="published_on"),
        employment_types=employment_types(row, row.pop_text("employment_type"), field="employment_type"),
        places=_places(row),
        is_remote=row.pop_flag("telecommuting") or is_remote,
    )


def _places(row: StrictRow) -> tuple[StatedPlace, ...]:
    first = place_from_parts(
        locality=row.pop_text("city"), region=row.pop_text("state"), country=row.pop_text("country")
    )
    others = [
        place_from_parts(
            locality=place.pop_text("city"),
            region=place.pop_text("region"),
            country=place.pop_text("country"),
        )
        for place in row.pop_rows("locations")
    ]
    return tuple(dict.fromkeys(place for place in (first, *others) if place is not None))
