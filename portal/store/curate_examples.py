"""Postings that raise a question of the review queue, each with the words of it that raise it."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlmodel import Session, col, select

from portal.domain.model import DataModel
from portal.domain.review import ReviewKind, credential_key
from portal.store.review import ReviewItem
from portal.store.tables import JobPostingRow

_MOST_LETTERS = 400


class Example(DataModel):
    """A posting and its own words; empty where no single sentence raises the question."""

    id: int
    title: str
    employer_name: str
    sentence: str


def list_examples(session: Session, item: ReviewItem) -> tuple[Example, ...]:
    """A few postings, lowest number first. Source: job_posting."""
    rows = session.exec(
        select(JobPostingRow)
        .where(col(JobPostingRow.id).in_(item.posting_ids))
        .order_by(col(JobPostingRow.id))
    ).all()
    return tuple(
        Example(
            id=row.id, title=row.title, employer_name=row.employer_name, sentence=_cut(_sentence(row, item))
        )
        for row in rows
        if row.id is not None
    )


def _sentence(row: JobPostingRow, item: ReviewItem) -> str:
    if item.kind is ReviewKind.CREDENTIAL:
        return next(_sentences_that_ask(row.requirements, item.key), "")
    if item.kind is ReviewKind.PLACE:
        return row.place_note
    if item.kind is ReviewKind.PAY:
        amounts = " – ".join(f"{one:,.2f}" for one in (row.pay_minimum, row.pay_maximum) if one is not None)
        return f"{amounts} {row.pay_currency} {row.pay_unit}".strip()
    return row.description_text


def _sentences_that_ask(requirements: Mapping[str, Any], key: str) -> Iterator[str]:
    groups = requirements.get("groups")
    for group in groups if isinstance(groups, list) else ():
        if any(credential_key(name) == key for name in group.get("unresolved", ())):
            yield str(group.get("sentence", ""))


def _cut(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _MOST_LETTERS else plain[: _MOST_LETTERS - 1].rstrip() + "…"
