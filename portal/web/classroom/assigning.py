"""What a class looked at, given as a task to the people of a group: to those who said yes to tasks, and nobody else."""

from sqlmodel import Session

from portal.domain.errors import NotFound
from portal.domain.model import DataModel
from portal.domain.staff import Purpose, Staff
from portal.store.caseload import label_of, touch
from portal.store.caseload_tables import PersonRow
from portal.store.consent import purposes_of_people
from portal.store.groups import get_group
from portal.store.people import list_tied_people
from portal.store.tasks import MAX_WHAT, TaskText, add_task, list_tasks
from portal.web.gate.access import sealer, site_settings, today
from portal.web.gate.audit import add_entry, looked_at


class Assigned(DataModel):
    """How it went for a group: who could not be given it."""

    group_name: str
    not_possible: tuple[str, ...]


def assign_to_group(store: Session, staff: Staff, group_id: str, *, what: str, address: str) -> int:
    """Write the task for everybody who may have it and has not got it; return for how many. The caller commits.

    Raises: NotFound where the professional has no such group.
    """
    now = site_settings().now()
    willing = [person for person, is_willing in _members(store, staff, group_id) if is_willing]
    told = TaskText(kind="task", doer="person", what=what[:MAX_WHAT], address=address)
    given = []
    for person in willing:
        there = {(task.what, task.address) for task in list_tasks(store, person, sealer()) if task.is_open}
        if (told.what, told.address) not in there:
            add_task(store, person, sealer(), staff=staff, told=told, now=now)
            touch(store, person, now=now)
            given.append(person.id)
    if given:
        add_entry(store, staff, kind="change", action="classroom.assign", about=given)
    return len(given)


def who_could_not(store: Session, staff: Staff, group_id: str) -> Assigned | None:
    """The people of a group who have not said yes to tasks; None where there is no such group."""
    try:
        group = get_group(store, staff, sealer(), group_id=group_id)
        people = [person for person, is_willing in _members(store, staff, group_id) if not is_willing]
    except NotFound:
        return None
    looked_at(person.id for person in people)
    return Assigned(
        group_name=group.name, not_possible=tuple(sorted(label_of(person, sealer()) for person in people))
    )


def _members(store: Session, staff: Staff, group_id: str) -> list[tuple[PersonRow, bool]]:
    ids = get_group(store, staff, sealer(), group_id=group_id).person_ids
    people = [
        person
        for person in list_tied_people(store, staff, today=today())
        if person.id in ids and person.closed_at is None
    ]
    granted = purposes_of_people(store, [person.id for person in people], on=today())
    return [(person, Purpose.NOTES in granted.get(person.id, frozenset())) for person in people]
