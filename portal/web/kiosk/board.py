"""What the operators' page shows: devices as they last spoke, the bundle's age, and counts by hour."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import format_time
from sqlmodel import Session

from portal.domain.model import DataModel
from portal.kiosk.codes import show_code, start_code
from portal.kiosk.event import Event
from portal.settings import Settings
from portal.store.kiosk import SEEN_WITHIN, get_event_row, list_counts, list_devices
from portal.store.kiosk_tables import KioskCountRow, KioskDeviceRow
from portal.web.formats import day
from portal.web.kiosk.keeper import SignedBundle
from portal.web.translate import gettext, ngettext

TOP_LADDERS = 10
FEWEST = 3
"""Ladders that fewer visitors saw are not shown by name."""


class DeviceLine(DataModel):
    """One device in words."""

    device_id: str
    label: str
    is_away: bool
    seen: str
    battery: str
    bundle_age: str
    is_paused: bool
    message: str


class HourLine(DataModel):
    """Counts of one hour."""

    hour: str
    visits: int
    finishes: int


class Board(DataModel):
    """The whole page."""

    start_code: str
    is_paused: bool
    is_rehearsal: bool
    message: str
    bundle: str
    devices: tuple[DeviceLine, ...]
    hours: tuple[HourLine, ...]
    visits: int
    finishes: int
    ladders: tuple[tuple[str, int], ...]


def build_board(session: Session, settings: Settings, *, event: Event, bundle: SignedBundle | None) -> Board:
    """The page as of now."""
    now = settings.now()
    row = get_event_row(session, event.name)
    counts = list_counts(session, event.name)
    code = start_code(event.name, number=row.start_number, secret=settings.secret_key)
    hours = _hours(counts, zone=ZoneInfo(settings.time_zone))
    return Board(
        start_code=show_code(code),
        is_paused=row.is_paused,
        is_rehearsal=row.is_rehearsal,
        message=row.message,
        bundle=age_text(now, bundle.bundle.as_of) if bundle else gettext("is being built"),
        devices=tuple(_device(device, now) for device in list_devices(session, event.name)),
        hours=hours,
        visits=sum(hour.visits for hour in hours),
        finishes=sum(hour.finishes for hour in hours),
        ladders=_ladders(counts, bundle),
    )


def age_text(now: datetime, then: datetime) -> str:
    """`12 minutes ago`."""
    minutes = max(0, int((now - then).total_seconds() // 60))
    if minutes < 1:
        return gettext("just now")
    if minutes < 120:
        return ngettext("%(num)s minute ago", "%(num)s minutes ago", minutes)
    if minutes < 2 * 24 * 60:
        return ngettext("%(num)s hour ago", "%(num)s hours ago", minutes // 60)
    return ngettext("%(num)s day ago", "%(num)s days ago", minutes // (24 * 60))


def _device(row: KioskDeviceRow, now: datetime) -> DeviceLine:
    battery = "" if row.battery_percent is None else gettext("%(num)s of 100", num=row.battery_percent)
    if battery and row.is_charging:
        battery = gettext("%(battery)s, charging", battery=battery)
    return DeviceLine(
        device_id=row.device_id,
        label=row.label,
        is_away=now - row.last_seen_at > SEEN_WITHIN,
        seen=age_text(now, row.last_seen_at),
        battery=battery or gettext("not told"),
        bundle_age=age_text(now, row.bundle_as_of) if row.bundle_as_of else gettext("not told"),
        is_paused=row.is_paused,
        message=row.message,
    )


def _hours(counts: Sequence[KioskCountRow], *, zone: ZoneInfo) -> tuple[HourLine, ...]:
    by_hour: dict[datetime, dict[str, int]] = {}
    for row in counts:
        if row.kind in ("visit", "finish"):
            by_hour.setdefault(row.hour_at, {})[row.kind] = row.total
    return tuple(
        HourLine(
            hour=f"{day(hour.astimezone(zone).date())}, {format_time(hour, 'short')}",
            visits=found.get("visit", 0),
            finishes=found.get("finish", 0),
        )
        for hour, found in sorted(by_hour.items())
    )


def _ladders(counts: Sequence[KioskCountRow], bundle: SignedBundle | None) -> tuple[tuple[str, int], ...]:
    names: dict[str, str] = {}
    if bundle is not None:
        for book in reversed(bundle.bundle.books.values()):
            names |= {work.soc_code: work.name for work in book.works}
    totals: dict[str, int] = {}
    for row in counts:
        if row.kind == "ladder":
            soc_code = row.key.partition(".")[0]
            totals[soc_code] = totals.get(soc_code, 0) + row.total
    ordered = sorted(totals.items(), key=lambda item: (-item[1], item[0]))
    return tuple((names.get(code, code), count) for code, count in ordered[:TOP_LADDERS] if count >= FEWEST)
