"""Training programs of states' lists, and the names under which they are found."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "training_program",
        sa.Column("list_key", sa.String(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("cip_code", sa.String(), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("first_imported_on", sa.Date(), nullable=False),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("list_key", "ref"),
    )
    with op.batch_alter_table("training_program", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_training_program_cip_code"), ["cip_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_training_program_state"), ["state"], unique=False)

    op.create_table(
        "training_program_name",
        sa.Column("plain_name", sa.String(), nullable=False),
        sa.Column("list_key", sa.String(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["list_key", "ref"], ["training_program.list_key", "training_program.ref"]),
        sa.PrimaryKeyConstraint("plain_name", "list_key", "ref"),
    )


def downgrade() -> None:
    op.drop_table("training_program_name")
    with op.batch_alter_table("training_program", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_program_state"))
        batch_op.drop_index(batch_op.f("ix_training_program_cip_code"))
    op.drop_table("training_program")
