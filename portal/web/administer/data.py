"""What an administrator decides about records: who asked to be deleted, what age deleted, and a copy of all."""

import tempfile
from datetime import timedelta

from flask import Blueprint, Response, redirect, request, send_file
from sqlmodel import Session, col, func, select
from werkzeug.wrappers import Response as AnyResponse

from portal.domain.errors import NotFound
from portal.domain.model import DataModel
from portal.domain.staff import Permission
from portal.store.caseload_tables import PersonRow, TieRow
from portal.store.erasure import erase_person
from portal.store.organisation_export import export_organisation, list_exported
from portal.store.own_codes import list_cards
from portal.store.person_export import names_of_accounts
from portal.store.privacy_tables import ErasureRequestRow
from portal.store.retention import WARN_DAYS, list_reports
from portal.store.staff_tables import OrganisationRow
from portal.web.accounts.words import moment
from portal.web.administer.kinds import say_counts
from portal.web.formats import day
from portal.web.gate.access import current_staff, sealer, site_settings
from portal.web.gate.audit import add_entry
from portal.web.gate.rules import rule
from portal.web.htmx import render_page
from portal.web.sharing.of_card import say_card_then
from portal.web.store_session import store_session
from portal.web.translate import gettext

PAGE = "/staff/admin/data"
SPOOL_BYTES = 8_000_000


class AskedDeletion(DataModel):
    """Somebody asked to be deleted. No name: `people` are the professionals who know them.

    `card`: with which card it was asked, because a card does not prove who holds it.
    """

    id: str
    person_id: str
    asked_on: str
    refused_on: str
    people: tuple[str, ...]
    card: str = ""


class DeletedByAge(DataModel):
    """One night's deletion."""

    when: str
    people: int
    counts: str


def add_data(blueprint: Blueprint) -> None:
    """Put these addresses in place."""
    blueprint.add_url_rule(PAGE, view_func=data)
    for path, view in (
        ("/own-deletion", save_own_deletion),
        ("/requests/<request_id>/delete", delete_asked),
        ("/requests/<request_id>/keep", keep_asked),
        ("/export", export),
    ):
        blueprint.add_url_rule(f"{PAGE}{path}", view_func=view, methods=["POST"])


@rule(Permission.ADMINISTER)
def data() -> Response:
    """The page."""
    return _page()


def _page(*, status: int = 200, error: str = "") -> Response:
    store, staff = store_session(), current_staff()
    organisation = store.get_one(OrganisationRow, staff.organisation_id)
    now = site_settings().now()
    leaving = list_exported(store, staff.organisation_id, now=now, everything=False)
    return render_page(
        "administer/data",
        status=status,
        error=error,
        asked=_asked(store, staff.organisation_id),
        deleted=tuple(
            DeletedByAge(when=moment(row.ran_at), people=row.people, counts=say_counts(row.counts))
            for row in list_reports(store, staff.organisation_id)
        ),
        retention_days=organisation.retention_days,
        lets_people_erase=organisation.lets_people_erase,
        warn_days=WARN_DAYS,
        ending=_count_ending(store, organisation),
        copied=len(leaving.person_ids),
        kept_back=leaving.kept_back,
        said=_said(request.args.get("said", "")),
    )


@rule(Permission.ADMINISTER, fresh=True)
def save_own_deletion() -> AnyResponse:
    """Whether people may delete their own record at once."""
    store = store_session()
    organisation = store.get_one(OrganisationRow, current_staff().organisation_id)
    organisation.lets_people_erase = request.form.get("lets_people_erase") == "yes"
    store.add(organisation)
    store.commit()
    return _go("saved")


@rule(Permission.ADMINISTER, fresh=True)
def delete_asked(request_id: str) -> AnyResponse:
    """Delete everything about somebody who asked for it."""
    store, staff = store_session(), current_staff()
    person_id = _request(store, request_id).person_id
    if request.form.get("confirmed") != "yes":
        store.rollback()
        return _page(status=422, error=gettext("Mark that you want it. Nothing was deleted yet."))
    add_entry(store, staff, kind="change", action="administer.delete_asked", about=(person_id,))
    erase_person(store, person_id, organisation_id=staff.organisation_id)
    store.commit()
    return _go("deleted")


@rule(Permission.ADMINISTER, fresh=True)
def keep_asked(request_id: str) -> AnyResponse:
    """A law tells the organisation to keep the record for now: the person is told so on their page."""
    store, staff = store_session(), current_staff()
    row = _request(store, request_id)
    row.refused_at, row.refused_by = site_settings().now(), staff.account_id
    store.add(row)
    add_entry(store, staff, kind="change", action="administer.keep_asked", about=(row.person_id,))
    store.commit()
    return _go("kept")


@rule(Permission.ADMINISTER, fresh=True)
def export() -> AnyResponse:
    """An archive of everybody who agreed to copies, with what they agreed to. Each of them sees it in their log."""
    store, staff = store_session(), current_staff()
    file = tempfile.SpooledTemporaryFile(max_size=SPOOL_BYTES)  # noqa: SIM115 - the answer closes it
    done = export_organisation(store, sealer(), staff.organisation_id, to=file, now=site_settings().now())
    add_entry(store, staff, kind="look", action="administer.export", about=done.person_ids)
    store.commit()
    file.seek(0)
    return send_file(file, "application/zip", as_attachment=True, download_name="organization.zip")


def _asked(store: Session, organisation_id: str) -> tuple[AskedDeletion, ...]:
    rows = store.exec(
        select(ErasureRequestRow)
        .where(ErasureRequestRow.organisation_id == organisation_id)
        .order_by(col(ErasureRequestRow.asked_at))
    ).all()
    names = names_of_accounts(store, sealer(), organisation_id)
    ties = store.exec(select(TieRow).where(col(TieRow.person_id).in_([row.person_id for row in rows]))).all()
    return tuple(
        AskedDeletion(
            id=row.id,
            person_id=row.person_id,
            asked_on=day(row.asked_at),
            refused_on=day(row.refused_at) if row.refused_at else "",
            card=say_card_then(row.asked_at, list_cards(store, row.person_id), names),
            people=tuple(
                sorted({names[tie.account_id][0] for tie in ties if tie.person_id == row.person_id})
            ),
        )
        for row in rows
    )


def _count_ending(store: Session, organisation: OrganisationRow) -> int:
    before = site_settings().now() - timedelta(days=organisation.retention_days - WARN_DAYS)
    return store.exec(
        select(func.count())
        .select_from(PersonRow)
        .where(PersonRow.organisation_id == organisation.id, col(PersonRow.touched_at) < before)
    ).one()


def _request(store: Session, request_id: str) -> ErasureRequestRow:
    row = store.exec(
        select(ErasureRequestRow).where(
            ErasureRequestRow.id == request_id,
            ErasureRequestRow.organisation_id == current_staff().organisation_id,
        )
    ).first()
    if row is None:
        raise NotFound("There is no such question in this organization.")
    return row


def _go(said: str) -> AnyResponse:
    return redirect(f"{PAGE}?said={said}", 303)


def _said(key: str) -> str:
    return {
        "saved": gettext("Saved."),
        "deleted": gettext("Everything about this person is deleted."),
        "kept": gettext("The person sees on their page that it is kept for now."),
    }.get(key, "")
