"""Ingest runs, and the version of the data that everything disposable is built from."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from portal.store.absence_table import UnsureAbsenceRow
from portal.store.tables import EmbeddedLoad, IngestRunRow

SUCCEEDED = "succeeded"
POSTING_CHANGES = "changes of postings"
"""Under this name `embedded_load` counts the commits that changed postings, whichever run made them."""


def last_good_run(session: Session, source_key: str) -> IngestRunRow | None:
    """The newest complete run of a source; a failed or quarantined one never counts."""
    return session.exec(
        select(IngestRunRow)
        .where(IngestRunRow.source_key == source_key, IngestRunRow.status == SUCCEEDED)
        .order_by(col(IngestRunRow.id).desc())
        .limit(1)
    ).first()


def last_run_that_named(session: Session, source_key: str, source_ref: str) -> IngestRunRow | None:
    """The newest complete run whose feed held this posting.

    A posting that stays open for some days because a record without a readable reference may be its own was not named
    by the runs of these days.
    """
    absence = session.get(UnsureAbsenceRow, (source_key, source_ref))
    if absence is None:
        return last_good_run(session, source_key)
    return session.exec(
        select(IngestRunRow)
        .where(
            IngestRunRow.source_key == source_key,
            IngestRunRow.status == SUCCEEDED,
            col(IngestRunRow.as_of) < absence.since_at,
        )
        .order_by(col(IngestRunRow.id).desc())
        .limit(1)
    ).first()


def list_runs(session: Session, *, source_key: str | None = None, limit: int = 50) -> Sequence[IngestRunRow]:
    """Newest runs first."""
    query = select(IngestRunRow).order_by(col(IngestRunRow.id).desc()).limit(limit)
    if source_key is not None:
        query = query.where(IngestRunRow.source_key == source_key)
    return session.exec(query).all()


def note_posting_changes(session: Session, *, now: datetime) -> None:
    """Count one more commit that changes postings. The caller commits, and holds the lock of taking over.

    A run's own counts do not tell: it may have moved copies or samples only, or have begun before another that ended
    first.
    """
    known = session.get(EmbeddedLoad, POSTING_CHANGES)
    count = known.rows + 1 if known else 1
    sha256 = hashlib.sha256(f"{count}".encode()).hexdigest()
    session.merge(EmbeddedLoad(name=POSTING_CHANGES, sha256=sha256, rows=count, loaded_at=now))
    session.flush()


def note_reference_change(
    session: Session, source_key: str, *, sha256: str, rows: int, now: datetime
) -> None:
    """Note what a reference source now holds, as of the other loads. The caller commits."""
    session.merge(EmbeddedLoad(name=f"source {source_key}", sha256=sha256, rows=rows, loaded_at=now))
    session.flush()


def data_version(session: Session) -> str:
    """Changes whenever postings or embedded data change; indexes carry the version they were built from."""
    changed = session.exec(
        select(IngestRunRow.id)
        .where(
            IngestRunRow.status == SUCCEEDED,
            (
                col(IngestRunRow.inserted)
                + col(IngestRunRow.updated)
                + col(IngestRunRow.reopened)
                + col(IngestRunRow.removed)
                + col(IngestRunRow.expired)
            )
            > 0,
        )
        # from the newest back to the first that changed anything: few rows
        .order_by(col(IngestRunRow.id).desc())
        .limit(1)
    ).first()
    loads = session.exec(select(EmbeddedLoad.sha256).order_by(EmbeddedLoad.name)).all()
    return f"{changed or 0}-{'.'.join(sha[:8] for sha in loads)}"


def list_embedded_loads(session: Session) -> Sequence[EmbeddedLoad]:
    """What was loaded from `config/embedded`, the catalog and reference sources."""
    return session.exec(
        select(EmbeddedLoad).where(EmbeddedLoad.name != POSTING_CHANGES).order_by(EmbeddedLoad.name)
    ).all()
