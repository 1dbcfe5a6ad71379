"""A map of the states coloured by pay, jobs or outlook, and the table that says the same."""

from enum import StrEnum
from pathlib import Path

from sqlmodel import Session, col, select

from portal.domain.model import DataModel
from portal.domain.wage import FigureStatus
from portal.labor.oews_occupation import find_oews_occupation
from portal.settings import ROOT
from portal.store.reference_tables import OccupationProjectionRow
from portal.store.tables import AreaRow, WageEstimateRow
from portal.web.formats import month
from portal.web.knowledge import Knowledge
from portal.web.occupations.classes import (
    bounds_of,
    count_text,
    dollars_text,
    legend_of,
    percent_text,
    rank_of,
)
from portal.web.occupations.topology import HEIGHT, SCALE, WIDTH, state_paths
from portal.web.translate import gettext

STATES_FILE = ROOT / "static" / "vendor" / "us-atlas" / "states-albers-10m.json"
NOT_DRAWN = ("60", "66", "69", "72", "78")
"""Territories have no place on the picture; the table has them."""


class MapOf(StrEnum):
    """What the map shows."""

    PAY = "pay"
    JOBS = "jobs"
    OUTLOOK = "outlook"


class MapState(DataModel):
    """A state: its value in words, and its class, 1 lowest to 4 highest; 0 where there is no figure."""

    fips: str
    name: str
    value: str
    rank: int
    path: str = ""


class StateMap(DataModel):
    """The picture and the table, of one source and date."""

    of: MapOf
    heading: str
    source: str
    states: tuple[MapState, ...]
    legend: tuple[tuple[int, str], ...]
    width: int = round(WIDTH * SCALE)
    height: int = round(HEIGHT * SCALE)

    @property
    def is_drawn(self) -> bool:
        """The outline file is installed; without it the table stands alone."""
        return any(state.path for state in self.states)


def build_state_map(
    session: Session,
    known: Knowledge,
    soc_code: str,
    *,
    of: MapOf,
    vintage: str,
    file: Path = STATES_FILE,
) -> StateMap | None:
    """All states for one occupation; None where no state has a figure."""
    printed = find_oews_occupation(soc_code, known.printed_codes)
    names = dict(
        session.exec(select(AreaRow.area_code, AreaRow.area_name).where(AreaRow.area_type == "state")).all()
    )
    if printed is None:
        return None
    if of is MapOf.OUTLOOK:
        values, source = _outlook(session, printed.printed_code, names)
        heading = gettext("Expected change in jobs by state")
    else:
        values, source = _wages(session, printed.printed_code, names, of=of, vintage=vintage)
        heading = gettext("Middle pay by state") if of is MapOf.PAY else gettext("Jobs by state")
    if not values:
        return None
    paths = state_paths(file)
    bounds = bounds_of(list(values.values()))
    in_words = {MapOf.PAY: dollars_text, MapOf.JOBS: count_text, MapOf.OUTLOOK: percent_text}[of]
    states = [
        MapState(
            fips=area[:2],
            name=name,
            value=in_words(values[area]) if area in values else "",
            rank=rank_of(values[area], bounds) if area in values else 0,
            path="" if area[:2] in NOT_DRAWN else paths.get(area[:2], ""),
        )
        for area, name in sorted(names.items(), key=lambda item: item[1])
    ]
    legend = legend_of(list(values.values()), bounds, in_words=in_words)
    return StateMap(of=of, heading=heading, source=source, states=tuple(states), legend=legend)


def _wages(
    session: Session, code: str, names: dict[str, str], *, of: MapOf, vintage: str
) -> tuple[dict[str, float], str]:
    value, status = (
        (WageEstimateRow.annual_median_wage_usd, WageEstimateRow.annual_median_status)
        if of is MapOf.PAY
        else (WageEstimateRow.employment, WageEstimateRow.employment_status)
    )
    rows = session.exec(
        select(WageEstimateRow.area_code, value).where(
            WageEstimateRow.soc_code == code,
            WageEstimateRow.vintage == vintage,
            col(WageEstimateRow.area_code).in_(list(names)),
            status == FigureStatus.PUBLISHED.value,
        )
    )
    found = {area: amount for area, amount in rows if amount is not None}
    return found, f"U.S. Bureau of Labor Statistics, OEWS, {month(vintage) if vintage else ''}"


def _outlook(session: Session, code: str, names: dict[str, str]) -> tuple[dict[str, float], str]:
    rows = session.exec(
        select(OccupationProjectionRow).where(
            OccupationProjectionRow.soc_code == code,
            col(OccupationProjectionRow.area_code).in_(list(names)),
        )
    ).all()
    period = max((row.period for row in rows), default="")
    found = {
        row.area_code: row.change_percent
        for row in rows
        if row.period == period and row.change_percent is not None
    }
    return found, f"Projections Central, {period.replace('-', '–')}"
