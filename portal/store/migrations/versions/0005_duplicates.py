"""Offers that are the same, jobs posted again, and pages that were asked after."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("job_posting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("offer_key", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("shown_from_on", sa.Date(), nullable=True))
        batch_op.create_index(batch_op.f("ix_job_posting_offer_key"), ["offer_key"], unique=False)

    op.create_table(
        "offer_block",
        sa.Column("block_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("offer_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("block_key", "offer_key"),
    )
    with op.batch_alter_table("offer_block", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offer_block_offer_key"), ["offer_key"], unique=False)

    op.create_table(
        "offer_likeness",
        sa.Column("offer_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("other_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("likeness", sa.Float(), nullable=False),
        sa.Column("is_same", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("offer_key", "other_key"),
    )
    with op.batch_alter_table("offer_likeness", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offer_likeness_other_key"), ["other_key"], unique=False)

    op.create_table(
        "posting_repost",
        sa.Column("posting_id", ROW_ID, nullable=False),
        sa.Column("previous_id", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(["posting_id"], ["job_posting.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["previous_id"], ["job_posting.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("posting_id"),
    )
    with op.batch_alter_table("posting_repost", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_posting_repost_previous_id"), ["previous_id"], unique=False)

    op.create_table(
        "page_check",
        sa.Column("posting_id", ROW_ID, nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status_code", sa.Integer(), nullable=True),
        sa.Column("first_gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["posting_id"], ["job_posting.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("posting_id"),
    )


def downgrade() -> None:
    for table in ("page_check", "posting_repost", "offer_likeness", "offer_block"):
        op.drop_table(table)
    with op.batch_alter_table("job_posting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_job_posting_offer_key"))
        batch_op.drop_column("shown_from_on")
        batch_op.drop_column("offer_key")
