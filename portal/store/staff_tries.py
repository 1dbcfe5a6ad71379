"""What wrong tries of professionals are counted by: of an address that nobody has, they count too."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from portal.store.sealing import Sealer
from portal.store.staff import EMAIL
from portal.store.tries import forget_tries


class Tried(StrEnum):
    """What is counted, each by itself."""

    PASSWORD = "staff_password"
    CODE = "staff_code"
    MAIL = "staff_mail"
    ADDRESS = "staff_address"
    CHALLENGE = "staff_challenge"


def key_of_email(sealer: Sealer, email: str) -> str:
    """What passwords of an address are counted by."""
    return sealer.fingerprints(email.strip().lower(), about=EMAIL)[0]


def unlock_account(
    session: Session, sealer: Sealer, *, email: str, account_id: str, secret: str, now: datetime
) -> None:
    """Count no wrong tries of an account any more. `now` is the real clock's. The caller commits."""
    for what, key in ((Tried.PASSWORD, key_of_email(sealer, email)), (Tried.CODE, account_id)):
        forget_tries(session, what, key, secret=secret, now=now)
