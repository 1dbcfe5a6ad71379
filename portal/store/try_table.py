"""Table of what one network address tried in the last minutes, so that it can be asked to wait."""

from datetime import datetime

from sqlmodel import Field, SQLModel


class TryRow(SQLModel, table=True):
    """One try. `who_hash` stands for a network address on one day only; rows are deleted after ten minutes."""

    __tablename__ = "counted_try"

    id: int | None = Field(default=None, primary_key=True)
    what: str = Field(max_length=20, description="what was tried: plan_code or plan_pdf")
    who_hash: str = Field(
        max_length=32, description="keyed hash of the address, with a key of the day, in hex"
    )
    tried_at: datetime = Field(index=True)
