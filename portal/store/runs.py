"""Ingest runs, and the version of the data that everything disposable is built from."""

from collections.abc import Sequence

from sqlalchemy import func
from sqlmodel import Session, col, select

from portal.store.tables import EmbeddedLoad, IngestRunRow

SUCCEEDED = "succeeded"


def last_good_run(session: Session, source_key: str) -> IngestRunRow | None:
    """The newest complete run of a source; a failed or quarantined one never counts."""
    return session.exec(
        select(IngestRunRow)
        .where(IngestRunRow.source_key == source_key, IngestRunRow.status == SUCCEEDED)
        .order_by(col(IngestRunRow.id).desc())
        .limit(1)
    ).first()


def list_runs(session: Session, *, source_key: str | None = None, limit: int = 50) -> Sequence[IngestRunRow]:
    """Newest runs first."""
    query = select(IngestRunRow).order_by(col(IngestRunRow.id).desc()).limit(limit)
    if source_key is not None:
        query = query.where(IngestRunRow.source_key == source_key)
    return session.exec(query).all()


def data_version(session: Session) -> str:
    """Changes whenever postings or embedded data change; indexes carry the version they were built from."""
    changed = session.exec(
        select(func.max(IngestRunRow.id)).where(
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
    ).one()
    loads = session.exec(select(EmbeddedLoad.sha256).order_by(EmbeddedLoad.name)).all()
    return f"{changed or 0}-{'.'.join(sha[:8] for sha in loads)}"


def list_embedded_loads(session: Session) -> Sequence[EmbeddedLoad]:
    """What was loaded from `config/embedded` and the catalog."""
    return session.exec(select(EmbeddedLoad).order_by(EmbeddedLoad.name)).all()
