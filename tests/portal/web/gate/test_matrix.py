"""Every route below /staff, by every role, on people that are theirs, were theirs, are others' or said no.

The matrix is made from the routes of the site: a new route without a rule fails here. What is expected is written down
here a second time, not taken from the code that decides.
"""

import itertools
import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule as Route

from portal.domain.staff import Permission, Purpose, Role
from portal.web.gate.rules import Rule, is_behind_gate, rule_of
from tests.portal.web.gate.rules_page import PAGE, rules_table
from tests.portal.web.staff_world import StaffWorld, sign_in

GUIDE = {"own_account", "see_people", "change_people", "match_desk", "see_reports", "lead_class"}
MAY = {
    Role.COUNSELOR: GUIDE,
    Role.VR_COUNSELOR: GUIDE,
    Role.CURATOR: {"own_account", "curate"},
    Role.ADMINISTRATOR: {"own_account", "see_reports", "administer", "read_audit"},
    Role.READ_ONLY: {"own_account", "see_people", "see_reports"},
}
ACTORS: tuple[tuple[str, Role] | None, ...] = (
    None,
    *itertools.product(("school", "agency"), Role),
)
PUBLIC_AREAS = {
    "about",
    "assets",
    "benefits",
    "classroom",
    "credentials",
    "data_health",
    "display",
    "fields",
    "glossary",
    "health",
    "interests",
    "jobs",
    "kiosk",
    "language",
    "look",
    "metrics",
    "occupations",
    "offline",
    "pathways",
    "plan",
    "professionals",
    "search",
    "sharing",
    "start",
}
"""What anybody may see. A new area outside /staff is either one of these on purpose, or a mistake."""


def _routes(app: Flask) -> list[Route]:
    return [route for route in app.url_map.iter_rules() if is_behind_gate(route.rule)]


def _methods(route: Route) -> list[str]:
    return sorted((route.methods or set()) & {"GET", "POST"})


def _address(route: Route, person_id: str) -> str:
    told = re.sub(r"<person_id>", person_id, route.rule)
    told = re.sub(r"<int:[^>]+>", "999999", told)
    return re.sub(r"<[^>]+>", "0" * 24, told)


def _rule(app: Flask, route: Route) -> Rule:
    found = rule_of(app, route.endpoint)
    assert found is not None, f"{route.rule} has no rule"
    return found


def test_every_route_of_the_professional_side_has_a_rule(staff_site: Flask) -> None:
    assert [route.rule for route in _routes(staff_site) if rule_of(staff_site, route.endpoint) is None] == []


def test_the_page_of_rules_is_as_the_routes_are(staff_site: Flask) -> None:
    assert rules_table(staff_site) == PAGE.read_text(encoding="utf-8"), (
        "python -m tests.portal.web.gate.rules_page"
    )


def test_rules_stand_on_the_professional_side_alone_and_other_areas_are_public_on_purpose(
    staff_site: Flask,
) -> None:
    for route in staff_site.url_map.iter_rules():
        if is_behind_gate(route.rule):
            continue
        assert rule_of(staff_site, route.endpoint) is None, f"{route.rule}: the gate does not stand here"
        area = route.endpoint.split(".")[0]
        assert area in PUBLIC_AREAS or "." not in route.endpoint, f"{route.rule}: a new area"


def test_a_permission_is_what_this_test_thinks(staff_site: Flask) -> None:
    from portal.domain.staff import PERMISSIONS

    assert {role: {each.value for each in held} for role, held in PERMISSIONS.items()} == MAY
    assert {each.value for each in Permission} == set().union(*MAY.values())


def _expected(rule: Rule, actor: tuple[str, Role] | None, whose: str) -> str:
    """What must come of it: sign_in, role, nobody (404), consent, or open."""
    if rule.is_open:
        return "open"
    if actor is None:
        return "sign_in"
    _organisation, role = actor
    assert rule.permission is not None
    if rule.permission.value not in MAY[role]:
        return "role"
    owners = {
        "ana": ("school", Role.COUNSELOR),
        "ben": ("school", Role.COUNSELOR),
        "cleo": ("agency", Role.VR_COUNSELOR),
    }
    if whose == "none":
        return "open"
    if owners.get(whose) != actor:  # Olga's tie has ended: she is nobody's
        return "nobody"
    return "consent" if whose == "ben" and rule.purpose is not None else "open"


def _seen(response_status: int, location: str, body: str) -> str:
    if response_status == 303 and location.startswith("/staff/sign-in?next="):
        return "sign_in"
    if response_status == 403 and "Your role does not open this page" in body:
        return "role"
    if response_status == 403 and "This person has not said yes to this" in body:
        return "consent"
    if response_status == 404:
        return "nobody"
    return "open"


