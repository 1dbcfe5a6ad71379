"""A report of an organisation: from what each person did to figures that name nobody."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from statistics import median, quantiles

from portal.domain.model import DataModel
from portal.reports.periods import Period
from portal.reports.suppression import (
    THRESHOLD,
    CountColumn,
    CountTable,
    Shown,
    round_count,
    suppress_small,
)

_WAGE_STEP_USD = 0.5


class Measure(StrEnum):
    """What is counted. Every figure is a number of people; some have a number of things beside it."""

    SERVED = "served"
    PLAN_MADE = "plan_made"
    STEP_DONE = "step_done"
    CREDENTIAL_EARNED = "credential_earned"
    JOB_SUGGESTED = "job_suggested"
    APPLIED = "applied"
    PLACED = "placed"


WITHIN: Mapping[Measure, Measure] = {
    Measure.PLAN_MADE: Measure.SERVED,
    Measure.STEP_DONE: Measure.SERVED,
    Measure.CREDENTIAL_EARNED: Measure.STEP_DONE,
    Measure.JOB_SUGGESTED: Measure.SERVED,
    Measure.APPLIED: Measure.SERVED,
    Measure.PLACED: Measure.SERVED,
}
"""Whom the people of a measure are some of."""


class PersonFigures(DataModel):
    """What one person did within the period. No name and no id. `things`: how often; absent means not at all.

    Units: `hourly_wages_usd` at placement, one for each placement whose wage is known.
    """

    row: str
    things: Mapping[Measure, int] = {}
    hourly_wages_usd: tuple[float, ...] = ()

    def did(self, measure: Measure) -> bool:
        """Whether the person counts. Whoever is in a report was served; what is within something takes that along."""
        if measure is Measure.SERVED:
            return True
        return self.things.get(measure, 0) > 0 and self.did(WITHIN[measure])


class Figure(DataModel):
    """One cell: people, and things where several can come from one person. None: not shown. Rounded to five."""

    people: int | None
    things: int | None = None


class WageFigures(DataModel):
    """Hourly wages at placement: the median and the middle half, to the nearest half dollar; the number of people.

    The lowest and the highest wage are each one person's own, and are never shown.
    """

    people: int
    median_hourly_wage_usd: float
    lower_hourly_wage_usd: float
    upper_hourly_wage_usd: float


class ReportRow(DataModel):
    """One row of the report. `key` is the group's or account's id, or a word of ours; empty is the whole."""

    key: str
    figures: Mapping[Measure, Figure]
    wages: WageFigures | None


class Report(DataModel):
    """What is shown. `left_out`: people who were served and did not agree to be counted; None: not shown."""

    organisation_name: str
    period: Period
    made_on: date
    whole: ReportRow
    rows: tuple[ReportRow, ...]
    left_out: int | None

    @property
    def is_empty(self) -> bool:
        """Whether not even the number of people served can be shown."""
        return self.whole.figures[Measure.SERVED].people is None


def build_report(
    people: Sequence[PersonFigures],
    *,
    row_keys: Sequence[str],
    left_out: int,
    organisation_name: str,
    period: Period,
    made_on: date,
) -> Report:
    """The report over people who agreed to be counted, each in one of the rows named."""
    table = CountTable(
        columns=tuple(
            CountColumn(
                name=measure.value,
                within=WITHIN[measure].value if measure in WITHIN else None,
                people=tuple(sum(one.did(measure) for one in people if one.row == key) for key in row_keys),
            )
            for measure in Measure
        )
    )
    shown = suppress_small(table)
    rows = tuple(
        _row(key, [one for one in people if one.row == key], shown, place=place)
        for place, key in enumerate(row_keys)
    )
    return Report(
        organisation_name=organisation_name,
        period=period,
        made_on=made_on,
        whole=_row("", people, shown, place=None),
        rows=rows if len(rows) > 1 else (),
        left_out=round_count(left_out) if left_out >= THRESHOLD else None,
    )


def _row(
    key: str, people: Sequence[PersonFigures], shown: Mapping[str, Shown], *, place: int | None
) -> ReportRow:
    figures: dict[Measure, Figure] = {}
    for measure in Measure:
        column = shown[measure.value]
        count = column.total if place is None else column.rows[place]
        things = sum(one.things.get(measure, 0) for one in people if one.did(measure))
        figures[measure] = Figure(
            people=None if count is None else round_count(count),
            things=None if count is None or not things else round_count(things),
        )
    is_placed_shown = figures[Measure.PLACED].people is not None
    return ReportRow(key=key, figures=figures, wages=_wages(people) if is_placed_shown else None)


def _wages(people: Sequence[PersonFigures]) -> WageFigures | None:
    """Each person counts once, with the mean of their placements; None of fewer than ten people.

    That a wage is not known says nothing about a person, so how many are unknown is no figure to protect.
    """
    paid = [one.hourly_wages_usd for one in people if one.did(Measure.PLACED) and one.hourly_wages_usd]
    if len(paid) < THRESHOLD:
        return None
    each = [sum(wages) / len(wages) for wages in paid]
    lower, _, upper = quantiles(each, n=4, method="inclusive")
    return WageFigures(
        people=round_count(len(each)),
        median_hourly_wage_usd=half_dollar(median(each)),
        lower_hourly_wage_usd=half_dollar(lower),
        upper_hourly_wage_usd=half_dollar(upper),
    )


def half_dollar(amount: float) -> float:
    """The nearest half dollar: pay in a report, and wherever else the pay of several people is told."""
    return round(amount / _WAGE_STEP_USD) * _WAGE_STEP_USD
