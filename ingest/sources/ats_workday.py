"""Workday career sites.

Source: the site's own search (`POST /wday/cxs/{tenant}/{site}/jobs` with limit, offset and searchText, at most 20 a
page) and job (`GET /wday/cxs/{tenant}/{site}/job/…`), as its pages use them; Workday documents neither. An entry of the
list whose path leads elsewhere is never followed.
"""

import re
import time
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, unquote

from pydantic import Field

from ingest.errors import FetchFailed, RecordRejected, SourceChanged
from ingest.kit.ats_mapping import (
    MAX_PAGES,
    BoardAdapter,
    employment_types,
    pages_until,
    places_of_texts,
    read_list,
)
from ingest.kit.crawl import PageCrawl
from ingest.kit.dates import parse_date
from ingest.kit.document import Document, Fetcher, Outcome, Rejection, Surroundings
from ingest.kit.json_text import announced_number, parse_json
from ingest.kit.outcomes import NotOpen, is_unreadable, map_rows, short_ref, unreadable_page
from ingest.kit.records import build_record
from ingest.kit.rows import StrictRow
from portal.domain.job_posting import PostingRecord
from portal.domain.model import DataModel

PAGE_SIZE = 20
_PATH = re.compile(r"^/job/[^?#]+$")
_UNUSED = (
    "id", "jobPostingId", "jobPostingSiteId", "postedOn", "includeResumeParsing", "jobRequisitionLocation",
    "questionnaireId", "secondaryQuestionnaireId", "logoImage", "country.id", "country.*", "similarJobs",
    "timeLeftToApply", "jobFamily", "socialMediaLinks", "supportsLocalizedJobPostings",
)  # fmt: skip


class WorkdayOptions(DataModel):
    """`[options]` of a source with this adapter. Units: seconds."""

    host: str = Field(default="", pattern=r"^([a-z0-9.-]+\.(myworkdayjobs|myworkdaysite)\.com)?$")
    tenant: str = Field(default="", pattern=r"^[A-Za-z0-9_-]*$")
    site: str = Field(default="", pattern=r"^[A-Za-z0-9_-]*$")
    employer_name: str = ""
    search_text: str = ""
    pause_seconds: float = Field(default=1.0, ge=0)
    unused: tuple[str, ...] = ()


class Workday(BoardAdapter):
    """Adapter for career sites on Workday."""

    def __init__(self, options: Mapping[str, Any], surroundings: Surroundings) -> None:
        self._site = WorkdayOptions.model_validate(options)
        super().__init__(
            {
                "board": self._site.tenant.strip("_-"), "employer_name": self._site.employer_name,
                "pause_seconds": self._site.pause_seconds, "unused": self._site.unused,
            },
            surroundings,
        )  # fmt: skip
        self._base = f"https://{self._site.host}/wday/cxs/{self._site.tenant}/{self._site.site}"

    def waits_for(self) -> str:
        """Host, tenant and site, which stand in the address of the career site."""
        if self._site.host and self._site.tenant and self._site.site:
            return ""
        return (
            "options.host, options.tenant and options.site (acme.wd5.myworkdayjobs.com, acme and Careers in "
            "acme.wd5.myworkdayjobs.com/Careers)"
        )

    def fetch(self, fetcher: Fetcher) -> Iterator[Document]:
        """Pages of the search, then every job."""
        paths: dict[str, None] = {}
        total = 0
        crawl = PageCrawl(fetcher, pause_seconds=self.pause_seconds)
        crawl.check(f"{self._base}/jobs")
        for page in range(MAX_PAGES):
            if page:
                time.sleep(self.pause_seconds)
            document = fetcher.post_json(
                f"{self._base}/jobs",
                {
                    "appliedFacets": {}, "limit": PAGE_SIZE, "offset": page * PAGE_SIZE,
                    "searchText": self._site.search_text,
                },
                headers={"Accept": "application/json"},
            )  # fmt: skip
            entries = read_list(document, "jobPostings")
            yield document
            paths.update(dict.fromkeys(path for entry in entries if (path := _path(entry))))
            # only the first page announces the total
            total = total or announced_number(parse_json(document), "total", document=document)
            if pages_until(
                total, page * PAGE_SIZE + len(entries), count=len(entries), source=self._site.host
            ):
                break
        else:
            raise FetchFailed(f"{self._site.host}: too many pages.", retryable=False)
        yield from crawl.pages(self._base + quote(path, safe="/-_.~%") for path in paths)

    def parse(self, document: Document) -> Iterator[Outcome]:
        """A job to a record; a page of the list gives none but entries that lead elsewhere."""
        path = "/job/" + unquote(document.url.split("/job/", 1)[1]) if "/job/" in document.url else ""
        if is_unreadable(document):
            yield unreadable_page(document, source_ref=_ref(path))
            return
        answer = parse_json(document)
        if not isinstance(answer, dict):
            raise SourceChanged(f"{document.name}: not an answer of a Workday career site.")
        if isinstance(answer.get("jobPostings"), list):
            for entry in answer["jobPostings"]:
                if not _path(entry):
                    kept = entry if isinstance(entry, dict) else {"entry": entry}
                    yield Rejection(
                        "leads to another site", str(kept.get("externalPath", ""))[:120], record=kept
                    )
            return
        if not isinstance(answer.get("jobPostingInfo"), dict):
            raise SourceChanged(f"{document.name}: no jobPostingInfo.")
        hiring = answer.get("hiringOrganization")
        employer = str(hiring.get("name") or "") if isinstance(hiring, dict) else ""
        yield from map_rows(
            document,
            [answer["jobPostingInfo"]],
            lambda row: self._record(row, path, employer),
            ref=lambda fields: _ref(path) or str(fields.get("jobReqId") or ""),
            unused=(*_UNUSED, *self._options.unused),
        )

    def _record(self, row: StrictRow, path: str, employer: str) -> PostingRecord:
        if row.pop("canApply") is False and row.pop("posted") is False:
            raise NotOpen("posted is false")
        row.pop("posted")
        requisition = row.pop_text("jobReqId")
        ref = _ref(path) or requisition  # a requisition can be posted twice, with a path each
        if not ref:
            raise RecordRejected("missing field", "jobReqId")
        country = row.pop_row("country").pop_text("descriptor")
        texts = [row.pop_text("location"), *row.pop_texts("additionalLocations")]
        places, says_remote = places_of_texts(filter(None, texts), country=country)
        remote = row.pop_text("remoteType")
        url = row.pop_text("externalUrl")
        return build_record(
            source_ref=short_ref(ref),
            title=row.pop_text("title", required=True),
            employer_name=self._site.employer_name or employer or self.board,
            description_html=row.pop_text("jobDescription"),
            url=url
            or (f"https://{self._site.host}/{self._site.site}{path}" if path and self._site.host else ""),
            posted_on=parse_date(row.pop_text("startDate"), field="startDate"),
            valid_through_on=parse_date(row.pop_text("endDate"), field="endDate"),
            employment_types=employment_types(row, row.pop_text("timeType"), field="timeType"),
            places=places,
            is_remote=says_remote or "remote" in remote.lower().split(),
        )


def _path(entry: Any) -> str:
    path = entry.get("externalPath") if isinstance(entry, dict) else None
    return path if isinstance(path, str) and _PATH.match(path) and ".." not in path else ""


def _ref(path: str) -> str:
    """The requisition at the end of a path: /job/Leeds/Logistics-Analyst_R2 -> R2."""
    name = path.rstrip("/").rsplit("/", 1)[-1]
    return name.rsplit("_", 1)[-1] if "_" in name else name
