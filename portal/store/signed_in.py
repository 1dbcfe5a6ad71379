"""Who a sign-in belongs to, for as long as it holds."""

import hashlib
from datetime import datetime, timedelta

from sqlmodel import Session, select

from portal.domain.staff import SECOND_FACTOR_ROLES, Role, Staff
from portal.store.sealing import Sealer, place
from portal.store.staff_tables import AccountRow, OrganisationRow, StaffSessionRow

SEEN_EVERY = timedelta(minutes=1)
"""How exactly it is known when a sign-in was last used: a page does not write for each look."""


def session_id_of(token: str) -> str:
    """The id of the session row of a cookie's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_staff(
    session: Session,
    sealer: Sealer,
    token: str,
    *,
    now: datetime,
    idle: timedelta,
    longest: timedelta,
) -> Staff | None:
    """Who is signed in by this token; None where it ended, was idle too long, or the account ended."""
    found = session.exec(
        select(StaffSessionRow, AccountRow, OrganisationRow)
        .join(AccountRow, AccountRow.id == StaffSessionRow.account_id)  # type: ignore[arg-type]
        .join(OrganisationRow, OrganisationRow.id == AccountRow.organisation_id)  # type: ignore[arg-type]
        .where(StaffSessionRow.id == session_id_of(token))
    ).first()
    if found is None:
        return None
    row, account, organisation = found
    if (
        row.ended_at is not None
        or not account.is_active
        or account.ended_at is not None
        or organisation.closed_at is not None
        or now - row.seen_at > idle
        or now - row.made_at > longest
    ):
        return None
    role = Role(account.role)
    return Staff(
        account_id=account.id,
        organisation_id=organisation.id,
        organisation_name=organisation.name,
        role=role,
        name=sealer.open(account.name_sealed, about=place("account", "name", account.id)),
        language=account.language,
        session_id=row.id,
        has_second_factor=row.second_factor_at is not None,
        needs_second_factor=(
            organisation.needs_second_factor
            or role in SECOND_FACTOR_ROLES
            or account.second_factor_since is not None  # who set one up is asked for it
        ),
        proved_at=row.proved_at,
    )


def note_seen(session: Session, staff: Staff, *, now: datetime) -> bool:
    """Put off the idle end; True where that was written. The caller commits."""
    row = session.get(StaffSessionRow, staff.session_id)
    if row is None or now - row.seen_at < SEEN_EVERY:
        return False
    row.seen_at = now
    session.add(row)
    return True
