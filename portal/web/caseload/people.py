"""The list of people: search, filters, order, pages. Labels are sealed: they are opened and searched in the process."""

from collections.abc import Mapping, Sequence
from datetime import date
from urllib.parse import urlencode

from flask import Response, request

from portal.caseload.list_text import plain_cell
from portal.caseload.people_of_list import same_label
from portal.caseload.reasons import Facts, Why, find_reasons
from portal.domain.model import DataModel
from portal.domain.staff import Permission
from portal.store.caseload import NamedPerson, name_people
from portal.store.caseload_tables import PersonRow
from portal.store.groups import Group, list_groups
from portal.store.people import list_tied_people
from portal.web.caseload.blueprint import blueprint
from portal.web.caseload.current import choices_of, may_change, page
from portal.web.caseload.facts import gather_facts
from portal.web.caseload.words import CLOSE_REASONS, WHYS
from portal.web.formats import day
from portal.web.gate.access import current_staff, sealer, site_settings
from portal.web.gate.audit import looked_at
from portal.web.gate.rules import rule
from portal.web.knowledge import knowledge
from portal.web.page_number import count_pages, parse_page
from portal.web.store_session import store_session
from portal.web.translate import lazy_gettext

PAGE_SIZE = 50
SORTS = {
    "name": lazy_gettext("By name"),
    "last": lazy_gettext("By the last word of the name"),
    "newest": lazy_gettext("Newest first"),
    "contact": lazy_gettext("Longest without contact"),
}
STATES = {
    "open": lazy_gettext("Open"),
    "needs": lazy_gettext("Needs me"),
    "unasked": lazy_gettext("No yes yet"),
    "closed": lazy_gettext("Closed"),
}


class PersonLine(DataModel):
    """One person of the list."""

    url: str
    label: str
    reference: str
    groups: str
    contact: str
    why: tuple[str, ...]
    closed: str


class Asked(DataModel):
    """What a list is asked for."""

    q: str = ""
    group: str = ""
    state: str = "open"
    sort: str = "name"

    def url(self, number: int = 1) -> str:
        """The address of a page of this list."""
        told = {key: value for key, value in self.model_dump().items() if value and value != _PLAIN.get(key)}
        if number > 1:
            told["page"] = str(number)
        return f"/staff/people?{urlencode(told)}" if told else "/staff/people"


_PLAIN = {"state": "open", "sort": "name"}


@blueprint.get("/people")
@rule(Permission.SEE_PEOPLE)
def people() -> Response:
    """All my people, or those that are looked for."""
    store, now, staff = store_session(), site_settings().now(), current_staff()
    groups = list_groups(store, staff, sealer())
    asked = _read(frozenset(group.id for group in groups))
    everybody = list_tied_people(store, staff, today=now.date())
    rows = {row.id: row for row in everybody if (row.closed_at is not None) == (asked.state == "closed")}
    facts = _facts(list(rows.values()))
    whys = _whys(facts, rows)
    rows = _chosen(rows, whys, groups, asked)
    found = _sorted(search(name_people(rows.values(), sealer()), asked.q), asked.sort, rows, facts)
    pages = count_pages(len(found), PAGE_SIZE)
    number = min(parse_page(request.args.get("page", "")), pages)
    shown = found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    looked_at(person.id for person in shown)
    return page(
        "caseload/people",
        lines=[
            _line(person, rows[person.id], facts[person.id], whys=whys, groups=groups) for person in shown
        ],
        asked=asked,
        groups=[(group.id, group.name) for group in groups],
        states=choices_of(STATES),
        sorts=choices_of(SORTS),
        total=len(found),
        everybody=len(everybody),
        number=number,
        pages=pages,
        previous=asked.url(number - 1) if number > 1 else "",
        next=asked.url(number + 1) if number < pages else "",
        may_change=may_change(),
    )


def _chosen(
    rows: Mapping[str, PersonRow],
    whys: Mapping[str, tuple[Why, ...]],
    groups: Sequence[Group],
    asked: Asked,
) -> dict[str, PersonRow]:
    """Those of the state and the group that are asked for."""
    found = dict(rows)
    if asked.state == "needs":
        found = {id_: row for id_, row in found.items() if whys.get(id_)}
    if asked.state == "unasked":
        found = {id_: row for id_, row in found.items() if Why.CONSENT_MISSING in whys.get(id_, ())}
    if asked.group:
        members = next(group.person_ids for group in groups if group.id == asked.group)
        found = {id_: row for id_, row in found.items() if id_ in members}
    return found


def _line(
    person: NamedPerson,
    row: PersonRow,
    facts: Facts,
    *,
    whys: Mapping[str, tuple[Why, ...]],
    groups: Sequence[Group],
) -> PersonLine:
    return PersonLine(
        url=f"/staff/people/{person.id}",
        label=person.label,
        reference=person.reference,
        groups=", ".join(group.name for group in groups if person.id in group.person_ids),
        contact=_contact(facts),
        why=tuple(str(WHYS[why]) for why in whys.get(person.id, ())),
        closed=_closed(row),
    )


def search(people: Sequence[NamedPerson], text: str) -> list[NamedPerson]:
    """Those of whom every word stands in the label or begins the number."""
    words = same_label(text).split()
    return [
        person
        for person in people
        if all(
            word in same_label(person.label) or same_label(person.reference).startswith(word)
            for word in words
        )
    ]


def _read(group_ids: frozenset[str]) -> Asked:
    group = request.args.get("group", "")
    state, sort = request.args.get("state", ""), request.args.get("sort", "")
    return Asked(
        q=plain_cell(request.args.get("q", "")[:80]),
        group=group if group in group_ids else "",
        state=state if state in STATES else "open",
        sort=sort if sort in SORTS else "name",
    )


def _facts(rows: Sequence[PersonRow]) -> dict[str, Facts]:
    gathered = gather_facts(
        store_session(),
        knowledge(),
        rows,
        sealer=sealer(),
        asker=current_staff().account_id,
        now=site_settings().now(),
    )
    return {facts.person_id: facts for facts in gathered.facts}


def _whys(facts: Mapping[str, Facts], rows: Mapping[str, PersonRow]) -> dict[str, tuple[Why, ...]]:
    """Kinds of reasons of each open case, the most pressing first."""
    today = site_settings().now().date()
    return {
        id_: tuple(dict.fromkeys(reason.why for reason in find_reasons(each, today=today)))
        for id_, each in facts.items()
        if rows[id_].closed_at is None
    }


def _sorted(
    found: list[NamedPerson], sort: str, rows: Mapping[str, PersonRow], facts: Mapping[str, Facts]
) -> list[NamedPerson]:
    found.sort(key=lambda person: (same_label(person.label), person.reference, person.id))
    if sort == "last":
        found.sort(key=lambda person: same_label(person.label).split()[-1:])
    if sort == "newest":
        found.sort(key=lambda person: rows[person.id].added_at, reverse=True)
    if sort == "contact":  # whose yes to notes is missing comes last: their contacts are not for us to know
        found.sort(key=lambda person: facts[person.id].in_contact_since or date.max)
    return found


def _contact(facts: Facts) -> str:
    return day(facts.in_contact_since) if facts.in_contact_since and facts.has_contact else ""


def _closed(row: PersonRow) -> str:
    return f"{CLOSE_REASONS[row.close_reason]}, {day(row.closed_at)}" if row.closed_at else ""
