"""One posting in the plain form of `ingest understand`, and what was understood of it in the scorer's form."""

from collections.abc import Mapping
from typing import Any

from ingest.enrich.licence_vote import licensed_occupations
from ingest.enrich.pay_text import parse_pay
from ingest.enrich.understand import Reader
from ingest.errors import RecordRejected
from portal.domain.job_posting import PostingRecord, StatedPlace
from portal.domain.reading import english_grade

KEYS = frozenset({"id", "title", "text", "organization", "location", "pay"})


def record_of(row: Mapping[str, Any]) -> PostingRecord:
    """The record of one line: `id` and `title`, and perhaps `text`, `organization`, `location` and `pay`.

    Raises: RecordRejected when `id` or `title` is missing or a value is no text.
    """
    for key in ("id", "title"):
        if not isinstance(row.get(key), str) or not row[key].strip():
            raise RecordRejected(f"A posting has no text under “{key}”. Each line needs id and title.")
    wrong = [key for key in KEYS & row.keys() if row[key] is not None and not isinstance(row[key], str)]
    if wrong:
        raise RecordRejected(f"Posting {row['id']}: {', '.join(sorted(wrong))} must be text.")
    location = row.get("location") or ""
    return PostingRecord(
        source_ref=row["id"][:200],
        title=row["title"].strip()[:300],
        employer_name=(row.get("organization") or "")[:300],
        description_html=row.get("text") or "",
        places=(StatedPlace(text=location),) if location else (),
        is_remote="remote" in location.lower(),
        pay=parse_pay(row.get("pay") or ""),
    )


def understood_line(reader: Reader, row: Mapping[str, Any]) -> dict[str, Any]:
    """What was understood of one line. Every part can be null: unknown.

    Raises: RecordRejected.
    """
    record = record_of(row)
    understood, items = reader.understand_items(record)
    text = understood.description_text
    licensed = licensed_occupations(understood.requirements, items)
    ranking = reader.titles.rank(record.title, text, told=3, licensed=licensed)
    occupation = understood.occupation
    top = [
        {"soc_2018": one.soc_code, "share": round(one.share, 4), "words": list(one.words)}
        for one in ranking.ranked
    ]
    return {
        "id": row["id"],
        "soc_2018": occupation.soc_code,
        "soc_confidence": round(occupation.confidence, 4),
        "soc_group": occupation.soc_group,
        "soc_group_confidence": round(occupation.group_confidence, 4),
        "soc_digits": 6 if occupation.soc_code else 2 if occupation.soc_group else 0,
        "soc_method": occupation.method,
        "soc_reason": occupation.reason,
        "soc_top3": top,
        "requirements": [
            {
                "credential": item.credential,
                "credential_type": item.credential_type,
                "kind": item.kind.value,
                "group": item.group,
                "surface": item.surface,
                "sentence": item.sentence,
            }
            for item in items
        ],
        "requirements_state": understood.requirements.state.value,
        "conditions": [
            c.model_dump(mode="json", exclude_none=True) for c in understood.requirements.conditions
        ],
        "place": [p.model_dump(mode="json") for p in understood.places] or None,
        "place_note": understood.place_note,
        "signals": [s.model_dump(mode="json", exclude_none=True) for s in understood.text.signals],
        "summary": list(understood.text.summary),
        "sections": [s.model_dump(mode="json") for s in understood.text.sections],
        "reading_grade": round(grade, 1) if (grade := english_grade(text)) is not None else None,
        "pay_sentence": understood.text.pay_sentence,
        "pay": understood.pay.model_dump(mode="json") if understood.pay else None,
    }
