"""Sign-in by e-mail address and password, and sign-out."""

from flask import g, request, session
from sqlmodel import Session
from werkzeug.wrappers import Response as AnyResponse

from portal.domain.staff import Permission
from portal.store.staff import find_account
from portal.store.staff_sessions import end_session
from portal.store.staff_tables import AccountRow
from portal.store.staff_tries import Tried, key_of_email
from portal.web.accounts.begin import begin, go_on, landing, may_sign_in
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
    wrong_tries,
)
from portal.web.gate.access import current_staff, sealer, site_settings
from portal.web.gate.rules import rule
from portal.web.htmx import render_page
from portal.web.store_session import store_session
from portal.web.translate import gettext

SAID = ("out", "joined", "reset", "ended")


@blueprint.get("/staff/sign-in")
@rule(None, is_open=True)
def sign_in() -> AnyResponse:
    """The form; who is signed in goes on."""
    if g.get("staff") is not None:
        return go(landing(own_account(), request.args.get("next", "")))
    return sign_in_page()


@blueprint.post("/staff/sign-in")
@rule(None, is_open=True)
def sign_in_by_password() -> AnyResponse:
    """Check the password. An address that nobody has gets the same answer after the same work."""
    store, email = store_session(), typed("email")
    try:
        tried = take_tries(store, Tried.PASSWORD, key_of_email(sealer(), email))
    except MustWait as wait:
        return sign_in_page(status=429, error=wait_words(wait))
    account = _proved(store, email, typed_password("password"))
    if account is None:
        return sign_in_page(
            status=422, error=gettext("This address and password do not go together. Try again.")
        )
    give_back(store, tried)
    wrong = wrong_tries(store, email=email)
    begin(store, account, way="password", detail={"wrong_before": wrong} if wrong else None)
    return go_on(account, typed("next", most=900), has_second_factor=False)


@blueprint.post("/staff/sign-out")
@rule(Permission.OWN_ACCOUNT, before_second_factor=True)
def sign_out() -> AnyResponse:
    """End this sign-in, on our side too: a copy of the cookie is worth nothing."""
    store, staff = store_session(), current_staff()
    end_session(store, staff.session_id, account_id=staff.account_id, now=site_settings().now())
    note(store, own_account(), "signed_out")
    store.commit()
    session.clear()
    return go("/staff/sign-in?said=out")


def sign_in_page(*, status: int = 200, error: str = "") -> AnyResponse:
    """The form with what was typed, but the password."""
    said = request.args.get("said", "")
    settings = site_settings()
    return render_page(
        "accounts/sign_in",
        status=status,
        error=error,
        email=typed("email"),
        next=request.values.get("next", "")[:900],
        said=said if said in SAID else "",
        single_sign_on=(settings.oidc_name or "OpenID Connect") if settings.oidc_issuer else "",
    )


def _proved(store: Session, email: str, password: str) -> AccountRow | None:
    """The account whose password this is; a hash of an older cost is made anew."""
    account, keeper = find_account(store, sealer(), email), password_keeper()
    is_right = keeper.is_right(account.password_hash if account else "", password)
    if account is None or not is_right or not may_sign_in(store, account):
        return None
    if keeper.is_outdated(account.password_hash):
        account.password_hash = keeper.hash(password)
        store.add(account)
    return account
