"""The projected wage in words, only where it passed its test."""

from sqlmodel import Session

from portal.domain.model import DataModel
from portal.domain.projected_wage import ProjectedWage
from portal.domain.wage import Area
from portal.store.wage_projections import list_projected_wages, list_projection_tests
from portal.web.formats import money
from portal.web.translate import gettext

NATION = "0000000"


class ProjectedRow(DataModel):
    """One horizon in one area: today's dollars first, then nominal."""

    place: str
    year: int
    today: str
    today_range: str
    nominal: str
    nominal_range: str
    base_year: int
    now: str
    """The published median of the base year."""
    inflation: str
    error: str
    held: str


class ProjectedView(DataModel):
    """Rows for the places where a forecast may be shown, and the places where it may not."""

    rows: tuple[ProjectedRow, ...]
    without: tuple[str, ...]


def build_projected_view(
    session: Session, printed_code: str, areas: list[Area], *, labels: dict[str, str]
) -> ProjectedView:
    """Forecasts for each area, nearest first."""
    tests = {(test.level, test.horizon_years): test for test in list_projection_tests(session)}
    rows: list[ProjectedRow] = []
    without = []
    all_wages = list_projected_wages(session, printed_code, [area.area_code for area in areas])
    for area in areas:
        wages = [wage for wage in all_wages if wage.area_code == area.area_code]
        if not wages:
            without.append(labels[area.area_code])
        for wage in wages:
            test = tests.get((area.area_type.value, wage.years_ahead))
            if test is not None and test.has_passed and test.error is not None and test.coverage is not None:
                rows.append(_row(wage, labels[area.area_code], error=test.error, coverage=test.coverage))
    return ProjectedView(rows=tuple(rows), without=tuple(without))


def _row(wage: ProjectedWage, place: str, *, error: float, coverage: float) -> ProjectedRow:
    def span(low: float, high: float) -> str:
        return gettext("%(low)s to %(high)s", low=money(low), high=money(high))

    return ProjectedRow(
        place=place,
        year=wage.target_year,
        today=money(wage.middle_wage_usd),
        today_range=span(wage.low_wage_usd, wage.high_wage_usd),
        nominal=money(wage.nominal(wage.middle_wage_usd)),
        nominal_range=span(wage.nominal(wage.low_wage_usd), wage.nominal(wage.high_wage_usd)),
        base_year=wage.base_year,
        now=money(wage.base_wage_usd),
        inflation=f"{wage.assumed_yearly_inflation:.1%}",
        error=f"{error:.1%}",
        held=f"{coverage:.0%}",
    )
