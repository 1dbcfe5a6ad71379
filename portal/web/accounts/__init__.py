"""Accounts of professionals: signing in, what proves it, and the administrator's page. No learner ever needs one."""

from flask import Flask

from portal.settings import Settings
from portal.web.accounts import (
    admin,
    app_codes,
    join,
    passkey_views,
    prove,
    recover,
    recovery,
    second_factor,
    security,
    sign_in,
    single_sign_on,
)
from portal.web.accounts.blueprint import blueprint
from portal.web.accounts.passwords import PasswordKeeper
from portal.web.accounts.post import PostOffice
from portal.web.accounts.public import public_pages

VIEWS = (  # the imports give the blueprint its addresses
    sign_in,
    prove,
    second_factor,
    app_codes,
    passkey_views,
    recovery,
    security,
    join,
    recover,
    single_sign_on,
    admin,
)


def init_accounts(app: Flask, settings: Settings) -> None:
    """Make what hashes passwords, sends links and speaks to a provider; add the page for whoever looks in."""
    app.register_blueprint(public_pages)
    app.extensions["password_keeper"] = PasswordKeeper(
        memory_kib=settings.argon2_memory_kib, rounds=settings.argon2_rounds
    )
    app.extensions["post_office"] = PostOffice(settings)
    single_sign_on.init_single_sign_on(app, settings)


__all__ = ["blueprint", "init_accounts"]
