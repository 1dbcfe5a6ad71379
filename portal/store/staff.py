"""Organisations and the accounts of their professionals. The caller commits."""

import re
from datetime import datetime

from sqlmodel import Session, col, func, select

from portal.domain.errors import InvalidCode, NotFound, PortalError
from portal.domain.staff import Role
from portal.store.ids import new_id
from portal.store.sealing import Sealer, place
from portal.store.staff_tables import AccountRow, OrganisationRow

EMAIL = "account.email"
MOST_LETTERS_OF_EMAIL = 254
_EMAIL = re.compile(r"[^\s@<>\"',;:()\\]+@[^\s@<>\"',;:()\\]+\.[^\s@<>\"',;:()\\.]{2,}")


class AlreadyInvited(PortalError):
    """The address belongs to an account, or to an invitation that is open."""


class LastAdministrator(PortalError):
    """An organisation keeps at least one administrator who can sign in."""


def parse_email(text: str) -> str:
    """An e-mail address as it is kept: trimmed, in small letters.

    Raises: InvalidCode when it is none.
    """
    email = text.strip().lower()
    if len(email) > MOST_LETTERS_OF_EMAIL or not _EMAIL.fullmatch(email) or not email.isprintable():
        raise InvalidCode("This is not an e-mail address. Write it like name@school.org.")
    return email


def create_organisation(
    session: Session, name: str, *, kind: str, needs_second_factor: bool, now: datetime
) -> OrganisationRow:
    """A new organisation without accounts."""
    row = OrganisationRow(
        id=new_id(), name=name[:120], kind=kind, needs_second_factor=needs_second_factor, made_at=now
    )
    session.add(row)
    session.flush()
    return row


def get_organisation(session: Session, organisation_id: str) -> OrganisationRow:
    """Raises: NotFound."""
    row = session.get(OrganisationRow, organisation_id)
    if row is None:
        raise NotFound(f"There is no organization {organisation_id[:40]}. See them with: portal staff list")
    return row


def find_account(session: Session, sealer: Sealer, email: str) -> AccountRow | None:
    """The account of an address, invited or active; None too where the text is no address."""
    try:
        hashes = sealer.fingerprints(parse_email(email), about=EMAIL)
    except InvalidCode:
        hashes = sealer.fingerprints("", about=EMAIL)  # one question either way
    return session.exec(select(AccountRow).where(col(AccountRow.email_hash).in_(hashes))).first()


def get_account(session: Session, account_id: str, *, organisation_id: str) -> AccountRow:
    """An account of this organisation that has not ended.

    Raises: NotFound.
    """
    row = session.get(AccountRow, account_id)
    if row is None or row.organisation_id != organisation_id or row.ended_at is not None:
        raise NotFound("There is no such account in this organization.")
    return row


def list_accounts(session: Session, organisation_id: str) -> list[AccountRow]:
    """Accounts that are invited or active, oldest first."""
    return list(
        session.exec(
            select(AccountRow)
            .where(AccountRow.organisation_id == organisation_id, col(AccountRow.ended_at).is_(None))
            .order_by(col(AccountRow.made_at), col(AccountRow.id))
        ).all()
    )


def add_invited(
    session: Session, sealer: Sealer, *, organisation_id: str, email: str, role: Role, now: datetime
) -> AccountRow:
    """An account that nobody can use until its invitation is taken up.

    Raises: InvalidCode when the text is no address; AlreadyInvited, alike in whichever organisation it is.
    """
    address = parse_email(email)
    if find_account(session, sealer, address) is not None:
        raise AlreadyInvited("This address cannot be invited. It has an account or an open invitation.")
    id_ = new_id()
    row = AccountRow(
        id=id_,
        organisation_id=organisation_id,
        role=role.value,
        email_sealed=sealer.seal(address, about=place("account", "email", id_)),
        email_hash=sealer.fingerprints(address, about=EMAIL)[0],
        name_sealed="",
        is_active=False,
        made_at=now,
    )
    session.add(row)
    session.flush()
    return row


def email_of(sealer: Sealer, account: AccountRow) -> str:
    """The address of an account; empty once it ended."""
    return sealer.open(account.email_sealed, about=place("account", "email", account.id))


def name_of(sealer: Sealer, account: AccountRow) -> str:
    """What the professional is called; empty until they joined."""
    return sealer.open(account.name_sealed, about=place("account", "name", account.id))


def set_name(session: Session, sealer: Sealer, account: AccountRow, *, name: str) -> None:
    """Seal a name into an account."""
    account.name_sealed = sealer.seal(name, about=place("account", "name", account.id))
    session.add(account)


def add_notice(session: Session, account: AccountRow, notice: str) -> None:
    """Something to tell at the next sign-in, beside what there is already."""
    account.notice = ",".join(sorted({*filter(None, account.notice.split(",")), notice}))
    session.add(account)


def count_administrators(session: Session, organisation_id: str) -> int:
    """Administrators who can sign in."""
    return session.exec(
        select(func.count())
        .select_from(AccountRow)
        .where(
            AccountRow.organisation_id == organisation_id,
            AccountRow.role == Role.ADMINISTRATOR.value,
            col(AccountRow.is_active).is_(True),
            col(AccountRow.ended_at).is_(None),
        )
    ).one()


def change_role(session: Session, account: AccountRow, role: Role) -> None:
    """Give an account another role; it counts from the next request on.

    Raises: LastAdministrator.
    """
    if role is not Role.ADMINISTRATOR:
        _keep_one_administrator(session, account)
    account.role = role.value
    session.add(account)
    session.flush()


def end_account(session: Session, account: AccountRow, *, now: datetime) -> None:
    """End an account: the row stays with its name, for the log; address and secrets go. Sessions are the caller's.

    Raises: LastAdministrator.
    """
    _keep_one_administrator(session, account)
    account.is_active, account.ended_at = False, now
    account.email_sealed, account.email_hash = "", f"ended {account.id}"
    account.password_hash, account.totp_sealed, account.second_factor_since = "", "", None
    session.add(account)
    session.flush()


def _keep_one_administrator(session: Session, account: AccountRow) -> None:
    if account.role != Role.ADMINISTRATOR.value or not account.is_active:
        return
    if count_administrators(session, account.organisation_id) < 2:
        raise LastAdministrator("This is the last administrator. Make somebody else one first.")
