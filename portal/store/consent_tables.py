"""Tables of what people said yes to, and of who looked at or changed what."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from portal.store.staff_tables import ID_LENGTH
from portal.store.tables import ROW_ID


class ConsentGrantRow(SQLModel, table=True):
    """One yes to one purpose. It holds until its last day, or until it is taken back."""

    __tablename__ = "consent_grant"

    id: str = Field(primary_key=True, max_length=ID_LENGTH)
    organisation_id: str = Field(foreign_key="organisation.id", index=True, max_length=ID_LENGTH)
    person_id: str = Field(foreign_key="person.id", index=True, max_length=ID_LENGTH)
    purpose: str = Field(max_length=8)
    given_by: str = Field(max_length=8, description="person, guardian")
    how: str = Field(max_length=8, description="online, paper")
    recorded_by: str | None = Field(default=None, max_length=ID_LENGTH, description="account, where on paper")
    words_version: int = Field(description="of the sentence that was agreed to")
    given_at: datetime
    until: date = Field(description="the last day on which it holds")
    revoked_at: datetime | None = None
    revoked_by: str = Field(default="", max_length=ID_LENGTH, description="person, or an account")


class AuditEntryRow(SQLModel, table=True):
    """One thing that somebody saw or changed. Triggers of the database refuse to change or delete a row.

    No personal data: ids and words of ours only. `chain_hash` covers the entry and the one before it in its
    organisation, so that a row that was changed around the triggers is noticed.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (UniqueConstraint("organisation_id", "number"),)

    id: int | None = Field(default=None, sa_column=Column(ROW_ID, primary_key=True))
    organisation_id: str = Field(index=True, max_length=ID_LENGTH)
    number: int = Field(description="1, 2, 3 … within the organisation")
    at: datetime = Field(index=True)
    account_id: str | None = Field(
        default=None, max_length=ID_LENGTH, description="empty: the person, or the system"
    )
    actor: str = Field(max_length=16, description="a role, person, system")
    kind: str = Field(max_length=8, description="look, change, account")
    action: str = Field(max_length=80, description="endpoint or command")
    detail: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    chain_hash: str = Field(max_length=64)


class AuditAboutRow(SQLModel, table=True):
    """Whom an entry is about."""

    __tablename__ = "audit_about"

    entry_id: int = Field(primary_key=True, sa_type=ROW_ID)
    person_id: str = Field(primary_key=True, index=True, max_length=ID_LENGTH)
