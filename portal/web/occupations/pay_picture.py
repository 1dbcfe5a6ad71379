"""The range of pay as a picture and as a table: local area, state and nation, from the 10th to the 90th percentile."""

from collections.abc import Sequence

from portal.domain.model import DataModel
from portal.domain.wage import Area, Figure, FigureStatus, WageEstimate
from portal.labor.missing_words import explain_missing
from portal.web.formats import month, number
from portal.web.language import language_code
from portal.web.translate import gettext
from portal.web.wages import bare_amount

WIDTH, LEFT, ROW_HEIGHT, TOP = 640, 8, 58, 6
PERCENTILES = (10, 25, 50, 75, 90)


class RangeRow(DataModel):
    """One area. Places are pixels from the left; a bar is drawn only between figures that BLS publishes."""

    label: str
    when: str
    cells: tuple[str, ...]
    employment: str
    reasons: tuple[str, ...]
    y: int
    low_x: int | None = None
    quarter_x: int | None = None
    median_x: int | None = None
    three_quarter_x: int | None = None
    high_x: int | None = None
    is_open_ended: bool = False
    """The highest figure is a bound: at least so much."""


class PayPicture(DataModel):
    """All areas on one scale."""

    rows: tuple[RangeRow, ...]
    height: int
    summary: str
    width: int = WIDTH

    @property
    def has_bars(self) -> bool:
        """At least one area has a range."""
        return any(row.median_x is not None for row in self.rows)


def build_pay_picture(
    areas: Sequence[tuple[Area, WageEstimate | None]], *, vintage: str, labels: dict[str, str]
) -> PayPicture:
    """One row an area, nearest first. Units: US dollars a year."""
    known = [
        figure.value
        for _, estimate in areas
        if estimate
        for figure in _figures(estimate)
        if figure.value is not None
    ]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)

    def x(figure: Figure) -> int | None:
        if figure.value is None or high <= low:
            return None
        return LEFT + round((figure.value - low) / (high - low) * (WIDTH - 2 * LEFT))

    rows = []
    for place, (area, estimate) in enumerate(areas):
        figures = _figures(estimate) if estimate else (Figure(status=FigureStatus.NOT_PUBLISHED),) * 5
        p10, p25, p50, p75, p90 = (x(figure) for figure in figures)
        reasons = dict.fromkeys(
            explain_missing(figure, area, unit="year", language=language_code())
            for figure in figures
            if not figure.is_known
        )
        rows.append(
            RangeRow(
                label=labels[area.area_code],
                when=month(vintage),
                cells=tuple(bare_amount(figure, unit="year") for figure in figures),
                employment=_jobs(estimate),
                reasons=tuple(reasons),
                y=TOP + place * ROW_HEIGHT,
                low_x=p10,
                quarter_x=p25,
                median_x=p50,
                three_quarter_x=p75,
                high_x=p90,
                is_open_ended=figures[-1].status is FigureStatus.TOP_CODED,
            )
        )
    return PayPicture(rows=tuple(rows), height=TOP + len(areas) * ROW_HEIGHT, summary=_summary(rows))


def _figures(estimate: WageEstimate) -> tuple[Figure, ...]:
    return (
        estimate.annual_p10_wage_usd,
        estimate.annual_p25_wage_usd,
        estimate.annual_median_wage_usd,
        estimate.annual_p75_wage_usd,
        estimate.annual_p90_wage_usd,
    )


def _jobs(estimate: WageEstimate | None) -> str:
    if estimate is None or not estimate.employment.is_known or estimate.employment.value is None:
        return ""
    return number(estimate.employment.value)


def _summary(rows: Sequence[RangeRow]) -> str:
    """The picture in one sentence, for those who do not see it."""
    told = [
        gettext("%(place)s: from %(low)s to %(high)s, middle %(middle)s", place=row.label, low=row.cells[0],
                high=row.cells[4], middle=row.cells[2])
        for row in rows
        if row.cells[0] and row.cells[2] and row.cells[4]
    ]  # fmt: skip
    return "; ".join(told)
