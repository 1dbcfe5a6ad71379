"""The room's blueprint, and what its views share: the account of whoever is signed in, and entries of the log."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, current_app, make_response, redirect, request
from sqlmodel import Session
from werkzeug.wrappers import Response as AnyResponse

from portal.domain.errors import NotFound
from portal.store.audit import append_entry
from portal.store.staff_tables import AccountRow
from portal.web.accounts.passwords import PasswordKeeper
from portal.web.accounts.post import PostOffice
from portal.web.gate.access import current_staff, site_settings
from portal.web.store_session import store_session

blueprint = Blueprint("accounts", __name__)
MOST_LETTERS_OF_NAME = 80


def password_keeper() -> PasswordKeeper:
    """What hashes and checks passwords here."""
    keeper: PasswordKeeper = current_app.extensions["password_keeper"]
    return keeper


def post_office() -> PostOffice:
    """What sends e-mail, where it is open."""
    office: PostOffice = current_app.extensions["post_office"]
    return office


def typed(name: str, *, most: int = 300) -> str:
    """A field of the form, trimmed, on one line. Passwords are not read by this: every sign of theirs counts."""
    return printable(request.form.get(name, "")[:most])


def printable(text: str) -> str:
    """The text without signs that show nothing: they would turn words around, or break a line or a database."""
    return "".join(letter for letter in text if letter.isprintable()).strip()


def typed_password(name: str) -> str:
    """A password as it was typed."""
    return request.form.get(name, "")[:1000]


def own_account() -> AccountRow:
    """The row of whoever is signed in."""
    row = store_session().get(AccountRow, current_staff().account_id)
    if row is None:
        raise NotFound("This account is gone. Sign in again.")
    return row


def note(
    store: Session,
    account: AccountRow,
    action: str,
    *,
    actor: str = "",
    by: str | None = None,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Write into the log what happened to an account. No name and no address goes in. The caller commits.

    `by`: the account that did it, where it was another one.
    """
    append_entry(
        store,
        organisation_id=account.organisation_id,
        account_id=by or account.id,
        actor=actor or account.role,
        kind="account",
        action=action,
        now=site_settings().now(),
        detail={"account": account.id, **(detail or {})},
    )


def go(address: str) -> AnyResponse:
    """On to another page, after a form."""
    return make_response(redirect(address, 303))
