"""Set up an authenticator app: a QR code and the key as text, proved by a first code."""

from flask import session
from werkzeug.wrappers import Response as AnyResponse

from portal.domain.staff import NotAllowed, Permission, Staff
from portal.store.sealing import SealBroken, place
from portal.store.second_factors import count_recovery_codes, make_recovery_codes, remove_totp, set_totp
from portal.store.staff import email_of
from portal.store.staff_sessions import forget_second_factor, note_proof
from portal.store.staff_tables import AccountRow
from portal.web.accounts.blueprint import blueprint, go, note, own_account, typed
from portal.web.accounts.one_time_codes import find_step, make_totp_secret, totp_address
from portal.web.accounts.shown_once import show_once
from portal.web.accounts.waiting import real_now
from portal.web.gate.access import current_staff, sealer, site_settings
from portal.web.gate.rules import rule
from portal.web.htmx import render_page
from portal.web.qr import build_qr
from portal.web.store_session import store_session
from portal.web.translate import gettext

PENDING = "staff_app_key"
"""Of the session cookie: the new key, sealed, until a code proves it."""


@blueprint.get("/staff/security/app")
@rule(Permission.OWN_ACCOUNT, before_second_factor=True, fresh=True)
def app_set_up() -> AnyResponse:
    """Show a new key."""
    may_add_factor(current_staff(), own_account())
    account = own_account()
    session[PENDING] = sealer().seal(make_totp_secret(), about=place("cookie", "app_key", account.id))
    return _page(account)


@blueprint.post("/staff/security/app")
@rule(Permission.OWN_ACCOUNT, before_second_factor=True, fresh=True)
def app_prove() -> AnyResponse:
    """Keep the key once a code shows that the app has it."""
    store, account = store_session(), own_account()
    may_add_factor(current_staff(), account)
    secret = _pending(account)
    step = find_step(secret, typed("code", most=20), at=real_now()) if secret else None
    if step is None:
        store.rollback()
        return _page(
            own_account(), status=422, error=gettext("This code is wrong. Wait for a new one and try again.")
        )
    set_totp(store, sealer(), account, secret=secret, step=step, now=site_settings().now())
    session.pop(PENDING, None)
    return factor_added(account, way="app")


@blueprint.post("/staff/security/app/remove")
@rule(Permission.OWN_ACCOUNT, fresh=True)
def app_remove() -> AnyResponse:
    """Forget the app's key."""
    store, account = store_session(), own_account()
    remove_totp(store, account, now=site_settings().now())
    factor_removed(account)
    note(store, account, "app_removed")
    store.commit()
    return go("/staff/security?said=app_removed")


def may_add_factor(staff: Staff, account: AccountRow) -> None:
    """The first factor is added after the password; any other one only after the one that there is.

    Raises: NotAllowed.
    """
    if account.second_factor_since is not None and not staff.has_second_factor:
        raise NotAllowed("Show the second factor that you have first.")


def factor_added(account: AccountRow, *, way: str) -> AnyResponse:
    """After a factor was added: it counts as shown, and recovery codes come with the first one. Commits."""
    store = store_session()
    now = site_settings().now()
    note_proof(store, current_staff().session_id, now=now, has_second_factor=True)
    note(store, account, "factor_added", detail={"way": way})
    page = "/staff/security?said=factor_added"
    if count_recovery_codes(store, account.id) == 0:
        show_once("codes", make_recovery_codes(store, account, now=now), account_id=account.id)
        page = "/staff/security/codes"
    store.commit()
    return go(page)


def factor_removed(account: AccountRow) -> None:
    """Where that was the last one, whoever has to have one is led to a new one at once. The caller commits."""
    if account.second_factor_since is None:
        forget_second_factor(store_session(), account.id)


def _pending(account: AccountRow) -> str:
    try:
        return sealer().open(session.get(PENDING, ""), about=place("cookie", "app_key", account.id))
    except SealBroken:
        return ""


def _page(account: AccountRow, *, status: int = 200, error: str = "") -> AnyResponse:
    secret = _pending(account)
    if not secret:
        return go("/staff/security/app")
    site = site_settings().name
    address = totp_address(secret, site=site, account=email_of(sealer(), account))
    groups = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    return render_page("accounts/app", status=status, error=error, qr=build_qr(address), key=groups)
