"""Everything that is kept about a person, for the person: as a file, and as a page to read; and its deletion."""

from flask import Blueprint, Response, make_response, redirect, request
from sqlmodel import select
from werkzeug.wrappers import Response as AnyResponse

from portal.domain.person_export import write_export
from portal.domain.plan_document import PlanFull, read_plan
from portal.domain.staff import Purpose
from portal.store.consent import granted_purposes
from portal.store.erasure import erase_person
from portal.store.ids import new_id
from portal.store.person_export import EVERYTHING, export_person
from portal.store.privacy_tables import ErasureRequestRow
from portal.store.sealing import place
from portal.store.shared_plans import note_plan_opened
from portal.store.staff_tables import OrganisationRow
from portal.web.gate.access import sealer
from portal.web.htmx import render_page
from portal.web.plan.current import secret_key, site_settings, today
from portal.web.plan.link import sign_plan
from portal.web.plan.views import plan_address
from portal.web.sharing.opened import check_reads, close, opened_person, person_who_changes, write_down
from portal.web.sharing.readable import build_readable
from portal.web.store_session import store_session
from portal.web.translate import gettext

CONFIRMED = "yes"


def add_own_copy(blueprint: Blueprint) -> None:
    """Put these addresses below the person's page."""
    blueprint.add_url_rule("/copy", view_func=read_copy)
    blueprint.add_url_rule("/download", view_func=download, methods=["POST"])
    blueprint.add_url_rule("/plan", view_func=open_plan, methods=["POST"])
    blueprint.add_url_rule("/delete", view_func=confirm_deletion)
    blueprint.add_url_rule("/delete", view_func=delete_now, methods=["POST"])
    blueprint.add_url_rule("/ask-for-deletion", view_func=ask_for_deletion, methods=["POST"])


def read_copy() -> Response:
    """All that is kept, to read and print."""
    store = store_session()
    person = opened_person(store)
    check_reads(store, person)
    write_down(store, person, kind="look", action="sharing.read_copy")
    store.commit()
    export = export_person(store, sealer(), person.id, now=site_settings().now(), purposes=EVERYTHING)
    return render_page("sharing/copy", page=build_readable(export))


def download() -> Response:
    """All that is kept, as a file in the open format."""
    store = store_session()
    person = person_who_changes(store, action="sharing.download")
    check_reads(store, person)
    export = export_person(store, sealer(), person.id, now=site_settings().now(), purposes=EVERYTHING)
    store.commit()
    response = make_response(write_export(export))
    response.content_type = "application/json; charset=utf-8"
    response.headers["Content-Disposition"] = 'attachment; filename="my-record.json"'
    return response


def open_plan() -> AnyResponse:
    """The person's plan on the page where plans are read and printed. That it was opened is told where they agreed."""
    store = store_session()
    person = person_who_changes(store, action="sharing.open_plan")
    check_reads(store, person)
    text = sealer().open(person.plan_sealed, about=place("person", "plan", person.id))
    if not text:
        store.rollback()
        return redirect("/sharing", 303)
    try:
        token = sign_plan(read_plan(text), secret=secret_key())
    except PlanFull:  # too long for a link: the readable copy has it all
        store.rollback()
        return redirect("/sharing/copy", 303)
    if Purpose.PLAN in granted_purposes(store, person.id, on=today()):
        note_plan_opened(store, person.id, now=site_settings().now())
        store.add(person)
    store.commit()
    return plan_address(token)


def confirm_deletion() -> Response:
    """Ask once more before everything is deleted, or say who decides about it."""
    store = store_session()
    person = opened_person(store)
    organisation = store.get_one(OrganisationRow, person.organisation_id)
    if organisation.lets_people_erase:
        check_reads(store, person)
    return render_page(
        "sharing/delete",
        organisation_name=organisation.name,
        lets_erase=organisation.lets_people_erase,
        error="",
    )


def delete_now() -> AnyResponse:
    """Delete everything, where the organisation lets people do that."""
    store = store_session()
    person = person_who_changes(store, action="sharing.delete_now")
    check_reads(store, person)
    organisation = store.get_one(OrganisationRow, person.organisation_id)
    if not organisation.lets_people_erase or request.form.get("confirmed") != CONFIRMED:
        store.rollback()
        return render_page(
            "sharing/delete",
            status=422,
            organisation_name=organisation.name,
            lets_erase=organisation.lets_people_erase,
            error=gettext("Mark that you want it. Nothing was deleted yet."),
        )
    erase_person(store, person.id, organisation_id=person.organisation_id)
    store.commit()
    close()
    response = redirect("/sharing?said=deleted", 303)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def ask_for_deletion() -> AnyResponse:
    """Ask the organisation to delete everything. One open question is enough."""
    store = store_session()
    person = person_who_changes(store, action="sharing.ask_for_deletion")
    for row in store.exec(select(ErasureRequestRow).where(ErasureRequestRow.person_id == person.id)):
        store.delete(row)
    store.flush()
    store.add(
        ErasureRequestRow(
            id=new_id(),
            organisation_id=person.organisation_id,
            person_id=person.id,
            asked_at=site_settings().now(),
        )
    )
    store.commit()
    return redirect("/sharing?said=asked", 303)
