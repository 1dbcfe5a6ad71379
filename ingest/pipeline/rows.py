"""A record and what was understood, as columns of the store."""

from datetime import datetime
from typing import Any

from portal.domain.job_posting import PostingRecord, Understanding


def posting_columns(
    record: PostingRecord, understood: Understanding, *, content_hash: str, now: datetime
) -> dict[str, Any]:
    """Columns of `JobPostingRow` that a record decides; identity and first sight are the loader's."""
    pay, annual, occupation = understood.stated_pay, understood.pay, understood.occupation
    return {
        "content_hash": content_hash,
        "title": record.title,
        "employer_name": record.employer_name,
        "description_html": understood.description_html,
        "description_text": understood.description_text,
        "url": record.url,
        "apply_url": record.apply_url,
        "posted_on": record.posted_on,
        "valid_through_on": record.valid_through_on,
        "changed_at": now,
        "removed_at": None,
        "removed_reason": "",
        "is_internal": record.is_internal,
        "is_sample": record.is_sample,
        "is_remote": record.is_remote,
        "employment_types": list(record.employment_types),
        "hours_per_week": understood.hours_per_week,
        "openings": record.openings,
        "series_hint": record.series_hint,
        "pay_minimum": pay.minimum if pay else None,
        "pay_maximum": pay.maximum if pay else None,
        "pay_unit": pay.unit.value if pay else "",
        "pay_currency": pay.currency if pay else "",
        "annual_pay_min_usd": annual.minimum_usd if annual else None,
        "annual_pay_max_usd": annual.maximum_usd if annual else None,
        "pay_basis": annual.basis if annual else "",
        "pay_flag": annual.flag if annual else "",
        "soc_code": occupation.soc_code,
        "soc_confidence": occupation.confidence,
        "soc_method": occupation.method,
        "soc_reason": occupation.reason,
        "soc_candidates": list(occupation.candidates),
        "requirements_state": understood.requirements.state.value,
        "requirements": understood.requirements.model_dump(mode="json"),
        "place_note": understood.place_note,
        "text_reading": understood.text.model_dump(mode="json", exclude_defaults=True),
    }


def place_columns(understood: Understanding, *, posting_id: int) -> list[dict[str, Any]]:
    """Columns of `JobPostingPlaceRow`, one a place."""
    return [{"posting_id": posting_id, **place.model_dump(mode="json")} for place in understood.places]
