"""Table of plans that somebody put away under a return code."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from portal.store.staff_tables import ID_LENGTH


class PlanCodeRow(SQLModel, table=True):
    """One plan as it stood when its code was made. A stopped or ended code has no row: nothing of it is kept.

    The code itself is nowhere: `code_hash` is made with the secret of the deployment, which is not in the database.
    """

    __tablename__ = "plan_code"

    code_hash: str = Field(primary_key=True, max_length=64, description="HMAC-SHA256 of the code, in hex")
    snapshot: str = Field(
        description="the signed plan, as links carry it, encrypted with a key made of the code"
    )
    expires_at: datetime = Field(index=True)
    organisation_id: str | None = Field(default=None, index=True, max_length=ID_LENGTH)
    person_id: str | None = Field(
        default=None,
        index=True,
        max_length=ID_LENGTH,
        description="whose plan a professional handed over; a learner's own code names nobody",
    )
