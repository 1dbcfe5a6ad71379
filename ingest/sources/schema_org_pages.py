"""Job pages of any web site that marks them up with schema.org JobPosting, found by its sitemap or a list page.

Source: schema.org/JobPosting; sitemaps.org protocol 0.9 (urlset, sitemapindex, gzip); robots.txt honoured (RFC 9309).
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from ingest.errors import FetchFailed, RecordRejected, SourceChanged
from ingest.kit.crawl import PageCrawl
from ingest.kit.document import Alarm, Document, Fetcher, Outcome, Rejection, Surroundings
from ingest.kit.html_page import link_targets, parse_page
from ingest.kit.outcomes import is_unreadable, map_rows, short_ref, unreadable_page
from ingest.kit.rows import StrictRow
from ingest.kit.schema_org import UNUSED, read_page_postings, record_from_schema_org
from ingest.kit.xml_text import read_xml_records, read_xml_root
from portal.domain.job_posting import PostingRecord
from portal.domain.model import DataModel

MAX_SITEMAPS = 200


class PagesOptions(DataModel):
    """`[options]` of a source with this adapter."""

    sitemap: str = Field(
        default="", pattern=r"^(https?://\S+)?$", description="sitemap.xml or an index of sitemaps"
    )
    list_page: str = Field(
        default="", pattern=r"^(https?://\S+)?$", description="a page that links to all jobs"
    )
    job_pages: str = Field(default="", description="regular expression that the address of a job page fits")
    employer_name: str = Field(default="", description="where a page names none")
    max_pages: int = Field(default=5_000, ge=1, le=100_000)
    pause_seconds: float = Field(default=1.0, ge=0)


class SchemaOrgPages:
    """Adapter for pages with JobPosting markup."""

    is_local = False

    def __init__(self, options: Mapping[str, Any], _surroundings: Surroundings) -> None:
        self._options = PagesOptions.model_validate(options)
        try:
            self._fits = re.compile(self._options.job_pages)
        except re.error as error:
            raise ValueError(f"options.job_pages is no regular expression: {error}") from error

    def waits_for(self) -> str:
        """Where to begin."""
        if self._options.sitemap or self._options.list_page:
            return ""
        return "the address of the site's sitemap or list of jobs: options.sitemap or options.list_page"

    def fetch(self, fetcher: Fetcher) -> Iterator[Document]:
        """Sitemaps or the list page, then every job page that they name."""
        crawl = PageCrawl(fetcher, pause_seconds=self._options.pause_seconds)
        targets: dict[str, None] = {}
        if self._options.sitemap:
            for document in self._sitemaps(crawl):
                yield document
                targets.update(dict.fromkeys(url for kind, url in sitemap_entries(document) if kind == "url"))
        else:
            page = crawl.get(self._options.list_page)
            yield page
            targets.update(
                dict.fromkeys(link_targets(parse_page(page), base=page.url or self._options.list_page))
            )
        wanted = [url for url in targets if self._fits.search(url)]
        if len(wanted) > self._options.max_pages:
            raise FetchFailed(
                f"{len(wanted)} job pages, more than options.max_pages ({self._options.max_pages}). "
                "Narrow options.job_pages, or raise max_pages if that is right.",
                retryable=False,
            )
        yield from crawl.pages(wanted)

    def _sitemaps(self, crawl: PageCrawl) -> Iterator[Document]:
        waiting, seen = [self._options.sitemap], {self._options.sitemap}
        while waiting:
            if len(seen) > MAX_SITEMAPS:
                raise FetchFailed(
                    f"more than {MAX_SITEMAPS} sitemaps below {self._options.sitemap}.", retryable=False
                )
            document = crawl.get(waiting.pop(0))
            yield document
            for kind, url in sitemap_entries(document):
                if kind == "sitemap" and url not in seen:
                    seen.add(url)
                    waiting.append(url)

    def parse(self, document: Document) -> Iterator[Outcome]:
        """The postings of one page; sitemaps and pages without a posting give none."""
        if is_unreadable(document):
            yield unreadable_page(document, source_ref=document.url)
            return
        if read_xml_root(document)[0] in ("urlset", "sitemapindex"):
            return
        page_url = document.url if document.url.startswith("http") else ""
        try:
            postings, _ = read_page_postings(document)
        except RecordRejected as error:
            yield Rejection(
                error.reason, error.detail, source_ref=short_ref(page_url), record={"page": page_url}
            )
            return
        if not postings:
            if self._is_job_page(page_url):
                yield Alarm(
                    f"{page_url}: the page holds no JobPosting. Is the job gone, or options.job_pages too wide?"
                )
            return
        # a page with several postings needs a reference of its own for each
        alone = page_url if len(postings) == 1 else ""

        def build(row: StrictRow) -> PostingRecord:
            record = record_from_schema_org(row, page_url=alone, employer_name=self._options.employer_name)
            # the page's address is known even when the page cannot be read
            return record.model_copy(update={"source_ref": short_ref(alone)}) if alone else record

        yield from map_rows(
            document, postings, build, ref=lambda fields: alone or _named(fields), unused=UNUSED
        )

    def _is_job_page(self, url: str) -> bool:
        return bool(url) and url != self._options.list_page and bool(self._fits.search(url))


def sitemap_entries(document: Document) -> Iterator[tuple[str, str]]:
    """What a sitemap names: (`url` or `sitemap`, address).

    Raises: SourceChanged when it is no sitemap.
    """
    prefixes = {"http://www.w3.org/1999/xhtml": "xhtml"}
    for kind, fields in read_xml_records(
        document, depth=1, roots=("urlset", "sitemapindex"), prefixes=prefixes
    ):
        address = fields.get("loc")
        if not isinstance(address, str) or not address.startswith(("http://", "https://")):
            raise SourceChanged(f"{document.name}: an entry without the address of a page.")
        yield kind, address


def _named(fields: Mapping[str, Any]) -> str:
    identifier = fields.get("identifier")
    if isinstance(identifier, dict):
        identifier = identifier.get("value")
    url = fields.get("url")
    return str(identifier or (url if isinstance(url, str) else "") or "")
