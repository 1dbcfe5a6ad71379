"""SmartRecruiters job boards.

Source: developers.smartrecruiters.com, Posting API (`/v1/companies/{company}/postings?limit=&offset=` and
`/postings/{id}`, no key). A posting's own page, which carries microdata, is read too.
"""

from collections.abc import Iterator
from urllib.parse import quote

from ingest.errors import FetchFailed, SourceChanged
from ingest.kit.ats_mapping import (
    MAX_PAGES,
    BoardAdapter,
    employment_types,
    pages_until,
    read_list,
    sort_sections,
)
from ingest.kit.crawl import PageCrawl
from ingest.kit.dates import parse_date
from ingest.kit.document import Document, Fetcher, Outcome
from ingest.kit.json_text import announced_number, parse_json
from ingest.kit.outcomes import NotOpen, is_unreadable, map_rows, unreadable_page
from ingest.kit.records import build_record
from ingest.kit.rows import StrictRow
from ingest.kit.schema_org import UNUSED, read_page_postings, record_from_schema_org
from ingest.kit.terms import place_from_parts
from portal.domain.job_posting import PostingRecord

HOST = "https://api.smartrecruiters.com"
PAGE_SIZE = 100
_UNUSED = (
    "uuid", "jobAdId", "defaultJobAd", "refNumber", "company.*", "industry", "department", "function",
    "experienceLevel", "customField", "ref", "creator", "language", "jobId", "referralUrl", "visibility",
    "typeOfEmployment.id", "typeOfEmployment.*", "location.*", "jobAd.*", "jobAd.sections.videos", "actions",
    "releasedDate",
)  # fmt: skip
_SECTIONS = ("companyDescription", "jobDescription", "qualifications", "additionalInformation")


class SmartRecruiters(BoardAdapter):
    """Adapter for boards on SmartRecruiters."""

    example = "Acme in jobs.smartrecruiters.com/Acme"

    def fetch(self, fetcher: Fetcher) -> Iterator[Document]:
        """Pages of the list, then every posting."""
        crawl, ids = PageCrawl(fetcher, pause_seconds=self.pause_seconds, is_documented=True), list[str]()
        base = f"{HOST}/v1/companies/{self.board}/postings"
        for page in range(MAX_PAGES):
            document = crawl.get(f"{base}?limit={PAGE_SIZE}&offset={page * PAGE_SIZE}")
            entries = read_list(document, "content")
            yield document
            ids += [str(entry["id"]) for entry in entries if isinstance(entry, dict) and entry.get("id")]
            total = announced_number(parse_json(document), "totalFound", document=document)
            if pages_until(total, page * PAGE_SIZE + len(entries), count=len(entries), source=self.board):
                break
        else:
            raise FetchFailed(f"{self.board}: too many pages.", retryable=False)
        yield from crawl.pages(f"{base}/{quote(ref, safe='')}" for ref in dict.fromkeys(ids))

    def parse(self, document: Document) -> Iterator[Outcome]:
        """A posting to a record; pages of the list give none."""
        if is_unreadable(document):
            yield unreadable_page(document, source_ref=document.url.rsplit("/", 1)[-1])
            return
        unused = (*_UNUSED, *self._options.unused)
        if document.raw.lstrip()[:1] == b"<":
            yield from self._parse_page(document)
            return
        answer = parse_json(document)
        if not isinstance(answer, dict):
            raise SourceChanged(f"{document.name}: not an answer of the Posting API.")
        if isinstance(answer.get("content"), list):
            return
        yield from map_rows(document, [answer], self._record, ref="id", unused=unused)

    def _parse_page(self, document: Document) -> Iterator[Outcome]:
        postings, page = read_page_postings(document)
        address = next(
            (meta.get("content", "") for meta in page.iter("meta") if meta.get("property") == "og:url"),
            document.url,
        )
        # the number before the title in the address is the posting's id
        ref = address.rstrip("/").rsplit("/", 1)[-1].split("-", 1)[0]

        def build(row: StrictRow) -> PostingRecord:
            record = record_from_schema_org(row, page_url=address, employer_name=self.employer_name)
            return record.model_copy(update={"source_ref": ref})

        yield from map_rows(document, postings, build, ref=lambda _fields: ref, unused=UNUSED)

    def _record(self, row: StrictRow) -> PostingRecord:
        if row.pop("active") is False:
            raise NotOpen("active is false")
        kind, location = row.pop_row("typeOfEmployment"), row.pop_row("location")
        sections = row.pop_row("jobAd").pop_row("sections")
        named = [(name, sections.pop_row(name)) for name in _SECTIONS]
        parts = [
            # headings are the employer's; the name of the section says what it is
            ("Qualifications" if name == "qualifications" else part.pop_text("title"), part.pop_text("text"))
            for name, part in named
        ]
        description, qualifications, preferred = sort_sections(parts)
        place = place_from_parts(
            street=location.pop_text("address"),
            locality=location.pop_text("city"),
            region=location.pop_text("region"),
            postal_code=location.pop_text("postalCode"),
            country=location.pop_text("country"),
            latitude=location.pop_number("latitude"),
            longitude=location.pop_number("longitude"),
        )
        ref = row.pop_text("id", required=True)
        return build_record(
            source_ref=ref,
            title=row.pop_text("name", required=True),
            employer_name=self._options.employer_name or _company(row) or self.board,
            description_html=description,
            qualifications_html=qualifications,
            preferred_html=preferred,
            url=row.pop_text("postingUrl") or f"https://jobs.smartrecruiters.com/{self.board}/{ref}",
            apply_url=row.pop_text("applyUrl"),
            posted_on=parse_date(row.pop_text("releasedDate"), field="releasedDate"),
            employment_types=employment_types(row, kind.pop_text("label"), field="typeOfEmployment"),
            places=(place,) if place else (),
            is_remote=location.pop_flag("remote"),
        )


def _company(row: StrictRow) -> str:
    return row.pop_row("company").pop_text("name")
