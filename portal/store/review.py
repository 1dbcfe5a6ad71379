"""The review queue: what reading left open, and what people decided about it. The caller commits."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from portal.domain.errors import InvalidCode, NotFound
from portal.domain.model import DataModel
from portal.domain.review import (
    CuratedOccupation,
    CuratedReadings,
    ReviewAction,
    ReviewKind,
    employer_key,
)
from portal.store.review_causes import Cause, list_causes
from portal.store.review_tables import ReviewDecisionRow, ReviewItemRow
from portal.store.tables import CountyRow, CredentialRow, OccupationRow, ZipRow


class ReviewRefresh(DataModel):
    """What bringing the queue up to date changed."""

    opened: int = 0
    changed: int = 0
    unchanged: int = 0
    closed: int = 0
    reopened: int = 0


class ReviewDecision(DataModel):
    """What a person decided."""

    action: ReviewAction
    value: str
    employer: str
    note: str
    decided_by: str
    decided_at: datetime


class ReviewItem(DataModel):
    """One question: how many open postings raise it, a few of them, and what was decided."""

    id: int
    kind: ReviewKind
    key: str
    label: str
    detail: str
    posting_count: int
    posting_ids: tuple[int, ...]
    candidates: tuple[str, ...]
    opened_at: datetime
    closed_at: datetime | None
    decision: ReviewDecision | None

    @property
    def is_open(self) -> bool:
        """Whether it waits for a person."""
        return self.closed_at is None and self.decision is None


def refresh_review_queue(session: Session, *, now: datetime) -> ReviewRefresh:
    """Bring the queue in line with what open postings raise now. Doing it again changes no row.

    A question that no posting raises any more is closed; one that comes back is opened again.
    """
    counts = dict.fromkeys(ReviewRefresh.model_fields, 0)
    standing = {(row.kind, row.key): row for row in session.exec(select(ReviewItemRow)).all()}
    for cause in list_causes(session, now=now):
        row = standing.pop((cause.kind.value, cause.key), None)
        counts[_put(session, cause, row, now=now)] += 1
    for row in standing.values():
        if row.closed_at is None:
            row.closed_at, row.posting_count, row.posting_ids = _utc(now), 0, []
            counts["closed"] += 1
    session.flush()
    return ReviewRefresh(**counts)


def list_review_items(
    session: Session, *, kind: ReviewKind | None = None, open_only: bool = True, limit: int = 50
) -> list[ReviewItem]:
    """Questions, those of most postings first."""
    query = select(ReviewItemRow).order_by(col(ReviewItemRow.posting_count).desc(), col(ReviewItemRow.id))
    if kind is not None:
        query = query.where(col(ReviewItemRow.kind) == kind.value)
    if open_only:
        decided = select(ReviewDecisionRow.item_id).where(col(ReviewDecisionRow.undone_at).is_(None))
        query = query.where(col(ReviewItemRow.closed_at).is_(None), col(ReviewItemRow.id).not_in(decided))
    rows = session.exec(query.limit(limit)).all()
    decisions = _standing_decisions(session, [row.id for row in rows if row.id is not None])
    return [_item(row, decisions.get(row.id or 0)) for row in rows]


def count_open_review_items(session: Session) -> dict[ReviewKind, int]:
    """How many questions of each kind wait for a person."""
    decided = select(ReviewDecisionRow.item_id).where(col(ReviewDecisionRow.undone_at).is_(None))
    rows = session.exec(
        select(ReviewItemRow.kind, func.count(col(ReviewItemRow.id)))
        .where(col(ReviewItemRow.closed_at).is_(None), col(ReviewItemRow.id).not_in(decided))
        .group_by(ReviewItemRow.kind)
    )
    return {ReviewKind(kind): count for kind, count in rows}


def get_review_item(session: Session, item_id: int) -> ReviewItem:
    """One question.

    Raises: NotFound.
    """
    row = session.get(ReviewItemRow, item_id)
    if row is None:
        raise NotFound(f"There is no item {item_id} in the review queue. See: portal curate list --all")
    return _item(row, _standing_decisions(session, [item_id]).get(item_id))


def decide_review_item(
    session: Session,
    item_id: int,
    action: ReviewAction,
    *,
    value: str = "",
    employer: str = "",
    note: str = "",
    decided_by: str,
    decided_at: datetime,
) -> ReviewItem:
    """Write a decision down. Reading obeys it at the next run of the sources.

    Accepting takes what the item proposes first (an occupation) or confirms the doubt (pay). Rejecting says that
    nothing fits; of pay it says that the pay is right. Assigning names a SOC code, a credential or a place.

    Raises: NotFound; InvalidCode for a value that does not fit, or where one decision stands already.
    """
    item = get_review_item(session, item_id)
    if item.decision is not None:
        raise InvalidCode(
            f"Item {item_id} was decided by {item.decision.decided_by} ({item.decision.action.value}). "
            f"To change it, first: portal curate undo {item_id}"
        )
    value = _checked(session, item, action, value.strip())
    if employer and item.kind is not ReviewKind.OCCUPATION:
        raise InvalidCode("Only an occupation can be set for one employer.")
    session.add(
        ReviewDecisionRow.model_validate(
            {
                "item_id": item_id,
                "action": action.value,
                "value": value,
                "employer": employer.strip(),
                "note": note.strip(),
                "decided_by": decided_by,
                "decided_at": _utc(decided_at),
            }
        )
    )
    session.flush()
    return get_review_item(session, item_id)


def undo_review_decision(
    session: Session, item_id: int, *, undone_by: str, undone_at: datetime
) -> ReviewItem:
    """Take the standing decision back; it stays in the record with who undid it and when.

    Raises: NotFound where there is no item or no decision.
    """
    get_review_item(session, item_id)
    row = _standing_decisions(session, [item_id]).get(item_id)
    if row is None:
        raise NotFound(f"Item {item_id} has no decision that could be undone.")
    row.undone_by, row.undone_at = undone_by, _utc(undone_at)
    session.flush()
    return get_review_item(session, item_id)


def read_curated(session: Session) -> CuratedReadings:
    """Every standing decision that reading obeys."""
    rows = session.exec(
        select(ReviewItemRow, ReviewDecisionRow)
        .join(ReviewDecisionRow, col(ReviewDecisionRow.item_id) == col(ReviewItemRow.id))
        .where(col(ReviewDecisionRow.undone_at).is_(None))
        .order_by(col(ReviewDecisionRow.id))
    ).all()
    known = set(session.exec(select(CredentialRow.id)).all())
    found: dict[str, list[Any]] = {name: [] for name in CuratedReadings.model_fields}
    for item, decision in rows:
        if item.kind == ReviewKind.PAY:
            if decision.action == ReviewAction.REJECT:
                found["confirmed_pay"].append(item.key)
        elif not decision.value:
            continue
        elif item.kind == ReviewKind.OCCUPATION:
            found["occupations"].append(
                CuratedOccupation(
                    title_key=item.key, employer_key=employer_key(decision.employer), soc_code=decision.value
                )
            )
        elif item.kind == ReviewKind.CREDENTIAL:
            if decision.value in known:  # a credential that the catalog gave up means nothing any more
                found["credential_names"].append((item.label, decision.value))
        else:
            found["places"].append((item.key, decision.value))
    return CuratedReadings(**{name: tuple(values) for name, values in found.items()})


def _checked(session: Session, item: ReviewItem, action: ReviewAction, value: str) -> str:
    """The value that a decision carries.

    Raises: InvalidCode.
    """
    if action is ReviewAction.REJECT or item.kind is ReviewKind.PAY:
        if action is ReviewAction.ASSIGN:
            raise InvalidCode("Pay cannot be assigned: accept the doubt, or reject it.")
        return ""
    if action is ReviewAction.ACCEPT:
        if not item.candidates:
            raise InvalidCode(
                f"Item {item.id} proposes nothing to accept. Say what is right: portal curate assign"
            )
        return item.candidates[0]
    return _CHECKS[item.kind](session, value)


def _soc_code(session: Session, value: str) -> str:
    row = session.get(OccupationRow, value)
    if row is None or row.level != "detailed":
        raise InvalidCode(f"“{value}” is no detailed occupation of SOC 2018, such as 31-1131.")
    return value


def _credential_id(session: Session, value: str) -> str:
    if session.get(CredentialRow, value) is None:
        raise InvalidCode(f"“{value}” is no credential of the catalog. Give its id, such as cna-in.")
    return value


def _place(session: Session, value: str) -> str:
    kind, _, code = value.partition(":")
    row = (
        session.get(ZipRow, code)
        if kind == "zip"
        else session.get(CountyRow, code)
        if kind == "county"
        else None
    )
    if row is None:
        raise InvalidCode(f"“{value}” is no place that we know. Write zip:46402 or county:18089.")
    return value


_CHECKS = {
    ReviewKind.OCCUPATION: _soc_code, ReviewKind.CREDENTIAL: _credential_id, ReviewKind.PLACE: _place,
}  # fmt: skip


def _put(session: Session, cause: Cause, row: ReviewItemRow | None, *, now: datetime) -> str:
    said = {
        "label": cause.label, "detail": cause.detail, "posting_count": cause.posting_count,
        "posting_ids": cause.posting_ids, "candidates": cause.candidates,
    }  # fmt: skip
    if row is None:
        session.add(
            ReviewItemRow.model_validate(
                {"kind": cause.kind.value, "key": cause.key, **said, "opened_at": _utc(now)}
            )
        )
        return "opened"
    was_closed = row.closed_at is not None
    if not was_closed and all(getattr(row, name) == value for name, value in said.items()):
        return "unchanged"
    for name, value in said.items():
        setattr(row, name, value)
    if was_closed:
        row.closed_at, row.opened_at = None, _utc(now)
        return "reopened"
    return "changed"


def _standing_decisions(session: Session, item_ids: list[int]) -> dict[int, ReviewDecisionRow]:
    rows = session.exec(
        select(ReviewDecisionRow)
        .where(col(ReviewDecisionRow.item_id).in_(item_ids), col(ReviewDecisionRow.undone_at).is_(None))
        .order_by(col(ReviewDecisionRow.id))
    )
    return {row.item_id: row for row in rows}


def _item(row: ReviewItemRow, decision: ReviewDecisionRow | None) -> ReviewItem:
    assert row.id is not None
    return ReviewItem(
        id=row.id,
        kind=ReviewKind(row.kind),
        key=row.key,
        label=row.label,
        detail=row.detail,
        posting_count=row.posting_count,
        posting_ids=tuple(row.posting_ids),
        candidates=tuple(row.candidates),
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        decision=None
        if decision is None
        else ReviewDecision(
            action=ReviewAction(decision.action),
            value=decision.value,
            employer=decision.employer,
            note=decision.note,
            decided_by=decision.decided_by,
            decided_at=decision.decided_at,
        ),
    )


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
