"""Groups: made, renamed, filled, deleted and put back."""

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from portal.caseload.people_of_list import same_label
from portal.domain.errors import NotFound
from portal.domain.staff import Permission
from portal.store.caseload import list_named_people
from portal.store.groups import (
    MAX_GROUPS,
    MAX_NAME,
    delete_group,
    find_group_named,
    get_group,
    list_groups,
    make_group,
    put_group_back,
    put_in,
    rename_group,
    take_out,
)
from portal.web.caseload.blueprint import blueprint
from portal.web.caseload.current import go, may_change, page
from portal.web.caseload.typed import Typed
from portal.web.gate.access import current_staff, sealer, site_settings, today
from portal.web.gate.audit import looked_at
from portal.web.gate.rules import rule
from portal.web.store_session import store_session
from portal.web.translate import gettext

GROUPS = "/staff/groups"


@blueprint.get("/groups")
@rule(Permission.SEE_PEOPLE)
def groups() -> Response:
    """All my groups."""
    return _groups_page({}, {})


@blueprint.post("/groups")
@rule(Permission.CHANGE_PEOPLE)
def make_group_now() -> AnyResponse:
    """Make a group, and go to it."""
    store, staff, typed = store_session(), current_staff(), Typed()
    name = _name(typed)
    if len(list_groups(store, staff, sealer())) >= MAX_GROUPS:
        typed.errors["name"] = gettext("You have 200 groups. Delete one first.")
    if not typed.is_ok:
        store.rollback()
        return _groups_page(typed.values, typed.errors, status=422)
    id_ = make_group(store, staff, sealer(), name=name, now=site_settings().now())
    store.commit()
    return go(f"{GROUPS}/{id_}", said="made")


@blueprint.get("/groups/<group_id>")
@rule(Permission.SEE_PEOPLE)
def group(group_id: str) -> Response:
    """Who is in a group, and who may be put in."""
    return _group_page(group_id, {}, {})


@blueprint.post("/groups/<group_id>")
@rule(Permission.CHANGE_PEOPLE)
def save_group(group_id: str) -> AnyResponse:
    """Give a group another name."""
    store, staff, typed = store_session(), current_staff(), Typed()
    name = _name(typed, besides=group_id)
    if not typed.is_ok:
        store.rollback()
        return _group_page(group_id, typed.values, typed.errors, status=422)
    rename_group(store, staff, sealer(), group_id=group_id, name=name)
    store.commit()
    return go(f"{GROUPS}/{group_id}", said="saved")


@blueprint.post("/groups/<group_id>/in")
@rule(Permission.CHANGE_PEOPLE)
def put_people_in(group_id: str) -> AnyResponse:
    """Put the people that are ticked into a group."""
    return _move(group_id, into=True)


@blueprint.post("/groups/<group_id>/out")
@rule(Permission.CHANGE_PEOPLE)
def take_people_out(group_id: str) -> AnyResponse:
    """Take the people that are ticked out of a group."""
    return _move(group_id, into=False)


@blueprint.post("/groups/<group_id>/delete")
@rule(Permission.CHANGE_PEOPLE)
def delete_group_now(group_id: str) -> AnyResponse:
    """Take a group away; the people stay. The next page offers to put it back."""
    store = store_session()
    delete_group(store, current_staff(), group_id=group_id, now=site_settings().now())
    store.commit()
    return go(GROUPS, said="deleted", group=group_id)


@blueprint.post("/groups/<group_id>/back")
@rule(Permission.CHANGE_PEOPLE)
def put_group_back_now(group_id: str) -> AnyResponse:
    """Put a deleted group back."""
    store = store_session()
    put_group_back(store, current_staff(), group_id=group_id)
    store.commit()
    return go(f"{GROUPS}/{group_id}", said="back")


def _name(typed: Typed, *, besides: str = "") -> str:
    name = typed.line("name", most=MAX_NAME, required=True)
    others = [each for each in list_groups(store_session(), current_staff(), sealer()) if each.id != besides]
    if name and find_group_named(others, name) is not None:
        typed.errors["name"] = gettext("You have a group of this name already.")
    return name


def _move(group_id: str, *, into: bool) -> AnyResponse:
    store, staff = store_session(), current_staff()
    mine = [person.id for person in list_named_people(store, staff, sealer(), today=today())]
    chosen = Typed().ids("person", mine)
    if into:
        put_in(store, staff, group_id=group_id, person_ids=chosen)
    else:
        take_out(store, staff, group_id=group_id, person_ids=chosen)
    store.commit()
    return go(f"{GROUPS}/{group_id}", said="saved")


def _groups_page(values: dict[str, str], errors: dict[str, str], *, status: int = 200) -> Response:
    store, staff = store_session(), current_staff()
    mine = {person.id for person in list_named_people(store, staff, sealer(), today=today())}
    deleted = None
    if request.args.get("said") == "deleted":
        try:
            deleted = get_group(
                store, staff, sealer(), group_id=request.args.get("group", ""), is_deleted=True
            )
        except NotFound:
            deleted = None
    return page(
        "caseload/groups",
        status=status,
        groups=[
            (each.id, each.name, len(each.person_ids & mine)) for each in list_groups(store, staff, sealer())
        ],
        deleted=deleted,
        values=values,
        errors=errors,
        most=MAX_NAME,
        may_change=may_change(),
    )


def _group_page(
    group_id: str, values: dict[str, str], errors: dict[str, str], *, status: int = 200
) -> Response:
    store, staff = store_session(), current_staff()
    found = get_group(store, staff, sealer(), group_id=group_id)
    people = sorted(
        list_named_people(store, staff, sealer(), today=today()), key=lambda person: same_label(person.label)
    )
    looked_at(person.id for person in people)
    return page(
        "caseload/group",
        status=status,
        group=found,
        members=[person for person in people if person.id in found.person_ids],
        others=[person for person in people if person.id not in found.person_ids],
        values=values or {"name": found.name},
        errors=errors,
        most=MAX_NAME,
        may_change=may_change(),
        said={
            "made": gettext("The group is made. Now put people in."),
            "saved": gettext("Saved."),
            "back": gettext("The group is back."),
            "no-cards": gettext("Everybody in this group has a card that works."),
        }.get(request.args.get("said", ""), ""),
    )
