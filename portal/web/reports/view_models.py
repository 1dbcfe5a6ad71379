"""What the page of a report and its CSV file show."""

from collections.abc import Iterable, Mapping, Sequence

from portal.domain.csv_cells import Cell
from portal.domain.model import DataModel
from portal.reports.periods import Quick, Trouble
from portal.reports.report import Figure, Measure, Report, ReportRow, WageFigures
from portal.store.report_figures import OTHERS, SEVERAL
from portal.web.formats import day, hourly, number
from portal.web.reports.asked import OWN, Asked
from portal.web.translate import gettext, lazy_gettext, ngettext

MEASURES: Mapping[Measure, object] = {
    Measure.SERVED: lazy_gettext("People served"),
    Measure.PLAN_MADE: lazy_gettext("Made a plan"),
    Measure.STEP_DONE: lazy_gettext("Finished a step"),
    Measure.CREDENTIAL_EARNED: lazy_gettext("Earned a credential"),
    Measure.JOB_SUGGESTED: lazy_gettext("Had a job suggested"),
    Measure.APPLIED: lazy_gettext("Applied for a job"),
    Measure.PLACED: lazy_gettext("Started a job"),
}
"""Every figure is a number of people."""
PERIODS: Mapping[str, object] = {
    Quick.MONTH.value: lazy_gettext("This month"),
    Quick.LAST_MONTH.value: lazy_gettext("Last month"),
    Quick.QUARTER.value: lazy_gettext("This quarter"),
    Quick.LAST_QUARTER.value: lazy_gettext("Last quarter"),
    Quick.SCHOOL_YEAR.value: lazy_gettext("This school year (July to June)"),
    Quick.LAST_SCHOOL_YEAR.value: lazy_gettext("Last school year"),
    OWN: lazy_gettext("My own months"),
}
TROUBLES: Mapping[Trouble, object] = {
    Trouble.NO_MONTH: lazy_gettext("Write each month as year and month, such as 2026-09."),
    Trouble.WRONG_ORDER: lazy_gettext("The last month is before the first one. Change one of them."),
    Trouble.TOO_LONG: lazy_gettext("That is more than six years. Choose fewer months."),
    Trouble.NOT_YET: lazy_gettext("The first month has not come yet. Choose an earlier one."),
}


class Told(DataModel):
    """One figure as it is read. `text` is empty where it is not shown."""

    measure: str
    text: str
    things: str


class Line(DataModel):
    """One row."""

    name: str
    cells: tuple[Told, ...]
    wages: str


class ReportPage(DataModel):
    """The whole page."""

    organisation_name: str
    first_day: str
    last_day: str
    made_on: str
    is_running: bool
    is_empty: bool
    whole: Line
    lines: tuple[Line, ...]
    measures: tuple[str, ...]
    left_out: str
    csv_url: str


def build_report_page(report: Report, asked: Asked) -> ReportPage:
    """The report in words."""
    return ReportPage(
        organisation_name=report.organisation_name,
        first_day=day(report.period.starts_on),
        last_day=day(report.period.ends_on),
        made_on=day(report.made_on),
        is_running=report.period.ends_on >= report.made_on,
        is_empty=report.is_empty,
        whole=_line(report.whole, asked),
        lines=tuple(_line(row, asked) for row in report.rows),
        measures=tuple(str(name) for name in MEASURES.values()),
        left_out="" if report.left_out is None else number(report.left_out),
        csv_url=asked.url("/staff/reports.csv"),
    )


def list_csv_rows(report: Report, asked: Asked) -> Iterable[Sequence[Cell]]:
    """A line for each figure, with what, whose, which months and when it was made. Empty value: not shown."""
    yield (
        "organization", "first_day", "last_day", "made_on", "row", "figure", "unit", "value", "rounded_to", "note",
    )  # fmt: skip
    period = report.period
    for row in (report.whole, *report.rows):
        whose = (
            report.organisation_name,
            period.starts_on,
            period.ends_on,
            report.made_on,
            _name(row, asked),
        )
        for measure, figure in row.figures.items():
            yield (*whose, measure.value, "people", figure.people, 5, _note(figure))
            if figure.things is not None:
                yield (*whose, measure.value, "times", figure.things, 5, "")
        for name, value in _wage_figures(row.wages):
            yield (*whose, name, "USD an hour", value, 0.5, "of people whose wage is known")
    yield (
        report.organisation_name, period.starts_on, period.ends_on, report.made_on, "", "left_out", "people",
        report.left_out, 5, "served, but no yes to being counted" + ("" if report.left_out else "; fewer than ten"),
    )  # fmt: skip


def _note(figure: Figure) -> str:
    return "" if figure.people is not None else "not shown: would tell about fewer than ten people"


def _wage_figures(wages: WageFigures | None) -> Iterable[tuple[str, float]]:
    if wages is not None:
        yield "hourly_wage_lower_quarter", wages.lower_hourly_wage_usd
        yield "hourly_wage_median", wages.median_hourly_wage_usd
        yield "hourly_wage_upper_quarter", wages.upper_hourly_wage_usd


def _line(row: ReportRow, asked: Asked) -> Line:
    return Line(
        name=_name(row, asked),
        cells=tuple(
            Told(
                measure=str(name),
                text="" if row.figures[measure].people is None else number(row.figures[measure].people or 0),
                things=_things(row.figures[measure]),
            )
            for measure, name in MEASURES.items()
        ),
        wages=_wages(row.wages),
    )


def _name(row: ReportRow, asked: Asked) -> str:
    if row.key in asked.names:
        return asked.names[row.key]
    if row.key == SEVERAL:
        return gettext("In more than one of these")
    if row.key == OTHERS:
        return gettext("Everybody else")
    return gettext("The whole organization")


def _things(figure: Figure) -> str:
    """How often, where it is more than the people."""
    if figure.people is None or figure.things is None or figure.things <= figure.people:
        return ""
    return gettext("%(num)s times", num=number(figure.things))


def _wages(wages: WageFigures | None) -> str:
    if wages is None:
        return ""
    return ngettext(
        "Half of them earn %(middle)s an hour or more. The middle half earns %(low)s to %(high)s. "
        "The wage of about %(num)s person is known.",
        "Half of them earn %(middle)s an hour or more. The middle half earns %(low)s to %(high)s. "
        "The wages of about %(num)s people are known.",
        wages.people,
        middle=hourly(wages.median_hourly_wage_usd),
        low=hourly(wages.lower_hourly_wage_usd),
        high=hourly(wages.upper_hourly_wage_usd),
    )
