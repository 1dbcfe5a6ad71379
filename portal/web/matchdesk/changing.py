"""What would have to change for one client: each single change with what it takes, and the count now and then."""

from datetime import datetime

import numpy as np
from sqlmodel import Session

from portal.domain.credential import EducationLevel
from portal.domain.errors import NotFound
from portal.domain.model import DataModel
from portal.domain.person import Person
from portal.domain.region import MAX_RADIUS_MILES, RegionKind
from portal.matching.changes import Change, ChangeKind, Counted, Instead, count_changes, count_now
from portal.stacks.bands import BAND_CODE, DeskBand
from portal.store.places import resolve_region
from portal.web.knowledge import Knowledge
from portal.web.matchdesk.client import Client
from portal.web.matchdesk.kept_columns import kept_columns
from portal.web.matchdesk.standings import MOST_WEIGHED, bands_of, person_of

MOST_CREDENTIALS = 8
MORE_MILES = (10, 25)
MORE_MONTHS = 12
LEVELS = (EducationLevel.HIGH_SCHOOL, EducationLevel.ASSOCIATE, EducationLevel.BACHELOR)


class Changing(DataModel):
    """What there is now, and every change. `changes` is empty where the region has too many postings to weigh."""

    total: int
    now: Counted | None
    changes: tuple[Change, ...] = ()


def count_for_client(session: Session, known: Knowledge, client: Client, *, now: datetime) -> Changing:
    """Count what every single change would give."""
    index, today = known.index, now.date()
    here = known.within(client.resolved, today=today).mask
    wider = [(str(miles), mask) for miles, mask in _wider(session, known, client, now=now)]
    within = here.copy()
    for _, mask in wider:
        within |= mask
    ids = index.columns.posting_ids[within]
    total = int(np.count_nonzero(here))
    if len(ids) > MOST_WEIGHED:
        return Changing(total=total, now=None)
    person = person_of(client, now)
    qualifies = bands_of(known, client, person) == BAND_CODE[DeskBand.QUALIFIES]
    columns = kept_columns().get(session, known, ids)
    instead = [Instead(ChangeKind.MILES, miles, mask[within], qualifies[within]) for miles, mask in wider]
    opening = _opening(known, client, person, now=now)
    for id_, opened in zip(opening, index.opened_by_each(person, opening), strict=True):
        instead.append(Instead(ChangeKind.CREDENTIAL, id_, here[within], (qualifies | opened)[within]))
    for kind, value, other in _taught(known, person):
        then = index.bands(other) == BAND_CODE[DeskBand.QUALIFIES]
        instead.append(Instead(kind, value, here[within], then[within]))
    wishes = client.choices.needs
    return Changing(
        total=total,
        now=count_now(columns, wishes, (here & qualifies)[within]),
        changes=count_changes(
            columns, wishes, is_here=here[within], qualifies=qualifies[within], instead=instead
        ),
    )


def _wider(
    session: Session, known: Knowledge, client: Client, *, now: datetime
) -> list[tuple[int, np.ndarray[tuple[int], np.dtype[np.bool_]]]]:
    region = client.resolved.region
    if region.kind is not RegionKind.ZIP or region.radius_miles is None:
        return []
    found = []
    for more in MORE_MILES:
        miles = region.radius_miles + more
        if miles > MAX_RADIUS_MILES:
            continue
        try:
            wide = resolve_region(session, region.model_copy(update={"radius_miles": miles}))
        except NotFound:
            continue
        found.append((miles, known.within(wide, today=now.date()).mask))
    return found


def _opening(known: Knowledge, client: Client, person: Person, *, now: datetime) -> list[str]:
    """Credentials that open most and can be earned here, as many as are shown.

    What is only given to who holds all its parts is no single step and stays out. A part that is the last one missing
    stands for itself, and counts with the whole that it brings.
    """
    gains = known.index.answer(person, known.within(client.resolved, today=now.date()).reach).gains
    credentials = known.graph.credentials
    steps = known.graph.steps
    here = [id_ for id_ in gains if id_ in steps and client.resolved.has(credentials[id_])]
    return sorted(here, key=lambda id_: (-gains[id_], id_))[:MOST_CREDENTIALS]


def _taught(known: Knowledge, person: Person) -> list[tuple[ChangeKind, str, Person]]:
    """The person with more schooling, and with a year more in the field."""
    closure = known.graph.standing_of(person)
    level = known.graph.education_level(closure, person.education)
    months = (person.experience_months or 0) + MORE_MONTHS
    found = [
        (ChangeKind.SCHOOLING, each.value, person.model_copy(update={"education": each}))
        for each in LEVELS
        if each.rank > (level.rank if level else 0)
    ]
    more = person.model_copy(update={"experience_months": months})
    return [*found, (ChangeKind.EXPERIENCE, str(months), more)]
