"""CareerOneStop: postings of the National Labor Exchange.

Source: careeronestop.org, Web API, "List Jobs V2" (`/v2/jobsearch/{userId}/{keyword}/{location}/{radius}/{sortColumns}/
{sortOrder}/{startRecord}/{pageSize}/{days}`, bearer token) and "Get Job by ID V2". By documentation only: the recorded
responses (V1, New Jersey) hold counts and no list. Access needs an approved request to NLx; a licence ends after 36
months and places from it may not be stored as coordinates.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from pydantic import Field

from ingest.errors import FetchFailed, SourceChanged
from ingest.kit.dates import parse_date
from ingest.kit.document import Document, Fetcher, Outcome, Surroundings
from ingest.kit.json_text import parse_json
from ingest.kit.outcomes import map_rows
from ingest.kit.records import build_record
from ingest.kit.rows import StrictRow
from ingest.kit.terms import place_from_text, says_remote
from portal.domain.job_posting import PostingRecord
from portal.domain.model import DataModel

HOST = "https://api.careeronestop.org"
MAX_PAGES = 200
COUNT_TOLERANCE = 0.05
"""Their counts and lists differ by 2-5 % (New Jersey's notes on the API)."""
_UNUSED = ("Fc", "FC", "LMIOccupationDetails", "OnetCodes", "JobsKeywordLocations", "Source")


class CareerOneStopOptions(DataModel):
    """`[options]` of a source with this adapter: one search. Units: miles, days."""

    keyword: str = Field(default="0", description="0 asks for all jobs; else words or an O*NET code")
    location: str = Field(default="IN", description="state, city or ZIP code")
    radius: int = Field(default=0, ge=0, le=1000)
    days: int = Field(default=30, ge=0, le=365)
    page_size: int = Field(default=200, ge=1, le=500)


class CareerOneStop:
    """Adapter for the job search of CareerOneStop."""

    is_local = False

    def __init__(self, options: Mapping[str, Any], surroundings: Surroundings) -> None:
        self._options = CareerOneStopOptions.model_validate(options)
        self._user = surroundings.keys.get("careeronestop_user_id", "")
        self._token = surroundings.keys.get("careeronestop_token", "")

    def waits_for(self) -> str:
        """The user id and token that come with an approved request."""
        if self._user and self._token:
            return ""
        return (
            "access to the CareerOneStop Web API (careeronestop.org/Developers): set PORTAL_CAREERONESTOP_USER_ID "
            "and PORTAL_CAREERONESTOP_TOKEN"
        )

    def fetch(self, fetcher: Fetcher) -> Iterator[Document]:
        """Pages of the search until the announced number is there."""
        options, got = self._options, 0
        for page in range(MAX_PAGES):
            path = "/".join(
                quote(part, safe="")
                for part in (
                    self._user, options.keyword, options.location, str(options.radius), "acquisitiondate", "DESC",
                    str(page * options.page_size), str(options.page_size), str(options.days),
                )
            )  # fmt: skip
            document = fetcher.get(
                f"{HOST}/v2/jobsearch/{path}",
                params={"enableJobDescriptionSnippet": "true", "enableMetaData": "false"},
                headers={"Authorization": f"Bearer {self._token}", "Accept": "application/json"},
            )
            # the address holds the user id, which belongs into no record
            document = Document(name=f"page-{page + 1}.json", url=f"{HOST}/v2/jobsearch", raw=document.raw)
            jobs, total = _jobs(document)
            yield document
            got += len(jobs)
            if got >= total or (not jobs and got >= (1 - COUNT_TOLERANCE) * total):
                return
            if not jobs:
                raise FetchFailed(
                    f"CareerOneStop announced {total} jobs and gave {got}. Try again later.", retryable=True
                )
        raise FetchFailed("CareerOneStop: too many pages. Narrow options.location.", retryable=False)

    def parse(self, document: Document) -> Iterator[Outcome]:
        """Jobs of one page to records."""
        jobs, _ = _jobs(document)
        yield from map_rows(document, jobs, _record, ref="JvId", unused=_UNUSED)


def _record(row: StrictRow) -> PostingRecord:
    location = row.pop_text("Location")
    # the documentation spells it both ways
    acquired = row.pop_text("AccquisitionDate") or row.pop_text("AcquisitionDate")
    place = place_from_text(location)
    return build_record(
        source_ref=row.pop_text("JvId", required=True),
        title=row.pop_text("JobTitle", required=True),
        employer_name=row.pop_text("Company"),
        description_html=row.pop_text("DescriptionSnippet") or row.pop_text("Description"),
        url=row.pop_text("URL"),
        posted_on=parse_date(acquired.split(" ")[0], field="AcquisitionDate"),
        places=(place,) if place else (),
        is_remote=says_remote(location),
    )


def _jobs(document: Document) -> tuple[list[Any], int]:
    answer = parse_json(document)
    if not isinstance(answer, dict):
        raise SourceChanged(f"{document.name}: not an answer of List Jobs.")
    jobs = answer.get("Jobs")
    total = str(answer.get("Jobcount", answer.get("JobCount", ""))).strip()
    if not isinstance(jobs, list):
        if "Jobcount" in answer or "JobCount" in answer:
            raise SourceChanged(
                f"{document.name}: holds the count of jobs ({total[:12]}) and no list “Jobs”. "
                "Ask with a page size above 0."
            )
        raise SourceChanged(
            f"{document.name}: no list “Jobs”. {str(answer.get('ErrorMessage', ''))[:120]}".strip()
        )
    return jobs, int(total) if total.isdigit() else len(jobs)
