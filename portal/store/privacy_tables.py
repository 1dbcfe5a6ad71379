"""Tables of what was deleted by age, and of people who asked to have everything about them deleted."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel

from portal.store.staff_tables import ID_LENGTH


class RetentionReportRow(SQLModel, table=True):
    """What one night's work deleted of an organisation: how many rows of each kind. No names and no ids."""

    __tablename__ = "retention_report"

    id: str = Field(primary_key=True, max_length=ID_LENGTH)
    organisation_id: str = Field(foreign_key="organisation.id", index=True, max_length=ID_LENGTH)
    ran_at: datetime
    retention_days: int
    people: int
    counts: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class ErasureRequestRow(SQLModel, table=True):
    """Somebody asked to be deleted where their organisation decides about it. An answer of yes deletes this too."""

    __tablename__ = "erasure_request"

    id: str = Field(primary_key=True, max_length=ID_LENGTH)
    organisation_id: str = Field(foreign_key="organisation.id", index=True, max_length=ID_LENGTH)
    person_id: str = Field(foreign_key="person.id", index=True, max_length=ID_LENGTH)
    asked_at: datetime
    refused_at: datetime | None = None
    refused_by: str = Field(default="", max_length=ID_LENGTH, description="account")
