"""Pay among amounts that are no pay; real texts with our labels, where the data is there."""

import pytest

from ingest.enrich.pay_in_text import find_pay
from portal.domain.job_posting import PayUnit, StatedPay
from tests.bench.pay_scores import score_pay


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        (
            "The selected candidate will be offered a salary between $62,868.00 - $72,298.00.",
            62868,
            72298,
            "YEAR",
        ),
        ("New Hire Rate: $78,740, 2 or more yrs. Minimum Incumbent Rate: $90,551.", 78740, 90551, "YEAR"),
        ("GS-5: $32,318 - $42,012 Per Annum GS-4: $28,886 - $37,551 Per Annum", 28886, 42012, "YEAR"),
        ("Salary: GS-13: $84,443 (Step 01) to $109,781 (Step 10)", 84443, 109781, "YEAR"),
        ("Pay: $17.50 - $19.00 an hour plus a $500 sign-on bonus", 17.5, 19, "HOUR"),
        ("Maximum salary: $102.40 Per/Hour", None, 102.4, "HOUR"),
        ("US: $112000 - $161000 (USD) + 15% bonus target", 112000, 161000, "YEAR"),
        ("We pay $60K-$75K", 60000, 75000, "YEAR"),
        ("Earn $850 weekly", 850, 850, "WEEK"),
    ],
)
def test_stated_pay_is_read_exactly(text: str, low: float | None, high: float, unit: str) -> None:
    pay, sentence = find_pay("Aide", f"We are kind.\n{text}\nApply soon.")
    assert pay == StatedPay(minimum=low, maximum=high, unit=PayUnit(unit))
    assert "$" in sentence
    assert sentence in text


@pytest.mark.parametrize(
    "text",
    [
        "A premium-free health insurance plan that saves employees over $10K annually.",
        "Manage an annual budget of $85M and $70M in grant funding.",
        "A processing fee of $68.00 and a $104.50 background check fee.",
        "Projects of at least $300,000 for each of the five years of experience.",
        "An assignment differential of $1,051 in addition to base salary.",
        "We recovered over $120 million for workers and raised pay by $1 billion.",
        "A sign-on bonus of $10,000!",
        "$0.60 per mile",
        "Competitive pay.",
        "Canada: $86000 - $88000 (CAD)",
        "",
    ],
)
def test_other_dollars_are_no_pay(text: str) -> None:
    assert find_pay("Aide", text) == (None, "")


def test_a_title_states_pay_too() -> None:
    pay, sentence = find_pay("Welder (MIG) - 1st Shift - $24/hr", "Budget of $5,000.")
    assert pay == StatedPay(minimum=24, maximum=24, unit=PayUnit.HOUR)
    assert sentence.startswith("Welder")


@pytest.mark.real_data
def test_real_postings_are_read_as_labelled() -> None:
    scores = score_pay()
    assert scores["exact of stated, all"][0] >= 0.98
    assert scores["silent where none is stated, all"][0] >= 0.98
    assert scores["on the year, from fields"][0] >= 0.98
