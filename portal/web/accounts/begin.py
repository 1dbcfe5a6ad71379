"""A sign-in begins, however the professional proved who they are."""

from urllib.parse import urlencode

from flask import g, make_response, request, session
from sqlmodel import Session
from werkzeug.wrappers import Response as AnyResponse

from portal.domain.staff import Role
from portal.store.staff_sessions import end_session, start_session
from portal.store.staff_tables import AccountRow, OrganisationRow
from portal.web.accounts.blueprint import go, note
from portal.web.accounts.device import device_words
from portal.web.accounts.next_page import next_page
from portal.web.gate.access import COOKIE_KEY, site_settings


def may_sign_in(store: Session, account: AccountRow) -> bool:
    """Whether the account was joined, has not ended, and its organisation is open."""
    organisation = store.get(OrganisationRow, account.organisation_id)
    is_open = organisation is not None and organisation.closed_at is None
    return is_open and account.is_active and account.ended_at is None


def begin(
    store: Session,
    account: AccountRow,
    *,
    way: str,
    has_second_factor: bool = False,
    wish: str = "",
    detail: dict[str, int] | None = None,
) -> str:
    """Begin a sign-in in this browser and commit; return where to go on. Nothing of the cookie before stays."""
    settings = site_settings()
    now = settings.now()
    before = g.get("staff")
    if before is not None:  # who signs in over somebody's sign-in ends that one
        end_session(store, before.session_id, account_id=before.account_id, now=now)
    token = start_session(
        store,
        account.id,
        now=now,
        has_second_factor=has_second_factor,
        device_words=device_words(request.user_agent.string),
        most=settings.staff_sessions,
    )
    account.signed_in_at = now
    store.add(account)
    note(store, account, "signed_in", detail={"way": way, **(detail or {})})
    store.commit()
    session.clear()
    session[COOKIE_KEY] = token
    return landing(account, wish)


def landing(account: AccountRow, wish: str) -> str:
    """The page after a sign-in: first what has to be told, then the wished one."""
    page = next_page(wish, role=Role(account.role))
    return f"/staff/told?{urlencode({'next': page})}" if account.notice else page


def go_on(account: AccountRow, wish: str, *, has_second_factor: bool) -> AnyResponse:
    """On to the second factor where one is set up and was not shown yet, else to the wished page."""
    if account.second_factor_since is not None and not has_second_factor:
        return go(f"/staff/second-factor?{urlencode({'next': wish})}")
    return make_response(go(landing(account, wish)))
