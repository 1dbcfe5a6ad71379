"""The administrator's page: who has an account, invitations, and the rules of the organisation."""

from collections.abc import Callable

from flask import request
from sqlmodel import Session
from werkzeug.wrappers import Response as AnyResponse

from portal.domain.errors import InvalidCode
from portal.domain.staff import Permission, Role
from portal.store.leads import count_people_without_lead
from portal.store.second_factors import reset_factors
from portal.store.staff import (
    AlreadyInvited,
    LastAdministrator,
    add_invited,
    add_notice,
    change_role,
    email_of,
    end_account,
    get_account,
    get_organisation,
)
from portal.store.staff_links import LinkKind, make_link, revoke_links
from portal.store.staff_sessions import end_sessions
from portal.store.staff_tables import AccountRow
from portal.web.accounts.admin_page import ORGANISATION_KINDS, SAID, account_lines
from portal.web.accounts.blueprint import blueprint, go, note, typed
from portal.web.accounts.links import link_address, send_link
from portal.web.accounts.shown_once import show_once, take_shown
from portal.web.accounts.waiting import forgive
from portal.web.accounts.words import role_name
from portal.web.gate.access import current_staff, sealer, site_settings, today
from portal.web.gate.rules import rule
from portal.web.htmx import render_page
from portal.web.store_session import store_session
from portal.web.translate import gettext

PAGE = "/staff/admin/accounts"
RETENTION_DAYS = (30, 3650)


@blueprint.get(PAGE)
@rule(Permission.ADMINISTER, fresh=True)
def accounts() -> AnyResponse:
    """The page."""
    return _page()


@blueprint.post(f"{PAGE}/invite")
@rule(Permission.ADMINISTER, fresh=True)
def invite() -> AnyResponse:
    """Invite a colleague by address and role."""
    store, staff = store_session(), current_staff()
    role = _typed_role()
    try:
        if role is None:
            raise InvalidCode("")
        account = add_invited(
            store,
            sealer(),
            organisation_id=staff.organisation_id,
            email=typed("email"),
            role=role,
            now=site_settings().now(),
        )
    except InvalidCode:
        store.rollback()
        return _page(
            status=422, invite_error=gettext("Write an address like name@school.org, and choose a role.")
        )
    except AlreadyInvited:
        store.rollback()
        return _page(
            status=422,
            invite_error=gettext(
                "This address cannot be invited. It may have an account or an open invitation."
            ),
        )
    _note(account, "invited", detail={"role": role.value})
    return _hand_over(account, LinkKind.JOIN)


@blueprint.post(f"{PAGE}/<account_id>/invite-again")
@rule(Permission.ADMINISTER, fresh=True)
def invite_again(account_id: str) -> AnyResponse:
    """A new link of an invitation that was not taken up; the old one stops working."""
    account = _account(account_id)
    if account.is_active:
        return go(PAGE)
    _note(account, "invited_again")
    return _hand_over(account, LinkKind.JOIN)


@blueprint.post(f"{PAGE}/<account_id>/reset-link")
@rule(Permission.ADMINISTER, fresh=True)
def reset_link(account_id: str) -> AnyResponse:
    """A link for a new password, once, for an hour. The person is told at the next sign-in."""
    account = _account(account_id)
    if not account.is_active:
        return go(PAGE)
    add_notice(store_session(), account, "reset_link")
    _note(account, "reset_link_made")
    return _hand_over(account, LinkKind.RESET)


@blueprint.post(f"{PAGE}/<account_id>/role")
@rule(Permission.ADMINISTER, fresh=True)
def role_of(account_id: str) -> AnyResponse:
    """Another role, from the next request on."""
    role = _typed_role()
    if role is None:
        return _page(status=422)
    return _do(
        account_id,
        "role_changed",
        lambda store, account: change_role(store, account, role),
        detail={"role": role.value},
    )


@blueprint.post(f"{PAGE}/<account_id>/end")
@rule(Permission.ADMINISTER, fresh=True)
def end(account_id: str) -> AnyResponse:
    """End an account or take an invitation back; its people are handed over on the page for that."""

    def do(store: Session, account: AccountRow) -> None:
        now = site_settings().now()
        reset_factors(store, account, now=now)
        end_account(store, account, now=now)
        end_sessions(store, account.id, now=now)
        revoke_links(store, account.id, now=now)

    return _do(account_id, "ended", do)


