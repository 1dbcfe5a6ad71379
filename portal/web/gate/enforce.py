"""Runs before every view below /staff: signed in, proved, allowed, tied, agreed to, and written into the log.

One order for looks and changes: the log's entry first, which takes the organisation's turn; then tie and yes are read.
A yes that is taken back waits for the same turn, so that no change is written after it. The entry of a look is
committed before anything is shown; the entry of a change stands or falls with the change.
"""

from urllib.parse import urlencode

from flask import Flask, Response, abort, g, make_response, redirect, request
from sqlmodel import Session
from werkzeug.wrappers import Response as AnyResponse

from portal.domain.errors import NotFound
from portal.domain.staff import ConsentNeeded, NotAllowed, Staff
from portal.store.consent import granted_purposes
from portal.store.people import find_tied_person
from portal.store.signed_in import note_seen
from portal.web.errors import error_page
from portal.web.gate.access import find_staff, site_settings, today
from portal.web.gate.audit import add_entry
from portal.web.gate.pages import consent_needed_page, not_allowed_page
from portal.web.gate.proof import is_fresh
from portal.web.gate.rules import Rule, is_behind_gate, rule_of
from portal.web.store_session import store_session
from portal.web.translate import gettext

SIGN_IN = "/staff/sign-in"
SECOND_FACTOR = "/staff/second-factor"
PROVE = "/staff/prove"
READS = frozenset({"GET", "HEAD", "OPTIONS"})


def init_gate(app: Flask) -> None:
    """Stand before every view below /staff."""

    def before() -> AnyResponse | None:
        return _pass(app)

    app.before_request(before)
    app.after_request(_keep_private)
    app.register_error_handler(NotAllowed, lambda _error: not_allowed_page())
    app.register_error_handler(ConsentNeeded, consent_needed_page)
    app.context_processor(lambda: {"staff": g.get("staff")})


def _pass(app: Flask) -> AnyResponse | None:
    rule_ = request.url_rule
    if rule_ is None or not is_behind_gate(rule_.rule):
        return None
    if not site_settings().seal_keys:
        return error_page(
            503,
            heading=gettext("The professional side is not set up"),
            advice=gettext(
                "Whoever runs this site has to set a key first. The settings page of the docs says how."
            ),
        )
    rule = rule_of(app, request.endpoint)
    if rule is None:
        abort(403)
    with Session(app.extensions["store_engine"], expire_on_commit=False) as store:
        staff = find_staff(store)
        if staff is not None and note_seen(store, staff, now=site_settings().now()):
            store.commit()
    g.staff = staff
    if rule.is_open:
        return None
    if staff is None:
        return _go(f"{SIGN_IN}?{urlencode({'next': _here()})}")
    if staff.needs_second_factor and not staff.has_second_factor and not rule.before_second_factor:
        return _go(SECOND_FACTOR)
    assert rule.permission is not None
    if not staff.may(rule.permission):
        return not_allowed_page()
    if rule.fresh and not is_fresh(staff):
        return _go(f"{PROVE}?{urlencode({'next': _here()})}")
    _look_or_change(app, staff, rule)
    return None


def _look_or_change(app: Flask, staff: Staff, rule: Rule) -> None:
    if request.method in READS:
        with Session(app.extensions["store_engine"], expire_on_commit=False) as store:
            _log_and_check(store, staff, rule, kind="look")
            store.commit()
    else:
        _log_and_check(store_session(), staff, rule, kind="change")


def _log_and_check(store: Session, staff: Staff, rule: Rule, *, kind: str) -> None:
    """Write the entry and take the turn; then see whether tie and yes hold. The session is rolled back otherwise.

    Raises: NotFound without a tie, ConsentNeeded without the yes.
    """
    person_id = (request.view_args or {}).get("person_id")
    if person_id is None and kind == "look":
        return  # a page about nobody, or a list that says itself whom it shows
    about = (person_id,) if person_id else ()
    add_entry(store, staff, kind=kind, action=request.endpoint or "", about=about)
    if person_id is None:
        return
    if find_tied_person(store, staff, person_id, today=today()) is None:
        store.rollback()
        raise NotFound("There is no such person in this caseload.")
    granted = granted_purposes(store, person_id, on=today()) if rule.purpose is not None else frozenset()
    for purpose in (rule.purpose, rule.also):
        if purpose is not None and purpose not in granted:
            store.rollback()
            raise ConsentNeeded(purpose, person_id)
    g.person_id = person_id


def _here() -> str:
    """Where to go on after signing in: the page itself, or the first one where something was being sent."""
    return request.full_path.rstrip("?") if request.method in READS else "/staff"


def _go(address: str) -> Response:
    if request.headers.get("HX-Request") == "true":
        response = make_response("", 204)
        response.headers["HX-Redirect"] = address
        return response
    return make_response(redirect(address, 303))


def _keep_private(response: Response) -> Response:
    if is_behind_gate(request.path):
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
    return response
