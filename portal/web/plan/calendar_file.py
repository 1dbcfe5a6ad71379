"""The days of a plan as a calendar file (iCalendar, RFC 5545): steps, renewals, and the last day of saved jobs."""

import hashlib
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event
from sqlmodel import Session

from portal.domain.model import DataModel
from portal.domain.plan_document import PlanDocument, SavedLadder
from portal.stacks.calendar import draw_calendar
from portal.store.live import is_open
from portal.store.postings import find_posting
from portal.web.formats import day
from portal.web.knowledge import Knowledge
from portal.web.plan.drawn import draw_saved
from portal.web.translate import gettext
from portal.web.words import credential_name

RENEW_BEFORE = timedelta(days=60)
"""So long before its last day the calendar says that it is time to renew. Units: days."""


class CalendarDay(DataModel):
    """One entry: whole days from `starts_on` to `ends_on`, both included. `key` stays the same from file to file."""

    key: str
    starts_on: date
    ends_on: date
    title: str
    note: str = ""


def write_calendar(
    session: Session, known: Knowledge, plan: PlanDocument, *, now: datetime, host: str
) -> bytes:
    """The whole file. Steps start today, or on the day that the ladder names; nothing of it is sent anywhere."""
    calendar = Calendar()
    calendar.add("prodid", "-//Rungs//My plan//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    for each in list_days(session, known, plan, now=now):
        event = Event()
        event.add("uid", f"{hashlib.sha256(each.key.encode()).hexdigest()[:32]}@{host}")
        event.add("dtstamp", now)
        event.add("dtstart", each.starts_on)
        event.add("dtend", each.ends_on + timedelta(days=1))
        event.add("summary", each.title)
        if each.note:
            event.add("description", each.note)
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def list_days(
    session: Session, known: Knowledge, plan: PlanDocument, *, now: datetime
) -> tuple[CalendarDay, ...]:
    """All dated things of a plan, by day. A ladder that can no longer be drawn has none."""
    found = [each for ladder in plan.ladders for each in _ladder_days(session, known, ladder, now=now)]
    found += _last_days(session, plan, now=now)
    found += _ends(known, plan, today=now.date())
    return tuple(sorted(found, key=lambda day: (day.starts_on, day.ends_on, day.key)))


def _ladder_days(
    session: Session, known: Knowledge, ladder: SavedLadder, *, now: datetime
) -> Iterator[CalendarDay]:
    found = draw_saved(session, known, ladder, today=now.date())
    if found is None or not found.steps:
        return
    choices, address = found.choices, ladder.address
    starts_on = max(choices.starts_on or now.date(), now.date())
    drawn = draw_calendar(
        found.finder.terrain(choices), found.steps, starts_on=starts_on, side_by_side=choices.side_by_side
    )
    for booking in drawn.bookings:
        name = credential_name(known.graph.get(booking.credential_id))
        yield CalendarDay(
            key=f"step {address} {booking.credential_id}",
            starts_on=booking.starts_on,
            ends_on=booking.ends_on if booking.is_known else booking.starts_on,
            title=gettext("Step: %(name)s", name=name),
            note=gettext("The days are estimates. Ask the school for its own dates.")
            if booking.is_known
            else gettext("This is the first day that could be. We do not know how long it takes."),
        )
    for due in drawn.renewals:
        name = credential_name(known.graph.get(due.credential_id))
        yield CalendarDay(
            key=f"renew {address} {due.credential_id} {due.due_on}",
            starts_on=due.due_on,
            ends_on=due.due_on,
            title=gettext("Renew: %(name)s", name=name),
        )


def _ends(known: Knowledge, plan: PlanDocument, *, today: date) -> Iterator[CalendarDay]:
    """The last day of what is held, and some time before it a day to renew it."""
    for each in plan.held_until:
        if each.credential_id not in known.graph.credentials:
            continue
        name = credential_name(known.graph.get(each.credential_id))
        yield CalendarDay(
            key=f"until {each.credential_id}",
            starts_on=each.last_day,
            ends_on=each.last_day,
            title=gettext("Last day: %(name)s", name=name),
        )
        remind_on = each.last_day - RENEW_BEFORE
        if remind_on >= today:
            yield CalendarDay(
                key=f"remind {each.credential_id}",
                starts_on=remind_on,
                ends_on=remind_on,
                title=gettext("Time to renew: %(name)s", name=name),
                note=gettext(
                    "It ends on %(day)s. Ask today what renewing takes: hours of class, a form, a fee.",
                    day=day(each.last_day),
                ),
            )


def _last_days(session: Session, plan: PlanDocument, *, now: datetime) -> Iterator[CalendarDay]:
    for posting in plan.postings:
        row = find_posting(session, posting.posting_id)
        if row is None or row.valid_through_on is None or not is_open(row, now):
            continue
        yield CalendarDay(
            key=f"job {posting.posting_id}",
            starts_on=row.valid_through_on,
            ends_on=row.valid_through_on,
            title=gettext("Last day to apply: %(job)s", job=posting.title),
            note=posting.employer_name,
        )
