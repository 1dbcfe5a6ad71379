"""Hours and pay become a range of gross earnings a month; what is missing is named, never made up."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from portal.benefits.earnings import HoursRange, Missing, MonthlyEarnings, PayRange, monthly_earnings
from portal.domain.job_posting import PayUnit

MONEY = st.decimals(min_value="0.01", max_value="500", places=2)
HOURS = st.decimals(min_value="0.5", max_value="80", places=1)


def pay(low: str | None, high: str | None, unit: PayUnit = PayUnit.HOUR) -> PayRange:
    return PayRange(
        low_usd=None if low is None else Decimal(low),
        high_usd=None if high is None else Decimal(high),
        unit=unit,
    )


def hours(low: str | None, high: str | None) -> HoursRange:
    return HoursRange(low=None if low is None else Decimal(low), high=None if high is None else Decimal(high))


def test_hourly_pay_counts_52_weeks_over_12_months() -> None:
    found = monthly_earnings(pay("15", "18"), hours("20", "20"))
    assert (found.low_usd, found.high_usd) == (Decimal("1300.00"), Decimal("1560.00"))
    assert (found.yearly_low_usd, found.yearly_high_usd) == (Decimal("15600.00"), Decimal("18720.00"))
    assert found.missing == ()


def test_a_month_with_five_paydays_holds_five_weeks_of_pay() -> None:
    found = monthly_earnings(pay("15", "18"), hours("20", "20"))
    assert (found.long_month_low_usd, found.long_month_high_usd) == (Decimal("1500.00"), Decimal("1800.00"))


def test_a_range_of_hours_widens_the_range_of_earnings() -> None:
    found = monthly_earnings(pay("15", "18"), hours("15", "30"))
    assert (found.low_usd, found.high_usd) == (Decimal("975.00"), Decimal("2340.00"))


@pytest.mark.parametrize(
    ("unit", "amount", "month"),
    [
        (PayUnit.YEAR, "20280", "1690.00"),
        (PayUnit.YEAR, "35000", "2916.67"),
        (PayUnit.MONTH, "1690", "1690.00"),
        (PayUnit.WEEK, "390", "1690.00"),
    ],
)
def test_a_salary_needs_no_hours(unit: PayUnit, amount: str, month: str) -> None:
    for worked in (None, hours("10", "60")):
        found = monthly_earnings(pay(amount, amount, unit), worked)
        assert (found.low_usd, found.high_usd, found.missing) == (Decimal(month), Decimal(month), ())


def test_half_a_cent_goes_up() -> None:
    assert monthly_earnings(pay("0.06", "0.06", PayUnit.YEAR)).low_usd == Decimal("0.01")


@pytest.mark.parametrize(
    ("stated", "worked", "missing"),
    [
        (None, hours("20", "20"), (Missing.PAY,)),
        (pay(None, None), hours("20", "20"), (Missing.PAY,)),
        (pay("15", "18"), None, (Missing.HOURS,)),
        (pay("15", "18"), hours(None, None), (Missing.HOURS,)),
        (pay("120", "150", PayUnit.DAY), hours("20", "20"), (Missing.DAYS,)),
        (pay("15", None), None, (Missing.MOST_PAY, Missing.HOURS)),
    ],
)
def test_what_is_not_stated_is_named_and_no_figure_is_made_up(
    stated: PayRange | None, worked: HoursRange | None, missing: tuple[Missing, ...]
) -> None:
    found = monthly_earnings(stated, worked)
    assert not found.is_known
    assert found.missing == missing
    assert found.yearly_high_usd is None
    assert found.long_month_high_usd is None


def test_pay_that_is_doubted_gives_nothing() -> None:
    found = monthly_earnings(pay("15", "18"), hours("20", "20"), is_doubted=True)
    assert found == MonthlyEarnings(missing=(Missing.DOUBTED,))


@pytest.mark.parametrize(
    ("stated", "worked", "low", "high", "missing"),
    [
        (pay("15", None), hours("20", "20"), "1300.00", None, Missing.MOST_PAY),
        (pay(None, "18"), hours("20", "20"), None, "1560.00", Missing.LEAST_PAY),
        (pay("15", "18"), hours(None, "20"), None, "1560.00", Missing.LEAST_HOURS),
        (pay("15", "18"), hours("20", None), "1300.00", None, Missing.MOST_HOURS),
    ],
)
def test_an_open_end_stays_open(
    stated: PayRange, worked: HoursRange, low: str | None, high: str | None, missing: Missing
) -> None:
    found = monthly_earnings(stated, worked)
    assert (found.low_usd, found.high_usd) == (low and Decimal(low), high and Decimal(high))
    assert found.missing == (missing,)


@pytest.mark.parametrize(
    "make",
    [
        lambda: pay("18", "15"),
        lambda: pay("-1", "15"),
        lambda: pay("NaN", "15"),
        lambda: hours("30", "20"),
        lambda: hours("20", "169"),
    ],
)
def test_ranges_that_cannot_be_are_refused(make: object) -> None:
    assert callable(make)
    with pytest.raises(ValidationError):
        make()


@given(st.tuples(MONEY, MONEY), st.tuples(HOURS, HOURS), MONEY)
def test_more_pay_is_never_less_a_month(
    rates: tuple[Decimal, Decimal], worked: tuple[Decimal, Decimal], more: Decimal
) -> None:
    low, high = sorted(rates)
    week = HoursRange(low=min(worked), high=max(worked))
    before = monthly_earnings(PayRange(low_usd=low, high_usd=high, unit=PayUnit.HOUR), week)
    after = monthly_earnings(PayRange(low_usd=low + more, high_usd=high + more, unit=PayUnit.HOUR), week)
    assert before.low_usd is not None
    assert before.high_usd is not None
    assert after.low_usd is not None
    assert after.high_usd is not None
    assert before.low_usd <= before.high_usd
    assert after.low_usd >= before.low_usd
    assert after.high_usd >= before.high_usd


@given(MONEY, HOURS)
def test_hourly_and_the_same_pay_by_the_year_agree_to_the_cent(rate: Decimal, worked: Decimal) -> None:
    week = HoursRange(low=worked, high=worked)
    by_hour = monthly_earnings(PayRange(low_usd=rate, high_usd=rate, unit=PayUnit.HOUR), week)
    year = rate * worked * 52
    by_year = monthly_earnings(PayRange(low_usd=year, high_usd=year, unit=PayUnit.YEAR))
    assert by_hour.low_usd == by_year.low_usd
    assert by_hour.yearly_high_usd == by_year.yearly_high_usd
