"""Tables of what is the same: offers that look alike, jobs posted again, and pages that were asked after."""

from datetime import datetime

from sqlalchemy import BigInteger, Column
from sqlmodel import Field, SQLModel

from portal.store.tables import ROW_ID


class OfferBlockRow(SQLModel, table=True):
    """One drawer in which an offer lies; only offers of one drawer are compared. Keys are hashes, 64 bits, signed."""

    __tablename__ = "offer_block"

    block_key: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    offer_key: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False, index=True))


class OfferLikenessRow(SQLModel, table=True):
    """Two offers that are alike; stands in both directions.

    `is_same`: the same offer, shown once. Else it is like enough to be the same job posted again at another time.
    """

    __tablename__ = "offer_likeness"

    offer_key: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    other_key: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False, index=True))
    likeness: float = Field(description="share of word sequences in common, 0 to 1")
    is_same: bool


class PostingRepostRow(SQLModel, table=True):
    """A posting and the closed one that it follows: the same job, posted again under a new reference."""

    __tablename__ = "posting_repost"

    posting_id: int = Field(
        sa_type=ROW_ID, foreign_key="job_posting.id", primary_key=True, ondelete="CASCADE"
    )
    previous_id: int = Field(sa_type=ROW_ID, foreign_key="job_posting.id", index=True, ondelete="CASCADE")


class PageCheckRow(SQLModel, table=True):
    """When the page of a posting was last asked for, and what it answered."""

    __tablename__ = "page_check"

    posting_id: int = Field(
        sa_type=ROW_ID, foreign_key="job_posting.id", primary_key=True, ondelete="CASCADE"
    )
    checked_at: datetime
    status_code: int | None = Field(default=None, description="HTTP status; none: no answer")
    first_gone_at: datetime | None = Field(
        default=None, description="first of the checks in a row that found it gone"
    )
