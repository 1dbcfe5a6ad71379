"""Add a person: as a name one chooses, by a code or link they gave, or with a card on which they say yes themselves."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from portal.caseload.people_of_list import MAX_LABEL, MAX_REFERENCE, same_label
from portal.caseload.pseudonyms import suggest_pseudonym
from portal.domain.errors import InvalidCode
from portal.domain.plan_document import InvalidPlan, PlanDocument
from portal.domain.staff import Permission
from portal.store.caseload import NamedPerson, NewPerson, add_person, keep_plan, list_named_people
from portal.web.caseload.blueprint import blueprint
from portal.web.caseload.current import choices_of, go, page
from portal.web.caseload.typed import Typed
from portal.web.caseload.words import LANGUAGES
from portal.web.gate.access import current_staff, sealer, site_settings, today
from portal.web.gate.audit import add_entry
from portal.web.gate.rules import rule
from portal.web.plan.codes import open_code
from portal.web.plan.current import with_new_ids
from portal.web.plan.link import read_signed_plan
from portal.web.plan.waiting import TooManyTries
from portal.web.store_session import store_session
from portal.web.translate import gettext

WAYS = ("pseudonym", "handed", "invitation")
_ADDRESS = re.compile(r"^https?://", re.IGNORECASE)


@blueprint.get("/people/add")
@rule(Permission.CHANGE_PEOPLE)
def add_person_form() -> Response:
    """The ways to add somebody."""
    return _form(Typed())


@blueprint.post("/people/add")
@rule(Permission.CHANGE_PEOPLE)
def add_person_now() -> AnyResponse:
    """Add somebody, and go to their page; after an invitation to the page with their card."""
    typed = Typed()
    way = typed.one_of("way", WAYS)
    new = read_new_person(typed)
    handed = typed.line("code", most=6000, required=way == "handed") if way == "handed" else ""
    mine = list_named_people(store_session(), current_staff(), sealer(), today=today())
    twin = _find_twin(typed, new, mine)
    if twin is not None:
        store_session().rollback()
        return go(f"/staff/people/{twin}", said="added")
    check_names(typed, new, mine, is_sure=typed.ticked("same"))
    plan = None
    if typed.is_ok and handed:
        plan, kind = _plan_of(typed, handed)
        way = kind
    if not typed.is_ok:
        store_session().rollback()
        return _form(typed, status=422)
    store, staff, now = store_session(), current_staff(), site_settings().now()
    person = add_person(store, staff, sealer(), new=new, way=way, now=now)
    if plan is not None:
        keep_plan(store, person, sealer(), plan=plan, now=now)
    add_entry(store, staff, kind="change", action="caseload.added", about=(person.id,), detail={"way": way})
    store.commit()
    if way == "invitation":
        return go(f"/staff/people/{person.id}/consent", said="added")
    return go(f"/staff/people/{person.id}", said="added")


def _find_twin(typed: Typed, new: NewPerson, mine: list[NamedPerson]) -> str | None:
    """Whom the same form added a moment ago: there is one more of this name than the form knew of when it asked."""
    known = typed.whole("same_known") if typed.ticked("same") and request.form.get("same_known") else None
    twins = [person.id for person in mine if same_label(person.label) == same_label(new.label)]
    return twins[-1] if known is not None and len(twins) > known else None


def read_new_person(typed: Typed) -> NewPerson:
    """The fields that tell who somebody is."""
    return NewPerson(
        label=typed.line("label", most=MAX_LABEL, required=True),
        reference=typed.line("reference", most=MAX_REFERENCE),
        language=typed.one_of("language", tuple(LANGUAGES)),
        is_guardian_asked=typed.ticked("guardian"),
    )


def check_names(typed: Typed, new: NewPerson, others: list[NamedPerson], *, is_sure: bool) -> None:
    """A number stands for one person. The same name twice is asked about once."""
    if new.reference and any(person.reference == new.reference for person in others):
        typed.errors["reference"] = gettext("One of your people has this number.")
    same = sum(same_label(person.label) == same_label(new.label) for person in others)
    if new.label and same and not is_sure and "label" not in typed.errors:
        typed.errors["label"] = gettext(
            "One of your people has this name. Tick “Another person” below, or choose another name."
        )
        typed.values["ask_same"] = "1"
        typed.values["same_known"] = str(same)


def _plan_of(typed: Typed, text: str) -> tuple[PlanDocument | None, str]:
    """The plan under a code or within a link, as it is today. It is a copy: later changes of theirs are not in it."""
    store = store_session()
    token = parse_qs(urlsplit(text).query).get("plan", [""])[0] if "plan=" in text else ""
    secret = site_settings().secret_key
    try:
        if token:
            return with_new_ids(read_signed_plan(token, secret=secret)), "link"
        code = parse_qs(urlsplit(text).query).get("code", [""])[0] if _ADDRESS.match(text) else text
        store.rollback()  # opening a code counts tries and commits; the log's turn is taken anew below
        return with_new_ids(read_signed_plan(open_code(store, code), secret=secret)), "code"
    except TooManyTries:
        typed.errors["code"] = gettext("Too many wrong codes. Wait ten minutes and try again.")
    except (InvalidCode, InvalidPlan):
        typed.errors["code"] = gettext(
            "We find no plan under this. Look at each letter, or ask them for a new code or link."
        )
    return None, ""


def _form(typed: Typed, *, status: int = 200) -> Response:
    store, staff = store_session(), current_staff()
    taken = [person.label for person in list_named_people(store, staff, sealer(), today=today())]
    store.rollback()
    language = request.form.get("language") or staff.language
    context: dict[str, Any] = {
        "values": typed.values,
        "errors": typed.errors,
        "suggestion": suggest_pseudonym(taken, language=language),
        "languages": choices_of(LANGUAGES),
        "their_language": language,
        "is_first": not taken,
        "most_label": MAX_LABEL,
        "most_reference": MAX_REFERENCE,
    }
    return page("caseload/add", status=status, **context)
