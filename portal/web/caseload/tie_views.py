"""Who works with one person; and people of a colleague who leaves, given to another by an administrator."""

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from portal.caseload.people_of_list import same_label
from portal.domain.errors import NotFound
from portal.domain.staff import Permission
from portal.store.caseload import NamedPerson, name_people, touch
from portal.store.groups import Group, hand_groups_over, list_groups_of
from portal.store.ties import (
    LOOK,
    PARTS,
    LastTie,
    LeadsTie,
    add_tie,
    end_tie,
    hand_over,
    list_colleagues,
    list_people_of,
    list_ties,
    list_with_people,
)
from portal.web.caseload.blueprint import blueprint
from portal.web.caseload.current import choices_of, go, head_of, page, refused
from portal.web.caseload.typed import Typed
from portal.web.caseload.views import tie_view
from portal.web.caseload.words import PARTS as PART_WORDS
from portal.web.caseload.words import ROLES
from portal.web.gate.access import current_person, current_staff, sealer, site_settings, today
from portal.web.gate.audit import add_entry, looked_at
from portal.web.gate.rules import rule
from portal.web.store_session import store_session
from portal.web.translate import gettext, ngettext

MAX_REASON = 200
ALL, TICKED = "all", "ticked"
"""Who is handed over: everybody, those that are ticked; else the id of a group."""
HAND_OVER = "/staff/admin/hand-over"


@blueprint.get("/people/<person_id>/ties")
@rule(Permission.SEE_PEOPLE)
def ties(person_id: str) -> Response:
    """Everybody who works or worked with this person, and why."""
    return _ties_page({}, {})


@blueprint.post("/people/<person_id>/ties")
@rule(Permission.CHANGE_PEOPLE)
def add_colleague(person_id: str) -> AnyResponse:
    """Tie a colleague to the person."""
    row, typed, store = current_person(), Typed(), store_session()
    allowed = {each.account_id: each for each in list_colleagues(store, row.organisation_id, sealer())}
    chosen = typed.line("account", most=24, required=True)
    part = typed.one_of("part", PARTS)
    reason = typed.line("reason", most=MAX_REASON, required=True)
    ends_on = typed.day("ends_on")
    if chosen and chosen not in allowed:
        typed.errors["account"] = gettext("Choose a colleague.")
    elif chosen and allowed[chosen].may_work is (part == LOOK):
        typed.errors["part"] = (
            gettext("This colleague may do more than look. Choose what they do.")
            if part == LOOK
            else gettext("This colleague may look only, so they cannot do this. Choose “Looks only”.")
        )
    if ends_on is not None and ends_on < today():
        typed.errors["ends_on"] = gettext("This day is over. Choose today or a later day.")
    if not typed.is_ok:
        refused(person_id)
        return _ties_page(typed.values, typed.errors, status=422)
    add_tie(
        store,
        row,
        sealer(),
        account_id=chosen,
        part=part,
        reason=reason,
        starts_on=today(),
        ends_on=ends_on,
    )
    touch(store, row, now=site_settings().now())
    store.commit()
    return go(f"/staff/people/{person_id}/ties", said="added")


@blueprint.post("/people/<person_id>/ties/<tie_id>/end")
@rule(Permission.CHANGE_PEOPLE)
def end(person_id: str, tie_id: str) -> AnyResponse:
    """End a tie at once. Who ended their own sees the person no longer."""
    row, store = current_person(), store_session()
    try:
        ended = end_tie(store, row, tie_id, by=current_staff().account_id, today=today())
    except LeadsTie:
        refused(person_id)
        message = gettext(
            "Only whoever leads the work can end it. Ask them, or ask an administrator to hand it over."
        )
        return _ties_page({}, {"end": message}, status=422)
    except LastTie:
        refused(person_id)
        message = gettext(
            "Nobody would be left around this person. Add a colleague first, or close the case."
        )
        return _ties_page({}, {"end": message}, status=422)
    touch(store, row, now=site_settings().now())
    store.commit()
    if ended.account_id == current_staff().account_id:
        return go("/staff/people", said="ended")
    return go(f"/staff/people/{person_id}/ties", said="ended")


@blueprint.get("/admin/hand-over")
@rule(Permission.ADMINISTER)
def hand_over_form() -> Response:
    """Whose people go to whom: an administrator sees what people are called, and nothing else of them."""
    return _hand_over_page(request.args.get("from", ""), {})


