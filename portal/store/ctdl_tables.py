"""Tables of what was imported beside the catalog, and of the questions that it raises."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from portal.store.tables import ROW_ID


class ImportedRecordRow(SQLModel, table=True):
    """One imported record. `document` is the class of `portal.ctdl.imported` that `record_kind` names."""

    __tablename__ = "imported_record"

    source: str = Field(primary_key=True)
    key: str = Field(primary_key=True, description="CTID, or the record's own address")
    record_kind: str = Field(index=True, description="credential, learning, transfer_value, other")
    ctdl_class: str
    name: str
    # PostgreSQL keeps the name ctid for itself
    record_ctid: str | None = Field(default=None, index=True)
    content_hash: str = Field(description="sha256 of what it says, without the day of import")
    first_imported_on: date
    last_imported_on: date = Field(description="of the import that last changed what it says")
    removed_on: date | None = Field(default=None, description="the source says that it deleted the record")
    document: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class ImportedEdgeRow(SQLModel, table=True):
    """A stated relation between two imported records. `documents`: each time it is stated, an `ImportedEdge`."""

    __tablename__ = "imported_edge"

    source: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    from_key: str = Field(primary_key=True)
    to_key: str = Field(primary_key=True, index=True)
    last_imported_on: date
    documents: list[dict[str, Any]] = Field(sa_column=Column(JSON, nullable=False))


class CatalogQuestionRow(SQLModel, table=True):
    """One thing that a curator must decide. `document` is `portal.ctdl.compare.Conflict`."""

    __tablename__ = "catalog_question"
    __table_args__ = (UniqueConstraint("source", "imported_key", "credential_id", "field"),)

    id: int | None = Field(default=None, sa_column=Column(ROW_ID, primary_key=True))
    source: str
    imported_key: str
    credential_id: str = Field(index=True)
    field: str
    kind: str
    asked_on: date
    withdrawn_on: date | None = Field(default=None, description="a later import no longer raises it")
    decision: str = Field(default="", description="curated, imported or both; empty: open")
    decided_on: date | None = None
    note: str = ""
    document: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
