"""Tables of organisations and the accounts of professionals. Personal columns end in `_sealed` (`sealing.py`)."""

from datetime import datetime

from sqlmodel import Field, SQLModel

ID_LENGTH = 24


class OrganisationRow(SQLModel, table=True):
    """A school, agency or office. Nothing of one is ever seen by another."""

    __tablename__ = "organisation"

    id: str = Field(primary_key=True, max_length=ID_LENGTH)
    name: str = Field(max_length=120)
    kind: str = Field(max_length=12, description="school, vr, other")
    needs_second_factor: bool = False
    retention_days: int = Field(
        default=1095, description="a person's record is deleted so many days after the last thing done in it"
    )
    lets_people_erase: bool = Field(
        default=False, description="a person may delete their own record at once; else they can ask for it"
    )
    made_at: datetime
    closed_at: datetime | None = None


class AccountRow(SQLModel, table=True):
    """One professional. An account that ended keeps its row, without its secrets, so that the log can name it."""

    __tablename__ = "account"

    id: str = Field(primary_key=True, max_length=ID_LENGTH)
    organisation_id: str = Field(foreign_key="organisation.id", index=True, max_length=ID_LENGTH)
    role: str = Field(max_length=16)
    email_sealed: str
    email_hash: str = Field(unique=True, max_length=64, description="keyed hash, to find an account by")
    name_sealed: str
    language: str = Field(default="en", max_length=5)
    password_hash: str = Field(default="", max_length=255)
    password_set_at: datetime | None = None
    totp_sealed: str = Field(default="", description="an app's key in base32")
    totp_step: int = Field(
        default=0, description="time step of the last code that was used; none before it works"
    )
    second_factor_since: datetime | None = Field(
        default=None, description="none: there is no app and no passkey"
    )
    notice: str = Field(default="", max_length=24, description="what to tell at the next sign-in")
    is_active: bool = True
    made_at: datetime
    signed_in_at: datetime | None = None
    ended_at: datetime | None = None


class StaffSessionRow(SQLModel, table=True):
    """A sign-in that holds until it is ended, idle too long or too old. The cookie's token is not in the database."""

    __tablename__ = "staff_session"

    id: str = Field(primary_key=True, max_length=64, description="SHA-256 of the token, in hex")
    account_id: str = Field(foreign_key="account.id", index=True, max_length=ID_LENGTH)
    made_at: datetime
    seen_at: datetime
    proved_at: datetime
    second_factor_at: datetime | None = None
    ended_at: datetime | None = None
    device_words: str = Field(default="", max_length=60, description="“Firefox on Windows”; no address")
