"""Show the password, a passkey or the single sign-on again before something sensitive."""

from flask import request
from werkzeug.wrappers import Response as AnyResponse

from portal.domain.staff import Permission
from portal.store.passkeys import list_passkeys
from portal.store.staff import email_of
from portal.store.staff_sessions import note_proof
from portal.store.staff_tries import Tried, key_of_email
from portal.web.accounts.begin import landing
from portal.web.accounts.blueprint import (
    blueprint,
    go,
    note,
    own_account,
    password_keeper,
    typed,
    typed_password,
)
from portal.web.accounts.waiting import (
    MustWait,
    give_back,
    take_tries,
    wait_words,
)
from portal.web.gate.access import current_staff, sealer, site_settings
from portal.web.gate.rules import rule
from portal.web.htmx import render_page
from portal.web.store_session import store_session
from portal.web.translate import gettext


@blueprint.get("/staff/prove")
@rule(Permission.OWN_ACCOUNT, before_second_factor=True)
def prove() -> AnyResponse:
    """Ask for the password again."""
    return _page()


@blueprint.post("/staff/prove")
@rule(Permission.OWN_ACCOUNT, before_second_factor=True)
def prove_by_password() -> AnyResponse:
    """Check it; wrong ones count as at the sign-in."""
    store, account = store_session(), own_account()
    try:
        tried = take_tries(store, Tried.PASSWORD, key_of_email(sealer(), email_of(sealer(), account)))
    except MustWait as wait:
        return _page(status=429, error=wait_words(wait))
    if not password_keeper().is_right(account.password_hash, typed_password("password")):
        return _page(status=422, error=gettext("This is not your password."))
    give_back(store, tried)
    note_proof(store, current_staff().session_id, now=site_settings().now())
    note(store, account, "proved", detail={"way": "password"})
    store.commit()
    return go(landing(account, typed("next", most=900)))


def _page(*, status: int = 200, error: str = "") -> AnyResponse:
    account = own_account()
    return render_page(
        "accounts/prove",
        status=status,
        error=error,
        next=request.values.get("next", "")[:900],
        has_password=bool(account.password_hash),
        has_passkey=bool(list_passkeys(store_session(), account.id)),
        single_sign_on=bool(site_settings().oidc_issuer),
    )
