"""The page that shows what two people changed at once, and lets one choose. Nothing was written."""

from datetime import date

from flask import Response

from portal.domain.model import DataModel
from portal.domain.plan_document import MAX_NOTES
from portal.domain.plan_edits import Clash, PlanClash, mark
from portal.domain.region import Goal, Region
from portal.web.formats import day
from portal.web.gate.access import current_person
from portal.web.gate.audit import looked_at
from portal.web.guidance.current import address_of, name_of_person
from portal.web.htmx import render_page
from portal.web.knowledge import knowledge
from portal.web.plan.addresses import place_of
from portal.web.plan.goal_names import goal_name
from portal.web.store_session import store_session
from portal.web.translate import gettext
from portal.web.words import credential_name, region_label


class ConflictChoice(DataModel):
    """One way out: a button that sends these fields."""

    label: str
    action: str
    fields: tuple[tuple[str, str], ...]


class ConflictPage(DataModel):
    """Both versions, and what one can do. `both` is a text to edit where both can go together."""

    person_name: str
    base: str
    what: str
    mine: str
    theirs: str
    choices: tuple[ConflictChoice, ...] = ()
    both: str = ""
    both_action: str = ""
    both_seen: str = ""
    most: int = MAX_NOTES


def conflict_page(clash: PlanClash, *, again: tuple[tuple[str, str], ...] = ()) -> Response:
    """The page for a clash, with status 409. `again` are the fields that the form sent, where it can be sent anew."""
    store_session().rollback()
    person = current_person()
    looked_at((person.id,))
    base = address_of(person.id)
    page = _PAGES[clash.clash](clash, base, again)
    page = page.model_copy(update={"person_name": name_of_person(person), "base": base})
    return render_page("guidance/conflict", status=409, page=page)


def _notes(clash: PlanClash, base: str, _again: tuple[tuple[str, str], ...]) -> ConflictPage:
    seen = mark(clash.theirs)
    both = f"{clash.theirs}\n\n{clash.mine}".strip()
    action = f"{base}/notes"
    mine = ConflictChoice(
        label=gettext("Write mine in its place"),
        action=action,
        fields=(("notes", clash.mine), ("seen", seen)),
    )
    return ConflictPage(
        person_name="",
        base=base,
        what=gettext("You both changed the notes."),
        mine=clash.mine or gettext("No notes"),
        theirs=clash.theirs or gettext("No notes"),
        choices=(mine,),
        both=both,
        both_action=action,
        both_seen=seen,
    )


def _place(clash: PlanClash, base: str, _again: tuple[tuple[str, str], ...]) -> ConflictPage:
    def name(text: str) -> str:
        if not text:
            return gettext("No place")
        return region_label(place_of(store_session(), Region.parse(text)))

    mine = ConflictChoice(
        label=gettext("Take my place"),
        action=f"{base}/place",
        fields=(("region", clash.mine), ("region_code", clash.mine), ("seen", clash.theirs)),
    )
    return ConflictPage(
        person_name="",
        base=base,
        what=gettext("You both changed the place of the plan."),
        mine=name(clash.mine),
        theirs=name(clash.theirs),
        choices=(mine,),
    )


def _day(clash: PlanClash, base: str, _again: tuple[tuple[str, str], ...]) -> ConflictPage:
    mine = ConflictChoice(
        label=gettext("Take my day"),
        action=f"{base}/until",
        fields=(("key", clash.key), ("last_day", clash.mine), ("seen", clash.theirs)),
    )
    return ConflictPage(
        person_name="",
        base=base,
        what=gettext("You both changed the last day of “%(name)s”.", name=_name("held", clash.key)),
        mine=_day_name(clash.mine),
        theirs=_day_name(clash.theirs),
        choices=(mine,),
    )


def _gone(clash: PlanClash, base: str, again: tuple[tuple[str, str], ...]) -> ConflictPage:
    name = _name(clash.part, clash.key)
    choices: tuple[ConflictChoice, ...] = ()
    mine = gettext("“%(name)s” stays in the plan", name=name)
    if clash.part == "held":
        mine = gettext("“%(name)s” counts until %(day)s", name=name, day=_day_name(clash.mine))
        fields: tuple[tuple[str, str], ...] = (("key", clash.key), ("last_day", clash.mine), ("again", "1"))
        choices = (
            ConflictChoice(label=gettext("Put it back with my day"), action=f"{base}/until", fields=fields),
        )
    elif again:
        fields = (*(each for each in again if each[0] != "was_wanted"), ("anyway", "now"))
        choices = (
            ConflictChoice(
                label=gettext("Put it back and save mine"), action=f"{base}/ladders", fields=fields
            ),
        )
    return ConflictPage(
        person_name="",
        base=base,
        what=gettext("Somebody else took out “%(name)s” while you worked with it.", name=name),
        mine=mine,
        theirs=gettext("“%(name)s” is not in the plan", name=name),
        choices=choices,
    )


def _steps(clash: PlanClash, base: str, again: tuple[tuple[str, str], ...]) -> ConflictPage:
    kept = tuple(each for each in again if each[0] != "anyway")

    def choice(label: str, how: str) -> ConflictChoice:
        return ConflictChoice(label=label, action=f"{base}/ladders", fields=(*kept, ("anyway", how)))

    now = choice(gettext("Save the steps of now"), "now")
    return ConflictPage(
        person_name="",
        base=base,
        what=gettext("The plan or our data changed, so this way has other steps now."),
        mine=_steps_name(clash.mine),
        theirs=_steps_name(clash.theirs),
        choices=(choice(gettext("Save the steps that I saw"), "shown"), *((now,) if clash.theirs else ())),
    )


_PAGES = {
    Clash.NOTES: _notes,
    Clash.PLACE: _place,
    Clash.DAY: _day,
    Clash.GONE: _gone,
    Clash.STEPS: _steps,
}


def _name(part: str, key: str) -> str:
    known = knowledge()
    if part == "held":
        found = known.graph.credentials.get(key)
        return credential_name(found) if found else key
    if part == "wanted":
        return goal_name(known, Goal.parse(key))
    return gettext("the saved ladder")


def _day_name(text: str) -> str:
    return day(date.fromisoformat(text)) if text else gettext("No last day")


def _steps_name(text: str) -> str:
    known = knowledge()
    names = [
        credential_name(known.graph.get(id_)) for id_ in text.split(",") if id_ in known.graph.credentials
    ]
    return " → ".join(names) or gettext("Nothing left to do")
