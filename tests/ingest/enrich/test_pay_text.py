import pytest

from ingest.enrich.pay_text import parse_pay


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("$17.50 an hour", 17.5, 17.5, "HOUR"),
        ("Pay: $36 - $52/hr plus benefits", 36, 52, "HOUR"),
        ("$95k-$125k", 95_000, 125_000, "YEAR"),
        ("$95-125k", 95_000, 125_000, "YEAR"),
        ("Up to $1,500 a week", None, 1_500, "WEEK"),
        ("$58,000 - $64,000", 58_000, 64_000, "YEAR"),
        ("$18 - $22 DOE", 18, 22, "HOUR"),
        ("$5,000 sign-on bonus! $31.40/hour", 31.4, 31.4, "HOUR"),
        ("$3,200 per month", 3_200, 3_200, "MONTH"),
    ],
)
def test_stated_pay(text: str, low: float | None, high: float, unit: str) -> None:
    pay = parse_pay(text)
    assert pay is not None
    assert (pay.minimum, pay.maximum, pay.unit.value) == (low, high, unit)


@pytest.mark.parametrize(
    "text",
    ["competitive", "DOE", "$0.68 per mile", "$2,000 referral bonus", "$500", "we manage a $4 budget", ""],
)
def test_what_states_no_pay_is_unknown(text: str) -> None:
    assert parse_pay(text) is None
