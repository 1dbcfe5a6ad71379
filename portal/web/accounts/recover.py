"""A forgotten password: a link by e-mail where that is set up, else the administrator makes one."""

from flask import current_app, request
from sqlmodel import Session
from werkzeug.wrappers import Response as AnyResponse

from portal.store.staff import email_of, find_account
from portal.store.staff_links import LinkKind, find_link_account, make_link, use_link
from portal.store.staff_sessions import end_sessions
from portal.store.staff_tries import Tried, key_of_email
from portal.web.accounts.blueprint import blueprint, go, note, post_office, typed
from portal.web.accounts.links import dead_link_page, link_address, send_link
from portal.web.accounts.new_password import read_new_password, set_password
from portal.web.accounts.waiting import (
    MustWait,
    forgive,
    take_tries,
    wait_words,
)
from portal.web.gate.access import sealer, site_settings
from portal.web.gate.rules import rule
from portal.web.htmx import render_page
from portal.web.store_session import store_session


@blueprint.get("/staff/recover")
@rule(None, is_open=True)
def recover() -> AnyResponse:
    """Ask for the address, or say who can help."""
    return _ask_page()


@blueprint.post("/staff/recover")
@rule(None, is_open=True)
def recover_by_mail() -> AnyResponse:
    """Send a link, once this is answered: neither the answer nor its time tells whether there is an account."""
    if not post_office().is_open:
        return _ask_page(status=422)
    email = typed("email")
    try:
        take_tries(store_session(), Tried.MAIL, key_of_email(sealer(), email))
    except MustWait as wait:
        return _ask_page(status=429, error=wait_words(wait))
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    environment = {key: value for key, value in request.environ.items() if key != "werkzeug.request"}

    def work() -> None:
        with app.request_context(environment), Session(app.extensions["store_engine"]) as store:
            _send_reset(store, email)

    post_office().later(work)
    return go("/staff/recover?said=sent")


@blueprint.get("/staff/recover/<token>")
@rule(None, is_open=True)
def reset(token: str) -> AnyResponse:
    """The form for a new password."""
    account = find_link_account(store_session(), token, LinkKind.RESET, now=site_settings().now())
    return dead_link_page() if account is None else _reset_page()


@blueprint.post("/staff/recover/<token>")
@rule(None, is_open=True)
def reset_by_form(token: str) -> AnyResponse:
    """Set it, end every sign-in, and let nobody in by this alone: the second factor stays as it is."""
    store, now = store_session(), site_settings().now()
    account = find_link_account(store, token, LinkKind.RESET, now=now)
    if account is None:
        return dead_link_page()
    new = read_new_password(account)
    if new.error:
        return _reset_page(status=422, error=new.error)
    if not use_link(store, token, LinkKind.RESET, now=now):
        return dead_link_page()
    set_password(account, new)
    end_sessions(store, account.id, now=now)
    forgive(store, email=email_of(sealer(), account), account_id=account.id)
    note(store, account, "password_reset", detail={"breach_service_asked": new.was_asked})
    store.commit()
    return go("/staff/sign-in?said=reset")


def _send_reset(store: Session, email: str) -> None:
    account = find_account(store, sealer(), email)
    if account is None or not account.is_active:
        return
    token = make_link(store, account, LinkKind.RESET, now=site_settings().now())
    note(store, account, "reset_link_sent", actor="system")
    to = email_of(sealer(), account)
    store.commit()
    send_link(LinkKind.RESET, link_address(LinkKind.RESET, token), to=to)


def _ask_page(*, status: int = 200, error: str = "") -> AnyResponse:
    return render_page(
        "accounts/recover",
        status=status,
        error=error,
        email=typed("email"),
        sends=post_office().is_open,
        said="sent" if request.args.get("said") == "sent" else "",
    )


def _reset_page(*, status: int = 200, error: str = "") -> AnyResponse:
    return render_page(
        "accounts/reset",
        status=status,
        password_error=error,
        token_=(request.view_args or {})["token"],
        asks_service=bool(site_settings().breach_range_url),
    )
