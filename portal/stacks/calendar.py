"""A plan on a calendar: when each step starts and ends, and what runs out meanwhile."""

from collections.abc import Sequence
from datetime import date, timedelta

from portal.domain.credential import EdgeKind
from portal.domain.model import DataModel
from portal.domain.person import Person
from portal.stacks.plan_model import Step
from portal.stacks.terrain import Terrain

DAYS_A_MONTH = 365.25 / 12


class Booking(DataModel):
    """One step on the calendar. `is_known` False: its weeks are not known, so the days after it are at the earliest."""

    credential_id: str
    starts_on: date
    ends_on: date
    is_known: bool


class RenewalDue(DataModel):
    """Something held or earned that runs out before the plan ends. Units: US dollars; None is unknown."""

    credential_id: str
    due_on: date
    cost_usd: float | None


class Calendar(DataModel):
    """All steps by start, and the renewals due until the last one ends. `weeks` is from the first day to the last."""

    bookings: tuple[Booking, ...]
    renewals: tuple[RenewalDue, ...]
    ends_on: date
    weeks: float
    renewal_cost_usd: float
    renewal_cost_at_least: bool


def draw_calendar(
    terrain: Terrain, steps: Sequence[Step], *, starts_on: date, side_by_side: bool = False
) -> Calendar:
    """Put the steps of a plan on a calendar.

    Side by side, a step starts on the day on which all that it asks for, and all that saves something of it in this
    plan, is held; so its weeks and dollars are those of the plan. For these steps and savings no order ends sooner.
    """
    ends: dict[str, float] = {}
    bookings = []
    clock = 0.0
    for place, step in enumerate(steps):
        begins = _ready(terrain, steps[:place], step, ends) if side_by_side else clock
        clock = begins + (step.weeks or 0.0)
        ends[step.credential_id] = clock
        bookings.append(
            Booking(
                credential_id=step.credential_id,
                starts_on=starts_on + timedelta(weeks=begins),
                ends_on=starts_on + timedelta(weeks=clock),
                is_known=step.weeks is not None and not step.has_wait,
            )
        )
    weeks = max(ends.values(), default=0.0)
    ends_on = starts_on + timedelta(weeks=weeks)
    renewals = tuple(
        sorted(_renewals(terrain, bookings, ends_on), key=lambda due: (due.due_on, due.credential_id))
    )
    return Calendar(
        bookings=tuple(sorted(bookings, key=lambda each: (each.starts_on, each.ends_on))),
        renewals=renewals,
        ends_on=ends_on,
        weeks=weeks,
        renewal_cost_usd=sum(due.cost_usd or 0.0 for due in renewals),
        renewal_cost_at_least=any(due.cost_usd is None for due in renewals),
    )


def _ready(terrain: Terrain, before: Sequence[Step], step: Step, ends: dict[str, float]) -> float:
    """The week in which everything that the step stands on is held: the earliest of the earlier steps that suffice."""
    graph = terrain.graph
    savers = {edge.from_id for edge in graph.edges_to(step.credential_id, EdgeKind.ADVANCED_STANDING)}
    saved = savers & {edge.from_id for edge in step.standing}
    closure = terrain.closure
    if terrain.is_open(step.credential_id, closure) and saved <= closure:
        return 0.0
    for earlier in sorted(before, key=lambda each: ends[each.credential_id]):
        closure = graph.extend(closure, earlier.credential_id)
        if terrain.is_open(step.credential_id, closure) and saved <= closure:
            return ends[earlier.credential_id]
    raise AssertionError("the plan's own order holds all that the step stands on")


def _renewals(terrain: Terrain, bookings: Sequence[Booking], ends_on: date) -> list[RenewalDue]:
    person: Person = terrain.person
    due = [
        (each.credential_id, each.last_day) for each in person.held_until if each.credential_id in person.held
    ]
    for booking in bookings:
        renewal = terrain.graph.credentials[booking.credential_id].renewal
        if renewal is not None:
            due.append((booking.credential_id, _months_later(booking.ends_on, renewal.months)))
    found = []
    for credential_id, day in due:
        renewal = terrain.graph.get(credential_id).renewal
        while day <= ends_on:
            found.append(
                RenewalDue(
                    credential_id=credential_id, due_on=day, cost_usd=renewal.cost_usd if renewal else None
                )
            )
            if renewal is None:
                break
            day = _months_later(day, renewal.months)
    return found


def _months_later(day: date, months: int) -> date:
    return day + timedelta(days=months * DAYS_A_MONTH)
