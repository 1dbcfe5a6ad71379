"""The address where ladders of several goals stand side by side, to talk over and to print."""

from flask import Blueprint, Response, request

from portal.domain.staff import Permission, Purpose
from portal.web.formats import day
from portal.web.gate.access import current_person, today
from portal.web.gate.rules import rule
from portal.web.guidance.compare import MOST, build_comparison
from portal.web.guidance.current import address_of, current_plan, name_of_person
from portal.web.guidance.views import BASE
from portal.web.htmx import render_page
from portal.web.knowledge import knowledge
from portal.web.store_session import store_session


def add_compare_views(blueprint: Blueprint) -> None:
    """Put this address below that of the plan."""
    blueprint.add_url_rule(f"{BASE}/compare", view_func=compare)


@rule(Permission.SEE_PEOPLE, purpose=Purpose.PLAN)
def compare(person_id: str) -> Response:
    """Ladders of two or three goals."""
    person = current_person()
    page = build_comparison(
        store_session(),
        knowledge(),
        current_plan().plan,
        asked=[text[:120] for text in request.args.getlist("goal")[:MOST]],
        way=request.args.get("way", ""),
        today=today(),
    )
    return render_page(
        "guidance/compare",
        page=page,
        person_name=name_of_person(person),
        base=address_of(person.id),
        today=day(today()),
    )
