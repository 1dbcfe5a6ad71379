"""Everything that waits for a curator in one list: the review queue, and the questions that imports raised.

Ids: the number of a review item; `q` and the number of a question about the catalog. The caller commits.
"""

from datetime import datetime

from sqlmodel import Session, col, select

from portal.domain.credential import Catalog
from portal.domain.errors import InvalidCode, NotFound
from portal.domain.model import DataModel
from portal.domain.review import ReviewAction, ReviewKind, credential_key
from portal.store.catalog import read_catalog
from portal.store.ctdl import Decision, Question, decide_question, list_questions
from portal.store.ctdl_tables import CatalogQuestionRow
from portal.store.curate_steps import Step, add_step
from portal.store.review import (
    ReviewItem,
    decide_review_item,
    get_review_item,
    list_review_items,
    undo_review_decision,
)
from portal.store.tables import JobPostingRow, OccupationRow

CATALOG = "catalog"
KINDS = (*(kind.value for kind in ReviewKind), CATALOG)
_QUESTION = "q"
_LEAST_ALIKE = 0.34
"""Share of words that two names of credentials must have in common to be proposed."""


class CurateDecision(DataModel):
    """What was decided. `decided_by` is empty for old decisions about the catalog; `decided_on` is a date or time."""

    action: str
    value: str = ""
    employer: str = ""
    note: str = ""
    decided_by: str = ""
    decided_on: str


class CurateEntry(DataModel):
    """One thing that waits, or waited. `postings`: how many open postings raise it; 0 for questions of the catalog."""

    id: str
    kind: str
    label: str
    detail: str
    postings: int
    is_open: bool
    decision: CurateDecision | None


class Proposal(DataModel):
    """Something that can be accepted or assigned."""

    value: str
    name: str


class ExamplePosting(DataModel):
    """A posting that raises the question."""

    id: int
    title: str
    employer_name: str


class CurateDetail(DataModel):
    """One entry with what helps to decide it."""

    entry: CurateEntry
    proposals: tuple[Proposal, ...]
    examples: tuple[ExamplePosting, ...]


class CurateList(DataModel):
    """The list, those of most postings first, questions of the catalog last."""

    entries: tuple[CurateEntry, ...]


def list_curate_entries(
    session: Session, *, kind: str | None = None, open_only: bool = True, limit: int = 50
) -> CurateList:
    """What waits for a curator; with `open_only` False also what was decided or has closed by itself."""
    entries: list[CurateEntry] = []
    if kind != CATALOG:
        only = ReviewKind(kind) if kind else None
        items = list_review_items(session, kind=only, open_only=open_only, limit=limit)
        entries += [_entry_of_item(item) for item in items]
    if kind in (None, CATALOG):
        entries += [_entry_of_question(q) for q in list_questions(session, open_only=open_only)]
    return CurateList(entries=tuple(entries[:limit]))


def get_curate_detail(session: Session, entry_id: str) -> CurateDetail:
    """One entry, what can be said about it and a few postings that raise it.

    Raises: NotFound.
    """
    if entry_id.startswith(_QUESTION):
        proposals = (
            Proposal(value="accept", name="the import is right"),
            Proposal(value="reject", name="the catalog is right"),
            Proposal(value="both", name="both hold"),
        )
        return CurateDetail(
            entry=_entry_of_question(_question(session, entry_id)), proposals=proposals, examples=()
        )
    item = get_review_item(session, _number(entry_id))
    rows = session.exec(select(JobPostingRow).where(col(JobPostingRow.id).in_(item.posting_ids))).all()
    return CurateDetail(
        entry=_entry_of_item(item),
        proposals=tuple(_proposals(session, item)),
        examples=tuple(
            ExamplePosting(id=row.id, title=row.title, employer_name=row.employer_name)
            for row in sorted(rows, key=lambda row: row.id or 0)
            if row.id is not None
        ),
    )


