"""How much of earnings SSI counts, step by step, and what federal payment is left.

One person alone, federal payment only: no state supplement, no spouse or parent, no help in kind, no PASS. The order of
the steps is that of 20 CFR 416.1124(c) (other income) and 416.1112(c) (earnings).
"""

from decimal import Decimal
from enum import StrEnum

from pydantic import Field

from portal.benefits.earnings import cents
from portal.domain.model import DataModel

ZERO = Decimal(0)


class SsiAmounts(DataModel):
    """The figures of one day. Units: US dollars a month (`student_year_usd`: a year)."""

    federal_benefit_usd: Decimal
    general_exclusion_usd: Decimal
    earned_exclusion_usd: Decimal
    student_month_usd: Decimal | None = None
    student_year_usd: Decimal | None = None


class SsiInputs(DataModel):
    """What a person or counselor put in beside the pay. Units: US dollars a month.

    `student_used_usd`: how much of the year's student exclusion earlier months have used. Expenses are those that
    Social Security takes off: paid because of the disability so as to work, or any cost of work of a blind person.
    """

    unearned_usd: Decimal = Field(default=ZERO, ge=0, le=1_000_000, allow_inf_nan=False)
    is_student: bool = False
    student_used_usd: Decimal = Field(default=ZERO, ge=0, le=1_000_000, allow_inf_nan=False)
    work_expenses_usd: Decimal = Field(default=ZERO, ge=0, le=1_000_000, allow_inf_nan=False)
    blind_work_expenses_usd: Decimal = Field(default=ZERO, ge=0, le=1_000_000, allow_inf_nan=False)


class SsiStepKind(StrEnum):
    """What was taken off."""

    STUDENT = "student"
    GENERAL = "general"
    EARNED = "earned"
    WORK_EXPENSES = "work_expenses"
    HALF = "half"
    BLIND_WORK_EXPENSES = "blind_work_expenses"


class SsiStep(DataModel):
    """One step over earnings: `taken_usd` off, `left_usd` left."""

    kind: SsiStepKind
    taken_usd: Decimal
    left_usd: Decimal


class SsiSum(DataModel):
    """The whole sum of one month. Units: US dollars, to the cent (half a cent up)."""

    earned_usd: Decimal
    unearned_usd: Decimal
    countable_unearned_usd: Decimal
    steps: tuple[SsiStep, ...]
    countable_earned_usd: Decimal
    countable_usd: Decimal
    payment_usd: Decimal
    student_excluded_usd: Decimal


def ssi_sum(earned_usd: Decimal, amounts: SsiAmounts, *, inputs: SsiInputs) -> SsiSum:
    """Countable income and the federal payment of a month with these gross earnings.

    The general exclusion goes to other income first, and what is left of it to earnings. Nothing falls below zero, and
    what earnings do not use up never lowers other income.
    """
    countable_unearned = max(ZERO, inputs.unearned_usd - amounts.general_exclusion_usd)
    left = earned_usd
    steps: list[SsiStep] = []
    for kind, most in (
        (SsiStepKind.STUDENT, _student_room(amounts, inputs)),
        (SsiStepKind.GENERAL, _rest_of_general(amounts, inputs)),
        (SsiStepKind.EARNED, amounts.earned_exclusion_usd),
        (SsiStepKind.WORK_EXPENSES, inputs.work_expenses_usd),
        (SsiStepKind.HALF, None),
        (SsiStepKind.BLIND_WORK_EXPENSES, inputs.blind_work_expenses_usd),
    ):
        taken = left / 2 if most is None else min(left, most)
        left -= taken
        if taken:
            steps.append(SsiStep(kind=kind, taken_usd=cents(taken), left_usd=cents(left)))
    countable = countable_unearned + left
    return SsiSum(
        earned_usd=earned_usd,
        unearned_usd=inputs.unearned_usd,
        countable_unearned_usd=countable_unearned,
        steps=tuple(steps),
        countable_earned_usd=cents(left),
        countable_usd=cents(countable),
        payment_usd=max(ZERO, cents(amounts.federal_benefit_usd - countable)),
        student_excluded_usd=cents(min(earned_usd, _student_room(amounts, inputs))),
    )


def ssi_break_even(amounts: SsiAmounts, inputs: SsiInputs) -> Decimal:
    """Gross earnings of a month at which the federal payment comes down to nothing; 0 where other income does it."""
    room = amounts.federal_benefit_usd - max(ZERO, inputs.unearned_usd - amounts.general_exclusion_usd)
    if room <= 0:
        return ZERO
    before_half = (
        _student_room(amounts, inputs)
        + _rest_of_general(amounts, inputs)
        + amounts.earned_exclusion_usd
        + inputs.work_expenses_usd
    )
    return cents(before_half + 2 * (room + inputs.blind_work_expenses_usd))


def _student_room(amounts: SsiAmounts, inputs: SsiInputs) -> Decimal:
    """What the student exclusion can still take this month."""
    if not inputs.is_student or amounts.student_month_usd is None or amounts.student_year_usd is None:
        return ZERO
    return min(amounts.student_month_usd, max(ZERO, amounts.student_year_usd - inputs.student_used_usd))


def _rest_of_general(amounts: SsiAmounts, inputs: SsiInputs) -> Decimal:
    return max(ZERO, amounts.general_exclusion_usd - inputs.unearned_usd)
