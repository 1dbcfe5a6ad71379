"""The calculator as it stands in the address: pay, hours, a state, what to look at, and what makes the sum closer."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from portal.benefits.earnings import HOURS_OF_A_WEEK, HoursRange, MonthlyEarnings, PayRange, monthly_earnings
from portal.benefits.lines import Benefit
from portal.benefits.ssi import SsiInputs
from portal.benefits.standing import BenefitChoices
from portal.domain.job_posting import PayUnit
from portal.domain.model import DataModel
from portal.domain.states import STATE_NAMES
from portal.web.benefits.words import BENEFITS, UNITS
from portal.web.formats import printable
from portal.web.translate import gettext

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

AMOUNT = re.compile(r"\d{1,7}(\.\d{1,2})?", re.ASCII)
PAY = ("pay", "pay_to")
HOURS = ("hours", "hours_to")
CLOSER = ("other", "costs", "blind_costs", "used")
"""Other income, costs of work because of a disability, costs of work of a blind person, student exclusion used."""
LONGEST = 16
MOST_USD = 1_000_000


class BenefitsForm(DataModel):
    """What was sent, as typed, with what is wrong by field. Without errors `earnings` and `choices` are the answer."""

    typed: Mapping[str, str]
    errors: Mapping[str, str]
    unit: PayUnit
    state: str
    is_sent: bool
    has_closer: bool
    earnings: MonthlyEarnings
    choices: BenefitChoices


def benefit_options(choices: BenefitChoices) -> tuple[tuple[str, str, bool], ...]:
    """The boxes `show` of a form: value, name, whether it is chosen (`benefit_boxes` in `macros/benefits.html`)."""
    return tuple((key.value, str(name), key in choices.benefits) for key, name in BENEFITS.items())


def parse_benefits_form(args: "MultiDict[str, str]", *, home_state: str) -> BenefitsForm:
    """The form of an address. Nothing sent is an empty form, not an error."""
    names = (*PAY, *HOURS, *CLOSER)
    typed = {name: printable(args.get(name, ""))[:LONGEST].strip() for name in names}
    errors: dict[str, str] = {}
    numbers = {name: _amount(name, args.get(name, ""), errors=errors) for name in names}
    for ends in (PAY, HOURS):
        _check_order(numbers, ends, errors=errors)
    for name in HOURS:
        hours = numbers[name]
        if hours is not None and hours > HOURS_OF_A_WEEK:
            errors[name] = gettext("A week has 168 hours. Give fewer.")
    unit = _unit(args.get("unit", ""))
    state = args.get("state", "").upper()
    is_sent = any(typed.values())
    earnings = MonthlyEarnings()
    if is_sent and not errors:
        earnings = monthly_earnings(_pay(numbers, unit), _hours(numbers))
    return BenefitsForm(
        typed=typed,
        errors=errors,
        unit=unit,
        state=state if state in STATE_NAMES else home_state,
        is_sent=is_sent,
        has_closer=any(typed[name] for name in CLOSER) or bool(args.get("student")),
        earnings=earnings,
        choices=BenefitChoices(
            benefits=frozenset(each for each in Benefit if each.value in args.getlist("show")),
            show_blind_line=bool(args.get("blind")),
            inputs=SsiInputs()
            if errors
            else SsiInputs(
                unearned_usd=numbers["other"] or Decimal(0),
                is_student=bool(args.get("student")),
                student_used_usd=numbers["used"] or Decimal(0),
                work_expenses_usd=numbers["costs"] or Decimal(0),
                blind_work_expenses_usd=numbers["blind_costs"] or Decimal(0),
            ),
        ),
    )


def _amount(name: str, text: str, *, errors: dict[str, str]) -> Decimal | None:
    plain = text.strip().removeprefix("$").replace(",", "").strip()
    if not plain:
        return None
    if not AMOUNT.fullmatch(plain) or Decimal(plain) > MOST_USD:
        errors[name] = gettext("Give a plain number, like 16.50.")
        return None
    return Decimal(plain)


def _check_order(
    numbers: Mapping[str, Decimal | None], names: tuple[str, str], *, errors: dict[str, str]
) -> None:
    first, last = (numbers[name] for name in names)
    if first is not None and last is not None and first > last:
        errors[names[1]] = gettext("The second number must not be less than the first.")


def _unit(text: str) -> PayUnit:
    return next((unit for unit in UNITS if unit.value == text.upper()), PayUnit.HOUR)


def _pay(numbers: Mapping[str, Decimal | None], unit: PayUnit) -> PayRange | None:
    low, high = _ends(numbers, PAY)
    return None if low is None and high is None else PayRange(low_usd=low, high_usd=high, unit=unit)


def _hours(numbers: Mapping[str, Decimal | None]) -> HoursRange | None:
    low, high = _ends(numbers, HOURS)
    return None if low is None and high is None else HoursRange(low=low, high=high)


def _ends(
    numbers: Mapping[str, Decimal | None], names: tuple[str, str]
) -> tuple[Decimal | None, Decimal | None]:
    """One number alone is both ends; the second alone is only the most."""
    low, high = numbers[names[0]], numbers[names[1]]
    return (low, low if high is None else high)
