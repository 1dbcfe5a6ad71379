"""Take over a newer plan of the person, by their code or link: what differs, and what to take of it by choice."""

from urllib.parse import parse_qs, urlsplit

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from portal.domain.errors import InvalidCode
from portal.domain.model import DataModel
from portal.domain.plan_changes import only, put_back
from portal.domain.plan_document import MAX_NOTES, InvalidPlan, PlanDocument, PlanFull, new_plan
from portal.domain.plan_edits import PlanClash, SnapshotChoice, day_of, keys_of, mark, take_over
from portal.domain.return_code import parse_return_code
from portal.domain.staff import Permission, Purpose
from portal.web.formats import day, printable
from portal.web.gate.access import current_person, today
from portal.web.gate.audit import looked_at
from portal.web.gate.rules import rule
from portal.web.guidance.current import SEEN_VERSION, address_of, change_plan, current_plan, name_of_person
from portal.web.guidance.undo import undo_token
from portal.web.guidance.views import BASE, FULL, go
from portal.web.htmx import render_page
from portal.web.knowledge import knowledge
from portal.web.plan.addresses import place_of
from portal.web.plan.codes import open_code
from portal.web.plan.current import secret_key, with_new_ids
from portal.web.plan.link import read_signed_plan
from portal.web.plan.view_models import Saved, saved_goal, saved_held, saved_ladder
from portal.web.plan.waiting import WAIT_SECONDS, TooManyTries
from portal.web.store_session import store_session
from portal.web.translate import gettext, lazy_gettext
from portal.web.words import region_label

PART_NAMES = {
    "held": lazy_gettext("What they hold"),
    "wanted": lazy_gettext("What they want"),
    "ladders": lazy_gettext("Ladders"),
    "postings": lazy_gettext("Jobs"),
}
NOTES = ("ours", "theirs", "both")


class Difference(DataModel):
    """One thing that stands in one plan only, or differently in both. `is_new`: only theirs has it."""

    field: str
    name: str
    note: str = ""
    is_new: bool = False
    is_other: bool = False
    """Both have it, with another last day or other steps."""


class PartDifference(DataModel):
    """What differs in one part."""

    title: str
    items: tuple[Difference, ...]


class TakeOverPage(DataModel):
    """The form for a code or link, or what differs once it was opened."""

    person_name: str
    base: str
    version: int
    typed: str = ""
    error: str = ""
    token: str = ""
    made: str = ""
    parts: tuple[PartDifference, ...] = ()
    our_place: str = ""
    their_place: str = ""
    our_notes: str = ""
    their_notes: str = ""
    both_notes: str = ""
    seen_notes: str = ""
    is_same: bool = False


def add_taking_over_views(blueprint: Blueprint) -> None:
    """Put these addresses below that of the plan."""
    blueprint.add_url_rule(f"{BASE}/take-over", view_func=take_over_form)
    blueprint.add_url_rule(f"{BASE}/take-over", view_func=open_theirs, methods=["POST"])
    blueprint.add_url_rule(f"{BASE}/take-over/merge", view_func=merge, methods=["POST"])


@rule(Permission.CHANGE_PEOPLE, purpose=Purpose.PLAN)
def take_over_form(person_id: str) -> Response:
    """Where to type the code or put the link."""
    return _page()


@rule(Permission.CHANGE_PEOPLE, purpose=Purpose.PLAN)
def open_theirs(person_id: str) -> Response:
    """What differs between the plan under the code or link and the one here."""
    text = request.form.get("code", "").strip()[:5000]
    # The gate has begun a change here; opening a code writes of its own, and what follows only looks.
    store_session().rollback()
    looked_at((person_id,))
    try:
        token = _token(text)
    except TooManyTries:
        error = gettext("That was too many wrong codes. Wait ten minutes and try again.")
        response = _page(status=429, typed=text, error=error)
        response.headers["Retry-After"] = str(WAIT_SECONDS)
        return response
    except (InvalidCode, InvalidPlan):
        error = gettext("This code or link does not work. Look at it again; it may have ended.")
        return _page(status=422, typed=text, error=error)
    return _page(token=token)


