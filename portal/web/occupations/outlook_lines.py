"""Outlook in words: each line under its place, years and publisher."""

from datetime import date

from sqlmodel import Session

from portal.domain.model import DataModel
from portal.domain.outlook import YearsBasis
from portal.domain.wage import Area
from portal.labor.outlook import LocalDemand, OutlookLine, Pace, build_outlook
from portal.store.outlook import list_projections, list_total_projections
from portal.web.formats import number
from portal.web.translate import gettext, lazy_gettext

SOURCE_NAMES = {"bls_ep": "BLS Employment Projections", "projections_central": "Projections Central"}
PACE_NAMES = {
    Pace.FASTER: lazy_gettext("Growing faster than jobs in all"),
    Pace.ABOUT_AS_FAST: lazy_gettext("Growing about as fast as jobs in all"),
    Pace.SLOWER: lazy_gettext("Growing slower than jobs in all"),
    Pace.DECLINING: lazy_gettext("Fewer jobs expected"),
    Pace.UNKNOWN: lazy_gettext("Pace not known"),
}


class OutlookRow(DataModel):
    """One projection, ready to show. Empty text: not published."""

    place: str
    years: str
    source: str
    years_note: str
    covers: str
    pace: str
    jobs_now: str
    jobs_then: str
    change: str
    percent: str
    openings: str
    openings_parts: str


class OutlookView(DataModel):
    """All projections for a place, and how many jobs are open there now."""

    rows: tuple[OutlookRow, ...]
    has_different_years: bool
    open_jobs: int
    counted_on: date
    place: str


def build_outlook_view(
    session: Session, soc_code: str, areas: list[Area], *, labels: dict[str, str], demand: LocalDemand
) -> OutlookView:
    """Projections of the state and the nation. Metropolitan areas have none in what is loaded."""
    codes = [area.area_code for area in areas]
    outlook = build_outlook(
        soc_code,
        list_projections(session, soc_code, codes),
        totals=list_total_projections(session, codes),
        areas=areas,
        source_names=SOURCE_NAMES,
        demand=demand,
    )
    return OutlookView(
        rows=tuple(_row(line, labels[line.area.area_code]) for line in outlook.lines),
        has_different_years=outlook.has_different_years,
        open_jobs=demand.count,
        counted_on=demand.counted_on,
        place=demand.place,
    )


def _row(line: OutlookLine, place: str) -> OutlookRow:
    parts = ""
    if line.openings_from_replacement is not None and line.openings_from_growth is not None:
        parts = gettext(
            "%(replace)s to replace people who leave, %(grow)s from growth",
            replace=number(line.openings_from_replacement),
            grow=number(line.openings_from_growth),
        )
    elif line.is_openings_growth_only:
        parts = gettext("New jobs only: this state does not count the people who leave.")
    return OutlookRow(
        place=place,
        years=line.years,
        source=line.source,
        years_note=gettext("The file does not state its years; we worked them out.")
        if line.years_basis is YearsBasis.INFERRED
        else "",
        covers=gettext("The figures cover: %(title)s.", title=line.covers_title) if line.covers_title else "",
        pace=str(PACE_NAMES[line.pace]),
        jobs_now=_count(line.base_employment),
        jobs_then=_count(line.projected_employment),
        change=_signed(line.change),
        percent="" if line.change_percent is None else f"{line.change_percent:+.1f}%",
        openings=_count(line.annual_openings),
        openings_parts=parts,
    )


def _count(value: float | None) -> str:
    return "" if value is None else number(value)


def _signed(value: float | None) -> str:
    if value is None:
        return ""
    return f"+{number(value)}" if value > 0 else number(value)
