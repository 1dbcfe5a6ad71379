"""A report from what people did: months, rows, wages, and who is left out."""

from datetime import date

import pytest

from portal.reports.periods import BadMonths, Period, Quick, Trouble, parse_period, period_of
from portal.reports.report import Figure, Measure, PersonFigures, Report, build_report

TODAY = date(2026, 11, 22)
PERIOD = Period(starts_on=date(2026, 7, 1), ends_on=date(2026, 12, 31))


def report_of(people: list[PersonFigures], *rows: str, left_out: int = 0) -> Report:
    return build_report(
        people,
        row_keys=rows,
        left_out=left_out,
        organisation_name="Lake View",
        period=PERIOD,
        made_on=TODAY,
    )


def placed(row: str, wage: float) -> PersonFigures:
    return PersonFigures(row=row, things={Measure.PLACED: 1}, hourly_wages_usd=(wage,))


@pytest.mark.parametrize(
    ("quick", "code"),
    [
        (Quick.MONTH, "2026-11:2026-11"),
        (Quick.LAST_MONTH, "2026-10:2026-10"),
        (Quick.QUARTER, "2026-10:2026-12"),
        (Quick.LAST_QUARTER, "2026-07:2026-09"),
        (Quick.SCHOOL_YEAR, "2026-07:2027-06"),
        (Quick.LAST_SCHOOL_YEAR, "2025-07:2026-06"),
    ],
)
def test_quick_choices(quick: Quick, code: str) -> None:
    assert period_of(quick, today=TODAY).code() == code


def test_quick_choices_across_the_new_year() -> None:
    day = date(2026, 1, 5)
    assert period_of(Quick.LAST_MONTH, today=day).code() == "2025-12:2025-12"
    assert period_of(Quick.LAST_QUARTER, today=day).code() == "2025-10:2025-12"
    assert period_of(Quick.SCHOOL_YEAR, today=day).code() == "2025-07:2026-06"


def test_own_months() -> None:
    period = parse_period("2024-01", " 2024-02 ", today=TODAY)
    assert (period.starts_on, period.ends_on) == (date(2024, 1, 1), date(2024, 2, 29))
    assert period.has(date(2024, 2, 29))
    assert not period.has(date(2024, 3, 1))
    assert not period.has(None)


@pytest.mark.parametrize(
    ("first", "last", "trouble"),
    [
        ("2024-13", "2024-13", Trouble.NO_MONTH),
        ("2024-05-03", "2024-06", Trouble.NO_MONTH),
        ("٢٠٢٤-01", "2024-02", Trouble.NO_MONTH),
        ("", "", Trouble.NO_MONTH),
        ("0000-01", "2024-01", Trouble.NO_MONTH),
        ("2024-05", "2024-04", Trouble.WRONG_ORDER),
        ("2019-01", "2025-01", Trouble.TOO_LONG),
        ("2027-01", "2027-02", Trouble.NOT_YET),
    ],
)
def test_months_that_make_no_period(first: str, last: str, trouble: Trouble) -> None:
    with pytest.raises(BadMonths) as refused:
        parse_period(first, last, today=TODAY)
    assert refused.value.trouble is trouble


def test_people_and_things_are_rounded_and_hidden_together() -> None:
    people = [PersonFigures(row="a", things={Measure.STEP_DONE: 2}) for _ in range(13)]
    people += [PersonFigures(row="a") for _ in range(20)]
    people += [PersonFigures(row="b", things={Measure.STEP_DONE: 40}) for _ in range(2)]
    people += [PersonFigures(row="b") for _ in range(14)]
    report = report_of(people, "a", "b")
    assert report.whole.figures[Measure.STEP_DONE] == Figure(people=15, things=105)
    assert [row.figures[Measure.SERVED].people for row in report.rows] == [35, 15]
    # two people of b did eighty: hidden, and so is a, or the difference would tell
    assert [row.figures[Measure.STEP_DONE] for row in report.rows] == [Figure(people=None)] * 2


def test_wages_show_the_middle_half_and_never_an_extreme() -> None:
    people = [placed("a", 15 + step) for step in range(20)] + [placed("a", 95.13)]
    people += [PersonFigures(row="a") for _ in range(20)]
    wages = report_of(people, "a").whole.wages
    assert wages is not None
    assert (wages.people, wages.median_hourly_wage_usd) == (20, 25.0)
    assert (wages.lower_hourly_wage_usd, wages.upper_hourly_wage_usd) == (20.0, 30.0)


def test_no_wage_of_fewer_than_ten_people() -> None:
    people = [placed("a", 20) for _ in range(9)]
    people += [PersonFigures(row="a", things={Measure.PLACED: 1}) for _ in range(11)]
    people += [PersonFigures(row="a") for _ in range(20)]
    report = report_of(people, "a")
    assert report.whole.figures[Measure.PLACED].people == 20
    assert report.whole.wages is None


def test_a_credential_counts_within_steps_that_are_done() -> None:
    one = PersonFigures(row="a", things={Measure.CREDENTIAL_EARNED: 1})
    assert not one.did(Measure.CREDENTIAL_EARNED)


def test_who_is_left_out_is_told_unless_they_are_few() -> None:
    people = [PersonFigures(row="a") for _ in range(12)]
    assert report_of(people, "a", left_out=9).left_out is None
    assert report_of(people, "a", left_out=22).left_out == 20
    assert report_of([], "a").is_empty
    assert report_of(people, "a").rows == ()
