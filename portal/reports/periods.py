"""Whole months that a report is about, and the quick choices of them."""

import calendar
import re
from datetime import date
from enum import StrEnum

from portal.domain.errors import InvalidCode
from portal.domain.model import DataModel

SCHOOL_YEAR_BEGINS = 7
"""July: the year of schools and of state agencies in most states, Indiana among them."""
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_LONGEST_YEARS = 6


class Quick(StrEnum):
    """Periods that are chosen by one press."""

    MONTH = "month"
    LAST_MONTH = "last-month"
    QUARTER = "quarter"
    LAST_QUARTER = "last-quarter"
    SCHOOL_YEAR = "school-year"
    LAST_SCHOOL_YEAR = "last-school-year"


class Trouble(StrEnum):
    """What is wrong with two typed months."""

    NO_MONTH = "no month"
    WRONG_ORDER = "wrong order"
    TOO_LONG = "too long"
    NOT_YET = "not yet"


class BadMonths(InvalidCode):
    """The months that were typed make no period."""

    def __init__(self, trouble: Trouble, message: str) -> None:
        self.trouble = trouble
        super().__init__(message)


class Period(DataModel):
    """From the first day of a month to the last day of one. Days are not chosen: docs/reports.md says why."""

    starts_on: date
    ends_on: date

    def code(self) -> str:
        """`2026-07:2026-09`; `parse_period` reads it."""
        return f"{self.starts_on:%Y-%m}:{self.ends_on:%Y-%m}"

    def has(self, day: date | None) -> bool:
        """Whether the day is within it."""
        return day is not None and self.starts_on <= day <= self.ends_on


def period_of(quick: Quick, *, today: date) -> Period:
    """The months of a quick choice."""
    if quick in (Quick.MONTH, Quick.LAST_MONTH):
        months, first = 1, today.month
    elif quick in (Quick.QUARTER, Quick.LAST_QUARTER):
        months, first = 3, today.month - (today.month - 1) % 3
    else:
        months, first = 12, SCHOOL_YEAR_BEGINS
    begin = today.year * 12 + first - 1
    if first > today.month:
        begin -= 12
    if quick.value.startswith("last"):
        begin -= months
    return _months(begin, begin + months - 1)


def parse_period(first: str, last: str, *, today: date) -> Period:
    """A period from two months, each as `2026-09`.

    Raises: BadMonths when they are no months, in the wrong order, too far apart or yet to come.
    """
    begin, end = _month(first), _month(last)
    if end < begin:
        raise BadMonths(Trouble.WRONG_ORDER, "The last month is before the first one. Change one of them.")
    if end - begin >= 12 * _LONGEST_YEARS:
        raise BadMonths(Trouble.TOO_LONG, "That is more than six years. Choose fewer months.")
    if begin > today.year * 12 + today.month - 1:
        raise BadMonths(Trouble.NOT_YET, "The first month has not come yet. Choose an earlier one.")
    return _months(begin, end)


def _month(text: str) -> int:
    found = _MONTH.fullmatch(text.strip())
    if not found or not 1 <= int(found[2]) <= 12 or not 2000 <= int(found[1]) <= 2199:
        raise BadMonths(Trouble.NO_MONTH, "Write a month as year and month, such as 2026-09.")
    return int(found[1]) * 12 + int(found[2]) - 1


def _months(begin: int, end: int) -> Period:
    year, month = divmod(end, 12)
    return Period(
        starts_on=date(begin // 12, begin % 12 + 1, 1),
        ends_on=date(year, month + 1, calendar.monthrange(year, month + 1)[1]),
    )
