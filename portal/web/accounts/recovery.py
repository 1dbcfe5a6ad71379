"""Recovery codes: shown once, made anew when they run out."""

from werkzeug.wrappers import Response as AnyResponse

from portal.domain.staff import Permission
from portal.store.second_factors import make_recovery_codes
from portal.web.accounts.blueprint import blueprint, go, note, own_account
from portal.web.accounts.shown_once import show_once, take_shown
from portal.web.gate.access import current_staff, site_settings
from portal.web.gate.rules import rule
from portal.web.htmx import render_page
from portal.web.store_session import store_session


@blueprint.get("/staff/security/codes")
@rule(Permission.OWN_ACCOUNT)
def recovery_codes() -> AnyResponse:
    """Show codes that were just made; nothing to see later."""
    codes = take_shown("codes", account_id=current_staff().account_id)
    return render_page("accounts/codes", codes=codes) if codes else go("/staff/security")


@blueprint.post("/staff/security/codes")
@rule(Permission.OWN_ACCOUNT, fresh=True)
def new_recovery_codes() -> AnyResponse:
    """Make ten new ones; the old ones stop working."""
    store, account = store_session(), own_account()
    codes = make_recovery_codes(store, account, now=site_settings().now())
    note(store, account, "recovery_codes_made")
    store.commit()
    show_once("codes", codes, account_id=account.id)
    return go("/staff/security/codes")
