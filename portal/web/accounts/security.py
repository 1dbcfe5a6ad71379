"""My account: name, password, second factor and sign-ins."""

from datetime import timedelta

from flask import request, session
from werkzeug.wrappers import Response as AnyResponse

from portal.domain.model import DataModel
from portal.domain.staff import Permission
from portal.store.account_log import list_account_events
from portal.store.passkeys import list_passkeys, passkey_name
from portal.store.second_factors import count_recovery_codes
from portal.store.staff import email_of, set_name
from portal.store.staff_sessions import end_session, end_sessions, list_sessions
from portal.store.staff_tables import AccountRow
from portal.web.accounts.begin import landing
from portal.web.accounts.blueprint import MOST_LETTERS_OF_NAME, blueprint, go, note, own_account, typed
from portal.web.accounts.new_password import read_new_password, set_password
from portal.web.accounts.words import moment, notice_words, role_name
from portal.web.formats import day
from portal.web.gate.access import current_staff, sealer, site_settings
from portal.web.gate.audit_words import say_action
from portal.web.gate.rules import rule
from portal.web.htmx import render_page
from portal.web.store_session import store_session

SAID = (
    "saved",
    "password",
    "password_unasked",
    "factor_added",
    "app_removed",
    "passkey_removed",
    "ended",
)


class PasskeyLine(DataModel):
    """One passkey of the list."""

    id: str
    name: str
    made: str
    used: str


class SessionLine(DataModel):
    """One sign-in of the list."""

    id: str
    device: str
    began: str
    seen: str
    is_this: bool


class EventLine(DataModel):
    """One thing that happened to the account. `by` is as in `AccountEvent`."""

    at: str
    said: str
    by: str


@blueprint.get("/staff/security")
@rule(Permission.OWN_ACCOUNT)
def security() -> AnyResponse:
    """The page."""
    return _page()


@blueprint.post("/staff/security/name")
@rule(Permission.OWN_ACCOUNT)
def change_name() -> AnyResponse:
    """Another name."""
    store, account = store_session(), own_account()
    name = typed("name", most=MOST_LETTERS_OF_NAME)
    if not name:
        store.rollback()
        return _page(status=422, name_missing=True)
    set_name(store, sealer(), account, name=name)
    store.commit()
    return go("/staff/security?said=saved")


@blueprint.post("/staff/security/password")
@rule(Permission.OWN_ACCOUNT, fresh=True)
def change_password() -> AnyResponse:
    """Another password; every other sign-in ends."""
    store, account, staff = store_session(), own_account(), current_staff()
    store.rollback()  # nobody waits for us while a breach service is asked
    new = read_new_password(account)
    if new.error:
        return _page(status=422, password_error=new.error)
    set_password(account, new)
    ended = end_sessions(store, account.id, now=site_settings().now(), but=staff.session_id)
    note(
        store,
        account,
        "password_changed",
        detail={"ended": ended, "breach_service_asked": new.was_asked},
    )
    store.commit()
    is_unasked = bool(site_settings().breach_range_url) and not new.was_asked
    return go(f"/staff/security?said={'password_unasked' if is_unasked else 'password'}")


@blueprint.post("/staff/security/sessions/<session_id>/end")
@rule(Permission.OWN_ACCOUNT)
def end_one(session_id: str) -> AnyResponse:
    """End one sign-in of mine."""
    store, account = store_session(), own_account()
    if end_session(store, session_id, account_id=account.id, now=site_settings().now()):
        note(store, account, "session_ended")
    store.commit()
    return go("/staff/security?said=ended")


@blueprint.post("/staff/security/sessions/end-all")
@rule(Permission.OWN_ACCOUNT)
def end_all() -> AnyResponse:
    """Sign out everywhere, here too."""
    store, account = store_session(), own_account()
    ended = end_sessions(store, account.id, now=site_settings().now())
    note(store, account, "signed_out_everywhere", detail={"ended": ended})
    store.commit()
    session.clear()
    return go("/staff/sign-in?said=out")


@blueprint.get("/staff/told")
@rule(Permission.OWN_ACCOUNT, before_second_factor=True)
def told() -> AnyResponse:
    """What happened to the account while its owner was away."""
    account = own_account()
    words = notice_words(account.notice)
    if not words:
        return go(landing(account, request.args.get("next", "")))
    return render_page("accounts/told", words=words, next=request.args.get("next", "")[:900])


@blueprint.post("/staff/told")
@rule(Permission.OWN_ACCOUNT, before_second_factor=True)
def heard() -> AnyResponse:
    """It was read."""
    store, account = store_session(), own_account()
    account.notice = ""
    store.add(account)
    store.commit()
    return go(landing(account, typed("next", most=900)))


def _page(*, status: int = 200, password_error: str = "", name_missing: bool = False) -> AnyResponse:
    store, account, staff, settings = store_session(), own_account(), current_staff(), site_settings()
    said = request.args.get("said", "")
    return render_page(
        "accounts/security",
        status=status,
        said=said if said in SAID else "",
        password_error=password_error,
        name_missing=name_missing,
        email=email_of(sealer(), account),
        role=role_name(staff.role),
        has_password=bool(account.password_hash),
        has_app=bool(account.totp_sealed),
        needs_second_factor=staff.needs_second_factor,
        codes_left=count_recovery_codes(store, account.id),
        passkeys=_passkeys(account.id),
        sessions=_sessions(account.id),
        events=_events(account),
        idle_minutes=settings.staff_idle_minutes,
        session_hours=settings.staff_session_hours,
        asks_service=bool(settings.breach_range_url),
    )


def _events(account: AccountRow) -> list[EventLine]:
    return [
        EventLine(at=moment(each.at), said=say_action(each.action), by=each.by)
        for each in list_account_events(store_session(), account)
    ]


def _passkeys(account_id: str) -> list[PasskeyLine]:
    return [
        PasskeyLine(
            id=row.id,
            name=passkey_name(sealer(), row),
            made=day(row.made_at),
            used=day(row.used_at) if row.used_at else "",
        )
        for row in list_passkeys(store_session(), account_id)
    ]


def _sessions(account_id: str) -> list[SessionLine]:
    settings, staff = site_settings(), current_staff()
    rows = list_sessions(
        store_session(),
        account_id,
        now=settings.now(),
        idle=timedelta(minutes=settings.staff_idle_minutes),
        longest=timedelta(hours=settings.staff_session_hours),
    )
    return [
        SessionLine(
            id=row.id,
            device=row.device_words,
            began=moment(row.made_at),
            seen=moment(row.seen_at),
            is_this=row.id == staff.session_id,
        )
        for row in rows
    ]