def decide_curate_entry(
    session: Session,
    entry_id: str,
    action: ReviewAction,
    *,
    value: str = "",
    employer: str = "",
    note: str = "",
    decided_by: str,
    decided_at: datetime,
) -> CurateEntry:
    """Decide an entry. Of a question of the catalog: accept the import, reject it, or assign `both`.

    Raises: NotFound; InvalidCode for a value that does not fit, or where a decision stands.
    """
    if not entry_id.startswith(_QUESTION):
        item = decide_review_item(
            session, _number(entry_id), action, value=value, employer=employer, note=note,
            decided_by=decided_by, decided_at=decided_at,
        )  # fmt: skip
        return _entry_of_item(item)
    question = _question(session, entry_id)
    if question.decision is not None:
        raise InvalidCode(f"{entry_id} is decided. To change it, first: portal curate undo {entry_id}")
    if action is ReviewAction.ASSIGN and value != Decision.BOTH.value:
        raise InvalidCode("A question of the catalog can be accepted, rejected, or assigned “both”.")
    decision = {ReviewAction.ACCEPT: Decision.IMPORTED, ReviewAction.REJECT: Decision.CURATED}.get(
        action, Decision.BOTH
    )
    decided = decide_question(
        session, question.id, decision, decided_on=decided_at.date(), note=f"{decided_by}: {note}".rstrip(": ")
    )  # fmt: skip
    add_step(
        session, entry_id, Step(action.value), by=decided_by, at=decided_at, value=decision.value, note=note
    )
    return _entry_of_question(decided)


def undo_curate_decision(
    session: Session, entry_id: str, *, undone_by: str, undone_at: datetime
) -> CurateEntry:
    """Take a decision back.

    Raises: NotFound where there is no entry or no decision.
    """
    if not entry_id.startswith(_QUESTION):
        item = undo_review_decision(session, _number(entry_id), undone_by=undone_by, undone_at=undone_at)
        return _entry_of_item(item)
    question = _question(session, entry_id)
    if question.decision is None:
        raise NotFound(f"{entry_id} has no decision that could be undone.")
    row = session.get_one(CatalogQuestionRow, question.id)
    row.note = f"{row.note} · undone by {undone_by}"
    row.decision, row.decided_on = "", None
    add_step(session, entry_id, Step.UNDO, by=undone_by, at=undone_at)
    return _entry_of_question(_question(session, entry_id))


def suggest_credentials(catalog: Catalog, name: str, *, limit: int = 5) -> list[Proposal]:
    """Credentials whose name or alias shares most words with a name that a posting uses."""
    words = frozenset(credential_key(name).split())
    scored: list[tuple[float, str, str]] = []
    for credential in catalog.credentials:
        best = max(_alike(words, other) for other in (credential.name, *credential.aliases))
        if best >= _LEAST_ALIKE:
            scored.append((-best, credential.id, credential.name))
    return [Proposal(value=id_, name=label) for _, id_, label in sorted(scored)[:limit]]


def _alike(words: frozenset[str], other: str) -> float:
    theirs = frozenset(credential_key(other).split())
    return len(words & theirs) / len(words | theirs) if words and theirs else 0.0


def _proposals(session: Session, item: ReviewItem) -> list[Proposal]:
    if item.kind is ReviewKind.CREDENTIAL:
        return suggest_credentials(read_catalog(session), item.label)
    rows = session.exec(select(OccupationRow).where(col(OccupationRow.soc_code).in_(item.candidates))).all()
    titles = {row.soc_code: row.soc_title for row in rows}
    return [Proposal(value=code, name=titles.get(code, code)) for code in item.candidates]


def _entry_of_item(item: ReviewItem) -> CurateEntry:
    decision = item.decision
    return CurateEntry(
        id=str(item.id),
        kind=item.kind.value,
        label=item.label,
        detail=item.detail,
        postings=item.posting_count,
        is_open=item.is_open,
        decision=None
        if decision is None
        else CurateDecision(
            action=decision.action.value,
            value=decision.value,
            employer=decision.employer,
            note=decision.note,
            decided_by=decision.decided_by,
            decided_on=decision.decided_at.isoformat(),
        ),
    )


def _entry_of_question(question: Question) -> CurateEntry:
    conflict = question.conflict
    decided_by, _, note = question.note.partition(": ")
    return CurateEntry(
        id=f"{_QUESTION}{question.id}",
        kind=CATALOG,
        label=f"{conflict.credential_id}: {conflict.field}",
        detail=f"the catalog says “{conflict.curated}”, {question.source} says “{conflict.imported}”",
        postings=0,
        is_open=question.decision is None and question.withdrawn_on is None,
        decision=None
        if question.decision is None or question.decided_on is None
        else CurateDecision(
            action=question.decision.value,
            note=note,
            decided_by=decided_by,
            decided_on=question.decided_on.isoformat(),
        ),
    )


def _question(session: Session, entry_id: str) -> Question:
    number = _number(entry_id.removeprefix(_QUESTION))
    for question in list_questions(session, open_only=False):
        if question.id == number:
            return question
    raise NotFound(f"There is no question {entry_id}. See: portal curate list --all")


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 15:
        raise NotFound(f"“{text}” is no id of the review queue. See: portal curate list")
    return int(text)