@rule(Permission.CHANGE_PEOPLE, purpose=Purpose.PLAN)
def merge(person_id: str) -> AnyResponse:
    """Put what was chosen into the plan."""
    form = request.form
    try:
        other = with_new_ids(read_signed_plan(form.get("theirs", "")[:5000], secret=secret_key()))
    except InvalidPlan:
        return _page(status=422, error=gettext("This code or link does not work. Open it again."))
    notes = {"theirs": other.notes, "both": form.get("both_notes", "")}.get(form.get("notes", ""))
    choice = SnapshotChoice(
        take=_chosen(form.getlist("take")),
        drop=_chosen(form.getlist("drop")),
        region=form.get("region") == "theirs",
        notes=notes,
    )
    seen = form.get("seen", "")[:16]
    out = [new_plan(today())]

    def change(plan: PlanDocument) -> PlanDocument:
        out[0] = new_plan(today())
        for part, key in sorted(choice.drop):
            out[0] = put_back(out[0], only(plan, part, key), today=today())
        return take_over(plan, other, choice, seen_notes=seen, today=today())

    try:
        change_plan(change)
    except PlanClash:
        error = gettext("Somebody else changed the notes here meanwhile. Look again, and choose once more.")
        return _again(form["theirs"], status=409, error=error)
    except PlanFull as full:
        return _again(form["theirs"], status=422, error=FULL[full.part]())
    return go(said="merged", out=undo_token(out[0]))


def _again(token: str, *, status: int, error: str) -> Response:
    store_session().rollback()
    looked_at((current_person().id,))
    return _page(status=status, token=token, error=error)


def _token(text: str) -> str:
    """The signed plan that a code or a link leads to.

    Raises: InvalidCode, InvalidPlan, TooManyTries.
    """
    query = parse_qs(urlsplit(text).query) if "?" in text else {}
    if query.get("plan"):
        token = query["plan"][0]
        read_signed_plan(token, secret=secret_key())
        return token
    code = query["code"][0] if query.get("code") else text
    parse_return_code(code)
    return open_code(store_session(), code)


def _chosen(values: list[str]) -> frozenset[tuple[str, str]]:
    pairs = (value[:1000].partition(":") for value in values[:200])
    return frozenset((part, key) for part, _, key in pairs if part in PART_NAMES and key)


def _page(*, status: int = 200, token: str = "", typed: str = "", error: str = "") -> Response:
    person, shared = current_person(), current_plan()
    page = TakeOverPage(
        person_name=name_of_person(person),
        base=address_of(person.id),
        version=shared.version,
        typed=printable(typed),
        error=error,
    )
    if token:
        theirs = with_new_ids(read_signed_plan(token, secret=secret_key()))
        page = page.model_copy(update={"token": token, **_differences(shared.plan, theirs)})
    return render_page("guidance/take-over", status=status, page=page, version_field=SEEN_VERSION)


def _differences(ours: PlanDocument, theirs: PlanDocument) -> dict[str, object]:
    names = {**_names(ours), **_names(theirs)}
    parts = []
    for part, title in PART_NAMES.items():
        items = list(_items(part, ours, theirs, names))
        if items:
            parts.append(PartDifference(title=str(title), items=tuple(items)))
    our_place, their_place = _place(ours), _place(theirs)
    has_place = their_place != our_place and bool(theirs.region)
    has_notes = theirs.notes != ours.notes and bool(theirs.notes)
    return {
        "made": day(theirs.changed_on),
        "parts": tuple(parts),
        "our_place": our_place,
        "their_place": their_place if has_place else "",
        "our_notes": ours.notes,
        "their_notes": theirs.notes if has_notes else "",
        "both_notes": f"{ours.notes}\n\n{theirs.notes}".strip()[:MAX_NOTES] if has_notes else "",
        "seen_notes": mark(ours.notes),
        "is_same": not (parts or has_place or has_notes),
    }


def _items(
    part: str, ours: PlanDocument, theirs: PlanDocument, names: dict[tuple[str, str], Saved]
) -> list[Difference]:
    our_keys, their_keys = keys_of(ours)[part], keys_of(theirs)[part]
    found = []
    for key in dict.fromkeys((*their_keys, *our_keys)):
        saved = names[part, key]
        item = Difference(field=f"{part}:{key}", name=saved.name, note=saved.note)
        if key not in our_keys:
            found.append(item.model_copy(update={"is_new": True}))
        elif key not in their_keys:
            found.append(item)
        elif part == "held" and day_of(ours, key) != day_of(theirs, key):
            note = gettext(
                "last day here: %(ours)s, there: %(theirs)s",
                ours=day_of(ours, key) or "–",
                theirs=day_of(theirs, key) or "–",
            )
            found.append(item.model_copy(update={"note": note, "is_other": True}))
    return found


def _names(plan: PlanDocument) -> dict[tuple[str, str], Saved]:
    known = knowledge()
    found = {("held", each.key): each for each in saved_held(known, plan)}
    found |= {("wanted", str(each.goal)): saved_goal(known, each.goal, plan) for each in plan.wanted}
    found |= {("ladders", each.address): saved_ladder(known, each) for each in plan.ladders}
    found |= {
        ("postings", str(each.posting_id)): Saved(
            key=str(each.posting_id), name=each.title, note=each.employer_name
        )
        for each in plan.postings
    }
    return found


def _place(plan: PlanDocument) -> str:
    return region_label(place_of(store_session(), plan.region)) if plan.region else ""
