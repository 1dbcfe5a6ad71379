"""iCIMS career portals.

Source: a portal's list (`/jobs/search?pr={page}&in_iframe=1`) and job pages, which carry JSON-LD, as recorded by
others; iCIMS documents neither. robots.txt is honoured.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from ingest.errors import FetchFailed, RecordRejected, SourceChanged
from ingest.kit.ats_mapping import MAX_PAGES, BoardAdapter
from ingest.kit.crawl import PageCrawl
from ingest.kit.document import Alarm, Document, Fetcher, Outcome, Rejection
from ingest.kit.html_page import link_targets, parse_page, text_of
from ingest.kit.outcomes import is_unreadable, map_rows, unreadable_page
from ingest.kit.rows import StrictRow
from ingest.kit.schema_org import UNUSED, read_page_postings, record_from_schema_org
from ingest.kit.terms import place_from_text, says_remote
from portal.domain.job_posting import PostingRecord

_JOB = re.compile(r"/jobs/(\d+)/[^/]+/job")
_PAGE_OF = re.compile(r"Page\s+(\d+)\s+of\s+(\d+)")


class Icims(BoardAdapter):
    """Adapter for portals on iCIMS."""

    example = "careers-acme in careers-acme.icims.com"

    def fetch(self, fetcher: Fetcher) -> Iterator[Document]:
        """Pages of the list, then every job page."""
        crawl = PageCrawl(fetcher, pause_seconds=self.pause_seconds)
        base, jobs = f"https://{self.board}.icims.com", dict[str, str]()
        for number in range(MAX_PAGES):
            page = crawl.get(f"{base}/jobs/search?pr={number}&in_iframe=1")
            yield page
            for url in link_targets(parse_page(page), base=base):
                if (found := _JOB.search(url)) and urlsplit(url).netloc == urlsplit(base).netloc:
                    jobs.setdefault(found[1], f"{url.split('?')[0]}?in_iframe=1")
            if number + 1 >= _page_count(page):
                break
        else:
            raise FetchFailed(f"{self.board}: too many pages.", retryable=False)
        yield from crawl.pages(jobs.values())

    def parse(self, document: Document) -> Iterator[Outcome]:
        """A job page to a record; pages of the list give none."""
        found = _JOB.search(document.url)
        ref = found[1] if found else ""
        if is_unreadable(document):
            yield unreadable_page(document, source_ref=ref)
            return
        page = parse_page(document)
        if page.xpath("//*[contains(concat(' ', @class, ' '), ' iCIMS_SearchResultsHeader ')]"):
            return
        try:
            postings, _ = read_page_postings(document)
        except RecordRejected as error:
            yield Rejection(error.reason, error.detail, source_ref=ref, record={"page": document.url})
            return
        if not postings:
            yield Alarm(f"{document.url or document.name}: the page holds no JobPosting. Is the job gone?")
            return
        texts = page.xpath("//span[normalize-space()='Job Locations']/following-sibling::span")
        shown = text_of(texts[0]) if texts else ""

        def build(row: StrictRow) -> PostingRecord:
            record = record_from_schema_org(row, page_url=document.url, employer_name=self.employer_name)
            own = found or _JOB.search(record.url)
            if own is None:
                raise RecordRejected("missing field", "the number in the address of the job")
            stated = [place_from_text(part.strip()) for part in shown.split("|") if not says_remote(part)]
            places = tuple(place for place in stated if place is not None)
            # the page's own line names all places, its JSON-LD often one
            return record.model_copy(
                update={
                    "source_ref": own[1],
                    "places": places or record.places,
                    "is_remote": record.is_remote or any(says_remote(part) for part in shown.split("|")),
                }
            )

        yield from map_rows(document, postings[:1], build, ref=lambda _fields: ref, unused=UNUSED)


def _page_count(page: Document) -> int:
    found = _PAGE_OF.search(text_of(parse_page(page)))
    if found is None:
        if "iCIMS_JobsTable" in page.raw.decode("utf-8", "replace"):
            return 1
        raise SourceChanged(f"{page.url}: no list of jobs. Is it an iCIMS portal?")
    return int(found[2])
