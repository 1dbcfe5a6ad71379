"""Gross earnings a month from stated pay and hours, as a range, with what is missing said by name."""

from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from portal.domain.job_posting import PayUnit
from portal.domain.model import DataModel

WEEKS_PER_YEAR = Decimal(52)
MONTHS_PER_YEAR = Decimal(12)
PAYDAYS_OF_A_LONG_MONTH = 5
"""Who is paid each week has five paydays in four or five months of a year."""
HOURS_OF_A_WEEK = 168
CENT = Decimal("0.01")


class Missing(StrEnum):
    """What is not known and would have to be asked."""

    PAY = "pay"
    LEAST_PAY = "least_pay"
    MOST_PAY = "most_pay"
    HOURS = "hours"
    LEAST_HOURS = "least_hours"
    MOST_HOURS = "most_hours"
    DAYS = "days"
    """Pay is by the day, and nobody says how many days a week."""
    DOUBTED = "doubted"
    """The stated pay looks like a misprint or is in another currency."""


class PayRange(DataModel):
    """Gross pay. Units: US dollars per `unit`. An end that is None is open: "from $15" has no `high_usd`."""

    low_usd: Decimal | None = Field(default=None, ge=0, allow_inf_nan=False)
    high_usd: Decimal | None = Field(default=None, ge=0, allow_inf_nan=False)
    unit: PayUnit

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.low_usd is not None and self.high_usd is not None and self.low_usd > self.high_usd:
            raise ValueError("low_usd must not be above high_usd")
        return self


class HoursRange(DataModel):
    """Hours a week; an end that is None is open."""

    low: Decimal | None = Field(default=None, ge=0, le=HOURS_OF_A_WEEK, allow_inf_nan=False)
    high: Decimal | None = Field(default=None, ge=0, le=HOURS_OF_A_WEEK, allow_inf_nan=False)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError("low must not be above high")
        return self


class MonthlyEarnings(DataModel):
    """Units: US dollars, gross, to the cent (half a cent up), of an average month (52 weeks / 12) and of a year.

    `long_month_*`: of a month with five weekly paydays; None where pay is not by the week. `hourly_*`: where pay is by
    the hour, for saying at how many hours a line is met. An end that is None is not known; `missing` says why.
    """

    low_usd: Decimal | None = None
    high_usd: Decimal | None = None
    yearly_low_usd: Decimal | None = None
    yearly_high_usd: Decimal | None = None
    long_month_low_usd: Decimal | None = None
    long_month_high_usd: Decimal | None = None
    hourly_low_usd: Decimal | None = None
    hourly_high_usd: Decimal | None = None
    missing: tuple[Missing, ...] = ()

    @property
    def is_known(self) -> bool:
        """True where at least one end is."""
        return self.low_usd is not None or self.high_usd is not None


def cents(amount: Decimal) -> Decimal:
    """To the cent, half a cent up."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def monthly_earnings(
    pay: PayRange | None, hours_per_week: HoursRange | None = None, *, is_doubted: bool = False
) -> MonthlyEarnings:
    """Earnings of an average month.

    Hourly pay needs hours; a salary by the year, month or week stands as it is stated, whatever the hours. Pay by the
    day gives nothing, because days a week are not stated. Doubted pay gives nothing either: it is asked for.
    """
    if is_doubted:
        return MonthlyEarnings(missing=(Missing.DOUBTED,))
    if pay is None or (pay.low_usd is None and pay.high_usd is None):
        return MonthlyEarnings(missing=(Missing.PAY,))
    if pay.unit is PayUnit.DAY:
        return MonthlyEarnings(missing=(Missing.DAYS,))
    missing = _open_ends(pay.low_usd, pay.high_usd, names=(Missing.LEAST_PAY, Missing.MOST_PAY))
    hours_low: Decimal | None = Decimal(1)
    hours_high: Decimal | None = Decimal(1)
    if pay.unit is PayUnit.HOUR:
        hours_low, hours_high = (hours_per_week.low, hours_per_week.high) if hours_per_week else (None, None)
        if hours_low is None and hours_high is None:
            missing += (Missing.HOURS,)
        else:
            missing += _open_ends(hours_low, hours_high, names=(Missing.LEAST_HOURS, Missing.MOST_HOURS))
    low = _yearly(pay.low_usd, hours_low, unit=pay.unit)
    high = _yearly(pay.high_usd, hours_high, unit=pay.unit)
    is_by_week = pay.unit in (PayUnit.HOUR, PayUnit.WEEK)
    is_by_hour = pay.unit is PayUnit.HOUR
    return MonthlyEarnings(
        low_usd=_month(low),
        high_usd=_month(high),
        yearly_low_usd=None if low is None else cents(low),
        yearly_high_usd=None if high is None else cents(high),
        long_month_low_usd=_long_month(low) if is_by_week else None,
        long_month_high_usd=_long_month(high) if is_by_week else None,
        hourly_low_usd=pay.low_usd if is_by_hour else None,
        hourly_high_usd=pay.high_usd if is_by_hour else None,
        missing=missing,
    )


def _open_ends(
    low: Decimal | None, high: Decimal | None, *, names: tuple[Missing, Missing]
) -> tuple[Missing, ...]:
    return tuple(name for end, name in zip((low, high), names, strict=True) if end is None)


def _yearly(pay_usd: Decimal | None, hours: Decimal | None, *, unit: PayUnit) -> Decimal | None:
    if pay_usd is None or hours is None:
        return None
    times = {
        PayUnit.HOUR: hours * WEEKS_PER_YEAR,
        PayUnit.WEEK: WEEKS_PER_YEAR,
        PayUnit.MONTH: MONTHS_PER_YEAR,
        PayUnit.YEAR: Decimal(1),
    }
    return pay_usd * times[unit]


def _month(yearly_usd: Decimal | None) -> Decimal | None:
    return None if yearly_usd is None else cents(yearly_usd / MONTHS_PER_YEAR)


def _long_month(yearly_usd: Decimal | None) -> Decimal | None:
    return None if yearly_usd is None else cents(yearly_usd / WEEKS_PER_YEAR * PAYDAYS_OF_A_LONG_MONTH)
