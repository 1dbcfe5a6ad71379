"""Tables of what reading left open, and of what curators decided about it."""

from datetime import datetime

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from portal.store.tables import ROW_ID


class ReviewItemRow(SQLModel, table=True):
    """One thing that postings leave open, once for all postings that raise it.

    `kind` is `portal.domain.review.ReviewKind`. `closed_at`: no open posting raises it any more.
    """

    __tablename__ = "review_item"
    __table_args__ = (UniqueConstraint("kind", "key", name="uq_review_item_key"),)

    id: int | None = Field(default=None, sa_column=Column(ROW_ID, primary_key=True))
    kind: str
    key: str = Field(description="normalised, so that one question is asked once")
    label: str
    detail: str = ""
    posting_count: int = 0
    posting_ids: list[int] = Field(sa_column=Column(JSON, nullable=False), description="a few, lowest first")
    candidates: list[str] = Field(sa_column=Column(JSON, nullable=False))
    opened_at: datetime
    closed_at: datetime | None = None


class ReviewDecisionRow(SQLModel, table=True):
    """What a person decided about an item. Rows are never changed but for being undone: the newest standing counts."""

    __tablename__ = "review_decision"

    id: int | None = Field(default=None, sa_column=Column(ROW_ID, primary_key=True))
    item_id: int = Field(sa_type=ROW_ID, foreign_key="review_item.id", index=True)
    action: str = Field(description="accept, reject, assign")
    value: str = Field(default="", description="SOC code, credential id or place; empty for reject")
    employer: str = Field(default="", description="only for postings of this employer, as people write it")
    note: str = ""
    decided_by: str
    decided_at: datetime
    undone_by: str = ""
    undone_at: datetime | None = None
