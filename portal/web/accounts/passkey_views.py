"""Addresses that the browser's passkey dialog talks to (JSON), and the list's own forms."""

from typing import Any

from flask import Response, g, jsonify, request
from werkzeug.wrappers import Response as AnyResponse

from portal.domain.staff import NotAllowed, Permission, Staff
from portal.store.passkeys import (
    MOST_PASSKEYS,
    add_passkey,
    find_passkey,
    list_passkeys,
    note_passkey_used,
    remove_passkey,
)
from portal.store.staff import email_of
from portal.store.staff_factor_tables import PasskeyRow
from portal.store.staff_sessions import note_proof
from portal.store.staff_tables import AccountRow
from portal.web.accounts.app_codes import factor_added, factor_removed, may_add_factor
from portal.web.accounts.begin import begin, landing, may_sign_in
from portal.web.accounts.blueprint import MOST_LETTERS_OF_NAME, blueprint, go, note, own_account, printable
from portal.web.accounts.ceremony import NotProved, ask_for_new, ask_to_show, check_new, check_shown
from portal.web.accounts.device import device_words
from portal.web.accounts.waiting import may_have_challenge
from portal.web.gate.access import current_staff, sealer, site_settings
from portal.web.gate.rules import rule
from portal.web.htmx import render_page
from portal.web.store_session import store_session
from portal.web.translate import gettext


@blueprint.get("/staff/security/passkey")
@rule(Permission.OWN_ACCOUNT, before_second_factor=True, fresh=True)
def passkey_set_up() -> AnyResponse:
    """The page with the button that makes a passkey."""
    may_add_factor(current_staff(), own_account())
    return render_page("accounts/passkey", device=device_words(request.user_agent.string))


@blueprint.post("/staff/passkey/new-options")
@rule(Permission.OWN_ACCOUNT, before_second_factor=True, fresh=True)
def passkey_new_options() -> AnyResponse:
    """What the device needs to make one."""
    store, account = store_session(), own_account()
    may_add_factor(current_staff(), account)
    known = list_passkeys(store, account.id)
    if len(known) >= MOST_PASSKEYS:
        raise NotAllowed("Take a passkey out first.")
    options = ask_for_new(store, user_id=account.id, user_name=email_of(sealer(), account), known=known)
    store.commit()
    return Response(options, content_type="application/json")


@blueprint.post("/staff/passkey/new")
@rule(Permission.OWN_ACCOUNT, before_second_factor=True, fresh=True)
def passkey_new() -> AnyResponse:
    """Keep what the device made."""
    store, account, answer = store_session(), own_account(), _answer()
    may_add_factor(current_staff(), account)
    try:
        made = check_new(store, answer)
    except NotProved:
        store.commit()
        return _refused()
    if find_passkey(store, made.credential_id) is not None:
        return _refused()
    name = printable(str(answer.get("name", ""))[:MOST_LETTERS_OF_NAME])
    add_passkey(
        store,
        sealer(),
        account,
        credential_id=made.credential_id,
        public_key=made.public_key,
        sign_count=made.sign_count,
        name=name or device_words(request.user_agent.string),
        now=site_settings().now(),
    )
    return _on(factor_added(account, way="passkey").headers["Location"])


@blueprint.post("/staff/passkey/options")
@rule(None, is_open=True)
def passkey_options() -> AnyResponse:
    """What the device needs to show one: of whoever is signed in, else any that it has for this site."""
    store, staff = store_session(), _signed_in()
    if staff is None and not may_have_challenge(store):
        return _refused(status=429)
    known = list_passkeys(store, staff.account_id) if staff else []
    options = ask_to_show(store, known=known, must_verify=_must_verify(staff))
    store.commit()
    return Response(options, content_type="application/json")


@blueprint.post("/staff/passkey/use")
@rule(None, is_open=True)
def passkey_use() -> AnyResponse:
    """Check what the device showed: a sign-in by itself, or the second factor or fresh proof of who is signed in."""
    store, staff, answer = store_session(), _signed_in(), _answer()
    passkey = find_passkey(store, printable(str(answer.get("id", ""))))
    account = store.get(AccountRow, passkey.account_id) if passkey else None
    is_theirs = account is not None and (staff is None or staff.account_id == account.id)
    try:
        shown = check_shown(store, answer, passkey if is_theirs else None, must_verify=_must_verify(staff))
    except NotProved:
        store.commit()
        return _refused()
    assert passkey is not None
    assert account is not None
    now = site_settings().now()
    is_first = note_passkey_used(store, passkey, sign_count=shown.new_sign_count, now=now)
    if not is_first or not may_sign_in(store, account):
        store.commit()
        return _refused()
    return _on(_let_in(account, passkey, staff, wish=str(answer.get("next", ""))[:900]))


@blueprint.post("/staff/security/passkeys/<passkey_id>/remove")
@rule(Permission.OWN_ACCOUNT, fresh=True)
def passkey_remove(passkey_id: str) -> AnyResponse:
    """Forget a passkey."""
    store, account = store_session(), own_account()
    if remove_passkey(store, account, passkey_id, now=site_settings().now()):
        factor_removed(account)
        note(store, account, "passkey_removed", detail={"passkey": passkey_id})
    store.commit()
    return go("/staff/security?said=passkey_removed")


def _let_in(account: AccountRow, passkey: PasskeyRow, staff: Staff | None, *, wish: str) -> str:
    store = store_session()
    if staff is None:
        return begin(store, account, way="passkey", has_second_factor=True, wish=wish)
    note_proof(store, staff.session_id, now=site_settings().now(), has_second_factor=True)
    action = "proved" if staff.has_second_factor else "second_factor_shown"
    note(store, account, action, detail={"way": "passkey", "passkey": passkey.id})
    store.commit()
    return landing(account, wish)


def _signed_in() -> Staff | None:
    staff: Staff | None = g.get("staff")
    return staff


def _must_verify(staff: Staff | None) -> bool:
    """The device asks for a finger, face or PIN, but right after the password, when having it is enough."""
    return staff is None or staff.has_second_factor


def _answer() -> dict[str, Any]:
    try:
        answer = request.get_json(silent=True)
    except RecursionError:  # brackets without end
        answer = None
    return answer if isinstance(answer, dict) else {}


def _on(address: str) -> AnyResponse:
    return jsonify({"next": address})


def _refused(*, status: int = 422) -> AnyResponse:
    response = jsonify({"error": gettext("That did not work. Try again, or use another way.")})
    response.status_code = status
    return response
