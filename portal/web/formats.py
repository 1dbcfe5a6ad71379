"""Numbers, money, time and dates as people read them, in the language of the page."""

from datetime import date, datetime

from flask import Flask
from flask_babel import format_currency, format_decimal
from flask_babel import format_date as babel_date

from portal.domain.credential import Cost, Weeks
from portal.web.language import language_code
from portal.web.translate import gettext, ngettext

WEEKS_PER_MONTH = 52 / 12
MONTHS_FROM_WEEKS = 13
"""From a quarter on, people count in months."""
YEARS_FROM_MONTHS = 24


def init_formats(app: Flask) -> None:
    """Give templates the filters."""
    app.jinja_env.filters.update(money=money, hourly=hourly, number=number, day=day, weeks=weeks)


def printable(text: str) -> str:
    """What somebody sent, fit to be shown back: letters that control or turn the text around them are spaces."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def number(value: float) -> str:
    """A count with its thousands marked."""
    return str(format_decimal(round(value)))


def money(value: float) -> str:
    """Whole dollars: $1,200."""
    return str(format_currency(round(value), "USD", format="¤#,##0", currency_digits=False))


def hourly(value: float) -> str:
    """Dollars and cents: $19.20."""
    return str(format_currency(value, "USD", format="¤#,##0.00"))


def money_range(low: float | None, high: float | None) -> str:
    """`$650–$1,200`, or one figure when both are alike or one is missing."""
    known = [x for x in (low, high) if x is not None]
    if not known:
        return ""
    if len(known) == 1 or known[0] == known[1]:
        return money(known[0])
    return f"{money(known[0])}–{money(known[1])}"


def day(value: date | datetime) -> str:
    """A date in full: November 21, 2026."""
    return str(babel_date(value, format="long", rebase=isinstance(value, datetime)))


def month(period: str) -> str:
    """A period `2025-05` as May 2025."""
    first = date(int(period[:4]), int(period[5:7]), 1)
    pattern = "MMMM 'de' y" if language_code() == "es" else "MMMM y"
    return str(babel_date(first, format=pattern, rebase=False))


def weeks(value: float) -> str:
    """A duration in the unit people feel: days, weeks, months or years and months."""
    if value <= 0:
        return gettext("no time")
    if value < 1:
        days = max(1, round(value * 7))
        return str(ngettext("%(num)s day", "%(num)s days", days))
    if value < MONTHS_FROM_WEEKS:
        whole = round(value)
        return str(ngettext("%(num)s week", "%(num)s weeks", whole))
    months = round(value / WEEKS_PER_MONTH)
    if months < YEARS_FROM_MONTHS:
        return str(ngettext("%(num)s month", "%(num)s months", months))
    years, rest = divmod(months, 12)
    text = str(ngettext("%(num)s year", "%(num)s years", years))
    if rest:
        text += " " + str(ngettext("%(num)s month", "%(num)s months", rest))
    return text


def weeks_range(value: Weeks) -> str:
    """`4 weeks to 8 weeks`, or the typical duration when no range is known."""
    low, high = value.low, value.high
    if low is None or high is None or weeks(low) == weeks(high):
        return weeks(value.typical)
    return gettext("%(low)s to %(high)s", low=weeks(low), high=weeks(high))


def cost_text(value: Cost) -> str:
    """What most people pay: `about $900`, or `free`."""
    return gettext("free") if value.typical == 0 else gettext("about %(cost)s", cost=money(value.typical))


def joined(parts: list[str]) -> str:
    """`A, B and C` in the language of the page."""
    if len(parts) < 2:
        return "".join(parts)
    return gettext("%(first)s and %(last)s", first=", ".join(parts[:-1]), last=parts[-1])


def either(parts: list[str]) -> str:
    """`A, B or C` in the language of the page."""
    if len(parts) < 2:
        return "".join(parts)
    return gettext("%(first)s or %(last)s", first=", ".join(parts[:-1]), last=parts[-1])
