"""Kiosks of an event: their devices, what operators set, and counts by hour. The caller commits."""

import re
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from portal.store.kiosk_tables import KioskCountRow, KioskDeviceRow, KioskEventRow

SEEN_WITHIN = timedelta(seconds=90)
"""Kiosks speak every 30 seconds: one that missed three times is away."""
MOST_DEVICES = 1000


def get_event_row(session: Session, event_name: str) -> KioskEventRow:
    """What operators set; what an event begins with where they set nothing yet."""
    return session.get(KioskEventRow, event_name) or KioskEventRow(event_name=event_name)


def change_event(session: Session, event_name: str, **values: object) -> None:
    """Set some of it."""
    row = get_event_row(session, event_name)
    for name, value in values.items():
        setattr(row, name, value)
    session.add(row)


def enrol(session: Session, event_name: str, *, now: datetime) -> KioskDeviceRow:
    """A new device of an event, named by the order in which devices came; no name stands twice."""
    labels = session.exec(select(KioskDeviceRow.label).where(KioskDeviceRow.event_name == event_name)).all()
    taken = {int(label[6:]) for label in labels if re.fullmatch("Kiosk [0-9]{1,4}", label)}
    number = max(taken, default=0)
    row = KioskDeviceRow(
        device_id=secrets.token_hex(16),
        event_name=event_name,
        label=f"Kiosk {number + 1}",
        enrolled_at=now,
        last_seen_at=now,
    )
    session.add(row)
    return row


def find_device(session: Session, event_name: str, device_id: str) -> KioskDeviceRow | None:
    """A device of this event; None where an operator took it out."""
    row = session.get(KioskDeviceRow, device_id) if device_id else None
    return row if row is not None and row.event_name == event_name else None


def list_devices(session: Session, event_name: str) -> Sequence[KioskDeviceRow]:
    """Devices of an event in the order in which they came."""
    question = select(KioskDeviceRow).where(KioskDeviceRow.event_name == event_name)
    return session.exec(
        question.order_by(col(KioskDeviceRow.enrolled_at), col(KioskDeviceRow.device_id)).limit(MOST_DEVICES)
    ).all()


def hear_from(
    session: Session,
    device_id: str,
    *,
    now: datetime,
    battery_percent: int | None,
    is_charging: bool | None,
    bundle_as_of: datetime | None,
) -> None:
    """Note that a device spoke, with what it told."""
    session.connection().execute(
        update(KioskDeviceRow)
        .where(col(KioskDeviceRow.device_id) == device_id)
        .values(
            last_seen_at=now,
            battery_percent=battery_percent,
            is_charging=is_charging,
            bundle_as_of=bundle_as_of,
        )
    )


def take_out(session: Session, device_id: str) -> None:
    """A device is no kiosk of the event any more."""
    session.connection().execute(delete(KioskDeviceRow).where(col(KioskDeviceRow.device_id) == device_id))


def add_counts(
    session: Session, event_name: str, *, counts: Mapping[tuple[str, str], int], now: datetime
) -> None:
    """Add to the counts of this hour. Shape: `counts` by kind (`visit`, `finish`, `ladder`) and key."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    for (kind, key), more in sorted(counts.items()):
        statement = dialect.insert(KioskCountRow).values(
            event_name=event_name, hour_at=hour, kind=kind, key=key, total=more
        )
        table = KioskCountRow.__table__  # type: ignore[attr-defined]
        session.connection().execute(
            statement.on_conflict_do_update(
                index_elements=["event_name", "hour_at", "kind", "key"],
                set_={"total": table.c.total + more},
            )
        )


def list_counts(session: Session, event_name: str) -> Sequence[KioskCountRow]:
    """All counts of an event by hour, kind and key."""
    return session.exec(
        select(KioskCountRow)
        .where(KioskCountRow.event_name == event_name)
        .order_by(col(KioskCountRow.hour_at), col(KioskCountRow.kind), col(KioskCountRow.key))
    ).all()


def delete_counts(session: Session, event_name: str) -> None:
    """Forget the counts of an event, as after a rehearsal that was none."""
    session.connection().execute(delete(KioskCountRow).where(col(KioskCountRow.event_name) == event_name))
