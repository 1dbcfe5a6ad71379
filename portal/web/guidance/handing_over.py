"""Hand the plan to the person: a return code and a link of the plan as it is now. They stop with the person's yes."""

from datetime import timedelta

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from portal.domain.model import DataModel
from portal.domain.plan_document import PlanFull
from portal.domain.return_code import show_return_code
from portal.domain.staff import Permission, Purpose
from portal.store.consent import list_grants
from portal.store.consent_tables import ConsentGrantRow
from portal.store.plan_codes import put_away, stop_codes_of_person
from portal.web.formats import day
from portal.web.gate.access import current_person, site_settings, today
from portal.web.gate.rules import rule
from portal.web.guidance.current import address_of, current_plan, name_of_person
from portal.web.guidance.views import BASE, go, plan_page
from portal.web.htmx import render_page
from portal.web.plan.current import secret_key
from portal.web.plan.link import sign_plan
from portal.web.qr import QrCode, build_qr
from portal.web.store_session import store_session
from portal.web.translate import gettext


class Handover(DataModel):
    """A code that was just made. It is shown once: nothing that is kept tells it again."""

    person_name: str
    base: str
    code: str
    until: str
    address: str
    qr: QrCode


def add_handing_over_views(blueprint: Blueprint) -> None:
    """Put these addresses below that of the plan."""
    blueprint.add_url_rule(f"{BASE}/code", view_func=hand_over, methods=["POST"])
    blueprint.add_url_rule(f"{BASE}/code/stop", view_func=stop_handed, methods=["POST"])


@rule(Permission.CHANGE_PEOPLE, purpose=Purpose.SHARE, also=Purpose.PLAN)
def hand_over(person_id: str) -> AnyResponse:
    """Put the plan of now away under a new code, and show it to write down, to print or to scan."""
    person, settings, store = current_person(), site_settings(), store_session()
    plan = current_plan().plan
    if plan.is_empty:
        return plan_page(status=422, error=gettext("This plan is empty. Put something in first."))
    try:
        token = sign_plan(plan, secret=secret_key())
    except PlanFull:
        error = gettext(
            "This plan is too long for a code or link. Take a ladder out, or make the notes shorter. "
            "The document and the export take all of it."
        )
        return plan_page(status=422, error=error)
    days = _days()
    code = put_away(
        store,
        token,
        secret=secret_key(),
        now=settings.now(),
        days=days,
        organisation_id=person.organisation_id,
        person_id=person.id,
    )
    store.commit()
    return _shown(code, days=days)


def _days() -> int:
    """How long the code works: as the site has it, and no longer than the person's yes."""
    ends = [
        max(row.until for row in rows)
        for purpose in (Purpose.PLAN, Purpose.SHARE)
        if (rows := [row for row in _holding() if row.purpose == purpose.value])
    ]
    left = (min(ends) - today()).days if ends else 0
    return min(site_settings().plan_code_days, max(left, 1))


def _holding() -> list[ConsentGrantRow]:
    rows = list_grants(store_session(), current_person().id)
    return [row for row in rows if row.revoked_at is None and row.until >= today()]


def _shown(code: str, *, days: int) -> Response:
    person, settings = current_person(), site_settings()
    address = f"{request.url_root.rstrip('/')}/plan?code={code}"
    page = Handover(
        person_name=name_of_person(person),
        base=address_of(person.id),
        code=show_return_code(code),
        until=day(settings.now() + timedelta(days=days)),
        address=address,
        qr=build_qr(address),
    )
    return render_page("guidance/handover", page=page)


@rule(Permission.CHANGE_PEOPLE, purpose=Purpose.PLAN)
def stop_handed(person_id: str) -> AnyResponse:
    """Stop every code that was made here for this person."""
    store = store_session()
    stop_codes_of_person(store, current_person().id)
    store.commit()
    return go(said="stopped", anchor="#hand-over")
