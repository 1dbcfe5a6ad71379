"""A job's pay as it is stated, on the basis of a year, and beside what others earn there."""

from portal.domain.job_posting import AnnualPay, PayUnit
from portal.domain.model import DataModel
from portal.labor.pay_comparison import PayPosition, compare_pay
from portal.labor.wage_ladder import WageLadder
from portal.web.formats import hourly, money, money_range, month
from portal.web.translate import gettext, lazy_gettext
from portal.web.wages import amount, bare_amount, place_name

FAR_BELOW_FACTOR = 0.7
FAR_ABOVE_FACTOR = 1.5
"""A pay so far outside the local range is more often a misprint or another unit than a fact."""

UNITS = {
    PayUnit.HOUR: lazy_gettext("an hour"),
    PayUnit.DAY: lazy_gettext("a day"),
    PayUnit.WEEK: lazy_gettext("a week"),
    PayUnit.MONTH: lazy_gettext("a month"),
    PayUnit.YEAR: lazy_gettext("a year"),
}
POSITIONS = {
    PayPosition.FAR_BELOW: lazy_gettext("This is far below what others earn here. Ask whether it is right."),
    PayPosition.BELOW: lazy_gettext("This is less than nine in ten people in this work earn here."),
    PayPosition.WITHIN: lazy_gettext("This is within what most people in this work earn here."),
    PayPosition.ABOVE: lazy_gettext("This is more than nine in ten people in this work earn here."),
    PayPosition.FAR_ABOVE: lazy_gettext("This is far above what others earn here. Ask whether it is right."),
    PayPosition.UNKNOWN: "",
}


class LocalRange(DataModel):
    """What others in this work earn there."""

    low: str
    high: str
    median: str
    where: str
    when: str
    source: str
    verdict: str
    reasons: tuple[str, ...] = ()


def stated_pay(minimum: float | None, maximum: float | None, unit: str) -> str:
    """Pay in the posting's own unit: `$17.00–$19.50 an hour`; empty where none is stated."""
    known = [x for x in (minimum, maximum) if x is not None]
    if not known or unit not in {each.value for each in PayUnit}:
        return ""
    is_hourly = PayUnit(unit) is PayUnit.HOUR
    figures = [hourly(x) if is_hourly else money(x) for x in known]
    span = figures[0] if len(set(figures)) == 1 else "–".join(figures)
    if minimum is None:
        span = gettext("up to %(pay)s", pay=span)
    elif maximum is None:
        span = gettext("from %(pay)s", pay=span)
    return f"{span} {UNITS[PayUnit(unit)]}"


def yearly_pay(
    minimum: float | None, maximum: float | None, *, unit: str, hours_per_week: float | None = None
) -> str:
    """The same on the basis of a year, with the hours it rests on where the posting states them.

    Empty where it is stated so, or where we do not know.
    """
    span = money_range(minimum, maximum)
    if not span or unit == PayUnit.YEAR.value:
        return ""
    if unit == PayUnit.HOUR.value and hours_per_week is not None:
        return gettext(
            "about %(pay)s a year at %(hours)s hours a week", pay=span, hours=f"{hours_per_week:g}"
        )
    return gettext("about %(pay)s a year", pay=span)


def build_local_range(pay: AnnualPay | None, ladder: WageLadder | None) -> LocalRange | None:
    """The 10th to 90th percentile of the occupation there; None where BLS prints neither."""
    if ladder is None:
        return None
    compared = compare_pay(pay, ladder, far_below_factor=FAR_BELOW_FACTOR, far_above_factor=FAR_ABOVE_FACTOR)
    low, high = bare_amount(compared.low.figure, unit="year"), bare_amount(compared.high.figure, unit="year")
    if not low or not high or compared.low.area != compared.high.area:
        return None
    median = ladder.annual_at(50).shown
    return LocalRange(
        low=low,
        high=high,
        median=amount(median),
        where=place_name(compared.low),
        when=month(compared.low.vintage),
        source=compared.low.source,
        verdict=str(POSITIONS[compared.position]),
        reasons=compared.low.missing_nearer,
    )
