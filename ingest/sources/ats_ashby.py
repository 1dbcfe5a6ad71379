"""Ashby job boards.

Source: developers.ashbyhq.com, "Job Postings API" (`/posting-api/job-board/{name}?includeCompensation=true`: all
published jobs in one answer, no key). A job that is not listed is not to be shown.
"""

import re
from collections.abc import Iterator

from ingest.errors import RecordRejected
from ingest.kit.ats_mapping import BoardAdapter, is_remote_kind, read_list
from ingest.kit.dates import parse_date
from ingest.kit.document import Document, Fetcher, Outcome
from ingest.kit.outcomes import NotOpen, map_rows
from ingest.kit.records import build_record
from ingest.kit.rows import StrictRow
from ingest.kit.terms import place_from_parts, place_from_text, says_remote, stated_pay
from portal.domain.job_posting import PayUnit, PostingRecord, StatedPay, StatedPlace

_TYPES = {
    "": (), "FullTime": ("FULL_TIME",), "PartTime": ("PART_TIME",), "Intern": ("INTERN",), "Contract": ("CONTRACTOR",),
    "Temporary": ("TEMPORARY",),
}  # fmt: skip
_INTERVALS: dict[str, PayUnit | None] = {
    "1 YEAR": PayUnit.YEAR, "1 MONTH": PayUnit.MONTH, "1 WEEK": PayUnit.WEEK, "1 DAY": PayUnit.DAY,
    "1 HOUR": PayUnit.HOUR,
}  # fmt: skip
_UNUSED = ("department", "team", "shouldDisplayCompensationOnJobPostings", "compensation.*", "updatedAt")


class Ashby(BoardAdapter):
    """Adapter for boards on Ashby."""

    example = "acme in jobs.ashbyhq.com/acme"

    def fetch(self, fetcher: Fetcher) -> Iterator[Document]:
        """The one answer with all published jobs."""
        yield fetcher.get(
            f"https://api.ashbyhq.com/posting-api/job-board/{self.board}",
            params={"includeCompensation": "true"},
        )

    def parse(self, document: Document) -> Iterator[Outcome]:
        """Jobs to records."""
        unused = (*_UNUSED, *self._options.unused)
        yield from map_rows(document, read_list(document, "jobs"), self._record, ref=_ref, unused=unused)

    def _record(self, row: StrictRow) -> PostingRecord:
        if row.pop("isListed") is False:
            raise NotOpen("isListed is false")
        kind = row.pop_text("employmentType")
        if kind not in _TYPES:
            raise RecordRejected("unknown category", f"employmentType is “{kind[:40]}”")
        url, html, plain = (
            row.pop_text("jobUrl"),
            row.pop_text("descriptionHtml"),
            row.pop_text("descriptionPlain"),
        )
        first = _place(row)
        others = [_place(other) for other in row.pop_rows("secondaryLocations")]
        workplace = is_remote_kind(row.pop_text("workplaceType"), field="workplaceType")
        return build_record(
            source_ref=row.pop_text("id") or url,
            title=row.pop_text("title", required=True),
            employer_name=self.employer_name,
            description_html=html or plain,
            url=url,
            apply_url=row.pop_text("applyUrl"),
            posted_on=parse_date(row.pop_text("publishedAt"), field="publishedAt"),
            employment_types=_TYPES[kind],
            places=tuple(dict.fromkeys(place for place in (first, *others) if place is not None)),
            is_remote=row.pop_flag("isRemote") or workplace,
            pay=_pay(row.pop_row("compensation")),
        )


def _ref(fields: object) -> str:
    return str(fields.get("id") or fields.get("jobUrl") or "") if isinstance(fields, dict) else ""


def _place(row: StrictRow) -> StatedPlace | None:
    shown, address = row.pop_text("location"), row.pop_row("address")
    inner = address.pop_row("postalAddress")
    parts = inner if inner.left_over() else address
    place = place_from_parts(
        locality=parts.pop_text("addressLocality"),
        region=parts.pop_text("addressRegion"),
        postal_code=parts.pop_text("postalCode"),
        street=parts.pop_text("streetAddress"),
        country=parts.pop_text("addressCountry"),
        text=shown,
    )
    if place is not None and (place.locality or place.region or says_remote(shown)):
        return place
    return place_from_text(shown, country=place.country if place else "")


def _pay(row: StrictRow) -> StatedPay | None:
    """The one stated salary; several (by zone) or one without a plain period give none."""
    found: list[StrictRow] = [
        part for part in row.pop_rows("summaryComponents") if part.pop_text("compensationType") == "Salary"
    ]
    if not found:
        tiers = row.pop_rows("compensationTiers")
        parts = [part for tier in tiers for part in tier.pop_rows("components")]
        found = [part for part in parts if part.pop_text("compensationType") == "Salary"]
    if len(found) != 1:
        return None
    interval = found[0].pop_text("interval")
    if not re.fullmatch(r"NONE|\d+ (YEAR|MONTH|WEEK|DAY|HOUR)|", interval):
        raise RecordRejected("unknown category", f"interval is “{interval[:40]}”")
    unit, currency = _INTERVALS.get(interval), found[0].pop_text("currencyCode")
    if unit is None or not currency:
        return None
    return stated_pay(
        found[0].pop_number("minValue"), found[0].pop_number("maxValue"), unit=unit, currency=currency
    )
