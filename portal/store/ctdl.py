"""Imports beside the catalog: saved once, asked about once, decided by a curator. The caller commits."""

import hashlib
import json
from collections.abc import Container
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import or_
from sqlmodel import Session, col, select

from portal.ctdl.compare import Conflict
from portal.ctdl.imported import Imported, ImportedBatch
from portal.domain.errors import NotFound
from portal.domain.model import DataModel
from portal.store.ctdl_tables import CatalogQuestionRow, ImportedEdgeRow, ImportedRecordRow


class Decision(StrEnum):
    """What a curator decided about one question."""

    CURATED = "curated"
    """The catalog is right."""
    IMPORTED = "imported"
    """The import is right; the catalog's file is to be mended."""
    BOTH = "both"
    """Both hold, or they are two credentials."""


class ImportSaved(DataModel):
    """What saving an import changed. Questions that were decided stay decided while both sides say the same."""

    inserted: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    edges: int = 0
    asked: int = 0
    asked_again: int = 0
    withdrawn: int = 0


class Question(DataModel):
    """One question with its state."""

    id: int
    source: str
    conflict: Conflict
    asked_on: date
    withdrawn_on: date | None
    decision: Decision | None
    decided_on: date | None
    note: str


def save_import(session: Session, batch: ImportedBatch, conflicts: tuple[Conflict, ...]) -> ImportSaved:
    """Save an import and what it asks. Saving the same again changes no row, on whichever day.

    A record is marked as removed only where the source says that it deleted it: one file says nothing about records of
    other files. A question of a record of this import that
    is no longer raised is withdrawn; one whose statements changed is open again.
    """
    saved = save_records(session, batch)
    keys = {record.key for _, record in _records(batch)} | set(batch.deleted_keys)
    asked = ask_questions(session, conflicts, source=batch.source, asked_on=batch.imported_on, about=keys)
    return saved.model_copy(update={name: getattr(asked, name) for name in asked.model_fields_set})


def save_records(session: Session, batch: ImportedBatch) -> ImportSaved:
    """Save the records and relations of an import, and ask nothing."""
    counts = dict.fromkeys(("inserted", "updated", "unchanged"), 0)
    changed = []
    for kind, record in _records(batch):
        state = _save_record(session, record, kind=kind, batch=batch)
        counts[state] += 1
        if state == "updated":
            changed.append(record)
    edges = _save_edges(session, batch)
    for record in changed:
        _drop_unstated(session, record, batch=batch)
    removed = _mark_removed(session, batch)
    session.flush()
    return ImportSaved(**counts, edges=edges, removed=removed)


def ask_questions(
    session: Session,
    conflicts: tuple[Conflict, ...],
    *,
    source: str,
    asked_on: date,
    about: Container[str] | None = None,
) -> ImportSaved:
    """Ask what these conflicts ask, each once; withdraw what is no longer raised.

    `about`: the records that were compared; questions of others stay. None: all of the source's were.
    """
    counts = dict.fromkeys(("asked", "asked_again", "withdrawn"), 0)
    held = {
        (row.imported_key, row.credential_id, row.field): row
        for row in session.exec(
            select(CatalogQuestionRow).where(col(CatalogQuestionRow.source) == source)
        ).all()
        if about is None or row.imported_key in about
    }
    for conflict in conflicts:
        row = held.pop((conflict.imported_key, conflict.credential_id, conflict.field), None)
        state = _ask(session, conflict, row, source=source, asked_on=asked_on)
        if state:
            counts[state] += 1
    for row in held.values():
        if row.withdrawn_on is None:
            row.withdrawn_on = asked_on
            counts["withdrawn"] += 1
    session.flush()
    return ImportSaved(**counts)


def list_questions(
    session: Session, *, credential_id: str | None = None, open_only: bool = True
) -> list[Question]:
    """Questions in the order in which they were asked; only the open ones unless told otherwise."""
    query = select(CatalogQuestionRow).order_by(col(CatalogQuestionRow.id))
    if credential_id is not None:
        query = query.where(col(CatalogQuestionRow.credential_id) == credential_id)
    if open_only:
        query = query.where(
            col(CatalogQuestionRow.decision) == "", col(CatalogQuestionRow.withdrawn_on).is_(None)
        )
    return [_question(row) for row in session.exec(query).all()]


def decide_question(
    session: Session, question_id: int, decision: Decision, *, decided_on: date, note: str = ""
) -> Question:
    """Write a curator's decision down. The catalog's file is mended by hand.

    Raises: NotFound.
    """
    row = session.get(CatalogQuestionRow, question_id)
    if row is None:
        raise NotFound(f"There is no question {question_id}. List the open ones first.")
    row.decision, row.decided_on, row.note = decision.value, decided_on, note
    session.flush()
    return _question(row)


