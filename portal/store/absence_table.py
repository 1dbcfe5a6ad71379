"""Postings that their feed no longer names, and may still hold in a record whose reference nobody can read."""

from datetime import datetime

from sqlmodel import Field, SQLModel


class UnsureAbsenceRow(SQLModel, table=True):
    """One open posting that is absent from a feed with unreadable references: kept open for some days from `since_at`.

    Identity: `(source_key, source_ref)`, as of the posting.
    """

    __tablename__ = "unsure_absence"

    source_key: str = Field(primary_key=True)
    source_ref: str = Field(primary_key=True)
    since_at: datetime
