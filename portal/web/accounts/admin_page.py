"""What the administrator's page shows of each account."""

from datetime import timedelta

from sqlmodel import Session

from portal.domain.model import DataModel
from portal.domain.staff import Role, Staff
from portal.store.staff import email_of, list_accounts, name_of
from portal.store.staff_links import LinkKind, find_open_link
from portal.store.staff_sessions import list_sessions
from portal.store.staff_tables import AccountRow
from portal.web.accounts.waiting import is_locked
from portal.web.accounts.words import moment, role_name
from portal.web.formats import day
from portal.web.gate.access import sealer, site_settings
from portal.web.translate import lazy_gettext

SAID = ("sent", "role_changed", "ended", "unlocked", "factor_reset", "organisation")
ORGANISATION_KINDS = {
    "school": lazy_gettext("School"),
    "vr": lazy_gettext("VR agency"),
    "other": lazy_gettext("Other"),
}


class AccountLine(DataModel):
    """One account of the list. `invited_until` is empty where the link has ended."""

    id: str
    name: str
    email: str
    role: str
    role_name: str
    is_self: bool
    is_active: bool
    invited_until: str
    last_seen: str
    has_second_factor: bool
    is_locked: bool
    sessions: int


def account_lines(store: Session, staff: Staff) -> list[AccountLine]:
    """The accounts of the administrator's own organisation."""
    return [_line(store, staff, account) for account in list_accounts(store, staff.organisation_id)]


def _line(store: Session, staff: Staff, account: AccountRow) -> AccountLine:
    settings = site_settings()
    now = settings.now()
    link = None
    if not account.is_active:
        link = find_open_link(store, account.id, LinkKind.JOIN, now=now)
    email, role = email_of(sealer(), account), Role(account.role)
    live = list_sessions(
        store,
        account.id,
        now=now,
        idle=timedelta(minutes=settings.staff_idle_minutes),
        longest=timedelta(hours=settings.staff_session_hours),
    )
    return AccountLine(
        id=account.id,
        name=name_of(sealer(), account),
        email=email,
        role=role.value,
        role_name=role_name(role),
        is_self=account.id == staff.account_id,
        is_active=account.is_active,
        invited_until=day(link.expires_at) if link else "",
        last_seen=moment(account.signed_in_at) if account.signed_in_at else "",
        has_second_factor=account.second_factor_since is not None,
        is_locked=is_locked(store, email=email, account_id=account.id),
        sessions=len(live),
    )
