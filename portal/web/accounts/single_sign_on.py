"""Single sign-on by OpenID Connect, where it is set. The one module with `authlib`.

Authorization code with PKCE (S256), state and nonce. The provider must say that it checked the address, and the address
must belong to an account that is invited or active: nobody is let in because a provider knows them.
"""

from collections.abc import Mapping
from typing import Any

from authlib.common.errors import AuthlibBaseError  # type: ignore[import-untyped]
from authlib.integrations.flask_client import OAuth  # type: ignore[import-untyped]
from flask import Flask, current_app, g, request, session
from joserfc.errors import JoseError
from sqlmodel import Session
from werkzeug.wrappers import Response as AnyResponse

from portal.domain.staff import Staff
from portal.settings import Settings
from portal.store.staff import find_account, name_of, set_name
from portal.store.staff_links import LinkKind, find_open_link, revoke_links
from portal.store.staff_sessions import note_proof
from portal.store.staff_tables import AccountRow
from portal.web.accounts.begin import begin, go_on, landing, may_sign_in
from portal.web.accounts.blueprint import MOST_LETTERS_OF_NAME, blueprint, go, note, printable
from portal.web.accounts.sign_in import sign_in_page
from portal.web.accounts.waiting import real_now
from portal.web.gate.access import sealer, site_settings
from portal.web.gate.rules import rule
from portal.web.store_session import store_session
from portal.web.translate import gettext

NAME = "staff"
BACK = "/staff/oidc/back"
FRESH_SECONDS = 300
_WISH = "staff_oidc_next"
_TIMEOUT = 10


def init_single_sign_on(app: Flask, settings: Settings) -> None:
    """Name the provider; it is asked for its addresses at the first sign-in."""
    oauth = OAuth(app)
    if settings.oidc_issuer:
        oauth.register(
            NAME,
            client_id=settings.oidc_client_id,
            client_secret=settings.oidc_client_secret,
            server_metadata_url=f"{settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration",
            client_kwargs={
                "scope": "openid email profile",
                "code_challenge_method": "S256",
                "timeout": _TIMEOUT,
            },
        )
    app.extensions["single_sign_on"] = oauth


@blueprint.get("/staff/oidc")
@rule(None, is_open=True)
def to_provider() -> AnyResponse:
    """On to the provider; who is signed in and has to prove it again is asked for the password there."""
    if not site_settings().oidc_issuer:
        return go("/staff/sign-in")
    provider = _provider()
    asked = {"prompt": "login", "max_age": 0} if g.get("staff") is not None else {}
    site = site_settings().public_url or request.host_url.rstrip("/")
    try:
        answer: AnyResponse = provider.authorize_redirect(f"{site}{BACK}", **asked)
    except (OSError, AuthlibBaseError, RuntimeError, ValueError):
        return _refused(gettext("The other sign-in does not answer. Try again in a minute."))
    session[_WISH] = request.args.get("next", "")[:900]
    return answer


@blueprint.get(BACK)
@rule(None, is_open=True)
def from_provider() -> AnyResponse:
    """Back from the provider, with a code that is exchanged for a signed statement of who this is."""
    if not site_settings().oidc_issuer:
        return go("/staff/sign-in")
    wish = str(session.pop(_WISH, ""))
    try:
        claims = _read_claims()
    except (OSError, AuthlibBaseError, JoseError, RuntimeError, ValueError):
        return _refused(gettext("The other sign-in did not work. Start again from here."))
    store, staff = store_session(), g.get("staff")
    account = _account_of(store, claims)
    if account is None or (staff is not None and staff.account_id != account.id):
        return _refused(gettext("There is no account for this address here. Ask your administrator."))
    if staff is not None:
        return _prove(store, account, staff, claims=claims, wish=wish)
    if not account.is_active:
        _take_up_invitation(store, account, claims)
    has_two = "mfa" in (claims.get("amr") or ())
    begin(store, account, way="oidc", has_second_factor=has_two)
    return go_on(account, wish, has_second_factor=has_two)


def _read_claims() -> Mapping[str, Any]:
    """The provider's statement, checked: signature, issuer, for us, in time, and the nonce of this browser."""
    settings = site_settings()
    provider = _provider()
    issuer = settings.oidc_issuer.rstrip("/")
    if str(provider.load_server_metadata().get("issuer", "")).rstrip("/") != issuer:
        raise ValueError("the provider calls itself by another name than oidc_issuer")
    token = provider.authorize_access_token(
        claims_options={
            "iss": {"essential": True, "values": [issuer, f"{issuer}/"]},
            "aud": {"essential": True, "value": settings.oidc_client_id},
            "exp": {"essential": True},
            "sub": {"essential": True},
            "nonce": {"essential": True},
        }
    )
    claims = token.get("userinfo")
    if not claims:
        raise ValueError("the provider sent no statement of who this is")
    return dict(claims)


def _account_of(store: Session, claims: Mapping[str, Any]) -> AccountRow | None:
    """The account of an address that the provider checked, active or with an invitation that still holds."""
    email = claims.get("email")
    if claims.get("email_verified") is not True or not isinstance(email, str):
        return None
    account = find_account(store, sealer(), email)
    if account is None or may_sign_in(store, account):
        return account
    invitation = find_open_link(store, account.id, LinkKind.JOIN, now=site_settings().now())
    return account if invitation is not None else None


def _take_up_invitation(store: Session, account: AccountRow, claims: Mapping[str, Any]) -> None:
    account.is_active = True
    if not name_of(sealer(), account):
        set_name(
            store, sealer(), account, name=printable(str(claims.get("name") or "")[:MOST_LETTERS_OF_NAME])
        )
    revoke_links(store, account.id, LinkKind.JOIN, now=site_settings().now())
    note(store, account, "joined", detail={"way": "oidc"})


def _prove(
    store: Session, account: AccountRow, staff: Staff, *, claims: Mapping[str, Any], wish: str
) -> AnyResponse:
    """A sign-in at the provider counts as fresh only where the provider says that it was just done."""
    at = claims.get("auth_time")
    if not isinstance(at, int | float) or abs(real_now().timestamp() - at) > FRESH_SECONDS:
        return _refused(gettext("The other sign-in did not ask you again. Use another way."))
    note_proof(
        store,
        staff.session_id,
        now=site_settings().now(),
        has_second_factor="mfa" in (claims.get("amr") or ()),
    )
    note(store, account, "proved", detail={"way": "oidc"})
    store.commit()
    return go(landing(account, wish))


def _refused(error: str) -> AnyResponse:
    return sign_in_page(status=422, error=error)


def _provider() -> Any:
    return current_app.extensions["single_sign_on"].create_client(NAME)
