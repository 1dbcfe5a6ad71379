"""What the match desk reads of very many postings: signals of their texts, pay, hours and employer."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from portal.matching.wish_columns import RawPosting, RawSignal
from portal.store.tables import JobPostingRow

AT_ONCE = 5_000
"""Ids of one question: SQLite takes at most 32,766."""


def read_raw_postings(session: Session, posting_ids: Sequence[int]) -> Iterator[RawPosting]:
    """These postings, in any order; whether one is open is for the caller to know. Source: job_posting."""
    table = JobPostingRow
    for start in range(0, len(posting_ids), AT_ONCE):
        chosen = posting_ids[start : start + AT_ONCE]
        question = select(
            col(table.id),
            col(table.employer_name),
            col(table.text_reading)["signals"],
            col(table.soc_code),
            col(table.annual_pay_min_usd),
            col(table.annual_pay_max_usd),
            col(table.pay_flag),
            col(table.hours_per_week),
            col(table.employment_types),
            col(table.is_remote),
        ).where(col(table.id).in_(chosen))
        for (
            id_,
            employer,
            signals,
            soc_code,
            low,
            high,
            flag,
            hours,
            types,
            is_remote,
        ) in session.connection().execute(question):
            yield RawPosting(
                posting_id=id_,
                employer=employer,
                signals=tuple(_signal(each) for each in signals or ()),
                soc_code=soc_code,
                annual_pay_min_usd=low,
                annual_pay_max_usd=high,
                is_pay_doubted=bool(flag),
                hours_per_week=hours,
                employment_types=tuple(types),
                is_remote=is_remote,
            )


def _signal(raw: dict[str, Any]) -> RawSignal:
    return RawSignal(
        raw["kind"], raw.get("value", "stated"), raw.get("is_denied", False), raw.get("low"), raw.get("high")
    )
