"""What a professional writes for a person's plan as a document: the form, as it is sent and as it is kept."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from pydantic import Field
from werkzeug.datastructures import MultiDict

from portal.domain.individual_plan import PlanKind
from portal.domain.model import DataModel
from portal.domain.plan_document import plain_notes
from portal.web.guidance.current import day_of_form
from portal.web.translate import gettext, lazy_gettext

TEAM_ROWS, SERVICE_ROWS, REVIEW_ROWS = 5, 4, 3
SHORT, LONG = 200, 2000
PARTS = {
    "market": lazy_gettext("Why this goal fits here: pay, jobs, outlook"),
    "held": lazy_gettext("What the person holds"),
    "steps": lazy_gettext("Steps: who does what by when, cost, who pays"),
    "services": lazy_gettext("Services and what helps at work"),
    "team": lazy_gettext("Who is on the team"),
    "reviews": lazy_gettext("When it is looked at again"),
    "notes": lazy_gettext("Notes of the plan"),
    "signers": lazy_gettext("Lines to sign"),
}
FROM_TASKS = "tasks"


class TeamLine(DataModel):
    """Somebody on the team; `duties` one a line."""

    role: str = ""
    name: str = ""
    duties: str = ""
    contact: str = ""


class ServiceLine(DataModel):
    """A service, or what helps at work."""

    name: str = ""
    for_what: str = ""
    provider: str = ""
    payer: str = ""
    start_on: str = ""


class ReviewLine(DataModel):
    """A day of review."""

    on: str = ""
    about: str = ""


class PaperForm(DataModel):
    """The whole form. Days are texts as date fields have them; every one was read without an error."""

    kind: PlanKind = PlanKind.GRADUATION
    language: Literal["en", "es"] = "en"
    is_large: bool = False
    parts: tuple[str, ...] = tuple(PARTS)
    person_name: str = ""
    goal: str = ""
    own_words: str = ""
    reach_by: str = ""
    steps_from: str = Field(default=FROM_TASKS, description="tasks, or the address of a saved ladder")
    team: tuple[TeamLine, ...] = ()
    services: tuple[ServiceLine, ...] = ()
    reviews: tuple[ReviewLine, ...] = ()
    help_contact: str = ""


def read_paper_form(form: "MultiDict[str, str]") -> tuple[PaperForm, Mapping[str, str]]:
    """The form as it was sent, and what is wrong with it by field. Empty rows are left out."""
    errors: dict[str, str] = {}

    def short(name: str, most: int = SHORT) -> str:
        return " ".join(plain_notes(form.get(name, "")).split())[:most]

    def long(name: str) -> str:
        return plain_notes(form.get(name, ""))[:LONG]

    def a_day(name: str) -> str:
        text = short(name, 20)
        try:
            day_of_form(text)
        except ValueError:
            errors[name] = gettext("We cannot read this day. Write it like 2027-06-01.")
        return text

    def rows(what: str, count: int, fields: Mapping[str, Any]) -> list[dict[str, str]]:
        found = [
            {field: read(f"{what}-{row}-{field}") for field, read in fields.items()} for row in range(count)
        ]
        return [row for row in found if any(row.values())]

    team = rows("team", TEAM_ROWS, {"role": short, "name": short, "duties": long, "contact": short})
    services = rows(
        "service",
        SERVICE_ROWS,
        {"name": short, "for_what": short, "provider": short, "payer": short, "start_on": a_day},
    )
    reviews = rows("review", REVIEW_ROWS, {"on": a_day, "about": short})
    kind, language = form.get("kind", ""), form.get("language", "")
    read = PaperForm(
        kind=PlanKind(kind) if kind in set(PlanKind) else PlanKind.GRADUATION,
        language="es" if language == "es" else "en",
        is_large=form.get("is_large") == "1",
        parts=tuple(part for part in PARTS if part in form.getlist("parts")),
        person_name=short("person_name"),
        goal=short("goal", 120),
        own_words=long("own_words"),
        reach_by=a_day("reach_by"),
        steps_from=short("steps_from", 1000) or FROM_TASKS,
        team=tuple(TeamLine(**row) for row in team),
        services=tuple(ServiceLine(**row) for row in services),
        reviews=tuple(ReviewLine(**row) for row in reviews),
        help_contact=long("help_contact"),
    )
    errors |= _incomplete(read)
    return read, errors


def with_paper_name(form: PaperForm, label: str) -> PaperForm:
    """The form where the person stands on the team by the name on the paper, never by the label of their record."""
    team = tuple(
        line.model_copy(update={"name": form.person_name}) if line.name == label else line
        for line in form.team
    )
    return form.model_copy(update={"team": team})


def _incomplete(form: PaperForm) -> dict[str, str]:
    errors = {}
    for number, person in enumerate(form.team):
        if not person.role:
            errors[f"team-{number}-role"] = gettext("Say what this person is: parent, teacher, job coach.")
    for number, service in enumerate(form.services):
        if not service.name:
            errors[f"service-{number}-name"] = gettext("Say what the service is.")
    for number, review in enumerate(form.reviews):
        if not review.on:
            errors[f"review-{number}-on"] = gettext("Say on which day.")
    return errors


def day_or_none(text: str) -> date | None:
    """A day of a form that was read without an error."""
    return day_of_form(text)
