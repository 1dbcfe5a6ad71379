"""Tables of the match desk: the jobs on a person's shortlist, and what became of each."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from portal.store.staff_tables import ID_LENGTH


class ShortlistRow(SQLModel, table=True):
    """A job that was suggested to somebody. Title and employer stay as they stood, also when the job is gone."""

    __tablename__ = "shortlist"
    __table_args__ = (UniqueConstraint("person_id", "posting_id"),)

    id: str = Field(primary_key=True, max_length=ID_LENGTH)
    organisation_id: str = Field(foreign_key="organisation.id", index=True, max_length=ID_LENGTH)
    person_id: str = Field(foreign_key="person.id", index=True, max_length=ID_LENGTH)
    posting_id: int
    title: str = Field(max_length=200)
    employer_name: str = Field(default="", max_length=200)
    soc_code: str | None = Field(default=None, max_length=7)
    apply_until: date | None = None
    status: str = Field(
        max_length=12, description="suggested, discussed, applied, interview, placed, declined"
    )
    version: int = 1
    added_at: datetime
    changed_at: datetime


class ShortlistEventRow(SQLModel, table=True):
    """One change of status, with its reason, and the wage and hours of a placement. Rows are only added."""

    __tablename__ = "shortlist_event"

    id: str = Field(primary_key=True, max_length=ID_LENGTH)
    organisation_id: str = Field(foreign_key="organisation.id", index=True, max_length=ID_LENGTH)
    person_id: str = Field(foreign_key="person.id", index=True, max_length=ID_LENGTH)
    shortlist_id: str = Field(foreign_key="shortlist.id", index=True, max_length=ID_LENGTH)
    account_id: str = Field(foreign_key="account.id", max_length=ID_LENGTH)
    number: int = Field(
        default=0, description="version of its row that it made; 0: read in from a file, before all"
    )
    status: str = Field(max_length=12)
    reason_sealed: str = ""
    reason_kind: str = Field(default="", max_length=16, description="of a declined job, from a short list")
    hourly_wage_usd: float | None = None
    hours_per_week: float | None = None
    on_date: date
    made_at: datetime
