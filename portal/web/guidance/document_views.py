"""Addresses of the individual plan: the form, and its files. Each file asks anew for the person's yes."""

from collections.abc import Mapping
from typing import Literal, TypeVar

from flask import Blueprint, Response, redirect, request
from pydantic import Field, ValidationError
from werkzeug.wrappers import Response as AnyResponse

from portal.domain.individual_plan import IndividualPlan, PlanKind
from portal.domain.model import DataModel
from portal.domain.plan_open_parts import list_open_parts
from portal.domain.staff import EditConflict, Permission, Purpose
from portal.paper.press import PaperRefused
from portal.paper.sheet import Sheet
from portal.store.plan_papers import read_paper, write_paper
from portal.store.tasks import Task, list_tasks
from portal.web.gate.access import current_person, current_staff, sealer, site_settings, today
from portal.web.gate.audit import looked_at
from portal.web.gate.rules import rule
from portal.web.guidance.current import address_of, current_plan, name_of_person, purposes
from portal.web.guidance.document import NoGoal, build_document
from portal.web.guidance.paper_form import (
    FROM_TASKS,
    PARTS,
    REVIEW_ROWS,
    SERVICE_ROWS,
    TEAM_ROWS,
    PaperForm,
    ReviewLine,
    ServiceLine,
    TeamLine,
    read_paper_form,
    with_paper_name,
)
from portal.web.htmx import render_page
from portal.web.individual_plan_paper import document_language, plan_sheet, say_open_parts
from portal.web.knowledge import knowledge
from portal.web.language import language_code
from portal.web.pdf import pdf_response, print_sheet
from portal.web.plan.goal_names import goal_name
from portal.web.store_session import store_session
from portal.web.translate import gettext
from portal.web.word_file import word_response, write_word_file

Line = TypeVar("Line", bound=DataModel)
BASE = "/staff/people/<person_id>/document"
FILE = "individual-plan"


class DocumentPage(DataModel):
    """The form with what stands in it, and what the document does not say yet."""

    person_name: str
    base: str
    plan_base: str
    form: PaperForm
    version: int
    goals: tuple[tuple[str, str], ...]
    ladders: tuple[tuple[str, str], ...]
    parts: tuple[tuple[str, str], ...]
    team: tuple[TeamLine, ...]
    services: tuple[ServiceLine, ...]
    reviews: tuple[ReviewLine, ...]
    errors: Mapping[str, str] = Field(default_factory=dict)
    error: str = ""
    theirs: tuple[tuple[str, str], ...] = ()
    """What somebody else saved meanwhile, field by field."""
    open_parts: tuple[str, ...] = ()
    is_saved: bool = False
    may_change: bool = False
    may_share: bool = False
    has_tasks: bool = False


def add_document_views(blueprint: Blueprint) -> None:
    """Put the addresses of the document beside that of the plan."""
    blueprint.add_url_rule(BASE, view_func=document)
    blueprint.add_url_rule(BASE, view_func=save_document, methods=["POST"])
    blueprint.add_url_rule(f"{BASE}.pdf", view_func=document_pdf)
    blueprint.add_url_rule(f"{BASE}.docx", view_func=document_docx)


@rule(Permission.SEE_PEOPLE, purpose=Purpose.PLAN)
def document(person_id: str) -> Response:
    """The form of the document."""
    form, version = _stored()
    return _page(form, version=version)


@rule(Permission.CHANGE_PEOPLE, purpose=Purpose.PLAN)
def save_document(person_id: str) -> AnyResponse:
    """Keep the form; where somebody else saved it meanwhile, show both."""
    form, errors = read_paper_form(request.form)
    text = request.form.get("version", "")
    seen = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    store, person = store_session(), current_person()
    if errors:
        return _again(form, seen, status=422, error=gettext("Some fields need a look."), errors=errors)
    try:
        write_paper(
            store, person, sealer(), text=form.model_dump_json(), seen=seen, now=site_settings().now()
        )
    except EditConflict:
        theirs, version = _stored()
        error = gettext(
            "Somebody else saved this form since you opened it. Below is what they wrote where it differs. "
            "Mend yours, and save once more; or open the page anew to keep theirs."
        )
        return _again(form, version, status=409, error=error, theirs=_differences(form, theirs))
    store.commit()
    return redirect(address_of(person.id, "document") + "#files", 303)


@rule(Permission.SEE_PEOPLE, purpose=Purpose.SHARE, also=Purpose.PLAN)
def document_pdf(person_id: str) -> AnyResponse:
    """The document as a PDF."""
    try:
        return pdf_response(print_sheet(_sheet()), file_name=f"{FILE}.pdf")
    except (NoGoal, PaperRefused, ValidationError) as error:
        return _not_made(error)


@rule(Permission.SEE_PEOPLE, purpose=Purpose.SHARE, also=Purpose.PLAN)
def document_docx(person_id: str) -> AnyResponse:
    """The document as a Word file."""
    try:
        return word_response(write_word_file(_sheet()), file_name=f"{FILE}.docx")
    except (NoGoal, PaperRefused, ValidationError) as error:
        return _not_made(error)


def _sheet() -> Sheet:
    form, _ = _stored()
    return plan_sheet(_built(form), is_large=form.is_large)


