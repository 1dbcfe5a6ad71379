"""The curator's desk: the three queues as one list with counts, search and pages, and one way to decide.

Understanding of postings (`review`), the catalog (`curate`, `curate_edges`), ingestion (`curate_ingestion`).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from portal.domain.errors import InvalidCode, NotFound
from portal.domain.model import DataModel
from portal.domain.review import ReviewAction, ReviewKind
from portal.domain.staff import EditConflict
from portal.store.catalog import read_catalog
from portal.store.ctdl import Question, list_questions
from portal.store.ctdl_tables import CatalogQuestionRow
from portal.store.curate import (
    CATALOG,
    CurateEntry,
    decide_curate_entry,
    get_curate_detail,
    list_curate_entries,
    undo_curate_decision,
)
from portal.store.curate_edges import (
    BETWEEN,
    EDGE,
    Suggested,
    decide_edge,
    get_suggested_detail,
    is_edge_id,
    list_suggested,
    suggested_here,
    undo_edge,
)
from portal.store.curate_history import history_mark, read_history
from portal.store.curate_ingestion import (
    REJECTED,
    RUN,
    get_ingestion_detail,
    is_ingestion_id,
    list_ingestion_entries,
)
from portal.store.curate_steps import Step, add_step, find_deferral, latest_steps
from portal.store.embedded import load_catalog_files
from portal.store.review_tables import ReviewDecisionRow, ReviewItemRow

QUEUES: Mapping[str, tuple[str, ...]] = {
    "understanding": tuple(kind.value for kind in ReviewKind),
    "catalog": (CATALOG, EDGE),
    "ingestion": (RUN, REJECTED),
}
KINDS = tuple(kind for kinds in QUEUES.values() for kind in kinds)


class State(StrEnum):
    """Which entries are listed."""

    OPEN = "open"
    DEFERRED = "deferred"
    DECIDED = "decided"
    """Decided, dealt with, or closed because nothing raises it any more."""


class Sort(StrEnum):
    """In which order."""

    POSTINGS = "postings"
    NAME = "name"


class DeskQuery(DataModel):
    """What is listed. `kind` is empty for all."""

    kind: str = ""
    text: str = ""
    state: State = State.OPEN
    sort: Sort = Sort.POSTINGS


class DeskFolders(DataModel):
    """Where the catalog's files and this installation's own decisions stand."""

    config_dir: Path
    data_dir: Path


class DeskLine(NamedTuple):
    """One entry as a list shows it. `waiting`: open postings that raise it, or records that were not taken."""

    id: str
    kind: str
    label: str
    detail: str
    waiting: int
    is_open: bool


class DeskList(DataModel):
    """Entries in their order, and how many of each kind wait now, whatever is searched for."""

    lines: tuple[DeskLine, ...]
    waiting: Mapping[str, int]

    def ids(self) -> tuple[str, ...]:
        """The entries' ids, in their order."""
        return tuple(line.id for line in self.lines)


class DeskDecision(DataModel):
    """What a curator chose. `until` only with `defer`."""

    step: Step
    value: str = ""
    employer: str = ""
    note: str = ""
    until: date | None = None


def list_desk(session: Session, folders: DeskFolders, query: DeskQuery, *, today: date) -> DeskList:
    """The list, and what waits."""
    steps = latest_steps(session)
    put_off = {id_ for id_, step in steps.items() if find_deferral(step, today=today) is not None}
    lines = [*_item_lines(session), *_other_lines(session, folders)]
    waiting = dict.fromkeys(KINDS, 0)
    for line in lines:
        if line.is_open and line.id not in put_off:
            waiting[line.kind] += 1
    wanted = [line for line in lines if _fits(line, query, put_off)]
    if query.sort is Sort.NAME:
        wanted.sort(key=lambda line: line.label.casefold())
    else:
        wanted.sort(key=lambda line: -line.waiting)
    return DeskList.model_construct(lines=tuple(wanted), waiting=waiting)


def get_desk_entry(session: Session, folders: DeskFolders, entry_id: str) -> CurateEntry:
    """One entry of any queue. Raises: NotFound."""
    if is_edge_id(entry_id):
        return get_suggested_detail(suggested_here(session), folders.data_dir, entry_id).entry
    if is_ingestion_id(entry_id):
        return get_ingestion_detail(session, entry_id).entry
    return get_curate_detail(session, entry_id).entry


def decide_desk_entry(
    session: Session,
    folders: DeskFolders,
    entry_id: str,
    *,
    decision: DeskDecision,
    seen: str,
    decided_by: str,
    decided_at: datetime,
) -> None:
    """Write a decision down. `seen`: the mark of the history that the curator saw. The caller commits.

    Raises: EditConflict when somebody did something meanwhile; NotFound; InvalidCode for what does not fit.
    """
    _wait_for_turn(session, entry_id)
    entry = get_desk_entry(session, folders, entry_id)
    _check_seen(session, folders, entry_id, seen)
    if decision.step is Step.DEFER:
        if decision.until is None or decision.until <= decided_at.date() or not entry.is_open:
            raise InvalidCode("Only what waits can be put off, and only to a later day.")
        if not decision.note.strip():
            raise InvalidCode("Say why it is put off.")
        add_step(
            session, entry_id, Step.DEFER, by=decided_by, at=decided_at, note=decision.note, until=decision.until
        )  # fmt: skip
    elif is_ingestion_id(entry_id):
        if decision.step is not Step.SETTLE or not entry.is_open:
            raise InvalidCode("A run and records that were not taken can be dealt with or put off.")
        add_step(
            session, entry_id, Step.SETTLE, by=decided_by, at=decided_at, note=decision.note,
            value=str(entry.postings),
        )  # fmt: skip
    elif is_edge_id(entry_id):
        decide_edge(
            read_catalog(session), folders.data_dir, entry_id, action=_action(decision.step),
            value=decision.value, note=decision.note, decided_by=decided_by, decided_at=decided_at,
        )  # fmt: skip
        load_catalog_files(session, folders.config_dir, now=decided_at, data_dir=folders.data_dir)
    else:
        decide_curate_entry(
            session, entry_id, _action(decision.step), value=decision.value, employer=decision.employer,
            note=decision.note, decided_by=decided_by, decided_at=decided_at,
        )  # fmt: skip


