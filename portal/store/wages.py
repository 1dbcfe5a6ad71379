"""OEWS areas and wage estimates."""

from collections.abc import Iterable

from sqlalchemy import and_, func, or_
from sqlmodel import Session, col, select

from portal.domain.region import ResolvedRegion
from portal.domain.wage import Area, AreaType, Figure, FigureStatus, WageEstimate
from portal.store.tables import AreaRow, WageEstimateRow

NATION_AREA_CODE = "0000000"
ALL_OCCUPATIONS = "00-0000"
FIGURES = {
    "employment": ("employment", "employment_status"),
    "location_quotient": ("location_quotient", "location_quotient_status"),
    "annual_p10_wage_usd": ("annual_p10_wage_usd", "annual_p10_status"),
    "annual_p25_wage_usd": ("annual_p25_wage_usd", "annual_p25_status"),
    "annual_median_wage_usd": ("annual_median_wage_usd", "annual_median_status"),
    "annual_p75_wage_usd": ("annual_p75_wage_usd", "annual_p75_status"),
    "annual_p90_wage_usd": ("annual_p90_wage_usd", "annual_p90_status"),
    "hourly_median_wage_usd": ("hourly_median_wage_usd", "hourly_median_status"),
}


def find_area(session: Session, area_code: str) -> Area | None:
    """One OEWS area by its seven-digit code."""
    row = session.get(AreaRow, area_code)
    return _area(row) if row else None


def wage_areas(session: Session, resolved: ResolvedRegion) -> list[Area]:
    """Areas whose wages stand for a region, nearest first: its OEWS area, its state, the nation."""
    codes = [code for code in (resolved.home_area_code, NATION_AREA_CODE) if code]
    here = and_(
        col(AreaRow.area_type) == AreaType.STATE.value, col(AreaRow.state) == (resolved.home_state or "")
    )
    rows = session.exec(select(AreaRow).where(or_(col(AreaRow.area_code).in_(codes), here)))
    order = {resolved.home_area_code: 0, NATION_AREA_CODE: 2}
    return [_area(row) for row in sorted(rows, key=lambda row: order.get(row.area_code, 1))]


def state_area_name(session: Session, state: str) -> str:
    """Name of a state by its two letters; the letters where we do not know it."""
    name = session.exec(
        select(AreaRow.area_name).where(AreaRow.area_type == AreaType.STATE.value, AreaRow.state == state)
    ).first()
    return name or state


def latest_vintage(session: Session) -> str | None:
    """The newest reference period that is loaded, `2025-05`."""
    newest = session.exec(  # by the key: the table holds many years, and the nation has each of them
        select(func.max(WageEstimateRow.vintage)).where(
            WageEstimateRow.area_code == NATION_AREA_CODE, WageEstimateRow.soc_code == ALL_OCCUPATIONS
        )
    ).one()
    return newest or session.exec(select(func.max(WageEstimateRow.vintage))).one()


def list_wage_estimates(
    session: Session, soc_codes: Iterable[str], areas: Iterable[Area], *, vintage: str | None = None
) -> dict[tuple[str, str], WageEstimate]:
    """Estimates by `(soc_code, area_code)`; a pair without any estimate is left out (= not published).

    `vintage` None takes the newest that is loaded.
    """
    period = vintage or latest_vintage(session)
    by_code = {area.area_code: area for area in areas}
    rows = session.exec(
        select(WageEstimateRow).where(
            col(WageEstimateRow.soc_code).in_(list(soc_codes)),
            col(WageEstimateRow.area_code).in_(list(by_code)),
            WageEstimateRow.vintage == period,
        )
    )
    return {(row.soc_code, row.area_code): _estimate(row, by_code[row.area_code]) for row in rows}


def _area(row: AreaRow) -> Area:
    return Area(
        area_code=row.area_code,
        area_type=AreaType(row.area_type),
        area_name=row.area_name,
        state=row.state,
    )


def _estimate(row: WageEstimateRow, area: Area) -> WageEstimate:
    figures = {
        name: Figure(status=FigureStatus(getattr(row, status)), value=getattr(row, value))
        for name, (value, status) in FIGURES.items()
    }
    return WageEstimate(vintage=row.vintage, area=area, soc_code=row.soc_code, **figures)
