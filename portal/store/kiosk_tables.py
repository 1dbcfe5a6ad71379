"""Tables of career-day kiosks: what operators set, the devices, and counts by hour. No row is about a visitor."""

from datetime import datetime

from sqlmodel import Field, SQLModel


class KioskEventRow(SQLModel, table=True):
    """What the operators of an event set. An event without a row stands at its beginning."""

    __tablename__ = "kiosk_event"

    event_name: str = Field(primary_key=True, max_length=40)
    start_number: int = Field(default=0, description="of the start code; one more makes a new code")
    is_paused: bool = False
    is_rehearsal: bool = False
    message: str = Field(default="", max_length=200)
    reload_number: int = Field(default=0, description="one more tells every kiosk to load again")


class KioskDeviceRow(SQLModel, table=True):
    """A device that somebody started with the event's code, and how it was when it last spoke to us."""

    __tablename__ = "kiosk_device"

    device_id: str = Field(primary_key=True, max_length=32)
    event_name: str = Field(index=True, max_length=40)
    label: str = Field(max_length=40)
    enrolled_at: datetime
    last_seen_at: datetime
    battery_percent: int | None = Field(default=None, description="where the browser tells it")
    is_charging: bool | None = None
    bundle_as_of: datetime | None = None
    is_paused: bool = False
    message: str = Field(default="", max_length=200)
    reload_number: int = 0


class KioskCountRow(SQLModel, table=True):
    """How often something happened at all kiosks of an event within an hour: `visit`, `finish` or `ladder`."""

    __tablename__ = "kiosk_count"

    event_name: str = Field(primary_key=True, max_length=40)
    hour_at: datetime = Field(primary_key=True)
    kind: str = Field(primary_key=True, max_length=8)
    key: str = Field(primary_key=True, max_length=40, description="of a ladder: 31-1131.school; else empty")
    total: int = 0
