"""Tables of training programs that lists of states name."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, Column, ForeignKeyConstraint
from sqlmodel import Field, SQLModel


class TrainingProgramRow(SQLModel, table=True):
    """One program. `document` is `portal.domain.program.Program`. Units: degrees WGS 84.

    The point is that of the ZIP code. A program that its list no longer names stays, with `removed_on`.
    """

    __tablename__ = "training_program"

    list_key: str = Field(primary_key=True)
    ref: str = Field(primary_key=True, description="the list's own id")
    name: str
    provider: str
    state: str = Field(index=True)
    cip_code: str | None = Field(default=None, index=True)
    latitude: float | None = None
    longitude: float | None = None
    first_imported_on: date
    removed_on: date | None = None
    document: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class TrainingProgramNameRow(SQLModel, table=True):
    """One plain form of a name under which a program can be found (`portal.ctdl.programs.plain_names`)."""

    __tablename__ = "training_program_name"
    __table_args__ = (
        ForeignKeyConstraint(["list_key", "ref"], ["training_program.list_key", "training_program.ref"]),
    )

    plain_name: str = Field(primary_key=True)
    list_key: str = Field(primary_key=True)
    ref: str = Field(primary_key=True)
