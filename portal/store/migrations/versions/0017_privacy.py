"""Reports of what was deleted by age, people who ask to be deleted, and whether their organisation lets them do it."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "retention_report",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("organisation_id", sa.String(length=24), nullable=False),
        sa.Column("ran_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retention_days", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        op.f("ix_retention_report_organisation_id"), "retention_report", ["organisation_id"], unique=False
    )
    op.create_table(
        "erasure_request",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("organisation_id", sa.String(length=24), nullable=False),
        sa.Column("person_id", sa.String(length=24), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refused_by", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        op.f("ix_erasure_request_organisation_id"), "erasure_request", ["organisation_id"], unique=False
    )
    op.create_index(op.f("ix_erasure_request_person_id"), "erasure_request", ["person_id"], unique=False)
    op.add_column(
        "organisation",
        sa.Column("lets_people_erase", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    if op.get_bind().dialect.name == "sqlite":
        _refuse_replacing()


def _refuse_replacing() -> None:
    """SQLite's INSERT OR REPLACE takes a row away without asking the trigger of DELETE."""
    for table, same in (
        ("audit_entry", "id = NEW.id OR (organisation_id = NEW.organisation_id AND number = NEW.number)"),
        ("audit_about", "entry_id = NEW.entry_id AND person_id = NEW.person_id"),
    ):
        op.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN EXISTS "  # noqa: S608 - names of ours
            f"(SELECT 1 FROM {table} WHERE {same}) BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in ("audit_entry", "audit_about"):
            op.execute(f"DROP TRIGGER {table}_no_replace")
    op.drop_column("organisation", "lets_people_erase")
    op.drop_index(op.f("ix_erasure_request_person_id"), table_name="erasure_request")
    op.drop_index(op.f("ix_erasure_request_organisation_id"), table_name="erasure_request")
    op.drop_table("erasure_request")
    op.drop_index(op.f("ix_retention_report_organisation_id"), table_name="retention_report")
    op.drop_table("retention_report")
