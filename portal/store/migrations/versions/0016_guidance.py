"""The form of an individual plan; return codes that a professional made are stopped with the person's yes."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan_paper",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("organisation_id", sa.String(length=24), nullable=False),
        sa.Column("person_id", sa.String(length=24), nullable=False),
        sa.Column("form_sealed", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("person_id"),
    )
    with op.batch_alter_table("plan_paper", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_paper_organisation_id"), ["organisation_id"], unique=False)
    op.add_column("plan_code", sa.Column("organisation_id", sa.String(length=24), nullable=True))
    op.add_column("plan_code", sa.Column("person_id", sa.String(length=24), nullable=True))
    op.create_index(op.f("ix_plan_code_organisation_id"), "plan_code", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_plan_code_person_id"), "plan_code", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_plan_code_person_id"), table_name="plan_code")
    op.drop_index(op.f("ix_plan_code_organisation_id"), table_name="plan_code")
    op.drop_column("plan_code", "person_id")
    op.drop_column("plan_code", "organisation_id")
    with op.batch_alter_table("plan_paper", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_paper_organisation_id"))
    op.drop_table("plan_paper")
