"""Sets the projections of an occupation side by side, each under its own label, and counts live postings beside them.

A projection is a forecast of its publisher for two stated years and one area. The nation's and a state's are made at
different times: they are compared with all occupations of the same area, publisher and years, never with each other.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from pydantic import Field

from portal.domain.codes import SocCode
from portal.domain.model import DataModel
from portal.domain.outlook import Projection, YearsBasis
from portal.domain.wage import Area

SAME_PERCENT = 1.0
"""Differences of this many percentage points and less are called "about as fast"."""
LEAST_TURNOVER = 0.02
"""Where all openings of a year are a smaller share of all jobs, people who leave are not counted among them: the states
print 5 to 13 %, New York (2022–32) 1.2 %, which is its growth."""


class Pace(StrEnum):
    """Growth against all occupations of the same area, publisher and years."""

    DECLINING = "declining"
    SLOWER = "slower"
    ABOUT_AS_FAST = "about_as_fast"
    FASTER = "faster"
    UNKNOWN = "unknown"


class OutlookLine(DataModel):
    """One projection with all that its label needs.

    `covers_title` names what the figures cover where they are printed for a group of occupations.
    `change` is the publisher's, or the difference of its two figures (`is_change_computed`).
    """

    area: Area
    source: str
    start_year: int
    end_year: int
    years_basis: YearsBasis
    covers_title: str = ""
    base_employment: float | None
    projected_employment: float | None
    change: float | None
    is_change_computed: bool = False
    change_percent: float | None
    annual_openings: float | None
    openings_from_growth: float | None = None
    openings_from_replacement: float | None = None
    is_openings_growth_only: bool = False
    pace: Pace
    all_occupations_percent: float | None = None

    @property
    def years(self) -> str:
        """`2024–34`."""
        return f"{self.start_year}–{self.end_year % 100:02d}"


class LocalDemand(DataModel):
    """Open postings here today: a count with its day, never a forecast."""

    count: int = Field(ge=0)
    counted_on: date
    place: str
    sample_count: int = Field(default=0, ge=0, description="how many of them are sample data")


class Outlook(DataModel):
    """All projections of an occupation for a place, nearest area first."""

    soc_code: SocCode
    lines: tuple[OutlookLine, ...]
    demand: LocalDemand | None = None

    @property
    def has_different_years(self) -> bool:
        """The lines speak of different years: say so where they stand together."""
        return len({(line.start_year, line.end_year) for line in self.lines}) > 1


def build_outlook(
    soc_code: str,
    projections: Sequence[Projection],
    *,
    totals: Sequence[Projection],
    areas: Sequence[Area],
    source_names: dict[str, str],
    demand: LocalDemand | None = None,
) -> Outlook:
    """Label each projection. `totals` are the "all occupations" rows; `areas` are nearest first.

    Of several periods of one publisher in one area the newest is taken.
    Raises: ValueError when a projection has an area or publisher that was not given: it could not be labelled.
    """
    by_area = {area.area_code: area for area in areas}
    newest: dict[tuple[str, str], Projection] = {}
    for one in projections:
        if one.area_code not in by_area or one.source_key not in source_names:
            raise ValueError(f"The projection of {one.soc_code} in {one.area_code} cannot be labelled.")
        key = (one.area_code, one.source_key)
        newest[key] = max(newest.get(key, one), one, key=lambda p: (p.start_year, p.end_year))
    all_of = {(one.area_code, one.source_key, one.period): one for one in totals}
    # The nation's figures come from BLS alone where it has them: a state table repeats an older edition of them.
    sources_here = {area: {source for a, source in newest if a == area} for area in by_area}
    kept = [
        one
        for (area, source), one in newest.items()
        if len(sources_here[area]) == 1
        or one.period == max(newest[area, other].period for other in sources_here[area])
    ]
    order = {code: place for place, code in enumerate(by_area)}
    lines = tuple(
        _line(
            one,
            by_area[one.area_code],
            soc_code=soc_code,
            source=source_names[one.source_key],
            total=all_of.get((one.area_code, one.source_key, one.period)),
        )
        for one in sorted(kept, key=lambda p: order[p.area_code])
    )
    return Outlook(soc_code=soc_code, lines=lines, demand=demand)


def _line(
    one: Projection, area: Area, *, soc_code: str, source: str, total: Projection | None
) -> OutlookLine:
    all_percent = total.change_percent if total else None
    change, is_computed = one.change, False
    if change is None and one.base_employment is not None and one.projected_employment is not None:
        change, is_computed = one.projected_employment - one.base_employment, True
    replacement = growth = None
    if one.annual_exits is not None and one.annual_transfers is not None:
        replacement = one.annual_exits + one.annual_transfers
        if one.annual_openings is not None:
            growth = one.annual_openings - replacement
    return OutlookLine(
        area=area,
        source=source,
        start_year=one.start_year,
        end_year=one.end_year,
        years_basis=one.years_basis,
        covers_title="" if one.soc_code == soc_code else one.title,
        base_employment=one.base_employment,
        projected_employment=one.projected_employment,
        change=change,
        is_change_computed=is_computed,
        change_percent=one.change_percent,
        annual_openings=one.annual_openings,
        openings_from_growth=growth,
        openings_from_replacement=replacement,
        is_openings_growth_only=replacement is None and total is not None and _is_growth_only(total),
        pace=_pace(one.change_percent, all_percent),
        all_occupations_percent=all_percent,
    )


def _is_growth_only(total: Projection) -> bool:
    """Whether the openings of all occupations leave out people who leave."""
    if total.annual_openings is None or not total.base_employment:
        return False
    return total.annual_openings < LEAST_TURNOVER * total.base_employment


def _pace(percent: float | None, all_percent: float | None) -> Pace:
    if percent is None or all_percent is None:
        return Pace.UNKNOWN
    if percent < -SAME_PERCENT:
        return Pace.DECLINING
    if abs(percent - all_percent) <= SAME_PERCENT:
        return Pace.ABOUT_AS_FAST
    return Pace.FASTER if percent > all_percent else Pace.SLOWER
