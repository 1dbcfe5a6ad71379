"""Where earnings stand against each line: boundaries, open ends, missing and older figures; more never stands lower."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.benefits.earnings import HoursRange, Missing, MonthlyEarnings, PayRange, monthly_earnings
from portal.benefits.lines import Benefit, LineKey
from portal.benefits.ssi import SsiInputs
from portal.benefits.standing import BenefitChoices, Standing, State, stand, state_of
from portal.benefits.threshold import Thresholds
from portal.benefits.thresholds import read_thresholds
from portal.domain.job_posting import PayUnit

CONFIG = Path(__file__).resolve().parents[3] / "config"
IN_2026 = date(2026, 6, 20)
ALL = BenefitChoices(benefits=frozenset(Benefit), show_blind_line=True)
ORDER = [State.BELOW, State.WITHIN, State.ABOVE]


@pytest.fixture(scope="module")
def thresholds() -> Thresholds:
    return read_thresholds(CONFIG)


def monthly(low: str | None, high: str | None) -> MonthlyEarnings:
    return monthly_earnings(
        PayRange(
            low_usd=None if low is None else Decimal(low),
            high_usd=None if high is None else Decimal(high),
            unit=PayUnit.MONTH,
        )
    )


def by_line(
    earnings: MonthlyEarnings,
    thresholds: Thresholds,
    *,
    on: date = IN_2026,
    jurisdiction: str = "IN",
    choices: BenefitChoices = ALL,
) -> dict[LineKey, Standing]:
    found = stand(earnings, thresholds, on=on, jurisdiction=jurisdiction, choices=choices)
    return {each.line: each for each in found}


@pytest.mark.parametrize(
    ("low", "high", "state"),
    [
        ("1689.99", "1690", State.BELOW),
        ("1690", "1690", State.BELOW),
        ("1690", "1690.01", State.WITHIN),
        ("1690.01", "1690.01", State.ABOVE),
        ("1000", "3000", State.WITHIN),
        (None, "1690", State.BELOW),
        (None, "1690.01", State.UNKNOWN),
        ("1690.01", None, State.ABOVE),
        ("1690", None, State.UNKNOWN),
        (None, None, State.UNKNOWN),
    ],
)
def test_more_than_the_line_means_more_than_the_line(
    thresholds: Thresholds, low: str | None, high: str | None, state: State
) -> None:
    assert by_line(monthly(low, high), thresholds)[LineKey.SGA].state is state


def test_nothing_is_shown_that_nobody_chose(thresholds: Thresholds) -> None:
    assert by_line(monthly("1500", "1500"), thresholds, choices=BenefitChoices()) == {}
    ssdi = by_line(
        monthly("1500", "1500"), thresholds, choices=BenefitChoices(benefits=frozenset({Benefit.SSDI}))
    )
    assert set(ssdi) == {LineKey.TRIAL_WORK_MONTH, LineKey.SGA}, "the line for blind people is a choice"


def test_costs_of_work_come_off_for_substantial_work_and_not_for_a_trial_month(
    thresholds: Thresholds,
) -> None:
    choices = BenefitChoices(
        benefits=frozenset({Benefit.SSDI}), inputs=SsiInputs(work_expenses_usd=Decimal(100))
    )
    found = by_line(monthly("1790", "1790"), thresholds, choices=choices)
    assert found[LineKey.SGA].state is State.BELOW
    assert found[LineKey.SGA].counted_high_usd == Decimal("1690.00")
    assert found[LineKey.TRIAL_WORK_MONTH].state is State.ABOVE
    assert found[LineKey.TRIAL_WORK_MONTH].counted_high_usd == Decimal("1790.00")


def test_so_many_hours_are_not_above_and_a_tenth_more_is(thresholds: Thresholds) -> None:
    rate = PayRange(low_usd=Decimal("16.50"), high_usd=Decimal("16.50"), unit=PayUnit.HOUR)
    line = by_line(monthly_earnings(rate, None), thresholds)[LineKey.SGA]
    assert line.state is State.UNKNOWN
    assert line.missing == (Missing.HOURS,)
    hours = line.hours_at_line_low
    assert hours == line.hours_at_line_high == Decimal("23.6")
    for worked, state in ((hours, State.BELOW), (hours + Decimal("0.1"), State.ABOVE)):
        earnings = monthly_earnings(rate, HoursRange(low=worked, high=worked))
        assert by_line(earnings, thresholds)[LineKey.SGA].state is state


def test_a_month_with_five_paydays_can_go_over_a_line_that_the_average_keeps(thresholds: Thresholds) -> None:
    week = HoursRange(low=Decimal(20), high=Decimal(20))
    earnings = monthly_earnings(PayRange(low_usd=Decimal(18), high_usd=Decimal(18), unit=PayUnit.HOUR), week)
    found = by_line(earnings, thresholds)
    assert found[LineKey.SGA].state is State.BELOW
    assert found[LineKey.SGA].is_above_in_long_month, "$1,560 on average, $1,800 in a long month"
    assert not found[LineKey.SGA_BLIND].is_above_in_long_month
    assert not found[LineKey.MEDICAID_BUY_IN].is_above_in_long_month, "a year has no long months"


def test_ssi_says_what_is_left_of_the_payment(thresholds: Thresholds) -> None:
    found = by_line(monthly("985", "1585"), thresholds)[LineKey.SSI_FEDERAL_BENEFIT]
    assert found.line_usd == Decimal("2073.00")
    assert found.state is State.BELOW
    assert found.ssi_low is not None
    assert found.ssi_high is not None
    assert (found.ssi_low.payment_usd, found.ssi_high.payment_usd) == (Decimal("544.00"), Decimal("244.00"))


def test_a_student_sees_the_month_and_the_year(thresholds: Thresholds) -> None:
    choices = BenefitChoices(benefits=frozenset({Benefit.SSI}), inputs=SsiInputs(is_student=True))
    found = by_line(monthly("900", "900"), thresholds, choices=choices)
    assert found[LineKey.STUDENT_EXCLUSION_MONTH].state is State.BELOW
    assert found[LineKey.STUDENT_EXCLUSION_YEAR].state is State.ABOVE, "$10,800 in a whole year"
    payment = found[LineKey.SSI_FEDERAL_BENEFIT]
    assert payment.ssi_high is not None
    assert payment.ssi_high.payment_usd == Decimal("994.00")


def test_a_line_of_another_year_is_said_to_be_older_and_never_one_of_a_later_year(
    thresholds: Thresholds,
) -> None:
    earnings = monthly("1500", "1500")
    later = by_line(earnings, thresholds, on=date(2027, 1, 1))[LineKey.SGA]
    assert later.is_older
    assert later.line_usd == Decimal(1690)
    assert not by_line(earnings, thresholds, on=date(2026, 12, 31))[LineKey.SGA].is_older
    before = by_line(earnings, thresholds, on=date(2023, 12, 31))[LineKey.SGA]
    assert not before.is_loaded
    assert before.state is State.UNKNOWN
    assert by_line(earnings, thresholds, on=date(2025, 3, 1))[LineKey.SGA].line_usd == Decimal(1620)


def test_the_exclusions_stand_until_they_are_changed(thresholds: Thresholds) -> None:
    found = by_line(monthly("1500", "1500"), thresholds)[LineKey.SSI_FEDERAL_BENEFIT]
    assert not found.is_older


def test_without_one_of_its_figures_ssi_gives_no_sum(thresholds: Thresholds) -> None:
    kept = tuple(each for each in thresholds.records if each.key is not LineKey.SSI_EARNED_EXCLUSION)
    found = by_line(monthly("985", "985"), thresholds.model_copy(update={"records": kept}))
    line = found[LineKey.SSI_FEDERAL_BENEFIT]
    assert (line.state, line.line_usd, line.ssi_low) == (State.UNKNOWN, None, None)


def test_what_is_not_loaded_says_where_to_look(thresholds: Thresholds) -> None:
    found = by_line(monthly("985", "985"), thresholds)[LineKey.MEDICAID_1619B]
    assert found.state is State.UNKNOWN
    assert found.look_up is not None
    assert "02302.200" in found.look_up.evidence.document


def test_each_state_has_its_own_line(thresholds: Thresholds) -> None:
    earnings = monthly("4655", "4655.01")
    assert by_line(earnings, thresholds)[LineKey.MEDICAID_BUY_IN].line_usd == Decimal("55860.00")
    assert by_line(earnings, thresholds)[LineKey.MEDICAID_BUY_IN].state is State.WITHIN
    assert not by_line(earnings, thresholds, jurisdiction="OH")[LineKey.MEDICAID_BUY_IN].is_loaded
    assert not by_line(earnings, thresholds, jurisdiction="US")[LineKey.MEDICAID_BUY_IN].is_loaded


def test_all_income_of_ones_own_counts_for_the_states_medicaid_and_costs_of_work_come_off(
    thresholds: Thresholds,
) -> None:
    inputs = SsiInputs(unearned_usd=Decimal(1000), work_expenses_usd=Decimal(100))
    choices = BenefitChoices(benefits=frozenset({Benefit.MEDICAID}), inputs=inputs)
    at = by_line(monthly("3755", "3755"), thresholds, choices=choices)[LineKey.MEDICAID_BUY_IN]
    assert (at.state, at.counted_high_usd) == (State.BELOW, Decimal("55860.00"))
    over = by_line(monthly("3755.01", "3755.01"), thresholds, choices=choices)[LineKey.MEDICAID_BUY_IN]
    assert over.state is State.ABOVE


MONEY = st.decimals(min_value=0, max_value=9000, places=2)


@given(MONEY, MONEY, MONEY, st.decimals(min_value=0, max_value=500, places=2), st.booleans())
def test_more_pay_never_stands_lower(
    one: Decimal, other: Decimal, more: Decimal, costs: Decimal, is_student: bool
) -> None:
    thresholds = LOADED
    choices = ALL.model_copy(
        update={"inputs": SsiInputs(work_expenses_usd=costs, is_student=is_student, unearned_usd=costs)}
    )
    low, high = min(one, other), max(one, other)
    before = by_line(monthly(str(low), str(high)), thresholds, choices=choices)
    after = by_line(monthly(str(low + more), str(high + more)), thresholds, choices=choices)
    for line, standing in before.items():
        if standing.is_loaded:
            assert ORDER.index(after[line].state) >= ORDER.index(standing.state), line


@given(MONEY, MONEY, MONEY)
def test_the_state_of_a_range_is_that_of_its_ends(one: Decimal, other: Decimal, line: Decimal) -> None:
    low, high = min(one, other), max(one, other)
    ends = {state_of(low, low, line_usd=line), state_of(high, high, line_usd=line)}
    assert state_of(low, high, line_usd=line) is (ends.pop() if len(ends) == 1 else State.WITHIN)


LOADED = read_thresholds(CONFIG)
