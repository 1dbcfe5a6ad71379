"""Passkeys of accounts, and the challenges that wait for an answer. The caller commits."""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from portal.store.ids import new_id
from portal.store.sealing import Sealer, place
from portal.store.second_factors import note_factors
from portal.store.staff_factor_tables import PasskeyChallengeRow, PasskeyRow
from portal.store.staff_tables import AccountRow

CHALLENGE_LASTS = timedelta(minutes=5)
MOST_PASSKEYS = 10


def add_challenge(session: Session, challenge: bytes, *, now: datetime) -> None:
    """Remember that a challenge was given out; forget those that nobody answered."""
    session.connection().execute(
        delete(PasskeyChallengeRow).where(col(PasskeyChallengeRow.made_at) < now - CHALLENGE_LASTS)
    )
    session.add(PasskeyChallengeRow(id=_hash(challenge), made_at=now))
    session.flush()


def take_challenge(session: Session, challenge: bytes, *, now: datetime) -> bool:
    """Use a challenge up. False where it was answered before, is too old or never was: nothing can be replayed."""
    done = session.connection().execute(
        delete(PasskeyChallengeRow).where(
            col(PasskeyChallengeRow.id) == _hash(challenge),
            col(PasskeyChallengeRow.made_at) >= now - CHALLENGE_LASTS,
        )
    )
    return bool(done.rowcount == 1)


def add_passkey(
    session: Session,
    sealer: Sealer,
    account: AccountRow,
    *,
    credential_id: str,
    public_key: str,
    sign_count: int,
    name: str,
    now: datetime,
) -> PasskeyRow:
    """Keep a passkey's public half."""
    id_ = new_id()
    row = PasskeyRow(
        id=id_,
        organisation_id=account.organisation_id,
        account_id=account.id,
        credential_id=credential_id,
        public_key=public_key,
        sign_count=sign_count,
        name_sealed=sealer.seal(name, about=place("passkey", "name", id_)),
        made_at=now,
    )
    session.add(row)
    note_factors(session, account, now=now)
    return row


def list_passkeys(session: Session, account_id: str) -> list[PasskeyRow]:
    """Passkeys of an account, oldest first."""
    return list(
        session.exec(
            select(PasskeyRow)
            .where(PasskeyRow.account_id == account_id)
            .order_by(col(PasskeyRow.made_at), col(PasskeyRow.id))
        ).all()
    )


def find_passkey(session: Session, credential_id: str) -> PasskeyRow | None:
    """The passkey that a device names."""
    return session.exec(select(PasskeyRow).where(PasskeyRow.credential_id == credential_id)).first()


def note_passkey_used(session: Session, passkey: PasskeyRow, *, sign_count: int, now: datetime) -> bool:
    """Remember the device's count. False where it did not go up meanwhile: then two devices have the same key."""
    was = passkey.sign_count
    done = session.connection().execute(
        update(PasskeyRow)
        .where(col(PasskeyRow.id) == passkey.id, col(PasskeyRow.sign_count) == was)
        .values(sign_count=sign_count, used_at=now)
    )
    return bool(done.rowcount == 1)


def remove_passkey(session: Session, account: AccountRow, passkey_id: str, *, now: datetime) -> bool:
    """Forget one passkey of an account; False where it has none of this id."""
    done = session.connection().execute(
        delete(PasskeyRow).where(col(PasskeyRow.id) == passkey_id, col(PasskeyRow.account_id) == account.id)
    )
    note_factors(session, account, now=now)
    return bool(done.rowcount == 1)


def passkey_name(sealer: Sealer, passkey: PasskeyRow) -> str:
    """What the professional calls the device."""
    return sealer.open(passkey.name_sealed, about=place("passkey", "name", passkey.id))


def _hash(challenge: bytes) -> str:
    return hashlib.sha256(challenge).hexdigest()
