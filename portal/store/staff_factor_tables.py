"""Tables of how professionals get in: links, passkeys and their challenges, and recovery codes. Secrets are hashed."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from portal.store.staff_tables import ID_LENGTH


class AccountLinkRow(SQLModel, table=True):
    """A link that works once: to join (an invitation), or to set a new password. Its token is not in the database."""

    __tablename__ = "account_link"

    id: str = Field(primary_key=True, max_length=ID_LENGTH)
    organisation_id: str = Field(foreign_key="organisation.id", index=True, max_length=ID_LENGTH)
    account_id: str = Field(foreign_key="account.id", index=True, max_length=ID_LENGTH)
    kind: str = Field(max_length=8, description="join, reset")
    token_hash: str = Field(unique=True, max_length=64, description="SHA-256 of the token, in hex")
    made_by: str = Field(
        default="", max_length=ID_LENGTH, description="account; empty: command line or e-mail"
    )
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    revoked_at: datetime | None = None


class PasskeyRow(SQLModel, table=True):
    """A passkey's public half (WebAuthn credential record). There is nothing secret in it."""

    __tablename__ = "passkey"

    id: str = Field(primary_key=True, max_length=ID_LENGTH)
    organisation_id: str = Field(foreign_key="organisation.id", index=True, max_length=ID_LENGTH)
    account_id: str = Field(foreign_key="account.id", index=True, max_length=ID_LENGTH)
    credential_id: str = Field(unique=True, max_length=1400, description="base64url")
    public_key: str = Field(max_length=4000, description="COSE key, base64url")
    sign_count: int = Field(default=0, description="0 for good where the device does not count")
    name_sealed: str = ""
    made_at: datetime
    used_at: datetime | None = None


class PasskeyChallengeRow(SQLModel, table=True):
    """A challenge that waits for its one answer. Taken out when it is answered, and after five minutes."""

    __tablename__ = "passkey_challenge"

    id: str = Field(primary_key=True, max_length=64, description="SHA-256 of the challenge, in hex")
    made_at: datetime = Field(index=True)


class RecoveryCodeRow(SQLModel, table=True):
    """One of ten codes that each stand in once for a lost second factor. 80 random bits, so that a plain hash holds."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("account_id", "code_hash"),)

    id: str = Field(primary_key=True, max_length=ID_LENGTH)
    organisation_id: str = Field(foreign_key="organisation.id", index=True, max_length=ID_LENGTH)
    account_id: str = Field(foreign_key="account.id", index=True, max_length=ID_LENGTH)
    code_hash: str = Field(max_length=64)
    made_at: datetime
    used_at: datetime | None = None
