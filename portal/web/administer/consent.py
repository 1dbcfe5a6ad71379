"""What a person agreed to, as their professional sees it: the card with their code, yes on paper, and taking back."""

from datetime import UTC, date, datetime, time, timedelta

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from portal.domain.model import DataModel
from portal.domain.staff import Permission, Purpose
from portal.store.caseload import touch
from portal.store.consent import grant, list_grants, revoke
from portal.store.own_codes import list_cards, make_own_code, stop_own_code
from portal.store.person_export import names_of_accounts
from portal.store.staff_tables import OrganisationRow
from portal.web.accounts.shown_once import show_once, take_shown
from portal.web.administer.card import build_card, build_paper_form
from portal.web.caseload.current import head_of
from portal.web.formats import day
from portal.web.gate.access import current_person, current_staff, sealer, site_settings, today
from portal.web.gate.rules import rule
from portal.web.htmx import render_page
from portal.web.sharing.answers import IncompleteAnswers, read_answers
from portal.web.sharing.of_card import say_cards
from portal.web.sharing.view_models import ends_of, purposes_of, say_who_said
from portal.web.sharing.words import words_of
from portal.web.store_session import store_session
from portal.web.translate import gettext

BASE = "/staff/people/<person_id>/consent"
CARD = "own code"
OLDEST_PAPER = timedelta(days=366)


class PastYes(DataModel):
    """A yes that no longer holds."""

    name: str
    said: str
    ended: str


def add_consent(blueprint: Blueprint) -> None:
    """Put these addresses below a person's."""
    for path, view, methods in (
        ("", consent, ["GET"]),
        ("/form", paper_form, ["GET"]),
        ("/card", card, ["GET"]),
        ("/card", make_card, ["POST"]),
        ("/stop-code", stop_code, ["POST"]),
        ("/paper", record_paper, ["POST"]),
        ("/withdraw", withdraw, ["POST"]),
    ):
        blueprint.add_url_rule(f"{BASE}{path}", view_func=view, methods=methods)


@rule(Permission.SEE_PEOPLE)
def consent(person_id: str) -> Response:
    """What they agreed to, until when, and what was before."""
    return _page()


@rule(Permission.CHANGE_PEOPLE)
def make_card(person_id: str) -> AnyResponse:
    """A new code; the one before stops at once."""
    store, person = store_session(), current_person()
    code = make_own_code(
        store,
        person,
        made_by=current_staff().account_id,
        secret=site_settings().secret_key,
        now=site_settings().now(),
    )
    touch(store, person, now=site_settings().now())
    store.commit()
    show_once(f"{CARD} {person.id}", (code,), account_id=current_staff().account_id)
    return _go(person.id, "/card")


@rule(Permission.CHANGE_PEOPLE)
def card(person_id: str) -> AnyResponse:
    """The card, once: nobody can look the code up again."""
    person, staff = current_person(), current_staff()
    shown = take_shown(f"{CARD} {person.id}", account_id=staff.account_id)
    if not shown:
        return _go(person.id)
    made = build_card(person, shown[0], organisation_name=staff.organisation_name)
    return render_page("administer/card", head=head_of(person), card=made)


@rule(Permission.SEE_PEOPLE)
def paper_form(person_id: str) -> Response:
    """A form to print and sign."""
    person = current_person()
    form = build_paper_form(person, organisation_name=current_staff().organisation_name)
    return render_page("administer/paper-form", head=head_of(person), form=form)


@rule(Permission.CHANGE_PEOPLE)
def stop_code(person_id: str) -> AnyResponse:
    """A card was lost: its code opens nothing any more."""
    person = current_person()
    stop_own_code(store_session(), person)
    store_session().commit()
    return _go(person.id, said="code-stopped")


@rule(Permission.CHANGE_PEOPLE)
def record_paper(person_id: str) -> AnyResponse:
    """Write down a yes that was signed on paper."""
    store, person = store_session(), current_person()
    try:
        answers = read_answers(
            request.form.getlist("purpose"),
            request.form,
            is_guardian_asked=person.is_guardian_asked,
            today=today(),
        )
        signed = _signed_on(request.form.get("signed_on", ""), until=answers.until)
    except IncompleteAnswers as error:
        store.rollback()
        return _page(status=422, error=str(error))
    for purpose in answers.purposes:
        grant(
            store,
            organisation_id=person.organisation_id,
            person_id=person.id,
            purpose=purpose,
            given_by=answers.given_by,
            how="paper",
            until=answers.until,
            now=site_settings().now(),
            recorded_by=current_staff().account_id,
            given_at=datetime.combine(signed, time(12), tzinfo=UTC),
        )
    touch(store, person, now=site_settings().now())
    store.commit()
    return _go(person.id, said="recorded")


@rule(Permission.CHANGE_PEOPLE)
def withdraw(person_id: str) -> AnyResponse:
    """Take a yes back for somebody who said so: it stops at once."""
    store, person = store_session(), current_person()
    which = request.form.get("purpose", "")
    for purpose in Purpose:
        if purpose.value == which:
            revoke(
                store,
                person_id=person.id,
                purpose=purpose,
                by=current_staff().account_id,
                now=site_settings().now(),
            )
    store.commit()
    return _go(person.id, said=f"withdrawn-{which}"[:20])


def _page(*, status: int = 200, error: str = "") -> Response:
    store, person, staff = store_session(), current_person(), current_staff()
    organisation = store.get_one(OrganisationRow, staff.organisation_id)
    names = names_of_accounts(store, sealer(), staff.organisation_id)
    grants, cards = list_grants(store, person.id), list_cards(store, person.id)
    purposes = purposes_of(grants, names, cards, today=today())
    return render_page(
        "administer/consent",
        status=status,
        head=head_of(person),
        purposes=purposes,
        past=tuple(
            PastYes(
                name=words_of(Purpose(row.purpose)).name,
                said=say_who_said(row, names, cards),
                ended=day(row.revoked_at or row.until),
            )
            for row in grants
            if row.revoked_at is not None or row.until < today()
        ),
        is_guardian_asked=person.is_guardian_asked,
        cards=say_cards(cards, names, is_person=False),
        code_until=_code_end(person.own_code_until),
        ends=ends_of(organisation, today=today()),
        today=today().isoformat(),
        said=_said(request.args.get("said", "")),
        error=error,
        marked=request.form.getlist("purpose"),
        typed=request.form,
    )


def _code_end(until: datetime | None) -> str:
    return day(until) if until is not None and until > site_settings().now() else ""


def _signed_on(text: str, *, until: date) -> date:
    try:
        signed = date.fromisoformat(text.strip())
    except ValueError as error:
        raise IncompleteAnswers(gettext("Write the day on which it was signed.")) from error
    if not today() - OLDEST_PAPER <= signed <= today():
        raise IncompleteAnswers(gettext("It was signed today or in the last 12 months."))
    if until > signed + OLDEST_PAPER:
        raise IncompleteAnswers(gettext("A yes ends a year after it was signed. Choose an earlier day."))
    return signed


def _said(key: str) -> str:
    purposes = {f"withdrawn-{purpose.value}": purpose for purpose in Purpose}
    if key in purposes:
        return gettext("Taken back: %(what)s. It stops at once.", what=words_of(purposes[key]).name)
    return {
        "added": gettext("Added."),
        "recorded": gettext("Written down."),
        "code-stopped": gettext("The code is stopped. It opens nothing any more."),
    }.get(key, "")


def _go(person_id: str, path: str = "", *, said: str = "") -> AnyResponse:
    return redirect(f"/staff/people/{person_id}/consent{path}{'?said=' + said if said else ''}", 303)
