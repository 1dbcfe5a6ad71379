"""Recruitee (Tellent) career sites.

Source: docs.recruitee.com, Careers Site API (`https://{company}.recruitee.com/api/offers/`: all offers, no key).
"""

from collections.abc import Iterator

from ingest.errors import RecordRejected
from ingest.kit.ats_mapping import BoardAdapter, employment_types, read_list
from ingest.kit.dates import parse_date
from ingest.kit.document import Document, Fetcher, Outcome
from ingest.kit.outcomes import NotOpen, map_rows
from ingest.kit.records import build_record
from ingest.kit.rows import StrictRow
from ingest.kit.terms import parse_pay_unit, place_from_parts, place_from_text, says_remote, stated_pay
from portal.domain.job_posting import PostingRecord, StatedPay, StatedPlace

_UNUSED = (
    "slug", "department", "category_code", "experience_code", "education_code", "created_at", "updated_at", "tags",
    "translations", "open_questions", "mailbox_email", "guid", "sharing_title", "sharing_description", "sharing_image",
    "cover_image", "options_cover_letter", "options_cv", "options_phone", "options_photo", "position", "locale",
    "available_locales", "dynamic_fields", "eeo_settings", "on_site", "hybrid", "city", "country", "country_code",
    "state_code", "state_name", "street", "postal_code", "location", "location_ids", "highlight", "video_interview",
    "max_hours", "min_hours", "company_id", "department_id", "primary_lang", "location_question", "careers_apply_url",
    "locations.id", "locations.country_code", "locations.state_code", "locations.note", "locations.translations",
    "locations.full_address", "locations.lang_code",
)  # fmt: skip


class Recruitee(BoardAdapter):
    """Adapter for career sites on Recruitee."""

    example = "acme in acme.recruitee.com"

    def fetch(self, fetcher: Fetcher) -> Iterator[Document]:
        """The one answer with all offers."""
        yield fetcher.get(f"https://{self.board}.recruitee.com/api/offers/")

    def parse(self, document: Document) -> Iterator[Outcome]:
        """Offers to records."""
        unused = (*_UNUSED, *self._options.unused)
        yield from map_rows(document, read_list(document, "offers"), self._record, ref="id", unused=unused)

    def _record(self, row: StrictRow) -> PostingRecord:
        status = row.pop_text("status")
        if status in ("draft", "closed", "internal", "archived"):
            raise NotOpen(f"status is {status}")
        if status not in ("", "published"):
            raise RecordRejected("unknown category", f"status is “{status[:40]}”")
        places = [_place(place) for place in row.pop_rows("locations")]
        low, high = row.pop_number("min_hours_per_week"), row.pop_number("max_hours_per_week")
        return build_record(
            source_ref=row.pop_text("id", required=True),
            title=row.pop_text("title", required=True),
            employer_name=self._options.employer_name or row.pop_text("company_name") or self.board,
            description_html=row.pop_text("description"),
            qualifications_html=row.pop_text("requirements"),
            url=row.pop_text("careers_url"),
            posted_on=parse_date(row.pop_text("published_at"), field="published_at"),
            valid_through_on=parse_date(row.pop_text("close_at"), field="close_at"),
            employment_types=employment_types(
                row, row.pop_text("employment_type_code"), field="employment_type_code"
            ),
            hours_per_week=low if low and low == high else None,
            places=tuple(dict.fromkeys(place for place in places if place is not None)),
            is_remote=row.pop_flag("remote"),
            pay=_pay(row.pop_row("salary")),
        )


def _place(row: StrictRow) -> StatedPlace | None:
    name, city = row.pop_text("name"), row.pop_text("city")
    country = row.pop_text("country")
    place = place_from_parts(
        street=row.pop_text("street"),
        locality=city,
        region=row.pop_text("state"),
        postal_code=row.pop_text("postal_code"),
        country=country,
        text=name,
    )
    return place if city or says_remote(name) else place_from_text(name, country=country) or place


def _pay(row: StrictRow) -> StatedPay | None:
    minimum, maximum = row.pop_number("min"), row.pop_number("max")
    period, currency = row.pop_text("period"), row.pop_text("currency")
    if not (minimum or maximum) or not period:
        return None
    return stated_pay(minimum, maximum, unit=parse_pay_unit(period, field="salary.period"), currency=currency)
