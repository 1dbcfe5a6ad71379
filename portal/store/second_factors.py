"""The second factor of an account: an app's key, recovery codes, whether there is one. The caller commits."""

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import Session, col, func, select

from portal.store.ids import new_id
from portal.store.sealing import Sealer, place
from portal.store.staff_factor_tables import PasskeyRow, RecoveryCodeRow
from portal.store.staff_tables import AccountRow

CODES = 10
ALPHABET = "23456789abcdefghijkmnpqrstuvwxyz"
"""32 letters without 0, 1, l and o, which are taken for each other: 5 bits each."""
LETTERS = 16
_GROUP = 4


def set_totp(
    session: Session, sealer: Sealer, account: AccountRow, *, secret: str, step: int, now: datetime
) -> None:
    """Keep an app's key (base32), and the time step of the code that proved it, which is used up by that."""
    account.totp_sealed = sealer.seal(secret, about=place("account", "totp", account.id))
    account.totp_step = step
    note_factors(session, account, now=now)


def totp_secret(sealer: Sealer, account: AccountRow) -> str:
    """The app's key in base32; empty where there is none."""
    return sealer.open(account.totp_sealed, about=place("account", "totp", account.id))


def take_step(session: Session, account_id: str, step: int) -> bool:
    """Use up the code of a time step and of all before it. Of two at once one gets True; the same code never again."""
    done = session.connection().execute(
        update(AccountRow)
        .where(col(AccountRow.id) == account_id, col(AccountRow.totp_step) < step)
        .values(totp_step=step)
    )
    return bool(done.rowcount == 1)


def remove_totp(session: Session, account: AccountRow, *, now: datetime) -> None:
    """Forget the app's key."""
    account.totp_sealed = ""
    note_factors(session, account, now=now)


def reset_factors(session: Session, account: AccountRow, *, now: datetime) -> None:
    """Take every second factor away: app, passkeys and recovery codes."""
    account.totp_sealed = ""
    session.connection().execute(delete(PasskeyRow).where(col(PasskeyRow.account_id) == account.id))
    session.connection().execute(delete(RecoveryCodeRow).where(col(RecoveryCodeRow.account_id) == account.id))
    note_factors(session, account, now=now)


def note_factors(session: Session, account: AccountRow, *, now: datetime) -> None:
    """Bring `second_factor_since` in line with what there is; the gate goes by it."""
    session.flush()
    has = bool(account.totp_sealed) or bool(
        session.exec(select(PasskeyRow.id).where(PasskeyRow.account_id == account.id).limit(1)).first()
    )
    account.second_factor_since = (account.second_factor_since or now) if has else None
    session.add(account)
    session.flush()


def make_recovery_codes(session: Session, account: AccountRow, *, now: datetime) -> tuple[str, ...]:
    """Ten new codes, which are never seen again after this; older ones stop working."""
    session.connection().execute(delete(RecoveryCodeRow).where(col(RecoveryCodeRow.account_id) == account.id))
    codes = tuple("".join(secrets.choice(ALPHABET) for _ in range(LETTERS)) for _ in range(CODES))
    session.add_all(
        RecoveryCodeRow(
            id=new_id(),
            organisation_id=account.organisation_id,
            account_id=account.id,
            code_hash=_hash(code),
            made_at=now,
        )
        for code in codes
    )
    session.flush()
    return tuple(show_recovery_code(code) for code in codes)


def use_recovery_code(session: Session, account_id: str, text: str, *, now: datetime) -> bool:
    """Use a code up, however it was typed. Of two at once one gets True."""
    code = "".join(letter for letter in text.lower() if letter in ALPHABET)
    done = session.connection().execute(
        update(RecoveryCodeRow)
        .where(
            col(RecoveryCodeRow.account_id) == account_id,
            col(RecoveryCodeRow.code_hash) == _hash(code),
            col(RecoveryCodeRow.used_at).is_(None),
        )
        .values(used_at=now)
    )
    return bool(done.rowcount == 1)


def count_recovery_codes(session: Session, account_id: str) -> int:
    """Codes that are not used yet."""
    return session.exec(
        select(func.count())
        .select_from(RecoveryCodeRow)
        .where(RecoveryCodeRow.account_id == account_id, col(RecoveryCodeRow.used_at).is_(None))
    ).one()


def show_recovery_code(code: str) -> str:
    """In groups of four."""
    return "-".join(code[start : start + _GROUP] for start in range(0, LETTERS, _GROUP))


def _hash(code: str) -> str:
    return hashlib.sha256(f"rungs recovery code 1 {code}".encode()).hexdigest()
