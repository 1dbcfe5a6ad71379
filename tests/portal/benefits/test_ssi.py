"""The SSI sum against published worked examples, and the laws that it must keep for any amounts."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.benefits.ssi import SsiAmounts, SsiInputs, SsiStepKind, SsiSum, ssi_break_even, ssi_sum

MONEY = st.decimals(min_value=0, max_value=9000, places=2)
SMALL = st.decimals(min_value=0, max_value=800, places=2)


def amounts(federal: str, student: tuple[str, str] | None = None) -> SsiAmounts:
    return SsiAmounts(
        federal_benefit_usd=Decimal(federal),
        general_exclusion_usd=Decimal(20),
        earned_exclusion_usd=Decimal(65),
        student_month_usd=Decimal(student[0]) if student else None,
        student_year_usd=Decimal(student[1]) if student else None,
    )


def work(earned: str, of: SsiAmounts, **inputs: str | bool) -> SsiSum:
    return ssi_sum(Decimal(earned), of, inputs=SsiInputs.model_validate(inputs))


def test_only_other_income() -> None:
    """Understanding SSI (SSA, 2025 edition), SSI Income, example A: $300 of Social Security, $967 federal rate."""
    found = work("0", amounts("967"), unearned_usd="300")
    assert (found.countable_usd, found.payment_usd) == (Decimal("280.00"), Decimal("687.00"))


def test_only_earnings() -> None:
    """Understanding SSI (SSA, 2025 edition), SSI Income, example B: $317 gross wages, $967 federal rate."""
    found = work("317", amounts("967"))
    assert [step.left_usd for step in found.steps] == [Decimal(x) for x in ("297.00", "232.00", "116.00")]
    assert (found.countable_usd, found.payment_usd) == (Decimal("116.00"), Decimal("851.00"))


def test_student_in_summer_and_as_the_year_is_used_up() -> None:
    """POMS SI 00820.510 (TN 98, 10-24): Jim, 2005, $1,410 a month and $5,670 a year at most."""
    of = amounts("579", ("1410", "5670"))
    june = work("1600", of, is_student=True)
    assert [step.left_usd for step in june.steps] == [Decimal(x) for x in ("190", "170", "105", "52.50")]
    assert (june.countable_usd, june.student_excluded_usd) == (Decimal("52.50"), Decimal("1410.00"))
    september = work("800", of, is_student=True, student_used_usd="4230")
    assert (september.countable_usd, september.student_excluded_usd) == (Decimal(0), Decimal(800))
    october = work("800", of, is_student=True, student_used_usd="5030")
    assert [step.left_usd for step in october.steps] == [Decimal(x) for x in ("160", "140", "75", "37.50")]
    assert october.countable_usd == Decimal("37.50")
    november = work("800", of, is_student=True, student_used_usd="5670")
    assert november.student_excluded_usd == Decimal(0)


def test_a_blind_worker_with_other_income() -> None:
    """POMS SI 01210.600 B.2, step 2 (federal rules): $220 wages, $15 of blind work expenses, $135 of RSDI."""
    found = work("220", amounts("994"), unearned_usd="135", blind_work_expenses_usd="15")
    assert found.countable_unearned_usd == Decimal(115)
    assert [step.left_usd for step in found.steps] == [Decimal(x) for x in ("155", "77.50", "62.50")]
    assert found.countable_usd == Decimal("177.50")


def test_an_indiana_example() -> None:
    """Indiana Institute on Disability and Community, The Countable Income Formula (2012): $900, $698 federal rate."""
    found = work("900", amounts("698"))
    assert (found.countable_usd, found.payment_usd) == (Decimal("407.50"), Decimal("290.50"))


def test_a_youth_toolkit_example() -> None:
    """SSI Youth Toolkit, (2019), module 4: Martin, $885, $771 federal rate; 1619(b): Raj, $1,685, no payment."""
    martin = work("885", amounts("771"))
    assert (martin.countable_usd, martin.payment_usd) == (Decimal("400.00"), Decimal("371.00"))
    raj = work("1685", amounts("771"))
    assert (raj.countable_usd, raj.payment_usd) == (Decimal("800.00"), Decimal(0))


def test_costs_for_work_come_off_before_the_half_and_those_of_a_blind_person_after_it() -> None:
    """The order of 20 CFR 416.1112(c): $65, impairment-related costs, one half, work costs of a blind person."""
    found = work("1025", amounts("994"), work_expenses_usd="140", blind_work_expenses_usd="100")
    assert [step.kind for step in found.steps] == [
        SsiStepKind.GENERAL,
        SsiStepKind.EARNED,
        SsiStepKind.WORK_EXPENSES,
        SsiStepKind.HALF,
        SsiStepKind.BLIND_WORK_EXPENSES,
    ]
    assert found.countable_usd == Decimal("300.00")


def test_what_earnings_do_not_use_up_never_lowers_other_income() -> None:
    found = work("10", amounts("994"), unearned_usd="500", work_expenses_usd="400")
    assert (found.countable_earned_usd, found.countable_usd) == (Decimal(0), Decimal(480))


def test_without_the_student_figures_nothing_is_taken_off_for_a_student() -> None:
    assert work("317", amounts("967"), is_student=True).countable_usd == Decimal("116.00")


@pytest.mark.parametrize(("federal", "line"), [("994", "2073.00"), ("967", "2019.00"), ("943", "1971.00")])
def test_the_earnings_that_leave_no_payment(federal: str, line: str) -> None:
    """Known as the break-even point: twice the federal rate and $85."""
    assert ssi_break_even(amounts(federal), SsiInputs()) == Decimal(line)


def test_other_income_alone_can_leave_no_payment() -> None:
    inputs = SsiInputs(unearned_usd=Decimal(1014))
    assert ssi_break_even(amounts("994"), inputs) == 0


INPUTS = st.builds(
    SsiInputs,
    unearned_usd=SMALL,
    is_student=st.booleans(),
    student_used_usd=MONEY,
    work_expenses_usd=SMALL,
    blind_work_expenses_usd=SMALL,
)
OF = amounts("994", ("2410", "9730"))


@given(MONEY, SMALL, INPUTS)
def test_more_earnings_never_count_less_and_never_leave_a_person_poorer(
    earned: Decimal, more: Decimal, inputs: SsiInputs
) -> None:
    before, after = ssi_sum(earned, OF, inputs=inputs), ssi_sum(earned + more, OF, inputs=inputs)
    assert after.countable_usd >= before.countable_usd
    assert after.payment_usd <= before.payment_usd
    cent = Decimal("0.01")  # of rounding
    assert earned + more + after.payment_usd >= earned + before.payment_usd - cent


@given(MONEY, INPUTS)
def test_countable_earnings_are_at_most_half_and_nothing_is_below_zero(
    earned: Decimal, inputs: SsiInputs
) -> None:
    found = ssi_sum(earned, OF, inputs=inputs)
    assert 0 <= found.countable_earned_usd <= earned / 2 + Decimal("0.005")
    assert 0 <= found.payment_usd <= OF.federal_benefit_usd
    assert all(step.left_usd >= 0 and step.taken_usd >= 0 for step in found.steps)
    taken = sum((step.taken_usd for step in found.steps), Decimal(0))
    assert abs(earned - taken - found.countable_earned_usd) <= Decimal("0.02")


@given(INPUTS)
def test_the_break_even_point_is_where_the_payment_ends(inputs: SsiInputs) -> None:
    line = ssi_break_even(OF, inputs)
    assert ssi_sum(line, OF, inputs=inputs).payment_usd == 0
    if line:
        assert ssi_sum(line - Decimal("0.02"), OF, inputs=inputs).payment_usd == Decimal("0.01")
