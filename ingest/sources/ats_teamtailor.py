"""Teamtailor career sites.

Source: support.teamtailor.com, "RSS feed of your jobs" (`https://{company}.teamtailor.com/jobs.rss`: all published
jobs; places in the namespace https://teamtailor.com/locations).
"""

from collections.abc import Iterator
from typing import Any

from ingest.kit.ats_mapping import BoardAdapter, is_remote_kind
from ingest.kit.dates import parse_date
from ingest.kit.document import Document, Fetcher, Outcome
from ingest.kit.outcomes import map_rows
from ingest.kit.records import build_record
from ingest.kit.rows import StrictRow
from ingest.kit.terms import place_from_parts, says_remote
from ingest.kit.xml_text import read_xml_records
from portal.domain.job_posting import PostingRecord, StatedPlace

NAMESPACE = "https://teamtailor.com/locations"
_UNUSED = ("tt:department", "tt:role", "tt:division", "enclosure", "company_name", "author", "category")


class Teamtailor(BoardAdapter):
    """Adapter for career sites on Teamtailor."""

    example = "acme in acme.teamtailor.com"

    def fetch(self, fetcher: Fetcher) -> Iterator[Document]:
        """The one feed with all published jobs."""
        yield fetcher.get(f"https://{self.board}.teamtailor.com/jobs.rss")

    def parse(self, document: Document) -> Iterator[Outcome]:
        """Items to records."""
        unused = (*_UNUSED, *self._options.unused)
        yield from map_rows(document, _items(document), self._record, ref="guid", unused=unused)

    def _record(self, row: StrictRow) -> PostingRecord:
        remote = row.pop_text("remoteStatus")
        locations = row.pop_row("tt:locations").pop_rows("tt:location")
        return build_record(
            source_ref=row.pop_text("guid", required=True),
            title=row.pop_text("title", required=True),
            employer_name=self.employer_name,
            description_html=row.pop_text("description"),
            url=row.pop_text("link"),
            posted_on=parse_date(row.pop_text("pubDate"), field="pubDate"),
            places=tuple(place for location in locations if (place := _place(location)) is not None),
            is_remote=is_remote_kind(remote, field="remoteStatus"),
        )


def _items(document: Document) -> Iterator[dict[str, Any]]:
    for name, fields in read_xml_records(document, depth=2, roots=("rss",), prefixes={NAMESPACE: "tt"}):
        if name == "item":
            yield fields


def _place(row: StrictRow) -> StatedPlace | None:
    name, city = row.pop_text("tt:name"), row.pop_text("tt:city")
    return place_from_parts(
        street=row.pop_text("tt:address"),
        locality=city,
        postal_code=row.pop_text("tt:zip"),
        country=row.pop_text("tt:country"),
        # an office's name is not a town
        text=name if not city or says_remote(name) else ", ".join((city, name)),
    )
