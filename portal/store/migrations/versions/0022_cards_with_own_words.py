"""Cards of people's own pages are kept, with who made them and the words that were chosen for them."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "own_card",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("organisation_id", sa.String(length=24), nullable=False),
        sa.Column("person_id", sa.String(length=24), nullable=False),
        sa.Column("account_id", sa.String(length=24), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words_sealed", sa.String(), nullable=False),
        sa.Column("words_chosen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wrong_words", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("person_id", "number"),
    )
    with op.batch_alter_table("own_card", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_own_card_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_own_card_person_id"), ["person_id"], unique=False)
    # A code of before has no card: nobody knows who made it, and it asks for no words. It opens nothing any more.
    op.execute("UPDATE person SET own_code_hash = NULL, own_code_until = NULL")


def downgrade() -> None:
    with op.batch_alter_table("own_card", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_own_card_person_id"))
        batch_op.drop_index(batch_op.f("ix_own_card_organisation_id"))
    op.drop_table("own_card")
