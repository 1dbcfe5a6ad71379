"""Tables of a caseload: people, who works with them, groups, notes and tasks. There is no column for a diagnosis.

Personal columns end in `_sealed`. Every table has `organisation_id`, and `person_id` where it is about a person: what
belongs to one is found, exported and erased by these columns alone (`erasure.py`).
"""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from portal.store.staff_tables import ID_LENGTH


class PersonRow(SQLModel, table=True):
    """Somebody whom a professional guides. `label` is what the professional calls them: a pseudonym is enough."""

    __tablename__ = "person"
    __table_args__ = (Index("ix_person_reference", "organisation_id", "reference_hash"),)

    id: str = Field(primary_key=True, max_length=ID_LENGTH)
    organisation_id: str = Field(foreign_key="organisation.id", index=True, max_length=ID_LENGTH)
    label_sealed: str
    reference_sealed: str = Field(default="", description="the organisation's own number for the person")
    reference_hash: str = Field(default="", max_length=64)
    language: str = Field(default="en", max_length=5)
    way: str = Field(max_length=12, description="code, link, invitation, pseudonym, import")
    import_id: str | None = Field(default=None, index=True, max_length=ID_LENGTH)
    is_guardian_asked: bool = Field(default=False, description="a parent or guardian says yes or no")
    own_code_hash: str | None = Field(default=None, unique=True, max_length=64)
    """Keyed hash of the code with which the person opens their own page on sharing."""
    own_code_until: datetime | None = None
    plan_sealed: str = Field(default="", description="JSON form of PlanDocument")
    plan_version: int = 0
    plan_made_at: datetime | None = None
    plan_changed_at: datetime | None = None
    plan_opened_at: datetime | None = Field(default=None, description="when the person last opened it")
    desk_sealed: str = Field(default="", description="JSON form of DeskProfile: what a job must have")
    desk_version: int = 0
    matches_seen_at: datetime | None = None
    added_at: datetime
    touched_at: datetime = Field(
        index=True, description="when anything was last done; retention counts from it"
    )
    contacted_on: date | None = None
    closed_at: datetime | None = None
    close_reason: str = Field(default="", max_length=16)


class TieRow(SQLModel, table=True):
    """One professional's work with one person, with its beginning, end and reason."""

    __tablename__ = "tie"

    id: str = Field(primary_key=True, max_length=ID_LENGTH)
    organisation_id: str = Field(foreign_key="organisation.id", index=True, max_length=ID_LENGTH)
    person_id: str = Field(foreign_key="person.id", index=True, max_length=ID_LENGTH)
    account_id: str = Field(foreign_key="account.id", index=True, max_length=ID_LENGTH)
    part: str = Field(max_length=12, description="lead, support, stand_in, look")
    reason_sealed: str = ""
    starts_on: date
    ends_on: date | None = Field(default=None, description="the last day on which it holds")


class GroupRow(SQLModel, table=True):
    """A class or another group of one professional's people."""

    __tablename__ = "person_group"

    id: str = Field(primary_key=True, max_length=ID_LENGTH)
    organisation_id: str = Field(foreign_key="organisation.id", index=True, max_length=ID_LENGTH)
    account_id: str = Field(foreign_key="account.id", index=True, max_length=ID_LENGTH)
    name_sealed: str
    made_at: datetime
    deleted_at: datetime | None = Field(default=None, description="it can be put back for some days")


class GroupMemberRow(SQLModel, table=True):
    """Somebody in a group."""

    __tablename__ = "person_group_member"
    __table_args__ = (UniqueConstraint("group_id", "person_id"),)

    id: str = Field(primary_key=True, max_length=ID_LENGTH)
    organisation_id: str = Field(foreign_key="organisation.id", index=True, max_length=ID_LENGTH)
    group_id: str = Field(foreign_key="person_group.id", index=True, max_length=ID_LENGTH)
    person_id: str = Field(foreign_key="person.id", index=True, max_length=ID_LENGTH)


class NoteRow(SQLModel, table=True):
    """A note about a talk or anything else."""

    __tablename__ = "note"

    id: str = Field(primary_key=True, max_length=ID_LENGTH)
    organisation_id: str = Field(foreign_key="organisation.id", index=True, max_length=ID_LENGTH)
    person_id: str = Field(foreign_key="person.id", index=True, max_length=ID_LENGTH)
    account_id: str = Field(foreign_key="account.id", max_length=ID_LENGTH)
    kind: str = Field(max_length=12, description="met, call, message, other")
    on_date: date
    text_sealed: str
    version: int = 1
    made_at: datetime
    changed_at: datetime | None = None
    deleted_at: datetime | None = Field(default=None, description="it can be put back for some days")


class TaskRow(SQLModel, table=True):
    """A step of a plan, another task, or the next contact: who does what by when, what it costs and who pays."""

    __tablename__ = "task"

    id: str = Field(primary_key=True, max_length=ID_LENGTH)
    organisation_id: str = Field(foreign_key="organisation.id", index=True, max_length=ID_LENGTH)
    person_id: str = Field(foreign_key="person.id", index=True, max_length=ID_LENGTH)
    account_id: str = Field(foreign_key="account.id", max_length=ID_LENGTH, description="who wrote it down")
    kind: str = Field(max_length=8, description="step, task, contact")
    doer: str = Field(max_length=12, description="person, professional, other")
    doer_name_sealed: str = ""
    what_sealed: str
    address: str = Field(default="", max_length=900, description="a page of this site that the task is about")
    credential_id: str | None = Field(default=None, max_length=80)
    due_on: date | None = None
    weeks: float | None = None
    cost_usd: float | None = None
    payer_sealed: str = ""
    evidence_sealed: str = Field(default="", description="how one will know that it is done")
    position: int = 0
    done_on: date | None = None
    dropped_on: date | None = None
    version: int = 1
    made_at: datetime
    changed_at: datetime | None = None


class ClassImportRow(SQLModel, table=True):
    """A class list that is being read in, or was. The draft is deleted once it is done or given up."""

    __tablename__ = "class_import"

    id: str = Field(primary_key=True, max_length=ID_LENGTH)
    organisation_id: str = Field(foreign_key="organisation.id", index=True, max_length=ID_LENGTH)
    account_id: str = Field(foreign_key="account.id", index=True, max_length=ID_LENGTH)
    state: str = Field(max_length=8, description="draft, done, undone")
    draft_sealed: str = ""
    group_id: str | None = Field(default=None, max_length=ID_LENGTH)
    people: int = 0
    made_at: datetime
    done_at: datetime | None = None


class ClassroomRow(SQLModel, table=True):
    """An exploration that a class follows by a code on the board. Nothing is kept of who follows."""

    __tablename__ = "classroom"

    id: str = Field(primary_key=True, max_length=ID_LENGTH)
    organisation_id: str = Field(foreign_key="organisation.id", index=True, max_length=ID_LENGTH)
    account_id: str = Field(foreign_key="account.id", index=True, max_length=ID_LENGTH)
    code_hash: str = Field(unique=True, max_length=64)
    address: str = Field(
        default="/", max_length=900, description="the page of this site that the class is on"
    )
    words: str = Field(default="", max_length=200, description="what the class is asked to look at; no names")
    step: int = 1
    made_at: datetime
    ends_at: datetime = Field(index=True)