@blueprint.post(f"{PAGE}/<account_id>/unlock")
@rule(Permission.ADMINISTER, fresh=True)
def unlock(account_id: str) -> AnyResponse:
    """Forget the wrong tries of an account."""

    def do(store: Session, account: AccountRow) -> None:
        forgive(store, email=email_of(sealer(), account), account_id=account.id)

    return _do(account_id, "unlocked", do)


@blueprint.post(f"{PAGE}/<account_id>/reset-factor")
@rule(Permission.ADMINISTER, fresh=True)
def reset_factor(account_id: str) -> AnyResponse:
    """Take every second factor away; sign-ins end, and the person is told at the next one."""

    def do(store: Session, account: AccountRow) -> None:
        now = site_settings().now()
        reset_factors(store, account, now=now)
        end_sessions(store, account.id, now=now)
        add_notice(store, account, "factor_reset")

    return _do(account_id, "factor_reset", do)


@blueprint.post(f"{PAGE}/organisation")
@rule(Permission.ADMINISTER, fresh=True)
def organisation() -> AnyResponse:
    """Name, second factor for all, and how long records stay."""
    store = store_session()
    row = get_organisation(store, current_staff().organisation_id)
    name, days = typed("name", most=120), typed("retention_days", most=6)
    lowest, highest = RETENTION_DAYS
    is_number = days.isascii() and days.isdigit() and lowest <= int(days) <= highest
    if not name or not is_number:
        store.rollback()
        return _page(
            status=422,
            organisation_error=gettext(
                "Write a name, and a number of days from %(low)s to %(high)s.", low=lowest, high=highest
            ),
        )
    row.name, row.retention_days = name, int(days)
    row.needs_second_factor = request.form.get("needs_second_factor") == "yes"
    store.add(row)
    store.commit()
    return go(f"{PAGE}?said=organisation")


def _do(
    account_id: str,
    said: str,
    what: Callable[[Session, AccountRow], None],
    *,
    detail: dict[str, str] | None = None,
) -> AnyResponse:
    """Do one thing to an account, with its entry in the log, and commit."""
    store, account = store_session(), _account(account_id)
    try:
        what(store, account)
    except LastAdministrator:
        store.rollback()
        return _page(
            status=422, error=gettext("This is the last administrator. Make somebody else one first.")
        )
    _note(account, said, detail=detail)
    store.commit()
    return go(f"{PAGE}?said={said}")


def _hand_over(account: AccountRow, kind: LinkKind) -> AnyResponse:
    """Make a link, commit, send it where e-mail is set up, and show it once else."""
    store, staff = store_session(), current_staff()
    token = make_link(store, account, kind, now=site_settings().now(), made_by=staff.account_id)
    to, address = email_of(sealer(), account), link_address(kind, token)
    store.commit()
    if send_link(kind, address, to=to):
        return go(f"{PAGE}?said=sent")
    show_once("link", (kind.value, address, to), account_id=staff.account_id)
    return go(PAGE)


def _account(account_id: str) -> AccountRow:
    return get_account(store_session(), account_id, organisation_id=current_staff().organisation_id)


def _note(account: AccountRow, action: str, *, detail: dict[str, str] | None = None) -> None:
    staff = current_staff()
    note(store_session(), account, action, actor=staff.role.value, by=staff.account_id, detail=detail)


def _typed_role() -> Role | None:
    role = typed("role", most=20)
    return Role(role) if role in set(Role) else None


def _page(
    *, status: int = 200, error: str = "", invite_error: str = "", organisation_error: str = ""
) -> AnyResponse:
    store, staff = store_session(), current_staff()
    said = request.args.get("said", "")
    row = get_organisation(store, staff.organisation_id)
    typed_days = typed("retention_days", most=6) if organisation_error else str(row.retention_days)
    return render_page(
        "accounts/accounts",
        status=status,
        error=error,
        invite_error=invite_error,
        organisation_error=organisation_error,
        said=said if said in SAID else "",
        link=take_shown("link", account_id=staff.account_id) if status == 200 else (),
        lines=account_lines(store, staff),
        roles=[(role.value, role_name(role)) for role in Role],
        typed_email=typed("email") if invite_error else "",
        typed_role=typed("role", most=20) if invite_error else "",
        organisation_name=typed("name", most=120) if organisation_error else row.name,
        organisation_kind=ORGANISATION_KINDS[row.kind],
        retention_days=typed_days,
        needs_second_factor=row.needs_second_factor,
        without_lead=count_people_without_lead(store, staff.organisation_id, today=today()),
    )
