"""How professionals get in: second factors, passkeys, recovery codes, and links that work once."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

ACCOUNT_COLUMNS = (
    ("totp_sealed", sa.String(), "", False),
    ("totp_step", sa.Integer(), "0", False),
    ("second_factor_since", sa.DateTime(timezone=True), None, True),
    ("password_set_at", sa.DateTime(timezone=True), None, True),
    ("notice", sa.String(length=24), "", False),
)


def upgrade() -> None:
    for name, kind, default, is_nullable in ACCOUNT_COLUMNS:
        op.add_column("account", sa.Column(name, kind, server_default=default, nullable=is_nullable))
    _of_accounts(
        "account_link",
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_by", sa.String(length=24), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint("token_hash"),
    )
    _of_accounts(
        "passkey",
        sa.Column("credential_id", sa.String(length=1400), nullable=False),
        sa.Column("public_key", sa.String(length=4000), nullable=False),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("name_sealed", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint("credential_id"),
    )
    _of_accounts(
        "recovery_code",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint("account_id", "code_hash"),
    )
    op.create_table(
        "passkey_challenge",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_passkey_challenge_made_at"), "passkey_challenge", ["made_at"], unique=False)


def _of_accounts(table: str, *columns: sa.schema.SchemaItem) -> None:
    """A table of what belongs to accounts."""
    op.create_table(
        table,
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("organisation_id", sa.String(length=24), nullable=False),
        sa.Column("account_id", sa.String(length=24), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("account_id", "organisation_id"):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_passkey_challenge_made_at"), table_name="passkey_challenge")
    op.drop_table("passkey_challenge")
    for table in ("recovery_code", "passkey", "account_link"):
        for column in ("organisation_id", "account_id"):
            op.drop_index(op.f(f"ix_{table}_{column}"), table_name=table)
        op.drop_table(table)
    for name, *_ in reversed(ACCOUNT_COLUMNS):
        op.drop_column("account", name)
