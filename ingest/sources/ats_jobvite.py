"""Jobvite career sites.

Source: a site's list (`jobs.jobvite.com/{company}/jobs`) and job pages, as recorded by others; its JSON feed needs the
employer's key. Pages carry JSON-LD on some sites and none on others, then their marked parts are read.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from ingest.errors import RecordRejected, SourceChanged
from ingest.kit.ats_mapping import BoardAdapter, employment_types
from ingest.kit.crawl import PageCrawl
from ingest.kit.document import Alarm, Document, Fetcher, Outcome, Rejection
from ingest.kit.html_page import inner_html, link_targets, parse_page, text_of
from ingest.kit.outcomes import is_unreadable, map_rows, unreadable_page
from ingest.kit.records import build_record
from ingest.kit.rows import StrictRow
from ingest.kit.schema_org import UNUSED, read_page_postings, record_from_schema_org
from ingest.kit.terms import find_employment_types, place_from_text, says_remote
from portal.domain.job_posting import PostingRecord, StatedPlace

HOST = "jobs.jobvite.com"
_JOB = re.compile(r"/job/([A-Za-z0-9]+)")
_HAS_STATE = re.compile(r".+,\s*\S+")


class Jobvite(BoardAdapter):
    """Adapter for career sites on Jobvite."""

    example = "acme in jobs.jobvite.com/acme"

    def fetch(self, fetcher: Fetcher) -> Iterator[Document]:
        """The list of all jobs, then every job page."""
        crawl = PageCrawl(fetcher, pause_seconds=self.pause_seconds)
        page = crawl.get(f"https://{HOST}/{self.board}/jobs/viewall")
        yield page
        jobs: dict[str, str] = {}
        for url in link_targets(parse_page(page), base=f"https://{HOST}"):
            parts = urlsplit(url)
            found = _JOB.search(parts.path)
            if found and parts.netloc == HOST and parts.path.startswith(f"/{self.board}/"):
                jobs.setdefault(found[1], f"https://{HOST}/{self.board}/job/{found[1]}")
        if not jobs and "jv-" not in page.raw.decode("utf-8", "replace"):
            raise SourceChanged(f"{page.url}: no list of jobs. Is it a Jobvite site?")
        yield from crawl.pages(jobs.values())

    def parse(self, document: Document) -> Iterator[Outcome]:
        """A job page to a record; the list gives none."""
        found = _JOB.search(document.url)
        ref = found[1] if found else ""
        if is_unreadable(document):
            yield unreadable_page(document, source_ref=ref)
            return
        page = parse_page(document)
        bodies = _marked(page, "jv-job-detail-description")
        try:
            postings, _ = read_page_postings(document)
        except RecordRejected as error:
            yield Rejection(error.reason, error.detail, source_ref=ref, record={"page": document.url})
            return
        if not postings and not bodies:
            if ref:
                yield Alarm(f"{document.url}: the page holds no job. Is it gone?")
            return
        if postings:
            yield from map_rows(
                document,
                postings[:1],
                lambda row: record_from_schema_org(
                    row, page_url=document.url, employer_name=self.employer_name
                ).model_copy(update={"source_ref": ref} if ref else {}),
                ref=lambda _fields: ref,
                unused=UNUSED,
            )
            return
        titles, metas = _marked(page, "jv-header"), _marked(page, "jv-job-detail-meta")
        fields = {
            "ref": ref or _apply_ref(page),
            "title": text_of(titles[0]) if titles else "",
            "meta": _meta_parts(metas[0]) if metas else [],
            "description": inner_html(bodies[0]),
            "url": document.url if ref else "",
        }
        yield from map_rows(document, [fields], self._record, ref="ref")

    def _record(self, row: StrictRow) -> PostingRecord:
        parts = row.pop_texts("meta")
        kinds = [part for part in parts if find_employment_types(part)[0]]
        places, is_remote = _places(parts)
        return build_record(
            source_ref=row.pop_text("ref", required=True),
            title=row.pop_text("title", required=True),
            employer_name=self.employer_name,
            description_html=row.pop_text("description"),
            url=row.pop_text("url"),
            employment_types=employment_types(row, " ".join(kinds), field="meta"),
            places=places,
            is_remote=is_remote,
        )


def _marked(page: Any, name: str) -> list[Any]:
    return list(page.xpath(f"//*[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"))


def _apply_ref(page: Any) -> str:
    for anchor in page.iter("a"):
        if found := _JOB.search(anchor.get("href") or ""):
            return found[1]
    return ""


def _meta_parts(meta: Any) -> list[str]:
    """Parts of "Engineering | Austin, Texas | Remote, United States": the first is the category."""
    parts, text = list[str](), meta.text or ""
    for child in meta:
        if "jv-inline-separator" in (child.get("class") or ""):
            parts.append(text)
            text = child.tail or ""
        else:
            text += str(child.text_content()) + (child.tail or "")
    return [" ".join(part.split()).strip(" ,") for part in (*parts, text) if part.strip(" ,\n\t")]


def _places(parts: list[str]) -> tuple[tuple[StatedPlace, ...], bool]:
    is_remote = any(says_remote(part) for part in parts[1:])
    stated = [part for part in parts[1:] if _HAS_STATE.match(part) and not says_remote(part)]
    return tuple(place for part in stated if (place := place_from_text(part)) is not None), is_remote
