"""Stated pay on the basis of a year."""

from portal.domain.job_posting import AnnualPay, PayUnit, StatedPay
from portal.domain.wage import HOURS_PER_YEAR

WEEKS_PER_YEAR = 52
DAYS_PER_YEAR = 260
FEDERAL_MINIMUM_HOURLY_USD = 7.25
IMPLAUSIBLE_ANNUAL_USD = 1_000_000
IMPLAUSIBLE_RATIO = 5.0


def annualise(pay: StatedPay | None, *, hours_per_week: float | None) -> AnnualPay | None:
    """Stated pay as US dollars a year; None when nothing is stated.

    Hours count 52 weeks of the stated hours, else 2,080 hours (BLS). Days count 260, or fewer with stated hours
    of 8 a day. What is implausible keeps its figures and says why it is doubted; other currencies are not converted.
    """
    if pay is None:
        return None
    if pay.currency != "USD":
        return AnnualPay(basis="", flag=f"stated in {pay.currency}, not converted")
    factor, basis = _factor(pay.unit, hours_per_week)
    minimum = None if pay.minimum is None else round(pay.minimum * factor, 2)
    maximum = None if pay.maximum is None else round(pay.maximum * factor, 2)
    return AnnualPay(
        minimum_usd=minimum,
        maximum_usd=maximum,
        basis=basis,
        flag=_doubt(pay, minimum=minimum, maximum=maximum),
    )


def _factor(unit: PayUnit, hours_per_week: float | None) -> tuple[float, str]:
    if unit is PayUnit.HOUR and hours_per_week is not None:
        return (
            hours_per_week * WEEKS_PER_YEAR,
            f"hourly pay × {hours_per_week:g} stated hours a week × 52 weeks",
        )
    return {
        PayUnit.HOUR: (
            HOURS_PER_YEAR,
            "hourly pay × 2,080 hours a year (full time; the posting states no hours)",
        ),
        PayUnit.DAY: (DAYS_PER_YEAR, "daily pay × 260 days a year (five days a week)"),
        PayUnit.WEEK: (WEEKS_PER_YEAR, "weekly pay × 52 weeks"),
        PayUnit.MONTH: (12, "monthly pay × 12 months"),
        PayUnit.YEAR: (1, "stated for a year"),
    }[unit]


def _doubt(pay: StatedPay, *, minimum: float | None, maximum: float | None) -> str:
    known = [x for x in (minimum, maximum) if x is not None]
    if not known:
        return "no amount"
    if pay.minimum is not None and pay.maximum is not None and pay.minimum > pay.maximum:
        return "its lowest pay is above its highest"
    if minimum and maximum and maximum / minimum > IMPLAUSIBLE_RATIO:
        return "its highest pay is more than five times its lowest"
    if max(known) > IMPLAUSIBLE_ANNUAL_USD:
        return f"more than {IMPLAUSIBLE_ANNUAL_USD:,} dollars a year: is the unit right?"
    hourly = {PayUnit.HOUR: 1, PayUnit.YEAR: 1 / HOURS_PER_YEAR}.get(pay.unit)
    lowest = min(x for x in (pay.minimum, pay.maximum) if x is not None)
    if hourly is not None and lowest * hourly < FEDERAL_MINIMUM_HOURLY_USD and pay.unit is PayUnit.HOUR:
        return "below the federal minimum wage for an hour"
    if pay.unit is PayUnit.YEAR and max(known) < 1_000:
        return "less than 1,000 dollars a year: is the unit right?"
    return ""