def _cells(app: Flask) -> Iterator[tuple[Route, str, tuple[str, Role] | None, str]]:
    for route in _routes(app):
        people = ("ana", "ben", "old", "cleo", "unknown") if "<person_id>" in route.rule else ("none",)
        for method in _methods(route):
            for actor in ACTORS:
                for whose in people:
                    yield route, method, actor, whose


@pytest.fixture(scope="module")
def clients(staff_site: Flask) -> dict[tuple[str, Role] | None, FlaskClient]:
    world: StaffWorld = staff_site.extensions["staff_world"]
    found = {}
    for actor in ACTORS:
        found[actor] = staff_site.test_client()
        if actor is not None:
            sign_in(found[actor], staff_site, world.accounts[actor])
    return found


def test_the_matrix(
    staff_site: Flask, staff_world: StaffWorld, clients: dict[tuple[str, Role] | None, FlaskClient]
) -> None:
    """Refusals are asked with the real request; what is allowed is asked where that changes nothing (GET)."""
    ids = {
        "ana": staff_world.ana,
        "ben": staff_world.ben,
        "old": staff_world.old,
        "cleo": staff_world.cleo,
        "unknown": "f" * 24,
        "none": "",
    }
    wrong, count = [], 0
    for route, method, actor, whose in _cells(staff_site):
        rule = _rule(staff_site, route)
        expected = _expected(rule, actor, whose)
        if expected == "open" and method == "POST":
            continue  # each room's own tests send its forms
        count += 1
        answer = clients[actor].open(
            _address(route, ids[whose]), method=method, headers={"Accept-Language": "en"}
        )
        body = answer.get_data().decode(errors="replace")
        seen = _seen(answer.status_code, answer.headers.get("Location", ""), body)
        other_ids = len(re.findall("<", route.rule)) > ("<person_id>" in route.rule)
        if expected == "open" and seen == "nobody" and other_ids:
            seen = "open"  # the person is theirs; the other id of the address is nothing's
        if seen != expected or answer.status_code >= 500:
            wrong.append((route.rule, method, actor, whose, expected, seen, answer.status_code))
    assert wrong == []
    assert count > 10 * len(_routes(staff_site))


def test_no_form_is_taken_without_its_token(staff_site: Flask, staff_world: StaffWorld) -> None:
    client = staff_site.test_client()
    sign_in(client, staff_site, staff_world.account(Role.COUNSELOR))
    staff_site.config["WTF_CSRF_ENABLED"] = True
    try:
        for route in _routes(staff_site):
            if "POST" in _methods(route):
                answer = client.post(_address(route, staff_world.ana))
                assert answer.status_code == 400, f"{route.rule}: {answer.status_code}"
    finally:
        staff_site.config["WTF_CSRF_ENABLED"] = False


def test_a_role_that_needs_a_second_factor_gets_nothing_before_it(
    staff_site: Flask, staff_world: StaffWorld
) -> None:
    client = staff_site.test_client()
    sign_in(client, staff_site, staff_world.account(Role.VR_COUNSELOR, "agency"), second_factor=False)
    for route in _routes(staff_site):
        rule = _rule(staff_site, route)
        if rule.is_open or rule.before_second_factor or "GET" not in _methods(route):
            continue
        answer = client.get(_address(route, staff_world.cleo))
        assert (answer.status_code, answer.headers.get("Location")) == (303, "/staff/second-factor"), (
            route.rule
        )


def test_nothing_of_the_professional_side_is_kept_by_a_browser(
    staff_site: Flask, clients: dict[tuple[str, Role] | None, FlaskClient], staff_world: StaffWorld
) -> None:
    for route in _routes(staff_site):
        if "GET" in _methods(route):
            for actor in (None, ("school", Role.COUNSELOR)):
                answer = clients[actor].get(_address(route, staff_world.ana))
                assert answer.headers["Cache-Control"] == "no-store", route.rule
                assert answer.headers["X-Robots-Tag"] == "noindex", route.rule


def test_purposes_are_asked_for_where_they_must_be(staff_site: Flask) -> None:
    """A page about one person says which yes it needs, unless it tells only that they are in the caseload."""
    without = {
        route.endpoint.split(".")[1]
        for route in _routes(staff_site)
        if "<person_id>" in route.rule and _rule(staff_site, route).purpose is None
    }
    assert all(Purpose(each.value) for each in Purpose)
    assert without <= NEEDS_NO_YES, f"{sorted(without - NEEDS_NO_YES)}: which yes do they need?"


NEEDS_NO_YES = {
    *("person", "edit_person_form", "edit_person", "close_case", "reopen_case", "save_groups_of_person"),
    *("ties", "add_colleague", "end"),
    *("consent", "card", "make_card", "paper_form", "stop_code", "record_paper", "withdraw"),
}
"""Views about one person that show no more than who they are, who works with them and what they agreed to."""