@blueprint.post("/admin/hand-over")
@rule(Permission.ADMINISTER)
def hand_over_now() -> AnyResponse:
    """Give everybody, a group, or the people that are ticked to a colleague, with the groups that they are in."""
    store, staff, typed = store_session(), current_staff(), Typed()
    giver = typed.line("from", most=24, required=True)
    taker = typed.line("to", most=24, required=True)
    reason = typed.line("reason", most=MAX_REASON, required=True)
    theirs = {row.id for row in list_people_of(store, staff.organisation_id, giver, today=today())}
    chosen = _who_goes(typed, theirs, list_groups_of(store, staff.organisation_id, giver, sealer=sealer()))
    takers = {
        each.account_id for each in list_colleagues(store, staff.organisation_id, sealer()) if each.may_work
    }
    if taker not in takers or taker == giver:
        typed.errors["to"] = gettext("Choose a colleague.")
    if not typed.is_ok:
        store.rollback()
        return _hand_over_page(giver, typed.errors, typed=typed, status=422)
    moved = hand_over(
        store,
        staff.organisation_id,
        sealer(),
        from_account=giver,
        to_account=taker,
        person_ids=chosen,
        reason=reason,
        today=today(),
    )
    hand_groups_over(
        store,
        staff.organisation_id,
        sealer(),
        from_account=giver,
        to_account=taker,
        person_ids=moved,
        now=site_settings().now(),
    )
    add_entry(
        store,
        staff,
        kind="change",
        action="caseload.handed_over",
        about=moved,
        detail={"from": giver, "to": taker},
    )
    store.commit()
    return go(HAND_OVER, said="done", moved=str(len(moved)))


def _who_goes(typed: Typed, theirs: set[str], groups: list[Group]) -> list[str]:
    """Ids of those who are to be handed over: everybody, a group, or those that are ticked."""
    members = {group.id: group.person_ids & theirs for group in groups}
    who = typed.one_of("who", (TICKED, ALL, *members))
    ticked = typed.ids("person", theirs)
    if who == TICKED:
        if not ticked:
            typed.errors["person"] = gettext("Tick at least one person, or choose everybody or a group.")
        return ticked
    if ticked:
        typed.errors["person"] = gettext(
            "You chose everybody or a group, and ticked people too. Do one of both."
        )
    return sorted(theirs if who == ALL else members[who])


def _ties_page(values: dict[str, str], errors: dict[str, str], *, status: int = 200) -> Response:
    row, store = current_person(), store_session()
    found = [tie_view(tie) for tie in list_ties(store, row, sealer(), today=today())]
    tied = {tie.account_id for tie in found if tie.is_current}
    colleagues = [
        (each.account_id, f"{each.name}, {ROLES[each.role]}")
        for each in list_colleagues(store, row.organisation_id, sealer())
        if each.account_id not in tied
    ]
    said = request.args.get("said", "")
    return page(
        "caseload/ties",
        status=status,
        head=head_of(row),
        current=[tie for tie in found if tie.is_current],
        former=[tie for tie in found if not tie.is_current],
        me=current_staff().account_id,
        colleagues=colleagues,
        parts=choices_of(PART_WORDS),
        values=values,
        errors=errors,
        most=MAX_REASON,
        earliest=str(today()),
        said={"added": gettext("Added."), "ended": gettext("Ended.")}.get(said, ""),
    )


def _hand_over_page(
    giver: str, errors: dict[str, str], *, typed: Typed | None = None, status: int = 200
) -> Response:
    store, staff = store_session(), current_staff()
    givers = list_with_people(store, staff.organisation_id, sealer(), today=today())
    chosen = next((each for each in givers if each.account_id == giver), None)
    if giver and chosen is None and status == 200:
        raise NotFound("There is no such colleague with people.")
    people: list[NamedPerson] = []
    groups: list[Group] = []
    if chosen:
        people = name_people(list_people_of(store, staff.organisation_id, giver, today=today()), sealer())
        people.sort(key=lambda person: (same_label(person.label), person.reference, person.id))
        groups = list_groups_of(store, staff.organisation_id, giver, sealer=sealer())
    theirs = {person.id for person in people}
    in_groups = [(group.id, group.name, len(group.person_ids & theirs)) for group in groups]
    looked_at(person.id for person in people)
    takers = [
        (each.account_id, f"{each.name}, {ROLES[each.role]}")
        for each in list_colleagues(store, staff.organisation_id, sealer())
        if each.account_id != giver and each.may_work
    ]
    moved = request.args.get("moved", "")
    count = int(moved) if moved.isascii() and moved.isdigit() and len(moved) < 6 else 0
    return page(
        "caseload/hand-over",
        status=status,
        givers=[
            (each.account_id, each.name, str(ROLES[each.role]), each.people, each.is_active)
            for each in givers
        ],
        giver=chosen,
        people=[
            (person, ", ".join(group.name for group in groups if person.id in group.person_ids))
            for person in people
        ],
        groups=[each for each in in_groups if each[2]],
        takers=takers,
        values=typed.values if typed else {},
        ticked=frozenset(request.form.getlist("person")),
        errors=errors,
        most=MAX_REASON,
        said=ngettext("%(num)s person has a new colleague.", "%(num)s people have a new colleague.", count)
        if request.args.get("said") == "done" and count
        else "",
    )
