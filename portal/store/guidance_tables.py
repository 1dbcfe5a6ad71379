"""Table of what a professional wrote for a person's plan as a document."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from portal.store.staff_tables import ID_LENGTH


class PlanPaperRow(SQLModel, table=True):
    """What stands in the form of an individual plan: its kind, the team, services, reviews. One a person."""

    __tablename__ = "plan_paper"

    id: str = Field(primary_key=True, max_length=ID_LENGTH)
    organisation_id: str = Field(foreign_key="organisation.id", index=True, max_length=ID_LENGTH)
    person_id: str = Field(foreign_key="person.id", unique=True, max_length=ID_LENGTH)
    form_sealed: str = Field(description="JSON form of PaperForm")
    version: int = 1
    made_at: datetime
    changed_at: datetime | None = None