def undo_desk_step(
    session: Session, folders: DeskFolders, entry_id: str, *, seen: str, undone_by: str, undone_at: datetime
) -> None:
    """Take back what stands: a decision, or that it was put off. The caller commits.

    Raises: EditConflict, NotFound.
    """
    _wait_for_turn(session, entry_id)
    entry = get_desk_entry(session, folders, entry_id)
    _check_seen(session, folders, entry_id, seen)
    deferral = find_deferral(latest_steps(session).get(entry_id), today=undone_at.date())
    if entry.decision is None and deferral is None:
        raise NotFound(f"{entry_id[:80]} has nothing that could be taken back.")
    if entry.decision is None or deferral is not None or is_ingestion_id(entry_id):
        add_step(session, entry_id, Step.UNDO, by=undone_by, at=undone_at)
    if entry.decision is None or is_ingestion_id(entry_id):
        return
    if is_edge_id(entry_id):
        undo_edge(folders.data_dir, entry_id, undone_by=undone_by)
        load_catalog_files(session, folders.config_dir, now=undone_at, data_dir=folders.data_dir)
    else:
        undo_curate_decision(session, entry_id, undone_by=undone_by, undone_at=undone_at)


def after(ids: Sequence[str], entry_id: str) -> str | None:
    """The entry that comes after one in a list, the first after the last; None where there is no other."""
    others = [one for one in ids if one != entry_id]
    if not others:
        return None
    place = ids.index(entry_id) if entry_id in ids else 0
    return others[place] if place < len(others) else others[0]


def _action(step: Step) -> ReviewAction:
    try:
        return ReviewAction(step.value)
    except ValueError as error:
        raise InvalidCode(f"“{step.value}” is no decision about this.") from error


def _check_seen(session: Session, folders: DeskFolders, entry_id: str, seen: str) -> None:
    if history_mark(read_history(session, folders.data_dir, entry_id)) != seen:
        raise EditConflict("Somebody decided this meanwhile. Nothing of yours was written.")


def _wait_for_turn(session: Session, entry_id: str) -> None:
    """On PostgreSQL, two curators of two organisations wait for each other here; SQLite has one writer at a time."""
    number = entry_id.removeprefix("q")
    if not (number.isascii() and number.isdigit() and len(number) < 16):
        return
    if entry_id == number:
        session.exec(select(ReviewItemRow.id).where(ReviewItemRow.id == int(number)).with_for_update())
    else:
        session.exec(
            select(CatalogQuestionRow.id).where(CatalogQuestionRow.id == int(number)).with_for_update()
        )


def _fits(line: DeskLine, query: DeskQuery, put_off: set[str]) -> bool:
    state = State.DECIDED if not line.is_open else State.DEFERRED if line.id in put_off else State.OPEN
    words = query.text.casefold().split()
    text = f"{line.label} {line.detail} {line.id}".casefold()
    return (
        state is query.state
        and (not query.kind or line.kind == query.kind or line.kind in QUEUES.get(query.kind, ()))
        and all(word in text for word in words)
    )


def _item_lines(session: Session) -> Iterable[DeskLine]:
    """Every item with the few columns that a list needs: there can be tens of thousands."""
    item = ReviewItemRow
    decided = set(
        session.exec(select(ReviewDecisionRow.item_id).where(col(ReviewDecisionRow.undone_at).is_(None)))
    )
    rows = session.connection().execute(
        select_columns(
            col(item.id), col(item.kind), col(item.label), col(item.detail), col(item.posting_count),
            col(item.closed_at),
        ).order_by(col(item.id))
    )  # fmt: skip
    for id_, kind, label, detail, count, closed_at in rows:
        yield DeskLine(str(id_), kind, label, detail, count, closed_at is None and id_ not in decided)


def _other_lines(session: Session, folders: DeskFolders) -> Iterable[DeskLine]:
    suggested = suggested_here(session)
    entries = [
        *list_curate_entries(session, kind=CATALOG, open_only=False, limit=1_000_000).entries,
        *list_suggested(suggested.edges, folders.data_dir, open_only=False),
        *list_ingestion_entries(session),
    ]
    for entry in entries:
        yield DeskLine(
            id=entry.id, kind=entry.kind, label=name_entry(entry, suggested), detail=entry.detail,
            waiting=entry.postings, is_open=entry.is_open,
        )  # fmt: skip


def name_entry(entry: CurateEntry, suggested: Suggested) -> str:
    """What an entry is called where people read it: by the names of its credentials instead of their ids."""
    if entry.kind == EDGE:
        return " · ".join(suggested.names.get(id_, id_) for id_ in entry.id.split(BETWEEN))
    if entry.kind == CATALOG:
        id_, _, rest = entry.label.partition(": ")
        return f"{suggested.names.get(id_, id_)}: {rest}"
    return entry.label


def find_question(session: Session, entry_id: str) -> Question | None:
    """A question of the catalog, with both statements and their proof; None where the id is another kind's."""
    return next((one for one in list_questions(session, open_only=False) if f"q{one.id}" == entry_id), None)
