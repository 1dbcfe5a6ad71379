"""Links that work once: invitations, and new passwords. The caller commits."""

import hashlib
import secrets
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import update
from sqlmodel import Session, col, select

from portal.store.ids import new_id
from portal.store.staff_factor_tables import AccountLinkRow
from portal.store.staff_tables import AccountRow


class LinkKind(StrEnum):
    """What a link is for."""

    JOIN = "join"
    RESET = "reset"


LASTS = {LinkKind.JOIN: timedelta(days=7), LinkKind.RESET: timedelta(hours=1)}


def make_link(
    session: Session, account: AccountRow, kind: LinkKind, *, now: datetime, made_by: str = ""
) -> str:
    """A new link of an account; return its token. Older ones of the same kind stop working."""
    revoke_links(session, account.id, kind, now=now)
    token = secrets.token_urlsafe(32)
    session.add(
        AccountLinkRow(
            id=new_id(),
            organisation_id=account.organisation_id,
            account_id=account.id,
            kind=kind.value,
            token_hash=_hash(token),
            made_by=made_by,
            made_at=now,
            expires_at=now + LASTS[kind],
        )
    )
    session.flush()
    return token


def find_link_account(session: Session, token: str, kind: LinkKind, *, now: datetime) -> AccountRow | None:
    """The account of a link that still works; None alike for one that never was, was used, taken back or ended."""
    return session.exec(
        select(AccountRow)
        .join(AccountLinkRow, AccountLinkRow.account_id == AccountRow.id)  # type: ignore[arg-type]
        .where(
            AccountLinkRow.token_hash == _hash(token),
            AccountLinkRow.kind == kind.value,
            col(AccountLinkRow.expires_at) > now,
            col(AccountLinkRow.used_at).is_(None),
            col(AccountLinkRow.revoked_at).is_(None),
            col(AccountRow.ended_at).is_(None),
        )
    ).first()


def use_link(session: Session, token: str, kind: LinkKind, *, now: datetime) -> bool:
    """Use a link up. Of two at once one gets True."""
    done = session.connection().execute(
        update(AccountLinkRow)
        .where(
            col(AccountLinkRow.token_hash) == _hash(token),
            col(AccountLinkRow.kind) == kind.value,
            col(AccountLinkRow.expires_at) > now,
            col(AccountLinkRow.used_at).is_(None),
            col(AccountLinkRow.revoked_at).is_(None),
        )
        .values(used_at=now)
    )
    return bool(done.rowcount == 1)


def find_open_link(
    session: Session, account_id: str, kind: LinkKind, *, now: datetime
) -> AccountLinkRow | None:
    """The link of an account that still works, without its token."""
    return session.exec(
        select(AccountLinkRow).where(
            AccountLinkRow.account_id == account_id,
            AccountLinkRow.kind == kind.value,
            col(AccountLinkRow.expires_at) > now,
            col(AccountLinkRow.used_at).is_(None),
            col(AccountLinkRow.revoked_at).is_(None),
        )
    ).first()


def revoke_links(session: Session, account_id: str, kind: LinkKind | None = None, *, now: datetime) -> None:
    """Take back what an account has open, of one kind or of all."""
    kinds = [each.value for each in LinkKind if kind in (None, each)]
    session.connection().execute(
        update(AccountLinkRow)
        .where(
            col(AccountLinkRow.account_id) == account_id,
            col(AccountLinkRow.kind).in_(kinds),
            col(AccountLinkRow.used_at).is_(None),
            col(AccountLinkRow.revoked_at).is_(None),
        )
        .values(revoked_at=now)
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
