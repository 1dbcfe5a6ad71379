"""The plan that a professional works on with a person, for one request."""

from collections.abc import Callable
from datetime import date

from flask import g, request

from portal.domain.plan_changes import rename
from portal.domain.plan_document import PlanDocument
from portal.domain.staff import Purpose
from portal.store.caseload_tables import PersonRow
from portal.store.consent import granted_purposes
from portal.store.sealing import place
from portal.store.shared_plans import SharedPlan, change_shared_plan, read_shared_plan
from portal.web.choices import Choices
from portal.web.credentials.renamed import read_renamed
from portal.web.gate.access import current_person, sealer, site_settings, today
from portal.web.store_session import store_session

SEEN_VERSION = "plan_version"
"""The field in which a form carries the version of the plan that it showed."""


def current_plan() -> SharedPlan:
    """The plan of the person that the address names, with the ids that credentials have today."""
    found = read_shared_plan(current_person(), sealer(), today=today())
    return found.model_copy(update={"plan": _of_today(found.plan)})


def change_plan(change: Callable[[PlanDocument], PlanDocument]) -> SharedPlan:
    """Put a change onto the plan and commit.

    Raises: PlanClash, PlanFull, EditConflict; then nothing is written.
    """
    store = store_session()
    written = change_shared_plan(
        store,
        current_person().id,
        sealer(),
        change=lambda plan: change(_of_today(plan)),
        now=site_settings().now(),
    )
    store.commit()
    return written


def name_of_person(person: PersonRow) -> str:
    """What the professional calls the person."""
    return sealer().open(person.label_sealed, about=place("person", "label", person.id))


def purposes() -> frozenset[Purpose]:
    """What the person of this request said yes to, read once."""
    if "guidance_purposes" not in g:
        g.guidance_purposes = granted_purposes(store_session(), current_person().id, on=today())
    found: frozenset[Purpose] = g.guidance_purposes
    return found


def choices_of(plan: PlanDocument) -> Choices:
    """What ladders are looked for with: the place and what is held."""
    return Choices(region=plan.region, held=plan.held, until=plan.held_until)


def address_of(person_id: str, path: str = "plan") -> str:
    """The address of a page about a person."""
    return f"/staff/people/{person_id}/{path}"


def seen_version() -> int | None:
    """The version of the plan that the form showed; None where it does not say."""
    text = request.form.get(SEEN_VERSION, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def day_of_form(text: str) -> date | None:
    """A day as date fields send it; None for none.

    Raises: ValueError for anything else.
    """
    text = text.strip()
    if not text:
        return None
    found = date.fromisoformat(text[:10])
    if len(text) != 10 or not 2000 <= found.year <= 2100:
        raise ValueError(text)
    return found


def _of_today(plan: PlanDocument) -> PlanDocument:
    renamed = read_renamed(site_settings().config_dir)
    return rename(plan, renamed) if renamed else plan
