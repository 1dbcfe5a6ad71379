"""Cards for a whole group: one page to print and cut, for those who have no card that still works."""

from flask import Blueprint, redirect
from werkzeug.wrappers import Response as AnyResponse

from portal.domain.staff import Permission
from portal.store.caseload import name_people, touch
from portal.store.groups import get_group
from portal.store.own_codes import make_own_code
from portal.store.people import list_tied_people
from portal.web.administer.card import build_card
from portal.web.gate.access import current_staff, sealer, site_settings, today
from portal.web.gate.audit import add_entry
from portal.web.gate.rules import rule
from portal.web.htmx import render_page
from portal.web.store_session import store_session


def add_group_cards(blueprint: Blueprint) -> None:
    """Put this address below a group's."""
    blueprint.add_url_rule("/staff/groups/<group_id>/cards", view_func=make_group_cards, methods=["POST"])


@rule(Permission.CHANGE_PEOPLE)
def make_group_cards(group_id: str) -> AnyResponse:
    """Make the cards and show them in the answer itself: so many codes fit into no cookie, and nothing else keeps them.

    Sent again it makes none, because everybody has one by then.
    """
    store, staff, now = store_session(), current_staff(), site_settings().now()
    members = get_group(store, staff, sealer(), group_id=group_id).person_ids
    people = {
        person.id: person
        for person in list_tied_people(store, staff, today=today())
        if person.id in members
        and person.closed_at is None
        and (person.own_code_until is None or person.own_code_until <= now)
    }
    if not people:
        return redirect(f"/staff/groups/{group_id}?said=no-cards", 303)
    cards = []
    for named in sorted(name_people(people.values(), sealer()), key=lambda named: named.label.casefold()):
        person = people[named.id]
        code = make_own_code(
            store, person, made_by=staff.account_id, secret=site_settings().secret_key, now=now
        )
        touch(store, person, now=now)
        cards.append((named.label, build_card(person, code, organisation_name=staff.organisation_name)))
    add_entry(store, staff, kind="change", action="administer.make_card", about=people)
    store.commit()
    return render_page("administer/group-cards", group_id=group_id, cards=cards)
