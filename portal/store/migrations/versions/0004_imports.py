"""Records imported beside the catalog, and the questions that they raise."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "imported_record",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("record_kind", sa.String(), nullable=False),
        sa.Column("ctdl_class", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("record_ctid", sa.String(), nullable=True),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("first_imported_on", sa.Date(), nullable=False),
        sa.Column("last_imported_on", sa.Date(), nullable=False),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("source", "key"),
    )
    with op.batch_alter_table("imported_record", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_imported_record_record_ctid"), ["record_ctid"], unique=False)
        batch_op.create_index(batch_op.f("ix_imported_record_record_kind"), ["record_kind"], unique=False)

    op.create_table(
        "imported_edge",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("from_key", sa.String(), nullable=False),
        sa.Column("to_key", sa.String(), nullable=False),
        sa.Column("last_imported_on", sa.Date(), nullable=False),
        sa.Column("documents", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("source", "kind", "from_key", "to_key"),
    )
    with op.batch_alter_table("imported_edge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_imported_edge_to_key"), ["to_key"], unique=False)

    op.create_table(
        "catalog_question",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("imported_key", sa.String(), nullable=False),
        sa.Column("credential_id", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("source", "imported_key", "credential_id", "field"),
    )
    with op.batch_alter_table("catalog_question", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_catalog_question_credential_id"), ["credential_id"], unique=False
        )


def downgrade() -> None:
    op.drop_table("catalog_question")
    op.drop_table("imported_edge")
    op.drop_table("imported_record")
