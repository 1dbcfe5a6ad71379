"""The ways of an event: the fastest to each kind of work on show, for who is still at school and for who is not."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from sqlmodel import Session

from portal.domain.credential import CredentialKind
from portal.domain.region import Goal, GoalKind, ResolvedRegion
from portal.kiosk.event import Event, Start
from portal.stacks.kept_reaches import Within
from portal.stacks.plan_model import Step
from portal.web.choices import Choices
from portal.web.knowledge import Knowledge
from portal.web.pathways.view_models import find
from portal.web.pathways.ways import WayFinder

DIPLOMA = "high-school-diploma"
MOST_WORKS = 12
"""Of one career field: two screens of six."""
MOST_JOBS = 8


@dataclass(frozen=True, slots=True)
class WayUp:
    """The steps to a kind of work from one start. Without steps, `is_there` says whether any are needed.

    `choices` are the address of the ladder. Posting ids in the order in which they are shown.
    """

    soc_code: str
    field: str
    start: Start
    choices: Choices
    steps: tuple[Step, ...]
    is_there: bool
    open_jobs: int
    next_jobs: tuple[int, ...] = ()
    goal_jobs: tuple[int, ...] = ()


def list_ways(
    session: Session, known: Knowledge, *, event: Event, resolved: ResolvedRegion, today: date
) -> Iterator[WayUp]:
    """Both ways to each kind of work on show; work that neither start leads to is left out.

    Of a field the work with open jobs in the region comes first, then by its official title.
    """
    within = known.within(resolved, today=today)
    for field, codes in _works_by_field(known, event).items():
        counts = known.index.count_by_occupation(codes, within.mask)
        ordered = sorted(codes, key=lambda code: (counts[code] == 0, known.occupation_title(code)))
        shown = 0
        for code in ordered:
            finder = WayFinder(
                session,
                known,
                goal=Goal(kind=GoalKind.OCCUPATION, value=code),
                resolved=resolved,
                within=within,
                today=today,
            )
            ways = [
                replace(way, field=field, open_jobs=counts[code])
                for start in Start
                if (way := _way(finder, known, start=start)) is not None
            ]
            if not ways:
                continue
            jobs = _jobs_of(known, within, soc_code=code)
            yield from (
                replace(way, goal_jobs=jobs, next_jobs=_opened(known, finder, way=way)) for way in ways
            )
            shown += 1
            if shown == MOST_WORKS:
                break


def _works_by_field(known: Knowledge, event: Event) -> dict[str, list[str]]:
    """Occupations by the career field of the first credential that leads to them."""
    field_of: dict[str, str] = {}
    for credential in known.catalog.credentials:
        for code in credential.soc_codes:
            field_of.setdefault(code, credential.clusters[0])
    on_show = event.clusters or tuple(dict.fromkeys(field_of.values()))
    return {slug: sorted(code for code, field in field_of.items() if field == slug) for slug in on_show}


def _way(finder: WayFinder, known: Knowledge, *, start: Start) -> WayUp | None:
    held = (DIPLOMA,) if start is Start.DIPLOMA and DIPLOMA in known.graph.credentials else ()
    choices = Choices(goal=finder.goal, region=finder.resolved.region, held=held)
    found = find(finder, choices)
    if found.blocked is not None:
        return None
    steps = found.steps
    if start is Start.SCHOOL and any(_is_equivalency(known, step) for step in steps):
        choices, steps = _with_school_finished(finder, choices, steps=steps)
    return WayUp(
        soc_code=finder.goal.value,
        field="",
        start=start,
        choices=choices,
        steps=steps,
        is_there=not steps,
        open_jobs=0,
    )


def _is_equivalency(known: Knowledge, step: Step) -> bool:
    kind = known.graph.get(step.credential_id).kind
    return kind is CredentialKind.GENERAL_EDUCATION_DEVELOPMENT


def _with_school_finished(
    finder: WayFinder, choices: Choices, *, steps: tuple[Step, ...]
) -> tuple[Choices, tuple[Step, ...]]:
    """The fastest way of who is at school would leave it for an equivalency test: show the one that finishes it."""
    after = find(finder, choices.with_(held=(DIPLOMA,)))
    ids = (DIPLOMA, *(step.credential_id for step in after.steps))
    chosen = choices.with_(steps=ids)
    found = find(finder, chosen)
    return (chosen, found.steps) if found.is_pinned else (choices, steps)


def _jobs_of(known: Knowledge, within: Within, *, soc_code: str) -> tuple[int, ...]:
    columns = known.index.columns
    if soc_code not in columns.soc_codes:
        return ()
    row = columns.soc_codes.index(soc_code)
    ids = columns.posting_ids[within.mask & (columns.soc_rows == row)]
    return tuple(np.sort(ids)[::-1][: 4 * MOST_JOBS].tolist())


def _opened(known: Knowledge, finder: WayFinder, *, way: WayUp) -> tuple[int, ...]:
    """Postings that the first step opens, newest first; of who has to finish school first, the step after that."""
    person = finder.person(way.choices)
    ids = [step.credential_id for step in way.steps]
    if ids[:1] == [DIPLOMA]:
        person = person.model_copy(update={"held": (*person.held, DIPLOMA)})
        ids = ids[1:]
    if not ids:
        return ()
    opened = known.index.opened_by(person, ids[0], finder.within.mask)
    return tuple(sorted(opened, reverse=True)[: 4 * MOST_JOBS])
