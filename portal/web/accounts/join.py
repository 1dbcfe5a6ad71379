"""An invitation is taken up: name and password, by a link that works once."""

from flask import request
from werkzeug.wrappers import Response as AnyResponse

from portal.domain.staff import Role
from portal.store.staff import email_of, get_organisation, set_name
from portal.store.staff_links import LinkKind, find_link_account, use_link
from portal.store.staff_tables import AccountRow
from portal.web.accounts.begin import begin, go_on
from portal.web.accounts.blueprint import MOST_LETTERS_OF_NAME, blueprint, note, typed
from portal.web.accounts.links import dead_link_page
from portal.web.accounts.new_password import read_new_password, set_password
from portal.web.accounts.words import role_name
from portal.web.gate.access import sealer, site_settings
from portal.web.gate.rules import rule
from portal.web.htmx import render_page
from portal.web.language import language_code
from portal.web.store_session import store_session
from portal.web.translate import gettext


@blueprint.get("/staff/join/<token>")
@rule(None, is_open=True)
def join(token: str) -> AnyResponse:
    """The form of an invitation."""
    account = find_link_account(store_session(), token, LinkKind.JOIN, now=site_settings().now())
    return dead_link_page() if account is None else _page(account)


@blueprint.post("/staff/join/<token>")
@rule(None, is_open=True)
def join_by_form(token: str) -> AnyResponse:
    """Take the invitation up. The second factor follows where it is needed."""
    store, now = store_session(), site_settings().now()
    account = find_link_account(store, token, LinkKind.JOIN, now=now)
    if account is None:
        return dead_link_page()
    name = typed("name", most=MOST_LETTERS_OF_NAME)
    new = read_new_password(account, name=name)
    if not name or new.error:
        return _page(account, status=422, name_error=not name, password_error=new.error)
    if not use_link(store, token, LinkKind.JOIN, now=now):
        return dead_link_page()
    set_name(store, sealer(), account, name=name)
    set_password(account, new)
    account.is_active, account.language = True, language_code()
    note(store, account, "joined", detail={"breach_service_asked": new.was_asked})
    begin(store, account, way="invitation")
    return go_on(account, "", has_second_factor=False)


def _page(
    account: AccountRow, *, status: int = 200, name_error: bool = False, password_error: str = ""
) -> AnyResponse:
    return render_page(
        "accounts/join",
        status=status,
        token_=(request.view_args or {})["token"],
        email=email_of(sealer(), account),
        role=role_name(Role(account.role)),
        organisation=get_organisation(store_session(), account.organisation_id).name,
        name=typed("name", most=MOST_LETTERS_OF_NAME),
        name_error=gettext("Write your name.") if name_error else "",
        password_error=password_error,
        asks_service=bool(site_settings().breach_range_url),
    )
