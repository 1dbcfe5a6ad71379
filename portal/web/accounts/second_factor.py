"""The second factor: asked for after the password, or set up where it is needed."""

from flask import request
from sqlmodel import Session
from werkzeug.wrappers import Response as AnyResponse

from portal.domain.staff import Permission
from portal.store.passkeys import list_passkeys
from portal.store.second_factors import take_step, totp_secret, use_recovery_code
from portal.store.staff_sessions import note_proof
from portal.store.staff_tables import AccountRow
from portal.store.staff_tries import Tried
from portal.web.accounts.begin import landing
from portal.web.accounts.blueprint import blueprint, go, note, own_account, typed
from portal.web.accounts.one_time_codes import DIGITS, find_step
from portal.web.accounts.waiting import MustWait, give_back, real_now, take_tries, wait_words
from portal.web.gate.access import current_staff, sealer, site_settings
from portal.web.gate.rules import rule
from portal.web.htmx import render_page
from portal.web.store_session import store_session
from portal.web.translate import gettext


@blueprint.get("/staff/second-factor")
@rule(Permission.OWN_ACCOUNT, before_second_factor=True)
def second_factor() -> AnyResponse:
    """Ask for the second factor; where there is none yet, offer the ways to set one up."""
    if current_staff().has_second_factor:
        return go(landing(own_account(), request.args.get("next", "")))
    return _page()


@blueprint.post("/staff/second-factor")
@rule(Permission.OWN_ACCOUNT, before_second_factor=True)
def show_code() -> AnyResponse:
    """Check a code of the app, or one of the recovery codes."""
    store, account = store_session(), own_account()
    try:
        tried = take_tries(store, Tried.CODE, account.id)
    except MustWait as wait:
        return _page(status=429, error=wait_words(wait))
    way = _way_of(store, account, typed("code", most=40))
    if not way:
        return _page(
            status=422,
            error=gettext("This code is wrong or was used before. Wait for a new one and try again."),
        )
    give_back(store, tried)
    note_proof(store, current_staff().session_id, now=site_settings().now(), has_second_factor=True)
    note(store, account, "second_factor_shown", detail={"way": way})
    store.commit()
    return go(landing(account, typed("next", most=900)))


def _way_of(store: Session, account: AccountRow, code: str) -> str:
    """`app` or `recovery_code` where the code is right and was not used; it is used up by this."""
    if account.second_factor_since is None:
        return ""
    if sum(letter.isdigit() for letter in code) == DIGITS and code.replace(" ", "").isdigit():
        secret = totp_secret(sealer(), account)
        step = find_step(secret, code, at=real_now()) if secret else None
        return "app" if step is not None and take_step(store, account.id, step) else ""
    is_used = use_recovery_code(store, account.id, code, now=site_settings().now())
    return "recovery_code" if is_used else ""


def _page(*, status: int = 200, error: str = "") -> AnyResponse:
    account = own_account()
    return render_page(
        "accounts/second_factor" if account.second_factor_since else "accounts/second_factor_start",
        status=status,
        error=error,
        next=request.values.get("next", "")[:900],
        has_app=bool(account.totp_sealed),
        has_passkey=bool(list_passkeys(store_session(), account.id)),
    )