def _built(form: PaperForm) -> IndividualPlan:
    return build_document(
        store_session(),
        knowledge(),
        current_plan().plan,
        form=form,
        tasks=_tasks(),
        organisation_name=current_staff().organisation_name,
        site_name=site_settings().name,
        today=today(),
    )


def _tasks() -> list[Task]:
    if Purpose.NOTES not in purposes():
        return []
    return list_tasks(store_session(), current_person(), sealer())


def _stored() -> tuple[PaperForm, int]:
    person = current_person()
    text, version = read_paper(store_session(), person, sealer())
    if not text:
        return _first_form(), 0
    return with_paper_name(PaperForm.model_validate_json(text), name_of_person(person)), version


def _first_form() -> PaperForm:
    """What a new form says: the usual team of the organisation, and the language of the page."""
    staff, person = current_staff(), current_person()
    name = name_of_person(person)
    is_vr = staff.role.value == "vr_counselor"
    ladders = current_plan().plan.ladders
    has_steps = any(task.kind == "step" for task in _tasks())
    language: Literal["en", "es"] = "es" if (person.language or language_code()) == "es" else "en"
    with document_language(language):
        me, counselor = gettext("Me"), gettext("VR counselor") if is_vr else gettext("School counselor")
    return PaperForm(
        kind=PlanKind.EMPLOYMENT if is_vr else PlanKind.GRADUATION,
        language=language,
        person_name=name,
        steps_from=FROM_TASKS if has_steps or not ladders else ladders[-1].address,
        team=(TeamLine(role=me, name=name), TeamLine(role=counselor, name=staff.name)),
    )


def _not_made(error: Exception) -> Response:
    form, version = _stored()
    said = gettext("This plan has no goal yet. Find one first, then make the document.")
    if not isinstance(error, NoGoal):
        said = gettext("We could not make this file. Make the texts shorter and try again.")
    return _page(form, version=version, status=422, error=said)


def _again(
    form: PaperForm,
    version: int,
    *,
    status: int,
    error: str,
    errors: Mapping[str, str] | None = None,
    theirs: tuple[tuple[str, str], ...] = (),
) -> Response:
    store_session().rollback()
    looked_at((current_person().id,))
    return _page(form, version=version, status=status, error=error, errors=errors, theirs=theirs)


def _page(
    form: PaperForm,
    *,
    version: int,
    status: int = 200,
    error: str = "",
    errors: Mapping[str, str] | None = None,
    theirs: tuple[tuple[str, str], ...] = (),
) -> Response:
    person, plan, known = current_person(), current_plan().plan, knowledge()
    granted = purposes()
    page = DocumentPage(
        person_name=name_of_person(person),
        base=address_of(person.id, "document"),
        plan_base=address_of(person.id),
        form=form,
        version=version,
        goals=tuple((str(each.goal), goal_name(known, each.goal)) for each in plan.wanted),
        ladders=tuple((each.address, goal_name(known, each.goal)) for each in plan.ladders),
        parts=tuple((key, str(name)) for key, name in PARTS.items()),
        team=_filled(form.team, TeamLine(), TEAM_ROWS),
        services=_filled(form.services, ServiceLine(), SERVICE_ROWS),
        reviews=_filled(form.reviews, ReviewLine(), REVIEW_ROWS),
        errors=dict(errors or {}),
        error=error,
        theirs=theirs,
        open_parts=_open_parts(form) if not errors else (),
        is_saved=version > 0,
        may_change=current_staff().may(Permission.CHANGE_PEOPLE),
        may_share=Purpose.SHARE in granted,
        has_tasks=Purpose.NOTES in granted,
    )
    return render_page("guidance/document", status=status, page=page)


def _filled(lines: tuple[Line, ...], empty: Line, count: int) -> tuple[Line, ...]:
    return (*lines, *[empty] * (count - len(lines)))


def _open_parts(form: PaperForm) -> tuple[str, ...]:
    try:
        return tuple(say_open_parts(list_open_parts(_built(form))))
    except (NoGoal, ValidationError):
        return ()


def _differences(mine: PaperForm, theirs: PaperForm) -> tuple[tuple[str, str], ...]:
    """Fields in which the stored form differs from the one that was sent, as texts to read."""
    names = {
        "kind": gettext("Kind of plan"),
        "language": gettext("Language"),
        "is_large": gettext("Large print"),
        "parts": gettext("What is in it"),
        "person_name": gettext("Name on the paper"),
        "goal": gettext("Goal"),
        "own_words": gettext("Why, in their own words"),
        "reach_by": gettext("By when"),
        "steps_from": gettext("Steps"),
        "team": gettext("Who is on the team"),
        "services": gettext("Services and what helps at work"),
        "reviews": gettext("When it is looked at again"),
        "help_contact": gettext("Whom to ask when one does not agree"),
    }
    return tuple(
        (name, _text(getattr(theirs, key)))
        for key, name in names.items()
        if getattr(theirs, key) != getattr(mine, key)
    )


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return "\n".join(_text(each) for each in value) or "–"
    if isinstance(value, DataModel):
        return " · ".join(text for text in value.model_dump().values() if text)
    return str(value) or "–"
