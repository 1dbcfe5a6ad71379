"""Avature career sites.

Source: a site's sitemap and feed as recorded by others. The feed holds the newest jobs only, so jobs are found by the
sitemap, which holds all, and read on their pages by JSON-LD; a site whose pages carry none cannot be read.
The feed itself is read too (title, address, date), for `ingest try`.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from ingest.errors import RecordRejected
from ingest.kit.ats_mapping import BoardAdapter
from ingest.kit.crawl import PageCrawl
from ingest.kit.dates import parse_date
from ingest.kit.document import Document, Fetcher, Outcome, Rejection, Surroundings
from ingest.kit.outcomes import is_unreadable, map_rows, unreadable_page
from ingest.kit.records import build_record
from ingest.kit.rows import StrictRow
from ingest.kit.schema_org import UNUSED, read_page_postings, record_from_schema_org
from ingest.kit.terms import says_remote
from ingest.kit.xml_text import read_xml_records, read_xml_root
from portal.domain.job_posting import PostingRecord
from portal.domain.model import DataModel

_JOB = re.compile(r"/JobDetail/(?:[^/?#]+/)?(\d+)(?:[/?#]|$)")


class AvatureOptions(DataModel):
    """`[options]` of a source with this adapter. Units: seconds."""

    site: str = Field(
        default="",
        pattern=r"^(https://[^/\s?#]+(/[^\s?#]*)?)?$",
        description="https://acme.avature.net/careers",
    )
    employer_name: str = ""
    pause_seconds: float = Field(default=1.0, ge=0)


class Avature(BoardAdapter):
    """Adapter for career sites on Avature."""

    def __init__(self, options: Mapping[str, Any], surroundings: Surroundings) -> None:
        known = AvatureOptions.model_validate(options)
        self._site = known.site.rstrip("/")
        host = self._site.removeprefix("https://").split("/")[0]
        super().__init__(
            {
                "board": host.split(".")[0],
                "employer_name": known.employer_name,
                "pause_seconds": known.pause_seconds,
            },
            surroundings,
        )

    def waits_for(self) -> str:
        """The address of the career site."""
        return (
            ""
            if self._site
            else "the address of a career site: options.site (https://acme.avature.net/careers)"
        )

    def fetch(self, fetcher: Fetcher) -> Iterator[Document]:
        """The sitemap, then every job page."""
        crawl = PageCrawl(fetcher, pause_seconds=self.pause_seconds)
        sitemap = crawl.get(f"{self._site}/sitemap.xml")
        yield sitemap
        jobs: dict[str, str] = {}
        for url in _sitemap_addresses(sitemap):
            if found := _JOB.search(url):
                jobs.setdefault(found[1], url)
        yield from crawl.pages(jobs.values())

    def parse(self, document: Document) -> Iterator[Outcome]:
        """A job page or a feed to records; the sitemap gives none."""
        found = _JOB.search(document.url)
        ref = found[1] if found else ""
        if is_unreadable(document):
            yield unreadable_page(document, source_ref=ref)
            return
        root, _ = read_xml_root(document)
        if root in ("urlset", "sitemapindex"):
            return
        if root == "rss":
            yield from map_rows(
                document, _items(document), self._feed_record, ref=_item_ref, unused=("category",)
            )
            return
        try:
            postings, _ = read_page_postings(document)
            if not postings:
                raise RecordRejected("no job markup", "the page carries no schema.org JobPosting")
        except RecordRejected as error:
            yield Rejection(error.reason, error.detail, source_ref=ref, record={"page": document.url})
            return
        yield from map_rows(
            document,
            postings[:1],
            lambda row: record_from_schema_org(
                row, page_url=document.url, employer_name=self.employer_name
            ).model_copy(update={"source_ref": ref} if ref else {}),
            ref=lambda _fields: ref,
            unused=UNUSED,
        )

    def _feed_record(self, row: StrictRow) -> PostingRecord:
        link = row.pop_text("link") or row.pop_text("guid")
        row.pop("guid")
        found = _JOB.search(link)
        if found is None:
            raise RecordRejected("missing field", "the number in the address of the job")
        title = row.pop_text("title", required=True)
        return build_record(
            source_ref=found[1],
            title=title,
            employer_name=self.employer_name,
            description_html=row.pop_text("description").removeprefix("- "),
            url=link,
            posted_on=parse_date(row.pop_text("pubDate"), field="pubDate"),
            is_remote=says_remote(title),
        )


def _items(document: Document) -> Iterator[dict[str, Any]]:
    for name, fields in read_xml_records(document, depth=2, roots=("rss",)):
        if name == "item":
            yield fields


def _item_ref(fields: Mapping[str, Any]) -> str:
    found = _JOB.search(str(fields.get("link") or fields.get("guid") or ""))
    return found[1] if found else ""


def _sitemap_addresses(document: Document) -> Iterator[str]:
    prefixes = {"http://www.w3.org/1999/xhtml": "xhtml"}
    for _, fields in read_xml_records(document, depth=1, roots=("urlset",), prefixes=prefixes):
        if isinstance(fields.get("loc"), str):
            yield fields["loc"]
