"""The earnings of a posting, as it states its pay and hours, and its link to the page of lines."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from portal.benefits.earnings import HOURS_OF_A_WEEK, HoursRange, MonthlyEarnings, PayRange, monthly_earnings
from portal.benefits.standing import BenefitChoices
from portal.benefits.threshold import Thresholds
from portal.domain.job_posting import PayUnit
from portal.domain.posting_text import Signal, SignalKind, TextReading
from portal.store.tables import JobPostingRow
from portal.web.benefits.view import BenefitsView, build_benefits_view


def build_posting_benefits(
    row: JobPostingRow, thresholds: Thresholds, *, on: date, jurisdiction: str, choices: BenefitChoices
) -> BenefitsView:
    """Where a posting's pay stands, for a page that includes `macros/benefits.html`."""
    return build_benefits_view(
        posting_earnings(row),
        thresholds,
        on=on,
        jurisdiction=jurisdiction,
        choices=choices,
        page_url=benefits_url(row),
    )


def posting_earnings(row: JobPostingRow) -> MonthlyEarnings:
    """Gross earnings a month. Hours of the posting's own sentence count first, as in matching."""
    pay = _pay(row)
    is_foreign = pay is not None and row.pay_currency not in ("", "USD")
    return monthly_earnings(pay, _hours(row), is_doubted=bool(row.pay_flag) or is_foreign)


def benefits_url(row: JobPostingRow) -> str:
    """The page of lines with the pay and hours of this posting filled in; no benefit is chosen for anybody."""
    pay, hours = _pay(row), _hours(row)
    if pay is None or pay.unit is PayUnit.DAY or row.pay_flag or row.pay_currency not in ("", "USD"):
        return "/benefits"
    fields = {
        "pay": pay.low_usd,
        "pay_to": pay.high_usd if pay.high_usd != pay.low_usd else None,
        "hours": hours.low if hours else None,
        "hours_to": hours.high if hours and hours.high != hours.low else None,
    }
    query = {name: f"{value:f}" for name, value in fields.items() if value is not None}
    return f"/benefits?{urlencode({**query, 'unit': pay.unit.value.lower()})}"


def _pay(row: JobPostingRow) -> PayRange | None:
    if row.pay_unit not in {each.value for each in PayUnit}:
        return None
    low, high = _decimal(row.pay_minimum), _decimal(row.pay_maximum)
    if low is None and high is None:
        return None
    if low is not None and high is not None and low > high:
        low, high = high, low
    return PayRange(low_usd=low, high_usd=high, unit=PayUnit(row.pay_unit))


def _hours(row: JobPostingRow) -> HoursRange | None:
    signal = _hours_said(TextReading.model_validate(row.text_reading).signals)
    low = signal.low if signal else row.hours_per_week
    high = signal.high if signal else row.hours_per_week
    ends = [None if each is None or not 0 < each <= HOURS_OF_A_WEEK else each for each in (low, high)]
    if ends == [None, None]:
        return None
    first, last = _decimal(ends[0]), _decimal(ends[1])
    if first is not None and last is not None and first > last:
        first, last = last, first
    return HoursRange(low=first, high=last)


def _hours_said(signals: Iterable[Signal]) -> Signal | None:
    return next((each for each in signals if each.kind is SignalKind.HOURS and not each.is_denied), None)


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))
