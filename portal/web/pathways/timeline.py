"""The days of a plan: when each step starts and ends, and what must be renewed meanwhile."""

from collections.abc import Sequence
from datetime import date

from flask_babel import format_date as babel_date

from portal.domain.model import DataModel
from portal.stacks.calendar import Calendar, draw_calendar
from portal.stacks.plan_model import Step
from portal.stacks.terrain import Terrain
from portal.web.choices import Choices
from portal.web.formats import joined, money, weeks
from portal.web.knowledge import Knowledge
from portal.web.pathways.rungs import build_condition
from portal.web.translate import gettext
from portal.web.words import credential_name


class TimelineEntry(DataModel):
    """One line of the calendar. `note` is what is not sure or what it costs."""

    when: str
    name: str
    note: str = ""


class Timeline(DataModel):
    """The whole calendar. `swap_url` is the same plan the other way: side by side, or one after another."""

    headline: str
    entries: tuple[TimelineEntry, ...]
    notes: tuple[str, ...]
    is_side_by_side: bool
    swap_url: str
    saves: str = ""
    """What side by side would save, or does save; empty where it makes no difference."""


def short_day(value: date) -> str:
    """A day as calendars write it: Jun 14, 2027."""
    return str(babel_date(value, format="medium", rebase=False))


def build_timeline(
    known: Knowledge, choices: Choices, *, terrain: Terrain, steps: Sequence[Step], today: date
) -> Timeline:
    """Put a plan on a calendar that starts today, or on the day that the person chose."""
    starts_on = max(choices.starts_on or today, today)
    alone = draw_calendar(terrain, steps, starts_on=starts_on)
    beside = draw_calendar(terrain, steps, starts_on=starts_on, side_by_side=True)
    shown = beside if choices.side_by_side else alone
    return Timeline(
        headline=_headline(shown, starts_on, today=today, steps=steps),
        entries=_entries(known, shown, steps),
        notes=tuple(_notes(shown, steps)),
        is_side_by_side=choices.side_by_side,
        swap_url=choices.with_(side_by_side=not choices.side_by_side, steps=choices.steps).url(),
        saves=weeks(alone.weeks - beside.weeks) if alone.weeks - beside.weeks >= 1 else "",
    )


def _headline(shown: Calendar, starts_on: date, *, today: date, steps: Sequence[Step]) -> str:
    end = short_day(shown.ends_on)
    if any(step.has_wait for step in steps):
        return gettext("%(time)s, and first the work or age that a step asks for", time=weeks(shown.weeks))
    is_sure = all(step.weeks is not None for step in steps)
    if starts_on == today:
        return (
            gettext("Start today, and you are done by %(day)s.", day=end)
            if is_sure
            else gettext("Start today, and you are done on %(day)s at the earliest.", day=end)
        )
    start = short_day(starts_on)
    return (
        gettext("Start on %(start)s, and you are done by %(day)s.", start=start, day=end)
        if is_sure
        else gettext("Start on %(start)s, and you are done on %(day)s at the earliest.", start=start, day=end)
    )


def _entries(known: Knowledge, shown: Calendar, steps: Sequence[Step]) -> tuple[TimelineEntry, ...]:
    step_of = {step.credential_id: step for step in steps}
    dated: list[tuple[date, TimelineEntry]] = []
    for booking in shown.bookings:
        name = credential_name(known.graph.get(booking.credential_id))
        step = step_of[booking.credential_id]
        when = (
            gettext("from %(day)s, end not known", day=short_day(booking.starts_on))
            if step.weeks is None
            else short_day(booking.starts_on)
            if booking.starts_on == booking.ends_on
            else gettext(
                "%(start)s to %(end)s", start=short_day(booking.starts_on), end=short_day(booking.ends_on)
            )
        )
        note = "" if booking.is_known else gettext("at the earliest")
        if asked := [
            each.text for each in map(build_condition, step.entry) if each.is_open and step.has_wait
        ]:
            note = gettext("first: %(what)s", what=joined(asked))
        if step.is_renewal:
            name, note = gettext("Renew: %(name)s", name=name), _fee(step.cost_usd)
        dated.append((booking.starts_on, TimelineEntry(when=when, name=name, note=note)))
    for due in shown.renewals:
        name = credential_name(known.graph.get(due.credential_id))
        label = (
            gettext("Renew: %(name)s", name=name)
            if known.graph.get(due.credential_id).renewal is not None
            else gettext("Runs out: %(name)s", name=name)
        )
        entry = TimelineEntry(
            when=gettext("by %(day)s", day=short_day(due.due_on)),
            name=label,
            note=_fee(due.cost_usd),
        )
        dated.append((due.due_on, entry))
    return tuple(entry for _, entry in sorted(dated, key=lambda each: each[0]))


def _fee(cost_usd: float | None) -> str:
    if cost_usd is None:
        return gettext("fee not known")
    return gettext("no fee") if cost_usd == 0 else gettext("fee %(cost)s", cost=money(cost_usd))


def _notes(shown: Calendar, steps: Sequence[Step]) -> list[str]:
    notes = []
    if any(step.has_wait for step in steps):
        notes.append(gettext("Work or age that a step asks for first comes on top of these days."))
    if shown.renewals:
        fees = money(shown.renewal_cost_usd)
        if shown.renewal_cost_at_least and not shown.renewal_cost_usd:
            notes.append(gettext("We don't know what these renewals cost."))
        elif shown.renewal_cost_at_least:
            notes.append(gettext("Renewals add %(cost)s or more: not every fee is known.", cost=fees))
        else:
            notes.append(gettext("Renewals add %(cost)s to what the steps cost.", cost=fees))
    if any(step.weeks is not None for step in steps):
        notes.append(
            gettext("Days count full weeks of study without a break. Ask your school when a class starts.")
        )
    return notes
