"""Dates as sources write them. Month names are read without regard to the machine's locale."""

import re
from datetime import UTC, date, datetime, timedelta

from ingest.errors import RecordRejected

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
_ISO = re.compile(r"^(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}.*)?$")
_DAY_MONTH_NAME = re.compile(r"^(\d{1,2})[- ]([A-Za-z]{3})[a-z]*[- ,]+(\d{4})$")
_WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+", re.I)
_RFC_822 = re.compile(r"^(\d{1,2}) ([A-Za-z]{3})[a-z]*\.?,? (\d{4}|\d{2})(?:\s+\d{1,2}:\d{2}.*)?$")
_MONTH_NAME_DAY = re.compile(r"^([A-Za-z]{3})[a-z]*\.? (\d{1,2}),? (\d{4})$")
_US = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{4})$")
_RELATIVE = re.compile(r"^([+-]\d{1,4})d$")


def parse_date(text: str, *, field: str, relative_to: date | None = None) -> date | None:
    """Read `2026-06-28`, `2026-06-28T00:00:00.000`, `28-JUN-2026`, `6/28/2026` or RFC 822; empty gives None.

    `June 28, 2026` is read too. RFC 822 is `Sun, 28 Jun 2026 09:30:00 +0100`, with or without weekday and time.
    The day is the one that is written: it is not moved to another time zone.
    `+30d` and `-12d` are read only where `relative_to` is given (the sample source).

    Raises: RecordRejected when it is none of these or no day of the calendar.
    """
    text = text.strip()
    if not text:
        return None
    if relative_to is not None and (found := _RELATIVE.match(text)):
        return relative_to + timedelta(days=int(found[1]))
    try:
        if found := _ISO.match(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _DAY_MONTH_NAME.match(text):
            return date(int(found[3]), _MONTHS[found[2].lower()], int(found[1]))
        if found := _RFC_822.match(_WEEKDAY.sub("", text)):
            year = int(found[3])
            return date(year + 2000 if year < 100 else year, _MONTHS[found[2].lower()], int(found[1]))
        if found := _MONTH_NAME_DAY.match(text):
            return date(int(found[3]), _MONTHS[found[1].lower()], int(found[2]))
        if found := _US.match(text):
            return date(int(found[3]), int(found[1]), int(found[2]))
    except (ValueError, KeyError):
        pass
    raise RecordRejected("not a date", f"{field} is “{text[:40]}”")


def parse_epoch_ms(value: object, *, field: str) -> date | None:
    """The UTC day of a number of milliseconds since 1970; empty gives None.

    Raises: RecordRejected when it is no such number.
    """
    if value is None or value == "":
        return None
    try:
        return datetime.fromtimestamp(float(str(value)) / 1000, tz=UTC).date()
    except (ValueError, OverflowError, OSError):
        raise RecordRejected("not a date", f"{field} is “{str(value)[:40]}”") from None
