"""A record and what was understood, as columns of the store."""

import json
from datetime import date
from functools import lru_cache

from portal.domain.job_posting import PostingRecord, Understanding

POSTING_COLUMNS = (
    "content_hash", "title", "employer_name", "description_html", "description_text", "url", "apply_url", "posted_on",
    "valid_through_on", "is_internal", "is_sample", "is_remote", "employment_types", "hours_per_week", "openings",
    "series_hint", "pay_minimum", "pay_maximum", "pay_unit", "pay_currency", "annual_pay_min_usd", "annual_pay_max_usd",
    "pay_basis", "pay_flag", "soc_code", "soc_confidence", "soc_method", "soc_reason", "soc_candidates",
    "soc_group", "soc_group_confidence",
    "requirements_state", "requirements", "place_note", "text_reading",
)  # fmt: skip
"""What a record decides. Identity, first sight, change and removal are the loader's."""
STAGED_COLUMNS = (*POSTING_COLUMNS, "offer_key")
"""What is prepared beside the store, and goes into it as it is."""
JSON_COLUMNS = frozenset({"employment_types", "soc_candidates", "requirements", "text_reading"})
PLACE_COLUMNS = ("precision", "place_name", "state", "county_fips", "postal_code", "latitude", "longitude")


def posting_values(
    record: PostingRecord, understood: Understanding, *, content_hash: str
) -> tuple[str | float | bool | date | None, ...]:
    """One value for each of `POSTING_COLUMNS`; lists and nested records as JSON text."""
    pay, annual, occupation = understood.stated_pay, understood.pay, understood.occupation
    return (
        content_hash, record.title, record.employer_name, understood.description_html, understood.description_text,
        record.url, record.apply_url, record.posted_on, record.valid_through_on,
        record.is_internal, record.is_sample, record.is_remote,
        _text(record.employment_types), understood.hours_per_week, record.openings, record.series_hint,
        pay.minimum if pay else None, pay.maximum if pay else None,
        pay.unit.value if pay else "", pay.currency if pay else "",
        annual.minimum_usd if annual else None, annual.maximum_usd if annual else None,
        annual.basis if annual else "", annual.flag if annual else "",
        occupation.soc_code, occupation.confidence, occupation.method, occupation.reason, _text(occupation.candidates),
        occupation.soc_group, occupation.group_confidence if occupation.soc_group else None,
        understood.requirements.state.value, understood.requirements.model_dump_json(),
        understood.place_note, understood.text.model_dump_json(exclude_defaults=True),
    )  # fmt: skip


def place_values(understood: Understanding) -> list[tuple[str | float | None, ...]]:
    """One value for each of `PLACE_COLUMNS`, a tuple for each place."""
    return [
        (
            place.precision.value, place.place_name, place.state, place.county_fips, place.postal_code, place.latitude,
            place.longitude,
        )
        for place in understood.places
    ]  # fmt: skip


@lru_cache(maxsize=2_000)
def _text(value: tuple[str, ...]) -> str:
    return json.dumps(value)
