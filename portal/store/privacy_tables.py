"""Tables of what was deleted by age, of people who asked to be deleted, and of the cards that open their own page."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, UniqueConstraint
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


class OwnCardRow(SQLModel, table=True):
    """A card with a code that a professional made for a person. The newest counts; those before stay as a trace.

    The code is on paper that others may have seen: whoever opens the card first chooses words that are asked for from
    then on (`own_codes.py`).
    """

    __tablename__ = "own_card"
    __table_args__ = (UniqueConstraint("person_id", "number"),)

    id: str = Field(primary_key=True, max_length=ID_LENGTH)
    organisation_id: str = Field(foreign_key="organisation.id", index=True, max_length=ID_LENGTH)
    person_id: str = Field(foreign_key="person.id", index=True, max_length=ID_LENGTH)
    account_id: str = Field(foreign_key="account.id", max_length=ID_LENGTH, description="who made the card")
    number: int = Field(description="1, 2, 3 … of this person")
    made_at: datetime
    words_sealed: str = Field(default="", description="Argon2 hash of the words; empty until they are chosen")
    words_chosen_at: datetime | None = None
    wrong_words: int = Field(default=0, description="wrong tries since the words were last right")
