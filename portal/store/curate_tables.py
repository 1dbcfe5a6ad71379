"""Table of what curators did about what waits, where no other table keeps it."""

from datetime import date, datetime

from sqlalchemy import Column
from sqlmodel import Field, SQLModel

from portal.store.tables import ROW_ID


class CurateStepRow(SQLModel, table=True):
    """One step of a curator: put off, dealt with, or decided about a question of the catalog. Rows are only added.

    Curators work for all organisations of a deployment, so no row belongs to one. `decided_by` is an account's id or a
    login name of the command line; decisions about postings and edges stand in their own places.
    """

    __tablename__ = "curate_step"

    id: int | None = Field(default=None, sa_column=Column(ROW_ID, primary_key=True))
    entry_id: str = Field(index=True, max_length=200)
    action: str = Field(max_length=12, description="accept, reject, assign, settle, defer, undo")
    value: str = Field(default="", max_length=80, description="of settle: how many records there were")
    note: str = ""
    until: date | None = Field(default=None, description="of defer: the first day on which it waits again")
    decided_by: str = Field(max_length=80)
    decided_at: datetime