def _records(batch: ImportedBatch) -> tuple[tuple[str, Imported], ...]:
    return (
        *(("credential", r) for r in batch.credentials),
        *(("learning", r) for r in batch.learning),
        *(("transfer_value", r) for r in batch.transfer_values),
        *(("other", r) for r in batch.others),
    )


def _save_record(session: Session, record: Imported, *, kind: str, batch: ImportedBatch) -> str:
    document = record.model_dump(mode="json")
    said = {**document, "evidence": {**document["evidence"], "note": ""}}
    content_hash = hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
    row = session.get(ImportedRecordRow, (batch.source, record.key))
    if row is None:
        session.add(
            ImportedRecordRow.model_validate(
                {
                    "source": batch.source,
                    "key": record.key,
                    "record_kind": kind,
                    "ctdl_class": record.ctdl_class,
                    "name": record.name,
                    "record_ctid": record.ctid,
                    "content_hash": content_hash,
                    "first_imported_on": batch.imported_on,
                    "last_imported_on": batch.imported_on,
                    "document": document,
                }
            )
        )
        return "inserted"
    if row.content_hash == content_hash and row.removed_on is None:
        return "unchanged"
    row.removed_on, row.last_imported_on = None, batch.imported_on
    row.record_kind, row.ctdl_class, row.name = kind, record.ctdl_class, record.name
    row.record_ctid, row.content_hash, row.document = record.ctid, content_hash, document
    return "updated"


def _mark_removed(session: Session, batch: ImportedBatch) -> int:
    """Mark what the source says it deleted; the number of rows that this changed."""
    removed = 0
    for key in batch.deleted_keys:
        row = session.get(ImportedRecordRow, (batch.source, key))
        if row is not None and row.removed_on is None:
            row.removed_on = batch.imported_on
            removed += 1
    return removed


def _save_edges(session: Session, batch: ImportedBatch) -> int:
    """Save the stated relations; the number of them."""
    stated: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for edge in batch.edges:
        ends = (edge.kind.value, edge.from_key, edge.to_key)
        stated.setdefault(ends, []).append(edge.model_dump(mode="json"))
    for (kind, from_key, to_key), documents in stated.items():
        row = session.get(ImportedEdgeRow, (batch.source, kind, from_key, to_key))
        if row is None:
            row = ImportedEdgeRow(
                source=batch.source,
                kind=kind,
                from_key=from_key,
                to_key=to_key,
                last_imported_on=batch.imported_on,
                documents=documents,
            )
            session.add(row)
        elif [_without_note(one) for one in row.documents] != [_without_note(one) for one in documents]:
            row.documents, row.last_imported_on = documents, batch.imported_on
    return len(stated)


def _drop_unstated(session: Session, record: Imported, *, batch: ImportedBatch) -> None:
    """Take away relations that this record alone stated and states no more."""
    stated = {(edge.kind.value, edge.from_key, edge.to_key) for edge in batch.edges}
    row = ImportedEdgeRow
    touching = session.exec(
        select(row).where(
            row.source == batch.source, or_(col(row.from_key) == record.key, col(row.to_key) == record.key)
        )
    ).all()
    for edge in touching:
        only_here = all(one["evidence"]["url"] == record.evidence.url for one in edge.documents)
        if only_here and (edge.kind, edge.from_key, edge.to_key) not in stated:
            session.delete(edge)


def _without_note(edge: dict[str, Any]) -> dict[str, Any]:
    """What an edge says; the note of its evidence holds the day of the import."""
    return {**edge, "evidence": {**edge["evidence"], "note": ""}}


def _ask(
    session: Session, conflict: Conflict, row: CatalogQuestionRow | None, *, source: str, asked_on: date
) -> str:
    document = conflict.model_dump(mode="json")
    if row is None:
        session.add(
            CatalogQuestionRow.model_validate(
                {
                    "source": source,
                    "imported_key": conflict.imported_key,
                    "credential_id": conflict.credential_id,
                    "field": conflict.field,
                    "kind": conflict.kind.value,
                    "asked_on": asked_on,
                    "document": document,
                }
            )
        )
        return "asked"
    before = Conflict.model_validate(row.document)
    same = (before.kind, before.curated, before.imported) == (
        conflict.kind,
        conflict.curated,
        conflict.imported,
    )
    if same and row.withdrawn_on is None:
        return ""
    row.kind, row.document, row.withdrawn_on = conflict.kind.value, document, None
    if same:
        return "asked_again"
    row.asked_on, row.decision, row.decided_on = asked_on, "", None
    return "asked_again"


def _question(row: CatalogQuestionRow) -> Question:
    assert row.id is not None
    return Question(
        id=row.id,
        source=row.source,
        conflict=Conflict.model_validate(row.document),
        asked_on=row.asked_on,
        withdrawn_on=row.withdrawn_on,
        decision=Decision(row.decision) if row.decision else None,
        decided_on=row.decided_on,
        note=row.note,
    )
