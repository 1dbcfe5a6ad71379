"""A new password is checked in one way wherever it is typed: at joining, after a reset, and when it is changed."""

from portal.domain.model import DataModel
from portal.store.staff import email_of, get_organisation, name_of
from portal.store.staff_tables import AccountRow
from portal.web.accounts.blueprint import password_keeper, typed_password
from portal.web.accounts.passwords import FEWEST_LETTERS, MOST_LETTERS
from portal.web.accounts.strength import Fault, find_fault, is_breached
from portal.web.gate.access import sealer, site_settings
from portal.web.store_session import store_session
from portal.web.translate import gettext


class NewPassword(DataModel):
    """The hash of a good one, or what is wrong with it. `was_asked`: a breach service answered."""

    hash: str = ""
    error: str = ""
    was_asked: bool = False


def read_new_password(account: AccountRow, *, name: str = "") -> NewPassword:
    """Check the form's `new_password` for an account and hash it."""
    password, settings = typed_password("new_password"), site_settings()
    organisation = get_organisation(store_session(), account.organisation_id)
    about = (
        name or name_of(sealer(), account),
        email_of(sealer(), account),
        organisation.name,
        settings.name,
    )
    fault = find_fault(password, about=[text for text in about if text])
    asked = is_breached(password, range_url=settings.breach_range_url) if fault is None else None
    fault = Fault.BREACHED if asked else fault
    if fault is not None:
        return NewPassword(error=_words(fault))
    return NewPassword(hash=password_keeper().hash(password), was_asked=asked is not None)


def set_password(account: AccountRow, new: NewPassword) -> None:
    """Put a good one into the account. The caller commits."""
    account.password_hash, account.password_set_at = new.hash, site_settings().now()
    store_session().add(account)


def _words(fault: Fault) -> str:
    return {
        Fault.SHORT: gettext("Too short. Use %(num)s letters or more.", num=FEWEST_LETTERS),
        Fault.LONG: gettext("Too long. Use %(num)s letters at most.", num=MOST_LETTERS),
        Fault.COMMON: gettext("Many people use this password. Choose another one."),
        Fault.GUESSED: gettext("This is easy to guess. Put three or four words together that do not fit."),
        Fault.BREACHED: gettext("This password stands in stolen lists. Choose another one."),
    }[fault]
